using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Simulation;

/// <summary>
/// How the model turns true log-odds into a score, for patients who are alike in everything else it looks at. In order: risk times
/// detection, plus shift and proxy in log-odds, stretched about the threshold.
/// </summary>
/// <param name="Detection">Probability in (0, 1] that an event was recorded where the model was trained.</param>
/// <param name="ProxyMean">Mean of the proxy's part of the score, in log-odds.</param>
/// <param name="Shift">Added log-odds of the region and insurance.</param>
/// <param name="Stretch">Stretch about the threshold, positive.</param>
public readonly record struct ScoreMechanism(double Detection, double ProxyMean, double Shift, double Stretch)
{
    /// <summary>Log-odds of the score.</summary>
    /// <param name="plan">The simulation.</param>
    /// <param name="trueLogOdds">True log-odds of the event.</param>
    /// <param name="proxy">The proxy's part, in log-odds.</param>
    public double ScoreLogOdds(SimulationPlan plan, double trueLogOdds, double proxy)
    {
        var recorded = Detection == 1 ? trueLogOdds : SpecialFunctions.Logit(Detection * SpecialFunctions.Logistic(trueLogOdds));
        var threshold = plan.ThresholdLogOdds;
        return threshold + (Stretch * (recorded + Shift + proxy - threshold));
    }

    /// <summary>
    /// Distribution of the score's log-odds among patients with or without the event, integrated over the proxy. The true log-odds
    /// are normal given the event, so given the proxy the distribution is a normal one seen through an increasing function.
    /// </summary>
    /// <param name="plan">The simulation.</param>
    /// <param name="hasEvent">Whom it is about.</param>
    /// <param name="scoreLogOdds">Where.</param>
    /// <returns>Probability of a score below, and density there.</returns>
    public (double Below, double Density) Distribution(SimulationPlan plan, bool hasEvent, double scoreLogOdds)
    {
        // The trapezoid rule on a normal density converges faster than any power; at ¾ of a deviation it errs by 1e-15.
        const double step = 0.75;
        const int reach = 10;
        var separation = plan.Separation;
        var mean = SpecialFunctions.Logit(plan.Prevalence) + ((hasEvent ? 0.5 : -0.5) * separation * separation);
        var unstretched = plan.ThresholdLogOdds + ((scoreLogOdds - plan.ThresholdLogOdds) / Stretch);
        double below = 0, density = 0;
        for (var k = -reach; k <= reach; k++)
        {
            var weight = step * Normal.PDF(0, 1, k * step);
            var proxy = ProxyMean + (plan.Proxy.Weight * plan.Proxy.Deviation * k * step);
            var recordedRisk = SpecialFunctions.Logistic(unstretched - Shift - proxy);
            var risk = recordedRisk / Detection;
            if (risk >= 1)
            {
                below += weight;
                continue;
            }
            var standard = (Math.Log(risk / (1 - risk)) - mean) / separation;
            below += weight * Normal.CDF(0, 1, standard);
            density += weight * Normal.PDF(0, 1, standard) / separation * (1 - recordedRisk) / (1 - risk) / Stretch;
        }
        return (below, density);
    }
}
