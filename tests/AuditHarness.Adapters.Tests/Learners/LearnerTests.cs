using AuditHarness.Adapters.Models.MlNet;
using AuditHarness.Audits;
using AuditHarness.Explanations;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Adapters.Learners;

[TestFixture]
internal sealed class LearnerTests
{
    private static readonly string[] s_names = ["Age", "Creatinine", "Ward"];
    private static byte[] Labels => [.. Archives.Patients.Select(p => (byte)(p.Label ? 1 : 0))];

    [Test]
    public void Training_again_gives_the_same_scores([Values] LearnerKind kind)
    {
        var (first, again) = (Scores(Train(kind)), Scores(Train(kind)));
        Assert.That(again, Is.EqualTo(first).Within(1e-9));
        Assert.That(first.Distinct().Count(), Is.GreaterThan(20));
    }

    [Test]
    public void Training_again_gives_the_same_file([Values] LearnerKind kind) => Assert.That(Train(kind), Is.EqualTo(Train(kind)));

    [Test]
    public void What_is_trained_can_be_taken_apart_and_scores_alike([Values] LearnerKind kind)
    {
        using var model = Open(Train(kind));
        var table = Archives.Table(s_names);
        Assert.That(model.Structure, Is.Not.Null);
        Assert.That(model.Structure!.Risks(table), Is.EqualTo(model.Score(table)).Within(1e-6));
        // The names of the levels and the columns that are read are found as well as the numbers.
        Assert.That(model.Structure!.Encoding.Slots.Where(s => s.Column == 2).Select(s => s.Level), Is.EqualTo(new[] { "north", "south", "west" }));
    }

    [Test]
    public void It_tells_events_from_others([Values] LearnerKind kind)
    {
        var scores = Scores(Train(kind));
        Assert.That(scores.Where((_, i) => Archives.Patients[i].Label).Average(), Is.GreaterThan(scores.Where((_, i) => !Archives.Patients[i].Label).Average() + 0.1));
    }

    [Test]
    public void A_weight_is_worth_that_many_rows()
    {
        var labels = Labels;
        var weights = Array.ConvertAll(labels, l => l == 1 ? 3.0 : 1.0);
        int[] rows = [.. Enumerable.Range(0, labels.Length).SelectMany(i => Enumerable.Repeat(i, labels[i] == 1 ? 3 : 1))];
        // Without the penalty, whose weight depends on how many rows there are.
        var plan = new LearnerPlan(LearnerKind.LogisticRegression) { L2 = 0, Iterations = 2000 };
        var table = new FeatureTable([Archives.Table("Age").Columns[0], Archives.Table("Ward").Columns[0]]);
        using var weighted = Open(Learner.Train(plan, table, labels, weights, new Seed(1)), "Age", "Ward");
        using var repeated = Open(Learner.Train(plan, table.Take(rows), Array.ConvertAll(rows, r => labels[r]), null, new Seed(1)), "Age", "Ward");
        Assert.That(weighted.Score(table), Is.EqualTo(repeated.Score(table)).Within(2e-3));
        using var plain = Open(Learner.Train(plan, table, labels, null, new Seed(1)), "Age", "Ward");
        Assert.That(weighted.Score(table).Average(), Is.GreaterThan(plain.Score(table).Average() + 0.1));
    }

    [Test]
    public void One_outcome_alone_or_lengths_that_differ_are_refused()
    {
        var table = Archives.Table(s_names);
        Assert.Throws<ArgumentException>(() => Learner.Train(new(LearnerKind.FastTree), table, new byte[table.Count], null, new Seed(1)));
        Assert.Throws<ArgumentException>(() => Learner.Train(new(LearnerKind.FastTree), table, [0, 1], null, new Seed(1)));
    }

    private static byte[] Train(LearnerKind kind) =>
        Learner.Train(new LearnerPlan(kind) { Trees = 30, Leaves = 8 }, Archives.Table(s_names), Labels, null, new Seed(1));

    private static double[] Scores(byte[] archive)
    {
        using var model = Open(archive);
        return model.Score(Archives.Table(s_names));
    }

    private static IDiagnosticModel Open(byte[] archive, params string[] names) => MlNetModel.Of(
        new ModelPlan("mlnet", "model.zip", null, null, "learnt", null) { Features = [.. (names.Length == 0 ? s_names : names).Select(n => Archives.Plans[n])] }, archive);
}
