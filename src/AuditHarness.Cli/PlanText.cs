using AuditHarness.Audits;
using AuditHarness.Disparity;
using AuditHarness.Expectations;

namespace AuditHarness.Cli;

/// <summary>A plan in words: one line per part, and one per expectation with the config line that declares it.</summary>
internal static class PlanText
{
    /// <summary>The lines, in the order of the config.</summary>
    public static IEnumerable<ScreenLine> Of(AuditPlan plan)
    {
        yield return new(plan.Name, Tone.Good);
        if (plan.IntendedUse.Length > 0) yield return Part("intended use", plan.IntendedUse);
        if (plan is DiagnosticPlan scored) foreach (var line in Scored(scored)) yield return line;
        if (plan is SyntheticRecordsPlan generated) foreach (var line in RecordsPlanText.Of(generated)) yield return line;
        foreach (var attribute in plan.Subgroups.Attributes) yield return Part("attribute", Attribute(attribute, plan is DiagnosticPlan));
        foreach (var names in plan.Subgroups.Intersections) yield return Part("intersection", string.Join(" & ", names));
        if (plan is DiagnosticPlan) yield return Part("small groups", FormattableString.Invariant(
            $"fewer than {plan.Subgroups.MinimumSize} rows are left out of gaps, and named there"));
        yield return Part("missing", $"a level of its own, '{plan.Subgroups.MissingLevel}'");
        yield return Part("audits", string.Join(", ", plan.Audits));
        if (plan is DiagnosticPlan measured) foreach (var line in Measured(measured)) yield return line;
        yield return Part("seed", FormattableString.Invariant($"{plan.Seed}"));
        yield return Part("report", $"'{plan.Report.Title}', profile {Lower(plan.Report.Profile)}, in {plan.Report.Language}");
        if (plan.Report.Organisation.Length > 0) yield return Part("organisation", plan.Report.Organisation);
        if (plan.Report.Logo is { } logo) yield return Part("logo", logo);
        yield return new("");
        yield return new(plan.Expectations.Count == 0 ? "Expects nothing: every figure is shown, none is judged." : "Expects", Tone.Faint);
        foreach (var expectation in plan.Expectations) yield return new(Expectation(expectation));
    }

    private static IEnumerable<ScreenLine> Scored(DiagnosticPlan plan)
    {
        yield return Part("data", Data(plan.Data));
        foreach (var line in Table(plan.Data)) yield return line;
        yield return Part("model", Model(plan.Model));
        foreach (var line in Worker(plan.Model.Worker)) yield return line;
        if (plan.Model.Http is { } http)
        {
            yield return Part("server", Server(http));
            yield return Part("its limits", FormattableString.Invariant($"{http.BatchRows} rows at once; ") + Limits(http.Endpoint));
        }
        if (plan.Model.Chat is { } chat)
        {
            yield return Part("endpoint", $"{chat.Endpoint.Url}, model {chat.Model}");
            if (chat.System is { } system) yield return Part("told", system.ReplaceLineEndings(" / "));
            yield return Part("prompt", chat.Prompt.ReplaceLineEndings(" / "));
            yield return Part("answers", Answers(chat));
            yield return Part("asked", FormattableString.Invariant($"{chat.Repeats} {(chat.Repeats == 1 ? "time" : "times")}; temperature {chat.Temperature}{(chat.Seed is { } seed ? FormattableString.Invariant($", seed {seed}") : "")}, at most {chat.MaxTokens} tokens"));
            yield return Part("answers kept", $"in {chat.Cache}{(chat.Offline ? "; no others are asked for" : "")}");
            yield return Part("its limits", Limits(chat.Endpoint));
        }
        if (plan.Model.Images is { } images)
        {
            yield return Part("pictures", $"in {images.Folder}, named by column {images.Column}");
            yield return Part("as numbers", images.Steps.ToString());
        }
        foreach (var feature in plan.Model.Images is null ? plan.Model.Features : []) yield return Part("feature", Feature(feature));
        yield return Part("threshold", Threshold(plan.Threshold));
    }

    private static IEnumerable<ScreenLine> Measured(DiagnosticPlan plan)
    {
        yield return Part("measured at", Measures(plan.Measures));
        if (plan.Measures.Costs is { } costs)
            yield return Part("costs", FormattableString.Invariant($"true positive {costs.TruePositive}, false positive {costs.FalsePositive}, true negative {costs.TrueNegative}, false negative {costs.FalseNegative}"));
        yield return Part("intervals", FormattableString.Invariant($"{Proportions(plan.Intervals.Proportions)}; {(plan.Intervals.Bootstrap is { } method ? $"bootstrap {(method == BootstrapMethod.Bca ? "BCa" : "percentile")}, " : "")}{plan.Intervals.Resamples} resamples"));
        if (plan.Fairness.Strata.Count > 0) yield return Part("within", string.Join(", ", plan.Fairness.Strata.Select(a => a.Name)));
        if (plan.Fairness.CaseMix.Count > 0) yield return Part("case mix", string.Join(", ", plan.Fairness.CaseMix.Select(a => a.Name)));
        if (plan.Explanations is { } explanations)
        {
            yield return Part("explanations", Explanations(explanations));
            foreach (var (name, features) in explanations.Players) yield return Part("player", $"{name}: {string.Join(" & ", features)}");
        }
    }

    private static string Proportions(ProportionMethod method) => method switch
    {
        ProportionMethod.Wilson => "Wilson",
        ProportionMethod.ClopperPearson => "Clopper-Pearson",
        ProportionMethod.MidP => "mid-P",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>What is started, and its limits; nothing where no worker is.</summary>
    public static IEnumerable<ScreenLine> Worker(WorkerPlan? worker)
    {
        if (worker is null) yield break;
        yield return Part("worker", string.Join(' ', worker.Command));
        yield return Part("its limits", Limits(worker));
    }

    /// <summary>One part of a plan.</summary>
    public static ScreenLine Part(string name, string text) => new($"  {name,-14}{text}");

    private static string Data(DataPlan data)
    {
        var columns = new List<string> { $"event when {data.Label} = '{data.Positive}'" };
        if (data.Id is not null) columns.Insert(0, $"id {data.Id}");
        if (data.Weight is not null) columns.Add($"weight {data.Weight}");
        if (data.Cluster is not null) columns.Add($"clusters by {data.Cluster}");
        if (data.Stratum is not null) columns.Add($"survey strata by {data.Stratum}");
        if (data.Time is not null) columns.Add($"time {data.Time}");
        if (data.Split is { } split)
            columns.Add($"evaluated where {split.Column} = '{split.Evaluate}'" +
                (split.Calibrate is null ? "" : $", threshold rule fixed where it is '{split.Calibrate}'"));
        return $"{data.Shown} ({string.Join("; ", columns)})";
    }

    private static IEnumerable<ScreenLine> Table(DataPlan data)
    {
        foreach (var line in Table(data.Query, data.Csv)) yield return line;
        foreach (var (column, type) in data.Schema) yield return Part("type", $"{column}: {Lower(type)}");
        if (data.Zone is { } zone) yield return Part("zone", $"{zone}, for times without one");
    }

    /// <summary>What makes a table, and how its files are written, where that is not one file as usual.</summary>
    public static IEnumerable<ScreenLine> Table(QueryPlan? query, CsvPlan csv)
    {
        if (query is not null)
        {
            foreach (var line in query.Sql.Split('\n')) yield return Part("query", line);
            foreach (var (name, file) in query.Tables) yield return Part("table", $"{name}: {file}");
            if (query.Database is { } database) yield return Part("database", database);
        }
        if (!csv.IsDefault) yield return Part("read as CSV", Csv(csv));
    }

    private static string Csv(CsvPlan csv) =>
        $"fields separated by {(csv.Delimiter == '\t' ? "tabs" : $"'{csv.Delimiter}'")}, {(csv.Quote is null ? "nothing quoted" : $"quoted by {csv.Quote}")}, " +
        $"encoding {csv.Encoding ?? "by its mark, else utf-8"}, decimals behind '{csv.DecimalMark}'" +
        (csv.Missing.Count == 0 ? "" : $", missing where it says {string.Join(" or ", csv.Missing.Select(m => $"'{m}'"))}");

    private static string Model(ModelPlan model)
    {
        var name = model.Name.Length > 0 ? model.Name : model.Chat?.Model ?? model.Http?.Model ?? "named by itself";
        var what = $"{name}{(model.Version is null ? "" : " " + model.Version)}, {model.Kind}{(model.File.Length > 0 ? ": " : model.Chat is not null ? "; " : "")}";
        if (model.Kind == ModelPlan.Predictions)
            return $"{what}{(model.PerClass is { } rows ? $"column {rows.Probability} where {rows.Class} = '{model.PositiveClass}'" : $"column {model.Score}")} of {(model.File.Length == 0 ? "the data" : model.File)}" +
                $"{(model.Csv.IsDefault ? "" : $" ({Csv(model.Csv)})")}{(model.Classes.Count == 0 ? "" : $", one of {string.Join(", ", model.Classes)}, which sum to 1")}{(model.Id is null ? "" : $", joined by {model.Id}")}";
        if (model.Chat is not null) return what + "its prompt and how its answers are read below" + (model.Sha256 is null ? "" : $"; SHA-256 {model.Sha256}");
        var reading = model.Output switch
        {
            null when model.Http is not null => "answers read as risks",
            ModelOutput.Probability => "answers read as risks",
            ModelOutput.Logit => "answers read as log-odds",
            _ => "the reading of its answers inferred",
        };
        return what + model.File + "; " + reading +
            (model.PositiveClass is null ? "" : $"; the risk is that of class '{model.PositiveClass}'") +
            (model.PositiveClasses.Count == 0 ? "" : $"; the risk is that of the classes {string.Join(", ", model.PositiveClasses.Select(c => $"'{c}'"))} together") +
            (model.AllowedDomains.Count == 0 ? "" : $"; operators of {string.Join(", ", model.AllowedDomains)} allowed") +
            (model.Sha256 is null ? "" : $"; SHA-256 {model.Sha256}");
    }

    private static string Limits(WorkerPlan worker) => FormattableString.Invariant(
        $"{worker.BatchRows} rows at once; {worker.StartSeconds} s to start, {worker.BatchSeconds} s to answer; started anew up to {worker.Restarts} times; {worker.MemoryMegabytes} MB") +
        (worker.Files.Count == 0 ? "" : $"; with {string.Join(", ", worker.Files)}") + (worker.Environment.Count == 0 ? "" : $"; given {string.Join(", ", worker.Environment)}");

    private static string Server(HttpPlan http) => http.Protocol == HttpProtocol.Json
        ? $"{http.Endpoint.Url}, plain JSON, answers in {http.Output ?? "scores"}"
        : $"{http.Endpoint.Url}, Open Inference Protocol, model {http.Model}{(http.ModelVersion is null ? "" : $" version {http.ModelVersion}")}{(http.Output is null ? "" : $", output {http.Output}")}";

    private static string Limits(EndpointPlan endpoint) => FormattableString.Invariant(
        $"{endpoint.TimeoutSeconds} s to answer; repeated up to {endpoint.Retries} times; {endpoint.Concurrency} requests at once") +
        (endpoint.RequestsPerSecond is { } rate ? FormattableString.Invariant($", {rate} a second") : "") +
        (endpoint.TokenVariable is { } variable ? $"; token from {variable}" : "") + (endpoint.Proxy is { } proxy ? $"; through {proxy}" : "");

    private static string Answers(ChatPlan chat) =>
        (chat.Answers.Words is { } words ? string.Join(", ", words.Select(w => FormattableString.Invariant($"'{w.Key}' = {w.Value}"))) : $"a {Lower(chat.Answers.Number!.Value)}") +
        (chat.Answers.Pattern is { } pattern ? $", found by {pattern}" : "") +
        (chat.Unanswered is { } risk ? FormattableString.Invariant($"; without one {risk}") : "; each must have one");

    private static string Feature(FeaturePlan feature)
    {
        var column = feature.Column == feature.Name ? "" : $" (column {feature.Column})";
        var codes = feature.Codes is null
            ? ""
            : $": {string.Join(", ", feature.Codes.Select(c => FormattableString.Invariant($"'{c.Key}' = {c.Value}")))}";
        return $"{feature.Name}{column}, a {Lower(feature.Kind)}{codes}";
    }

    private static string Measures(MeasurePlan m) => FormattableString.Invariant(
        $"F-beta {m.Beta}; false positive rate up to {m.FalsePositiveLimit}; sensitivity {m.SensitivityTarget}; specificity {m.SpecificityTarget}; top {m.TopShare}{(m.LogitEpsilon is { } epsilon ? FormattableString.Invariant($"; logits of risks at least {epsilon} from 0 and 1") : "")}");

    private static string Explanations(ExplanationPlan plan) => FormattableString.Invariant($"up to {plan.Rows} rows on the ") +
        $"{Lower(plan.Output)}, " + (plan.ValueFunction == ValueFunction.Interventional
            ? FormattableString.Invariant($"against up to {plan.Background} background rows (interventional)")
            : "by the cover of the trees (path-dependent)");

    private static string Threshold(ThresholdPlan threshold) => threshold switch
    {
        ThresholdPlan.Fixed { Value: var value } => FormattableString.Invariant($"flagged when the score is at least {value}"),
        ThresholdPlan.ByRule { Rule: ThresholdRule.Youden } => "largest sensitivity + specificity − 1 on the calibration split",
        ThresholdPlan.ByRule { Rule: ThresholdRule.FlagRate, Target: var target } =>
            FormattableString.Invariant($"flags at most {target} of the calibration split"),
        ThresholdPlan.ByRule { Rule: var rule, Target: var target } =>
            FormattableString.Invariant($"{Lower(rule)} of at least {target} on the calibration split"),
        _ => "",
    };

    private static string Attribute(AttributePlan attribute, bool isCompared)
    {
        var column = attribute.Column == attribute.Name ? "" : $" (column {attribute.Column})";
        var bins = attribute.Bins is null
            ? ""
            : FormattableString.Invariant($", binned at {string.Join(", ", attribute.Bins.Select(e => FormattableString.Invariant($"{e}")))}");
        return $"{attribute.Name}{column}{bins}{(isCompared ? $", compared with {attribute.Reference ?? "its largest level"}" : "")}";
    }

    private static string Expectation(Expectation e)
    {
        var line = e.Line is { } n ? FormattableString.Invariant($"line {n}") : "";
        var where = e.Where.Count == 0
            ? "overall"
            : string.Join(" & ", e.Where.Select(w => w.Level == Expectations.Expectation.EveryLevel ? $"every {w.Attribute}" : $"{w.Attribute} = {w.Level}"));
        var compare = e.Compare switch
        {
            Comparison.Reference => ", against the reference",
            Comparison.WorstPair => ", worst pair",
            Comparison.Overall => ", against everybody",
            Comparison.AllGroups => ", all groups together",
            _ => "",
        };
        if (e.Against == Claim.NonInferiority) compare += ", served no worse";
        var bound = e.Bound == Bound.AtMost ? "at most" : "at least";
        var evidence = e.Evidence == Evidence.Point ? " by its point estimate" : "";
        var warn = e.Severity == Severity.Warn ? " (warns only)" : "";
        var why = e.Why.Length > 0 ? $": {e.Why}" : "";
        return FormattableString.Invariant($"  {line,-10}{e.Metric}{((e.Feature ?? e.Subject) is { } subject ? $" of {subject}" : "")} {bound} {e.Limit}{evidence}, {where}{compare}{warn}{why}");
    }

    private static string Lower<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
