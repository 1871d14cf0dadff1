using MathNet.Numerics;

namespace AuditHarness.Metrics.Calibration;

public sealed class CalibrationTestsTests
{
    private static CalibrationTestResult.Known Known(ICalibrationTest test, SubgroupEvidence evidence) => (CalibrationTestResult.Known)test.Test(evidence);

    // rms 6.5-0 val.prob; ResourceSelection hoslem.test, g = 10, which takes p at 2 degrees of freedom fewer than groups.
    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Tests_agree_with_val_prob_and_hoslem_test(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var (who, theirs, ours) in oracle.Groups(oracle.R, model))
        {
            var calibration = theirs.GetProperty("calibration");
            double ValProb(string name) => calibration.GetProperty("val_prob").GetProperty(name).GetDouble();
            var (joint, z, groups) = (Known(new RecalibrationTest(), ours), Known(new SpiegelhalterTest(), ours), Known(new HosmerLemeshowTest(), ours));
            agreement.Check($"{who} U", joint.Statistic, ValProb("U:Chi-sq"), 1e-6);
            agreement.Check($"{who} U:p", joint.PValue, ValProb("U:p"), 1e-6);
            agreement.Check($"{who} S:z", z.Statistic, ValProb("S:z"), 1e-9);
            agreement.Check($"{who} S:p", z.PValue, ValProb("S:p"), 1e-9);
            // Where ties make quantiles coincide hoslem.test gives nothing.
            var lemeshow = calibration.GetProperty("hosmer_lemeshow");
            if (lemeshow.GetProperty("chisq").ValueKind == System.Text.Json.JsonValueKind.Null) continue;
            agreement.Check($"{who} Hosmer-Lemeshow", groups.Statistic, lemeshow.GetProperty("chisq").GetDouble(), 1e-9);
            agreement.Check($"{who} Hosmer-Lemeshow p", SpecialFunctions.GammaUpperRegularized(lemeshow.GetProperty("df").GetDouble() / 2, groups.Statistic / 2), lemeshow.GetProperty("p").GetDouble(), 1e-9);
            agreement.Check($"{who} p at as many degrees as groups", groups.PValue, SpecialFunctions.GammaUpperRegularized(groups.DegreesOfFreedom!.Value / 2.0, groups.Statistic / 2), 1e-12);
        }
        agreement.Holds(atLeast: 6 * 4);
    }

    // Trap: unique quantiles collapse on ties, and degrees of freedom must follow the groups there are.
    [Test]
    public void Degrees_of_freedom_follow_the_groups_that_ties_leave()
    {
        var rows = Rows.Random(3, 200);
        var few = rows with { Scores = Array.ConvertAll(rows.Scores, s => (Math.Floor(s * 4) + 0.5) / 4) };
        Assert.That(Known(new HosmerLemeshowTest(), few.Evidence).DegreesOfFreedom, Is.EqualTo(3), "four scores, of which hoslem.test joins the lowest two");
    }

    // Trap: variance 0 when all risks are 0, ½ or 1.
    [Test]
    public void What_cannot_be_tested_has_a_reason() => Assert.Multiple(() =>
    {
        Assert.That(new SpiegelhalterTest().Test(new Rows([0, 0.5, 1, 0.5], [0, 1, 1, 0], null, 0.5).Evidence), Is.TypeOf<CalibrationTestResult.Undefined>());
        foreach (var rows in new Rows[] { new([], [], null, 0.5), new([0, 0, 1], [0, 1, 1], null, 0.5), new([0.3, 0.3], [0, 0], null, 0.5) })
            foreach (var test in CalibrationTestCatalog.All)
                switch (test.Test(rows.Evidence))
                {
                    case CalibrationTestResult.Known known: Assert.That(double.IsFinite(known.Statistic) && known.PValue is >= 0 and <= 1, Is.True, test.Info.Id); break;
                    case CalibrationTestResult.Undefined undefined: Assert.That(undefined.Reason.ToString(), Is.Not.Empty); break;
                }
    });

    [Test]
    public void True_risks_are_rejected_as_often_as_the_level_says()
    {
        var random = new Random(8);
        var rejected = new int[CalibrationTestCatalog.All.Count];
        for (var draw = 0; draw < 400; draw++)
        {
            var rows = Rows.Random(1, 400, ties: false);
            var evidence = (rows with { Labels = Array.ConvertAll(rows.Scores, s => (byte)(random.NextDouble() < s ? 1 : 0)) }).Evidence;
            for (var t = 0; t < rejected.Length; t++)
                if (Known(CalibrationTestCatalog.All[t], evidence).PValue < 0.05) rejected[t]++;
        }
        Assert.That(rejected, Is.All.InRange(6, 36));
    }

    [Test]
    public void A_consistency_band_holds_its_share_of_binomial_counts([Values(7, 40, 300)] int n, [Values(0.02, 0.3, 0.9)] double risk)
    {
        var band = ConsistencyBand.Of(risk, n, 0.95);
        var (below, above, mass) = (0.0, 0.0, Math.Pow(1 - risk, n));
        for (var k = 0; k <= n; k++)
        {
            if ((double)k / n < band.Lower - 1e-12) below += mass;
            if ((double)k / n > band.Upper + 1e-12) above += mass;
            mass *= risk / (1 - risk) * (n - k) / (k + 1);
        }
        Assert.That(new[] { below, above }, Is.All.LessThanOrEqualTo(0.025 + 1e-9));
    }
}
