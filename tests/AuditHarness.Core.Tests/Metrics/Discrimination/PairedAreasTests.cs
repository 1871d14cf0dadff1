using System.Text.Json;

namespace AuditHarness.Metrics.Discrimination;

public sealed class PairedAreasTests
{
    [TestCase("flchain")]
    [TestCase("health_insurance")]
    [TestCase("nhanes_weighted")]
    public void Two_models_on_the_same_patients_agree_with_pROC(string folder)
    {
        var oracle = OracleFolder.Of(folder);
        var pairs = oracle.R.GetProperty("paired_delong").EnumerateObject().ToArray();
        Assert.That(pairs, Has.Length.EqualTo(3));
        foreach (var pair in pairs)
        {
            var models = pair.Name.Split(" vs ");
            var ours = PairedAreas.Of(oracle.Numbers("score_" + models[0]), oracle.Numbers("score_" + models[1]), oracle.Labels)!;
            var interval = ours.Sampling!.Interval(0.95);
            JsonElement limits = pair.Value.GetProperty("ci95_diff");
            Assert.That(ours.Z, Is.EqualTo(pair.Value.GetProperty("z").GetDouble()).Within(1e-9), pair.Name);
            Assert.That(ours.PValue, Is.EqualTo(pair.Value.GetProperty("p").GetDouble()).Within(1e-9), pair.Name);
            Assert.That(interval.Lower, Is.EqualTo(limits[0].GetDouble()).Within(1e-9), pair.Name);
            Assert.That(interval.Upper, Is.EqualTo(limits[1].GetDouble()).Within(1e-9), pair.Name);
            var theirs = oracle.R.GetProperty("models").GetProperty(models[0]).GetProperty("overall").GetProperty("auc");
            Assert.That(ours.First, Is.EqualTo(theirs.GetProperty("auc").GetDouble()).Within(1e-12));
            Assert.That(ours.FirstVariance, Is.EqualTo(theirs.GetProperty("var_delong").GetDouble()).Within(1e-12));
        }
    }

    [Test]
    public void Variances_and_covariance_are_those_of_every_pair_of_patients([Values] bool weighted)
    {
        var (a, b) = (Rows.Random(1, 60, weighted: weighted), Rows.Random(2, 60));
        var labels = a.Labels;
        var ours = PairedAreas.Of(a.Scores, b.Scores, labels, a.Weights)!;
        double Weight(int i) => a.Weights?[i] ?? 1;
        double Placement(double[] s, int i) => Enumerable.Range(0, 60).Where(j => labels[j] != labels[i])
            .Sum(j => Weight(j) * (s[i] == s[j] ? 0.5 : s[i] > s[j] == (labels[i] == 1) ? 1 : 0)) / Enumerable.Range(0, 60).Where(j => labels[j] != labels[i]).Sum(Weight);
        double Area(double[] s) => Enumerable.Range(0, 60).Where(i => labels[i] == 1).Sum(i => Weight(i) * Placement(s, i)) / Enumerable.Range(0, 60).Where(i => labels[i] == 1).Sum(Weight);
        double Covariance(double[] s, double[] t) => new[] { 0, 1 }.Sum(y =>
        {
            int[] of = [.. Enumerable.Range(0, 60).Where(i => labels[i] == y)];
            var (w, w2) = (of.Sum(Weight), of.Sum(i => Weight(i) * Weight(i)));
            var size = w * w / w2;
            return of.Sum(i => Weight(i) * Weight(i) * (Placement(s, i) - Area(s)) * (Placement(t, i) - Area(t))) / (w * w) * (size / (size - 1));
        });
        Assert.That(ours.Difference, Is.EqualTo(Area(a.Scores) - Area(b.Scores)).Within(1e-12));
        Assert.That(ours.Covariance, Is.EqualTo(Covariance(a.Scores, b.Scores)).Within(1e-14));
        Assert.That(ours.SecondVariance, Is.EqualTo(Covariance(b.Scores, b.Scores)).Within(1e-14));
        Assert.That(ours.StandardError, Is.EqualTo(Math.Sqrt(ours.FirstVariance + ours.SecondVariance - (2 * ours.Covariance))).Within(1e-14));
    }

    // pROC's own tests ask the same of roc.test: z 0, p 1.
    [Test]
    public void Identical_curves_give_z_0_and_p_1()
    {
        var rows = Rows.Random(3, 80);
        var same = PairedAreas.Of(rows.Scores, Array.ConvertAll(rows.Scores, s => Math.Sqrt(s)), rows.Labels)!;
        Assert.That((same.Z, same.PValue, same.Sampling), Is.EqualTo(((double?)0, (double?)1, (Statistics.Sampling?)null)));
    }

    [Test]
    public void Exchanged_models_turn_the_sign_and_a_class_of_one_has_no_test()
    {
        var (a, b) = (Rows.Random(1, 60), Rows.Random(2, 60));
        var (forth, back) = (PairedAreas.Of(a.Scores, b.Scores, a.Labels)!, PairedAreas.Of(b.Scores, a.Scores, a.Labels)!);
        Assert.That((back.Z, back.PValue), Is.EqualTo((-forth.Z, forth.PValue)));
        Assert.That(PairedAreas.Of([0.1, 0.2, 0.3], [0.1, 0.2, 0.3], [0, 0, 1]), Is.Null);
        Assert.That(() => PairedAreas.Of([0.1], [0.1, 0.2], [0]), Throws.ArgumentException);
    }

    // Certain either way round: a perfect model against one that errs in every pair has no error, and so no test.
    [Test]
    public void A_difference_without_an_error_has_no_test()
    {
        var certain = PairedAreas.Of([0.1, 0.2, 0.8, 0.9], [0.9, 0.8, 0.2, 0.1], [0, 0, 1, 1])!;
        Assert.That((certain.Difference, certain.Z, certain.PValue), Is.EqualTo((1.0, (double?)null, (double?)null)));
    }
}
