using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

public sealed class SurvivalFidelityTests
{
    private static readonly SurvivalFidelity Measure = new();
    private static readonly double[] Treated = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35];
    private static readonly int[] Relapsed = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0];
    private static readonly double[] Placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23];

    private static RecordTable Trial(double[] times, int[] events, int[] arms) => new(
        [
            new RecordColumn.Number("weeks", times), new RecordColumn.Category("status", ["censored", "relapse"], events),
            new RecordColumn.Category("arm", ["one", "two"], arms),
        ], times.Length);

    private static RecordEvidence Freireich(bool withArms)
    {
        int[] Arms(int first) => [.. Enumerable.Range(0, 21).Select(i => i < first ? 0 : 1)];
        return RecordWorlds.Of(
            Trial(Treated, Relapsed, Arms(10)), null, Trial(Placebo, [.. Enumerable.Repeat(1, 21)], Arms(11)),
            new() { Time = "weeks", Event = "status", EventLevel = "relapse", Arm = withArms ? "arm" : null });
    }

    [Test]
    public void Freireichs_trial_comes_out_as_published()
    {
        // Freireich et al. (1963), Blood 21:699–716: 6-mercaptopurine against placebo. Figures of R's survival 3.5 (survfit with rmean = 23, survdiff).
        var evidence = Freireich(false);
        var difference = (Estimate.Known)Measure.Whole(evidence, "RestrictedMeanSurvivalDifference");
        Assert.Multiple(() =>
        {
            Assert.That(difference.Value, Is.EqualTo(8.666666667 - 17.909243697).Within(1e-8));
            Assert.That(difference.Sampling!.StandardError, Is.EqualTo(double.Hypot(1.553189978, 1.377390041)).Within(1e-8));
            // The curves do not cross before week 23: the area between them is the difference.
            Assert.That(Measure.Value(evidence, "SurvivalCurveGap"), Is.EqualTo((17.909243697 - 8.666666667) / 23).Within(1e-9));
            Assert.That(Measure.Value(evidence, "SurvivalLogRank"), Is.EqualTo(4.168809109e-05).Within(1e-12), "χ² = 16.79294");
            Assert.That(Measure.Value(Freireich(true), "SurvivalLogRank"), Is.EqualTo(2 * MathNet.Numerics.Distributions.Normal.CDF(0, 1, -Math.Sqrt(27.30755383))).Within(1e-13), "stratified by arm");
        });
    }

    [Test]
    public void Rows_of_a_patient_say_no_more_than_one()
    {
        // Every patient three times: the same curves with the same errors, and no test of rows that are not independent.
        static RecordTable Keyed(RecordTable table, int times)
        {
            int[] rows = [.. Enumerable.Range(0, table.Count).SelectMany(r => Enumerable.Repeat(r, times))];
            return new([.. table.Take(rows).Columns, new RecordColumn.Key("patient", [.. rows.Select(r => $"p{r}")])], rows.Length);
        }
        var once = Freireich(true);
        var thrice = RecordWorlds.Of(Keyed(once.Train, 3), null, Keyed(once.Synthetic, 3), once.Roles with { Patient = "patient" });
        foreach (var metric in new[] { "SurvivalCurveGap", "RestrictedMeanSurvivalDifference" })
        {
            var (one, three) = ((Estimate.Known)Measure.Whole(once, metric), (Estimate.Known)Measure.Whole(thrice, metric));
            Assert.That((three.Value, (double)three.Denominator), Is.EqualTo((one.Value, (double)one.Denominator)).Using<(double, double)>((a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-9 && a.Item2 == b.Item2), metric);
            // Greenwood's d / (Y (Y − d)) of three times as many is a third.
            Assert.That(three.Sampling!.StandardError, Is.EqualTo(one.Sampling!.StandardError).Within(1e-9), metric);
        }
        Assert.That(((Estimate.Undefined)Measure.Whole(thrice, "SurvivalLogRank")).Reason.ToString(), Does.StartWith("patients have several rows"));
    }

    [Test]
    public void Area_between_crossing_curves_is_that_of_their_steps()
    {
        double[] real = [2, 4, 9, 9], made = [3, 3, 5, 8];
        static double Alive(double[] times, double t) => times.Count(x => x > t) / (double)times.Length;
        var area = Enumerable.Range(0, 8).Sum(t => Math.Abs(Alive(real, t) - Alive(made, t)));
        var evidence = RecordWorlds.Of(
            Trial(real, [1, 1, 1, 1], new int[4]), null, Trial(made, [1, 1, 1, 1], new int[4]),
            new() { Time = "weeks", Event = "status", EventLevel = "relapse", Arm = "arm" });
        var figures = Measure.Figures(evidence).Where(f => f.Metric == "SurvivalCurveGap").ToList();
        Assert.That(figures.Select(f => f.Subject), Is.EqualTo(new[] { "one", null }), "an arm without patients is none");
        Assert.That(figures.Select(f => ((Estimate.Known)f.Estimate).Value), Is.All.EqualTo(area / 8).Within(1e-12));
    }

    [Test]
    public void Limits_hold_the_gap_of_exponential_lives([Values(1.0, 1.6)] double ratio)
    {
        // Everybody followed for 1: ∫ e^(−t) − e^(−ratio t) dt.
        var truth = 1 - Math.Exp(-1) - ((1 - Math.Exp(-ratio)) / ratio);
        var (held, heldDifference) = (0, 0);
        for (var sample = 0; sample < 300; sample++)
        {
            var random = new Seed((ulong)sample).Generator();
            RecordTable Draw(int n, double rate)
            {
                double[] times = [.. Enumerable.Range(0, n).Select(_ => -Math.Log(random.NextUniform()) / rate)];
                return Trial([.. times.Select(t => Math.Min(t, 1))], [.. times.Select(t => t < 1 ? 1 : 0)], new int[n]);
            }
            var evidence = RecordWorlds.Of(Draw(150, 1), null, Draw(120, ratio), new() { Time = "weeks", Event = "status", EventLevel = "relapse" });
            var gap = ((Estimate.Known)Measure.Whole(evidence, "SurvivalCurveGap")).Sampling!.Interval(0.95);
            if (gap.Lower <= truth && truth <= gap.Upper) held++;
            var difference = ((Estimate.Known)Measure.Whole(evidence, "RestrictedMeanSurvivalDifference")).Sampling!.Interval(0.95);
            if (difference.Lower <= -truth && -truth <= difference.Upper) heldDifference++;
        }
        Assert.That(held, Is.GreaterThanOrEqualTo(279));
        Assert.That(heldDifference, Is.GreaterThanOrEqualTo(276));
    }

    [Test]
    public void An_arm_that_nobody_was_made_up_for_does_not_drop_out_of_the_mean()
    {
        var whole = Freireich(true);
        var oneArm = RecordWorlds.Of(whole.Train, null, whole.Synthetic.Take([.. Enumerable.Range(0, 11)]), whole.Roles);
        foreach (var info in Measure.Infos)
        {
            var figures = Measure.Figures(oneArm).Where(f => f.Metric == info.Id).ToDictionary(f => f.Subject ?? "", f => f.Estimate);
            Assert.That(figures["one"], Is.TypeOf<Estimate.Known>());
            Assert.That((figures[""] as Estimate.Undefined)?.Reason.ToString(), Is.EqualTo("1 of 2 parts cannot be compared: no made-up record has a value"), info.Id);
        }
    }

    [Test]
    public void Times_that_are_not_declared_are_a_reason() =>
        Assert.That(Measure.Whole(Freireich(false) with { Roles = RecordRoles.None }, "SurvivalCurveGap"), Is.TypeOf<Estimate.Undefined>());
}
