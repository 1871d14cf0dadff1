namespace AuditHarness.Metrics.Discrimination;

/// <summary>Partial areas: scikit-learn 1.2.1, and the jackknife for their variance.</summary>
public sealed class PartialAreaUnderRocTests
{
    private static Estimate.Known Measure(SubgroupEvidence evidence, double limit) => (Estimate.Known)new PartialAreaUnderRoc().Measure(
        new SubgroupEvidence(evidence.Subgroup, evidence.Ranked, evidence.Threshold, evidence.IsWeighted) { Measures = new() { FalsePositiveLimit = limit } });

    // roc_auc_score(label, score, max_fpr = 0.1 and 0.35).
    [TestCase("flchain", "lr", 0.6735163517392659, 0.772136656543011)]
    [TestCase("flchain", "gb", 0.6684587965282385, 0.7689610069417762)]
    [TestCase("flchain", "rf", 0.6740209436312675, 0.7700752424832692)]
    [TestCase("health_insurance", "lr", 0.5652113469243271, 0.6294444290041966)]
    [TestCase("health_insurance", "gb", 0.5529273198281549, 0.5931560704657617)]
    [TestCase("health_insurance", "rf", 0.5710663083879065, 0.6150649927673467)]
    [TestCase("nhanes_weighted", "lr", 0.5167326065158556, 0.5877920376624506)]
    [TestCase("nhanes_weighted", "gb", 0.5171716609317673, 0.582113660815569)]
    [TestCase("nhanes_weighted", "rf", 0.5202642297213003, 0.5841958354194868)]
    public void Partial_areas_agree_with_scikit_learn(string folder, string model, double tenth, double third)
    {
        var overall = OracleFolder.Of(folder).Evidence(model, "")["overall"];
        Assert.That((Measure(overall, 0.1).Value, Measure(overall, 0.35).Value), Is.EqualTo((tenth, third)).Using<(double A, double B)>((a, b) => Math.Abs(a.A - b.A) < 1e-12 && Math.Abs(a.B - b.B) < 1e-12));
    }

    [TestCase("lr", 0.5124985323306367)]
    [TestCase("gb", 0.5142019393577445)]
    [TestCase("rf", 0.516421397665012)]
    public void Weighted_partial_areas_agree_with_scikit_learn(string model, double tenth) =>
        Assert.That(Measure(OracleFolder.Of("nhanes_weighted").Evidence(model, "", weighted: true)["overall"], 0.1).Value, Is.EqualTo(tenth).Within(1e-12));

    // roc_auc_score([0,0,1,1,0,1,0,1,1,0], [.1,.4,.4,.8,.8,.9,.2,.4,.7,.7], max_fpr = f): limits within tied scores and between.
    [TestCase(0.1, 0.6052631578947368)]
    [TestCase(0.3, 0.6176470588235294)]
    [TestCase(0.5, 0.64)]
    [TestCase(0.9, 0.7171717171717172)]
    public void Ties_astride_the_limit_are_cut_as_scikit_learn_cuts_them(double limit, double value) =>
        Assert.That(Measure(new Rows([0.1, 0.4, 0.4, 0.8, 0.8, 0.9, 0.2, 0.4, 0.7, 0.7], [0, 0, 1, 1, 0, 1, 0, 1, 1, 0], null, 0.5).Evidence, limit).Value, Is.EqualTo(value).Within(1e-12));

    [Test]
    public void Over_all_false_positive_rates_area_and_variance_are_those_of_the_AUROC([Values] bool weighted)
    {
        var evidence = Rows.Random(2, 300, weighted: weighted).Evidence;
        var (area, variance) = PartialAreaUnderRoc.Raw(evidence.Ranked, evidence.Events, evidence.NonEvents, 1);
        var whole = AreaUnderRoc.DeLong(evidence.Ranked, evidence.Events, evidence.NonEvents);
        Assert.That(area, Is.EqualTo(whole.Area).Within(1e-12));
        Assert.That(variance, Is.EqualTo(whole.Variance).Within(1e-12));
    }

    [Test]
    public void The_variance_is_near_the_jackknifes([Values(0.15, 0.5)] double limit, [Values] bool ties)
    {
        var rows = Rows.Random(5, 600, ties);
        double Share(Rows of) => of.Evidence is var e ? PartialAreaUnderRoc.Raw(e.Ranked, e.Events, e.NonEvents, limit).Area / limit : 0;
        double Part(byte label)
        {
            var without = Enumerable.Range(0, rows.Count).Where(i => rows.Labels[i] == label)
                .Select(i => Share(rows.Take(Enumerable.Range(0, rows.Count).Where(j => j != i)))).ToArray();
            return without.Sum(v => Math.Pow(v - without.Average(), 2)) * (without.Length - 1) / without.Length;
        }
        var evidence = rows.Evidence;
        var (_, variance) = PartialAreaUnderRoc.Raw(evidence.Ranked, evidence.Events, evidence.NonEvents, limit);
        Assert.That(Math.Sqrt(variance), Is.EqualTo(Math.Sqrt(Part(0) + Part(1))).Within(4).Percent);
    }

    [Test]
    public void Perfect_ranking_is_1_and_not_certain()
    {
        var known = Measure(new Rows([.. Enumerable.Range(0, 100).Select(i => i / 100.0)], [.. Enumerable.Range(0, 100).Select(i => (byte)(i < 70 ? 0 : 1))], null, 0.5).Evidence, 0.1);
        Assert.That(known.Value, Is.EqualTo(1).Within(1e-12));
        Assert.That(known.Sampling!.Interval(0.95).Lower, Is.LessThan(0.9));
    }
}
