namespace AuditHarness.Disparity;

/// <summary>Gaps that other tools state in their documentation and tests, from the counts that give them.</summary>
public sealed class ReferenceGapsTests
{
    // Each cell so many times that its group is compared: no rate changes.
    private static ComparedCohort Of(int times, params (string Group, int Tp, int Fp, int Tn, int Fn)[] cells)
    {
        var rows = from c in cells
                   from r in Enumerable.Repeat((c.Group, 1.0, (byte)1), c.Tp).Concat(Enumerable.Repeat((c.Group, 1.0, (byte)0), c.Fp))
                       .Concat(Enumerable.Repeat((c.Group, 0.0, (byte)0), c.Tn)).Concat(Enumerable.Repeat((c.Group, 0.0, (byte)1), c.Fn))
                   from _ in Enumerable.Range(0, times)
                   select r;
        var all = rows.ToArray();
        return new ComparedCohort([.. all.Select(r => r.Item2)], [.. all.Select(r => r.Item3)], [.. all.Select(r => r.Group)]);
    }

    // aequitas, tests/test_artifacts/test_bias_report, test_1: ten rows, Low against High: FPR disparity 1.3333, FNR 1.5, FDR 2. These are
    // the only two tables of five patients each that give all three.
    [TestCase("PredictiveEqualityRatio", 4 / 3.0)]
    [TestCase("FalseNegativeParityRatio", 1.5)]
    [TestCase("FalseDiscoveryParityRatio", 2)]
    public void Disparities_by_ratio_of_aequitas_first_case(string disparity, double expected)
    {
        var gaps = (Of(4, ("High", 2, 1, 1, 1), ("Low", 1, 2, 1, 1)) with { Reference = "High" }).Compare(disparity);
        Assert.That(gaps.Single(g => g.Comparison == Comparison.Reference).Value, Is.EqualTo(expected).Within(1e-12));
    }

    // fairlearn's user guide, intersecting_groups.rst: accuracies within the levels of a control feature, H .4286 (A .2, B .4, C .75, apart by
    // .55) and L .375 (apart by .2142): 5, 5 and 4 patients, and 7, 5 and 4.
    [TestCase(0.4286, 0.55, new[] { 1, 2, 3 }, new[] { 5, 5, 4 })]
    [TestCase(0.375, 0.2142, new[] { 2, 2, 2 }, new[] { 7, 5, 4 })]
    public void Accuracies_within_a_control_feature_of_fairlearns_user_guide(double overall, double gap, int[] right, int[] patients)
    {
        string[] groups = ["A", "B", "C"];
        var cohort = Of(10, [.. groups.Select((g, i) => (g, right[i], 0, 0, patients[i] - right[i]))]);
        Assert.That(right.Sum() / (double)patients.Sum(), Is.EqualTo(overall).Within(5e-5));
        Assert.That(cohort.Compare("AccuracyEqualityDifference").Single(g => g.Comparison == Comparison.WorstPair).Value, Is.EqualTo(gap).Within(1e-4));
    }
}
