using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Statistics;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Simulation;

/// <summary>
/// A population whose figures are known, from which patients are drawn: a marker that is normal with variance 1 with and without the
/// event, so that the true risk has a closed form, and a score that errs from it in a declared way. The truth of a metric is the metric
/// itself, measured on a fine grid of the marker that carries the population's probabilities as weights: no metric needs code of its own.
/// </summary>
/// <param name="Prevalence">Share of patients with the event, in (0, 1).</param>
/// <param name="Auroc">Probability that a patient with the event has the larger marker, in (0.5, 1).</param>
public sealed record BinormalPopulation(double Prevalence, double Auroc)
{
    // Too moderate and a little too high: figures of calibration are then not those of a perfect model.
    private const double LogitShift = 0.2, LogitSlope = 0.8;
    private const double Step = 1.0 / 1024, Tail = 8.5;
    // The grid stands for so many patients; what a metric corrects for the size of a sample vanishes.
    private const double Patients = 1e9;

    /// <summary>True for scores that are the true risks: calibrated in every group.</summary>
    public bool IsCalibrated { get; init; }

    /// <summary>Added to the log-odds of every score: above 0 for a group whose risks are overstated.</summary>
    public double ScoreShift { get; init; }

    /// <summary>Flagged when score >= threshold; null takes the score that flags <see cref="FlaggedShare"/> of this population.</summary>
    public double? FixedThreshold { get; init; }

    /// <summary>Share of patients flagged where no threshold is fixed.</summary>
    public const double FlaggedShare = 0.2;

    // Metrics that need a declared cost have one.
    private static readonly MeasurePlan Measures = MeasurePlan.Default with { Costs = new(1, 1, 0, 10) };

    /// <summary>Distance of the two means of the marker: AUROC = Φ(d / √2).</summary>
    public double Separation => Math.Sqrt(2) * Normal.InvCDF(0, 1, Auroc);

    /// <summary>Flagged when score >= threshold.</summary>
    public double Threshold => FixedThreshold ?? Score(Cut);

    /// <summary>The true risk of a patient: the exact posterior probability of the event.</summary>
    /// <param name="marker">The marker.</param>
    public double Risk(double marker) => 1 / (1 + Math.Exp(-LogitOfRisk(marker)));

    /// <summary>The predicted risk: logit(score) = logit(prevalence) + 0.2 + 0.8 (logit(risk) − logit(prevalence)) + shift, or logit(risk) + shift.</summary>
    /// <param name="marker">The marker.</param>
    public double Score(double marker) => 1 / (1 + Math.Exp(-LogitOfScore(marker)));

    /// <summary>The whole population, as metrics read it.</summary>
    public SubgroupEvidence Evidence()
    {
        var cut = Cut;
        int from = (int)Math.Floor((-Tail - cut) / Step), to = (int)Math.Ceiling((Separation + Tail - cut) / Step);
        var ranked = new RankedScores(new double[to - from], new Tallies(to - from), new Tallies(to - from));
        for (var i = 0; i < ranked.Count; i++)
        {
            // The threshold lies on an edge of the grid, so that no cell is cut in two.
            double lower = cut + ((from + i) * Step), upper = lower + Step;
            ranked.Scores[i] = Score(lower + (Step / 2));
            ranked.Events[i] = Cell(Prevalence * Between(lower - Separation, upper - Separation));
            ranked.NonEvents[i] = Cell((1 - Prevalence) * Between(lower, upper));
        }
        return new(Subgroup.Overall, ranked, Threshold, weighted: true) { Measures = Measures };
    }

    /// <summary>Patients drawn at random.</summary>
    /// <param name="patients">How many.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="weighted">
    /// True for a sample with weights: events come with twice their odds and half their weight, and weights differ by a further 1, 2 or 3
    /// among them. The figures to be estimated are the population's all the same.
    /// </param>
    public (double[] Scores, byte[] Labels, double[]? Weights) Draw(int patients, CounterRandom random, bool weighted = false)
    {
        var odds = Prevalence / (1 - Prevalence) * (weighted ? 2 : 1);
        var share = odds / (1 + odds);
        var (scores, labels, weights) = (new double[patients], new byte[patients], weighted ? new double[patients] : null);
        for (var i = 0; i < patients; i++)
        {
            var hasEvent = random.NextUniform() < share;
            labels[i] = hasEvent ? (byte)1 : (byte)0;
            scores[i] = Score(random.NextNormal() + (hasEvent ? Separation : 0));
            if (weights is not null) weights[i] = (hasEvent ? 0.5 : 1) * Math.Ceiling(3 * random.NextUniform());
        }
        return (scores, labels, weights);
    }

    /// <summary>Patients drawn at random, as metrics read them.</summary>
    /// <param name="patients">How many.</param>
    /// <param name="seed">Where chance comes from; also the evidence's own seed.</param>
    /// <param name="replicate">Which draw.</param>
    /// <param name="weighted">True for a sample with weights.</param>
    public SubgroupEvidence Sample(int patients, Seed seed, int replicate, bool weighted = false)
    {
        var (scores, labels, weights) = Draw(patients, seed.Generator((ulong)replicate), weighted);
        var order = new ScoreOrder(scores, labels, weights);
        return new(Subgroup.Overall, order.Split(GroupIndex.Overall(patients))[0], Threshold, order.IsWeighted) { Measures = Measures, Seed = seed.For($"{replicate}") };
    }

    private double LogitOfPrevalence => Math.Log(Prevalence / (1 - Prevalence));

    private double LogitOfRisk(double marker) => LogitOfPrevalence + (Separation * (marker - (Separation / 2)));

    private double LogitOfScore(double marker) => LogitOfPrevalence + Shift + (Slope * (LogitOfRisk(marker) - LogitOfPrevalence));

    private double Shift => ScoreShift + (IsCalibrated ? 0 : LogitShift);

    private double Slope => IsCalibrated ? 1 : LogitSlope;

    // The marker from which patients are flagged.
    private double Cut
    {
        get
        {
            if (FixedThreshold is { } threshold)
                return (Separation / 2) + ((Math.Log(threshold / (1 - threshold)) - LogitOfPrevalence - Shift) / (Slope * Separation));
            double low = -Tail, high = Separation + Tail;
            for (var i = 0; i < 80; i++)
            {
                var middle = (low + high) / 2;
                var flagged = (Prevalence * Normal.CDF(0, 1, Separation - middle)) + ((1 - Prevalence) * Normal.CDF(0, 1, -middle));
                if (flagged > FlaggedShare) low = middle;
                else high = middle;
            }
            return (low + high) / 2;
        }
    }

    // From the side of the smaller tail, where differences are exact.
    private static double Between(double lower, double upper) =>
        lower > 0 ? Normal.CDF(0, 1, -lower) - Normal.CDF(0, 1, -upper) : Normal.CDF(0, 1, upper) - Normal.CDF(0, 1, lower);

    private static Tally Cell(double probability) => new(1, probability, probability / Patients);
}
