using MathNet.Numerics;

namespace AuditHarness.Simulation;

/// <summary>
/// Distribution of the score's log-odds with and without the event, tabulated on an even grid that has the threshold in its middle.
/// Integrals are taken by the trapezoid rule, which for smooth integrands that die out at both ends errs less than any power of
/// the step. Distributions mix: a group's is the weighted sum of those of its mechanisms.
/// </summary>
public sealed class ScoreDistribution
{
    private const double Step = 0.02;
    private const int Middle = 1250;
    private const int Points = (2 * Middle) + 1;

    private readonly SimulationPlan _plan;
    private readonly double[] _below1 = new double[Points], _below0 = new double[Points];
    private readonly double[] _density1 = new double[Points], _density0 = new double[Points];

    private ScoreDistribution(SimulationPlan plan) => _plan = plan;

    /// <summary>The distribution under one mechanism.</summary>
    /// <param name="plan">The simulation.</param>
    /// <param name="mechanism">How scores come about.</param>
    public static ScoreDistribution Of(SimulationPlan plan, ScoreMechanism mechanism)
    {
        var table = new ScoreDistribution(plan);
        for (var i = 0; i < Points; i++)
        {
            (table._below1[i], table._density1[i]) = mechanism.Distribution(plan, hasEvent: true, table.LogOdds(i));
            (table._below0[i], table._density0[i]) = mechanism.Distribution(plan, hasEvent: false, table.LogOdds(i));
        }
        return table;
    }

    /// <summary>The distribution in a group whose patients are scored by several mechanisms.</summary>
    /// <param name="plan">The simulation.</param>
    /// <param name="parts">Distributions with their shares, which add up to 1.</param>
    public static ScoreDistribution Mix(SimulationPlan plan, IEnumerable<(double Share, ScoreDistribution Part)> parts)
    {
        var mix = new ScoreDistribution(plan);
        foreach (var (share, part) in parts)
        {
            for (var i = 0; i < Points; i++)
            {
                mix._below1[i] += share * part._below1[i];
                mix._below0[i] += share * part._below0[i];
                mix._density1[i] += share * part._density1[i];
                mix._density0[i] += share * part._density0[i];
            }
        }
        return mix;
    }

    /// <summary>Share of patients with the event who are flagged.</summary>
    public double Sensitivity => 1 - _below1[Middle];

    /// <summary>Share of patients without the event who are flagged.</summary>
    public double FalsePositiveRate => 1 - _below0[Middle];

    /// <summary>Probability that a patient with the event has a higher score than one without.</summary>
    public double AreaUnderRoc
    {
        get
        {
            var sum = 0.0;
            for (var i = 0; i < Points; i++) sum += _below0[i] * _density1[i];
            return sum * Step;
        }
    }

    /// <summary>Mean of a function of the score and the outcome.</summary>
    /// <param name="ofLogOdds">Log-odds of the score and the outcome (0 or 1) in, a value out.</param>
    public double Mean(Func<double, int, double> ofLogOdds)
    {
        var sum = 0.0;
        for (var i = 0; i < Points; i++)
        {
            var x = LogOdds(i);
            sum += (_plan.Prevalence * _density1[i] * ofLogOdds(x, 1)) + ((1 - _plan.Prevalence) * _density0[i] * ofLogOdds(x, 0));
        }
        return sum * Step;
    }

    /// <summary>Recalibration model of the whole population: what logistic regression tends to as patients grow without bound.</summary>
    /// <param name="fixSlope">True to keep the slope at 1.</param>
    public (double Intercept, double Slope) Recalibration(bool fixSlope)
    {
        var (intercept, slope) = (0.0, 1.0);
        for (var iteration = 0; iteration < 50; iteration++)
        {
            double g0 = 0, g1 = 0, h00 = 0, h01 = 0, h11 = 0;
            for (var i = 0; i < Points; i++)
            {
                var x = LogOdds(i);
                var (events, others) = (_plan.Prevalence * _density1[i], (1 - _plan.Prevalence) * _density0[i]);
                var risk = SpecialFunctions.Logistic(intercept + (slope * x));
                var residual = (events * (1 - risk)) - (others * risk);
                var information = (events + others) * risk * (1 - risk);
                (g0, g1) = (g0 + residual, g1 + (residual * x));
                (h00, h01, h11) = (h00 + information, h01 + (information * x), h11 + (information * x * x));
            }
            var determinant = (h00 * h11) - (h01 * h01);
            var step0 = fixSlope ? g0 / h00 : ((h11 * g0) - (h01 * g1)) / determinant;
            var step1 = fixSlope ? 0 : ((h00 * g1) - (h01 * g0)) / determinant;
            (intercept, slope) = (intercept + step0, slope + step1);
            if (Math.Abs(step0) + Math.Abs(step1) < 1e-13) break;
        }
        return (intercept, slope);
    }

    private double LogOdds(int point) => _plan.ThresholdLogOdds + ((point - Middle) * Step);
}
