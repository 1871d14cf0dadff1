using AuditHarness.Cohorts;
using AuditHarness.Metrics.Calibration;
using AuditHarness.Metrics.Discrimination;
using AuditHarness.Metrics.ErrorRates;
using MathNet.Numerics;

namespace AuditHarness.Simulation;

/// <summary>The truth about one group.</summary>
/// <param name="Subgroup">Which.</param>
/// <param name="Share">Its share of the population.</param>
/// <param name="Figures">Its figures.</param>
public sealed record TrueGroup(Subgroup Subgroup, double Share, IReadOnlyList<TrueFigure> Figures)
{
    /// <summary>The figure of a metric.</summary>
    /// <exception cref="InvalidOperationException">The truth does not tell that metric.</exception>
    public double Value(string metric) => Figures.First(f => f.Metric == metric).Value;
}

/// <summary>The value that a metric tends to as patients grow without bound.</summary>
/// <param name="Metric">Id in the metric catalog.</param>
/// <param name="Value">Finite.</param>
public sealed record TrueFigure(string Metric, double Value)
{
    /// <summary>All figures of a group.</summary>
    /// <param name="plan">The simulation.</param>
    /// <param name="scores">The group's distribution of scores.</param>
    public static IReadOnlyList<TrueFigure> All(SimulationPlan plan, ScoreDistribution scores)
    {
        var (prevalence, sensitivity, falsePositiveRate) = (plan.Prevalence, scores.Sensitivity, scores.FalsePositiveRate);
        var (truePositive, falsePositive) = (prevalence * sensitivity, (1 - prevalence) * falsePositiveRate);
        var flagged = truePositive + falsePositive;
        var trueNegative = 1 - prevalence - falsePositive;
        var (jointIntercept, slope) = scores.Recalibration(fixSlope: false);
        return
        [
            new(nameof(Prevalence), prevalence),
            new(nameof(SelectionRate), flagged),
            new(nameof(Sensitivity), sensitivity),
            new(nameof(Specificity), 1 - falsePositiveRate),
            new(nameof(PositivePredictiveValue), truePositive / flagged),
            new(nameof(NegativePredictiveValue), trueNegative / (1 - flagged)),
            new(nameof(FalsePositiveRate), falsePositiveRate),
            new(nameof(FalseNegativeRate), 1 - sensitivity),
            new(nameof(Accuracy), truePositive + trueNegative),
            new(nameof(BalancedAccuracy), (sensitivity + 1 - falsePositiveRate) / 2),
            new(nameof(AreaUnderRoc), scores.AreaUnderRoc),
            new(nameof(BrierScore), scores.Mean((x, outcome) => Square(SpecialFunctions.Logistic(x) - outcome))),
            new(nameof(LogLoss), scores.Mean((x, outcome) => -Math.Log(SpecialFunctions.Logistic(outcome == 1 ? x : -x)))),
            new(nameof(CalibrationIntercept), scores.Recalibration(fixSlope: true).Intercept),
            new(nameof(CalibrationJointIntercept), jointIntercept),
            new(nameof(CalibrationSlope), slope),
            new(nameof(ObservedExpectedRatio), prevalence / scores.Mean((x, _) => SpecialFunctions.Logistic(x))),
        ];
    }

    private static double Square(double x) => x * x;
}
