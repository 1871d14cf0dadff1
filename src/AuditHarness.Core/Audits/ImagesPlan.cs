namespace AuditHarness.Audits;

/// <summary>A model that is given pictures: where they are, what they must be, and how each becomes the numbers that the model takes.</summary>
public sealed record ImagesPlan
{
    /// <summary>A picture has no more samples than this (pixels times channels), as it is stored and as the model is given it.</summary>
    public const int MostNumbers = 64_000_000;

    /// <summary>Folder with the pictures, relative to the config's folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Column of the data with the path of each patient's picture within <see cref="Folder"/>.</summary>
    public required string Column { get; init; }

    /// <summary>What colours a picture has, and so how many numbers the model is given for a pixel.</summary>
    public required PictureColor Color { get; init; }

    /// <summary>Bits of one sample of a picture: 8 or 16.</summary>
    public int Depth { get; init; } = 8;

    /// <summary>Whether pictures of the other colour are taken: grey is given three times, colours are turned into luma. Else they are refused.</summary>
    public bool ConvertColor { get; init; }

    /// <summary>Width that the model is given, in pixels. 1 to 16,384.</summary>
    public required int Width { get; init; }

    /// <summary>Height that the model is given, in pixels. 1 to 16,384.</summary>
    public required int Height { get; init; }

    /// <summary>How pictures of another size are brought to this one; with none they are refused.</summary>
    public PictureResize Resize { get; init; } = PictureResize.None;

    /// <summary>What samples are divided by, above 0.</summary>
    public required double DivideBy { get; init; }

    /// <summary>For each channel what is subtracted after the division; finite.</summary>
    public required IReadOnlyList<double> Mean { get; init; }

    /// <summary>For each channel what is divided by after the subtraction; above 0.</summary>
    public required IReadOnlyList<double> Std { get; init; }

    /// <summary>The order of the numbers.</summary>
    public PictureLayout Layout { get; init; } = PictureLayout.Nchw;

    /// <summary>Numbers for a pixel: 1 or 3.</summary>
    public int Channels => ChannelsOf(Color);

    /// <summary>Numbers for a picture.</summary>
    public long Numbers => (long)Width * Height * Channels;

    /// <summary>True when the model is given the samples as they are stored.</summary>
    public bool KeepsSamples => DivideBy == 1 && Mean.All(m => m == 0) && Std.All(s => s == 1);

    /// <summary>How each picture becomes numbers, in the order in which it is done: for the report.</summary>
    public Phrase Steps => Phrase.Join(" ", [Read, Sized, Phrase.Of($"{Numbered} {Ordered}")]);

    private Phrase Read
    {
        get
        {
            var what = Color == PictureColor.Grayscale ? Phrase.Of($"Read as grey of {Depth} bits") : Phrase.Of($"Read as red, green and blue of {Depth} bits each");
            return !ConvertColor ? Phrase.Of($"{what}, as it is stored: no colour profile, gamma or EXIF orientation is applied; a picture of other colours or depth is refused.")
                : Color == PictureColor.Grayscale ? Phrase.Of($"{what}, as it is stored: no colour profile, gamma or EXIF orientation is applied; colours become luma (ITU-R BT.601: 0.299 R + 0.587 G + 0.114 B, rounded); a picture of another depth is refused.")
                : Phrase.Of($"{what}, as it is stored: no colour profile, gamma or EXIF orientation is applied; grey is given three times; a picture of another depth is refused.");
        }
    }

    private Phrase Sized => Resize switch
    {
        PictureResize.None => Phrase.Of($"It must have {Width:exact} × {Height:exact} pixels."),
        PictureResize.Nearest => Phrase.Of($"Brought to {Width:exact} × {Height:exact} pixels, stretched where its sides have another ratio: each pixel is the nearest one of the picture."),
        _ => Phrase.Of($"Brought to {Width:exact} × {Height:exact} pixels, stretched where its sides have another ratio: {Filter} filter, widened when a picture shrinks, rounded to whole samples."),
    };

    private Phrase Filter => Resize switch
    {
        PictureResize.Box => Phrase.Of($"box"),
        PictureResize.Bilinear => Phrase.Of($"bilinear"),
        _ => Phrase.Of($"bicubic (a = −0.5)"),
    };

    private Phrase Numbered
    {
        get
        {
            if (KeepsSamples) return Phrase.Of($"The model is given the samples themselves,");
            return Mean.All(m => m == 0) && Std.All(s => s == 1)
                ? Phrase.Of($"The model is given sample / {DivideBy:exact},")
                : Phrase.Of($"The model is given (sample / {DivideBy:exact} − mean) / standard deviation, with mean {Listed(Mean)} and standard deviation {Listed(Std)},");
        }
    }

    private Phrase Ordered => Layout switch
    {
        PictureLayout.Nchw => Phrase.Of($"channel by channel, each row by row (NCHW)."),
        PictureLayout.Nhwc => Phrase.Of($"row by row, the channels of a pixel together (NHWC)."),
        _ => Phrase.Of($"as one list: row by row, the channels of a pixel together."),
    };

    /// <summary>Numbers for a pixel of a colour.</summary>
    /// <param name="color">The colour.</param>
    public static int ChannelsOf(PictureColor color) => color == PictureColor.Grayscale ? 1 : 3;

    private static Phrase Listed(IReadOnlyList<double> numbers) => Phrase.Join(", ", numbers.Select(n => Phrase.Of($"{n:exact}")));
}

/// <summary>What colours a picture has.</summary>
public enum PictureColor
{
    /// <summary>Shades of grey: one number for a pixel.</summary>
    Grayscale,
    /// <summary>Red, green and blue, in this order.</summary>
    Rgb,
}

/// <summary>How a picture is brought to another size. The filters are those of Pillow's <c>Image.resize</c>.</summary>
public enum PictureResize
{
    /// <summary>Not at all.</summary>
    None,
    /// <summary>The nearest pixel.</summary>
    Nearest,
    /// <summary>The mean of the pixels that a new one covers.</summary>
    Box,
    /// <summary>Weights that fall linearly with the distance.</summary>
    Bilinear,
    /// <summary>Cubic convolution with a = −0.5.</summary>
    Bicubic,
}

/// <summary>The order of the numbers of a picture.</summary>
public enum PictureLayout
{
    /// <summary>Channel, row, column.</summary>
    Nchw,
    /// <summary>Row, column, channel.</summary>
    Nhwc,
    /// <summary>One list: row, column, channel.</summary>
    Flat,
}
