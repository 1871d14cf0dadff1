using AuditHarness.Cohorts;
using AuditHarness.Statistics;

namespace AuditHarness.Audits;

/// <summary>Something to look at beside the measurements. Data, not drawing.</summary>
/// <param name="Id">Stable name in the result, unique, of letters, digits and hyphens.</param>
/// <param name="Title">Heading.</param>
public abstract record Exhibit(string Id, Phrase Title)
{
    /// <summary>Rows and columns.</summary>
    /// <param name="Id">Stable name.</param>
    /// <param name="Title">Heading.</param>
    /// <param name="Columns">Headings of the columns, terms of ours.</param>
    /// <param name="Rows">Cells, as many per row as there are columns.</param>
    /// <param name="Note">What a reader must know to read it, or null.</param>
    public sealed record Table(
        string Id, Phrase Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows, Phrase? Note)
        : Exhibit(Id, Title);

    /// <summary>Observed event rate against predicted risk, bin by bin, for one subgroup.</summary>
    /// <param name="Id">Stable name.</param>
    /// <param name="Title">Heading.</param>
    /// <param name="Subgroup">Whose curve it is.</param>
    /// <param name="Bins">Bins with at least one row, ascending.</param>
    /// <param name="Reason">Why there are no bins, or null.</param>
    public sealed record ReliabilityCurve(
        string Id, Phrase Title, Subgroup Subgroup, IReadOnlyList<ReliabilityBin> Bins, Phrase? Reason) : Exhibit(Id, Title);

    /// <summary>
    /// How sensitivity trades against specificity (ROC) and precision (precision-recall) over all thresholds, for one subgroup,
    /// in steps that hold more than 10 patients with and without the event each, so that nobody can be told from it.
    /// </summary>
    /// <param name="Id">Stable name.</param>
    /// <param name="Title">Heading.</param>
    /// <param name="Subgroup">Whose curve it is.</param>
    /// <param name="Points">From the highest threshold (nobody flagged) to the lowest (everybody flagged).</param>
    /// <param name="Reason">Why there are no points, or null.</param>
    public sealed record OperatingCurve(
        string Id, Phrase Title, Subgroup Subgroup, IReadOnlyList<OperatingPoint> Points, Phrase? Reason) : Exhibit(Id, Title)
    {
        /// <summary>Share of the group with the event, as measured; null where there are no points. With it, all else at a threshold follows from its point.</summary>
        public double? Prevalence { get; init; }
    }

    /// <summary>What a reader should be warned of: one sentence each.</summary>
    /// <param name="Id">Stable name.</param>
    /// <param name="Title">Heading.</param>
    /// <param name="Sentences">In the order in which they came up.</param>
    public sealed record Notices(string Id, Phrase Title, IReadOnlyList<Phrase> Sentences) : Exhibit(Id, Title);

    /// <summary>How much each feature moves the output: overall and in the groups of one attribute or intersection.</summary>
    /// <param name="Id">Stable name.</param>
    /// <param name="Title">Heading.</param>
    /// <param name="Scale">What attributions are counted in, such as "log-odds".</param>
    /// <param name="Bars">Feature by feature, the most important overall first; within a feature everybody first, then the groups in plan order.</param>
    /// <param name="Footer">Value function, background, scale and method, in words.</param>
    public sealed record AttributionBars(
        string Id, Phrase Title, string Scale, IReadOnlyList<AttributionBar> Bars, Phrase Footer) : Exhibit(Id, Title);

    /// <summary>Which features carry the difference in mean output between two groups.</summary>
    /// <param name="Id">Stable name.</param>
    /// <param name="Title">Heading.</param>
    /// <param name="Scale">What attributions are counted in, such as "log-odds".</param>
    /// <param name="Group">The group.</param>
    /// <param name="Against">The group it is compared with.</param>
    /// <param name="Gap">Mean output of <paramref name="Group"/> less that of <paramref name="Against"/>; null when it is not known.</param>
    /// <param name="Parts">One per feature, the largest in absolute terms first; they sum to <paramref name="Gap"/>. Empty when that is null.</param>
    /// <param name="Reason">Why there is no gap, or null.</param>
    /// <param name="Footer">Value function, background, scale and method, in words.</param>
    public sealed record GapDecomposition(
        string Id, Phrase Title, string Scale, Subgroup Group, Subgroup Against, double? Gap, IReadOnlyList<GapPart> Parts, Phrase? Reason,
        Phrase Footer) : Exhibit(Id, Title);

    /// <summary>How the attributions of each feature are distributed over patients: numbers per bin, no patient.</summary>
    /// <param name="Id">Stable name.</param>
    /// <param name="Title">Heading.</param>
    /// <param name="Scale">What attributions are counted in, such as "log-odds".</param>
    /// <param name="Rows">One per feature, the most important first.</param>
    /// <param name="Footer">Value function, background, scale and method, in words.</param>
    public sealed record Beeswarm(string Id, Phrase Title, string Scale, IReadOnlyList<BeeswarmRow> Rows, Phrase Footer) : Exhibit(Id, Title);

    /// <summary>From the output of the background to the mean output of a group, feature by feature: an average profile, not a person.</summary>
    /// <param name="Id">Stable name.</param>
    /// <param name="Title">Heading.</param>
    /// <param name="Scale">What attributions are counted in, such as "log-odds".</param>
    /// <param name="Subgroup">Whose profile it is.</param>
    /// <param name="BaseValue">Output when no feature is known.</param>
    /// <param name="Output">Mean output of the group; base and attributions sum to it.</param>
    /// <param name="Steps">One per feature, the largest in absolute terms first; empty when there is a reason.</param>
    /// <param name="Reason">Why there is no profile, or null.</param>
    /// <param name="Footer">Value function, background, scale and method, in words.</param>
    public sealed record Waterfall(
        string Id, Phrase Title, string Scale, Subgroup Subgroup, double BaseValue, double Output, IReadOnlyList<WaterfallStep> Steps,
        Phrase? Reason, Phrase Footer) : Exhibit(Id, Title);
}

/// <summary>A cell of a table: a text, a number, or nothing (with the reason in words).</summary>
public abstract record Cell
{
    private Cell() { }

    /// <summary>A text from data: shown as it is in every language.</summary>
    public sealed record Text(string Value) : Cell;

    /// <summary>A text of ours.</summary>
    public sealed record Said(Phrase Value) : Cell;

    /// <summary>A count, shown without decimals.</summary>
    public sealed record Count(long Value) : Cell;

    /// <summary>A finite number.</summary>
    public sealed record Number(double Value) : Cell;

    /// <summary>An estimate.</summary>
    /// <param name="Value">Finite.</param>
    /// <param name="Interval">Its interval, or null.</param>
    /// <param name="Reason">Why there is no interval, or null.</param>
    public sealed record Figure(double Value, Interval? Interval, Phrase? Reason = null) : Cell;

    /// <summary>Not shown, and why, such as "suppressed: 1 to 10 patients".</summary>
    public sealed record Hidden(Phrase Reason) : Cell;
}

/// <summary>One bin of a reliability curve.</summary>
/// <param name="From">Lower edge of the bin.</param>
/// <param name="To">Upper edge of the bin.</param>
/// <param name="N">Rows in the bin; null when suppressed, and then the figures are null too.</param>
/// <param name="MeanScore">Weighted mean predicted risk.</param>
/// <param name="EventRate">Weighted observed event rate.</param>
/// <param name="Interval">95 % interval of the event rate.</param>
public sealed record ReliabilityBin(
    double From, double To, int? N, double? MeanScore, double? EventRate, Interval? Interval)
{
    /// <summary>Where the event rate of a calibrated model would lie by chance alone (95 %, exact binomial at the mean risk); null when suppressed.</summary>
    public Interval? UnderCalibration { get; init; }
}

/// <summary>What a threshold comes to.</summary>
/// <param name="FalsePositiveRate">1 − specificity, in [0, 1].</param>
/// <param name="Sensitivity">In [0, 1].</param>
/// <param name="Precision">Share of the flagged that have the event; null when nobody is flagged.</param>
/// <param name="SensitivityInterval">95 % interval of the sensitivity, or null.</param>
/// <param name="PrecisionInterval">95 % interval of the precision, or null.</param>
public sealed record OperatingPoint(
    double FalsePositiveRate, double Sensitivity, double? Precision, Interval? SensitivityInterval, Interval? PrecisionInterval)
{
    /// <summary>95 % interval of the false positive rate, or null.</summary>
    public Interval? FalsePositiveRateInterval { get; init; }

    /// <summary>A threshold that gives this point, rounded so that it is nobody's score where there is room; null where nobody is flagged at any.</summary>
    public double? Threshold { get; init; }

    /// <summary>Net benefit at <see cref="Threshold"/> as a risk threshold; null where that is null or 1.</summary>
    public double? NetBenefit { get; init; }

    /// <summary>95 % interval of <see cref="NetBenefit"/>, or null.</summary>
    public Interval? NetBenefitInterval { get; init; }
}

/// <summary>What one feature does in one group.</summary>
/// <param name="Feature">Name of the feature.</param>
/// <param name="Subgroup">The group, or overall.</param>
/// <param name="MeanAbsolute">Mean size of the attributions; null when suppressed, and then all other figures are null too.</param>
/// <param name="Interval">95 % interval of <paramref name="MeanAbsolute"/>, or null.</param>
/// <param name="Mean">Mean attribution.</param>
/// <param name="Share">Share of <paramref name="MeanAbsolute"/> in its sum over all features, in [0, 1].</param>
public sealed record AttributionBar(
    string Feature, Subgroup Subgroup, double? MeanAbsolute, Interval? Interval, double? Mean, double? Share)
{
    /// <summary>95 % interval of <see cref="Mean"/>, or null.</summary>
    public Interval? MeanInterval { get; init; }

    /// <summary>95 % interval of <see cref="Share"/>, or null.</summary>
    public Interval? ShareInterval { get; init; }

    /// <summary>The most that sampling of coalitions adds to the standard error of <see cref="Mean"/>; null when attributions are exact.</summary>
    public double? MonteCarloError { get; init; }
}

/// <summary>One feature's part of a difference in mean output.</summary>
/// <param name="Feature">Name of the feature.</param>
/// <param name="Contribution">Its part, with the sign of its direction.</param>
/// <param name="Interval">95 % interval, or null.</param>
public sealed record GapPart(string Feature, double Contribution, Interval? Interval);

/// <summary>The attributions of one feature.</summary>
/// <param name="Feature">Name of the feature.</param>
/// <param name="Bins">Bins that hold somebody, ascending; none holds 1 to 10 patients.</param>
public sealed record BeeswarmRow(string Feature, IReadOnlyList<BeeswarmBin> Bins);

/// <summary>Patients whose attributions of a feature are alike.</summary>
/// <param name="From">Lower edge.</param>
/// <param name="To">Upper edge.</param>
/// <param name="Count">How many.</param>
/// <param name="MeanFeatureRank">Mean rank of the feature's values among all patients, 0 lowest to 1 highest; null for texts.</param>
public sealed record BeeswarmBin(double From, double To, int Count, double? MeanFeatureRank);

/// <summary>One feature's step from the output of the background to that of a group.</summary>
/// <param name="Feature">Name of the feature.</param>
/// <param name="TypicalValue">What is usual in the group, such as "median 71" or "mostly rural"; null when it is not shown.</param>
/// <param name="Attribution">Mean attribution in the group.</param>
public sealed record WaterfallStep(string Feature, Phrase? TypicalValue, double Attribution);
