using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Expectations;
using AuditHarness.Models;

namespace AuditHarness.Disclosure;

/// <summary>Audits of made-up patients in small groups, where much must be hidden.</summary>
internal static class RandomCohort
{
    /// <summary>Seeded: 40 to 900 patients, one to three attributes and their intersections, scores with and without ties.</summary>
    public static (DiagnosticPlan Plan, ScoredCohort Cohort) Of(int seed, ReportProfile profile, bool weighted, int? patients = null)
    {
        var random = new Random(seed);
        var n = patients ?? (random.Next(3) == 0 ? random.Next(40, 120) : random.Next(120, 900));
        var attributes = Enumerable.Range(0, random.Next(1, 4)).Select(a => Attribute(random, "abc"[a].ToString(), random.Next(2, 5), n)).ToArray();
        var risk = 0.02 + (0.5 * random.NextDouble());
        var digits = random.Next(3) == 0 ? 1 : random.Next(2) == 0 ? 2 : 15;
        var (scores, labels, weights) = (new double[n], new byte[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            var u = random.NextDouble();
            scores[i] = Math.Round(u, digits);
            labels[i] = (byte)(random.NextDouble() < 2 * risk * u * (attributes[0].Codes[i] == 0 ? 0.6 : 1) ? 1 : 0);
            weights[i] = 0.25 + random.NextDouble();
        }
        (labels[0], labels[1]) = (0, 1);
        string[] names = [.. attributes.Select(a => a.Name)];
        // Of half of those with several attributes the last is a legitimate reason for differences too.
        var within = attributes.Length > 1 && seed % 2 == 0 ? new AttributePlan(names[^1], names[^1], null, null) : null;
        IReadOnlyList<IReadOnlyList<string>> intersections = [.. from x in Enumerable.Range(0, names.Length) from y in Enumerable.Range(x + 1, names.Length - x - 1) select new[] { names[x], names[y] }];
        return (
            new DiagnosticPlan
            {
                Name = "random", Data = new DataPlan("d.csv", "id", "y", "1", weighted ? "w" : null, null, null),
                Model = new ModelPlan("predictions", "p.csv", "id", "score", "m", null),
                Threshold = new ThresholdPlan.Fixed(random.Next(2) == 0 ? 0.5 : 0.85),
                Subgroups = new SubgroupPlan([.. names.Select(a => new AttributePlan(a, a, null, null))], names.Length == 3 && random.Next(2) == 0 ? [.. intersections, names] : intersections,
                    random.Next(4) switch { 0 => 1, 1 => 2, 2 => 10, _ => 30 }, "missing"),
                Fairness = within is null ? FairnessPlan.None : new([within], [within]),
                Audits = AuditCatalog.OfScores, Intervals = new IntervalPlan { Resamples = 200 }, Report = new ReportPlan("random", profile),
                Expectations =
                [
                    new Expectation { Index = 0, Metric = "Sensitivity", Where = [new("a", Expectation.EveryLevel)], Bound = Bound.AtLeast, Limit = 0.5, Evidence = Evidence.Point },
                    new Expectation { Index = 1, Metric = "PositivePredictiveValue", Where = [new("a", Expectation.EveryLevel)], Bound = Bound.AtLeast, Limit = 0.5 },
                ],
            },
            new ScoredCohort
            {
                Labels = labels, Scores = scores, Weights = weighted ? weights : null, Attributes = attributes, ParityStrata = within is null ? [] : [attributes[^1]], CaseMix = within is null ? [] : [attributes[^1]], Flow = new CohortFlow(n, [], 0, n, n, 0),
            });
    }

    private static AttributeColumn Attribute(Random random, string name, int levels, int rows)
    {
        // Unequal shares, so that some levels are rare.
        var shares = Enumerable.Range(0, levels).Select(_ => Math.Pow(random.NextDouble(), 2) + 0.01).ToArray();
        var codes = new int[rows];
        for (var i = 0; i < rows; i++)
        {
            var u = random.NextDouble() * shares.Sum();
            while (codes[i] < levels - 1 && (u -= shares[codes[i]]) > 0) codes[i]++;
        }
        var present = codes.Distinct().Order().ToArray();
        codes = Array.ConvertAll(codes, c => Array.IndexOf(present, c));
        var largest = codes.GroupBy(c => c).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First().Key;
        return new(name, [.. present.Select(p => $"{name}{p}")], codes, largest, false);
    }

    public static AuditResult Audited(DiagnosticPlan plan, ScoredCohort cohort) => Audit.Run(
        plan, cohort, new ModelIdentity("predictions", "m", null, new string('0', 64)), [new InputFile("config", "c.json", 1, new string('0', 64))], [], new RunInfo("run", default, 0, "0"), new AuditOptions { Workers = 1 });
}
