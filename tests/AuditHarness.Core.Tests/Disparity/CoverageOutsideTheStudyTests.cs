using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Disparity;

/// <summary>
/// How often 95 % limits hold a known truth where the populations of HONESTY.md cannot tell, as they have no strata, features, case mix or
/// other thresholds: within three Monte Carlo errors of 95 %, to either side.
/// </summary>
public sealed class CoverageOutsideTheStudyTests
{
    private const int Worlds = 300;

    private static readonly double s_three = 3 * Math.Sqrt(0.95 * 0.05 / Worlds);

    // In three strata how many have the event, and how many of those without and with it are flagged in the first group; in each further group
    // so many more. Groups differ in where they are.
    private static readonly (double Events, double Vain, double Found)[] s_strata = [(0.2, 0.1, 0.35), (0.4, 0.25, 0.5), (0.5, 0.4, 0.7)];
    private static readonly int[][] s_large = [[60, 50, 30], [30, 50, 60]], s_threeGroups = [[60, 50, 30], [30, 50, 60], [40, 20, 40]];
    private static readonly int[][] s_sparse = [[12, 10, 6, 12, 10, 6, 12, 10, 6], [6, 10, 12, 6, 10, 12, 6, 10, 12]];

    private const double More = 0.15;

    private static ComparedCohort Stratified(int world, int[][] sizes)
    {
        var random = new Seed(11).For($"strata {world}").Generator();
        List<(double Score, byte Label, string Group, string Stratum)> rows = [];
        for (var g = 0; g < sizes.Length; g++)
            for (var s = 0; s < sizes[g].Length; s++)
                for (var i = 0; i < sizes[g][s]; i++)
                {
                    var (events, vain, found) = s_strata[s % s_strata.Length];
                    var isEvent = random.NextUniform() < events;
                    rows.Add((random.NextUniform() < (isEvent ? found : vain) + (g * More) ? 0.75 : 0.25, (byte)(isEvent ? 1 : 0), $"g{g}", $"s{s}"));
                }
        return new([.. rows.Select(r => r.Score)], [.. rows.Select(r => r.Label)], [.. rows.Select(r => r.Group)]) { Strata = [.. rows.Select(r => r.Stratum)], Reference = "g0" };
    }

    // As it is the same in every stratum, it is the truth whatever the strata weigh.
    [TestCase("DemographicParityWithinStrata", false)]
    [TestCase("EqualOpportunityWithinStrata", false)]
    [TestCase("PredictiveEqualityWithinStrata", false)]
    [TestCase("DemographicParityWithinStrata", true)]
    public void A_difference_that_is_the_same_in_every_stratum_lies_within_its_limits(string id, bool sparse) =>
        AssertHeld(Enumerable.Range(0, Worlds).Count(world => Holds(Stratified(world, sparse ? s_sparse : s_large).Compare(id)[0].Interval!, More)));

    [Test]
    public void A_conditional_demographic_disparity_lies_within_its_limits_alone_and_with_those_of_all_groups()
    {
        double[] truths = [.. Enumerable.Range(0, 3).Select(Truth)];
        var entry = DisparityCatalog.Entries.Single(d => d.Info.Id == nameof(ConditionalDemographicDisparity));
        var (alone, together) = (new int[3], 0);
        for (var world = 0; world < Worlds; world++)
        {
            var gaps = entry.Compare(Stratified(world, s_threeGroups).Context);
            for (var g = 0; g < 3; g++)
                if (gaps[g].Limits!.At(CriticalValue.TwoSided(0.95)) is var (lower, upper) && lower <= truths[g] && truths[g] <= upper) alone[g]++;
            if (gaps.Zip(truths).All(p => Holds(p.First.Disparity.Interval!, p.Second))) together++;
        }
        foreach (var held in alone) AssertHeld(held);
        AssertHeld(together);

        static double Truth(int group)
        {
            double sum = 0, all = 0;
            for (var s = 0; s < s_strata.Length; s++)
            {
                var (events, vain, found) = s_strata[s];
                double[] flagged = [.. s_threeGroups.Select((sizes, g) => sizes[s] * ((events * found) + ((1 - events) * vain) + (g * More)))];
                double[] others = [.. s_threeGroups.Select((sizes, g) => sizes[s] - flagged[g])];
                var patients = s_threeGroups.Sum(sizes => sizes[s]);
                (sum, all) = (sum + (patients * ((others[group] / others.Sum()) - (flagged[group] / flagged.Sum()))), all + patients);
            }
            return sum / all;
        }
    }

    // Decisions drawn with the same chance p near each other do not depend on the decisions of the neighbours: they differ from them by 2 p (1 − p)
    // on average, however many neighbours there are and whoever they are. Where p differs between two places far apart, patients of one are
    // taken as if they varied together, which they need not: then limits hold more often (0.99 of 1,000 worlds).
    [TestCase(0.3, 0.3)]
    [TestCase(0.1, 0.6)]
    public void A_consistency_lies_within_its_limits(double here, double there)
    {
        var truth = 1 - (here * (1 - here)) - (there * (1 - there));
        var held = Enumerable.Range(0, Worlds).Count(world =>
        {
            var random = new Seed(12).For($"consistency {world}").Generator();
            double[] x = [.. Enumerable.Range(0, 200).Select(_ => random.NextUniform() + (random.NextUniform() < 0.5 ? 10 : 0))];
            return Holds(new ComparedCohort([.. x.Select(a => random.NextUniform() < (a > 5 ? there : here) ? 0.75 : 0.25)], [.. x.Select((_, i) => (byte)(i % 2))], [.. x.Select((_, i) => $"g{i % 2}")])
            {
                Features = new([new FeatureColumn.Numeric("x", x)]),
            }.Compare(nameof(Consistency)).Single().Interval!, truth);
        });
        if (here == there) AssertHeld(held);
        else Assert.That(held / (double)Worlds, Is.GreaterThan(0.95 - s_three));
    }

    // Every number of flips there may be, each with its probability: nothing else is left to chance.
    [TestCase(40)]
    [TestCase(80)]
    public void A_flip_rate_lies_within_its_limits_as_often_as_they_say_on_average_and_hardly_less_often_anywhere(int patients)
    {
        Interval[] limits = [.. Enumerable.Range(0, patients + 1).Select(flips =>
        {
            // Of the second group: 0.45 is flagged with 0.1 more, 0.2 is not.
            double[] x = [.. Enumerable.Range(0, 20).Select(i => i / 20.0), .. Enumerable.Range(0, patients).Select(i => i < flips ? 0.45 : 0.2)];
            int[] codes = [.. x.Select((_, i) => i < 20 ? 0 : 1)];
            var (model, features) = (new Preferring(), new FeatureTable([new FeatureColumn.Text("given", ["a", "b"], codes), new FeatureColumn.Numeric("x", x)]));
            var gap = new ComparedCohort(model.Score(features), [.. x.Select((_, i) => (byte)(i % 2))], [.. codes.Select(c => c == 0 ? "a" : "b")])
            {
                Features = features, Scorer = model, ModelFeatures = [new("given", "a", FeatureKind.Text), new("x", "x", FeatureKind.Number)], Reference = "a",
            }.Compare(nameof(CounterfactualFlipRate)).Single();
            Assert.That(gap.Value, Is.EqualTo(flips / (double)patients).Within(1e-12));
            return gap.Interval!;
        })];
        double[] held = [.. Enumerable.Range(1, 50).Select(r => Enumerable.Range(0, patients + 1).Where(k => Holds(limits[k], r / 100.0)).Sum(k => Binomial.PMF(r / 100.0, patients, k)))];
        Assert.That(held.Average(), Is.InRange(0.945, 0.965));
        Assert.That(held.Min(), Is.GreaterThan(0.93));
    }

    [TestCase("SelectionRate")]
    [TestCase("Sensitivity")]
    [TestCase("FalsePositiveRate")]
    [TestCase("PositivePredictiveValue")]
    [TestCase("Accuracy")]
    [TestCase("AreaUnderRoc")]
    [TestCase("BrierScore")]
    [TestCase("ObservedExpectedRatio")]
    public void A_gap_with_everybodys_case_mix_lies_within_its_limits(string id)
    {
        var (metric, mix) = CaseMixGap.Figures.Single(f => f.Metric.Info.Id == id);
        var truth = CaseMixWorld.Truth(id);
        AssertHeld(Enumerable.Range(0, Worlds).Count(world => Holds(CaseMixWorld.Draw(world, metric, mix).Interval!, truth)));
    }

    // Non-events N(m, 1), events N(m + d, 1), flagged above 1: the group has m = −0.5, d = 1, the reference m = 0, d = 1.5, and each patient the event with a chance of a third.
    [Test]
    public void What_the_threshold_makes_of_a_gap_and_what_remains_lie_within_their_limits()
    {
        const int patients = 240;
        double P(double x) => Normal.CDF(0, 1, x);
        var (inForce, other) = ((Sensitivity: P(-0.5), Vain: P(-1.5)), (Sensitivity: P(0.5), Vain: P(-1)));
        // Where the group's curve, Φ(1 + Φ⁻¹(f)), has the other rate of the reference.
        var (sensitivity, vain) = (P(1 + Normal.InvCDF(0, 1, other.Vain)), P(Normal.InvCDF(0, 1, other.Sensitivity) - 1));
        double Flagged(double found, double inVain) => (found + (2 * inVain)) / 3;
        double[] truths =
        [
            inForce.Sensitivity - sensitivity, sensitivity - other.Sensitivity, inForce.Vain - vain, vain - other.Vain,
            Flagged(inForce.Sensitivity, inForce.Vain) - Flagged(sensitivity, other.Vain), Flagged(sensitivity, other.Vain) - Flagged(other.Sensitivity, other.Vain),
        ];
        var held = new int[truths.Length];
        for (var world = 0; world < Worlds; world++)
        {
            var (group, reference) = (Group("group", world, -0.5, 1), Group("reference", world, 0, 1.5));
            var parts = ThresholdPart.Sampled(group, reference, (SharesOfGroup.Of(group), SharesOfGroup.Of(reference)))!;
            foreach (var (k, sampling) in parts.SelectMany(p => new[] { p.Threshold!, p.Remaining! }).Index())
                if (Holds(sampling.Interval(0.95), truths[k])) held[k]++;
        }
        Assert.Multiple(() => { foreach (var h in held) AssertHeld(h); });

        static SubgroupEvidence Group(string name, int world, double mean, double apart)
        {
            var seed = new Seed(14).For($"{name} {world}");
            var random = seed.For("patients").Generator();
            byte[] labels = [.. Enumerable.Range(0, patients).Select(_ => (byte)(random.NextUniform() < 1 / 3.0 ? 1 : 0))];
            double[] scores = [.. labels.Select(label => 1 / (1 + Math.Exp(-(random.NextNormal() + mean + (label * apart)))))];
            return new(Subgroup.Overall, new ScoreOrder(scores, labels, null).Split(GroupIndex.Overall(patients))[0], 1 / (1 + Math.Exp(-1.0)), weighted: false);
        }
    }

    private static bool Holds(Interval interval, double truth) => interval.Lower <= truth && truth <= interval.Upper;

    private static void AssertHeld(int held) => Assert.That(held / (double)Worlds, Is.EqualTo(0.95).Within(s_three));

    /// <summary>Two groups as large as each other, a older than b; old and young have the event and their scores at other rates, and so have the groups.</summary>
    private static class CaseMixWorld
    {
        private const int Patients = 400, Flagged = 3;
        private static readonly double[] s_levels = [0.1, 0.3, 0.45, 0.6, 0.8];
        private static readonly double[] s_old = [0.6, 0.3];

        private static double Events(int group, int old) => (old == 1 ? 0.45 : 0.2) + (group == 0 ? 0.1 : 0);

        private static double[] Scores(int group, int old, int isEvent) => (old, isEvent) switch
        {
            (0, 0) => [0.5 - (group * 0.1), 0.2 + (group * 0.1), 0.15, 0.1, 0.05],
            (0, 1) => [0.2, 0.2, 0.2, 0.2, 0.2],
            (1, 0) => [0.3, 0.25, 0.2, 0.15, 0.1],
            _ => [0.05 + (group * 0.1), 0.15, 0.2, 0.25, 0.35 - (group * 0.1)],
        };

        /// <summary>Group a less group b, each with the mix of everybody that the figure is about, in closed form.</summary>
        public static double Truth(string id)
        {
            double Of(int group, int old, Func<int, double> figure) => ((1 - Events(group, old)) * figure(0)) + (Events(group, old) * figure(1));
            double InFlagged(int group, int old, int isEvent) => Scores(group, old, isEvent).Skip(Flagged).Sum();
            double Mean(int group, int old, Func<double, int, double> value) => Of(group, old, y => Scores(group, old, y).Zip(s_levels, (p, s) => p * value(s, y)).Sum());
            // In cells of the mix of those that the figure is about.
            double Mixed(int group, Func<int, int, double> about, Func<int, int, double> rate)
            {
                double[] cells = [.. new[] { 0, 1 }.Select(old => new[] { 0, 1 }.Sum(g => (old == 1 ? s_old[g] : 1 - s_old[g]) * about(g, old)))];
                return new[] { 0, 1 }.Sum(old => cells[old] / cells.Sum() * rate(group, old));
            }
            double[] Distribution(int group, int isEvent) =>
                [.. s_levels.Select((_, k) => Mixed(group, (g, old) => isEvent == 1 ? Events(g, old) : 1 - Events(g, old), (g, old) => Scores(g, old, isEvent)[k]))];
            double Everybody(int group, int old) => 1;
            double Figure(int group) => id switch
            {
                "SelectionRate" => Mixed(group, Everybody, (g, old) => Of(g, old, y => InFlagged(g, old, y))),
                "Sensitivity" => Distribution(group, 1).Skip(Flagged).Sum(),
                "FalsePositiveRate" => Distribution(group, 0).Skip(Flagged).Sum(),
                "PositivePredictiveValue" => Mixed(group, (g, old) => Of(g, old, y => InFlagged(g, old, y)), (g, old) => Of(g, old, y => y * InFlagged(g, old, y)) / Of(g, old, y => InFlagged(g, old, y))),
                "Accuracy" => Mixed(group, Everybody, (g, old) => Of(g, old, y => y == 1 ? InFlagged(g, old, 1) : 1 - InFlagged(g, old, 0))),
                "AreaUnderRoc" => Distribution(group, 1).Select((p, k) => p * (Distribution(group, 0).Take(k).Sum() + (Distribution(group, 0)[k] / 2))).Sum(),
                "BrierScore" => Mixed(group, Everybody, (g, old) => Mean(g, old, (s, y) => (s - y) * (s - y))),
                "ObservedExpectedRatio" => Mixed(group, Everybody, Events) / Mixed(group, Everybody, (g, old) => Mean(g, old, (s, _) => s)),
                _ => throw new ArgumentOutOfRangeException(nameof(id)),
            };
            return Figure(0) - Figure(1);
        }

        public static CaseMixGap Draw(int world, IMetric metric, MixOf mix)
        {
            var random = new Seed(13).For($"case mix {world}").Generator();
            var (group, cell, labels, scores) = (new string[Patients], new string[Patients], new byte[Patients], new double[Patients]);
            for (var i = 0; i < Patients; i++)
            {
                var g = i % 2;
                var old = random.NextUniform() < s_old[g] ? 1 : 0;
                labels[i] = (byte)(random.NextUniform() < Events(g, old) ? 1 : 0);
                var (left, level) = (random.NextUniform(), 0);
                for (var shares = Scores(g, old, labels[i]); level < s_levels.Length - 1 && left >= shares[level]; level++) left -= shares[level];
                (scores[i], group[i], cell[i]) = (s_levels[level], g == 0 ? "a" : "b", old == 1 ? "old" : "young");
            }
            var context = new ComparedCohort(scores, labels, group) { Reference = "b" }.Context;
            var cohort = new ScoredCohort
            {
                Labels = labels, Scores = scores, Attributes = context.Cohort.Attributes, CaseMix = [ComparedCohort.Column("cell", cell, null)], Flow = context.Cohort.Flow,
            };
            return CaseMixGap.Of(new CaseMixStandard(cohort, 0.5), context.Order, context.Table, 0, metric, mix, 1, null);
        }
    }

    /// <summary>A model whose score is x, and 0.1 more for the second group.</summary>
    private sealed class Preferring : IDiagnosticModel
    {
        public ModelIdentity Identity => new("test", "preferring", null, "");
        public Phrase Reading => Phrase.Of($"read");
        public Explanations.ModelStructure? Structure => null;
        public double[] Score(FeatureTable patients, CancellationToken stop = default)
        {
            var (a, x) = ((FeatureColumn.Text)patients.Columns[0], (FeatureColumn.Numeric)patients.Columns[1]);
            return [.. Enumerable.Range(0, patients.Count).Select(i => x.Values[i] + (a.Codes[i] == 1 ? 0.1 : 0))];
        }
        public void Dispose() { }
    }
}
