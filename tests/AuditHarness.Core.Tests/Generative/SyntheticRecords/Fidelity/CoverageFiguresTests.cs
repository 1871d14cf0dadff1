using AuditHarness.Metrics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

public sealed class CoverageFiguresTests
{
    [Test]
    public void Published_cases_come_out() => Assert.Multiple(() =>
    {
        Assert.That(new RangeCoverage().Value(RecordWorlds.Numbers([1, 2, 3, 4, 5], [2, 3, 1, 2, 3])), Is.EqualTo(0.5).Within(1e-12), "SDMetrics, RangeCoverage");
        Assert.That(new CategoryCoverage().Value(RecordWorlds.Categories(["a", "b", "a", "b", "c"], ["a", "a", "a", "b", "b"])), Is.EqualTo(2 / 3.0).Within(1e-12), "SDMetrics, CategoryCoverage");
        Assert.That(new RangeCoverage().Value(RecordWorlds.Numbers([1, 5, double.NaN], [-3, 9])), Is.EqualTo(1), "beyond the range costs nothing");
        Assert.That(new RangeCoverage().Value(RecordWorlds.Numbers([1, 5], [17, 19])), Is.Zero);
        Assert.That(new CategoryCoverage().Value(RecordWorlds.Categories(["a", null], ["a", "z", null])), Is.EqualTo(1));
    });

    [Test]
    public void They_say_why_they_have_no_interval() => Assert.That(
        new RangeCoverage().Whole(RecordWorlds.Numbers([1, 2], [1, 2])),
        Has.Property(nameof(Estimate.Known.Sampling)).Null.And.Property(nameof(Estimate.Known.Reason)).Not.Null);
}
