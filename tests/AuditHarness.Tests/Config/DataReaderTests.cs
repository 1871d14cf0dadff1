using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>The data of a config: a file or a query, how it is written, and what its columns are.</summary>
public class DataReaderTests
{
    private static string Data(string data) => SampleConfig.LeastBut("\"file\": \"data.csv\"", data);

    private static string Model(string model) => SampleConfig.LeastBut("\"kind\": \"predictions\"", "\"kind\": \"predictions\", " + model).Replace("\"label\"", "\"id\": \"id\", \"label\"", StringComparison.Ordinal);

    [Test]
    public void Everything_that_is_said_of_a_file_is_in_the_plan()
    {
        var (data, model) = (SampleConfig.Load(SampleConfig.Whole).Plan.Diagnostic().Data, SampleConfig.Load(SampleConfig.Whole).Plan.Diagnostic().Model);
        Assert.Multiple(() =>
        {
            Assert.That((data.Csv.Delimiter, data.Csv.Quote, data.Csv.Encoding, data.Csv.DecimalMark), Is.EqualTo((';', (char?)'\'', "windows-1252", ',')));
            Assert.That(data.Csv.Missing, Is.EqualTo(new[] { "NA", "?" }));
            Assert.That(data.Schema, Is.EqualTo(new Dictionary<string, ColumnType> { ["age"] = ColumnType.Integer, ["visit"] = ColumnType.Time }));
            Assert.That((data.Zone, data.Query), Is.EqualTo(("Europe/Berlin", (QueryPlan?)null)));
            Assert.That((model.Csv.Delimiter, model.Csv.Quote, model.PerClass), Is.EqualTo(('\t', (char?)null, (LongPlan?)null)));
            Assert.That(model.Classes, Is.EqualTo(new[] { "risk", "none" }));
        });
    }

    [Test]
    public void A_query_and_a_row_per_class_are_in_the_plan()
    {
        var plan = SampleConfig.Load(SampleConfig.Queried).Plan.Diagnostic();
        Assert.Multiple(() =>
        {
            Assert.That((plan.Data.File, plan.Data.Shown, plan.Data.Query!.Sql, plan.Data.Query.Database), Is.EqualTo(("", "the result of 'data.query'", "SELECT *\nFROM visits JOIN patients USING (id)", "clinic.duckdb")));
            Assert.That(plan.Data.Query.Tables, Is.EqualTo(new Dictionary<string, string> { ["visits"] = "visits.parquet", ["patients"] = "../p.csv.gz" }));
            Assert.That((plan.Model.Score, plan.Model.PerClass, plan.Model.PositiveClass, plan.Model.Id), Is.EqualTo(((string?)null, new LongPlan("outcome", "p"), "death", "id")));
        });
    }

    [Test]
    public void Without_a_word_a_file_is_as_rfc_4180_says()
    {
        var data = SampleConfig.Load(SampleConfig.Least).Plan.Diagnostic().Data;
        Assert.That((data.Csv.IsDefault, data.Schema.Count, data.Zone, data.Query), Is.EqualTo((true, 0, (string?)null, (QueryPlan?)null)));
    }

    [Test]
    public void Scores_of_a_query_stand_in_its_result_unless_a_file_is_named()
    {
        var plan = SampleConfig.Load(Data("\"query\": \"SELECT * FROM t\", \"tables\": { \"t\": \"t.csv\" }")).Plan.Diagnostic();
        Assert.That((plan.Model.File, plan.Model.Name, plan.Model.Score), Is.EqualTo(("", "predictions", "score")));
    }

    [TestCase("\"file\": \"a.csv\", \"csv\": { \"delimiter\": \"tab\" }", '\t')]
    [TestCase("\"file\": \"a.csv\", \"csv\": { \"delimiter\": \"\\t\" }", '\t')]
    [TestCase("\"file\": \"a.csv\", \"csv\": { \"delimiter\": \" \" }", ' ')]
    [TestCase("\"file\": \"a.csv\", \"csv\": { \"delimiter\": \"|\" }", '|')]
    public void Any_character_may_separate_fields(string data, char expected) => Assert.That(SampleConfig.Load(Data(data)).Plan.Diagnostic().Data.Csv.Delimiter, Is.EqualTo(expected));

    [TestCase("\"id\": \"x\"", "$.data: the key 'file' is missing: name a CSV or Parquet file, or select the data by a 'query'.")]
    [TestCase("\"file\": \"a.csv\", \"csv\": { \"delimiter\": \";;\" }", "$.data.csv.delimiter: expected one character of ASCII, or \"\\t\" or \"tab\", found the text \";;\".")]
    [TestCase("\"file\": \"a.csv\", \"csv\": { \"delimiter\": \"¦\" }", "$.data.csv.delimiter: expected one character of ASCII")]
    [TestCase("\"file\": \"a.csv\", \"csv\": { \"quote\": \"\" }", "$.data.csv.quote: expected one character of ASCII, or \"none\"")]
    [TestCase("\"file\": \"a.csv\", \"csv\": { \"delimiter\": \"'\", \"quote\": \"'\" }", "$.data.csv.delimiter: one character cannot both separate fields and quote them.")]
    [TestCase("\"file\": \"a.csv\", \"csv\": { \"encoding\": \"windows-1525\" }", "$.data.csv.encoding: 'windows-1525' is no encoding. Did you mean 'windows-12")]
    [TestCase("\"file\": \"a.csv\", \"csv\": { \"decimal\": \";\" }", "$.data.csv.decimal: ';' is not known here.")]
    [TestCase("\"file\": \"a.csv\", \"schema\": { \"age\": \"int\" }", "$.data.schema.age: 'int' is no type.")]
    [TestCase("\"file\": \"a.csv\", \"schema\": { \"age\": \"boolaen\" }", "$.data.schema.age: 'boolaen' is no type. Did you mean 'boolean'?")]
    [TestCase("\"file\": \"a.csv\", \"zone\": \"Berlin/Europe\"", "$.data.zone: 'Berlin/Europe' is no time zone of this machine.")]
    [TestCase("\"file\": \"a.csv\", \"tables\": { \"t\": \"t.csv\" }", "$.data.tables: this is read by a query only, and there is none.")]
    [TestCase("\"file\": \"a.csv\", \"database\": \"x.db\"", "$.data.database: this is read by a query only, and there is none.")]
    [TestCase("\"file\": \"a.csv\", \"query\": \"SELECT 1\", \"tables\": { \"t\": \"t.csv\" }", "$.data.file: the data is one file or what a query makes, and here are both.")]
    [TestCase("\"query\": \"SELECT 1\"", "$.data.query: the query has nothing to read. Name its files in 'tables'")]
    [TestCase("\"query\": [], \"database\": \"x.db\"", "$.data.query: expected a text, or a list of texts, one per line, found a list.")]
    [TestCase("\"query\": \"SELECT 1\", \"tables\": { \"t\": \"t.csv\", \"T\": \"t.csv\" }", "$.data.tables.T: there is a table 'T' already, and SQL takes upper and lower case for the same.")]
    public void What_cannot_be_is_refused_where_it_stands(string data, string expected) => Assert.That(SampleConfig.Faults(Data(data)), Has.Some.Contains(expected));

    [TestCase("\"file\": \"s.csv\", \"long\": { \"class\": \"c\", \"probability\": \"p\" }", "$.model.long: the key 'positiveClass' is missing beside it")]
    [TestCase("\"file\": \"s.csv\", \"long\": { \"class\": \"c\" }, \"positiveClass\": \"x\"", "$.model.long: the key 'probability' is missing.")]
    [TestCase("\"file\": \"s.csv\", \"long\": { \"class\": \"c\", \"probability\": \"c\" }, \"positiveClass\": \"x\"", "$.model.long: the class and its probability are both column 'c'.")]
    [TestCase("\"file\": \"s.csv\", \"long\": { \"class\": \"c\", \"probability\": \"p\" }, \"positiveClass\": \"x\", \"score\": \"s\"", "$.model.score: with 'long' the risk stands in its column 'probability'")]
    [TestCase("\"file\": \"s.csv\", \"long\": { \"class\": \"c\", \"probability\": \"p\" }, \"positiveClass\": \"x\", \"classes\": [\"a\", \"b\"]", "$.model.classes: with 'long' the classes are rows and not columns.")]
    [TestCase("\"long\": { \"class\": \"c\", \"probability\": \"p\" }, \"positiveClass\": \"x\"", "$.model.long: the scores stand in the data file itself")]
    [TestCase("\"csv\": { \"delimiter\": \";\" }", "$.model.csv: the scores stand in the data file itself")]
    [TestCase("\"file\": \"s.csv\", \"classes\": [\"a\", \"b\"]", "$.model.classes: the column of the risk, 'score', is not among the classes")]
    [TestCase("\"file\": \"s.csv\", \"classes\": [\"score\"]", "$.model.classes: ")]
    public void Predictions_that_cannot_be_are_refused_where_they_stand(string model, string expected) => Assert.That(SampleConfig.Faults(Model(model)), Has.Some.Contains(expected));

    [TestCase("\"classes\": [\"a\", \"b\"]", "$.model.classes"), TestCase("\"csv\": { }", "$.model.csv"), TestCase("\"long\": { \"class\": \"c\", \"probability\": \"p\" }", "$.model.long")]
    public void A_model_that_runs_has_no_predictions_file(string key, string path) =>
        Assert.That(SampleConfig.Faults(SampleConfig.RunningBut("\"kind\": \"onnx\",", $"\"kind\": \"onnx\", {key},")), Has.Some.Contains($"{path}: a model of kind 'onnx' scores the rows itself"));
}
