using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Config;
using AuditHarness.Metrics;
using AuditHarness.Reporting;
using AuditHarness.Reporting.Json;

namespace AuditHarness.Disclosure;

/// <summary>
/// Nothing that is withheld can be worked out from all that is published together: counts of 1 to 10 (under profile public those of
/// the decision table too), counts that are hidden for their sake, and metrics that are hidden because they rest on such counts.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed partial class RecoveryTests
{
    // Each is looked at from several sides.
    private static readonly ConcurrentDictionary<(string Name, ReportProfile Profile), Lazy<(DiagnosticPlan Plan, ScoredCohort Cohort, AuditResult Result, Dictionary<string, string> Files)>> s_shipped = [];
    private static readonly ConcurrentDictionary<(int Seed, ReportProfile Profile), Lazy<(DiagnosticPlan Plan, ScoredCohort Cohort, AuditResult Result)>> s_random = [];

    // Of the seeds below.
    private const int SeenTwice = 8;

    // 4 events in a small group; "some" is hidden for its sake.
    private static readonly Lazy<(DiagnosticPlan Plan, ScoredCohort Cohort, AuditResult Result)> s_besideASmallOne =
        new(() => Audited(Made(("rare", 2, 12, 40, 2), ("some", 15, 20, 90, 25), ("most", 60, 50, 200, 60))));

    private static readonly string[] Shipped = ["flchain", "health_insurance_meps1996", "nhanes_cholesterol", "simulated"];

    [Test]
    public void Nothing_hidden_in_a_shipped_audit_is_recovered([ValueSource(nameof(Shipped))] string name, [Values] ReportProfile profile)
    {
        var (plan, cohort, _, files) = Audit(name, profile);
        Assert.That(Recovery.Of(Read(files, plan), cohort), Is.Empty);
    }

    [Test]
    public void Nothing_hidden_in_an_audit_of_small_groups_is_recovered([Range(0, 19)] int seed, [Values] ReportProfile profile)
    {
        var (_, cohort, result) = Random(seed, profile, weighted: seed % 5 == 4);
        Assert.That(Recovery.Of(result, cohort), Is.Empty);
    }

    [TestCase(1009, 1500, TestName = "Nothing_hidden_among_many_intersections_is_recovered")]
    [TestCase(1010, 45, TestName = "Nothing_hidden_where_almost_everything_is_suppressed_is_recovered")]
    public void Nothing_hidden_is_recovered(int seed, int patients)
    {
        foreach (var profile in Enum.GetValues<ReportProfile>())
        {
            var (plan, cohort) = RandomCohort.Of(seed, profile, weighted: false, patients);
            var published = Read(Files(RandomCohort.Audited(plan, cohort)), plan);
            Assert.That(published.Measurements.OfType<Measurement.Unknown>().Count(m => m.Suppressed), Is.GreaterThan(20), "much is hidden");
            Assert.That(Recovery.Of(published, cohort), Is.Empty);
        }
    }

    // The attacker must be able to win: each of these outputs says one thing too many.
    [Test]
    public void An_output_that_shows_the_companion_of_a_small_cell_gives_it_away_and_the_derivation_is_named()
    {
        var (_, cohort, published) = s_besideASmallOne.Value;
        Assert.That(Recovery.Of(published, cohort), Is.Empty);
        var companion = published.Measurements.First(m => m.Subgroup.Levels == "some");
        Assert.That(companion.Events, Is.Null, "hidden for the sake of the small group");
        var events = Enumerable.Range(0, cohort.Count).Count(i => cohort.Labels[i] == 1 && cohort.Attributes[0].Levels[cohort.Attributes[0].Codes[i]] == "some");
        var leaky = published with { Measurements = [.. published.Measurements.Select(m => m.Subgroup.Levels == "some" ? m with { Events = events } : m)] };
        var recovered = Recovery.Of(leaky, cohort);
        Assert.That(recovered, Has.Some.Contains("events of a = rare (4)").And.Some.Contains("is the sum of its groups by a").And.Some.Contains("events beside"), string.Join('\n', recovered));
    }

    [Test]
    public void A_gap_to_a_hidden_rate_gives_it_away()
    {
        var (_, cohort, published) = s_besideASmallOne.Value;
        var gap = published.Disparities.Single(d => d.Metric == "EqualOpportunityDifference" && d.Group?.Levels == "some" && d.Comparison == Disparity.Comparison.Reference);
        Assert.That(gap.Suppressed, Is.True);
        var leaky = published with
        {
            Disparities = [.. published.Disparities.Select(d => ReferenceEquals(d, gap) ? d with { Value = Sensitivity(cohort, "some") - Sensitivity(cohort, "most"), Suppressed = false } : d)],
            Measurements = [.. published.Measurements.Select(m => m.Subgroup.Levels == "most" && m.Metric == "Sensitivity"
                ? new Measurement.Known(m.Metric, m.Subgroup, m.N, m.Events, Sensitivity(cohort, "most"), null, null) : m)],
        };
        Assert.That(Recovery.Of(leaky, cohort), Has.Some.Contains("Sensitivity of a = some"));
    }

    [Test]
    public void A_gap_to_everybody_whose_rate_is_hidden_is_hidden_too()
    {
        // 6 missed events in all, all of one group: hidden there and for everybody. No event is missed in the others, which is no secret.
        var (plan, cohort) = Made(("few", 40, 30, 90, 6), ("others", 40, 30, 90, 0), ("most", 60, 50, 200, 0));
        plan = plan with { Report = plan.Report with { Profile = ReportProfile.Public } };
        var published = RandomCohort.Audited(plan, cohort);
        Assert.That(Recovery.Of(published, cohort), Is.Empty);
        var gap = published.Disparities.Single(d => d.Metric == "EqualOpportunityDifference" && d.Group?.Levels == "others" && d.Comparison == Disparity.Comparison.Overall);
        Assert.That(gap.Suppressed, Is.True);
        var leaky = published with { Disparities = [.. published.Disparities.Select(d => ReferenceEquals(d, gap) ? d with { Value = 1 - (140.0 / 146), Suppressed = false } : d)] };
        Assert.That(Recovery.Of(leaky, cohort), Has.Some.Contains("Sensitivity of overall"));
    }

    [TestCase(40, false)]
    [TestCase(4, true)]
    public void A_gap_within_the_levels_of_another_attribute_is_hidden_where_a_group_of_both_is(int early, bool hidden)
    {
        // The case mix is an audited attribute: with the rates of all groups of both but one shown, the standardized gap is an equation for that one.
        var (plan, cohort) = Made(("most", 60, 50, 200, 60), ("some", 55, 42, 110, 60));
        var left = early;
        int[] half = [.. cohort.Attributes[0].Codes.Select((code, i) => code == 1 && cohort.Labels[i] == 1 ? left-- > 0 ? 0 : 1 : i % 2)];
        var column = new AttributePlan("half", "half", null, null);
        plan = plan with { Subgroups = plan.Subgroups with { Attributes = [.. plan.Subgroups.Attributes, column], Intersections = [["a", "half"]] }, Fairness = new([column], [column]) };
        var attribute = new AttributeColumn("half", ["early", "late"], half, 1, false);
        cohort = new ScoredCohort { Labels = cohort.Labels, Scores = cohort.Scores, Attributes = [.. cohort.Attributes, attribute], Flow = cohort.Flow, CaseMix = [attribute], ParityStrata = [attribute] };
        var published = RandomCohort.Audited(plan, cohort);
        Assert.That(published.Measurements.Any(m => m.Subgroup.Levels.Contains("some", StringComparison.Ordinal) && m.Events is null), Is.EqualTo(hidden));
        var row = published.Exhibits.OfType<Exhibit.Table>().Single(t => t.Id == "case-mix").Rows.First(r => r[2] is Cell.Text { Value: "some" });
        Assert.That(row[5] is Cell.Hidden, Is.EqualTo(hidden));
        var gaps = published.Disparities.Where(d => d.Metric is "EqualOpportunityWithinStrata" or "StandardizedEqualOpportunityDifference" && d.Attributes.SequenceEqual(["a"])).ToArray();
        Assert.That(gaps.Select(d => d.Suppressed), Is.Not.Empty.And.All.EqualTo(hidden));
        Assert.That(Recovery.Of(published, cohort), Is.Empty);
    }

    [TestCase(4, true)]
    [TestCase(30, false)]
    public void A_gap_within_strata_that_nobody_audits_is_hidden_where_it_would_tell_a_few_patients(int late, bool hidden)
    {
        var (plan, cohort) = Made(("most", 20, 20, 40, 20), ("some", 12, 14, 30, 13));
        var seen = new int[4];
        int[] strata = [.. cohort.Attributes[0].Codes.Select((code, i) => code == 0 ? i % 2 : ++seen[0] > 69 - late ? 1 : 0)];
        if (!hidden) strata = [.. cohort.Labels.Select((_, i) => i % 2)];
        cohort = new ScoredCohort { Labels = cohort.Labels, Scores = cohort.Scores, Attributes = cohort.Attributes, Flow = cohort.Flow, ParityStrata = [new("s", ["early", "late"], strata, 0, false)] };
        var gaps = RandomCohort.Audited(plan, cohort).Disparities.Where(d => d.Metric is "DemographicParityWithinStrata" or "ConditionalDemographicDisparity").ToArray();
        Assert.That(gaps.Where(d => d.Group is null || d.Group.Levels == "some" || d.Comparison == Disparity.Comparison.Reference).Select(d => d.Suppressed), Is.Not.Empty.And.All.EqualTo(hidden));
        if (!hidden) return;
        // What it would have told: only one set of whole numbers gives the exact figure.
        int Count(int g, Func<int, bool> of) => Enumerable.Range(0, cohort.Count).Count(i => cohort.Attributes[0].Codes[i] == g && of(i));
        (int, int, int, int) truth = (Count(1, i => strata[i] == 0), Count(1, i => strata[i] == 0 && cohort.Scores[i] >= 0.5), Count(0, i => strata[i] == 0), Count(0, i => strata[i] == 0 && cohort.Scores[i] >= 0.5));
        var (n, flagged, m, marked) = (Count(1, _ => true), Count(1, i => cohort.Scores[i] >= 0.5), Count(0, _ => true), Count(0, i => cohort.Scores[i] >= 0.5));
        double Gap(int n1, int a1, int m1, int b1)
        {
            var (sum, weights) = (0.0, 0.0);
            foreach (var (x, a, y, b) in new[] { (n1, a1, m1, b1), (n - n1, flagged - a1, m - m1, marked - b1) })
            {
                if (x == 0 || y == 0) continue;
                var weight = x * (double)y / (x + y);
                (sum, weights) = (sum + (weight * ((a / (double)x) - (b / (double)y))), weights + weight);
            }
            return sum / weights;
        }
        var exact = Gap(truth.Item1, truth.Item2, truth.Item3, truth.Item4);
        var late4 = new HashSet<int>();
        for (var n1 = 1; n1 < n; n1++)
            for (var a1 = Math.Max(0, flagged - (n - n1)); a1 <= Math.Min(n1, flagged); a1++)
                for (var m1 = 1; m1 < m; m1++)
                    for (var b1 = Math.Max(0, marked - (m - m1)); b1 <= Math.Min(m1, marked); b1++)
                        if (Math.Abs(Gap(n1, a1, m1, b1) - exact) < 1e-14) late4.Add(Math.Min(n1, n - n1));
        Assert.That(late4, Is.EqualTo(new[] { late }), "its 4 patients in one stratum");
    }

    [Test]
    public void A_sum_over_ranks_of_few_patients_is_hidden_beside_hidden_decisions()
    {
        var (plan, cohort) = Made(("few", 8, 5, 8, 4), ("others", 40, 30, 90, 30), ("most", 60, 50, 200, 60));
        AuditResult Published(ReportProfile profile) => RandomCohort.Audited(plan with { Report = plan.Report with { Profile = profile } }, cohort);
        var (forAnybody, forColleagues) = (Published(ReportProfile.Public), Published(ReportProfile.Internal));
        Measurement Of(AuditResult result, string metric, string group) => result.Measurements.Single(m => m.Metric == metric && m.Subgroup.Levels == group);
        foreach (var metric in new[] { "AveragePrecision", "PartialAreaUnderRoc", "CorpDiscrimination", "CorpMiscalibration", "AreaUnderRoc" })
        {
            Assert.That(Of(forAnybody, metric, "few"), Is.TypeOf<Measurement.Unknown>().With.Property("Suppressed").True, metric);
            Assert.That(Of(forAnybody, metric, "most"), Is.TypeOf<Measurement.Known>(), metric);
        }
        // What it would have told: hardly any order of 12 events among 25 patients has the exact figure, and all have as many events among the 13 flagged.
        var exact = ((Measurement.Known)Of(forColleagues, "AveragePrecision", "few")).Value;
        var found = new Dictionary<int, int>();
        for (int order = (1 << 12) - 1, lowest; order < 1 << 25; order = (((order ^ (order + lowest)) / lowest) >> 2) | (order + lowest))
        {
            // The step goes to the next number with as many bits set.
            lowest = order & -order;
            var (events, sum) = (0, 0.0);
            for (var rank = 1; rank <= 25; rank++)
                if ((order >> (rank - 1) & 1) == 1) sum += ++events / (double)rank;
            if (Math.Abs((sum / 12) - exact) > 1e-13) continue;
            var flagged = System.Numerics.BitOperations.PopCount((uint)order & ((1 << 13) - 1));
            found[flagged] = found.GetValueOrDefault(flagged) + 1;
        }
        TestContext.Out.WriteLine(string.Join(", ", found));
        Assert.That(found.Keys, Has.Member(8));
        Assert.That(found.Count, Is.LessThanOrEqualTo(3), "of 12 that could be");
    }

    [Test]
    public void An_area_that_leaves_few_decision_tables_open_is_hidden_beside_hidden_decisions()
    {
        // 18 events, 5 in vain; not flagged 4 events, 70 others: all in this order, so that nearly every pair is won.
        var (plan, cohort) = Made(("few", 18, 5, 70, 4), ("others", 40, 30, 90, 30), ("most", 60, 50, 200, 60));
        var scores = (double[])cohort.Scores.Clone();
        for (var i = 0; i < 97; i++) scores[i] = i < 18 ? 0.9 + (i / 1000.0) : i < 23 ? 0.6 + (i / 1000.0) : i < 93 ? 0.1 + (i / 1000.0) : 0.3 + (i / 1000.0);
        cohort = new ScoredCohort { Labels = cohort.Labels, Scores = scores, Attributes = cohort.Attributes, Flow = cohort.Flow };
        var published = RandomCohort.Audited(plan with { Report = plan.Report with { Profile = ReportProfile.Public } }, cohort);
        Assert.That(published.Measurements.Single(m => m.Metric == "AreaUnderRoc" && m.Subgroup.Levels == "few"), Is.TypeOf<Measurement.Unknown>());
        Assert.That(published.Disparities.Where(d => d.Metric == "AurocGap" && d.Group?.Levels == "few").Select(d => d.Value), Is.Not.Empty.And.All.Null);
        Assert.That(published.Measurements.Single(m => m.Metric == "AreaUnderRoc" && m.Subgroup.Levels == "others"), Is.TypeOf<Measurement.Known>());
        var area = new Cells(18, 5, 70, 4).CanHaveArea(1630.0 / 1650);
        Assert.That(area, Is.True);
        Assert.That(Enumerable.Range(0, 23).Count(found => new Cells(found, 23 - found, 52 + found, 22 - found).CanHaveArea(1630.0 / 1650)), Is.LessThanOrEqualTo(5));
    }

    [Test]
    public void A_predictive_value_alone_cannot_be_hidden()
    {
        // As it was: hidden for its 7 flagged patients, beside the sensitivity and specificity that tell them.
        var (plan, cohort) = Made(("few", 4, 3, 90, 20), ("others", 40, 30, 90, 30), ("most", 60, 50, 200, 60));
        var published = RandomCohort.Audited(plan, cohort);
        var leaky = published with
        {
            Measurements = [.. published.Measurements.Select(m => m.Subgroup.Levels == "few" && m.Metric == "PositivePredictiveValue"
                ? new Measurement.Unknown(m.Metric, m.Subgroup, m.N, m.Events, Phrase.Of($"hidden"), true) : m)],
        };
        Assert.That(Recovery.Of(published, cohort), Is.Empty);
        Assert.That(Recovery.Of(leaky, cohort), Has.One.Contains("PositivePredictiveValue of a = few"));
    }

    [Test]
    public void The_page_the_summary_and_JUnit_hold_no_figure_that_results_json_does_not([ValueSource(nameof(Shipped))] string name, [Values] ReportProfile profile)
    {
        // So an attacker who reads results.json has read them all.
        var files = Audit(name, profile).Files;
        var known = new HashSet<string>();
        void Learn(JsonElement json)
        {
            if (json.ValueKind == JsonValueKind.Number) known.Add(Rounded(json.GetDouble()));
            else if (json.ValueKind == JsonValueKind.Object) foreach (var p in json.EnumerateObject()) Learn(p.Value);
            else if (json.ValueKind == JsonValueKind.Array) foreach (var e in json.EnumerateArray()) Learn(e);
        }
        Learn(JsonDocument.Parse(files["results.json"]).RootElement);
        Assert.That(Figure().Count(files["report.html"]), Is.GreaterThan(500));
        // Points of curves stand there in four digits, and what follows from them.
        var html = Curves().Replace(files["report.html"], "");
        string[] page = [.. Figure().Matches(html).Concat(Property().Matches(files["junit.xml"]))
            .SelectMany(m => m.Groups[1].Value.Split(' ')).Where(v => !known.Contains(Rounded(double.Parse(v, CultureInfo.InvariantCulture)))).Distinct()];
        Assert.That(page, Is.Empty);
    }

    [Test]
    public void No_text_says_more_of_a_group_with_hidden_figures_than_results_json_shows([ValueSource(nameof(Shipped))] string name, [Values] ReportProfile profile)
    {
        var (plan, _, _, files) = Audit(name, profile);
        SaysNothingMore(plan, files);
    }

    [Test]
    public void No_text_says_more_of_small_groups_than_results_json_shows([Range(0, SeenTwice - 1)] int seed, [Values] ReportProfile profile)
    {
        var (plan, _, result) = Random(seed, profile, weighted: false);
        SaysNothingMore(plan, Files(result));
    }

    [Test]
    public void A_planted_figure_is_found_wherever_it_stands()
    {
        var (plan, _, result) = s_besideASmallOne.Value;
        var files = Files(result);
        var published = Read(files, plan);
        string[] Found(string file, string before, string after)
        {
            Assert.That(files[file], Does.Contain(before), file);
            var planted = new Dictionary<string, string>(files) { [file] = files[file].Replace(before, after, StringComparison.Ordinal) };
            var texts = new PublishedTexts(planted, published);
            return [.. texts.Telling(), .. texts.NumbersOnlyInParts];
        }
        Assert.That(Found("summary.md", "## ", "## "), Is.Empty);
        const string Secret = "Sensitivity of rare is 0.4273.";
        foreach (var (file, before, after) in new[]
        {
            ("summary.md", "\n## ", $"\n{Secret}\n\n## "), ("model-card.md", "\n## ", $"\n{Secret}\n\n## "),
            ("report.html", "</main>", $"<p>Sensitivity of <bdi>rare</bdi> is <b>0.4273</b>.</p></main>"), ("report.html", "</main>", $"<svg role=\"img\" aria-label=\"{Secret}\"></svg></main>"),
            ("report.html", "</main>", $"<svg><desc>{Secret}</desc></svg></main>"), ("junit.xml", "</testsuites>", $"<system-out>{Secret}</system-out></testsuites>"),
            ("results.json", "\"verdict\": ", $"\"note\": \"{Secret}\", \"verdict\": "),
            ("results.json", "\"run\": {", "\"run\": { \"noteParts\": { \"template\": \"{0}\", \"values\": [0.4273] },"),
        })
            Assert.That(Found(file, before, after), Has.Some.Contains("0.4273"), $"{file}: {after}");
    }

    private static void SaysNothingMore(DiagnosticPlan plan, Dictionary<string, string> files)
    {
        var texts = new PublishedTexts(files, Read(files, plan));
        Assert.That(texts.Sentences.Select(s => s.File).Distinct(), Is.SupersetOf(new[] { "results.json", "report.html", "summary.md", "model-card.md", "junit.xml" }));
        Assert.Multiple(() =>
        {
            Assert.That(texts.Telling().Take(30), Is.Empty);
            Assert.That(texts.NumbersOnlyInParts.Take(30), Is.Empty);
        });
    }

    [GeneratedRegex("<table[^>]*id=\"t-roc-.*?</table>", RegexOptions.Singleline)]
    private static partial Regex Curves();

    // One number has no quotes.
    [GeneratedRegex("data-v=(?:\"(?<1>[^\"]+)\"|(?<1>[^\\s\">]+))")]
    private static partial Regex Figure();

    [GeneratedRegex("<property name=\"(?:value|lower|upper|morePatients)\" value=\"([^\"]+)\"")]
    private static partial Regex Property();

    private static string Rounded(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private static (DiagnosticPlan Plan, ScoredCohort Cohort, AuditResult Result, Dictionary<string, string> Files) Audit(string name, ReportProfile profile) => s_shipped.GetOrAdd((name, profile), key => new(() =>
    {
        var config = ConfigFile.Load(Repository.In("configs", $"{key.Name}.json"));
        using var model = ModelCatalog.Open(config.Plan.Diagnostic().Model, new(config.Folder));
        var plan = config.Plan.Diagnostic() with { Report = config.Plan.Report with { Profile = key.Profile } };
        var cohort = CohortFile.Load(plan, config.Folder, model).Cohort;
        // In one of the two profiles it was audited already.
        var result = key.Profile == config.Plan.Report.Profile ? ShippedRuns.Of($"{key.Name}.json").Result : Audited((plan, cohort)).Result;
        return (plan, cohort, result, Files(result));
    })).Value;

    // Two look at the first ones, and who comes second takes it away: dozens of audits kept for nothing make every collection of memory long,
    // and boosted trees, which learn beside these tests, ask for one at each training.
    private static (DiagnosticPlan Plan, ScoredCohort Cohort, AuditResult Result) Random(int seed, ReportProfile profile, bool weighted)
    {
        if (seed >= SeenTwice || weighted) return Audited(RandomCohort.Of(seed, profile, weighted));
        var mine = new Lazy<(DiagnosticPlan, ScoredCohort, AuditResult)>(() => Audited(RandomCohort.Of(seed, profile, weighted)));
        if (s_random.TryAdd((seed, profile), mine)) return mine.Value;
        return s_random.TryRemove((seed, profile), out var theirs) ? theirs.Value : mine.Value;
    }

    private static (DiagnosticPlan Plan, ScoredCohort Cohort, AuditResult Result) Audited((DiagnosticPlan Plan, ScoredCohort Cohort) given) =>
        (given.Plan, given.Cohort, RandomCohort.Audited(given.Plan, given.Cohort));

    private static Dictionary<string, string> Files(AuditResult result) =>
        ReportFiles.Render(result).ToDictionary(f => f.Name, f => Encoding.UTF8.GetString(f.Content));

    private static AuditResult Read(Dictionary<string, string> files, DiagnosticPlan plan) =>
        ResultsReader.Read(Encoding.UTF8.GetBytes(files["results.json"]), "results.json", (_, _) => plan);

    private static (DiagnosticPlan, ScoredCohort) Made(params (string Level, int Tp, int Fp, int Tn, int Fn)[] groups)
    {
        List<(int Code, byte Label, double Score)> rows = [];
        for (var g = 0; g < groups.Length; g++)
        {
            var (_, tp, fp, tn, fn) = groups[g];
            foreach (var (count, label, flagged) in new[] { (tp, (byte)1, true), (fp, (byte)0, true), (tn, (byte)0, false), (fn, (byte)1, false) })
                for (var i = 0; i < count; i++) rows.Add((g, label, (flagged ? 0.5 : 0.01) + (0.48 * (i + 0.5 + (0.01 * g)) / count)));
        }
        var (plan, _) = RandomCohort.Of(0, ReportProfile.Internal, false);
        return (
            plan with { Threshold = new ThresholdPlan.Fixed(0.5), Subgroups = new SubgroupPlan([new("a", "a", null, null)], [], 30, "missing") },
            new ScoredCohort
            {
                Labels = [.. rows.Select(r => r.Label)], Scores = [.. rows.Select(r => r.Score)],
                Attributes = [new("a", [.. groups.Select(g => g.Level)], [.. rows.Select(r => r.Code)], groups.Length - 1, false)],
                Flow = new CohortFlow(rows.Count, [], 0, rows.Count, rows.Count, 0),
            });
    }

    private static double Sensitivity(ScoredCohort cohort, string level)
    {
        var events = Enumerable.Range(0, cohort.Count).Where(i => cohort.Attributes[0].Levels[cohort.Attributes[0].Codes[i]] == level && cohort.Labels[i] == 1).ToArray();
        return events.Count(i => cohort.Scores[i] >= 0.5) / (double)events.Length;
    }
}
