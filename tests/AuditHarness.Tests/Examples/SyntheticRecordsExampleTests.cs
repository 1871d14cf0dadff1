using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AuditHarness.Adapters.Datasets.Records;
using AuditHarness.Adapters.Generators;
using AuditHarness.Audits;
using AuditHarness.Config;
using AuditHarness.Expectations;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Models;
using AuditHarness.Reporting;
using static AuditHarness.Examples.SyntheticRecordsRuns;

namespace AuditHarness.Examples;

/// <summary>Each example of a generator of records finds what was planted in it, and stays quiet where nothing was.</summary>
public sealed class SyntheticRecordsExampleTests
{
    /// <summary>What fails in each example, as "metric" or "metric of group"; everything else passes.</summary>
    private static readonly Dictionary<string, string[]> s_planted = new()
    {
        ["records_flchain_copula"] = ["RuleViolationExcess", "ManifoldCoverage"],
        ["records_flchain_memoriser"] = [.. PrivacyOfPatients, .. Ages.Select(a => $"NearCopyExcess of age_band = {a}")],
        ["records_flchain_lost_group"] =
            ["RepresentationRatio of age_band = 80+", "RepresentationRatio of sex = female & age_band = 80+", "RepresentationRatio of sex = male & age_band = 80+"],
        ["records_flchain_worker"] = [],
        ["records_flchain_file"] = [.. PrivacyOfPatients, .. Ages.Select(a => $"NearCopyExcess of age_band = {a}")],
        ["records_health_insurance_copula"] = ["RuleViolationExcess"],
        ["records_health_insurance_memoriser"] = [.. PrivacyOfRespondents, .. Ethnicities.Select(e => $"NearCopyExcess of ethnicity = {e}")],
        ["records_health_insurance_lost_group"] = LostRespondents,
        ["records_health_insurance_file"] = LostRespondents,
    };

    private static string[] PrivacyOfPatients =>
        ["NearCopyExcess", "OverfittingProtection", "DensityMembershipArea", "UnivariateSinglingOutRisk", "LinkabilityRisk", "AttributeInferenceRisk"];

    private static string[] PrivacyOfRespondents => ["NearCopyExcess", "OverfittingProtection", "DensityMembershipArea", "LinkabilityRisk", "AttributeInferenceRisk"];

    private static string[] LostRespondents =>
    [
        "RepresentationRatio of ethnicity = african_american", "RareCellsKept of ethnicity = african_american",
        "RepresentationRatio of ethnicity = african_american & gender = female", "RepresentationRatio of ethnicity = african_american & gender = male",
    ];

    private static string[] Ages => ["50-59", "60-69", "70-79", "80+"];

    private static string[] Ethnicities => ["african_american", "caucasian", "other"];

    /// <summary>Names of all of them.</summary>
    internal static IEnumerable<string> Examples => s_planted.Keys;

    [TestCaseSource(nameof(Examples))]
    public void It_fails_what_was_planted_and_passes_everything_else(string example)
    {
        var run = Of(example);
        string Name(Finding f) => f.Subgroup is { IsOverall: false } group ? $"{f.Expectation.Metric} of {group}" : f.Expectation.Metric;
        TestContext.Out.WriteLine(string.Join("\n", run.Result.Findings.Select(f => $"{f.Verdict} {f.Sentence}")));
        Assert.Multiple(() =>
        {
            Assert.That(run.Result.Findings.Where(f => f.Verdict == Verdict.Fail).Select(Name), Is.EquivalentTo(s_planted[example]));
            Assert.That(run.Result.Findings.Where(f => f.Verdict == Verdict.Inconclusive).Select(f => f.Sentence.ToString()), Is.Empty);
            Assert.That(run.Result.Verdict, Is.EqualTo(s_planted[example].Length == 0 ? Verdict.Pass : Verdict.Fail));
            Assert.That(run.Result.Findings, Has.Count.GreaterThan(12));
        });
    }

    [Test]
    public void Every_example_of_records_is_here() => Assert.That(
        Directory.EnumerateFiles(Repository.In("configs", "examples"), "records_*.json").Select(Path.GetFileNameWithoutExtension), Is.EquivalentTo(Examples));

    [TestCaseSource(nameof(Examples))]
    public void The_config_in_the_repository_is_the_one_that_ran(string example)
    {
        // Whole, but for where paths start and which interpreter this machine has.
        var folder = Repository.In("configs", "examples");
        string Text(AuditPlan plan) => Encoding.UTF8.GetString(ReportFiles.Canonical(plan));
        var ran = Text(Of(example).Result.Plan).Replace(Interpreters.Python, "python3", StringComparison.Ordinal);
        ran = Regex.Replace(ran, $"\"({Regex.Escape(Repository.Root.Replace('\\', '/'))}/[^\"]*)\"", m => $"\"{Path.GetRelativePath(folder, m.Groups[1].Value).Replace('\\', '/')}\"");
        Assert.That(ran, Is.EqualTo(Text(ConfigFile.Load(Path.Combine(folder, example + ".json")).Plan)));
    }

    [TestCase("records_flchain_memoriser", 2324)]
    [TestCase("records_health_insurance_memoriser", 2619)]
    public void A_memoriser_is_as_good_as_can_be_and_is_every_patient(string example, int rows)
    {
        var run = Of(example);
        double? Value(string metric) => Figure(run, metric).Figure.Value;
        Assert.Multiple(() =>
        {
            Assert.That(run.Result.Records!.Counts[0].Synthetic, Is.EqualTo(rows));
            foreach (var ceiling in new[] { "KolmogorovSmirnovComplement", "TotalVariationComplement", "CorrelationSimilarity", "ManifoldPrecision", "ManifoldCoverage" })
                Assert.That(Value(ceiling), Is.EqualTo(1).Within(1e-12), ceiling);
            Assert.That(Value("ExactCopyRate"), Is.EqualTo(1));
            Assert.That(Value("CopiedRecordRate"), Is.EqualTo(1));
            Assert.That(Value("DensityMembershipArea"), Is.GreaterThan(0.9));
            // Beside it stands the memoriser again: the same figures.
            var beside = run.Result.Records.Baselines.Select(b => b.Name).ToList().IndexOf("memoriser");
            foreach (var metric in new[] { "ExactCopyRate", "CopiedRecordRate", "KolmogorovSmirnovComplement" })
                Assert.That(Figure(run, metric).Baselines[beside].Value, Is.EqualTo(Value(metric)), metric);
        });
    }

    [TestCase("records_flchain_copula")]
    [TestCase("records_flchain_worker")]
    [TestCase("records_health_insurance_copula")]
    public void Attacks_have_power_and_find_nothing_where_nothing_was_copied(string example)
    {
        var run = Of(example);
        var names = run.Result.Records!.Baselines.Select(b => b.Name).ToList();
        var (real, memoriser) = (names.IndexOf("real"), names.IndexOf("memoriser"));
        Assert.Multiple(() =>
        {
            foreach (var metric in new[] { "DistanceMembershipArea", "DensityMembershipArea", "LinkabilityRisk", "AttributeInferenceRisk", "NearCopyRate", "CopiedRecordRate" })
            {
                var figure = Figure(run, metric);
                Assert.That(figure.Baselines[memoriser].Interval!.Lower, Is.GreaterThan(figure.Figure.Interval!.Upper), $"{metric}: the attacker finds the memoriser");
                Assert.That(figure.Figure.N, Is.GreaterThan(1000), $"{metric}: attempts are counted");
                Assert.That(figure.Figure.Value - figure.Baselines[real].Value, Is.LessThan(0.1), $"{metric}: real beside real");
            }
        });
    }

    [Test]
    public void The_copula_keeps_survival_of_all_and_loses_that_of_the_oldest()
    {
        Assert.That(Figure(Of("records_flchain_copula"), "SurvivalCurveGap").Figure.Interval!.Upper, Is.LessThan(0.06));
        Assert.That(Figure(Of("records_flchain_copula"), "SurvivalCurveGap", "age_band = 80+").Figure.Value, Is.GreaterThan(0.1));
        Assert.That(Figure(Of("records_flchain_worker"), "SurvivalCurveGap", "age_band = 80+").Figure.Value, Is.LessThan(0.1));
    }

    [TestCase("records_flchain_lost_group", "age_band = 80+", "age_band = 60-69", "sex = female")]
    [TestCase("records_health_insurance_lost_group", "ethnicity = african_american", "ethnicity = caucasian", "gender = male")]
    public void A_lost_group_is_a_tenth_of_itself_and_the_others_are_not_accused(string example, string lost, params string[] others)
    {
        var run = Of(example);
        var ratio = Figure(run, "RepresentationRatio", lost).Figure;
        Assert.That(ratio.Value, Is.EqualTo(0.1).Within(0.06));
        Assert.That(ratio.Interval!.Upper, Is.LessThan(0.25));
        foreach (var other in others) Assert.That(Figure(run, "RepresentationRatio", other).Figure.Interval!.Lower, Is.GreaterThan(0.85), other);
        Assert.That(Figure(run, "NearCopyExcess").Figure.Interval!.Upper, Is.LessThan(0.02));
    }

    [Test]
    public void All_five_reference_generators_stand_beside_a_figure_and_each_shows_what_it_loses()
    {
        var run = Of("records_flchain_lost_group");
        Assert.That(run.Result.Records!.Baselines.Select(b => (b.Name, b.Reason)), Is.EqualTo(RecordBaselines.All.Select(b => (b, (Phrase?)null))));
        double Value(string metric, string baseline) => Figure(run, metric).Baselines[RecordBaselines.All.ToList().IndexOf(baseline)].Value!.Value;
        Assert.Multiple(() =>
        {
            foreach (var other in RecordBaselines.All.Where(b => b != RecordBaselines.IndependentMarginals))
                Assert.That(Value("CorrelationSimilarity", RecordBaselines.IndependentMarginals), Is.LessThan(Value("CorrelationSimilarity", other) - 0.05), other);
            foreach (var other in new[] { RecordBaselines.Real, RecordBaselines.IndependentMarginals, RecordBaselines.GaussianCopula })
                Assert.That(Value("DensityMembershipArea", RecordBaselines.BootstrapWithNoise), Is.GreaterThan(Value("DensityMembershipArea", other) + 0.1), other);
            Assert.That(Value("ExactCopyRate", RecordBaselines.Memoriser), Is.EqualTo(1));
        });
    }

    [Test]
    public void A_worker_samples_live_and_says_who_it_is()
    {
        var records = Of("records_flchain_worker").Result.Records!;
        Assert.Multiple(() =>
        {
            Assert.That(records.Generator.Model.Name, Is.EqualTo("Chained trees"), "as it says");
            Assert.That((records.Generator.Conditions, records.Generator.TakesSeeds), Is.EqualTo((new[] { "age_band", "sex" }, true)));
            Assert.That(records.Draws.Single().Rows, Is.EqualTo(2324));
            Assert.That(records.Reading.ToString(), Does.Contain("makes records live"));
        });
    }

    [Test]
    public void A_worker_that_is_asked_for_men_of_80_and_more_makes_up_no_one_else()
    {
        File.WriteAllText(In("conditions.json"), Example("records_flchain_worker").ToJsonString());
        var plan = (SyntheticRecordsPlan)ConfigFile.Load(In("conditions.json")).Plan;
        var train = RecordFiles.Load(plan.Records, Repository.Root).Train;
        using var worker = GeneratorCatalog.Open(plan.Generator, train, new(Repository.Root));
        RecordTable Made(ulong seed) => worker.Sample(new(300, [new("age_band", "80+"), new("sex", "male")], seed, 0));
        var made = Made(1);
        Assert.Multiple(() =>
        {
            Assert.That(((RecordColumn.Number)made.Find("age")!).Values, Has.All.GreaterThanOrEqualTo(80));
            foreach (var (column, level) in new[] { ("sex", "male"), ("age_band", "80+") })
                Assert.That(((RecordColumn.Category)made.Find(column)!).Levels, Is.EqualTo(new[] { level }));
            Assert.That(RecordFingerprint.Of(Made(1)), Is.EqualTo(RecordFingerprint.Of(made)).And.Not.EqualTo(RecordFingerprint.Of(Made(2))));
        });
    }

    [Test]
    public void A_kept_draw_is_measured_again_without_the_worker_to_the_same_figures_on_any_number_of_threads()
    {
        var first = Of("records_flchain_worker");
        var config = Example("records_flchain_worker");
        // Not what takes longest: any number of threads gives the same figures of every measure, which smaller records show.
        config["audits"] = new JsonArray("structure", "representation");
        config["expectations"] = new JsonArray();
        var again = Execute("worker_again", config, workers: 1);
        Assert.Multiple(() =>
        {
            Assert.That(again.Result.Records!.Draws.Select(d => (d.Id, d.Sha256)), Is.EqualTo(first.Result.Records!.Draws.Select(d => (d.Id, d.Sha256))));
            Assert.That(Figures(again), Is.SubsetOf(Figures(first)).And.Count.GreaterThan(50));
        });
    }
}
