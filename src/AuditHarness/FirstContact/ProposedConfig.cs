using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AuditHarness.Audits;

namespace AuditHarness.FirstContact;

/// <summary>Writes a proposed config as a person would: a comment above each part says what was guessed and why.</summary>
internal sealed class ProposedConfig
{
    private const int Width = 120;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StringBuilder _text = new();

    private ProposedConfig() { }

    /// <summary>The text of a config.</summary>
    /// <param name="draft">What it says.</param>
    /// <param name="options">How it is called.</param>
    public static string Write(Draft draft, ProposalOptions options)
    {
        var config = new ProposedConfig();
        config.Whole(draft, options);
        return config._text.ToString();
    }

    private void Whole(Draft draft, ProposalOptions options)
    {
        var source = draft.Plan.Query is { } made ? made.Tables.First().Value : draft.Plan.File;
        Comment("", $"Proposed by 'audit init'; it runs as it is: audit run {options.FileName}. Every line is a guess that its comment explains. Check them, " +
            "above all the label, the threshold and the limits; 'audit describe' shows what the audit sees, 'audit schema' what else can be said.");
        foreach (var doubt in draft.Doubts) Comment("", "CHECK FIRST: " + doubt);
        Line("", "{");
        Line("  ", $"\"name\": {Json(Name(source))},");
        Line("  ", "// \"intendedUse\": \"For whom the model is meant, and who acts on it. Shown in the report.\",");
        Line("", "");
        Data(draft);
        Line("", "");
        foreach (var guess in draft.Model.Guesses) Comment("  ", $"{Capital(guess.Part)} {guess.Chosen}. {guess.Why}");
        Line("  ", $"\"model\": {Model(draft.Model.Plan)},");
        Line("", "");
        Comment("  ", draft.ThresholdWhy);
        Line("  ", FormattableString.Invariant($"\"threshold\": {draft.Threshold},"));
        Line("", "");
        Subgroups(draft);
        Line("", "");
        Expectations(draft.Expectations);
        Line("", "}");
    }

    private void Data(Draft draft)
    {
        var (data, plan) = (draft.Data, draft.Plan);
        Comment("  ", data.Read.Why);
        Line("  ", "\"data\": {");
        if (plan.Query is { } query)
        {
            Comment("    ", "A query makes what the file lacks; rows, columns and values are those of the file otherwise.");
            Line("    ", $"\"query\": [{string.Join(", ", query.Sql.Split('\n').Select(Json))}],");
            Line("    ", $"\"tables\": {{ {string.Join(", ", query.Tables.Select(t => $"{Json(t.Key)}: {Json(t.Value)}"))} }},");
        }
        else Line("    ", $"\"file\": {Json(plan.File)},");
        if (Csv(plan.Csv) is { } csv) Line("    ", $"\"csv\": {csv},");
        if (plan.Id is { } id)
        {
            Comment("    ", draft.Id!.Why);
            Line("    ", $"\"id\": {Json(id)},");
        }
        Comment("    ", data.Label.Guess.Why);
        Line("    ", $"\"label\": {Json(plan.Label)}, \"positive\": {Json(plan.Positive)},");
        if (plan.Split is { } split)
        {
            Comment("    ", data.Split!.Value.Guess.Why);
            Line("    ", $"\"split\": {{ \"column\": {Json(split.Column)}, \"evaluate\": {Json(split.Evaluate)}{(split.Calibrate is { } part ? $", \"calibrate\": {Json(part)}" : "")} }},");
        }
        foreach (var guess in data.Survey.Guesses)
        {
            Comment("    ", guess.Why);
            Line("    ", guess.Part == "weight" ? $"\"weight\": {Json(plan.Weight!)}," : $"\"cluster\": {Json(plan.Cluster!)},{(plan.Stratum is { } stratum ? $" \"stratum\": {Json(stratum)}," : "")}");
        }
        if (data.Cluster is { } cluster)
        {
            Comment("    ", cluster.Guess.Why);
            Line("    ", $"\"cluster\": {Json(cluster.Column)},");
        }
        foreach (var (column, why) in draft.Leaks) Comment("    ", $"{Named.One(column)} should be given to no model: {why}.");
        Line("  ", "},");
    }

    private void Subgroups(Draft draft)
    {
        Line("  ", "\"subgroups\": {");
        Line("    ", "\"attributes\": [");
        foreach (var attribute in draft.Attributes)
        {
            Comment("      ", attribute.Guess.Why);
            Line("      ", attribute.Plan.Bins is { } bins
                ? $"{{ \"column\": {Json(attribute.Plan.Column)}, \"bins\": [{string.Join(", ", bins.Select(b => FormattableString.Invariant($"{b}")))}] }},"
                : Json(attribute.Plan.Column) + ",");
        }
        foreach (var (column, why) in draft.PassedOver) Comment("      ", $"Passed over: {Named.One(column)}, because {why}.");
        Line("    ", "],");
        if (draft.Attributes.Count > 1)
            Line("    ", $"// \"intersections\": [[{Json(draft.Attributes[0].Plan.Name)}, {Json(draft.Attributes[1].Plan.Name)}]],   // groups of both; large data only");
        AttributeGuess[] pinned = [.. draft.Attributes.Where(a => a.PinsReference)];
        if (pinned.Length == 0) Line("    ", "// \"reference\": { … },   // each group is compared with the largest one, unless another is named here");
        else
        {
            Comment("    ", "Each group is compared with the largest one; here more rows have no value than any, and the largest with one is named.");
            Line("    ", $"\"reference\": {{ {string.Join(", ", pinned.Select(a => $"{Json(a.Plan.Name)}: {Json(a.Reference.Level)}"))} }},");
        }
        if (draft.MissingLevel is { } missing) Line("    ", $"\"missing\": {Json(missing)},   // how rows without a value are called");
        Line("  ", "},");
    }

    private void Expectations(IReadOnlyList<ExpectationGuess> expectations)
    {
        Comment("  ", "What must hold. A limit is met when the whole 95 % interval lies within it, missed when it lies outside, and inconclusive between. " +
            "These are modest ones to begin with, fixed before any figure of the model was seen.");
        Line("  ", "\"expectations\": [");
        foreach (var expectation in expectations)
        {
            if (expectation.Comment.Length > 0) Comment("    ", expectation.Comment);
            foreach (var level in expectation.Levels.DefaultIfEmpty())
            {
                var where = level is null ? "" : $"\"where\": {{ {Json(expectation.Attribute!)}: {Json(level)} }}, ";
                Line("    ", $"{(expectation.Judged ? "" : "// ")}{{ \"metric\": {Json(expectation.Metric)}, {where}{expectation.Limit}, {(expectation.Warns ? "\"severity\": \"warn\", " : "")}\"why\": {Json(expectation.Why)} }},");
            }
        }
        Line("  ", "],");
    }

    private static string Model(ModelPlan model)
    {
        List<string> parts = [$"\"kind\": {Json(model.Kind)}"];
        if (model.File.Length > 0) parts.Add($"\"file\": {Json(model.File)}");
        if (model.Id is { } id) parts.Add($"\"id\": {Json(id)}");
        if (model.PerClass is { } rows) parts.Add($"\"long\": {{ \"class\": {Json(rows.Class)}, \"probability\": {Json(rows.Probability)} }}, \"positiveClass\": {Json(model.PositiveClass!)}");
        else if (model.Score is { } score) parts.Add($"\"score\": {Json(score)}");
        if (Csv(model.Csv) is { } csv) parts.Add($"\"csv\": {csv}");
        if (model.Name.Length > 0 && model.Name != Path.GetFileNameWithoutExtension(model.File)) parts.Add($"\"name\": {Json(model.Name)}");
        if (model.Sha256 is { } hash) parts.Add($"\"sha256\": {Json(hash)}");
        if (model.Output is { } output) parts.Add($"\"output\": {Json(JsonNamingPolicy.CamelCase.ConvertName(output.ToString()))}");
        if (model.Features.Count == 0) return $"{{ {string.Join(", ", parts)} }}";
        var features = string.Join(",\n      ", model.Features.Select(Feature));
        return $"{{\n    {string.Join(",\n    ", parts)},\n    \"features\": [\n      {features},\n    ],\n  }}";
    }

    private static string Feature(FeaturePlan feature)
    {
        if (feature.Name == feature.Column && feature.Kind == FeatureKind.Number && feature.Codes is null) return Json(feature.Name);
        var name = feature.Name == feature.Column ? "" : $", \"name\": {Json(feature.Name)}";
        var kind = feature.Kind == FeatureKind.Text ? ", \"kind\": \"text\"" : "";
        var codes = feature.Codes is { } c ? $", \"codes\": {{ {string.Join(", ", c.Select(code => FormattableString.Invariant($"{Json(code.Key)}: {code.Value}")))} }}" : "";
        return $"{{ \"column\": {Json(feature.Column)}{name}{kind}{codes} }}";
    }

    private static string? Csv(CsvPlan csv)
    {
        List<string> parts = [];
        if (csv.Delimiter != ',') parts.Add($"\"delimiter\": {Json(csv.Delimiter.ToString())}");
        if (csv.Quote != '"') parts.Add($"\"quote\": {Json(csv.Quote?.ToString() ?? CsvPlan.NoQuote)}");
        if (csv.Encoding is { } encoding) parts.Add($"\"encoding\": {Json(encoding)}");
        if (csv.DecimalMark != '.') parts.Add($"\"decimal\": {Json(csv.DecimalMark.ToString())}");
        if (csv.Missing.Count > 0) parts.Add($"\"missing\": [{string.Join(", ", csv.Missing.Select(Json))}]");
        return parts.Count == 0 ? null : $"{{ {string.Join(", ", parts)} }}";
    }

    // Of the file's name what may stand in the name of a folder.
    private static string Name(string file)
    {
        var name = Path.GetFileName(file);
        while (Path.GetExtension(name).ToLowerInvariant() is ".gz" or ".csv" or ".tsv" or ".txt" or ".parquet") name = Path.GetFileNameWithoutExtension(name);
        var kept = string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' ? c : ' ')).Trim(' ', '.');
        return kept.Length == 0 ? "audit" : kept[..Math.Min(kept.Length, 60)].TrimEnd(' ', '.');
    }

    private void Comment(string indent, string text)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && indent.Length + 3 + line.Length + 1 + word.Length > Width)
            {
                Line(indent, "// " + line);
                line.Clear();
            }
            if (line.Length > 0) line.Append(' ');
            line.Append(word);
        }
        Line(indent, "// " + line);
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Json(string text) => JsonSerializer.Serialize(text, Plain);

    private void Line(string indent, string text) => _text.Append(text.Length == 0 ? "" : indent).Append(text).Append('\n');
}
