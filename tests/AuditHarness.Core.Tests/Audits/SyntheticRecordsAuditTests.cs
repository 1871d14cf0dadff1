using AuditHarness.Audits.Disclosure;
using AuditHarness.Cohorts;
using AuditHarness.Expectations;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Generative.SyntheticRecords.References;
using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Audits;

public sealed class SyntheticRecordsAuditTests
{
    private static readonly RunInfo s_run = new("run", DateTimeOffset.UnixEpoch, 0, "test");
    private static readonly string[] s_light = [AuditCatalog.Structure, AuditCatalog.Representation];
    private static readonly Lazy<AuditResult> s_all = new(() => Audited(
        Plan(AuditCatalog.OfRecords) with { Expectations = [.. RecordMeasureCatalog.Infos.Select((m, i) => Expect(m.Id) with { Index = i, Where = [new("sex", Expectation.EveryLevel)] })] }, 300, 260, 240, 1));

    [Test]
    public void Every_check_is_there_for_everybody_and_every_group_with_a_figure_or_a_reason()
    {
        var records = s_all.Value.Records!;
        string[] groups = [.. records.Counts.Select(c => c.Group.ToString())];
        Assert.That(groups.Take(3), Is.EqualTo(new[] { "overall", "sex = female", "sex = male" }));
        Assert.That(groups, Does.Contain("age = <50").And.Contain("sex = male & site = a"));
        foreach (var info in RecordMeasureCatalog.Infos)
            Assert.That(records.Figures.Where(f => f.Metric == info.Id && f.Subject is null).Select(f => f.Group.ToString()), Is.EqualTo(groups), info.Id);
        foreach (var figure in records.Figures)
        {
            Assert.That(figure.Baselines, Has.Count.EqualTo(2), "real and memoriser stand beside every figure");
            foreach (var shown in figure.Baselines.Append(figure.Figure))
            {
                Assert.That(shown.Value is null || double.IsFinite(shown.Value.Value), Is.True);
                Assert.That(shown.Value is not null || shown.Reason is not null, Is.True, $"{figure.Metric} of {figure.Subject} in {figure.Group} has neither");
                Assert.That(shown.Value is null || shown.N is not null, Is.True, $"{figure.Metric} of {figure.Subject} in {figure.Group} has no n");
                // Reports that are read again refuse anything else.
                var info = RecordMeasureCatalog.Find(figure.Metric)!;
                if (shown.Interval is { } i) Assert.That((i.Level, i.Lower >= info.Min - 1e-9, i.Upper <= info.Max + 1e-9), Is.EqualTo((Audit.Level, true, true)), $"{figure.Metric} of {figure.Subject} in {figure.Group}: {i}");
                Assert.That(shown.Suppressed, Is.EqualTo(ReferenceEquals(shown.Reason, Suppression.Reason)));
            }
        }
        Assert.That(records.Baselines.Select(b => (b.Name, b.Rows)), Is.EqualTo(new[] { ("real", (int?)130), ("memoriser", 240) }));
    }

    [Test]
    public void What_stands_beside_a_figure_ranks_as_it_must()
    {
        RecordFigureShown[] Row(string metric)
        {
            var figure = s_all.Value.Records!.Figures.Single(f => f.Metric == metric && f.Subject is null && f.Group.IsOverall);
            return [figure.Figure, .. figure.Baselines];
        }
        var (copies, nearness) = (Row("ExactCopyRate"), Row("KolmogorovSmirnovComplement"));
        Assert.That(copies[2].Value, Is.EqualTo(1), "the memoriser copies");
        Assert.That(copies[0].Value, Is.EqualTo(0));
        Assert.That(copies[1].Value, Is.EqualTo(0), "held-out patients are no training patients");
        Assert.That(nearness[2].Value, Is.GreaterThan(nearness[0].Value!.Value), "what is copied is distributed alike, and these records have drifted");
    }

    [Test]
    public void The_same_comes_out_for_any_number_of_workers() =>
        Assert.That(Lines(Audited(Plan(AuditCatalog.OfRecords), 300, 260, 240, 3)), Is.EqualTo(Lines(s_all.Value)));

    [Test]
    public void A_check_that_breaks_loses_no_other_and_leaves_its_reason()
    {
        var plan = Plan(s_light) with { Expectations = [Expect(new KeyUniqueness0().Infos[0].Id)] };
        var result = SyntheticRecordsAudit.Run(plan, Drawn(100, 80, 90), s_run, new(), null, [new KeyUniqueness0(), new Generative.SyntheticRecords.Representation.RepresentationRatio()]);
        var broken = result.Records!.Figures.Where(f => f.Metric == "KeyUniqueness").ToList();
        Assert.That(broken, Has.Count.EqualTo(result.Records.Counts.Count));
        Assert.That(broken.Where(f => !f.Figure.Suppressed).Select(f => f.Figure.Reason!.ToString()), Has.All.EqualTo("the check failed (InvalidOperationException)"));
        Assert.That(result.Records.Figures.Count(f => f.Metric == "RepresentationRatio" && f.Figure.Value is not null), Is.GreaterThan(5));
        Assert.That(result.Verdict, Is.EqualTo(Verdict.Inconclusive));
        var notices = result.Exhibits.OfType<Exhibit.Notices>().Single().Sentences.Select(s => s.ToString()).ToList();
        Assert.That(notices, Has.Some.Contain("The check 'KeyUniqueness0' failed (InvalidOperationException)").And.None.Contain("a patient's value"));
    }

    [Test]
    public void A_group_of_few_training_patients_is_hidden_with_another_that_would_tell_it()
    {
        var result = Audited(Plan(s_light), 300, 0, 240, 1, rareInTrain: 7);
        var counts = result.Records!.Counts.ToDictionary(c => c.Group.ToString());
        Assert.That(counts["site = d"].Train, Is.Null);
        Assert.That(counts.Values.Count(c => c.Group.Attributes == "site" && c.Train is null), Is.GreaterThan(1), "one alone would be the rest");
        Assert.That(counts.Values.Where(c => c.Train is null).Select(c => c.Synthetic ?? 0), Is.All.Zero, "a memoriser makes as many of a hidden group as there are");
        Assert.That(counts.Values.Count(c => c.Synthetic is null), Is.GreaterThan(1).And.LessThan(counts.Count / 2), "nor does what they are follow from all others; the rest is nobody's");
        foreach (var figure in result.Records.Figures.Where(f => f.Group.ToString() == "site = d"))
            foreach (var shown in figure.Baselines.Append(figure.Figure).Where(f => f.Reason is null || f.Suppressed))
                Assert.That(shown, Is.EqualTo(new RecordFigureShown(null, null, null, Suppression.Reason, true)), figure.Metric);
    }

    [Test]
    public void Few_copied_patients_are_hidden_from_the_public_alone()
    {
        RecordFigureShown Copied(ReportProfile profile, int copied)
        {
            var plan = Plan([AuditCatalog.Privacy]) with { Report = new("t", profile), Baselines = [], Subgroups = new([], [], 1, "missing") };
            var train = RecordWorlds.Patients(1, 200);
            var drawn = RecordWorlds.Patients(3, 200);
            var made = Join(train.Take([.. Enumerable.Range(0, copied)]), drawn.Take([.. Enumerable.Range(copied, 200 - copied)]));
            var result = SyntheticRecordsAudit.Run(plan, Of(train, null, made), s_run, new(), null, [new Generative.SyntheticRecords.Privacy.RecordCopies()]);
            return result.Records!.Figures.Single(f => f.Metric == "CopiedRecordRate").Figure;
        }
        Assert.That(Copied(ReportProfile.Internal, 4).Value, Is.EqualTo(0.02).Within(1e-12));
        Assert.That(Copied(ReportProfile.Public, 4), Is.EqualTo(new RecordFigureShown(null, null, null, Suppression.Reason, true)));
        Assert.That(Copied(ReportProfile.Public, 40).Value, Is.EqualTo(0.2).Within(1e-12));
        Assert.That(Copied(ReportProfile.Public, 0).Value, Is.EqualTo(0), "that nobody is copied is no secret");
    }

    [Test]
    public void With_a_patient_key_patients_count_and_not_rows()
    {
        var train = RecordWorlds.Patients(1, 200);
        // 60 rows at site d, of 6 patients.
        var sites = ((RecordColumn.Category)train.Find("site")!).Codes.Select((c, r) => r < 60 ? 3 : c).ToArray();
        var keys = Enumerable.Range(0, 200).Select(r => r < 60 ? $"p{r / 10}" : $"q{r}").ToArray();
        train = RecordWorlds.With(RecordWorlds.With(train, new RecordColumn.Key("id", keys)), new RecordColumn.Category("site", ["a", "b", "c", "d"], sites));
        var plan = Plan(s_light) with { Roles = RecordWorlds.Roles with { Patient = "id" } };
        var result = SyntheticRecordsAudit.Run(plan, Of(train, null, RecordWorlds.Patients(5, 150)), s_run, new());
        Assert.That(result.Records!.Counts.Single(c => c.Group.ToString() == "site = d").Train, Is.Null);
    }

    [Test]
    public void Expectations_are_judged_for_everybody_a_group_every_group_and_a_column()
    {
        var plan = Plan([AuditCatalog.Fidelity, AuditCatalog.Representation]) with
        {
            Baselines = [],
            Expectations =
            [
                Expect("KolmogorovSmirnovComplement", 0.5), Expect("KolmogorovSmirnovComplement", 0.999) with { Index = 1, Subject = "age" },
                Expect("RepresentationRatio", 0.5) with { Index = 2, Where = [new("sex", "*")] },
                Expect("RepresentationRatio", 0.5) with { Index = 3, Where = [new("sex", "male")] },
            ],
        };
        var findings = SyntheticRecordsAudit.Run(plan, Drawn(300, 0, 240), s_run, new(), null,
            [new Generative.SyntheticRecords.Fidelity.KolmogorovSmirnovComplement(), new Generative.SyntheticRecords.Representation.RepresentationRatio()]).Findings;
        Assert.That(findings.Select(f => f.Verdict), Is.EqualTo(new[] { Verdict.Pass, Verdict.Fail, Verdict.Pass, Verdict.Pass, Verdict.Pass }));
        Assert.That(findings.Select(f => f.Sentence.ToString().Split(':')[0]), Is.EqualTo(new[]
        {
            "Kolmogorov–Smirnov complement, overall", "Kolmogorov–Smirnov complement of age, overall",
            "Representation ratio in sex = female", "Representation ratio in sex = male", "Representation ratio in sex = male",
        }));
    }

    [Test]
    public void An_expectation_on_a_subject_is_judged_on_it_and_on_nothing_else()
    {
        // Arms are the sexes: women have no figure of the arm of men. No number of men was made up.
        var made = RecordWorlds.Patients(2001, 400);
        var men = ((RecordColumn.Category)made.Find("sex")!).Codes;
        made = RecordWorlds.With(made, new RecordColumn.Number("age", Array.ConvertAll(men, c => c == 1 ? double.NaN : 60)));
        Expectation AtMostOne(string metric, int index, string? subject, string sex) => Expect(metric, 0) with { Index = index, Subject = subject, Where = [new("sex", sex)] };
        var plan = Plan([AuditCatalog.Fidelity]) with
        {
            Baselines = [], Roles = RecordWorlds.Roles with { Arm = "sex" }, Subgroups = new([new("sex", "sex", null, null)], [], 1, "missing"),
            Expectations =
            [
                AtMostOne("SurvivalCurveGap", 0, "male", "female"), AtMostOne("SurvivalCurveGap", 1, "female", "female"),
                AtMostOne("KolmogorovSmirnovComplement", 2, "age", "male"), AtMostOne("KolmogorovSmirnovComplement", 3, null, "male"), AtMostOne("KolmogorovSmirnovComplement", 4, "time", "male"),
            ],
        };
        var findings = SyntheticRecordsAudit.Run(plan, Of(RecordWorlds.Patients(1, 400), null, made), s_run, new(), null,
            [new Generative.SyntheticRecords.Fidelity.KolmogorovSmirnovComplement(), new Generative.SyntheticRecords.Fidelity.SurvivalFidelity()]).Findings;
        Assert.That(findings.Select(f => f.Verdict), Is.EqualTo(new[] { Verdict.Inconclusive, Verdict.Pass, Verdict.Inconclusive, Verdict.Inconclusive, Verdict.Pass }));
        Assert.That(findings[0].Sentence.ToString(), Does.Contain("no figure (the group has no such figure)"));
        Assert.That(findings[3].Sentence.ToString(), Does.Contain("1 of 5 parts cannot be compared: no made-up record has a value"));
    }

    [Test]
    public void An_expectation_on_any_measure_is_judged_by_its_interval_and_passes_on_nothing_else()
    {
        var result = s_all.Value;
        foreach (var info in RecordMeasureCatalog.Infos)
            foreach (var sex in new[] { "sex = female", "sex = male" })
            {
                var finding = result.Findings.Single(f => f.Expectation.Metric == info.Id && f.Subgroup!.ToString() == sex);
                var figure = result.Records!.Figures.Single(f => f.Metric == info.Id && f.Subject is null && f.Group.ToString() == sex).Figure;
                Assert.That((finding.Value, finding.Interval), Is.EqualTo((figure.Value, figure.Interval)), $"{info.Id}, {sex}");
                // Of a hidden figure the verdict is told all the same.
                if (figure.Suppressed) continue;
                Assert.That(finding.Verdict, Is.EqualTo(figure.Interval is not { } i ? Verdict.Inconclusive : i.Lower >= 0.5 ? Verdict.Pass : i.Upper < 0.5 ? Verdict.Fail : Verdict.Inconclusive), $"{info.Id}, {sex}");
            }
        Assert.That(result.Findings, Has.Count.EqualTo(2 * RecordMeasureCatalog.Infos.Count));
        Assert.That(result.Findings.Select(f => f.Verdict).Distinct().Count(), Is.EqualTo(3));
    }

    [TestCase("subject", "no such figure. Did you mean 'age'?")]
    [TestCase("group", "no record is in such a group. Groups that occur: female; male")]
    [TestCase("attribute", "of which no groups are audited")]
    [TestCase("audit", "is measured by the audit 'privacy', which does not run")]
    [TestCase("outcome", "no training record has 'Yes' in the column 'outcome', whose categories are 'no', 'yes'")]
    [TestCase("role", "'records.survival.time': the column 'tme' is not there. Did you mean 'time'?")]
    [TestCase("kind", "'records.survival.time': the column 'sex' holds categories, and numbers are wanted there")]
    [TestCase("rule", "'records.rules', 'r'")]
    [TestCase("column", "the column 'sexx' is not among those that are compared. Did you mean 'sex'?")]
    [TestCase("key", "the column 'id' holds keys, which have no levels")]
    [TestCase("population", "'records.population' gives a share of arm = old, and such groups are not compared")]
    [TestCase("baseline", "There is no baseline 'memorizer'")]
    public void What_the_plan_names_and_the_records_lack_is_refused(string fault, string message)
    {
        var plan = Plan(s_light);
        plan = fault switch
        {
            "subject" => plan with { Expectations = [Expect("BoundaryAdherence") with { Subject = "ages" }] },
            "group" => plan with { Expectations = [Expect("RepresentationRatio") with { Where = [new("sex", "Female")] }] },
            "attribute" => plan with { Expectations = [Expect("RepresentationRatio") with { Where = [new("arm", "*")] }] },
            "audit" => plan with { Expectations = [Expect("NearCopyRate")] },
            "outcome" => plan with { Roles = plan.Roles with { Positive = "Yes" } },
            "role" => plan with { Roles = plan.Roles with { Time = "tme" } },
            "kind" => plan with { Roles = plan.Roles with { Time = "sex" } },
            "rule" => plan with { Rules = [new("r", "weigth > 3")] },
            "column" => plan with { Subgroups = plan.Subgroups with { Attributes = [new("sex", "sexx", null, null)], Intersections = [] } },
            "key" => plan with { Subgroups = plan.Subgroups with { Attributes = [new("id", "id", null, null)], Intersections = [] } },
            "population" => plan with { Population = [new([new("arm", "old")], 0.5)] },
            _ => plan with { Baselines = ["memorizer"] },
        };
        var refusal = Assert.Throws<AuditInputException>(() => SyntheticRecordsAudit.Run(plan, Drawn(100, 0, 80), s_run, new()))!;
        Assert.That(refusal.Message, Does.Contain(message));
    }

    // Two pairs, a pair and a column, also a pair that a config may name in the other order.
    [TestCase("'a × b × c' names both the pair of 'a × b' and 'c' and the pair of 'a' and 'b × c': their figures could not be told apart. Rename one of these columns, or leave it out of 'records.columns'.", "a × b", "c", "a", "b × c")]
    [TestCase("'x × × y' names both the pair of 'x ×' and 'y' and the pair of 'x' and '× y'", "x ×", "y", "x", "× y")]
    [TestCase("'age × sex' names both a column and the pair of 'age' and 'sex'", "age", "sex", "age × sex")]
    [TestCase("'sex × age' names both a column and the pair of 'age' and 'sex'", "age", "sex", "sex × age")]
    [TestCase("'x × y × z' names both the pair of 'y × z' and 'x' and the pair of 'x × y' and 'z'", "y × z", "x", "x × y", "z")]
    public void Columns_of_which_two_figures_would_have_one_name_are_refused(string message, params string[] names) =>
        Assert.That(() => SyntheticRecordsAudit.Check(Undeclared, Named(names)), Throws.InstanceOf<AuditInputException>().With.Message.StartsWith(message));

    [TestCase("a × b", "c", "a")]
    [TestCase("a × b", "b × a", "c")]
    [TestCase("x × x", "x")]
    public void A_cross_in_the_name_of_a_column_is_no_fault_by_itself(params string[] names) => Assert.That(() => SyntheticRecordsAudit.Check(Undeclared, Named(names)), Throws.Nothing);

    [Test]
    public void What_is_told_apart_by_name_has_figures_of_its_own()
    {
        RecordTable Made(int seed) => new([.. Named("a × b", "c", "a").Columns.Select((c, k) => new RecordColumn.Number(c.Name, Uniforms(seed + k, 60)))], 60);
        var records = new DrawnRecords(RecordAlignment.Of(Made(1), null, Made(5)), new Memoriser(Made(1)).Identity, Phrase.Of($"made in a test"), [], [new("config", "c.json", 1, new string('0', 64))], []);
        var figures = SyntheticRecordsAudit.Run(Undeclared with { Audits = [AuditCatalog.Fidelity] }, records, s_run, new()).Records!.Figures;
        Assert.That(figures.Where(f => f.Metric == "CorrelationSimilarity").Select(f => f.Subject), Is.EqualTo(new[] { "a × b × c", "a × b × a", "c × a", null }));
    }

    private static SyntheticRecordsPlan Undeclared => Plan(s_light) with { Roles = RecordRoles.None, Rules = [], Subgroups = new([], [], 1, "missing") };

    private static RecordTable Named(params string[] names) => new([.. names.Select(n => new RecordColumn.Number(n, [1, 2, 3]))], 3);

    private static double[] Uniforms(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
    }

    [TestCase("the share of sex = female is 0, and above 0 and at most 1 is wanted", 0)]
    [TestCase("the share of sex = female is -0.1,", -0.1)]
    [TestCase("the share of sex = female is 1.1,", 1.1)]
    [TestCase("the share of sex = female is NaN,", double.NaN)]
    [TestCase("the share of sex = male is Infinity,", 0.5, double.PositiveInfinity)]
    [TestCase("the shares of sex sum to 1.1, and all of a population is 1", 0.5, 0.6)]
    [TestCase("the shares of sex sum to 1.00001,", 0.5, 0.50001)]
    [TestCase(null, 1)]
    [TestCase(null, 0.5, 0.5000001)]
    public void Shares_of_a_population_are_checked_before_anything_is_drawn(string? message, double women, double men = double.Epsilon)
    {
        var plan = Plan(s_light) with { Population = [new([new("sex", "female")], women), new([new("sex", "male")], men), new([new("site", "a")], 0.9)] };
        void Check() => SyntheticRecordsAudit.Check(plan, RecordWorlds.Patients(1, 50));
        if (message is null) Assert.That(Check, Throws.Nothing);
        else Assert.That(Assert.Throws<AuditInputException>(Check)!.Message, Does.Contain(message));
    }

    [Test]
    public void Shares_of_an_intersection_sum_by_themselves_however_its_attributes_are_ordered()
    {
        SyntheticRecordsPlan Of(double second) => Plan(s_light) with { Population = [new([new("sex", "female")], 0.9), new([new("sex", "female"), new("site", "a")], 0.6), new([new("site", "a"), new("sex", "male")], second)] };
        Assert.That(() => SyntheticRecordsAudit.Check(Of(0.4), RecordWorlds.Patients(1, 50)), Throws.Nothing);
        Assert.That(() => SyntheticRecordsAudit.Check(Of(0.5), RecordWorlds.Patients(1, 50)), Throws.TypeOf<AuditInputException>().With.Message.Contains("the shares of sex & site sum to 1.1"));
    }

    [Test]
    public void A_group_of_the_population_that_is_in_no_record_has_a_ratio_of_0()
    {
        var plan = Plan(s_light) with { Population = [new([new("sex", "female")], 0.5), new([new("sex", "other")], 0.1)] };
        var ratio = Audited(plan, 100, 0, 80, 1).Records!.Figures.Single(f => f.Metric == "RepresentationRatio" && f.Group.ToString() == "sex = other").Figure;
        Assert.That((ratio.Value, ratio.Interval?.Lower), Is.EqualTo((0.0, 0.0)), $"{ratio}");
        Assert.That(ratio.Interval!.Upper, Is.EqualTo(3.841458820694124 / (80 + 3.841458820694124) / 0.1).Within(1e-9), "Wilson of 0 of 80");
    }

    [Test]
    public void An_attack_that_is_no_better_than_guessing_is_called_so()
    {
        var plan = Plan([AuditCatalog.Privacy]) with { Roles = RecordWorlds.Roles with { Sensitive = ["weight"] }, Baselines = [] };
        var (train, holdout) = (RecordWorlds.Patients(1, 150), RecordWorlds.Patients(1001, 100));
        string[] Of(RecordTable made) => [.. SyntheticRecordsAudit.Run(plan, SyntheticRecordsAuditTests.Of(train, holdout, made), s_run, new()).Exhibits.OfType<Exhibit.Notices>()
            .SelectMany(e => e.Sentences).Select(s => s.ToString()).Where(s => s.Contains("no more often than guesses at random", StringComparison.Ordinal))];
        // Nobody weighs a ton.
        var heavy = RecordWorlds.With(RecordWorlds.Patients(2001, 120), new RecordColumn.Number("weight", [.. Enumerable.Repeat(1000.0, 120)]));
        Assert.That(Of(heavy), Has.One.EqualTo("The attack of 'Attribute inference risk' succeeds no more often than guesses at random: that it finds no risk tells of the attack, not of the records."));
        Assert.That(Of(train), Is.Empty, "who has the records themselves");
    }

    [Test]
    public void Without_held_out_records_there_is_no_real_beside_real_and_the_report_says_so()
    {
        var result = Audited(Plan(s_light), 100, 0, 80, 1);
        Assert.That(result.Records!.Baselines[0], Is.EqualTo(new RecordBaseline("real", null, Phrase.Of($"there are no held-out records"))));
        Assert.That(result.Records.Figures.Select(f => f.Baselines[0].Reason?.ToString()), Has.All.EqualTo("there are no held-out records"));
    }

    [Test]
    public void Halves_part_patients_and_do_not_follow_the_order_of_the_file()
    {
        var table = RecordWorlds.With(RecordWorlds.Patients(1, 60), new RecordColumn.Key("id", [.. Enumerable.Range(0, 60).Select(r => $"p{r / 3}")]));
        var roles = RecordRoles.None with { Patient = "id" };
        var (made, held) = Records.BaselineRecords.Halves(table, roles, new Seed(1))!.Value;
        Assert.That(made.Concat(held).Order(), Is.EqualTo(Enumerable.Range(0, 60)));
        Assert.That(made.Select(r => r / 3).Distinct().Intersect(held.Select(r => r / 3)), Is.Empty);
        Assert.That(made, Has.Length.EqualTo(30));
        int[] turned = [.. Enumerable.Range(0, 60).Reverse()];
        var again = Records.BaselineRecords.Halves(table.Take(turned), roles, new Seed(1))!.Value;
        Assert.That(again.Made.Select(r => turned[r]).Order(), Is.EqualTo(made));
    }

    private static Expectation Expect(string metric, double limit = 0.5) => new() { Index = 0, Metric = metric, Where = [], Bound = Bound.AtLeast, Limit = limit };

    private static SyntheticRecordsPlan Plan(IReadOnlyList<string> audits) => new()
    {
        Name = "records", Audits = audits, Expectations = [], Seed = 7, Report = new("t", ReportProfile.Internal), Roles = RecordWorlds.Roles,
        Subgroups = new([new("sex", "sex", null, null), new("site", "site", null, null), new("age", "age", [50, 70], null)], [["sex", "site"]], 1, "missing"),
        Records = new() { Train = new("train.csv", "records.train") }, Generator = new("reference", "", null),
        Rules = [.. RecordWorlds.Rules.Select(r => new RecordRulePlan(r.Name, r.Text))],
    };

    private static AuditResult Audited(SyntheticRecordsPlan plan, int train, int holdout, int made, int workers, int rareInTrain = 0) =>
        SyntheticRecordsAudit.Run(plan, Drawn(train, holdout, made, rareInTrain), s_run, new() { Workers = workers });

    private static DrawnRecords Drawn(int train, int holdout, int made, int rareInTrain = 0)
    {
        var real = RecordWorlds.Patients(1, train);
        if (rareInTrain > 0) real = RecordWorlds.With(real, new RecordColumn.Category("site", ["a", "b", "c", "d"], [.. ((RecordColumn.Category)real.Find("site")!).Codes.Select((c, r) => r < rareInTrain ? 3 : c)]));
        return Of(real, holdout == 0 ? null : RecordWorlds.Patients(1001, holdout), RecordWorlds.Patients(2001, made, 0.4));
    }

    private static DrawnRecords Of(RecordTable train, RecordTable? holdout, RecordTable made) => new(
        RecordAlignment.Of(train, holdout, made), new Memoriser(train).Identity, Phrase.Of($"made in a test"), [], [new("config", "c.json", 1, new string('0', 64))], []);

    private static RecordTable Join(RecordTable first, RecordTable second) => new([.. first.Columns.Select(c => (c, second.Find(c.Name)!) switch
    {
        (RecordColumn.Key a, RecordColumn.Key b) => new RecordColumn.Key(a.Name, [.. a.Values, .. b.Values]),
        (RecordColumn.Number a, RecordColumn.Number b) => new RecordColumn.Number(a.Name, [.. a.Values, .. b.Values]),
        (RecordColumn.Date a, RecordColumn.Date b) => new RecordColumn.Date(a.Name, [.. a.Days, .. b.Days]),
        (RecordColumn.Category a, RecordColumn.Category b) => (RecordColumn)new RecordColumn.Category(a.Name, a.Levels, [.. a.Codes, .. b.Codes]),
        _ => throw new InvalidOperationException(),
    })], first.Count + second.Count);

    private static IEnumerable<string> Lines(AuditResult result) => result.Records!.Figures.Select(f =>
        $"{f.Metric}|{f.Subject}|{f.Group}|{string.Join('|', f.Baselines.Prepend(f.Figure).Select(s => $"{s.Value:R};{s.Interval?.Lower:R};{s.Interval?.Upper:R};{s.N};{s.Reason};{s.Suppressed}"))}");

    private sealed class KeyUniqueness0 : IRecordMeasure
    {
        public IReadOnlyList<MetricInfo> Infos { get; } = new Generative.SyntheticRecords.Structure.KeyUniqueness().Infos;

        public IEnumerable<RecordFigure> Measure(RecordEvidence evidence) => throw new InvalidOperationException("a patient's value");
    }
}
