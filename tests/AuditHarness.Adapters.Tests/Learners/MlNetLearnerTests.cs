using AuditHarness.Adapters.Models.MlNet;
using AuditHarness.Audits;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Adapters.Learners;

[TestFixture]
internal sealed class MlNetLearnerTests
{
    private static readonly string[] s_names = ["Age", "Creatinine", "Ward"];
    private static byte[] Labels => [.. Archives.Patients.Select(p => (byte)(p.Label ? 1 : 0))];

    [Test]
    public void What_is_learned_in_memory_scores_as_what_is_saved_and_opened([Values] LearnerKind kind)
    {
        var table = Archives.Table(s_names);
        var archive = Learner.Train(new(kind), table, Labels, null, new Seed(1));
        var plan = new ModelPlan("mlnet", "model.zip", null, null, "model", null)
        {
            Features = [.. s_names.Select(n => new FeaturePlan(n, n, n == "Ward" ? FeatureKind.Text : FeatureKind.Number))],
        };
        using var opened = MlNetModel.Of(plan, archive);
        Assert.That(new MlNetLearner(Phrase.Of($"a learner"), new(kind)).Fit(table, Labels, null, new Seed(1)).Score(table), Is.EqualTo(opened.Score(table)).Within(1e-6));
    }

    [Test]
    public void Every_kind_tells_events_from_others_and_takes_what_it_never_saw([ValueSource(nameof(Kinds))] string kind)
    {
        var (table, labels) = (Archives.Table(s_names), Labels);
        var fitted = LearnerCatalog.Of(kind).Fit(table, labels, null, new Seed(1));
        var scores = fitted.Score(table);
        Assert.That(scores, Is.All.InRange(0.0, 1.0));
        Assert.That(scores.Where((_, i) => labels[i] == 1).Average(), Is.GreaterThan(scores.Where((_, i) => labels[i] == 0).Average() + 0.1));
        var strange = new FeatureTable([new FeatureColumn.Numeric("Age", [double.NaN]), new FeatureColumn.Numeric("Creatinine", [double.NaN]), new FeatureColumn.Text("Ward", ["elsewhere"], [0])]);
        Assert.That(fitted.Score(strange), Is.All.InRange(0.0, 1.0));
        Assert.That(fitted.Score(table.Take([])), Is.Empty);
    }

    [Test]
    public void A_kind_that_is_not_there_is_told_with_those_that_are() =>
        Assert.That(() => LearnerCatalog.Of("forest"), Throws.TypeOf<AuditInputException>().With.Message.EqualTo(
            "There is no learner 'forest'. Kinds are logisticRegression, fastTree, lightGbm, mlNetLogisticRegression."));

    private static IEnumerable<string> Kinds => LearnerCatalog.All.Select(l => l.Kind);
}
