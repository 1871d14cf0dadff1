using AuditHarness.Metrics;

namespace AuditHarness.Disparity;

/// <summary>What a disparity is: metrics compared across groups, under the literature's name.</summary>
/// <param name="Id">Such as "EqualOpportunityDifference".</param>
/// <param name="Title">Name in running text.</param>
/// <param name="Form">Difference or ratio.</param>
/// <param name="Metrics">
/// Ids of the metrics compared: one, or two for equalized odds (the worse of both counts). For a disparity with a computation of its
/// own, the metrics whose hiding hides it.
/// </param>
/// <param name="Definition">What it says, in one sentence.</param>
/// <param name="Source">Literature.</param>
public sealed record DisparityInfo(
    string Id, string Title, DisparityForm Form, IReadOnlyList<string> Metrics, string Definition, string Source)
{
    /// <summary>How groups are compared by it, in the order in which that is shown.</summary>
    public IReadOnlyList<Comparison> Comparisons { get; init; } = [Comparison.Reference, Comparison.WorstPair];

    /// <summary>
    /// Which way the figure of a group is better for it: its metric's, where one metric is compared. Else neither, and then no group can
    /// be shown to be served no worse by it.
    /// </summary>
    public Direction Better => Metrics.Count == 1 && IntervalMethod.Length == 0 && MetricCatalog.Find(Metrics[0]) is { } metric
        ? metric.Info.Better : Direction.Neither;

    /// <summary>Largest value that it can take; null for as much as the ranges of <see cref="Metrics"/> allow. A limit lies below it.</summary>
    public double? Max { get; init; }

    /// <summary>How its interval is made, where <see cref="IDisparity"/> is not a metric compared across groups; else empty.</summary>
    public string IntervalMethod { get; init; } = "";

    /// <summary>What must be known to compare the figure with another tool's; empty when the definition says it all.</summary>
    public string Convention { get; init; } = "";

    /// <summary><see cref="Convention"/>, or what holds for all that state none: what is compared with what.</summary>
    public string StatedConvention => Convention.Length > 0 ? Convention : (Form, Metrics.Count > 1) switch
    {
        (DisparityForm.Ratio, false) => "The group over the reference or everybody; of the worst pair the smaller over the larger. Nothing is added to a denominator of 0: then there is no ratio.",
        (DisparityForm.Ratio, true) => "Of each ratio the smaller of it and its inverse. Nothing is added to a denominator of 0: then there is no ratio.",
        (_, false) => "The group less the reference or everybody; of the worst pair the larger less the smaller.",
        _ => "Sizes of the gaps, without their signs.",
    };

    /// <summary>The test that holds it against an independent value, as "Fixture.Test".</summary>
    public string Oracle { get; init; } = "";

    /// <summary>What it is of the other outcome, gap by gap; every entry says so, or why there is no such entry.</summary>
    public LabelSwap? Swapped { get; init; }

    /// <summary>True when a figure of a group has no sign although it is no fold of two: an area between curves, a share of flips.</summary>
    public bool IsSize { get; init; }

    /// <summary>Smallest and largest value that it can take.</summary>
    public (double Min, double Max) Range
    {
        get
        {
            var of = Metrics.Select(m => MetricCatalog.Find(m)!.Info).ToList();
            if (Form == DisparityForm.Value) return (of[0].Min, of[0].Max);
            var folded = Metrics.Count > 1 && IntervalMethod.Length == 0;
            if (Form == DisparityForm.Ratio) return (0, folded ? 1 : double.PositiveInfinity);
            var widest = Max ?? of.Max(m => m.Max - m.Min);
            return (folded || IsSize || Comparisons is [Comparison.AllGroups] ? 0 : -widest, widest);
        }
    }

    /// <summary>True when groups are compared within the strata that the plan declares.</summary>
    public bool WithinStrata { get; init; }

    /// <summary>True when groups are made alike by the case mix that the plan declares.</summary>
    public bool ByCaseMix { get; init; }

    /// <summary>True when it tells what a group would be flagged like at a threshold of its own, which decisions at another threshold than the audit's follow from.</summary>
    public bool ByOwnThreshold { get; init; }

    /// <summary>True when it is no mean of patients: the same patients twice give another figure, because sampling error or the nearest patients are part of it.</summary>
    public bool DependsOnSize { get; init; }

    /// <summary>True when its value of equality is reached by groups that are calibrated, and not by groups that are merely equal.</summary>
    public bool EqualityIsCalibration { get; init; }

    /// <summary>True when an own computation takes account of clusters and strata; where it does not, a cohort that has them gets no interval.</summary>
    public bool TakesClusters { get; init; }

    /// <summary>What a report shows first.</summary>
    public Prominence Prominence { get; init; }
}
