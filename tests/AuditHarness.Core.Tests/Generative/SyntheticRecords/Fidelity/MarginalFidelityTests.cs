using AuditHarness.Cohorts;
using AuditHarness.Metrics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

public sealed class MarginalFidelityTests
{
    [Test]
    public void It_is_the_mean_of_the_figures_of_columns()
    {
        var evidence = RecordWorlds.Evidence(61);
        foreach (var group in evidence.Groups.Take(4))
        {
            var parts = new IRecordMeasure[] { new KolmogorovSmirnovComplement(), new TotalVariationComplement() }
                .SelectMany(m => m.Figures(evidence)).Where(f => f.Subject is not null && f.Group.Equals(group.Subgroup)).Select(f => f.Estimate).OfType<Estimate.Known>();
            Assert.That(MarginalFidelity.Of(evidence, group), Is.EqualTo(parts.Average(p => p.Value)).Within(1e-12));
        }
        Assert.That(MarginalFidelity.Of(evidence, evidence.Groups[^1]), Is.Null, "nobody");
    }

    [Test]
    public void Halves_of_the_real_records_are_the_more_alike_the_larger_they_are()
    {
        var real = RecordWorlds.Patients(62, 2000);
        var evidence = RecordWorlds.Of(real, null, real, RecordWorlds.Roles);
        double Alike(int rows) => MarginalFidelity.Of(evidence, new(Subgroup.Overall, [.. Enumerable.Range(0, rows)], [], [.. Enumerable.Range(rows, rows)]))!.Value;
        Assert.That(Alike(1000), Is.GreaterThan(Alike(100)).And.GreaterThan(0.95));
        Assert.That(Alike(100), Is.GreaterThan(Alike(20)));
    }
}
