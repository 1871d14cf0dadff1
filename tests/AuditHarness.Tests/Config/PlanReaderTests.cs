using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>Every rule of a config beyond its syntax, each broken once.</summary>
public class PlanReaderTests
{
    [Test, SetCulture("de-DE")]
    public void All_faults_are_reported_at_once_each_with_its_line_and_path_in_file_order()
    {
        var lines = SampleConfig.Faults("""
            {
              "name": "../escape",
              "data": { "file": "d.csv", "lable": "y", "positive": null },
              "model": { "kind": "predictoins" },
              "threshold": 1.5,
              "subgroups": {
                "attributes": ["sex", { "column": "age", "bins": [60, 40.5] }],
                "minimumSize": 0
              },
              "expectations": [
                { "metric": "Sensitivity", "atLeast": 0.5 },
                {
                  "metric": "EqualOportunityDifference",
                  "where": { "sx": "*" },
                  "atMost": "0.1"
                }
              ],
              "name": "twice"
            }
            """);
        Assert.That(lines, Is.EqualTo(new[]
        {
            lines[0],
            "line 2, $.name: '../escape' cannot name a folder. Use up to 100 letters, digits, spaces, '.', '_' and '-', with no '.' or space at either end.",
            "line 3, $.data.lable: there is no key 'lable' here. Did you mean 'label'? Valid here: 'file', 'csv', 'query', 'tables', 'database', 'schema', 'zone', 'id', 'label', 'positive', 'weight', 'cluster', 'stratum', 'time', 'split'.",
            "line 3, $.data: the key 'label' is missing. Column with the observed outcome; two different values.",
            "line 3, $.data.positive: expected a text, a number, true or false, found null (leave the key out to take the default).",
            "line 4, $.model.kind: 'predictoins' is not known here. Did you mean 'predictions'? Valid here: 'predictions', 'onnx', 'images', 'mlnet', 'xgboost', 'lightgbm', 'worker', 'http', 'chat'.",
            "line 5, $.threshold: expected a number from 0 to 1, or a rule such as { \"sensitivity\": 0.9 }, { \"specificity\": 0.9 }, { \"flagRate\": 0.1 } or { \"rule\": \"youden\" }, found the number 1.5.",
            "line 7, $.subgroups.attributes[1].bins[1]: 40.5 does not exceed the edge before it, 60. Edges ascend.",
            "line 8, $.subgroups.minimumSize: expected a number at least 1 and at most 2147483647, found the number 0.",
            "line 13, $.expectations[1].metric: there is no metric or disparity 'EqualOportunityDifference'. Did you mean 'EqualOpportunityDifference'?",
            "line 15, $.expectations[1].atMost: expected a number, without quotes, found the text \"0.1\".",
            "line 18, $.name: the key 'name' stands here a second time, after line 2. Keep one of them.",
            "Correct the config; 'audit schema' writes what each key means.",
        }));
        Assert.That(lines[0], Does.StartWith("The config '").And.EndsWith("config.json' has 11 faults:"));
    }

    [Test]
    public void Of_many_faults_the_first_20_are_shown_and_all_are_counted()
    {
        var lines = SampleConfig.Faults(SampleConfig.LeastWith(string.Join(",\n", Enumerable.Range(0, 25).Select(i => $"\"key{i}\": 0"))));
        Assert.That(lines, Has.Length.EqualTo(23));
        Assert.That(lines[0], Does.Contain("has 25 faults"));
        Assert.That(lines[21], Is.EqualTo("… and 5 more (25 in all)."));
    }

    [TestCase("name")]
    [TestCase("data")]
    [TestCase("model")]
    [TestCase("threshold")]
    [TestCase("subgroups")]
    public void A_required_key_that_is_missing_is_the_only_fault(string key) =>
        Fault(Without(key), $"$: the key '{key}' is missing.");

    private static string Without(string key)
    {
        var lines = SampleConfig.Least.Split('\n').Where(l => !l.TrimStart().StartsWith($"\"{key}\"", StringComparison.Ordinal));
        return string.Join("\n", lines);
    }

    [TestCase("[]", "expected an object")]
    [TestCase("null", "expected an object")]
    [TestCase("\"text\"", "expected an object { … }, found the text \"text\"")]
    public void A_config_that_is_no_object_is_refused(string json, string words) => Fault(json, "line 1, $: " + words);

    [TestCase("x", true)]
    [TestCase("A-b_c.d 2", true)]
    [TestCase("Prüfung 日本", true)]
    [TestCase(".hidden", false)]
    [TestCase("..", false)]
    [TestCase("ends.", false)]
    [TestCase(" starts", false)]
    [TestCase("a/b", false)]
    [TestCase("a:b", false)]
    [TestCase("con", false)]
    [TestCase("NUL.txt", false)]
    [TestCase("a\\u0007b", false)]
    [TestCase("a\\u202Eb", false)]
    [TestCase("", false)]
    public void A_name_must_do_as_a_folder_name(string name, bool good)
    {
        var json = SampleConfig.LeastBut("\"least\"", $"\"{name}\"");
        if (good) Assert.That(SampleConfig.Load(json).Plan.Name, Is.EqualTo(name));
        else Fault(json, "line 2, $.name: ");
    }

    [Test]
    public void A_name_has_at_most_100_characters()
    {
        Assert.That(SampleConfig.Load(SampleConfig.LeastBut("\"least\"", $"\"{new string('n', 100)}\"")).Plan.Name, Has.Length.EqualTo(100));
        Fault(SampleConfig.LeastBut("\"least\"", $"\"{new string('n', 101)}\""), "$.name: ");
    }

    [TestCase("\"yes\"", "yes")]
    [TestCase("1", "1")]
    [TestCase("1.0", "1.0")]
    [TestCase("true", "true")]
    public void The_positive_value_is_taken_as_the_text_that_is_written(string written, string text) =>
        Assert.That(SampleConfig.Load(SampleConfig.LeastBut("\"positive\": \"yes\"", $"\"positive\": {written}")).Plan.Diagnostic().Data.Positive, Is.EqualTo(text));

    [TestCase("\"youden\"", ThresholdRule.Youden, null)]
    [TestCase("{ \"rule\": \"youden\" }", ThresholdRule.Youden, null)]
    [TestCase("{ \"sensitivity\": 0.9 }", ThresholdRule.Sensitivity, 0.9)]
    [TestCase("{ \"specificity\": 0.8 }", ThresholdRule.Specificity, 0.8)]
    [TestCase("{ \"flagRate\": 0.1 }", ThresholdRule.FlagRate, 0.1)]
    public void A_threshold_rule_needs_a_calibration_part(string rule, ThresholdRule expected, double? target)
    {
        var without = SampleConfig.LeastBut("\"threshold\": 0.5", $"\"threshold\": {rule}");
        Fault(without, "line 5, $.threshold: a threshold rule is fixed on rows that are not judged.");
        Fault(without.Replace("\"yes\"", "\"yes\", \"split\": { \"column\": \"part\", \"evaluate\": \"test\" }", StringComparison.Ordinal), "'data.split.calibrate'");
        var with = without.Replace("\"yes\"", "\"yes\", \"split\": { \"column\": \"part\", \"evaluate\": 2, \"calibrate\": 1 }", StringComparison.Ordinal);
        Assert.That(SampleConfig.Load(with).Plan.Diagnostic().Threshold, Is.EqualTo(new ThresholdPlan.ByRule(expected, target)));
    }

    [TestCase("0", true)]
    [TestCase("1", true)]
    [TestCase("-0.01", false)]
    [TestCase("1e999", false)]
    [TestCase("\"0.5\"", false)]
    [TestCase("\"best\"", false)]
    [TestCase("true", false)]
    [TestCase("[0.5]", false)]
    public void A_threshold_value_is_a_number_from_0_to_1(string value, bool good)
    {
        var json = SampleConfig.LeastBut("\"threshold\": 0.5", $"\"threshold\": {value}");
        if (good) Assert.That(SampleConfig.Load(json).Plan.Diagnostic().Threshold, Is.InstanceOf<ThresholdPlan.Fixed>());
        else Fault(json, "line 5, $.threshold: ");
    }

    [TestCase("{}", "$.threshold: a threshold rule has exactly one key, this one has 0")]
    [TestCase("{ \"sensitivity\": 0.9, \"flagRate\": 0.1 }", "$.threshold: a threshold rule has exactly one key, this one has 2")]
    [TestCase("{ \"sensitivity\": 1 }", "$.threshold.sensitivity: expected a number above 0 and below 1, found the number 1")]
    [TestCase("{ \"rule\": \"yuden\" }", "$.threshold.rule: 'yuden' is not known here. Did you mean 'youden'?")]
    [TestCase("{ \"sensitivty\": 0.9 }", "$.threshold.sensitivty: there is no key 'sensitivty' here. Did you mean 'sensitivity'?")]
    public void A_threshold_rule_is_one_known_rule_with_a_target_inside_0_and_1(string rule, string words) =>
        Fault(SampleConfig.LeastBut("\"threshold\": 0.5", $"\"threshold\": {rule}")
            .Replace("\"yes\"", "\"yes\", \"split\": { \"column\": \"part\", \"evaluate\": \"test\", \"calibrate\": \"tune\" }", StringComparison.Ordinal), words);

    [Test]
    public void The_threshold_is_never_fixed_on_the_rows_it_is_judged_on() =>
        Fault(SampleConfig.LeastBut("\"yes\"", "\"yes\", \"split\": { \"column\": \"part\", \"evaluate\": 1, \"calibrate\": \"1\" }"),
            "$.data.split.calibrate: '1' is the part that is evaluated too.");

    [Test]
    public void Scores_in_another_file_need_an_id_in_the_data()
    {
        var other = SampleConfig.LeastBut("\"predictions\"", "\"predictions\", \"file\": \"sub/scores.v2.csv\"");
        Fault(other, "line 3, $.data: the key 'id' is missing: the scores stand in another file");
        var joined = other.Replace("\"label\"", "\"id\": \"row\", \"label\"", StringComparison.Ordinal);
        Assert.That(SampleConfig.Load(joined).Plan.Diagnostic().Model, Is.EqualTo(new ModelPlan("predictions", "sub/scores.v2.csv", "row", "score", "scores.v2", null)));
    }

    [Test]
    public void The_data_file_under_another_spelling_is_the_data_file() =>
        Assert.That(SampleConfig.Load(SampleConfig.LeastBut("\"predictions\"", "\"predictions\", \"file\": \"./x/../data.csv\"")).Plan.Diagnostic().Model,
            Is.EqualTo(new ModelPlan("predictions", "data.csv", null, "score", "data", null)));

    [TestCase("\"predictions\"", "\"predictions\", \"id\": \"other\"", "$.model.id: the scores stand in the data file itself")]
    [TestCase("\"predictions\"", "\"predictions\", \"score\": \"y\"", "$.model.score: the score is the label itself")]
    [TestCase("\"label\": \"y\"", "\"label\": \"score\"", "$.model: the score is the label itself")]
    [TestCase("\"label\": \"y\"", "\"label\": \"y\", \"weight\": \"y\"", "$.data.weight: column 'y' is also the label.")]
    [TestCase("\"label\": \"y\"", "\"label\": \"y\", \"id\": \"y\"", "$.data.label: column 'y' is also the id.")]
    [TestCase("\"label\": \"y\"", "\"label\": 5", "$.data.label: expected a text, found the number 5.")]
    [TestCase("\"label\": \"y\"", "\"label\": \"\\uD800\"", "$.data.label: a text holds half of a surrogate pair")]
    [TestCase("\"label\": \"y\"", "\"label\": \"a\\nb\"", "$.data.label: the text \"a\\u000Ab\" holds a control character or one that cannot be seen.")]
    [TestCase("\"label\": \"y\"", "\"label\": \" \"", "$.data.label: the text is empty.")]
    [TestCase("\"label\": \"y\"", "\"label\": \"y\", \"split\": []", "$.data.split: expected an object")]
    [TestCase("\"label\": \"y\"", "\"label\": \"y\", \"split\": { \"column\": \"part\" }", "$.data.split: the key 'evaluate' is missing.")]
    public void Data_and_model_say_what_each_column_is(string part, string by, string words) => Fault(SampleConfig.LeastBut(part, by), words);

    [TestCase("\"audits\": [\"performnce\"]", "line 7, $.audits[0]: there is no audit 'performnce'. Did you mean 'performance'?")]
    [TestCase("\"audits\": []", "$.audits: the list is empty.")]
    [TestCase("\"audits\": \"performance\"", "$.audits: expected a list [ … ], found the text \"performance\".")]
    [TestCase("\"audits\": [\"disparity\", \"disparity\"]", "$.audits[1]: 'disparity' stands here twice.")]
    [TestCase("\"audits\": [\"performance\", \"explanations\"]", "$.audits[1]: 'explanations' asks a model, and predictions are only its answers.")]
    [TestCase("\"explanations\": {}", "$.explanations: only a model that runs can be explained")]
    [TestCase("\"explanations\": { \"row\": 1 }", "$.explanations.row: there is no key 'row' here. Did you mean 'rows'?")]
    [TestCase("\"seed\": -1", "$.seed: expected a whole number from 0 to 18446744073709551615, found the number -1.")]
    [TestCase("\"seed\": 18446744073709551616", "$.seed: expected a whole number")]
    [TestCase("\"seed\": 1.5", "$.seed: expected a whole number")]
    [TestCase("\"seed\": \"1\"", "$.seed: expected a whole number")]
    [TestCase("\"$schema\": 1", "$.$schema: expected a text")]
    [TestCase("\"report\": { \"profile\": \"Public\" }", "$.report.profile: 'Public' is not known here. Did you mean 'public'?")]
    [TestCase("\"report\": { \"language\": \"fr\" }", "$.report.language: 'fr' is not known here. Valid here: 'en', 'de'.")]
    [TestCase("\"report\": { \"organisation\": \"\" }", "$.report.organisation: the text is empty.")]
    [TestCase("\"report\": { \"logo\": [] }", "$.report.logo: expected a text")]
    [TestCase("\"report\": { \"profile\": 1 }", "$.report.profile: expected a text")]
    [TestCase("\"Seed\": 1", "$.Seed: there is no key 'Seed' here. Did you mean 'seed'?")]
    [TestCase("\"a b\": 1", "$['a b']: there is no key 'a b' here.")]
    [TestCase("\"\\u001b[2J\": 1", "$['\\u001B[2J']: there is no key '\\u001B[2J' here.")]
    [TestCase("\"\\uDC00\": 1", "$: a text holds half of a surrogate pair")]
    [TestCase("\"report\": { \"title\": \"a\", \"title\": \"b\" }", "$.report.title: the key 'title' stands here a second time, after line 7.")]
    public void The_rest_of_a_config_is_held_to_its_declaration(string more, string words) => Fault(SampleConfig.LeastWith(more), words);

    [Test]
    public void Any_text_does_as_schema() => Assert.That(SampleConfig.Load(SampleConfig.LeastWith("\"$schema\": \"\"")).Plan.Name, Is.EqualTo("least"));

    internal static void Fault(string json, string words)
    {
        var lines = SampleConfig.Faults(json);
        Assert.That(lines, Has.Length.EqualTo(3), string.Join("\n", lines));
        Assert.That(lines[1], Does.Contain(words));
    }
}
