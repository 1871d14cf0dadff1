using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>Resolves a generator in an ONNX file: what it is given, and how its numbers become columns.</summary>
/// <param name="onnx">The section.</param>
/// <param name="columns">Which columns records have.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class OnnxGeneratorReader(ConfigSection<OnnxGeneratorConfig> onnx, RecordColumns columns, ConfigFaults faults)
{
    /// <summary>The plan; to be used only when there are no faults.</summary>
    /// <param name="file">The generator's file.</param>
    public OnnxGeneratorPlan Read(string file)
    {
        var plan = new OnnxGeneratorPlan(file, Columns())
        {
            NoiseInput = onnx.Text(nameof(OnnxGeneratorConfig.NoiseInput)),
            Uniform = onnx.Choice(nameof(OnnxGeneratorConfig.Noise), [OnnxGeneratorConfig.Normal, OnnxGeneratorConfig.Uniform]) == OnnxGeneratorConfig.Uniform,
            ConditionInput = onnx.Text(nameof(OnnxGeneratorConfig.ConditionInput)),
            Conditions = Conditions(),
            BatchRows = onnx.Whole(nameof(OnnxGeneratorConfig.BatchRows)) ?? OnnxGeneratorConfig.DefaultBatchRows,
            AllowedDomains = [.. ModelReader.Texts(onnx.List(nameof(OnnxGeneratorConfig.AllowedDomains)), faults)],
        };
        var (input, conditions) = (onnx[nameof(OnnxGeneratorConfig.ConditionInput)], onnx[nameof(OnnxGeneratorConfig.Conditions)]);
        if (input is null && conditions is not null) faults.Add(conditions, "these conditions have no input that takes them. Name it in 'conditionInput', or take them out.");
        if (input is not null && conditions is null) faults.Add(input, "this input takes conditions, and none is declared. Declare them in 'conditions', or take this out.");
        if (plan.NoiseInput is { } noise && noise == plan.ConditionInput) faults.Add(input!, $"the input '{ConfigText.Shown(noise)}' takes the noise. Conditions have one of their own.");
        return plan;
    }

    private List<DecodedColumnPlan> Columns()
    {
        var decoded = new List<DecodedColumnPlan>();
        foreach (var node in onnx.List(nameof(OnnxGeneratorConfig.Columns)))
        {
            var section = new ConfigSection<DecodedColumnConfig>(node, faults);
            var levels = Levels(section[nameof(DecodedColumnConfig.Levels)], section.List(nameof(DecodedColumnConfig.Levels)));
            var scale = section.Number(nameof(DecodedColumnConfig.Scale));
            if (scale == 0) faults.Add(section[nameof(DecodedColumnConfig.Scale)]!, "times 0 every value is the same. Give another scale, or leave it out.");
            var (least, most) = (section.Number(nameof(DecodedColumnConfig.Minimum)), section.Number(nameof(DecodedColumnConfig.Maximum)));
            if (least > most) faults.Add(section[nameof(DecodedColumnConfig.Maximum)]!, $"{ConfigText.Of(most.Value)} is below the minimum, {ConfigText.Of(least.Value)}. Correct one of them.");
            var plan = new DecodedColumnPlan("")
            {
                Levels = levels, Scale = scale ?? DecodedColumnConfig.DefaultScale, Shift = section.Number(nameof(DecodedColumnConfig.Shift)) ?? DecodedColumnConfig.DefaultShift,
                Decimals = section.Whole(nameof(DecodedColumnConfig.Decimals)), Minimum = least, Maximum = most, MissingFlag = section.Flag(nameof(DecodedColumnConfig.MissingFlag)) ?? false,
            };
            foreach (var property in levels.Length == 0 ? [] : new[] { nameof(DecodedColumnConfig.Scale), nameof(DecodedColumnConfig.Shift), nameof(DecodedColumnConfig.Decimals), nameof(DecodedColumnConfig.Minimum), nameof(DecodedColumnConfig.Maximum) })
                if (section[property] is { } none) faults.Add(none, "a column with 'levels' has categories and no numbers, so this key has nothing to say. Take it out.");
            if (columns.Named(section[nameof(DecodedColumnConfig.Column)]) is not { } column) continue;
            columns.Hold(column, node, levels.Length == 0 ? "without 'levels' it is decoded as a number or a date" : "with 'levels' it is decoded as a category",
                levels.Length == 0 ? [RecordKind.Number, RecordKind.Date] : [RecordKind.Category]);
            if (decoded.Any(d => d.Column == column)) faults.Add(node, $"column '{ConfigText.Shown(column)}' is made already. Keep one of them.");
            else decoded.Add(plan with { Column = column });
        }
        return decoded;
    }

    private List<ConditionPlan> Conditions()
    {
        var conditions = new List<ConditionPlan>();
        foreach (var node in onnx.List(nameof(OnnxGeneratorConfig.Conditions)))
        {
            var section = new ConfigSection<OnnxConditionConfig>(node, faults);
            var levels = Levels(section[nameof(OnnxConditionConfig.Levels)], section.List(nameof(OnnxConditionConfig.Levels)));
            if (columns.Named(section[nameof(OnnxConditionConfig.Column)]) is not { } column) continue;
            columns.Hold(column, node, "a condition is a category", RecordKind.Category);
            if (conditions.Any(c => c.Column == column)) faults.Add(node, $"'{ConfigText.Shown(column)}' is a condition already. Keep one of them.");
            else conditions.Add(new(column, levels));
        }
        return conditions;
    }

    private string[] Levels(ConfigNode? list, IReadOnlyList<ConfigNode> nodes)
    {
        // None is the one that every plan without it has, so that plans compare by value.
        if (list is null) return [];
        var (levels, seen) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var node in nodes)
        {
            if (node.AsLevel(faults) is not { } level) continue;
            if (seen.Add(level)) levels.Add(level);
            else faults.Add(node, $"'{ConfigText.Shown(level)}' stands here twice. Keep one of them.");
        }
        return [.. levels];
    }
}
