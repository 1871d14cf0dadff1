using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>A model of pictures: where they are, and how each becomes numbers.</summary>
internal sealed record ImagesConfig
{
    public const int DefaultDepth = 8;
    public const double MostPixels = 16384;

    [Description("Folder with the pictures, PNG or JPEG; relative to the config's folder, '..' allowed. Nothing outside it is read, and no link is followed.")]
    public required string Folder { get; init; }

    [Description("Column of the data with the path of each row's picture within the folder, with '/'.")]
    public required string Column { get; init; }

    [Description("What pictures are, and what the model is given of a pixel: \"grayscale\", one number, or \"rgb\", three.")]
    public required PictureColor Color { get; init; }

    [Description("Bits of a sample of every picture: 8 or 16. A picture of another depth is refused.")]
    [AllowedValues(8, 16)]
    [DefaultValue(DefaultDepth)]
    public int Depth { get; init; }

    [Description("Whether pictures of the other colour are taken: for \"rgb\" grey is given three times, for \"grayscale\" colours become luma (ITU-R BT.601). Else they are refused.")]
    [DefaultValue(false)]
    public bool ConvertColor { get; init; }

    [Description("Width of what the model is given, in pixels.")]
    [Range(1.0, MostPixels)]
    public required int Width { get; init; }

    [Description("Height of what the model is given, in pixels.")]
    [Range(1.0, MostPixels)]
    public required int Height { get; init; }

    [Description("How pictures of another size are brought to this one, stretched where their sides have another ratio; the filters are those of Pillow's Image.resize. With \"none\" such pictures are refused.")]
    [DefaultValue(PictureResize.None)]
    public PictureResize Resize { get; init; }

    [Description("What samples are divided by. Default: the largest sample, 255 or 65535, so that numbers lie in [0, 1].")]
    [Range(0.0, 1e9, MinimumIsExclusive = true)]
    public double? DivideBy { get; init; }

    [Description("For each channel what is subtracted after the division. Default: 0.")]
    [MinLength(1)]
    [MaxLength(3)]
    public IReadOnlyList<double>? Mean { get; init; }

    [Description("For each channel what is divided by after the subtraction; above 0. Default: 1.")]
    [MinLength(1)]
    [MaxLength(3)]
    public IReadOnlyList<double>? Std { get; init; }

    [Description("The order of the numbers: \"nchw\" channel by channel, \"nhwc\" the channels of a pixel together, \"flat\" as nhwc but as one list.")]
    [DefaultValue(PictureLayout.Nchw)]
    public PictureLayout Layout { get; init; }
}
