using AuditHarness.Audits;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>
/// How one part of a gap varies: limits of each share that it rests on, and how far it moves along the group's ROC curve while the rate that
/// is held stays within what the patients behind it allow, squared and added.
/// </summary>
/// <remarks>
/// Zou, Donner (2008), Stat. Med. 27:1693–1702, for figures of different patients. A sensitivity at a false positive rate varies by itself and by where on the
/// curve it is read, the latter times the curve's slope: Pepe (2003), The Statistical Evaluation of Medical Tests, section 5.2; here the curve itself takes
/// the place of its slope, for in small groups it bends within reach.
/// </remarks>
internal sealed class ThresholdPartSampling : Sampling
{
    // As many patients as would make anything certain.
    private const double Plenty = 1e9;

    // Shares of no patient differ by what subtracting leaves.
    private const double Rounding = 1e-12;

    private readonly PartOfGap _part;
    private readonly SharesOfGroup _group, _reference;
    private readonly int? _degrees;

    /// <summary>Of one part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="group">The group's shares.</param>
    /// <param name="reference">The reference's.</param>
    /// <param name="degrees">Degrees of freedom of clusters, on whose design effects the shares' sizes rest; null for patients who stand by themselves.</param>
    public ThresholdPartSampling(PartOfGap part, SharesOfGroup group, SharesOfGroup reference, int? degrees = null) => (_part, _group, _reference, _degrees) = (part, group, reference, degrees);

    /// <inheritdoc/>
    public override Phrase Method => _degrees is null ? Phrase.Of($"Wilson and the reach along the ROC curve, squared and added") : Phrase.Of($"Wilson and the reach along the ROC curve, squared and added, clusters: jackknife");

    /// <inheritdoc/>
    public override double StandardError => Limits(1) is var (lower, upper) ? (upper - lower) / 2 : 0;

    /// <inheritdoc/>
    public override Sampling Scaled(double factor) => Grown(factor, factor);

    /// <summary>With more of the same patients in each of both groups.</summary>
    /// <param name="group">By how many times.</param>
    /// <param name="reference">The same of the reference.</param>
    public ThresholdPartSampling Grown(double group, double reference) => new(_part, _group.Grown(group), _reference.Grown(reference), _degrees);

    /// <summary>The part of its variance that the reference's patients make, in [0, 1].</summary>
    public double OfReference
    {
        get
        {
            static double Variance(ThresholdPartSampling sampling) => sampling.Squares(1) is var (below, above) ? (below + above) / 2 : 0;
            return Variance(this) is > 0 and var all ? Math.Clamp(1 - (Variance(Grown(1, Plenty)) / all), 0, 1) : 0;
        }
    }

    /// <inheritdoc/>
    public override (double Lower, double Upper) Limits(double z)
    {
        var (below, above) = Squares(_degrees is { } degrees ? CriticalValue.Student(Math.Min(z, ClusteredContrast.LargestCritical), degrees) : z);
        return (Math.Max(-1, _part.Value - Math.Sqrt(below)), Math.Min(1, _part.Value + Math.Sqrt(above)));
    }

    private (double Below, double Above) Squares(double z) => (_part.IsOfFlagged, _part.IsMade) switch
    {
        (true, true) => OfFlaggedMade(z),
        (true, false) => OfFlaggedRemaining(z),
        (false, true) => OfMade(z),
        _ => OfRemaining(z),
    };

    private HeldRate Other => _part.Held == HeldRate.Sensitivity ? HeldRate.FalsePositiveRate : HeldRate.Sensitivity;

    // A share of so many of the group's patients as another one of them is.
    private static (double Lower, double Upper) Like(ProportionSampling share, double proportion, double z) => new ProportionSampling(Math.Clamp(proportion, 0, 1), share.Size).Limits(z);

    // Where on the group's curve the reference's rate stands by the group's own patients: of n of them, an order statistic varies as a share of n + 2.
    private (double Lower, double Upper) Position(double z) => new ProportionSampling(_reference.Of(_part.Held).Proportion, _group.Of(_part.Held).Size + 2).Limits(z);

    private (double Lower, double Upper) Reach(double z)
    {
        var (held, (low, high), (least, most)) = (_reference.Of(_part.Held).Proportion, _reference.Of(_part.Held).Limits(z), Position(z));
        return (Along(Math.Max(0, held - double.Hypot(held - low, held - least))), Along(Math.Min(1, held + double.Hypot(high - held, most - held))));
    }

    private double Along(double held) => _part.Along.At(held);

    // What n patients show of a distance along the curve is, squared, too large by its own variance, which the limits of the rate that is read there hold already.
    // Of a single one, as clusters may leave, nothing is known of that variance.
    private static (double Lower, double Upper) WithoutNoise((double Lower, double Upper) reach, double own, double size)
    {
        double Distance(double seen) => seen <= 0 ? 0 : size <= 1 ? seen : Math.Min(seen, Math.Sqrt(Math.Max(0, ((seen * seen * size) - seen) / (size - 1))));
        return (own - Distance(own - reach.Lower), own + Distance(reach.Upper - own));
    }

    // S(u) − T: the group's rate, where on its curve it is read, and the reference's rate.
    private (double Below, double Above) OfRemaining(double z)
    {
        var sum = new Squared();
        sum.Add(Like(_group.Of(Other), _part.Own, z), _part.Own);
        sum.Add(WithoutNoise(Reach(z), _part.Own, _group.Of(Other).Size), _part.Own);
        sum.Take(_reference.Of(Other).Limits(z), _reference.Of(Other).Proportion);
        return sum.Sides;
    }

    // T − S(u): with both thresholds given, a share of the patients stands between them; and where the own one lies.
    private (double Below, double Above) OfMade(double z)
    {
        var sum = new Squared();
        sum.Add(Between(_group.Of(Other), _part.Value, z), _part.Value);
        sum.Take(Reach(z), _part.Own);
        return sum.Sides;
    }

    // Of a share with the sign of the side on which the patients stand; where there are none, the thresholds tell the side, if they differ.
    private (double Lower, double Upper) Between(ProportionSampling of, double share, double z)
    {
        var (low, high) = Like(of, Math.Abs(share), z);
        static int Sign(double difference) => Math.Abs(difference) < Rounding ? 0 : Math.Sign(difference);
        var side = Sign(share) is not 0 and var shown ? shown : Sign(_group.Of(_part.Held).Proportion - _reference.Of(_part.Held).Proportion);
        return side > 0 ? (low, high) : side < 0 ? (-high, -low) : (-high, high);
    }

    // π (T − S(u)) + (1 − π) (F − u).
    private (double Below, double Above) OfFlaggedMade(double z)
    {
        var (u, rate, events) = (_reference.FalsePositiveRate, _group.FalsePositiveRate, _group.WithEvent.Proportion);
        var sum = new Squared();
        // Patients without the event make both F and where the own threshold lies, in the same direction.
        var ((low, high), (least, most)) = (rate.Limits(z), Position(z));
        sum.Add(((1 - events) * low) - (events * Math.Max(_part.OwnSensitivity, Along(most))), ((1 - events) * high) - (events * Math.Min(_part.OwnSensitivity, Along(least))),
            ((1 - events) * rate.Proportion) - (events * _part.OwnSensitivity));
        (low, high) = u.Limits(z);
        sum.Take((events * Math.Min(_part.OwnSensitivity, Along(low))) + ((1 - events) * low), (events * Math.Max(_part.OwnSensitivity, Along(high))) + ((1 - events) * high),
            (events * _part.OwnSensitivity) + ((1 - events) * u.Proportion));
        var between = _group.Sensitivity.Proportion - _part.OwnSensitivity;
        sum.Add(Between(_group.Sensitivity, between, z), between, events);
        sum.Add(_group.WithEvent.Limits(z), events, between - (rate.Proportion - u.Proportion));
        return sum.Sides;
    }

    // π S(u) + (1 − π) u − π' T − (1 − π') u.
    private (double Below, double Above) OfFlaggedRemaining(double z)
    {
        var (u, events, ofReference) = (_reference.FalsePositiveRate, _group.WithEvent.Proportion, _reference.WithEvent.Proportion);
        var sum = new Squared();
        sum.Add(Like(_group.Sensitivity, _part.OwnSensitivity, z), _part.OwnSensitivity, events);
        sum.Add(_reference.Sensitivity.Limits(z), _reference.Sensitivity.Proportion, -ofReference);
        sum.Add(_group.WithEvent.Limits(z), events, _part.OwnSensitivity - u.Proportion);
        sum.Add(_reference.WithEvent.Limits(z), ofReference, u.Proportion - _reference.Sensitivity.Proportion);
        var (least, most) = Position(z);
        sum.Add(WithoutNoise((Along(least), Along(most)), _part.OwnSensitivity, _group.Sensitivity.Size), _part.OwnSensitivity, events);
        var (low, high) = u.Limits(z);
        double At(double held) => (events * Along(held)) + ((ofReference - events) * held);
        sum.Add(Math.Min(At(low), At(high)), Math.Max(At(low), At(high)), (events * _part.OwnSensitivity) + ((ofReference - events) * u.Proportion));
        return sum.Sides;
    }

    // Distances of limits from their figures; a limit on the wrong side is none.
    private sealed class Squared
    {
        public (double Below, double Above) Sides { get; private set; }

        public void Add(double lower, double upper, double value) => Sides = (Sides.Below + Square(value - lower), Sides.Above + Square(upper - value));

        public void Take(double lower, double upper, double value) => Sides = (Sides.Below + Square(upper - value), Sides.Above + Square(value - lower));

        public void Add((double Lower, double Upper) limits, double value, double times = 1)
        {
            if (times >= 0) Add(times * limits.Lower, times * limits.Upper, times * value);
            else Add(times * limits.Upper, times * limits.Lower, times * value);
        }

        public void Take((double Lower, double Upper) limits, double value) => Take(limits.Lower, limits.Upper, value);

        private static double Square(double distance) => distance > 0 ? distance * distance : 0;
    }
}

/// <summary>One of both parts of a gap, with what its limits are read from.</summary>
/// <param name="Value">The part.</param>
/// <param name="IsMade">True for the part that the threshold makes, false for what remains.</param>
/// <param name="IsOfFlagged">True for the share flagged; else the rate is the other one than <paramref name="Held"/>.</param>
/// <param name="Held">What is held at the reference's.</param>
/// <param name="Own">The group's figure at its own threshold.</param>
/// <param name="OwnSensitivity">Its sensitivity there.</param>
/// <param name="Along">The group's other rate over the one that is held.</param>
internal sealed record PartOfGap(double Value, bool IsMade, bool IsOfFlagged, HeldRate Held, double Own, double OwnSensitivity, OrderedCurve Along);

/// <summary>The shares of a group at the threshold in force, with Wilson's limits.</summary>
/// <param name="Sensitivity">Of those with the event who are flagged.</param>
/// <param name="FalsePositiveRate">Of those without.</param>
/// <param name="WithEvent">Of all who have the event.</param>
internal sealed record SharesOfGroup(ProportionSampling Sensitivity, ProportionSampling FalsePositiveRate, ProportionSampling WithEvent)
{
    /// <summary>Of a group with both outcomes.</summary>
    /// <param name="evidence">The group.</param>
    public static SharesOfGroup Of(SubgroupEvidence evidence)
    {
        var (cells, method) = (evidence.Confusion, ProportionMethod.Wilson);
        return new(cells.TruePositives.Of(cells.Events, method), cells.FalsePositives.Of(cells.NonEvents, method), cells.Events.Of(cells.All, method));
    }

    /// <summary>One of both rates.</summary>
    /// <param name="rate">Which.</param>
    public ProportionSampling Of(HeldRate rate) => rate == HeldRate.Sensitivity ? Sensitivity : FalsePositiveRate;

    /// <summary>With more of the same patients.</summary>
    /// <param name="factor">By how many times.</param>
    public SharesOfGroup Grown(double factor) => new(Sensitivity.Grown(factor), FalsePositiveRate.Grown(factor), WithEvent.Grown(factor));
}
