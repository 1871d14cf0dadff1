using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuditHarness.Adapters.Learners;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Metrics.Calibration;
using AuditHarness.Metrics.Discrimination;

namespace AuditHarness;

/// <summary>How good a model is on rows it has not learnt from.</summary>
/// <param name="Figures">Title of each metric, and its estimate.</param>
internal sealed record HeldOutFigures(IReadOnlyList<(MetricInfo Metric, Estimate Estimate)> Figures)
{
    /// <summary>Measures.</summary>
    /// <param name="scores">Risk of each row.</param>
    /// <param name="rows">The rows.</param>
    public static HeldOutFigures Of(double[] scores, TrainingRows rows)
    {
        var index = GroupIndex.Overall(scores.Length);
        var order = new ScoreOrder(scores, rows.Labels, rows.Weights);
        var evidence = new SubgroupEvidence(index.Groups[0], order.Split(index)[0], 0.5, order.IsWeighted);
        IMetric[] metrics = [new AreaUnderRoc(), new BrierScore(), new CalibrationIntercept(), new CalibrationSlope(), new ObservedExpectedRatio()];
        return new([.. metrics.Select(m => (m.Info, m.Measure(evidence)))]);
    }

    /// <summary>"0.812 (0.787 to 0.836)", or why there is none.</summary>
    /// <param name="estimate">The estimate.</param>
    public static string Text(Estimate estimate) => estimate switch
    {
        Estimate.Known { Value: var value, Sampling: { } sampling } when sampling.Interval(Audit.Level) is var interval =>
            FormattableString.Invariant($"{value:0.000} ({interval.Lower:0.000} to {interval.Upper:0.000})").Replace('-', '−'),
        Estimate.Known { Value: var value } => FormattableString.Invariant($"{value:0.000}").Replace('-', '−'),
        Estimate.Undefined { Reason: var reason } => reason.ToString(),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>What is written beside a trained model: for programs, and for people.</summary>
internal sealed record TrainedModelCard(
    TrainPlan Plan, InputFile Input, TrainingRows Train, TrainingRows? HeldOut, HeldOutFigures? Figures, IReadOnlyList<TrainedFile> Files)
{
    private static readonly JsonSerializerOptions s_text = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Hashes, features and origin, as JSON; the members "model" and "onnx" can stand in an audit config as its model, but for the path.</summary>
    public byte[] Json()
    {
        var learner = new JsonObject { ["kind"] = Camel(Plan.Learner.Kind.ToString()) };
        if (Plan.Learner.Kind == LearnerKind.LogisticRegression) (learner["l2"], learner["iterations"]) = (Plan.Learner.L2, Plan.Learner.Iterations);
        else
            (learner["trees"], learner["leaves"], learner["learningRate"], learner["minimumRowsPerLeaf"]) =
                (Plan.Learner.Trees, Plan.Learner.Leaves, Plan.Learner.LearningRate, Plan.Learner.MinimumRowsPerLeaf);
        var description = new JsonObject
        {
            ["name"] = Plan.Name,
            ["model"] = new JsonObject
            {
                ["kind"] = ModelCatalog.MlNet, ["file"] = TrainRun.ModelName, ["sha256"] = Sha256(Files[0]), ["name"] = Plan.Name,
                ["features"] = new JsonArray([.. Plan.Features.Select(Feature)]),
            },
            ["onnx"] = Files.FirstOrDefault(f => f.Name == TrainRun.OnnxName) is not { } onnx ? null : new JsonObject
            {
                ["kind"] = ModelCatalog.Onnx, ["file"] = onnx.Name, ["sha256"] = Sha256(onnx), ["name"] = Plan.Name, ["output"] = "probability",
                ["features"] = new JsonArray([.. Plan.Features.Select(Feature)]),
            },
            ["files"] = new JsonObject([.. Files.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)Sha256(f)))]),
            ["learner"] = learner,
            ["seed"] = Plan.Seed.Value,
            ["data"] = new JsonObject { ["file"] = Input.File, ["sha256"] = Input.Sha256, ["label"] = Plan.Data.Label, ["positive"] = Plan.Data.Positive, ["heldOutLabel"] = Plan.HeldOutLabel },
            ["train"] = Rows(Train),
            ["heldOut"] = HeldOut is null ? null : Rows(HeldOut),
            ["madeBy"] = $"{Tool.Name} {Tool.Version}, {Learner.Library}",
        };
        return Encoding.UTF8.GetBytes(description.ToJsonString(s_text) + "\n");
    }

    /// <summary>The card.</summary>
    public byte[] Markdown()
    {
        var text = new StringBuilder();
        var learner = Plan.Learner.Kind == LearnerKind.LogisticRegression
            ? FormattableString.Invariant($"logistic regression (ML.NET, L-BFGS, L2 {Plan.Learner.L2} on scaled features, at most {Plan.Learner.Iterations} iterations); missing numbers take the mean of the training part")
            : FormattableString.Invariant($"{(Plan.Learner.Kind == LearnerKind.FastTree ? "FastTree (ML.NET)" : "LightGBM (through ML.NET)")}: {Plan.Learner.Trees} trees of at most {Plan.Learner.Leaves} leaves, learning rate {Plan.Learner.LearningRate}, at least {Plan.Learner.MinimumRowsPerLeaf} rows a leaf");
        text.Append(CultureInfo.InvariantCulture, $"# Model card: {Cell(Plan.Name)}\n\n{Cell(Plan.About)}\n\n| | |\n| --- | --- |\n");
        Row("Kind", $"{learner}; one thread, seed {Plan.Seed.Value.ToString(CultureInfo.InvariantCulture)}");
        Row("Data", $"`{Path.GetFileName(Input.File)}` (SHA-256 `{Input.Sha256}`)");
        Row("Licence of the data", Plan.Licence);
        Row("Label", $"`{Plan.Data.Label}` = `{Plan.Data.Positive}`" + (Plan.HeldOutLabel == Plan.Data.Label ? "" : $"; judged by `{Plan.HeldOutLabel}`"));
        Row("Learnt from", Plan.Simulate is { } s
            ? FormattableString.Invariant($"{Train.Labels.Length:#,0} simulated patients of seed {s.Seed.Value}, {Train.Events:#,0} events; none of them is in the file")
            : FormattableString.Invariant($"{Train.Labels.Length:#,0} rows with `{Plan.Data.Split!.Value.Column}` = `{Plan.Data.Split!.Value.Train}`, {Train.Events:#,0} events"));
        if (Plan.Data.Weight is { } weight) Row("Weights", $"`{weight}`, in training and in the figures");
        Row("Features", string.Join(", ", Plan.Features.Select(f => $"`{f.Name}`" + (f.Kind == FeatureKind.Text ? " (text, one-hot)" : ""))));
        Row("Files", string.Join("; ", Files.Select(f => FormattableString.Invariant($"`{f.Name}` {f.Content.Length:#,0} bytes, SHA-256 `{Sha256(f)}`"))));
        text.Append("\n## Figures on rows that were held out\n");
        if (HeldOut is null || Figures is null) text.Append("None: no row was held out.\n");
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"{HeldOut.Labels.Length:#,0} rows, {HeldOut.Events:#,0} events; 95 % intervals.\n\n| figure | value |\n| --- | --- |\n");
            foreach (var (metric, estimate) in Figures.Figures) Row(metric.Title, HeldOutFigures.Text(estimate));
        }
        text.Append("\n## How to make it again\n`audit train` with the config of this name in `configs/train`. The same scores come out; the files here are the\nreference. `model.json` holds the features and the hash that an audit config needs.\n");
        return Encoding.UTF8.GetBytes(text.ToString());

        void Row(string name, string value) => text.Append(CultureInfo.InvariantCulture, $"| {name} | {Cell(value)} |\n");
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    private static JsonObject Rows(TrainingRows rows) => new() { ["rows"] = rows.Labels.Length, ["events"] = rows.Events };

    private static JsonObject Feature(FeaturePlan feature)
    {
        var json = new JsonObject { ["name"] = feature.Name, ["column"] = feature.Column, ["kind"] = Camel(feature.Kind.ToString()) };
        if (feature.Codes is { } codes) json["codes"] = new JsonObject([.. codes.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value))]);
        return json;
    }

    private static string Sha256(TrainedFile file) => Convert.ToHexStringLower(SHA256.HashData(file.Content));

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
