using System.Globalization;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models.Onnx;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Models.Images;

/// <summary>The one input of a graph that takes pictures.</summary>
internal sealed class ImageInput
{
    // A batch is no larger than this, so that memory is bounded whatever the size of a picture.
    private const long MostNumbers = 4_000_000;
    private const int MostPictures = 256;

    private readonly ImagesPlan _plan;
    private readonly long[] _picture;

    private ImageInput(OnnxValue input, ImagesPlan plan, long[] picture)
    {
        (Name, Type, _plan, _picture) = (input.Name, input.Type, plan, picture);
        FixedBatch = input.Shape is [> 0 and var batch, ..] ? (int)batch : null;
        Batch = FixedBatch ?? (int)Math.Clamp(MostNumbers / plan.Numbers, 1, MostPictures);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What it takes: float, double or uint8.</summary>
    public OnnxType Type { get; }

    /// <summary>Pictures that the model wants at a time; null when it takes any number.</summary>
    public int? FixedBatch { get; }

    /// <summary>Most pictures to be given at a time.</summary>
    public int Batch { get; }

    /// <summary>What the report says.</summary>
    public Phrase Reading
    {
        get
        {
            var size = string.Join(" × ", _picture.Select(s => s.ToString(CultureInfo.InvariantCulture)));
            var given = Phrase.Of($"input {Quoted.Text(Name)}, a {OnnxInputs.Name(Type)} tensor of {size} for each picture");
            return FixedBatch is { } batch ? Phrase.Of($"{given} in batches of exactly {batch}") : given;
        }
    }

    /// <summary>Shape of a tensor of some pictures.</summary>
    /// <param name="pictures">How many.</param>
    public long[] Shape(int pictures) => [pictures, .. _picture];

    /// <summary>Matches the plan with the input of the model.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="plan">What it is to be given.</param>
    /// <param name="shown">The model in messages.</param>
    /// <exception cref="AuditInputException">They do not fit: more than one input, another element type, or another shape.</exception>
    public static ImageInput Of(OnnxGraph graph, ImagesPlan plan, string shown)
    {
        if (graph.Inputs is not [var input])
            throw new AuditInputException($"{shown} takes {graph.Inputs.Count.ToString(CultureInfo.InvariantCulture)} inputs ({Quoted.List([.. graph.Inputs.Select(i => i.Name)])}), and a model of kind 'images' takes pictures alone. Export the model with one input.");
        var named = $"{shown}: the input {Quoted.Text(input.Name)}";
        if (input.Kind != OnnxValueKind.Tensor) throw new AuditInputException($"{named} is not a tensor. Export the model with a tensor as input.");
        if (input.Type is not (OnnxType.Float or OnnxType.Double or OnnxType.UInt8))
            throw new AuditInputException($"{named} has the element type {OnnxInputs.Name(input.Type)}; of pictures float, double and uint8 are given. Export the model with one of these.");
        if (input.Type == OnnxType.UInt8 && !(plan.KeepsSamples && plan.Depth == 8))
            throw new AuditInputException($"{named} takes the samples themselves (uint8), but 'model.images' turns them into other numbers. Write \"divideBy\": 1 and no mean and std, with a depth of 8.");
        long[] whole = plan.Layout switch
        {
            PictureLayout.Nchw => [plan.Channels, plan.Height, plan.Width],
            PictureLayout.Nhwc => [plan.Height, plan.Width, plan.Channels],
            _ => [plan.Numbers],
        };
        // Models of grey pictures may have no place for the channel.
        long[] grey = [plan.Height, plan.Width];
        if (input.Shape is not { } shape || Fits(shape, whole)) return new(input, plan, whole);
        if (plan.Channels == 1 && plan.Layout != PictureLayout.Flat && Fits(shape, grey)) return new(input, plan, grey);
        throw new AuditInputException(
            $"{named} takes {Said(shape.Skip(1))} for each picture, but 'model.images' makes {Said(whole)} ({(plan.Layout == PictureLayout.Flat ? "one list" : plan.Layout == PictureLayout.Nchw ? "channels, height, width" : "height, width, channels")}). " +
            "Correct 'color', 'width', 'height' or 'layout'.");
    }

    private static bool Fits(long[] shape, long[] picture) => shape.Length == picture.Length + 1 && shape.Skip(1).Zip(picture).All(s => s.First <= 0 || s.First == s.Second);

    private static string Said(IEnumerable<long> sizes) => string.Join(" × ", sizes.Select(s => s > 0 ? s.ToString(CultureInfo.InvariantCulture) : "any")) is { Length: > 0 } said ? said : "a single number";
}
