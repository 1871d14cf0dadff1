using System.Collections.ObjectModel;
using System.Globalization;
using AuditHarness.Expectations;

namespace AuditHarness.Audits;

/// <summary>
/// The immutable, fully resolved form of a config: every default made explicit, so that it can be printed and repeated.
/// Paths are kept as the config writes them, relative to the config's folder. What is audited is for the kinds of plans to say.
/// </summary>
public abstract record AuditPlan
{
    /// <summary>Name of the audit; also the name of its folder under reports/.</summary>
    public required string Name { get; init; }

    /// <summary>What the model is meant for, in the config's words; empty when not said.</summary>
    public string IntendedUse { get; init; } = "";

    /// <summary>Whom to compare.</summary>
    public required SubgroupPlan Subgroups { get; init; }

    /// <summary>Which audits run, by the names in <see cref="AuditCatalog"/>.</summary>
    public required IReadOnlyList<string> Audits { get; init; }

    /// <summary>What must hold, in config order.</summary>
    public required IReadOnlyList<Expectation> Expectations { get; init; }

    /// <summary>What people declare about the model: nothing in it is measured.</summary>
    public ModelCard Card { get; init; } = ModelCard.Empty;

    /// <summary>Whose requirements the evidence is sorted by, and what is attached.</summary>
    public EvidencePlan Evidence { get; init; } = EvidencePlan.None;

    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; }

    /// <summary>How results are shown.</summary>
    public required ReportPlan Report { get; init; }
}

/// <summary>The plan of an audit of a model that scores patients.</summary>
public sealed record DiagnosticPlan : AuditPlan
{
    /// <summary>The evaluation data.</summary>
    public required DataPlan Data { get; init; }

    /// <summary>The model under audit.</summary>
    public required ModelPlan Model { get; init; }

    /// <summary>The score from which a patient counts as flagged.</summary>
    public required ThresholdPlan Threshold { get; init; }

    /// <summary>What the metrics that have a setting are measured at.</summary>
    public MeasurePlan Measures { get; init; } = MeasurePlan.Default;

    /// <summary>How intervals and tests are made where there is a choice.</summary>
    public IntervalPlan Intervals { get; init; } = IntervalPlan.Default;

    /// <summary>What groups are compared within, and what they are standardized by.</summary>
    public FairnessPlan Fairness { get; init; } = FairnessPlan.None;

    /// <summary>How the model is explained; null when the audit "explanations" does not run.</summary>
    public ExplanationPlan? Explanations { get; init; }
}

/// <summary>The evaluation data: a CSV or Parquet file, or what a query makes of files.</summary>
/// <param name="File">Path as the config writes it; empty when <see cref="Query"/> says what the data is.</param>
/// <param name="Id">Column that identifies a row; null only when the scores stand in the same file.</param>
/// <param name="Label">Column with the observed outcome.</param>
/// <param name="Positive">Text of the label column that means an event.</param>
/// <param name="Weight">Column with sampling weights, or null.</param>
/// <param name="Time">Column with follow-up times, or null.</param>
/// <param name="Split">Which rows are evaluated and which fix the threshold; null evaluates all.</param>
public sealed record DataPlan(
    string File, string? Id, string Label, string Positive, string? Weight, string? Time, SplitPlan? Split)
{
    /// <summary>Column that says which rows belong together (a patient, a site, a primary sampling unit), or null.</summary>
    public string? Cluster { get; init; }

    /// <summary>Column with the strata of a survey, or null.</summary>
    public string? Stratum { get; init; }

    /// <summary>How the file is written, where it is CSV.</summary>
    public CsvPlan Csv { get; init; } = CsvPlan.Default;

    /// <summary>Types that columns must have, in config order: a value of another type is refused. Columns that are not named have the type that their use asks for.</summary>
    public IReadOnlyDictionary<string, ColumnType> Schema { get; init; } = ReadOnlyDictionary<string, ColumnType>.Empty;

    /// <summary>Zone of times that are written without one: "UTC", an offset such as "+01:00", or a name such as "Europe/Berlin"; null for none.</summary>
    public string? Zone { get; init; }

    /// <summary>The query whose result is the data; null when <see cref="File"/> is.</summary>
    public QueryPlan? Query { get; init; }

    /// <summary>What the data is, for messages: the file, or "the result of 'data.query'".</summary>
    public string Shown => Query is null ? File : "the result of 'data.query'";
}

/// <summary>The declared split of the data.</summary>
/// <param name="Column">Column that names the part each row belongs to.</param>
/// <param name="Evaluate">Value of the part that is evaluated.</param>
/// <param name="Calibrate">Value of the part on which a threshold rule is fixed, or null.</param>
public sealed record SplitPlan(string Column, string Evaluate, string? Calibrate);

/// <summary>The model under audit.</summary>
/// <param name="Kind">The model source: "predictions", or the kind of a source that runs, such as "onnx".</param>
/// <param name="File">Path as the config writes it; for predictions equal to the data file when the scores stand in it; empty for a source that is no file.</param>
/// <param name="Id">Predictions: column of <paramref name="File"/> that identifies a row; null only when it is the data file. Null for a model that runs.</param>
/// <param name="Score">Predictions: column of <paramref name="File"/> with the predicted risk. Null for a model that runs.</param>
/// <param name="Name">Name of the model; empty for a source that is no file and is to name itself.</param>
/// <param name="Version">Version of the model, or null.</param>
public sealed record ModelPlan(string Kind, string File, string? Id, string? Score, string Name, string? Version)
{
    /// <summary>The kind whose scores stand in a file already.</summary>
    public const string Predictions = "predictions";

    /// <summary>Where the config names it, for messages.</summary>
    public string Key { get; init; } = "model";

    /// <summary>A model that runs: what it is given, in the order of its inputs. Empty for predictions.</summary>
    public IReadOnlyList<FeaturePlan> Features { get; init; } = [];

    /// <summary>SHA-256 that the file must have, lower-case hexadecimal; needed for kinds whose files are code.</summary>
    public string? Sha256 { get; init; }

    /// <summary>How the model's answer is read; null infers it, and the report says what was inferred.</summary>
    public ModelOutput? Output { get; init; }

    /// <summary>Class whose probability is the risk, as the model names it; null takes the positive one of two.</summary>
    public string? PositiveClass { get; init; }

    /// <summary>ONNX operator domains that are allowed beyond the standard ones.</summary>
    public IReadOnlyList<string> AllowedDomains { get; init; } = [];

    /// <summary>A worker process: what is started, and its limits; null for every other kind.</summary>
    public WorkerPlan? Worker { get; init; }

    /// <summary>A scoring server: where it is, and how it is asked; null for every other kind.</summary>
    public HttpPlan? Http { get; init; }

    /// <summary>A chat model: where it is, what it is asked, and how it answers; null for every other kind.</summary>
    public ChatPlan? Chat { get; init; }

    /// <summary>A model of pictures: where they are, and how each becomes numbers; null for every other kind.</summary>
    public ImagesPlan? Images { get; init; }

    /// <summary>Classes whose probabilities together are the risk, as the model names them; empty where one class alone is.</summary>
    public IReadOnlyList<string> PositiveClasses { get; init; } = [];

    /// <summary>Predictions: how their file is written, where it is CSV; the data's own when they stand there.</summary>
    public CsvPlan Csv { get; init; } = CsvPlan.Default;

    /// <summary>Predictions with one row per patient and class, where <see cref="PositiveClass"/> names the class of the risk; null for one row per patient.</summary>
    public LongPlan? PerClass { get; init; }

    /// <summary>Predictions: the columns with the probabilities of all classes, <see cref="Score"/> among them, which must sum to 1; empty when not said.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];
}

/// <summary>One feature of a model.</summary>
/// <param name="Name">Name of the model's input, or of the feature within its only input.</param>
/// <param name="Column">Column of the data.</param>
/// <param name="Kind">How the column is read.</param>
public sealed record FeaturePlan(string Name, string Column, FeatureKind Kind)
{
    /// <summary>For a numeric feature: texts of the data and the numbers they stand for, such as yes = 1; null when there are none.</summary>
    public IReadOnlyDictionary<string, double>? Codes { get; init; }
}

/// <summary>How a feature's column is read.</summary>
public enum FeatureKind
{
    /// <summary>A number.</summary>
    Number,
    /// <summary>A text.</summary>
    Text,
}

/// <summary>How a model's answer is read.</summary>
public enum ModelOutput
{
    /// <summary>A risk in [0, 1].</summary>
    Probability,
    /// <summary>Log-odds: the risk is 1 / (1 + e^−answer).</summary>
    Logit,
}

/// <summary>How the model is explained; only models that run can be.</summary>
public sealed record ExplanationPlan
{
    /// <summary>How many evaluated rows are explained: a seeded sample, or all when there are no more. At least 1.</summary>
    public int Rows { get; init; } = 1000;

    /// <summary>How many evaluated rows are the background: a seeded sample, or all when there are no more. At least 1.</summary>
    public int Background { get; init; } = 1000;

    /// <summary>What an absent feature means.</summary>
    public ValueFunction ValueFunction { get; init; } = ValueFunction.Interventional;

    /// <summary>The scale on which features are credited.</summary>
    public ExplainedOutput Output { get; init; } = ExplainedOutput.Margin;

    /// <summary>Features that count as one player: name of the player → names of its features. Others are players of their own.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Players { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}

/// <summary>What an absent feature means.</summary>
public enum ValueFunction
{
    /// <summary>It takes the values it has in the background rows.</summary>
    Interventional,
    /// <summary>Trees only: rows are split as the training data was, by the nodes' cover.</summary>
    PathDependent,
}

/// <summary>The scale on which features are credited.</summary>
public enum ExplainedOutput
{
    /// <summary>The margin (log-odds of a classifier): exact on trees and linear models.</summary>
    Margin,
    /// <summary>The risk: exact by enumeration for at most 12 players, otherwise estimated with its Monte Carlo error.</summary>
    Probability,
}

/// <summary>The score from which (and including which) a patient is flagged: a value, or a rule fixed on the calibration split.</summary>
public abstract record ThresholdPlan
{
    private ThresholdPlan() { }

    /// <summary>A value in [0, 1].</summary>
    /// <param name="Value">Flagged when score >= value.</param>
    public sealed record Fixed(double Value) : ThresholdPlan;

    /// <summary>A rule that is resolved on the calibration split, never on the rows it is judged on.</summary>
    /// <param name="Rule">What the threshold shall reach.</param>
    /// <param name="Target">The sensitivity, specificity or flag rate to reach, in (0, 1); null for Youden.</param>
    public sealed record ByRule(ThresholdRule Rule, double? Target) : ThresholdPlan;
}

/// <summary>Rules by which a threshold is fixed on the calibration split.</summary>
public enum ThresholdRule
{
    /// <summary>The highest threshold with at least the target sensitivity.</summary>
    Sensitivity,
    /// <summary>The lowest threshold with at least the target specificity.</summary>
    Specificity,
    /// <summary>The threshold with the largest sensitivity + specificity − 1; the highest of them at a tie.</summary>
    Youden,
    /// <summary>The lowest threshold that flags at most the target share of patients.</summary>
    FlagRate,
}

/// <summary>Whom to compare.</summary>
/// <param name="Attributes">Protected attributes, in config order.</param>
/// <param name="Intersections">Combinations of attributes, each of at least two names of <paramref name="Attributes"/>.</param>
/// <param name="MinimumSize">Groups with fewer rows are measured but left out of gaps, and named there. At least 1.</param>
/// <param name="MissingLevel">Name of the level of rows without a value.</param>
public sealed record SubgroupPlan(
    IReadOnlyList<AttributePlan> Attributes, IReadOnlyList<IReadOnlyList<string>> Intersections, int MinimumSize,
    string MissingLevel)
{
    /// <summary>
    /// Patients that a group needs to be compared: <see cref="MinimumSize"/>, and never 10 or fewer. A group so small has its gaps
    /// hidden anyway, and to leave it out for having fewer than 5 patients, say, would tell how many it has.
    /// </summary>
    public int SmallestCompared => Math.Max(MinimumSize, Disclosure.CellTable.LargestSmall + 1);
}

/// <summary>One protected attribute.</summary>
/// <param name="Name">Name in the report and in expectations; the column's name unless the config gives another.</param>
/// <param name="Column">Column of the data.</param>
/// <param name="Bins">
/// Inner edges for a numeric column, ascending: edges 40 and 60 make the levels "&lt;40", "40-&lt;60" and "&gt;=60". Null for texts.
/// </param>
/// <param name="Reference">Level the others are compared with; null takes the largest.</param>
public sealed record AttributePlan(string Name, string Column, IReadOnlyList<double>? Bins, string? Reference)
{
    /// <summary>
    /// Names of the bins in ascending order, one more than there are edges: the only place that names them. Edges are written in
    /// their shortest exact form whatever the culture. Null when <see cref="Bins"/> is null (a config declares at least one edge).
    /// </summary>
    public IReadOnlyList<string>? BinLevels =>
        Bins is not { Count: > 0 } ? null
        : [$"<{Edge(0)}", .. Enumerable.Range(1, Bins.Count - 1).Select(k => $"{Edge(k - 1)}-<{Edge(k)}"), $">={Edge(Bins.Count - 1)}"];

    private string Edge(int index) => Bins![index].ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>How results are shown.</summary>
/// <param name="Title">Heading of the report.</param>
/// <param name="Profile">Who may read it.</param>
public sealed record ReportPlan(string Title, ReportProfile Profile)
{
    /// <summary>Language of the pages; files for machines are the same in every one.</summary>
    public ReportLanguage Language { get; init; } = ReportLanguage.English;

    /// <summary>Who answers for the audit, such as a hospital; empty when not said.</summary>
    public string Organisation { get; init; } = "";

    /// <summary>Picture beside the organisation's name, PNG or JPEG; path as the config writes it, or null.</summary>
    public string? Logo { get; init; }
}

/// <summary>Language of the pages.</summary>
public enum ReportLanguage
{
    /// <summary>English.</summary>
    English,
    /// <summary>German.</summary>
    German,
}

/// <summary>Languages by the texts that a config and the results name them by.</summary>
public static class ReportLanguages
{
    /// <summary>Codes of ISO 639-1, in the order of the enumeration.</summary>
    public static IReadOnlyList<(string Code, ReportLanguage Language)> All { get; } = [("en", ReportLanguage.English), ("de", ReportLanguage.German)];

    /// <summary>The code of a language, such as "de".</summary>
    /// <param name="language">The language.</param>
    public static string Code(this ReportLanguage language) => All.First(l => l.Language == language).Code;
}

/// <summary>Who may read the outputs; decides how much of small cells is hidden.</summary>
public enum ReportProfile
{
    /// <summary>People bound by confidentiality: 1 to 10 patients, events or non-events of a group are hidden, and all that rests on them.</summary>
    Internal,
    /// <summary>Anybody: decisions about 1 to 10 patients are hidden too, and all rates that would tell them.</summary>
    Public,
}
