using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>What a config says of a generator, and every rule broken once.</summary>
public class GeneratorReaderTests
{
    private static SyntheticRecordsPlan Plan(string json) => (SyntheticRecordsPlan)SampleConfig.Load(json).Plan;

    [Test, SetCulture("de-DE")]
    public void An_ONNX_file_becomes_the_plan_it_says()
    {
        var plan = Plan(SampleRecordsConfig.Whole);
        var onnx = plan.Generator.Onnx!;
        Assert.Multiple(() =>
        {
            Assert.That(plan.Generator with { Onnx = null }, Is.EqualTo(new GeneratorPlan("onnx", "gan", "2") { Sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" }));
            Assert.That(plan.Count, Is.EqualTo(5000));
            Assert.That(plan.Conditions, Is.EqualTo(new KeyValuePair<string, string>[] { new("death", "1"), new("sex", "F") }), "in ordinal order of the columns");
            Assert.That((onnx.File, onnx.NoiseInput, onnx.Uniform, onnx.ConditionInput, onnx.BatchRows, onnx.AllowedDomains.Single()), Is.EqualTo(("models/gan.v2.onnx", "z", true, "c", 500, "com.microsoft")));
            Assert.That(onnx.Columns[0], Is.EqualTo(new DecodedColumnPlan("age") { Scale = 10, Shift = 50.5, Decimals = 0, Minimum = 0, Maximum = 120, MissingFlag = true }));
            Assert.That(onnx.Columns[1] with { Levels = [] }, Is.EqualTo(new DecodedColumnPlan("death")));
            Assert.That(onnx.Columns[1].Levels, Is.EqualTo(new[] { "0", "1" }));
            Assert.That(onnx.Conditions.Select(c => $"{c.Column} {string.Join(' ', c.Levels)}"), Is.EqualTo(new[] { "death 0 1", "sex F M" }));
        });
    }

    [Test]
    public void A_worker_becomes_the_plan_it_says()
    {
        var plan = Plan(SampleRecordsConfig.Working);
        var worker = plan.Generator.Worker!;
        Assert.Multiple(() =>
        {
            Assert.That((plan.Generator.Kind, plan.Generator.Name, plan.Count), Is.EqualTo(("worker", "", (int?)null)), "it names itself");
            Assert.That((worker.Key, string.Join(' ', worker.Command), worker.Files.Single(), worker.Environment.Single()), Is.EqualTo(("generator.worker", "python3 make.py", "weights.json", "MODEL_TOKEN")));
            Assert.That((worker.BatchRows, worker.StartSeconds, worker.BatchSeconds, worker.Restarts, worker.MemoryMegabytes), Is.EqualTo((500, 90.0, 2.5, 3, 512)));
            Assert.That(plan.Conditions.Single(), Is.EqualTo(new KeyValuePair<string, string>("sex", "F")));
        });
    }

    [Test]
    public void Records_that_were_made_elsewhere_are_a_table_of_their_own()
    {
        var generator = Plan(SampleRecordsConfig.Filed).Generator;
        Assert.Multiple(() =>
        {
            Assert.That((generator.Kind, generator.Name, generator.Records!.File, generator.Records.Key, generator.Records.Csv.Delimiter), Is.EqualTo(("file", "made.csv", "made.csv.gz", "generator.file", '\t')));
            Assert.That(Plan(SampleRecordsConfig.Generator("\"kind\": \"file\", \"file\": { \"query\": \"FROM m\", \"tables\": { \"m\": \"m.csv\" } }")).Generator.Name, Is.Empty, "a query names nothing");
            Assert.That(Plan(SampleRecordsConfig.Generator("\"kind\": \"file\", \"file\": \"./train.csv\"")).Generator.Name, Is.EqualTo("train"), "a memoriser may hand out the very file that it was trained on");
        });
    }

    [Test]
    public void A_generator_that_ships_has_its_dials()
    {
        Assert.That(Plan(SampleRecordsConfig.Shipped).Generator.Reference, Is.EqualTo(new ReferencePlan("gaussianCopula") { Noise = 0.5, Flips = 0.1, Copied = 0.2, DroppedColumn = "sex", DroppedLevel = "1", Dropped = 0.5 }));
        Assert.That(Plan(SampleRecordsConfig.Generator("\"kind\": \"reference\", \"reference\": { \"method\": \"memoriser\" }")).Generator.Reference, Is.EqualTo(new ReferencePlan("memoriser")));
    }

    private const string Onnx = "\"kind\": \"onnx\", \"file\": \"g.onnx\", \"onnx\": ";
    private const string OfCondition = "\"conditionInput\": \"c\", \"conditions\": [{ \"column\": \"sex\", \"levels\": [\"F\", \"M\"] }]";

    [TestCase("\"kind\": \"files\"", ".kind: 'files' is not known here. Did you mean 'file'? Valid here: 'file', 'worker', 'onnx', 'reference'.")]
    [TestCase("\"kind\": \"file\"", ": the key 'file' is missing: a generator of kind 'file' is the records that it made. Name their file, or select them by a query.")]
    [TestCase("\"kind\": \"onnx\", \"onnx\": { \"columns\": [{ \"column\": \"a\" }] }", ": the key 'file' is missing: a generator of kind 'onnx' is a file. Name it.")]
    [TestCase("\"kind\": \"onnx\", \"file\": { \"file\": \"a\" }, \"onnx\": { \"columns\": [{ \"column\": \"a\" }] }", ".file: expected a text, found an object.")]
    [TestCase("\"kind\": \"onnx\", \"file\": \"g.onnx\"", ": the key 'onnx' is missing: of an ONNX file must be said how its numbers become columns. Name them in its 'columns'.")]
    [TestCase("\"kind\": \"worker\"", ": the key 'worker' is missing: a generator of kind 'worker' is a program. Give its 'command'.")]
    [TestCase("\"kind\": \"worker\", \"worker\": { \"command\": [\"a\"], \"batchRows\": 0 }", ".worker.batchRows: expected a number at least 1 and at most 100000, found the number 0.")]
    [TestCase("\"kind\": \"worker\", \"file\": \"a\", \"worker\": { \"command\": [\"a\"] }", ".file: a generator of kind 'worker' is no file, so this key has nothing to say. Take it out.")]
    [TestCase("\"kind\": \"reference\"", ": the key 'reference' is missing: several generators ship. Name one in its 'method'.")]
    [TestCase("\"kind\": \"file\", \"file\": \"a.csv\", \"worker\": { \"command\": [\"a\"] }", ".worker: a generator of kind 'file' is no program to be started, so this key has nothing to say. Take it out, or give the kind 'worker'.")]
    [TestCase("\"kind\": \"file\", \"file\": \"a.csv\", \"onnx\": { \"columns\": [{ \"column\": \"a\" }] }", ".onnx: a generator of kind 'file' is no ONNX file, so this key has nothing to say. Take it out, or give the kind 'onnx'.")]
    [TestCase("\"kind\": \"file\", \"file\": \"a.csv\", \"reference\": { \"method\": \"memoriser\" }", ".reference: a generator of kind 'file' is none that ships, so this key has nothing to say. Take it out, or give the kind 'reference'.")]
    [TestCase("\"kind\": \"file\", \"file\": \"a.csv\", \"sha256\": \"abc\"", ".sha256: expected 64 hexadecimal digits, found the text \"abc\".")]
    [TestCase("\"kind\": \"file\", \"file\": \"a.csv\", \"count\": 0", ".count: expected a number at least 1 and at most 10000000, found the number 0.")]
    [TestCase("\"kind\": \"file\", \"file\": \"a.csv\", \"count\": 10000001", ".count: expected a number at least 1 and at most 10000000, found the number 10000001.")]
    [TestCase("\"kind\": \"file\", \"file\": \"a.csv\", \"count\": 1.5", ".count: expected a whole number, found the number 1.5.")]
    [TestCase("\"kind\": \"file\", \"file\": \"a.csv\", \"conditions\": { \"sex\": \"F\" }", ".conditions: records in a file are made already, and none can be asked for under a condition. Take this out, or give the 'kind' of a generator that runs.")]
    [TestCase("\"kind\": \"reference\", \"reference\": { \"method\": \"memoriser\" }, \"conditions\": { \"sex\": \"F\" }", ".conditions: a generator of kind 'reference' takes no conditions. Take this out.")]
    [TestCase("\"kind\": \"reference\", \"reference\": { \"method\": \"memoriser\" }, \"sha256\": \"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"", ".sha256: a generator of kind 'reference' ships with the program and is no file, so this key has nothing to say. Take it out.")]
    [TestCase("\"kind\": \"worker\", \"worker\": { \"command\": [\"a\"] }, \"conditions\": { \"sex\": [] }", ".conditions.sex: expected a text, a number, true or false, found a list.")]
    [TestCase("\"kind\": \"reference\", \"reference\": { \"method\": \"Gaussian copula\" }", ".reference.method: 'Gaussian copula' is not known here. Did you mean 'gaussianCopula'? Valid here: 'memoriser', 'independentMarginals', 'bootstrap', 'gaussianCopula'.")]
    [TestCase("\"kind\": \"reference\", \"reference\": { \"method\": \"memoriser\", \"noise\": -1 }", ".reference.noise: expected a number at least 0 and at most 1000, found the number -1.")]
    [TestCase("\"kind\": \"reference\", \"reference\": { \"method\": \"memoriser\", \"flips\": 2 }", ".reference.flips: expected a number at least 0 and at most 1, found the number 2.")]
    [TestCase("\"kind\": \"reference\", \"reference\": { \"method\": \"memoriser\", \"copied\": 2 }", ".reference.copied: expected a number at least 0 and at most 1, found the number 2.")]
    [TestCase("\"kind\": \"reference\", \"reference\": { \"method\": \"memoriser\", \"drop\": { \"column\": \"sex\", \"level\": \"F\", \"share\": 2 } }", ".reference.drop.share: expected a number at least 0 and at most 1, found the number 2.")]
    [TestCase("\"kind\": \"reference\", \"reference\": { \"method\": \"memoriser\", \"drop\": { \"column\": \"sex\" } }", ".reference.drop: the key 'level' is missing. Its category whose records are dropped. A number, true or false is taken as the text that is written.")]
    [TestCase(Onnx + "{ \"columns\": [] }", ".onnx.columns: the list is empty. Name at least one, or leave the key out.")]
    [TestCase(Onnx + "{ \"columns\": [{ \"column\": \"a\" }, { \"column\": \"a\" }] }", ".onnx.columns[1]: column 'a' is made already. Keep one of them.")]
    [TestCase(Onnx + "{ \"columns\": [{ \"column\": \"a\", \"scale\": 0 }] }", ".onnx.columns[0].scale: times 0 every value is the same. Give another scale, or leave it out.")]
    [TestCase(Onnx + "{ \"columns\": [{ \"column\": \"a\", \"decimals\": 16 }] }", ".onnx.columns[0].decimals: expected a number at least 0 and at most 15, found the number 16.")]
    [TestCase(Onnx + "{ \"columns\": [{ \"column\": \"a\", \"minimum\": 2, \"maximum\": 1 }] }", ".onnx.columns[0].maximum: 1 is below the minimum, 2. Correct one of them.")]
    [TestCase(Onnx + "{ \"columns\": [{ \"column\": \"a\", \"levels\": [1, \"1\"] }] }", ".onnx.columns[0].levels[1]: '1' stands here twice. Keep one of them.")]
    [TestCase(Onnx + "{ \"columns\": [{ \"column\": \"a\", \"levels\": [1, 2], \"shift\": 1 }] }", ".onnx.columns[0].shift: a column with 'levels' has categories and no numbers, so this key has nothing to say. Take it out.")]
    [TestCase(Onnx + "{ \"columns\": [{ \"column\": \"a\", \"missingFlag\": 1 }] }", ".onnx.columns[0].missingFlag: expected true or false, found the number 1.")]
    [TestCase(Onnx + "{ \"columns\": [{ \"column\": \"a\" }], \"noise\": \"cauchy\" }", ".onnx.noise: 'cauchy' is not known here. Valid here: 'normal', 'uniform'.")]
    [TestCase(Onnx + "{ \"columns\": [{ \"column\": \"a\" }], \"batchRows\": 100001 }", ".onnx.batchRows: expected a number at least 1 and at most 100000, found the number 100001.")]
    [TestCase(Onnx + "{ \"columns\": [{ \"column\": \"a\" }], \"allowedDomains\": [\"d\", \"d\"] }", ".onnx.allowedDomains[1]: 'd' stands here twice. Keep one of them.")]
    [TestCase(Onnx + "{ \"columns\": [{ \"column\": \"a\" }], \"conditionInput\": \"c\" }", ".onnx.conditionInput: this input takes conditions, and none is declared. Declare them in 'conditions', or take this out.")]
    [TestCase(Onnx + "{ \"columns\": [{ \"column\": \"a\" }], \"conditions\": [{ \"column\": \"sex\", \"levels\": [\"F\"] }] }", ".onnx.conditions: these conditions have no input that takes them. Name it in 'conditionInput', or take them out.")]
    [TestCase(Onnx + "{ \"columns\": [{ \"column\": \"a\" }], \"noiseInput\": \"c\", " + OfCondition + " }", ".onnx.conditionInput: the input 'c' takes the noise. Conditions have one of their own.")]
    [TestCase(Onnx + "{ \"columns\": [{ \"column\": \"a\" }], \"conditionInput\": \"c\", \"conditions\": [{ \"column\": \"s\", \"levels\": [1] }, { \"column\": \"s\", \"levels\": [1] }] }", ".onnx.conditions[1]: 's' is a condition already. Keep one of them.")]
    [TestCase(Onnx + "{ \"columns\": [{ \"column\": \"a\" }], " + OfCondition + " }, \"conditions\": { \"sx\": \"F\" }", ".conditions.sx: 'sx' is not among 'generator.onnx.conditions'. Did you mean 'sex'? Valid here: 'sex'.")]
    [TestCase(Onnx + "{ \"columns\": [{ \"column\": \"a\" }], " + OfCondition + " }, \"conditions\": { \"sex\": \"X\" }", ".conditions.sex: 'X' is not among the levels of the condition 'sex'. Valid here: 'F', 'M'.")]
    public void Every_rule_of_a_generator_is_held(string generator, string words) =>
        SyntheticRecordsReaderTests.Fault(SampleRecordsConfig.Generator(generator), "line 4, $.generator" + words);

    [TestCase("\"kind\": \"worker\", \"worker\": { \"command\": [\"a\"] }, \"conditions\": { \"age\": 40 }", ".conditions.age: column 'age' holds numbers by 'records.kinds', and a condition is a category. Name another column, or correct its kind.")]
    [TestCase("\"kind\": \"worker\", \"worker\": { \"command\": [\"a\"] }, \"conditions\": { \"agee\": 40 }", ".conditions.agee: 'agee' is not among 'records.columns'. Did you mean 'age'? Valid here: 'age', 'sex'.")]
    [TestCase("\"kind\": \"reference\", \"reference\": { \"method\": \"memoriser\", \"drop\": { \"column\": \"age\", \"level\": 40 } }", ".reference.drop.column: column 'age' holds numbers by 'records.kinds', and a group that is dropped shares a category. Name another column, or correct its kind.")]
    [TestCase(Onnx + "{ \"columns\": [{ \"column\": \"sex\" }] }", ".onnx.columns[0]: column 'sex' holds categories by 'records.kinds', and without 'levels' it is decoded as a number or a date. Name another column, or correct its kind.")]
    [TestCase(Onnx + "{ \"columns\": [{ \"column\": \"age\", \"levels\": [1, 2] }] }", ".onnx.columns[0]: column 'age' holds numbers by 'records.kinds', and with 'levels' it is decoded as a category. Name another column, or correct its kind.")]
    [TestCase(Onnx + "{ \"columns\": [{ \"column\": \"height\" }] }", ".onnx.columns[0].column: 'height' is not among 'records.columns'. Valid here: 'age', 'sex'.")]
    public void What_is_asked_of_a_column_fits_what_it_holds(string generator, string words) => SyntheticRecordsReaderTests.Fault(
        SampleRecordsConfig.Generator(generator).Replace("\"train.csv\"", "\"train.csv\", \"columns\": [\"age\", \"sex\"], \"kinds\": { \"age\": \"number\", \"sex\": \"category\" }", StringComparison.Ordinal), "line 4, $.generator" + words);
}
