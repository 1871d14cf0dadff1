using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;
using AuditHarness.Config;

namespace AuditHarness.FirstContact;

/// <summary>Whole proposals: each loads as a config, and reads its data without a fault, for that was tried before it was given.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ConfigProposalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void German_headings_semicolons_decimal_commas_and_windows_1252_are_understood()
    {
        var csv = SmallTable.Csv(300, ("Patientennummer", "#"), ("Größe", "180 165"), ("Geschlecht", "w m m"), ("Alter", "age"), ("Krankenkasse", "gesetzlich privat gesetzlich"), ("verstorben", "nein nein ja nein"), ("Risiko", "%")).Replace(',', ';').Replace("0.", "0,");
        File.WriteAllBytes(_folder.In("data.csv"), System.Text.Encoding.Latin1.GetBytes(csv));
        var plan = Plan(Propose());
        Assert.That((plan.Diagnostic().Data.Id, plan.Diagnostic().Data.Label, plan.Diagnostic().Data.Positive, plan.Diagnostic().Model.Score), Is.EqualTo(("Patientennummer", "verstorben", "ja", "Risiko")));
        Assert.That(plan.Diagnostic().Data.Csv, Is.EqualTo(plan.Diagnostic().Data.Csv with { Delimiter = ';', DecimalMark = ',', Encoding = "windows-1252" }));
        Assert.That(plan.Subgroups.Attributes.Select(a => a.Name), Is.EqualTo(new[] { "Geschlecht", "Alter", "Krankenkasse" }));
    }

    [Test]
    public void Words_for_no_value_are_found_also_among_many_numbers()
    {
        Data(("id", "#"), ("sex", "f m m"), ("lab", "#"), ("died", "0 1 0 0"), ("score", "%"));
        var lines = File.ReadAllLines(_folder.In("data.csv"));
        lines[7] = lines[7].Replace("f", "?", StringComparison.Ordinal).Replace("m", "?", StringComparison.Ordinal);
        File.WriteAllLines(_folder.In("data.csv"), lines);
        Assert.That(Plan(Propose()).Diagnostic().Data.Csv.Missing, Is.EqualTo(new[] { "?" }));

        File.WriteAllText(_folder.In("data.csv"), SmallTable.Csv(400, ("id", "#"), ("sex", "f m m"), ("lab", "#"), ("died", "0 1 0 0"), ("score", "%")).Replace(",250,", ",NA,", StringComparison.Ordinal));
        Assert.That(Plan(Propose()).Diagnostic().Data.Csv.Missing, Does.Contain("NA"));
    }

    [Test]
    public void A_split_is_kept_to()
    {
        Data(("id", "#"), ("part", "train test tune"), ("sex", "f m m m"), ("died", "0 1 0 0 1"), ("score", "%"));
        Assert.That(Plan(Propose()).Diagnostic().Data.Split, Is.EqualTo(new SplitPlan("part", "test", "tune")));
    }

    [Test]
    public void Predictions_beside_the_data_are_found_and_those_that_are_named_are_joined()
    {
        Data(("patient", "#"), ("sex", "f m m"), ("died", "0 1 0 0"));
        File.WriteAllText(_folder.In("my_predictions.csv"), SmallTable.Csv(300, ("Patient", "#"), ("p_died", "%")));
        var plan = Plan(Propose());
        Assert.That((plan.Diagnostic().Model.File, plan.Diagnostic().Model.Id, plan.Diagnostic().Model.Score, plan.Diagnostic().Data.Id), Is.EqualTo(("my_predictions.csv", "Patient", "p_died", "patient")));
        File.Move(_folder.In("my_predictions.csv"), _folder.In("x.csv"));
        Assert.That(Plan(Propose(o => o with { Model = _folder.In("x.csv") })).Diagnostic().Model.File, Is.EqualTo("x.csv"));
    }

    [Test]
    public void Another_table_of_the_same_patients_beside_the_data_is_not_taken_for_predictions()
    {
        Data(("patient", "#"), ("sex", "f m m"), ("died", "0 1 0 0"));
        File.WriteAllText(_folder.In("scores.csv"), SmallTable.Csv(300, ("patient", "#"), ("sex", "f m m"), ("apache_score", "%")));
        Assert.That(Refused(), Does.Contain("no file beside it has predictions"));
    }

    [Test]
    public void Fewer_predictions_than_rows_leave_the_others_out_by_a_query()
    {
        Data(("patient", "#"), ("sex", "f m m"), ("died", "0 1 0 0"));
        File.WriteAllText(_folder.In("scores.csv"), SmallTable.Csv(200, ("patient", "#"), ("score", "%")));
        var proposal = Propose();
        Assert.That((Plan(proposal).Diagnostic().Data.Query?.Tables.Count, proposal.RowsEvaluated), Is.EqualTo((2, 200)));
    }

    [Test]
    public void A_row_per_patient_and_class_is_understood()
    {
        Data(("patient", "#"), ("sex", "f m m"), ("died", "0 1 0 0"));
        File.WriteAllText(_folder.In("long.csv"), "patient,outcome,probability\n" + string.Concat(Enumerable.Range(1, 300).Select(k => FormattableString.Invariant($"{k},alive,{1 - (k % 9 / 10.0)}\n{k},dead,{k % 9 / 10.0}\n"))));
        var model = Plan(Propose(o => o with { Model = _folder.In("long.csv") })).Diagnostic().Model;
        Assert.That((model.PerClass, model.PositiveClass), Is.EqualTo((new LongPlan("outcome", "probability"), "dead")));
    }

    [Test]
    public void Three_outcomes_become_two_a_chance_of_survival_a_risk_and_rows_without_a_score_are_left_out()
    {
        var csv = SmallTable.Csv(300, ("id", "#"), ("sex", "f m m"), ("readmitted", "NO <30 >30 NO NO"), ("surv_prob", "%"));
        File.WriteAllText(_folder.In("data.csv"), csv.Replace(",0.0049", ",", StringComparison.Ordinal));
        var proposal = Propose(o => o with { Positive = "<30" });
        var plan = Plan(proposal);
        Assert.That((plan.Diagnostic().Data.Label, plan.Diagnostic().Data.Positive, plan.Diagnostic().Model.Score), Is.EqualTo(("readmitted_event", "1", "surv_prob_risk")));
        Assert.That(proposal.RowsEvaluated, Is.LessThan(300).And.GreaterThan(250));
    }

    [Test]
    public void Sampling_weights_units_and_strata_are_taken_and_the_weight_of_the_body_is_not()
    {
        Data(("SEQN", "#"), ("SDMVPSU", "1 2"), ("SDMVSTRA", "1 1 2 2 3 3"), ("WTMEC2YR", "%"), ("weight", "70 80 90"), ("RIAGENDR", "1 2 2"), ("outcome", "0 1 0 0 0 1 0"), ("score", "%"));
        var data = Plan(Propose()).Diagnostic().Data;
        Assert.That((data.Weight, data.Cluster, data.Stratum), Is.EqualTo(("WTMEC2YR", "SDMVPSU", "SDMVSTRA")));
    }

    [Test]
    public void What_is_passed_over_is_told_with_the_reason()
    {
        Data(("id", "#"), ("dob", "1950-01-02 1980-03-04"), ("hospital", "#"), ("sex", "f m m"), ("died", "0 1 0 0"), ("dead_again", "0 1 0 0"), ("followup_days", "10 20 30"), ("score", "%"));
        var proposal = Propose();
        var why = string.Join('\n', proposal.Guesses.Select(g => $"{g.Chosen}: {g.Why}"));
        Assert.That(why, Does.Contain("'dob': Not compared: it is a day of birth").And.Contain("'hospital': Not compared: it has more than 50").And.Contain("'dead_again': To be given to no model: it tells the label exactly").And.Contain("'followup_days': To be given to no model: its name says that it is known only afterwards"));
        Assert.That(Plan(proposal).Subgroups.Attributes.Select(a => a.Name), Is.EqualTo(new[] { "sex" }));
    }

    [Test]
    public void A_level_that_is_called_missing_gets_the_rows_without_a_value_another_name()
    {
        Data(("id", "#"), ("race", "black white missing"), ("died", "0 1 0 0"), ("score", "%"));
        Assert.That(Plan(Propose()).Subgroups.MissingLevel, Is.EqualTo("no value"));
    }

    [Test]
    public void Scores_that_rank_backwards_are_doubted_and_a_threshold_that_divides_nobody_is_replaced()
    {
        File.WriteAllText(_folder.In("data.csv"), "id,sex,died,score\n" + string.Concat(Enumerable.Range(0, 400).Select(k => FormattableString.Invariant($"{k},{"fm"[k % 2]},{(k % 4 == 0 ? 1 : 0)},{(k % 4 == 0 ? 0.001 : 0.002) + (k * 1e-6):R}\n"))));
        var proposal = Propose();
        Assert.That(proposal.Doubts, Has.One.Contains("Events have lower scores"));
        Assert.That(proposal.Text, Does.Contain("// CHECK FIRST: Events have lower scores"));
        Assert.That(Plan(proposal).Diagnostic().Threshold, Is.InstanceOf<ThresholdPlan.Fixed>().With.Property("Value").LessThan(0.01));
    }

    [Test]
    public void Names_that_would_break_out_of_a_comment_or_a_text_do_not()
    {
        File.WriteAllText(_folder.In("data.csv"), "id,\"sex\n/* \"\"x\"\" */\",\"gender \"\"a\"\" \\\",died,score\n" + string.Concat(Enumerable.Range(0, 300).Select(k => FormattableString.Invariant($"{k},\"a\"\"b\",{"fm"[k % 2]},{k % 3 % 2},{k % 10 / 10.0}\n"))));
        var plan = Plan(Propose());
        Assert.That(plan.Subgroups.Attributes.Select(a => a.Name), Is.EqualTo(new[] { "gender \"a\" \\" }));
    }

    [Test]
    public void A_model_gets_the_columns_that_it_names_and_one_that_tells_the_outcome_is_doubted()
    {
        Data(("id", "#"), ("sex", "female male male"), ("age", "age"), ("died", "0 1 0 0"), ("time", "10 20 30 40 50"));
        File.WriteAllText(_folder.In("m.json"), SmallModels.XGBoost);
        var proposal = Propose(o => o with { Model = _folder.In("m.json") });
        Assert.That(Loaded(proposal).Diagnostic().Model.Features.Select(f => (f.Name, f.Column)), Is.EqualTo(new[] { ("age", "age"), ("male", "sex") }));
        Assert.That((proposal.Doubts, proposal.RowsEvaluated), Is.EqualTo((Array.Empty<string>(), 300)));
        File.WriteAllText(_folder.In("m.json"), SmallModels.XGBoost.Replace("\"male\"", "\"time\"", StringComparison.Ordinal));
        Assert.That(Propose(o => o with { Model = _folder.In("m.json") }).Doubts, Has.One.Contains("given 'time', which may tell the outcome"));
        File.WriteAllText(_folder.In("m.json"), SmallModels.XGBoost.Replace("\"male\"", "\"died\"", StringComparison.Ordinal));
        Assert.That(Assert.Throws<AuditInputException>(() => Propose(o => o with { Model = _folder.In("m.json") }))!.Message, Does.Contain("'died' is no column of it. It is taken for the label"));
    }

    [Test]
    public void Without_a_score_the_columns_that_were_looked_at_are_told()
    {
        Data(("id", "#"), ("sex", "f m m"), ("died", "0 1 0 0"), ("fio2", "%"));
        Assert.That(Refused(), Does.Contain("Numbers from 0 to 1 are in 'fio2'").And.Contain("--score COLUMN").And.Contain("--model FILE"));
        Data(("id", "#"), ("sex", "f m m"), ("died", "0 1 0 0"));
        Assert.That(Refused(), Does.Contain("Columns looked at: 'id', 'sex', 'died'"));
    }

    [Test]
    public void No_small_number_of_patients_and_no_value_of_one_is_told()
    {
        Data(("id", "#"), ("name", "#"), ("sex", "f m m"), ("age", "age"), ("died", "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1"), ("score", "%"));
        var proposal = Propose();
        // 6 of 300: the share would tell it.
        Assert.That(Plan(proposal).Diagnostic().Threshold, Is.EqualTo(new ThresholdPlan.Fixed(0.5)));
        Assert.That(proposal.Text, Does.Not.Contain("0.02"));
        Assert.That(proposal.Doubts, Has.One.Contains("10 events or fewer"));
    }

    private void Data(params (string, string)[] columns) => File.WriteAllText(_folder.In("data.csv"), SmallTable.Csv(300, columns));

    private ConfigProposal Propose(Func<ProposalOptions, ProposalOptions>? more = null)
    {
        var options = new ProposalOptions(_folder.In("data.csv")) { Folder = _folder.FullPath };
        return ConfigProposal.Make(more is null ? options : more(options));
    }

    private string Refused() => Assert.Throws<AuditInputException>(() => Propose())!.Message;

    private AuditPlan Plan(ConfigProposal proposal)
    {
        var plan = Loaded(proposal);
        Assert.That(CohortFile.Load(plan.Diagnostic(), _folder.FullPath).Cohort.Count, Is.EqualTo(proposal.RowsEvaluated));
        return plan;
    }

    private AuditPlan Loaded(ConfigProposal proposal)
    {
        TestContext.Out.WriteLine(proposal.Text);
        File.WriteAllText(_folder.In("audit.json"), proposal.Text);
        return ConfigFile.Load(_folder.In("audit.json")).Plan;
    }
}
