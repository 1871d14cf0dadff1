using AuditHarness.Cohorts;
using MathNet.Numerics;

namespace AuditHarness.Simulation;

/// <summary>One patient of a Monte Carlo sample, with what the truth's figures are about.</summary>
internal readonly record struct PopulationDraw(bool HasEvent, double LogOdds, double Score, bool IsFlagged)
{
    public double Outcome => HasEvent ? 1 : 0;
}

/// <summary>
/// Patients drawn by another generator and another route than the simulator's (System.Random, Box–Muller; the true log-odds at
/// once instead of laboratory values), scored forwards: an oracle for the quadrature, which runs backwards.
/// </summary>
internal sealed class PopulationDraws
{
    private readonly SimulationPlan _plan;
    private readonly PopulationDraw[] _draws;
    private readonly byte[][] _codes;

    private PopulationDraws(SimulationPlan plan, PopulationDraw[] draws, byte[][] codes) => (_plan, _draws, _codes) = (plan, draws, codes);

    public static PopulationDraws Of(SimulationPlan plan, int count, int seed)
    {
        var random = new Random(seed);
        var model = new SimulatedModel(plan);
        var attributes = plan.Attributes;
        var draws = new PopulationDraw[count];
        var columns = attributes.Select(_ => new byte[count]).ToArray();
        var codes = new int[attributes.Count];
        var separation = Math.Sqrt(plan.Laboratory.Sum(l => l.EventShift * l.EventShift));
        for (var i = 0; i < count; i++)
        {
            for (var k = 0; k < codes.Length; k++)
            {
                var (uniform, code) = (random.NextDouble(), 0);
                while (code < attributes[k].Shares.Count - 1 && (uniform -= attributes[k].Shares[code]) >= 0) code++;
                columns[k][i] = (byte)(codes[k] = code);
            }
            var hasEvent = random.NextDouble() < plan.Prevalence;
            var (radius, angle) = (Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())), 2 * Math.PI * random.NextDouble());
            var likelihoodRatio = separation * ((radius * Math.Cos(angle)) + (separation * (hasEvent ? 0.5 : -0.5)));
            var trueLogOdds = Math.Log(plan.Prevalence / (1 - plan.Prevalence)) + likelihoodRatio;
            var index = plan.Proxy.MeanAt(plan.Residence.Levels[codes[3]]) + (plan.Proxy.Deviation * radius * Math.Sin(angle));
            // The mechanism's own mean of the proxy is for the quadrature; here the proxy itself is drawn.
            var logOdds = model.Mechanism(codes).ScoreLogOdds(plan, trueLogOdds, plan.Proxy.Weight * (index - plan.Proxy.Mean));
            var score = SpecialFunctions.Logistic(logOdds);
            draws[i] = new PopulationDraw(hasEvent, logOdds, score, score >= plan.Threshold);
        }
        return new PopulationDraws(plan, draws, columns);
    }

    public PopulationDraw[] Of(Subgroup subgroup)
    {
        if (subgroup.IsOverall) return _draws;
        var conditions = subgroup.Conditions
            .Select(c => (Attribute: _plan.Attributes.Select(a => a.Name).ToList().IndexOf(c.Attribute), c.Level))
            .Select(c => (_codes[c.Attribute], _plan.Attributes[c.Attribute].Code(c.Level))).ToArray();
        return [.. _draws.Where((_, i) => Array.TrueForAll(conditions, c => c.Item1[i] == c.Item2))];
    }
}
