namespace AuditHarness.Statistics;

/// <summary>
/// An area under the ROC curve; limits are the areas at which the estimate lies just z standard errors away, with the variance that
/// holds at that area, as Wilson's do for a share. They stay in [0, 1], need two patients only, and hold at perfect separation too,
/// where DeLong's variance is 0.
/// </summary>
/// <remarks>
/// Newcombe (2006), Stat. Med. 25:559–573, method 5: the variance of Hanley and McNeil as a function of the area, with the mean of
/// their two components for both classes. Here each class's component is multiplied by how much larger the sample's own (DeLong's) is,
/// drawn towards 1 as if by <see cref="Prior"/> more patients, in the manner of Smyth (2004), Stat. Appl. Genet. Mol. Biol. 3:3: the
/// formula alone errs when scores are not as it takes them to be, DeLong's alone falls short in small classes. A class of one patient shows nothing
/// of how placements spread, and that scores are as the formula takes them to be is then mere belief: there the component is the largest that
/// any scores can have, A (1 − A) (Birnbaum and Klose 1957, Ann. Math. Stat. 28:933–945). Of m patients it counts 1 to the formula's (m − 1)²:
/// of second order beside the error of a variance of m − 1 degrees of freedom, which <see cref="Prior"/> takes care of.
/// </remarks>
/// <param name="area">In [0, 1].</param>
/// <param name="eventSpread">Mean squared distance of the events' placements from the area, not negative.</param>
/// <param name="nonEventSpread">The same of the non-events.</param>
/// <param name="events">Patients with an event, or their effective number; at least 1.</param>
/// <param name="nonEvents">Patients without; at least 1.</param>
/// <param name="inflation">By how much a design makes the variance larger.</param>
public sealed class AreaSampling(double area, double eventSpread, double nonEventSpread, double events, double nonEvents, double inflation = 1) : Sampling
{
    /// <summary>Patients of each class whose placements the formula stands for.</summary>
    public const double Prior = 10;

    private const int Halvings = 52;

    private readonly double _eventRatio = Ratio(area, eventSpread, events), _nonEventRatio = Ratio(area, nonEventSpread, nonEvents);

    /// <inheritdoc/>
    public override Phrase Method { get; } = Phrase.Of($"score interval, Newcombe's method 5 with DeLong's variance");

    /// <inheritdoc/>
    public override double StandardError => Math.Sqrt(VarianceAt(area));

    /// <inheritdoc/>
    public override Sampling Scaled(double factor) =>
        new AreaSampling(area, eventSpread, nonEventSpread, Math.Max(1, events * factor), Math.Max(1, nonEvents * factor), inflation);

    // The whole variance, and not the number of patients: the part of single pairs falls with its square.
    internal override Sampling Inflated(double factor) => new AreaSampling(area, eventSpread, nonEventSpread, events, nonEvents, inflation * factor);

    /// <inheritdoc/>
    public override (double Lower, double Upper) Limits(double z)
    {
        var (lower, upper) = ((Outside: 0.0, Inside: area), (Inside: area, Outside: 1.0));
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (lower.Outside + lower.Inside) / 2;
            lower = IsWithin(middle, z) ? (lower.Outside, middle) : (middle, lower.Inside);
            middle = (upper.Outside + upper.Inside) / 2;
            upper = IsWithin(middle, z) ? (middle, upper.Outside) : (upper.Inside, middle);
        }
        return (lower.Inside, upper.Inside);
    }

    private bool IsWithin(double candidate, double z) => (area - candidate) * (area - candidate) <= z * z * VarianceAt(candidate);

    /// <summary>Variance of such an estimate where the true area is another one.</summary>
    /// <param name="at">The true area, in [0, 1].</param>
    public double VarianceAt(double at) => inflation *
        ((at * (1 - at)) + (Spread(at, _eventRatio, events) * (nonEvents - 1)) + (Spread(at, _nonEventRatio, nonEvents) * (events - 1))) / (events * nonEvents);

    private static double Spread(double at, double ratio, double size) => ((at * (1 - at)) + ((size - 1) * (size - 1) * ratio * Component(at))) / (1 + ((size - 1) * (size - 1)));

    // The mean of P(both of two events above one non-event) − A² and P(one event above both of two non-events) − A².
    private static double Component(double at) => at * (1 - at) * (((1 - at) / (2 - at)) + (at / (1 + at))) / 2;

    private static double Ratio(double area, double spread, double size) =>
        area is <= 0 or >= 1 ? 1 : (Prior + (size * spread / Component(area))) / (Prior + size - 1);
}
