using AuditHarness.Audits;

namespace AuditHarness.Explanations;

/// <summary>
/// Margin attributions of a row stretched so that they add up on the scale of the risk. Every row keeps its shares; these are not the
/// Shapley values of the risk, and the name says so.
/// </summary>
public static class RescaledProbability
{
    /// <summary>φ · (risk(x) − risk(base)) / (margin(x) − base), with risk(·) of the link. The base value is the risk at the base margin.</summary>
    /// <param name="margin">Attributions of the margin.</param>
    /// <param name="link">From margin to risk.</param>
    /// <exception cref="ArgumentException">The attributions are not of the margin.</exception>
    public static Attributions Of(Attributions margin, Link link)
    {
        if (margin.Output != ExplainedOutput.Margin) throw new ArgumentException("Only attributions of the margin are rescaled.", nameof(margin));
        var factors = Array.ConvertAll(margin.Outputs, m => Slope(link, margin.BaseValue, m));
        double[] Scaled(double[] values) => [.. values.Select((v, at) => v * factors[at / margin.Players.Count])];
        return margin with
        {
            Values = Scaled(margin.Values), MonteCarloErrors = margin.MonteCarloErrors is { } errors ? Scaled(errors) : null,
            Outputs = Array.ConvertAll(margin.Outputs, m => Risk(link, m)), BaseValue = Risk(link, margin.BaseValue),
            Output = ExplainedOutput.Probability, Method = margin.Method + ", rescaled to the risk",
        };
    }

    // Of the chord; of the tangent where its ends (nearly) meet, for there the quotient is all rounding.
    private static double Slope(Link link, double from, double to)
    {
        if (link == Link.Identity) return 1;
        if (Math.Abs(to - from) > 1e-6) return (Risk(link, to) - Risk(link, from)) / (to - from);
        var middle = (from + to) / 2;
        return Risk(link, middle) * Risk(link, -middle);
    }

    private static double Risk(Link link, double margin) =>
        link == Link.Identity ? margin : margin >= 0 ? 1 / (1 + Math.Exp(-margin)) : Math.Exp(margin) / (1 + Math.Exp(margin));
}
