namespace AuditHarness.Metrics;

/// <summary>Which way is better.</summary>
public enum Direction
{
    /// <summary>Larger is better.</summary>
    Higher,
    /// <summary>Smaller is better.</summary>
    Lower,
    /// <summary>Nearer to <see cref="MetricInfo.Ideal"/> is better.</summary>
    Target,
    /// <summary>Describes the cohort or the model; neither way is better by itself.</summary>
    Neither,
}

/// <summary>What a metric needs from the model.</summary>
public enum MetricBasis
{
    /// <summary>The outcome alone.</summary>
    Outcome,
    /// <summary>Flagged or not at the threshold.</summary>
    Decision,
    /// <summary>The score as a ranking or as a risk.</summary>
    Score,
    /// <summary>Records that a generator made up, beside real ones.</summary>
    Records,
}

/// <summary>How much is asked for it: decides what a report shows first and what one click away.</summary>
public enum Prominence
{
    /// <summary>Shown at once.</summary>
    Headline,
    /// <summary>One click away.</summary>
    Detail,
}

/// <summary>What a metric is; travels with the number, so that no output ever guesses.</summary>
/// <param name="Id">Name in files, such as "BrierScore": that of the class, unless one class holds several metrics.</param>
/// <param name="Title">Name in running text, such as "Brier score".</param>
/// <param name="Basis">What it needs from the model.</param>
/// <param name="Better">Which way is better.</param>
/// <param name="Ideal">The value of a perfect model, or null where there is none.</param>
/// <param name="Min">Smallest possible value, or negative infinity.</param>
/// <param name="Max">Largest possible value, or positive infinity.</param>
/// <param name="Definition">What it says, in one sentence with its formula and convention.</param>
/// <param name="IntervalMethod">How its interval is made.</param>
/// <param name="Source">Literature.</param>
public sealed record MetricInfo(
    string Id, string Title, MetricBasis Basis, Direction Better, double? Ideal, double Min, double Max, string Definition,
    string IntervalMethod, string Source)
{
    /// <summary>What must be known to compare the figure with another tool's: binning, smoother, norm, ties; empty when the definition says it all.</summary>
    public string Convention { get; init; } = "";

    /// <summary><see cref="Convention"/>, or what holds for all that state none.</summary>
    public string StatedConvention => Convention.Length > 0 ? Convention : Basis switch
    {
        MetricBasis.Decision => "Flagged when score >= threshold, in force for everybody; weights count as patients. Nothing is added to a denominator of 0: then there is no figure.",
        MetricBasis.Outcome => "Over the patients evaluated; weights count as patients.",
        MetricBasis.Score => "Of the scores as they are, none clipped or rounded; a higher one means more of the event; weights count as patients.",
        _ => "Of the records as they are.",
    };

    /// <summary>The test that holds it against an independent value, as "Fixture.Test".</summary>
    public string Oracle { get; init; } = "";

    /// <summary>What it is of the other outcome; every metric of scores says so, or why there is no such figure. Null for made-up records, which have no outcome.</summary>
    public LabelSwap? Swapped { get; init; }

    /// <summary>
    /// True when the value itself, not only its interval, depends on how many patients there are, as by a correction for chance or a
    /// span of whole patients: every patient twice then gives another value. The definition says how.
    /// </summary>
    public bool FollowsSize { get; init; }

    /// <summary>
    /// True when its spread falls with the cube root of the number of patients instead of the square root, as a level of an isotonic
    /// curve does: every patient twice then narrows the interval to about 0.8 of its width instead of 0.7.
    /// </summary>
    public bool NarrowsByCubeRoot { get; init; }

    /// <summary>
    /// True when it never has an interval, since what it estimates lies where samples do not reach, so that no limits around the
    /// estimate could hold it as often as they claim; <see cref="IntervalMethod"/> says why.
    /// </summary>
    public bool HasNoInterval { get; init; }

    /// <summary>True when limits invert an exact test: they hold the truth at least as often as asked, and more often where counts are small.</summary>
    public bool IsExact { get; init; }

    /// <summary>What a report shows first.</summary>
    public Prominence Prominence { get; init; }

    /// <summary>
    /// True when the interval narrows about as 1 / √n with more of the same patients, but by steps: since limits are read from the steps
    /// of the sample's own curve, or since a maximum is over fewer bins the more patients there are.
    /// </summary>
    public bool NarrowsBySteps { get; init; }

    /// <summary>
    /// True when nothing but the order of the patients with and without the event makes it, or it gives such a figure away beside another
    /// one: its digits then tell that order where few patients allow few orders, and with how many are flagged the decisions.
    /// </summary>
    public bool TellsOrder { get; init; }

    /// <summary>True when it is measured only where the plan declares what decisions cost; else the audit leaves it out.</summary>
    public bool NeedsCosts { get; init; }
}
