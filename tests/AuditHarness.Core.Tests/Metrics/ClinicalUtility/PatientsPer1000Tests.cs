using AuditHarness.Audits;
using MathNet.Numerics;

namespace AuditHarness.Metrics.ClinicalUtility;

/// <summary>The four cells of the decision table per 1,000 patients: rows counted one by one, and limits sought in the tails themselves.</summary>
public sealed class PatientsPer1000Tests
{
    private static readonly (string Metric, bool IsFlagged, bool IsEvent)[] s_cells =
    [
        ("TruePositivesPer1000", true, true), ("FalseNegativesPer1000", false, true), ("FalsePositivesPer1000", true, false), ("TrueNegativesPer1000", false, false),
    ];

    private static Estimate.Known Measure(string metric, SubgroupEvidence evidence) => (Estimate.Known)MetricCatalog.Find(metric)!.Measure(evidence);

    [Test]
    public void Each_counts_rows_and_its_limits_solve_binomial_tails([Values] bool weighted, [Values] ProportionMethod method)
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var rows = Rows.Random(seed, 150 + (100 * seed), weighted: weighted);
            var gathered = rows.Evidence;
            var evidence = new SubgroupEvidence(gathered.Subgroup, gathered.Ranked, gathered.Threshold, weighted) { Intervals = new() { Proportions = method } };
            var sum = 0.0;
            foreach (var (metric, isFlagged, isEvent) in s_cells)
            {
                bool[] counts = [.. rows.Scores.Select((s, i) => s >= rows.Threshold == isFlagged && rows.Labels[i] == 1 == isEvent)];
                double[] weights = [.. counts.Select((_, i) => rows.Weight(i))];
                var share = weights.Where((_, i) => counts[i]).Sum() / weights.Sum();
                var size = weighted ? EffectiveSize(counts, weights) : rows.Count;
                var known = Measure(metric, evidence);
                var interval = known.Sampling!.Interval(0.95);
                Assert.Multiple(() =>
                {
                    Assert.That(known.Value, Is.EqualTo(1000 * share).Within(1e-9), metric);
                    Assert.That(known.Denominator, Is.EqualTo(rows.Count));
                    Assert.That(known.Sampling.StandardError, Is.EqualTo(1000 * Math.Sqrt(share * (1 - share) / size)).Within(1e-6), metric);
                    Assert.That(interval.Lower, Is.EqualTo(1000 * Lower(share, size, method)).Within(1e-5), metric);
                    Assert.That(interval.Upper, Is.EqualTo(1000 * (1 - Lower(1 - share, size, method))).Within(1e-5), metric);
                });
                sum += known.Value;
            }
            Assert.That(sum, Is.EqualTo(1000).Within(1e-9));
        }
    }

    // (1 − p) p over the linearized variance Σ w² (y − p)² / (Σ w)², in which both kinds of patients have one more of the average weight.
    private static double EffectiveSize(bool[] counts, double[] weights)
    {
        double all = weights.Sum(), share = weights.Where((_, i) => counts[i]).Sum() / all;
        double PerWeight(bool kind)
        {
            double[] own = [.. weights.Where((_, i) => counts[i] == kind)];
            return (own.Sum(w => w * w) + weights.Average(w => w * w)) / (own.Sum() + weights.Average());
        }
        return all / (((1 - share) * PerWeight(true)) + (share * PerWeight(false)));
    }

    // The rate at which as many or more are seen in 2.5 % of samples; Wilson's is the smaller root of its quadratic.
    private static double Lower(double share, double size, ProportionMethod method)
    {
        const double z = 1.959963984540054;
        if (method == ProportionMethod.Wilson)
            return (share + (z * z / (2 * size)) - (z * Math.Sqrt((share * (1 - share) / size) + (z * z / (4 * size * size))))) / (1 + (z * z / size));
        var (low, high) = (0.0, share);
        for (var i = 0; i < 60; i++)
        {
            var rate = (low + high) / 2;
            if (Tail(share * size, size, rate, method) < 0.025) low = rate;
            else high = rate;
        }
        return low;
    }

    // Of whole numbers term by term. The effective size is none: the tail is then the integral of the beta density that it is of whole ones.
    private static double Tail(double successes, double size, double rate, ProportionMethod method)
    {
        double Term(double k) => Math.Exp(
            SpecialFunctions.GammaLn(size + 1) - SpecialFunctions.GammaLn(k + 1) - SpecialFunctions.GammaLn(size - k + 1) + (k * Math.Log(rate)) + ((size - k) * Math.Log(1 - rate)));
        var half = method == ProportionMethod.MidP ? Term(successes) / 2 : 0;
        if (size == Math.Round(size))
            return Enumerable.Range((int)Math.Round(successes), (int)size - (int)Math.Round(successes) + 1).Sum(k => Term(k)) - half;
        var scale = SpecialFunctions.GammaLn(size + 1) - SpecialFunctions.GammaLn(successes) - SpecialFunctions.GammaLn(size - successes + 1);
        return Integrate.GaussLegendre(x => x <= 0 ? 0 : Math.Exp(scale + ((successes - 1) * Math.Log(x)) + ((size - successes) * Math.Log(1 - x))), 0, rate, 128) - half;
    }

    // Nobody flagged of 40: the exact limits of none and of all have closed forms.
    [Test]
    public void Of_none_and_of_all_limits_are_powers()
    {
        var gathered = new Rows([.. Enumerable.Repeat(0.2, 40)], new byte[40], null, 0.5).Evidence;
        var evidence = new SubgroupEvidence(gathered.Subgroup, gathered.Ranked, 0.5, false) { Intervals = new() { Proportions = ProportionMethod.ClopperPearson } };
        var limit = Math.Pow(0.025, 1 / 40.0);
        foreach (var (metric, isFlagged, isEvent) in s_cells)
        {
            var (known, all) = (Measure(metric, evidence), !isFlagged && !isEvent);
            var interval = known.Sampling!.Interval(0.95);
            Assert.That(new[] { known.Value, interval.Lower, interval.Upper }, Is.EqualTo(all ? new[] { 1000, 1000 * limit, 1000 } : [0, 0, 1000 * (1 - limit)]).Within(1e-9), metric);
        }
    }

    // The delete-one-cluster jackknife by hand: each hospital left out in turn.
    [Test]
    public void With_clusters_limits_are_those_of_as_many_fewer_patients_as_the_jackknife_says()
    {
        const int hospitals = 24;
        var rows = Rows.Random(21, 600);
        int[] clusters = [.. Enumerable.Range(0, rows.Count).Select(i => (i + (int)(rows.Scores[i] * 40)) % hospitals)];
        var result = SampleAudit.Of(ReportProfile.Internal, rows.Labels, rows.Scores, [.. rows.Scores.Select(_ => "x")], [.. rows.Scores.Select(_ => "p")])
            .OfEverybody().Only(AuditCatalog.Utility).In(clusters).Run();
        var student = MathNet.Numerics.Distributions.StudentT.InvCDF(0, 1, hospitals - 1, 0.975);
        foreach (var (metric, isFlagged, isEvent) in s_cells)
        {
            double Share(Func<int, bool> of) => Enumerable.Range(0, rows.Count).Where(of).Average(i => rows.Scores[i] >= result.Threshold == isFlagged && rows.Labels[i] == 1 == isEvent ? 1.0 : 0);
            var share = Share(_ => true);
            var variance = (hospitals - 1.0) / hospitals * Enumerable.Range(0, hospitals).Sum(h => Math.Pow(Share(i => clusters[i] != h) - share, 2));
            var known = (Measurement.Known)result.Measurements.Single(m => m.Metric == metric);
            var expected = new Statistics.ProportionSampling(share, share * (1 - share) / variance, ProportionMethod.MidP).Limits(student);
            Assert.That(new[] { known.Value, known.Interval!.Lower, known.Interval.Upper }, Is.EqualTo(new[] { 1000 * share, 1000 * expected.Lower, 1000 * expected.Upper }).Within(1e-6), metric);
            Assert.That(known.Interval.Method.ToString(), Is.EqualTo("mid-P, clusters: jackknife"));
        }
    }
}
