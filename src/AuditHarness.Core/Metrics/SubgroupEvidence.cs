using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics.Calibration;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics;

/// <summary>What is gathered once about a subgroup and read by every metric.</summary>
public sealed class SubgroupEvidence
{
    private readonly Lazy<(Phrase? Why, LogisticRecalibration? Fit)> _recalibration, _inTheLarge;
    private readonly Lazy<SubgroupEvidence> _ofLogits;
    // Weakly, for of a million patients in many groups they would fill the memory.
    private readonly WeakReference<LogitScores> _logits = new(null!);

    /// <summary>Gathers the decisions at the threshold.</summary>
    /// <param name="subgroup">Whom it is about.</param>
    /// <param name="ranked">The subgroup's scores in order.</param>
    /// <param name="threshold">Flagged when score >= threshold.</param>
    /// <param name="weighted">True when rows carry unequal weights.</param>
    public SubgroupEvidence(Subgroup subgroup, RankedScores ranked, double threshold, bool weighted)
    {
        (Subgroup, Ranked, Threshold, IsWeighted) = (subgroup, ranked, threshold, weighted);
        Confusion = ranked.At(threshold);
        (Events, NonEvents) = (Confusion.Events, Confusion.NonEvents);
        Curves = new(this);
        _ofLogits = new(() => Measures.LogitEpsilon is { } epsilon && Ranked.RowsBeyond(epsilon) > 0 ? With(Ranked.Within(epsilon)) : this);
        _recalibration = new(() => (LogisticRecalibration.TryFit(OfLogits, fixSlope: false, out var fit), fit));
        _inTheLarge = new(() => (LogisticRecalibration.TryFit(OfLogits, fixSlope: true, out var fit), fit));
        Worlds = new(this);
    }

    /// <summary>The same group, measured alike, with other rows: a replicate of it.</summary>
    /// <param name="ranked">The scores of the replicate.</param>
    public SubgroupEvidence With(RankedScores ranked) =>
        new(Subgroup, ranked, Threshold, IsWeighted) { Measures = Measures, Intervals = Intervals, Seed = Seed };

    /// <summary>What metrics with a setting are measured at.</summary>
    public MeasurePlan Measures { get; init; } = MeasurePlan.Default;

    /// <summary>How intervals are made where there is a choice.</summary>
    public IntervalPlan Intervals { get; init; } = IntervalPlan.Default;

    /// <summary>Seed of this subgroup; each use derives its own by name.</summary>
    public Seed Seed { get; init; }

    /// <summary>Flagged when score >= threshold.</summary>
    public double Threshold { get; }

    /// <summary>Whom it is about.</summary>
    public Subgroup Subgroup { get; }

    /// <summary>Scores in order with outcomes.</summary>
    public RankedScores Ranked { get; }

    /// <summary>Decisions at the threshold.</summary>
    public ConfusionCounts Confusion { get; }

    /// <summary>Patients with an event.</summary>
    public Tally Events { get; }

    /// <summary>Patients without.</summary>
    public Tally NonEvents { get; }

    /// <summary>Everybody.</summary>
    public Tally All => Events + NonEvents;

    /// <summary>Number of rows.</summary>
    public int Count => Events.Rows + NonEvents.Rows;

    /// <summary>True when rows carry unequal weights: standard errors are then robust ones.</summary>
    public bool IsWeighted { get; }

    /// <summary>Its smoothed calibration curves, each fitted when first asked for.</summary>
    public CalibrationCurves Curves { get; }

    /// <summary>The group as intercepts and slopes of calibration read it: with the plan's <see cref="MeasurePlan.LogitEpsilon"/>.</summary>
    internal SubgroupEvidence OfLogits => _ofLogits.Value;

    /// <summary>Intercept and slope of the outcome on the logit of the risk, or why there are none; fitted once, when first asked for.</summary>
    internal (Phrase? Why, LogisticRecalibration? Fit) Recalibration => _recalibration.Value;

    /// <summary>The same with the slope held at 1.</summary>
    internal (Phrase? Why, LogisticRecalibration? Fit) RecalibrationInTheLarge => _inTheLarge.Value;

    /// <summary>The logits of its scores, computed when first asked for and again when they have been let go of meanwhile.</summary>
    /// <param name="from">The first score that has one.</param>
    /// <param name="to">Behind the last: the same range every time.</param>
    internal LogitScores Logits(int from, int to)
    {
        if (_logits.TryGetTarget(out var known)) return known;
        var logits = LogitScores.Of(Ranked, from, to);
        _logits.SetTarget(logits);
        return logits;
    }

    /// <summary>How its calibration errors vary, simulated when first asked for.</summary>
    internal CalibrationWorlds Worlds { get; }
}
