using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics.Calibration;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics;

/// <summary>
/// Gives every estimate of a table the interval that its clusters and strata ask for: all figures are measured again in each replicate
/// of the design, and what changes between replicates is how they vary. Figures themselves stay as they are.
/// </summary>
/// <remarks>
/// Figures whose own interval is simulated are too dear for that: they take the design factor of the mean of outcome − risk, to which
/// every figure of calibration is kin.
/// </remarks>
internal sealed class DesignEffects
{
    /// <summary>Why there is no interval where no two clusters of a stratum are.</summary>
    public static Phrase TooFewClusters { get; } = Phrase.Of($"all patients come from one cluster, or one per stratum: how clusters differ cannot be seen");

    /// <summary>Why there is none where a figure rests on a few clusters alone.</summary>
    public static Phrase NotInEveryReplicate { get; } = Phrase.Of($"without some of the clusters it is not defined: how it varies over clusters cannot be seen");

    private readonly ReplicateDesign _design;
    private readonly GroupIndex _index;
    private readonly ScoreOrder _order;
    private readonly IReadOnlyList<SubgroupEvidence> _evidence;
    private readonly double?[][][] _values;
    private readonly double[][] _residuals;

    /// <summary>Measures in every replicate.</summary>
    /// <param name="design">The design.</param>
    /// <param name="index">The groups.</param>
    /// <param name="order">The rows in order of score.</param>
    /// <param name="evidence">The groups as they are.</param>
    /// <param name="metrics">What is measured.</param>
    /// <param name="estimates">Of each group the estimates in the order of <paramref name="metrics"/>: tells which figures are measured again.</param>
    /// <param name="options">Workers and cancellation.</param>
    public DesignEffects(
        ReplicateDesign design, GroupIndex index, ScoreOrder order, IReadOnlyList<SubgroupEvidence> evidence,
        IReadOnlyList<IMetric> metrics, Estimate[][] estimates, AuditOptions options)
    {
        (_design, _index, _order, _evidence) = (design, index, order, evidence);
        _values = new double?[design.Replicates][][];
        _residuals = new double[design.Replicates][];
        Parallel.For(0, design.Replicates, new() { MaxDegreeOfParallelism = options.Workers, CancellationToken = options.Stop }, r =>
        {
            var ranked = order.Split(index, design.RowFactors(r));
            _values[r] = new double?[evidence.Count][];
            _residuals[r] = new double[evidence.Count];
            for (var g = 0; g < evidence.Count; g++)
            {
                var replicate = evidence[g].With(ranked[g]);
                _residuals[r][g] = replicate.Count == 0 ? double.NaN : ScoreMean.Of(replicate, Residual).Value;
                _values[r][g] = [.. metrics.Select((metric, m) =>
                    estimates[g][m] is Estimate.Known { Sampling.IsSimulated: false } && metric.Measure(replicate) is Estimate.Known k ? k.Value : (double?)null)];
            }
        });
    }

    /// <summary>The estimates of a group with the intervals of the design.</summary>
    /// <param name="group">Index of the group.</param>
    /// <param name="estimates">In the order of the metrics.</param>
    public Estimate[] Of(int group, Estimate[] estimates)
    {
        var (rows, ofEvents, ofNonEvents) = Present(group);
        var degrees = _design.DegreesOfFreedom(rows);
        var known = _evidence[group];
        // Of a share of exactly 0 or 1 nothing changes in any replicate: as if all rows of a cluster were one.
        var perCluster = Math.Max(1, Math.Max(
            known.Events.Rows / Math.Max(1.0, ofEvents.Count(c => c)), known.NonEvents.Rows / Math.Max(1.0, ofNonEvents.Count(c => c))));
        // A share of everybody changes by whole clusters, not by their events.
        var perClusterOfAll = Math.Max(1, known.Count / Math.Max(1.0, rows.Count(c => c)));
        return [.. estimates.Select((estimate, m) => estimate is Estimate.Known { Sampling: not null } k
            ? Of(k, group, m, degrees, k.Denominator == known.Count ? perClusterOfAll : perCluster) : estimate)];
    }

    private Estimate.Known Of(Estimate.Known estimate, int group, int metric, int degrees, double perCluster)
    {
        if (degrees < 1)
            return estimate with { Sampling = null, Reason = TooFewClusters };
        var (own, simulated) = (estimate.Sampling!, estimate.Sampling!.IsSimulated);
        var mean = simulated ? ScoreMean.Of(_evidence[group], Residual) : default;
        var (centre, error) = simulated ? (mean.Value, mean.StandardError(_evidence[group], Residual)) : (estimate.Value, own.StandardError);
        var changes = new double[_design.Replicates];
        for (var r = 0; r < changes.Length; r++)
        {
            if ((simulated ? _residuals[r][group] : _values[r][group][metric]) is not { } value || !double.IsFinite(value))
                return estimate with { Sampling = null, Reason = NotInEveryReplicate };
            changes[r] = value - centre;
        }
        var factor = DesignSampling.FactorOf(error, _design.Covariance(changes, changes), perCluster);
        return estimate with { Sampling = new DesignSampling(own, factor, degrees, _design, changes) };
    }

    private static double Residual(double score, int outcome) => outcome - score;

    private (bool[] Rows, bool[] Events, bool[] NonEvents) Present(int group)
    {
        var (rows, events, nonEvents) = (new bool[_design.Clusters], new bool[_design.Clusters], new bool[_design.Clusters]);
        for (var i = 0; i < _index.Codes.Length; i++)
        {
            if (_index.Codes[i] != group) continue;
            var cluster = _design.RowClusters[i];
            rows[cluster] = true;
            (_order.IsEvent(i) ? events : nonEvents)[cluster] = true;
        }
        return (rows, events, nonEvents);
    }
}
