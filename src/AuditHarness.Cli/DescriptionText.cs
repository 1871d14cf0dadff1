using System.Globalization;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;
using AuditHarness.FirstContact;

namespace AuditHarness.Cli;

/// <summary>What a config is about, in words: data, model, groups, and what will run. No value of a patient and no small number is among them.</summary>
internal static class DescriptionText
{
    private const int MostLevelsShown = 12;
    private const int LargestSmall = 10;

    /// <summary>The lines.</summary>
    /// <param name="seen">What was seen.</param>
    /// <param name="config">The config, for the next step.</param>
    public static IEnumerable<ScreenLine> Of(AuditDescription seen, string config)
    {
        var (plan, table, flow) = (seen.Plan, seen.Table, seen.Flow);
        yield return new(plan.Name, Tone.Good);
        yield return Part("data", $"{(plan.Data.Query is null ? plan.Data.Shown + ": " : "")}{table.Kind}; {Count(table.Rows, "row")}, {Count(table.Columns.Count, "column")}");
        foreach (var column in table.Columns) yield return new($"    {Cut(column.Name, 30),-30} {Type(column),-20} {Of(column, table.Rows)}{Role(column.Name, plan)}");
        if (table.Unusable.Count > 0) yield return Part("not read", $"{string.Join(", ", table.Unusable.Select(c => Cut(c, 40)))}: lists or records");
        yield return Part("evaluated", Count(flow.RowsEvaluated, "row") + (flow.RowsForCalibration > 0 ? $"; {Count(flow.RowsForCalibration, "row")} to fix the threshold on" : "") + string.Concat(flow.Dropped.Select(d => $"; {d.Rows.ToString("N0", CultureInfo.InvariantCulture)} left out: {d.Reason}")));
        yield return Part("label", $"{plan.Data.Label} = '{plan.Data.Positive}' in " + (seen.Events is { } events
            ? $"{Count(events, "row")}, {(100.0 * events / flow.RowsEvaluated).ToString("0.0", CultureInfo.InvariantCulture)} %" : "too few rows to be shown, or in nearly all"));
        foreach (var (attribute, groups) in seen.Groups)
            yield return Part("groups", $"{attribute}: {string.Join(", ", groups.Select(g => $"{Cut(g.Level, 40)} {(g.Rows is { } rows ? rows.ToString("N0", CultureInfo.InvariantCulture) : "(hidden)")}"))}");
        if (seen.Groups.Any(g => g.Groups.Any(l => l.Rows is null)))
            yield return Part("hidden", string.Create(CultureInfo.InvariantCulture, $"groups of fewer than {plan.Subgroups.SmallestCompared} rows, and others from which these could be worked out"));
        foreach (var line in Model(seen)) yield return line;
        yield return Part("will run", $"{string.Join(", ", plan.Audits)}; {Count(plan.Expectations.Count, "expectation")} ('audit list {config}' shows each)");
        foreach (var notice in seen.Notices) yield return Part("note", notice.ToString());
    }

    private static IEnumerable<ScreenLine> Model(AuditDescription seen)
    {
        var (plan, source) = (seen.Plan.Model, ModelCatalog.Of(seen.Plan.Model.Kind));
        var where = plan.Kind == ModelPlan.Predictions ? $"column {plan.PerClass?.Probability ?? plan.Score} of {(plan.File.Length == 0 ? seen.Plan.Data.Shown : plan.File)}" : plan.File;
        yield return Part("model", $"{(seen.Model ?? new(plan.Kind, plan.Name, null, "")) switch { { Name: "" } => plan.Chat?.Model ?? plan.Http?.Model ?? plan.Kind, var m => m.Name }}, {plan.Kind}{(where.Length == 0 ? "" : $": {where}")}");
        if (seen.Model is { Sha256.Length: > 0 } model) yield return Part("SHA-256", model.Sha256);
        foreach (var feature in plan.Features) yield return Part("input", $"{feature.Name}, a {feature.Kind.ToString().ToLowerInvariant()} {Taken(feature, seen.Table)}");
        if (seen.Reading.Length > 0) yield return Part("read", seen.Reading);
        if (source.Asking == Asking.Costly && source.Open is not null) yield return Part("scores", "not asked for: asking this model may cost money, and 'audit run' does it");
        else if (seen.Scores is [var low, var middle, var high])
            yield return Part("scores", string.Create(CultureInfo.InvariantCulture,
                $"of {(source.Open is null ? "all" : seen.Scored < seen.Flow.RowsEvaluated ? "the first" : "all")} {Count(seen.Scored, "row")}: half are above {middle}, four of five from {low} to {high}"));
        else yield return Part("scores", "too few rows to show how they are spread");
    }

    private static string Taken(FeaturePlan feature, TableInspection table)
    {
        var type = table.Columns.FirstOrDefault(c => c.Name == feature.Column)?.Type.ToString().ToLowerInvariant();
        return $"from column {feature.Column}{(type is null ? "" : $" ({type})")}" + (feature.Codes is { } codes ? $", {string.Join(", ", codes.Select(c => FormattableString.Invariant($"'{c.Key}' = {c.Value}")))}" : "");
    }

    private static string Type(TableColumn column) => column.Type.ToString().ToLowerInvariant() + column.Origin switch { TypeOrigin.Declared => ", declared", TypeOrigin.Stored => ", stored", _ => "" };

    private static string Of(TableColumn column, int rows)
    {
        var missing = column.Missing switch
        {
            0 => "",
            <= LargestSmall => "; a few missing",
            _ => string.Create(CultureInfo.InvariantCulture, $"; {100.0 * column.Missing / rows:0.#} % missing"),
        };
        var shown = column.Levels?.Where(l => l.Rows > LargestSmall)
            .OrderBy(l => column.Type == ColumnType.Integer && long.TryParse(l.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Select(l => Cut(l.Text, 30)).ToArray() ?? [];
        var levels = column.Levels is not { } all ? column.IsUnique ? "each row its own" : column.Type is ColumnType.Text ? FormattableString.Invariant($"more than {TableColumn.MostLevels} texts") : "many values"
            : all.Count > MostLevelsShown || shown.Length == 0 ? FormattableString.Invariant($"{all.Count} different values")
            : string.Join(" | ", shown) + (shown.Length < all.Count ? FormattableString.Invariant($" | {all.Count - shown.Length} rare") : "");
        return levels + missing + (column.Note.Length == 0 ? "" : "; " + column.Note);
    }

    private static string Role(string column, DiagnosticPlan plan)
    {
        var data = plan.Data;
        List<string> roles = [];
        if (column == data.Id) roles.Add("id");
        if (column == data.Label) roles.Add("label");
        if (column == data.Split?.Column) roles.Add("split");
        if (column == data.Weight) roles.Add("weight");
        if (column == data.Cluster) roles.Add("cluster");
        if (column == data.Stratum) roles.Add("stratum");
        if (column == data.Time) roles.Add("time");
        if (plan.Model.Kind == ModelPlan.Predictions && plan.Model.File == data.File && column == plan.Model.Score) roles.Add("score");
        if (plan.Subgroups.Attributes.Any(a => a.Column == column)) roles.Add("attribute");
        if (plan.Model.Features.Any(f => f.Column == column)) roles.Add("feature");
        return roles.Count == 0 ? "" : $"  <- {string.Join(", ", roles)}";
    }

    private static ScreenLine Part(string name, string text) => new($"  {name,-14}{text}");

    private static string Count(int n, string what) => string.Create(CultureInfo.InvariantCulture, $"{n:N0} {what}{(n == 1 ? "" : "s")}");

    private static string Cut(string text, int longest) => text.Length <= longest ? text : text[..(longest - 1)] + "…";
}
