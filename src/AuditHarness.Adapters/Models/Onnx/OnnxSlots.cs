using AuditHarness.Explanations;

namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>One number on its way through a graph: where it comes from and what was done to it.</summary>
/// <param name="Source">The column, the level of a text column, and what a missing value becomes.</param>
/// <param name="Given">Type of the graph's input.</param>
/// <param name="Type">Type it has now.</param>
/// <param name="Steps">What was done to it, in order.</param>
internal sealed record OnnxSlot(FeatureSlot Source, OnnxType Given, OnnxType Type, IReadOnlyList<OnnxStep> Steps)
{
    /// <summary>The slot after one more step.</summary>
    public OnnxSlot With(OnnxStep step, OnnxType type) => this with { Type = type, Steps = [.. Steps, step] };

    /// <summary>The steps as one offset and one scale, rounding left aside.</summary>
    public FeatureSlot Composed()
    {
        var (offset, scale) = (0.0, 1.0);
        foreach (var step in Steps) (offset, scale) = (offset + (step.Offset / scale), scale * step.Scale);
        return Source with { Offset = offset, Scale = scale };
    }
}

/// <summary>A change of a number: (value − offset) · scale, as the runtime rounds it.</summary>
/// <param name="Offset">Taken off.</param>
/// <param name="Scale">Multiplied with; not 0.</param>
/// <param name="Apply">The change, with the runtime's rounding.</param>
internal sealed record OnnxStep(double Offset, double Scale, Func<double, double> Apply)
{
    /// <summary>Rounding to float.</summary>
    public static OnnxStep Round { get; } = new(0, 1, v => (float)v);
}

/// <summary>Goes from a value of a graph back to the inputs, through preprocessing that is understood.</summary>
internal sealed class OnnxSlots(OnnxGraph graph, OnnxInputs inputs)
{
    private const int Deepest = 200, Most = 100_000;

    /// <summary>The slots of a value; null when anything on the way is not understood.</summary>
    /// <param name="value">Name of the value.</param>
    /// <param name="depth">Operators passed so far.</param>
    public OnnxSlot[]? Of(string value, int depth = 0)
    {
        if (depth > Deepest) return null;
        for (var i = 0; i < graph.Inputs.Count; i++)
            if (graph.Inputs[i].Name == value) return [.. inputs.Columns[i].Select(c => new OnnxSlot(new(c), graph.Inputs[i].Type, graph.Inputs[i].Type, []))];
        if (graph.MakerOf(value) is not { } node || node.Inputs.Count == 0) return null;
        var slots = (node.Domain, node.Operator) switch
        {
            ("", "Identity") => Numeric(node, 0, depth, texts: true),
            ("", "Cast") => Cast(Numeric(node, 0, depth), (OnnxType)node.Int("to", 0)),
            ("", "Concat") when node.Int("axis", 0) is > 0 or -1 => Concat(node, depth),
            ("", "Reshape") => Reshape(node, depth),
            ("", "Flatten") when node.Int("axis", 1) == 1 => Numeric(node, 0, depth),
            ("", "Gather") when node.Int("axis", 0) is 1 or -1 => Pick(node, depth),
            ("", "Sub" or "Add" or "Mul" or "Div") => Arithmetic(node, depth),
            ("", "Where") => WhenMissing(node, depth),
            ("ai.onnx.ml", "Imputer") => Impute(node, depth),
            ("ai.onnx.ml", "Scaler") => Scale(node, depth),
            ("ai.onnx.ml", "OneHotEncoder") => OneHot(node, depth),
            ("ai.onnx.ml", "FeatureVectorizer") => Cast(Concat(node, depth), OnnxType.Float),
            ("ai.onnx.ml", "ArrayFeatureExtractor") => Pick(node, depth),
            _ => null,
        };
        return slots is { Length: > 0 and <= Most } ? slots : null;
    }

    /// <summary>The numbers of a constant: an initialiser, or what a Constant node gives; null when it is none.</summary>
    public double[]? Constant(string value) =>
        graph.Tensors.TryGetValue(value, out var tensor) ? tensor.Numbers
        : graph.MakerOf(value) is { Domain: "", Operator: "Constant" } node && node.Attributes.TryGetValue("value", out var a) ? a.Tensor?.Numbers
        : null;

    private OnnxSlot[]? Numeric(OnnxNode node, int input, int depth, bool texts = false)
    {
        var slots = node.Inputs.Count > input ? Of(node.Inputs[input], depth + 1) : null;
        return slots is not null && (texts || slots.All(s => s.Type != OnnxType.String)) ? slots : null;
    }

    private static OnnxSlot[]? Cast(OnnxSlot[]? slots, OnnxType to) => to switch
    {
        _ when slots is null => null,
        // What was float all the way is exact as it is.
        OnnxType.Float => [.. slots.Select(s => s.Type == OnnxType.Float || s.Type == OnnxType.Bool || (s.Given == OnnxType.Float && s.Steps.Count == 0)
            ? s with { Type = OnnxType.Float } : s.With(OnnxStep.Round, OnnxType.Float))],
        OnnxType.Double => [.. slots.Select(s => s with { Type = OnnxType.Double })],
        _ => null,
    };

    private OnnxSlot[]? Concat(OnnxNode node, int depth)
    {
        List<OnnxSlot> all = [];
        for (var i = 0; i < node.Inputs.Count; i++)
        {
            if (Numeric(node, i, depth) is not { } slots || all.Count + slots.Length > Most) return null;
            all.AddRange(slots);
        }
        return [.. all];
    }

    private OnnxSlot[]? Reshape(OnnxNode node, int depth)
    {
        var slots = Numeric(node, 0, depth);
        var shape = node.Inputs.Count > 1 ? Constant(node.Inputs[1]) : null;
        return slots is not null && shape is [-1 or 0, var width] && (width == slots.Length || (width == -1 && shape[0] == 0)) ? slots : null;
    }

    private OnnxSlot[]? Pick(OnnxNode node, int depth)
    {
        var slots = Numeric(node, 0, depth);
        var at = node.Inputs.Count > 1 ? Constant(node.Inputs[1]) : null;
        return slots is not null && at is not null && at.All(i => i >= 0 && i < slots.Length) ? [.. at.Select(i => slots[(int)i])] : null;
    }

    private OnnxSlot[]? Arithmetic(OnnxNode node, int depth)
    {
        if (node.Inputs.Count != 2) return null;
        var left = Constant(node.Inputs[0]);
        var constant = left ?? Constant(node.Inputs[1]);
        if (constant is null || (left is not null && (node.Operator is "Sub" or "Div"))) return null;
        if (Numeric(node, left is null ? 0 : 1, depth) is not { } slots || (constant.Length != 1 && constant.Length != slots.Length)) return null;
        return Map(slots, constant, (slot, c) =>
        {
            if (slot.Type is not (OnnxType.Float or OnnxType.Double)) return null;
            var single = slot.Type == OnnxType.Float;
            return node.Operator switch
            {
                "Sub" => slot.With(new(c, 1, single ? v => (float)v - (float)c : v => v - c), slot.Type),
                "Add" => slot.With(new(-c, 1, single ? v => (float)v + (float)c : v => v + c), slot.Type),
                "Mul" when c != 0 => slot.With(new(0, c, single ? v => (float)v * (float)c : v => v * c), slot.Type),
                "Div" when c != 0 => slot.With(new(0, 1 / c, single ? v => (float)v / (float)c : v => v / c), slot.Type),
                _ => null,
            };
        });
    }

    // Where(IsNaN(x), constant, x): an imputer in standard operators.
    private OnnxSlot[]? WhenMissing(OnnxNode node, int depth)
    {
        if (node.Inputs is not [var test, var filled, var kept] || graph.MakerOf(test) is not { Domain: "", Operator: "IsNaN" } isNaN || isNaN.Inputs[0] != kept) return null;
        return Constant(filled) is { } constant && Numeric(node, 2, depth) is { } slots ? Map(slots, constant, Filled) : null;
    }

    private OnnxSlot[]? Impute(OnnxNode node, int depth)
    {
        if (!double.IsNaN(node.Float("replaced_value_float", 0)) || node.Floats("imputed_value_floats") is not { Length: > 0 } filled) return null;
        return Numeric(node, 0, depth) is { } slots ? Map(slots, filled, Filled) : null;
    }

    // A missing value is replaced before anything else; one that was replaced already is missing no more.
    private static OnnxSlot? Filled(OnnxSlot slot, double value) =>
        double.IsNaN(value) || !double.IsNaN(slot.Source.WhenMissing) || slot.Type is OnnxType.Int64 or OnnxType.Int32 or OnnxType.Bool ? slot
        : slot.Steps.All(s => s == OnnxStep.Round) ? slot with { Source = slot.Source with { WhenMissing = value } }
        : null;

    private OnnxSlot[]? Scale(OnnxNode node, int depth)
    {
        var slots = Numeric(node, 0, depth);
        var (offset, scale) = (node.Floats("offset"), node.Floats("scale"));
        if (slots is null || offset.Length != scale.Length || (scale.Length != 1 && scale.Length != slots.Length) || scale.Contains(0)) return null;
        return [.. slots.Select((slot, i) =>
        {
            var (o, s) = (offset[offset.Length == 1 ? 0 : i], scale[scale.Length == 1 ? 0 : i]);
            return slot.With(new(o, s, slot.Type == OnnxType.Double
                ? v => (float)((v - (float)o) * (float)s)
                : v => (float)((float)((float)v - (float)o) * (float)s)), OnnxType.Float);
        })];
    }

    private OnnxSlot[]? OneHot(OnnxNode node, int depth)
    {
        var levels = node.Strings("cats_strings");
        if (levels.Length == 0 || levels.Distinct().Count() != levels.Length || Of(node.Inputs[0], depth + 1) is not { } slots) return null;
        if (slots.Any(s => s.Type != OnnxType.String || s.Source.Level is not null)) return null;
        // A missing text is given as an empty one.
        return [.. slots.SelectMany(slot => levels.Select(level =>
            new OnnxSlot(slot.Source with { Level = level, WhenMissing = level.Length == 0 ? 1 : 0 }, OnnxType.String, OnnxType.Float, [])))];
    }

    private static OnnxSlot[]? Map(OnnxSlot[] slots, double[] constant, Func<OnnxSlot, double, OnnxSlot?> change)
    {
        if (constant.Length != 1 && constant.Length != slots.Length) return null;
        var changed = slots.Select((s, i) => change(s, constant[constant.Length == 1 ? 0 : i])).ToArray();
        return changed.Contains(null) ? null : [.. changed.OfType<OnnxSlot>()];
    }
}
