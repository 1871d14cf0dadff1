using System.Globalization;
using System.Security.Cryptography;
using AuditHarness.Adapters.Pictures;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Models.Images;

/// <summary>What is known of a picture that was read.</summary>
/// <param name="Sha256">SHA-256 of its file.</param>
/// <param name="Bytes">Size of its file.</param>
/// <param name="Turned">True when a tag asks for it to be shown turned or mirrored.</param>
/// <param name="Converted">True when its colours were converted.</param>
/// <param name="Resized">True when it had another size.</param>
internal sealed record KnownPicture(string Sha256, long Bytes, bool Turned, bool Converted, bool Resized);

/// <summary>Reads pictures and holds them to what the plan declares. May be asked from several threads at once.</summary>
/// <param name="plan">What pictures must be, and what is done to them.</param>
/// <param name="folder">Where they are.</param>
internal sealed class PictureSource(ImagesPlan plan, PictureFolder folder)
{
    // What is larger is unpacked one at a time, so that memory does not grow with the number of threads.
    private const long LargeFile = 4_000_000, LargePicture = 8_000_000;

    private readonly Lock _large = new();

    /// <summary>One picture, as the plan wants it: of its colour, its depth and its size.</summary>
    /// <param name="name">Its path within the folder; null where the table names none.</param>
    /// <param name="use">Given the picture, which is let go afterwards.</param>
    /// <exception cref="PictureException">It is refused.</exception>
    public KnownPicture Read(string? name, Action<Picture> use)
    {
        if (name is null) throw new PictureException("is not named: the field is empty", "Name a picture in every row that is evaluated, or declare in 'data.split' which rows are.");
        using var stream = folder.Open(name);
        if (stream.Length <= LargeFile) return Read(Whole(stream), use);
        lock (_large) return Read(Whole(stream), use);
    }

    private static byte[] Whole(FileStream stream)
    {
        var file = new byte[stream.Length];
        try
        {
            return stream.ReadAtLeast(file, file.Length, throwOnEndOfStream: false) == file.Length ? file : throw PictureException.Damaged("it became shorter while it was read");
        }
        catch (IOException)
        {
            throw new PictureException("cannot be read to its end", "Check the disk or the share that it lies on, and copy it again.");
        }
    }

    private KnownPicture Read(byte[] file, Action<Picture> use)
    {
        var head = PictureReader.Head(file);
        Check(head);
        if ((long)head.Width * head.Height * head.Channels <= LargePicture) Use(file, head, use);
        else lock (_large) Use(file, head, use);
        return new(
            Convert.ToHexStringLower(SHA256.HashData(file)), file.Length, head.Turned, head.Channels != plan.Channels, head.Width != plan.Width || head.Height != plan.Height);
    }

    private void Use(byte[] file, PictureHead head, Action<Picture> use)
    {
        var picture = PictureReader.Read(file, head).In(plan.Channels);
        use(picture.Width == plan.Width && picture.Height == plan.Height ? picture : Resampling.To(picture, plan.Width, plan.Height, plan.Resize));
    }

    private void Check(PictureHead head)
    {
        if (head.Depth != plan.Depth)
            throw new PictureException(
                string.Create(CultureInfo.InvariantCulture, $"does not have the {plan.Depth} bits that 'model.images.depth' declares"),
                "Export it with these, or declare what pictures have; all must have the same.", string.Create(CultureInfo.InvariantCulture, $"{head.Depth} bits"));
        if (head.Channels != plan.Channels && !plan.ConvertColor)
            throw new PictureException(
                plan.Channels == 1 ? "is in colours, where 'model.images.color' declares grey" : "is grey, where 'model.images.color' declares colours",
                "Declare the colours that pictures have, or allow their conversion by \"convertColor\": true.");
        if ((head.Width != plan.Width || head.Height != plan.Height) && plan.Resize == PictureResize.None)
            throw new PictureException(
                string.Create(CultureInfo.InvariantCulture, $"does not have the {plan.Width} × {plan.Height} pixels that 'model.images' declares"),
                "Export it with these, or name in 'model.images.resize' how pictures are brought to them.", string.Create(CultureInfo.InvariantCulture, $"{head.Width} × {head.Height} pixels"));
    }
}
