using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>Resolves the pictures of a model: where they are, and how each becomes numbers.</summary>
/// <param name="model">The section of the model.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class ImagesReader(ConfigSection<ModelConfig> model, ConfigFaults faults)
{
    /// <summary>The plan; null when it is not said, which is a fault where the model is given pictures.</summary>
    /// <param name="kind">Kind of the model, or null when that is not known.</param>
    /// <param name="isImages">True when the kind is that of pictures.</param>
    /// <param name="outcome">What part of the data a column is that no model may be given; null for others.</param>
    public ImagesPlan? Read(string? kind, bool isImages, Func<string, string?> outcome)
    {
        if (model[nameof(ModelConfig.Images)] is not { } node)
        {
            if (isImages && model.Node is ConfigNode.Map) faults.Add(model.Node, "the key 'images' is missing: a model of kind 'images' is given pictures. Say where they are, and how they become numbers.");
            return null;
        }
        if (kind is not null && !isImages) faults.Add(node, $"a model of kind '{kind}' is given columns and no pictures, so this key has nothing to say. Take it out, or give the kind 'images'.");
        var section = model.Section<ImagesConfig>(nameof(ModelConfig.Images));
        var (column, color) = (section.Text(nameof(ImagesConfig.Column)), section.Choice<PictureColor>(nameof(ImagesConfig.Color)));
        if (column is not null && outcome(column) is { } part)
            faults.Add(section[nameof(ImagesConfig.Column)]!, $"column '{ConfigText.Shown(column)}' is the {part}, which no model may be given. Name another column.");
        var depth = section.Whole(nameof(ImagesConfig.Depth)) ?? ImagesConfig.DefaultDepth;
        if (depth is not (8 or 16)) section[nameof(ImagesConfig.Depth)]!.Expected("8 or 16", faults);
        var plan = new ImagesPlan
        {
            Folder = section.Text(nameof(ImagesConfig.Folder)) ?? "",
            Column = column ?? "",
            Color = color ?? PictureColor.Grayscale,
            Depth = depth,
            ConvertColor = section.Flag(nameof(ImagesConfig.ConvertColor)) ?? false,
            Width = section.Whole(nameof(ImagesConfig.Width)) ?? 1,
            Height = section.Whole(nameof(ImagesConfig.Height)) ?? 1,
            Resize = section.Choice<PictureResize>(nameof(ImagesConfig.Resize)) ?? PictureResize.None,
            DivideBy = section.Number(nameof(ImagesConfig.DivideBy)) ?? (depth == 16 ? 65535 : 255),
            Mean = Numbers(section, nameof(ImagesConfig.Mean), color, 0, above: double.NegativeInfinity),
            Std = Numbers(section, nameof(ImagesConfig.Std), color, 1, above: 0),
            Layout = section.Choice<PictureLayout>(nameof(ImagesConfig.Layout)) ?? PictureLayout.Nchw,
        };
        if (plan.Numbers > ImagesPlan.MostNumbers)
            faults.Add(node, FormattableString.Invariant($"{plan.Width} × {plan.Height} pixels are {plan.Numbers:N0} numbers for each picture, and at most {ImagesPlan.MostNumbers:N0} are possible. Correct 'width' and 'height'."));
        return plan;
    }

    private double[] Numbers(ConfigSection<ImagesConfig> section, string property, PictureColor? color, double otherwise, double above)
    {
        var channels = ImagesPlan.ChannelsOf(color ?? PictureColor.Grayscale);
        if (section[property] is not { } node) return [.. Enumerable.Repeat(otherwise, channels)];
        var numbers = new List<double>();
        foreach (var item in section.List(property))
        {
            if (item.AsNumber(faults) is not { } number) continue;
            if (number > above) numbers.Add(number);
            else item.Expected("a number above 0", faults);
        }
        if (color is not null && node is ConfigNode.List { Items.Count: var count } && count > 0 && count != channels)
            faults.Add(node, FormattableString.Invariant($"a picture that is {(channels == 1 ? "grey has 1 channel" : "rgb has 3 channels")}, and here {(count == 1 ? "is 1 number" : $"are {count} numbers")}. Give one for each channel."));
        return [.. numbers];
    }
}
