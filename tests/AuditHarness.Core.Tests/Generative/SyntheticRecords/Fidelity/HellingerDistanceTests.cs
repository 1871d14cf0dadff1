namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

public sealed class HellingerDistanceTests
{
    private static readonly HellingerDistance Measure = new();

    [Test]
    public void Two_shares_have_a_closed_form() => Assert.Multiple(() =>
    {
        Assert.That(Measure.Value(RecordWorlds.Categories(["a", "a"], ["a", "b"])), Is.EqualTo(Math.Sqrt(1 - Math.Sqrt(0.5))).Within(1e-12));
        Assert.That(Measure.Value(RecordWorlds.Categories(["a", "a", "b", "b", "b"], ["b", "c", "c", "a"])), Is.EqualTo(Math.Sqrt(1 - Math.Sqrt(0.1) - Math.Sqrt(0.15))).Within(1e-12));
        Assert.That(Measure.Value(RecordWorlds.Categories(["a", "b"], ["c", "c", "d"])), Is.EqualTo(1).Within(1e-12));
    });
}
