using AuditHarness.Audits;
using AuditHarness.Cohorts;

namespace AuditHarness.Cli;

/// <summary>What only the plan of a generator has, in words: one line per part.</summary>
internal static class RecordsPlanText
{
    /// <summary>The lines, in the order of the config.</summary>
    public static IEnumerable<ScreenLine> Of(SyntheticRecordsPlan plan)
    {
        foreach (var line in Table("trained on", plan.Records.Train)) yield return line;
        if (plan.Records.Holdout is { } holdout) foreach (var line in Table("held out", holdout)) yield return line;
        else yield return PlanText.Part("held out", "none: what needs real records that the generator never saw stays unknown");
        yield return PlanText.Part("columns", plan.Records.Columns.Count == 0 ? "all of the training records" : string.Join(", ", plan.Records.Columns));
        foreach (var kinds in plan.Records.Kinds.GroupBy(k => k.Value).OrderBy(k => k.Key)) yield return PlanText.Part(Held(kinds.Key), string.Join(", ", kinds.Select(k => k.Key)));
        var roles = plan.Roles;
        if (roles.Outcome is not null) yield return PlanText.Part("outcome", $"event when {roles.Outcome} = '{roles.Positive}'");
        if (roles.Time is not null) yield return PlanText.Part("survival", $"{roles.Time} until {roles.Event} = '{roles.EventLevel}'{(roles.Arm is null ? "" : $", by {roles.Arm}")}");
        if (roles.Patient is not null) yield return PlanText.Part("patient", $"{roles.Patient}{(roles.Order is null ? "" : $", rows in the order of {roles.Order}")}");
        if (roles.QuasiIdentifiers.Count > 0) yield return PlanText.Part("may be known", string.Join(", ", roles.QuasiIdentifiers));
        if (roles.Sensitive.Count > 0) yield return PlanText.Part("sensitive", string.Join(", ", roles.Sensitive));
        foreach (var rule in plan.Rules) yield return PlanText.Part("rule", rule.Name == rule.Text.Trim() ? rule.Text : $"{rule.Name}: {rule.Text}");
        foreach (var share in plan.Population) yield return PlanText.Part("population", FormattableString.Invariant($"{share.Share:0.####%} {new Subgroup(share.Group)}"));
        foreach (var line in Generator(plan)) yield return line;
        yield return PlanText.Part("shown beside", string.Join(", ", plan.Baselines));
        if (plan.Audits.Contains(AuditCatalog.Utility)) yield return PlanText.Part("learns by", string.Join(", ", plan.Learners));
    }

    private static IEnumerable<ScreenLine> Table(string name, RecordTablePlan table)
    {
        yield return PlanText.Part(name, table.Query is null ? table.File : "the result of a query");
        foreach (var line in PlanText.Table(table.Query, table.Csv)) yield return line;
    }

    private static IEnumerable<ScreenLine> Generator(SyntheticRecordsPlan plan)
    {
        var generator = plan.Generator;
        yield return PlanText.Part("generator", $"{(generator.Name.Length > 0 ? generator.Name : "named by itself")}{(generator.Version is null ? "" : " " + generator.Version)}, {generator.Kind}{(generator.Sha256 is null ? "" : $"; SHA-256 {generator.Sha256}")}");
        if (generator.Records is { } records) foreach (var line in Table("made up", records)) yield return line;
        foreach (var line in PlanText.Worker(generator.Worker)) yield return line;
        if (generator.Onnx is { } onnx) foreach (var line in Onnx(onnx)) yield return line;
        if (generator.Reference is { } reference) yield return PlanText.Part("reference", Reference(reference));
        yield return PlanText.Part("asked for", plan.Count is { } count ? FormattableString.Invariant($"{count} records") : generator.Records is null ? "as many records as it was trained on" : "all of its records");
        if (plan.Conditions.Count > 0) yield return PlanText.Part("given", string.Join(" & ", plan.Conditions.Select(c => $"{c.Key} = {c.Value}")));
    }

    private static IEnumerable<ScreenLine> Onnx(OnnxGeneratorPlan onnx)
    {
        yield return PlanText.Part("file", onnx.File + (onnx.AllowedDomains.Count == 0 ? "" : $"; operators of {string.Join(", ", onnx.AllowedDomains)} allowed"));
        yield return PlanText.Part("noise", FormattableString.Invariant($"{(onnx.Uniform ? "uniform" : "normal")}{(onnx.NoiseInput is null ? "" : $", in input {onnx.NoiseInput}")}; {onnx.BatchRows} rows at once"));
        foreach (var condition in onnx.Conditions) yield return PlanText.Part("condition", $"{condition.Column}, in input {onnx.ConditionInput}: {string.Join(", ", condition.Levels)}");
        foreach (var column in onnx.Columns) yield return PlanText.Part("makes", Decoded(column));
    }

    private static string Decoded(DecodedColumnPlan column) => column.Column +
        (column.Levels.Count > 0 ? $": {string.Join(", ", column.Levels)}" : FormattableString.Invariant($": times {column.Scale} plus {column.Shift}") +
            (column.Decimals is { } decimals ? FormattableString.Invariant($", {decimals} decimals") : "") + Within(column)) +
        (column.MissingFlag ? "; missing by a number of its own" : "");

    private static string Within(DecodedColumnPlan column) => (column.Minimum, column.Maximum) switch
    {
        ({ } least, { } most) => FormattableString.Invariant($", from {least} to {most}"),
        ({ } least, null) => FormattableString.Invariant($", at least {least}"),
        (null, { } most) => FormattableString.Invariant($", at most {most}"),
        _ => "",
    };

    private static string Reference(ReferencePlan reference) => reference.Method +
        (reference.Noise > 0 ? FormattableString.Invariant($"; noise of {reference.Noise} standard deviations") : "") +
        (reference.Flips > 0 ? FormattableString.Invariant($"; {reference.Flips} of categories exchanged") : "") +
        (reference.Copied > 0 ? FormattableString.Invariant($"; {reference.Copied} of records copied") : "") +
        (reference.DroppedColumn is null ? "" : FormattableString.Invariant($"; {reference.Dropped} of {reference.DroppedColumn} = {reference.DroppedLevel} dropped"));

    private static string Held(RecordKind kind) => kind switch { RecordKind.Number => "numbers", RecordKind.Date => "dates", RecordKind.Category => "categories", _ => "keys" };
}
