using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>
/// Bootstrap replicates of a group's rates over all thresholds, stratified by outcome; how many have the event, which shares flagged hang on, is drawn beside. Of a large group without weights each replicate is
/// drawn only where it is read, see <see cref="LazyCounts"/>; exact in distribution like the others.
/// </summary>
internal sealed class ReplicatedRates
{
    // Fewer patients are drawn one by one as fast.
    private const int FewestLazy = 16 * BootstrapGroup.MostCells;

    private readonly BootstrapGroup _group;
    private readonly DrawnRates? _drawn;
    private readonly Lazy<OperatingRates[]> _inForce;

    /// <summary>Prepares.</summary>
    /// <param name="evidence">The group.</param>
    public ReplicatedRates(SubgroupEvidence evidence)
    {
        (Evidence, _group) = (evidence, new(evidence, "threshold-part", Resampling.WithinOutcome));
        Smallest = _group.Strata.Length < 2 ? 0 : _group.Strata.Min(s => s.All.EffectiveSize);
        if (evidence.Count > FewestLazy && Smallest >= 2 && _group.Cells.Events.AreUnweighted && _group.Cells.NonEvents.AreUnweighted)
            _drawn = new(_group.Cells, evidence.Threshold);
        _inForce = new(() => [.. Enumerable.Range(0, Count(evidence)).Select(r => Curve(r).InForce)]);
    }

    /// <summary>The group.</summary>
    public SubgroupEvidence Evidence { get; }

    /// <summary>What is resampled.</summary>
    public RankedScores Cells => _group.Cells;

    /// <summary>Effective number of patients of the smaller class; 0 when one is missing.</summary>
    public double Smallest { get; }

    /// <summary>True when replicates are drawn only where they are read.</summary>
    public bool IsDrawnWhereRead => _drawn is not null;

    /// <summary>For each replicate the rates at the threshold in force; drawn when first asked for.</summary>
    public OperatingRates[] InForce => _inForce.Value;

    /// <summary>How many replicates a group has.</summary>
    /// <param name="evidence">The group, with its plan.</param>
    public static int Count(SubgroupEvidence evidence) => Math.Min(ThresholdPartBootstrap.MostReplicates, evidence.Intervals.Resamples);

    /// <summary>One replicate; valid until the next is asked for.</summary>
    /// <param name="replicate">From 0.</param>
    public IRateCurve Curve(int replicate) => new WithShare(Drawn(replicate), ShareWithEvent(replicate));

    private IRateCurve Drawn(int replicate)
    {
        if (_drawn is null) return RankedRates.Of(_group.Draw(replicate), Evidence.Threshold)!;
        _drawn.Begin(_group.Stream(replicate));
        return _drawn;
    }

    private double ShareWithEvent(int replicate)
    {
        var patients = (int)Math.Round(Evidence.All.EffectiveSizeOfShare(Evidence.Events));
        return BinomialDraw.Next(Evidence.Seed.For("threshold-part/events").Generator((ulong)replicate), patients, Evidence.Events.Weight / Evidence.All.Weight) / (double)patients;
    }

    private sealed record WithShare(IRateCurve Curve, double Share) : IRateCurve
    {
        public OperatingRates InForce => Curve.InForce.With(Share);

        public (OperatingRates From, OperatingRates To) Around(HeldRate held, double aim) => Curve.Around(held, aim) is var (from, to) ? (from.With(Share), to.With(Share)) : default;
    }

    // Cells are counted from the highest score.
    private sealed class DrawnRates(RankedScores cells, double threshold) : IRateCurve
    {
        private readonly LazyCounts _events = new(FromTop(cells.Events)), _nonEvents = new(FromTop(cells.NonEvents));
        private readonly int _flagged = cells.Scores.Count(score => score >= threshold);

        // Of patients: far less than one, far more than rounding of a rate times their number.
        private const double Exact = 1e-7;

        public OperatingRates InForce { get; private set; }

        public void Begin(CounterRandom random)
        {
            _events.Begin(random);
            _nonEvents.Begin(random);
            InForce = Rates(_events.Within(_flagged), _nonEvents.Within(_flagged));
        }

        public (OperatingRates From, OperatingRates To) Around(HeldRate held, double aim)
        {
            var (holding, other) = held == HeldRate.Sensitivity ? (_events, _nonEvents) : (_nonEvents, _events);
            OperatingRates Point(int heldPatients, int cell) => held == HeldRate.Sensitivity
                ? Rates(heldPatients, other.Within(cell)) : Rates(other.Within(cell), heldPatients);
            var exact = aim * holding.Patients;
            var least = (int)Math.Ceiling(exact - Exact);
            var from = least <= 0 ? (Cells: 0, Through: 0, Before: 0) : holding.Reaching(Math.Min(least, holding.Patients));
            if (from.Through > exact + Exact) return (Point(from.Before, from.Cells - 1), Point(from.Through, from.Cells));
            // Up to the last cell that adds none of those held.
            var last = from.Through == holding.Patients ? holding.Cells : holding.Reaching(from.Through + 1).Cells - 1;
            return (Point(from.Through, from.Cells), Point(from.Through, last));
        }

        private OperatingRates Rates(int events, int nonEvents) => new(
            events / (double)_events.Patients, nonEvents / (double)_nonEvents.Patients, (events + nonEvents) / (double)(_events.Patients + _nonEvents.Patients));

        private static int[] FromTop(Tallies cells)
        {
            var rows = cells.Rows.ToArray();
            Array.Reverse(rows);
            return rows;
        }
    }
}
