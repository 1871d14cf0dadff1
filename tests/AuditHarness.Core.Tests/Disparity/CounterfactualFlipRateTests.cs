using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Disparity;

public sealed class CounterfactualFlipRateTests
{
    private static readonly double[] X = [.. Enumerable.Range(0, 200).Select(i => (i * 37 % 200) / 200.0)];

    private static ComparedCohort Sample(FeatureColumn given, FeatureKind kind, IReadOnlyDictionary<string, double>? codes = null)
    {
        var model = new LinearModel();
        var features = new FeatureTable([given, new FeatureColumn.Numeric("x", X)]);
        return new(model.Score(features), [.. X.Select((_, i) => (byte)(i % 2))], [.. X.Select((_, i) => i % 4 == 0 ? "b" : "a")])
        {
            Features = features, Scorer = model, ModelFeatures = [new("given", "a", kind) { Codes = codes }, new("x", "x", FeatureKind.Number)], Reference = "a",
        };
    }

    private static ComparedCohort AsText() => Sample(new FeatureColumn.Text("given", ["a", "b"], [.. X.Select((_, i) => i % 4 == 0 ? 1 : 0)]), FeatureKind.Text);

    [Test]
    public void The_share_is_that_of_decisions_counted_one_by_one()
    {
        // The model adds 0.2 in group b: decisions of its patients with x in [0.3, 0.5) flip.
        var rows = Enumerable.Range(0, 200).Where(i => i % 4 == 0).ToArray();
        var expected = rows.Count(i => X[i] + 0.2 >= 0.5 != X[i] >= 0.5) / (double)rows.Length;
        var coded = Sample(new FeatureColumn.Numeric("given", [.. X.Select((_, i) => i % 4 == 0 ? 1.0 : 0)]), FeatureKind.Number, new Dictionary<string, double> { ["a"] = 0, ["b"] = 1 });
        Assert.Multiple(() =>
        {
            Assert.That(expected, Is.GreaterThan(0.1));
            Assert.That(AsText().Compare("CounterfactualFlipRate").Single().Value, Is.EqualTo(expected).Within(1e-12));
            Assert.That(coded.Compare("CounterfactualFlipRate").Single().Value, Is.EqualTo(expected).Within(1e-12));
        });
    }

    [Test]
    public void What_cannot_be_flipped_has_a_reason() => Assert.Multiple(() =>
    {
        string? Reason(ComparedCohort of) => of.Compare("CounterfactualFlipRate").Single().Reason?.ToString();
        Assert.That(Reason(AsText() with { Scorer = null }), Does.Contain("the model cannot be asked"));
        Assert.That(Reason(AsText() with { ModelFeatures = [new("x", "x", FeatureKind.Number)] }), Does.Contain("not given the attribute"));
        Assert.That(Reason(AsText() with { Bins = [40] }), Does.Contain("as a number"));
    });

    [Test]
    public void Under_profile_public_a_small_number_of_flips_is_not_told()
    {
        var gap = (AsText() with { Profile = ReportProfile.Public }).Compare("CounterfactualFlipRate").Single();
        Assert.That((gap.Value, gap.Reason?.ToString()), Is.EqualTo(((double?)null, "hidden to protect a small group")));
    }

    private sealed class LinearModel : IDiagnosticModel
    {
        public ModelIdentity Identity => new("test", "linear", null, "");
        public Phrase Reading => Phrase.Of($"read");
        public Explanations.ModelStructure? Structure => null;
        public double[] Score(FeatureTable patients, CancellationToken stop = default) =>
        [
            .. Enumerable.Range(0, patients.Count).Select(i => Math.Clamp(((FeatureColumn.Numeric)patients.Columns[1]).Values[i] + (patients.Columns[0] switch
            {
                FeatureColumn.Text t => t.Codes[i] == 1 ? 0.2 : 0,
                FeatureColumn.Numeric n => 0.2 * n.Values[i],
                _ => 0,
            }), 0, 1)),
        ];
        public void Dispose() { }
    }
}
