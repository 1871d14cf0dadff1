namespace AuditHarness.Disparity;

public sealed class WithinStrataTests
{
    [TestCase("DemographicParityWithinStrata")]
    [TestCase("EqualOpportunityWithinStrata")]
    [TestCase("PredictiveEqualityWithinStrata")]
    public void The_difference_and_its_variance_are_Mantel_Haenszels_and_Greenland_Robins(string id)
    {
        var sample = ComparedCohort.Random(9, [4000, 3000], [0, 0.1]);
        double numerator = 0, weights = 0, variance = 0;
        foreach (var stratum in Enumerable.Range(0, sample.Count).GroupBy(i => sample.Strata![i]))
        {
            bool Counts(int i) => id[0] == 'D' || sample.Labels[i] == (id[0] == 'E' ? 1 : 0);
            (double X, double N) Of(string group)
            {
                var rows = stratum.Where(i => sample.Groups[i] == group && Counts(i)).ToArray();
                return (rows.Count(i => sample.Scores[i] >= 0.5), rows.Length);
            }
            var ((x1, n1), (x0, n0)) = (Of("g1"), Of("g0"));
            var n = n1 + n0;
            numerator += ((x1 * n0) - (x0 * n1)) / n;
            weights += n1 * n0 / n;
            // Greenland and Robins (1985), with a = x1, b = n1 − x1, c = x0, d = n0 − x0.
            variance += ((x1 * (n1 - x1) * n0 * n0 * n0) + (x0 * (n0 - x0) * n1 * n1 * n1)) / (n1 * n0 * n * n);
        }
        var gap = sample.Compare(id)[0];
        Assert.Multiple(() =>
        {
            Assert.That(gap.Value, Is.EqualTo(numerator / weights).Within(1e-12));
            var half = (gap.Interval!.Upper - gap.Interval.Lower) / 2;
            Assert.That(half / (1.959964 * Math.Sqrt(variance) / weights), Is.EqualTo(1).Within(0.01));
        });
    }

    [Test]
    public void Without_declared_strata_there_is_no_figure() =>
        Assert.That((ComparedCohort.Random(1, [50, 50]) with { Strata = null }).Compare("DemographicParityWithinStrata"), Is.Empty);

    [Test]
    public void Groups_that_share_no_stratum_cannot_be_compared_and_it_says_so()
    {
        var sample = ComparedCohort.Random(2, [60, 60]);
        var gap = (sample with { Strata = sample.Groups }).Compare("DemographicParityWithinStrata")[0];
        Assert.That((gap.Value, gap.Reason?.ToString()), Is.EqualTo(((double?)null, "no stratum holds patients of both groups")));
    }
}
