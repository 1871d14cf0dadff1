using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Expectations;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Reporting;
using AuditHarness.Runs;

namespace AuditHarness.Config;

/// <summary>What a config of a generator becomes, and every rule of its records broken once.</summary>
public class SyntheticRecordsReaderTests
{
    private static SyntheticRecordsPlan Plan(string json) => (SyntheticRecordsPlan)SampleConfig.Load(json).Plan;

    [Test, SetCulture("de-DE")]
    public void Everything_that_is_said_of_records_is_in_the_plan()
    {
        var plan = Plan(SampleRecordsConfig.Whole);
        Assert.Multiple(() =>
        {
            Assert.That((plan.Name, plan.IntendedUse, plan.Seed), Is.EqualTo(("Made-up residents", "Teach without the data of real people.", 7ul)));
            var (train, holdout) = (plan.Records.Train, plan.Records.Holdout!);
            Assert.That((train.File, train.Key, train.Query), Is.EqualTo(("../data/train.csv", "records.train", (QueryPlan?)null)));
            Assert.That((train.Csv.Delimiter, train.Csv.Quote, train.Csv.Encoding, train.Csv.DecimalMark, train.Csv.Missing.Single()), Is.EqualTo((';', (char?)null, "windows-1252", ',', "NA")));
            Assert.That((holdout.File, holdout.Key, holdout.Query!.Sql, holdout.Query.Database, holdout.Query.Key), Is.EqualTo(("", "records.holdout", "SELECT *\nFROM h", "clinic.duckdb", "records.holdout")));
            Assert.That(holdout.Query!.Tables, Is.EqualTo(new Dictionary<string, string> { ["h"] = "h.parquet" }));
            Assert.That(plan.Records.Columns, Is.EqualTo(new[] { "age", "sex", "death", "futime", "creatinine", "systolic", "diastolic", "id", "visit" }));
            Assert.That(plan.Records.Kinds, Is.EqualTo(new Dictionary<string, RecordKind>
            {
                ["age"] = RecordKind.Number, ["sex"] = RecordKind.Category, ["death"] = RecordKind.Category, ["visit"] = RecordKind.Date, ["id"] = RecordKind.Key,
            }), "who tells patients apart is a key");
            var roles = plan.Roles;
            Assert.That((roles.Outcome, roles.Positive, roles.Time, roles.Event, roles.EventLevel, roles.Arm), Is.EqualTo(("death", "1", "futime", "death", "true", "sex")));
            Assert.That((roles.Patient, roles.Order, string.Join(' ', roles.QuasiIdentifiers), string.Join(' ', roles.Sensitive)), Is.EqualTo(("id", "visit", "age sex", "creatinine")));
            Assert.That(plan.Rules, Is.EqualTo(new RecordRulePlan[] { new("pressures in order", "systolic > diastolic"), new("age >= 0", "age >= 0") }));
            Assert.That(plan.Population.Select(p => (new Subgroup(p.Group).ToString(), p.Share)), Is.EqualTo(new[] { ("sex = F", 0.51), ("sex = F & age = <40", 0.2) }));
            Assert.That(plan.Baselines, Is.EqualTo(new[] { RecordBaselines.Real, RecordBaselines.GaussianCopula }), "in the order in which they are shown");
            Assert.That(plan.Learners, Is.EqualTo(new[] { "fastTree", "logisticRegression" }), "the first makes the figures");
            Assert.That(plan.Audits, Is.EqualTo(new[] { "structure", "fidelity", "utility", "privacy" }));
            Assert.That((plan.Subgroups.MinimumSize, plan.Subgroups.MissingLevel, string.Join(' ', plan.Subgroups.Intersections[0])), Is.EqualTo((20, "not said", "sex age")));
            Assert.That((plan.Card.Entries.Count, plan.Evidence.Profiles.Single(), plan.Report.Title, plan.Report.Language), Is.EqualTo((2, "ai-act", "A title", ReportLanguage.German)));
        });
    }

    [Test]
    public void The_least_that_a_config_says_leaves_everything_at_its_default()
    {
        var plan = Plan(SampleRecordsConfig.Least);
        Assert.Multiple(() =>
        {
            Assert.That(plan.Records, Is.EqualTo(new RecordSetPlan { Train = new("train.csv", "records.train"), Columns = plan.Records.Columns, Kinds = plan.Records.Kinds }));
            Assert.That((plan.Records.Columns.Count, plan.Records.Kinds.Count, plan.Rules.Count, plan.Population.Count, plan.Conditions.Count), Is.EqualTo((0, 0, 0, 0, 0)));
            Assert.That(plan.Roles, Is.EqualTo(RecordRoles.None));
            Assert.That(plan.Generator, Is.EqualTo(new GeneratorPlan("file", "made", null) { Records = new("made.csv", "generator.file") }));
            Assert.That(plan.Count, Is.Null);
            Assert.That(plan.Baselines, Is.EqualTo(RecordBaselines.Default));
            Assert.That(plan.Learners, Is.EqualTo(new SyntheticRecordsPlan
            {
                Name = "", Records = plan.Records, Generator = plan.Generator, Subgroups = plan.Subgroups, Audits = [], Expectations = [], Report = plan.Report,
            }.Learners));
            Assert.That(plan.Audits, Is.EqualTo(AuditCatalog.OfRecords));
            Assert.That((plan.Seed, plan.Report.Title, plan.Expectations.Count), Is.EqualTo((AuditConfig.DefaultSeed, "least", 0)));
        });
    }

    [TestCaseSource(typeof(SampleRecordsConfig), nameof(SampleRecordsConfig.All))]
    public void A_plan_that_results_hold_reads_back_as_the_same_plan(string json)
    {
        var plan = Plan(json);
        var written = ReportFiles.Canonical(plan);
        var read = ResultsFile.ReadPlan(written, 1, "results.json");
        Assert.Multiple(() =>
        {
            Assert.That(read, Is.InstanceOf<SyntheticRecordsPlan>());
            Assert.That(System.Text.Encoding.UTF8.GetString(ReportFiles.Canonical(read)), Is.EqualTo(System.Text.Encoding.UTF8.GetString(written)));
            Assert.That(read.Expectations.Select(e => e with { Line = null, Where = [] }), Is.EqualTo(plan.Expectations.Select(e => e with { Line = null, Where = [] })));
            Assert.That(((SyntheticRecordsPlan)read).Generator.Reference, Is.EqualTo(plan.Generator.Reference));
            Assert.That(((SyntheticRecordsPlan)read).Records.Train.File, Is.EqualTo(plan.Records.Train.File));
        });
    }

    [Test]
    public void The_canonical_form_of_a_plan_of_a_generator_is_one_line_of_a_config() => Assert.That(
        System.Text.Encoding.UTF8.GetString(ReportFiles.Canonical(Plan(SampleRecordsConfig.Shipped))), Is.EqualTo(
            """{"name":"Ships","records":{"train":"train.csv"},"generator":{"kind":"reference","reference":{"method":"gaussianCopula","noise":0.5,"flips":0.1,"copied":0.2,"drop":{"column":"sex","level":"1","share":0.5}}},"baselines":["real","memoriser"],"learners":["logisticRegression","fastTree"],"subgroups":{"attributes":[{"column":"sex","name":"sex"}],"intersections":[],"minimumSize":30,"reference":{},"missing":"missing"},"audits":["structure","fidelity","representation","utility","privacy"],"expectations":[],"seed":20260101,"report":{"title":"Ships","profile":"internal","language":"en"}}"""));

    private const string OfModel = " is of a model that scores patients, and this config audits a generator of records. Take it out, or give the model a config of its own.";
    private const string OfGenerator = " is of a generator of records, and this config audits a model that scores patients. Take it out, or give the generator a config of its own.";

    [TestCase("data", "{}")]
    [TestCase("threshold", "0.5")]
    [TestCase("measures", "{}")]
    [TestCase("intervals", "{}")]
    [TestCase("fairness", "{}")]
    [TestCase("explanations", "{}")]
    public void What_only_models_have_has_no_place_beside_a_generator(string key, string value) =>
        Fault(SampleRecordsConfig.LeastWith($"\"{key}\": {value}"), $"line 6, $.{key}: '{key}'{OfModel}");

    [TestCase("records", "{}")]
    [TestCase("generator", "{}")]
    [TestCase("baselines", "[]")]
    [TestCase("learners", "[]")]
    public void What_only_generators_have_has_no_place_beside_a_model(string key, string value) =>
        Fault(SampleConfig.LeastWith($"\"{key}\": {value}"), $"line 7, $.{key}: '{key}'{OfGenerator}");

    [TestCase("records")]
    [TestCase("generator")]
    [TestCase("subgroups")]
    [TestCase("name")]
    public void A_required_key_that_is_missing_is_the_only_fault(string key)
    {
        var without = string.Join("\n", SampleRecordsConfig.Least.Split('\n').Where(l => !l.TrimStart().StartsWith($"\"{key}\"", StringComparison.Ordinal)));
        var lines = SampleConfig.Faults(without);
        Assert.That(lines, Has.Length.EqualTo(3));
        Assert.That(lines[1], Does.StartWith($"line 1, $: the key '{key}' is missing. "));
    }

    [TestCase("\"holdout\": \"./x/../train.csv\"", ".holdout: these are the training records, and held-out ones are those that the generator never saw. Name another file, or take this out.")]
    [TestCase("\"holdout\": 5", ".holdout: expected a CSV or Parquet file, or an object { \"file\", \"csv\" } or { \"query\", \"tables\", \"database\" }, found the number 5.")]
    [TestCase("\"holdout\": {}", ".holdout: the key 'file' is missing: name a CSV or Parquet file, or select the records by a 'query'.")]
    [TestCase("\"holdout\": { \"file\": \"h.csv\", \"database\": \"d\" }", ".holdout.database: this is read by a query only, and there is none. Write one in 'query', or name the records in 'file'.")]
    [TestCase("\"holdout\": { \"file\": \"h.csv\", \"query\": \"SELECT 1\", \"database\": \"d\" }", ".holdout.file: the records are one file or what a query makes, and here are both. Name the file in 'tables' for the query, or take the query out.")]
    [TestCase("\"columns\": []", ".columns: the list is empty. Name at least one, or leave the key out.")]
    [TestCase("\"columns\": [\"sex\", \"age\", \"sex\"]", ".columns[2]: 'sex' stands here twice. Keep one of them.")]
    [TestCase("\"columns\": [\"sex\", \"age\"], \"kinds\": { \"agee\": \"number\" }", ".kinds.agee: 'agee' is not among 'records.columns'. Did you mean 'age'? Valid here: 'sex', 'age'.")]
    [TestCase("\"kinds\": { \"age\": \"numbers\" }", ".kinds.age: 'numbers' is nothing that a column holds. Did you mean 'number'? Valid here: 'number', 'date', 'category', 'key'.")]
    [TestCase("\"columns\": [\"sex\", \"age\"], \"outcome\": { \"column\": \"died\", \"positive\": 1 }", ".outcome.column: 'died' is not among 'records.columns'. Valid here: 'sex', 'age'.")]
    [TestCase("\"kinds\": { \"d\": \"date\" }, \"outcome\": { \"column\": \"d\", \"positive\": 1 }", ".outcome.column: column 'd' holds dates by 'records.kinds', and the outcome is one of two categories. Name another column, or correct its kind.")]
    [TestCase("\"outcome\": { \"column\": \"d\" }", ".outcome: the key 'positive' is missing. Its category that means an event. A number, true or false is taken as the text that is written.")]
    [TestCase("\"kinds\": { \"t\": \"category\" }, \"survival\": { \"time\": \"t\", \"event\": \"e\", \"eventLevel\": 1 }", ".survival.time: column 't' holds categories by 'records.kinds', and a follow-up time is a number. Name another column, or correct its kind.")]
    [TestCase("\"kinds\": { \"e\": \"key\" }, \"survival\": { \"time\": \"t\", \"event\": \"e\", \"eventLevel\": 1 }", ".survival.event: column 'e' holds keys by 'records.kinds', and an event is a category or a number. Name another column, or correct its kind.")]
    [TestCase("\"kinds\": { \"a\": \"number\" }, \"survival\": { \"time\": \"t\", \"event\": \"e\", \"eventLevel\": 1, \"arm\": \"a\" }", ".survival.arm: column 'a' holds numbers by 'records.kinds', and arms are categories. Name another column, or correct its kind.")]
    [TestCase("\"survival\": { \"time\": \"t\", \"event\": \"t\", \"eventLevel\": 1 }", ".survival.event: column 't' is also the time. Each column plays one part.")]
    [TestCase("\"survival\": { \"time\": \"t\", \"event\": \"e\" }", ".survival: the key 'eventLevel' is missing. Its value that means the event. A number, true or false is taken as the text that is written.")]
    [TestCase("\"kinds\": { \"p\": \"number\" }, \"patient\": \"p\"", ".patient: column 'p' holds numbers by 'records.kinds', and a patient is told by a key. Name another column, or correct its kind.")]
    [TestCase("\"kinds\": { \"o\": \"category\" }, \"patient\": \"p\", \"order\": \"o\"", ".order: column 'o' holds categories by 'records.kinds', and the rows of a patient are ordered by numbers or dates. Name another column, or correct its kind.")]
    [TestCase("\"patient\": \"p\", \"order\": \"p\"", ".order: column 'p' holds keys by 'records.patient', and the rows of a patient are ordered by numbers or dates. Name another column.")]
    [TestCase("\"patient\": \"p\", \"sensitive\": [\"p\"]", ".sensitive[0]: column 'p' holds keys by 'records.patient', and keys are not compared and so are nothing to be learned. Name another column.")]
    [TestCase("\"order\": \"o\"", ".order: rows are ordered within a patient, and there is no 'patient'. Name the column of its key, or take this out.")]
    [TestCase("\"quasiIdentifiers\": [\"age\", \"age\"]", ".quasiIdentifiers[1]: 'age' stands here twice. Keep one of them.")]
    [TestCase("\"kinds\": { \"p\": \"key\" }, \"quasiIdentifiers\": [\"p\"]", ".quasiIdentifiers[0]: column 'p' holds keys by 'records.kinds', and keys are not compared and so are nothing that an attacker knows. Name another column, or correct its kind.")]
    [TestCase("\"kinds\": { \"p\": \"key\" }, \"sensitive\": [\"p\"]", ".sensitive[0]: column 'p' holds keys by 'records.kinds', and keys are not compared and so are nothing to be learned. Name another column, or correct its kind.")]
    [TestCase("\"rules\": [{ \"rule\": \"a = b\" }]", ".rules[0].rule: Rule \"a = b\", character 3: '=' is not known: write '==' to compare.")]
    [TestCase("\"rules\": [{ \"rule\": \"a > \" }]", ".rules[0].rule: Rule \"a > \", character 5: the end is not expected here: a column, a number, a \"text\" or '(' was expected.")]
    [TestCase("\"columns\": [\"sex\", \"age\"], \"rules\": [{ \"rule\": \"not (age is missing or agee / 2 in (1, 2)) and agee > 1\" }]", ".rules[0].rule: Rule \"not (age is missing or agee / 2 in (1, 2)) and agee > 1\", character 24: 'agee' is not among 'records.columns'. Did you mean 'age'? Valid here: 'sex', 'age'.")]
    [TestCase("\"rules\": [{ \"name\": \"x\" }]", null)]
    [TestCase("\"rules\": [{ \"name\": \"x\", \"rule\": \"a > 1\" }, { \"name\": \"x \", \"rule\": \"a > 2\" }]", ".rules[1].name: a rule 'x' is already declared. Give this one another \"name\", or take it out.")]
    [TestCase("\"rules\": [{ \"rule\": \"a > 1\" }, { \"rule\": \"a > 1\" }]", ".rules[1]: a rule 'a > 1' is already declared. Give this one another \"name\", or take it out.")]
    [TestCase("\"population\": [{ \"where\": { \"sx\": \"F\" }, \"share\": 0.5 }]", ".population[0].where.sx: 'sx' is not among 'subgroups.attributes'. Did you mean 'sex'? Valid here: 'sex', 'age'.")]
    [TestCase("\"population\": [{ \"where\": { \"sex\": \"*\" }, \"share\": 0.5 }]", ".population[0].where.sex: '*' means every level, and each has a share of its own. Name one level.")]
    [TestCase("\"population\": [{ \"where\": { \"age\": \"<30\" }, \"share\": 0.5 }]", ".population[0].where.age: '<30' is not a level of 'age'. Did you mean '<40'? Valid here: '<40', '40-<60', '>=60', 'missing'.")]
    [TestCase("\"population\": [{ \"where\": {}, \"share\": 0.5 }]", ".population[0].where: everybody together is all of a population. Name a group, such as { \"sex\": \"F\" }.")]
    [TestCase("\"population\": [{ \"where\": { \"sex\": \"F\" }, \"share\": 0 }]", ".population[0].share: expected a number above 0 and at most 1, found the number 0.")]
    [TestCase("\"population\": [{ \"where\": { \"sex\": \"F\" }, \"share\": 0.5 }, { \"where\": { \"sex\": \"F\" }, \"share\": 0.4 }]", ".population[1].where: the share of sex = F is already declared. Keep one of them.")]
    [TestCase("\"population\": [{ \"where\": { \"sex\": \"F\" }, \"share\": 0.7 }, { \"where\": { \"sex\": \"M\" }, \"share\": 0.4 }]", ".population[1].share: with this one the shares of sex sum to 1.1, and all of a population is 1. Correct them.")]
    public void Every_rule_of_records_is_held(string records, string? words)
    {
        if (words is null) Assert.That(SampleConfig.Faults(SampleRecordsConfig.Records(records))[1], Does.StartWith("line 3, $.records.rules[0]: the key 'rule' is missing. A condition on columns, such as systolic > diastolic"));
        else Fault(SampleRecordsConfig.Records(records), "line 3, $.records" + words);
    }

    [TestCase("\"columns\": [\"sex\", \"years\"]", "line 5, $.subgroups.attributes[1]: 'age' is not among 'records.columns'. Valid here: 'sex', 'years'.")]
    [TestCase("\"kinds\": { \"sex\": \"key\" }", "line 5, $.subgroups.attributes[0]: column 'sex' holds keys by 'records.kinds', and groups share a category or a number. Name another column, or correct its kind.")]
    [TestCase("\"patient\": \"sex\"", "line 5, $.subgroups.attributes[0]: column 'sex' holds keys by 'records.patient', and groups share a category or a number. Name another column.")]
    [TestCase("\"kinds\": { \"age\": \"date\" }", "line 5, $.subgroups.attributes[1]: column 'age' holds dates by 'records.kinds', and groups share a category or a number. Name another column, or correct its kind.")]
    public void Groups_are_told_by_columns_that_are_compared(string records, string words) => Fault(SampleRecordsConfig.Records(records), words);

    [TestCase("\"baselines\": [\"copula\"]", ".baselines[0]: there is no baseline 'copula'. Valid here: 'real', 'memoriser', 'independentMarginals', 'bootstrapWithNoise', 'gaussianCopula'.")]
    [TestCase("\"baselines\": [\"real\", \"real\"]", ".baselines[1]: 'real' stands here twice. Keep one of them.")]
    [TestCase("\"baselines\": []", ".baselines: the list is empty. Name at least one, or leave the key out.")]
    [TestCase("\"learners\": [\"fasttree\"]", ".learners[0]: there is no learner 'fasttree'. Did you mean 'fastTree'? Valid here: 'logisticRegression', 'fastTree', 'lightGbm', 'mlNetLogisticRegression'.")]
    [TestCase("\"audits\": [\"performance\"]", ".audits[0]: there is no audit 'performance'. Valid here: 'structure', 'fidelity', 'representation', 'utility', 'privacy'.")]
    public void What_a_catalog_names_must_be_in_it(string more, string words) => Fault(SampleRecordsConfig.LeastWith(more), "line 6, $" + words);

    [Test]
    public void All_faults_are_told_at_once_in_file_order()
    {
        var lines = SampleConfig.Faults("""
            {
              "name": "a", "data": {},
              "records": { "holdout": 1, "columns": ["age"], "order": "visit" },
              "generator": { "kind": "reference", "count": 0 },
              "subgroups": { "attributes": ["sex"] },
              "expectations": [{ "metric": "Sensitivity", "atLeast": 0.5 }]
            }
            """);
        Assert.That(lines.Select(l => l.Split(": ")[0]), Is.EqualTo(new[]
        {
            lines[0].Split(": ")[0], "line 2, $.data", "line 3, $.records", "line 3, $.records.holdout", "line 3, $.records.order", "line 3, $.records.order", "line 4, $.generator", "line 4, $.generator.count",
            "line 5, $.subgroups.attributes[0]", "line 6, $.expectations[0].metric", "Correct the config; 'audit schema' writes what each key means.",
        }));
    }

    /// <summary>A config whose one fault is told in exactly these words.</summary>
    internal static void Fault(string json, string line)
    {
        var lines = SampleConfig.Faults(json);
        Assert.That(lines, Has.Length.EqualTo(3), string.Join("\n", lines));
        Assert.That(lines[1], Is.EqualTo(line));
    }
}
