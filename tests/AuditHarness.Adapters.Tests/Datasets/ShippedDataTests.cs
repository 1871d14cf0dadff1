using System.Text.Json;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Datasets;

/// <summary>The data sets in the repository load as their cards say, and are the rows the oracles are about.</summary>
public class ShippedDataTests
{
    private static readonly string Root = FindRoot();

    private static readonly DiagnosticPlan HealthInsurance = Plan("health_insurance_meps1996", "poor_health", null, null, "test", null,
        new AttributePlan("ethnicity", "ethnicity", null, "caucasian"), new AttributePlan("gender", "gender", null, null),
        new AttributePlan("age", "age", [30, 45, 60], null));

    private static readonly DiagnosticPlan Nhanes = Plan("nhanes_cholesterol", "high_chol", "mec_weight", null, "test", null,
        new AttributePlan("race", "race", null, null), new AttributePlan("sex", "sex", null, null), new AttributePlan("age_band", "age_band", null, null));

    private static readonly DiagnosticPlan FreeLightChain = Plan("flchain", "death_5y", null, "followup_days", "test", "calibration",
        new AttributePlan("sex", "sex", null, null), new AttributePlan("age_band", "age", [60, 70, 80], null));

    [Test]
    public void Health_insurance_has_3521_test_rows_with_250_events()
    {
        var cohort = Load(HealthInsurance).Cohort;

        Assert.Multiple(() =>
        {
            Assert.That(cohort.Count, Is.EqualTo(3521));
            Assert.That(cohort.Labels.Count(l => l == 1), Is.EqualTo(250));
            Assert.That(cohort.Flow.RowsRead, Is.EqualTo(8802));
            Assert.That(cohort.Flow.Dropped.Single().Rows, Is.EqualTo(5281));
            Assert.That(cohort.Attributes[0].Levels, Is.EqualTo(new[] { "african_american", "caucasian", "other" }));
        });
        MatchesOracle(cohort, "health_insurance", "ethnicity", "gender");
    }

    [Test]
    public void Nhanes_has_3138_test_rows_with_305_events_and_a_weight_for_each()
    {
        var cohort = Load(Nhanes).Cohort;

        Assert.Multiple(() =>
        {
            Assert.That(cohort.Count, Is.EqualTo(3138));
            Assert.That(cohort.Labels.Count(l => l == 1), Is.EqualTo(305));
            Assert.That(cohort.Flow.Dropped.Select(d => d.Rows), Is.EqualTo(new[] { 4708, 745 }));
            Assert.That(cohort.Attributes[1].Levels, Is.EqualTo(new[] { "female", "male" }));
        });
        MatchesOracle(cohort, "nhanes_weighted", "race", "sex", "age_band");
    }

    [Test]
    public void Flchain_has_2036_test_rows_and_1036_to_fix_a_threshold_on()
    {
        var cohort = Load(FreeLightChain).Cohort;

        Assert.Multiple(() =>
        {
            Assert.That(cohort.Count, Is.EqualTo(2036));
            Assert.That(cohort.Labels.Count(l => l == 1), Is.EqualTo(225));
            Assert.That(cohort.Calibration!.Scores, Has.Length.EqualTo(1036));
            Assert.That(cohort.Calibration.Labels.Count(l => l == 1), Is.EqualTo(143));
            Assert.That(cohort.Flow.Dropped.Select(d => d.Rows), Is.EqualTo(new[] { 4607, 195 }));
            Assert.That(cohort.Flow.PredictionsUnused, Is.Zero);
            Assert.That(cohort.FollowUp!.Max(), Is.LessThanOrEqualTo(5215));
            Assert.That(cohort.Attributes[1].Levels, Is.EqualTo(new[] { "<60", "60-<70", "70-<80", ">=80" }));
        });
    }

    [Test]
    public void The_bins_of_flchain_give_the_age_bands_of_the_oracle()
    {
        using var oracle = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Oracles, "flchain", "oracle_metrics.json")));
        var groups = oracle.RootElement.GetProperty("models").GetProperty("lr").GetProperty("groups").GetProperty("age_band");
        // All held-out rows: those of the test part and those of the calibration part.
        var bands = new[] { "test", "calibration" }
            .Select(part => Load(FreeLightChain with
            {
                Threshold = new ThresholdPlan.Fixed(0.2), Data = FreeLightChain.Data with { Split = new SplitPlan("split", part, null) },
            }).Cohort.Attributes[1])
            .SelectMany(band => band.Codes).GroupBy(code => code).OrderBy(g => g.Key).Select(g => g.Count());

        Assert.That(bands, Is.EqualTo(new[] { "50-59", "60-69", "70-79", "80+" }
            .Select(band => groups.GetProperty(band).GetProperty("probability").GetProperty("n").GetInt32())));
    }

    [TestCase("health_insurance_meps1996", "health_insurance")]
    [TestCase("nhanes_cholesterol", "nhanes_weighted")]
    [TestCase("flchain", "flchain")]
    public void Shipped_predictions_are_those_of_the_oracle(string folder, string oracle)
    {
        var shipped = File.ReadLines(Path.Combine(Root, "datasets", folder, "predictions.csv")).Select(line => line.Split(',')).ToList();
        var theirs = File.ReadLines(Path.Combine(Oracles, oracle, "predictions.csv")).Select(line => line.Split(',')).ToList();

        Assert.That(shipped, Is.EqualTo(theirs.Select(f => new[] { f[0], f[2], f[3], f[4] })));
    }

    [TestCase("health_insurance_meps1996")]
    [TestCase("nhanes_cholesterol")]
    [TestCase("flchain")]
    public void Every_data_set_has_its_card_and_licence(string folder)
    {
        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllText(Path.Combine(Root, "datasets", folder, "DATACARD.md")), Does.Contain("**Licence.**").And.Contains("Known limits"));
            Assert.That(File.ReadAllText(Path.Combine(Root, "datasets", folder, "LICENSE.txt")), Does.Contain("TERMS AND CONDITIONS"));
        });
    }

    /// <summary>Rows stand in the same order in both, so labels, scores, weights and levels must agree one by one.</summary>
    private static void MatchesOracle(Cohorts.ScoredCohort cohort, string oracle, params string[] attributes)
    {
        var lines = File.ReadAllLines(Path.Combine(Oracles, oracle, "predictions.csv"));
        var header = lines[0].Split(',');
        var rows = lines.Skip(1).Select(line => line.Split(',')).ToList();
        string[] Column(string name) => [.. rows.Select(row => row[Array.IndexOf(header, name)])];
        double[] Numbers(string name) => [.. Column(name).Select(text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture))];

        Assert.That(cohort.Scores, Is.EqualTo(Numbers("score_lr")));
        Assert.That(cohort.Labels.Select(l => (double)l), Is.EqualTo(Numbers("label")));
        if (cohort.Weights is not null) Assert.That(cohort.Weights, Is.EqualTo(Numbers("weight")));
        foreach (var name in attributes)
        {
            var attribute = cohort.Attributes.Single(a => a.Name == name);
            Assert.That(attribute.Codes.Select(code => attribute.Levels[code]), Is.EqualTo(Column(name)), name);
        }
    }

    private static LoadedCohort Load(DiagnosticPlan plan) => CohortFile.Load(plan, Path.Combine(Root, "datasets"));

    private static DiagnosticPlan Plan(
        string folder, string label, string? weight, string? time, string evaluate, string? calibrate, params AttributePlan[] attributes) => CohortFolder.Plan with
        {
            Data = new DataPlan($"{folder}/{folder}.csv", "row_id", label, "1", weight, time, new SplitPlan("split", evaluate, calibrate)),
            Model = new ModelPlan("predictions", $"{folder}/predictions.csv", "row_id", "score_lr", "logistic regression", null),
            Threshold = calibrate is null ? new ThresholdPlan.Fixed(0.1) : new ThresholdPlan.ByRule(ThresholdRule.Youden, null),
            Subgroups = new SubgroupPlan(attributes, [], 1, "missing"),
        };

    private static string Oracles => Path.Combine(Root, "tests", "AuditHarness.Core.Tests", "Oracles");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "AuditHarness.sln"))) folder = folder.Parent;
        return folder.FullName;
    }
}
