namespace AuditHarness.Metrics.Inequality;

/// <summary>Generalized entropy and Theil's index of benefits: AIF360 0.6.1, its own tests, and patient by patient.</summary>
public sealed class InequalityTests
{
    private static double Value(IMetric metric, Rows rows) => ((Estimate.Known)metric.Measure(rows.Evidence)).Value;

    // AIF360's tests/test_classification_metric.py.
    [Test]
    public void Both_indexes_of_AIF360s_own_tests()
    {
        byte[] labels = [1, 0, 0, 1, 0, 0, 1, 0, 1, 1];
        double[] flipped = [1, 0, 0, 0, 1, 1, 1, 0, 1, 0], other = [0, 1, 1, 0, 0, 0, 0, 1, 1, 1];
        Assert.Multiple(() =>
        {
            Assert.That(Value(new GeneralizedEntropyIndex(), new Rows(flipped, labels, null, 0.5)), Is.EqualTo(0.2).Within(1e-12));
            Assert.That(Value(new TheilIndex(), new Rows(flipped, labels, null, 0.5)), Is.EqualTo(4 * Math.Log(2) / 10).Within(1e-12));
            Assert.That(Value(new GeneralizedEntropyIndex(), new Rows(other, labels, null, 0.5)), Is.EqualTo(0.3).Within(1e-12));
        });
    }

    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Both_indexes_agree_with_AIF360(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var rows = new Rows(oracle.Numbers("score_" + model), oracle.Labels, null, oracle.Threshold);
        var theirs = oracle.Metrics.GetProperty("models").GetProperty(model).GetProperty("aif360").EnumerateObject().First().Value;
        Assert.Multiple(() =>
        {
            Assert.That(Value(new GeneralizedEntropyIndex(), rows), Is.EqualTo(theirs.GetProperty("generalized_entropy_index").GetDouble()).Within(1e-12));
            Assert.That(Value(new TheilIndex(), rows), Is.EqualTo(theirs.GetProperty("theil_index").GetDouble()).Within(1e-12));
            // Of order 2 the index is half the square of the coefficient of variation.
            Assert.That(Math.Sqrt(2 * Value(new GeneralizedEntropyIndex(), rows)), Is.EqualTo(theirs.GetProperty("coefficient_of_variation").GetDouble()).Within(1e-12));
        });
    }

    [Test]
    public void Both_indexes_follow_from_the_benefit_of_each_patient([Values] bool weighted)
    {
        var rows = Rows.Random(4, 300, weighted: weighted);
        var benefit = Enumerable.Range(0, rows.Count).Select(i => (Weight: rows.Weight(i), B: (rows.Scores[i] >= rows.Threshold ? 1 : 0) - rows.Labels[i] + 1.0)).ToArray();
        var (all, mean) = (benefit.Sum(b => b.Weight), benefit.Sum(b => b.Weight * b.B) / benefit.Sum(b => b.Weight));
        Assert.Multiple(() =>
        {
            Assert.That(Value(new GeneralizedEntropyIndex(), rows), Is.EqualTo(benefit.Sum(b => b.Weight * (Math.Pow(b.B / mean, 2) - 1)) / (2 * all)).Within(1e-12));
            Assert.That(Value(new TheilIndex(), rows), Is.EqualTo(benefit.Where(b => b.B > 0).Sum(b => b.Weight * b.B / mean * Math.Log(b.B / mean)) / all).Within(1e-12));
        });
    }

    [Test]
    public void Nothing_but_missed_events_leaves_no_benefit_to_share() =>
        Assert.That(new TheilIndex().Measure(new Rows([0.1, 0.2], [1, 1], null, 0.5).Evidence), Is.TypeOf<Estimate.Undefined>());
}
