using System.Globalization;
using AuditHarness.Audits;
using AuditHarness.Models;
using DuckDB.NET.Data;

namespace AuditHarness.Adapters.Datasets.Records;

/// <summary>Records come from CSV, Parquet and queries as they were written; what does not fit is refused with one message.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RecordFilesTests : IDisposable
{
    private const string Head = "id,age,lab,sex,ill,born,seen,ward\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // 30 rows: every third without a lab; wards a, b, c.
    private static string Rows(int first, int count) => string.Concat(Enumerable.Range(first, count).Select(k => string.Create(CultureInfo.InvariantCulture,
        $"p{k},{40 + (k % 9)},{(k % 3 == 0 ? "" : (k / 4.0).ToString("R", CultureInfo.InvariantCulture))},{(k % 2 == 0 ? "female" : "male")},{k % 2},1990-01-{1 + (k % 28):00},2026-11-24T{k % 24:00}:30:00Z,{"abc"[k % 3]}\n")));

    private RecordSetPlan Plan(string train, string? holdout)
    {
        RecordTablePlan Written(string name, string text)
        {
            File.WriteAllText(_folder.In(name + ".csv"), text);
            return new(name + ".csv", "records." + name);
        }
        return new() { Train = Written("train", train), Holdout = holdout is null ? null : Written("holdout", holdout) };
    }

    private LoadedRecords Load(RecordSetPlan plan) => RecordFiles.Load(plan, _folder.FullPath);

    private string Refusal(string train, string? holdout, Func<RecordSetPlan, RecordSetPlan>? change = null)
    {
        var plan = Plan(train, holdout);
        return Assert.Throws<AuditInputException>(() => Load(change is null ? plan : change(plan)))!.Message;
    }

    [Test, SetCulture("de-DE")]
    public void Kinds_are_inferred_and_both_tables_share_them()
    {
        var read = Load(Plan(Head + Rows(0, 30), "ward,seen,born,ill,sex,lab,age,id\nz,2026-11-24,1990-01-02,1.0,,1.5,40,s1\n"));
        Type[] kinds = [typeof(RecordColumn.Key), typeof(RecordColumn.Number), typeof(RecordColumn.Number), typeof(RecordColumn.Category), typeof(RecordColumn.Category), typeof(RecordColumn.Date), typeof(RecordColumn.Date), typeof(RecordColumn.Category)];
        Assert.Multiple(() =>
        {
            Assert.That((read.Train.Count, read.Holdout!.Count), Is.EqualTo((30, 1)));
            foreach (var table in new[] { read.Train, read.Holdout! })
            {
                Assert.That(table.Columns.Select(c => c.GetType()), Is.EqualTo(kinds));
                Assert.That(((RecordColumn.Category)table.Find("ward")!).Levels, Is.EqualTo(new[] { "a", "b", "c", "z" }));
                Assert.That(((RecordColumn.Category)table.Find("ill")!).Levels, Is.EqualTo(new[] { "0", "1" }));
            }
            Assert.That(((RecordColumn.Number)read.Train.Find("lab")!).Values[..3], Is.EqualTo(new[] { double.NaN, 0.25, 0.5 }));
            // 7305 days from 1970 to 1990, 20781 to 2026-11-24.
            Assert.That(((RecordColumn.Date)read.Train.Find("born")!).Days[1], Is.EqualTo(7306));
            Assert.That(((RecordColumn.Date)read.Train.Find("seen")!).Days[1], Is.EqualTo(20781 + (1.5 / 24)).Within(1e-9));
            Assert.That(((RecordColumn.Date)read.Holdout!.Find("seen")!).Days, Is.EqualTo(new[] { 20781.0 }));
            Assert.That(((RecordColumn.Category)read.Holdout!.Find("sex")!).Codes, Is.EqualTo(new[] { -1 }));
            Assert.That(((RecordColumn.Key)read.Holdout!.Find("id")!).Values[0], Is.EqualTo("s1"));
            Assert.That(read.Inputs.Select(i => (i.Role, i.File)), Is.EqualTo(new[] { ("train", "train.csv"), ("holdout", "holdout.csv") }));
            Assert.That(read.Notices.Select(n => n.ToString()), Has.One.Contains("read as a key"));
        });
    }

    [Test]
    public void Declared_kinds_and_columns_hold()
    {
        var read = Load(Plan(Head + Rows(0, 30), null) with { Columns = ["ill", "id"], Kinds = new Dictionary<string, RecordKind> { ["ill"] = RecordKind.Number, ["id"] = RecordKind.Category } });
        Assert.That(read.Train.Columns.Select(c => (c.Name, c.GetType())), Is.EqualTo(new[] { ("ill", typeof(RecordColumn.Number)), ("id", typeof(RecordColumn.Category)) }));
        Assert.That((read.Holdout, read.Notices.Count), Is.EqualTo(((RecordTable?)null, 0)));
    }

    [Test]
    public void Parquet_and_a_query_give_what_csv_gives()
    {
        var plan = Plan(Head + Rows(0, 30), null);
        using (var connection = new DuckDBConnection("DataSource=:memory:"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"COPY (SELECT * FROM read_csv('{_folder.In("train.csv")}', types={{'ill':'INTEGER'}})) TO '{_folder.In("train.parquet")}' (FORMAT parquet)";
            command.ExecuteNonQuery();
        }
        var csv = Generative.SyntheticRecords.RecordFingerprint.Of(Load(plan).Train);
        var query = new QueryPlan("SELECT * FROM t", new Dictionary<string, string> { ["t"] = "train.csv" }, null);
        Assert.That(Generative.SyntheticRecords.RecordFingerprint.Of(Load(plan with { Train = new("train.parquet", "records.train") }).Train), Is.EqualTo(csv));
        Assert.That(Generative.SyntheticRecords.RecordFingerprint.Of(Load(plan with { Train = new("", "records.train") { Query = query } }).Train), Is.EqualTo(csv));
    }

    [TestCase("SELECT nothing FROM t", "train.csv", "'records.train.query' cannot be run:")]
    [TestCase("SELECT * FROM t; SELECT 1", "train.csv", "'records.train.query' holds 2 statements")]
    [TestCase("SELECT *, random() FROM t", "train.csv", "'records.train.query' calls 'random'")]
    [TestCase("SELECT * FROM 'other.csv'", "train.csv", "Name every file in 'records.train.tables'")]
    [TestCase("SELECT * FROM t", "no.csv", "('records.train.tables.t')")]
    [TestCase("SELECT age FROM t", "train.csv", "is not in the result of 'records.train.query'")]
    public void A_fault_of_a_query_is_told_where_the_config_has_it(string sql, string file, string words) => Assert.That(
        Refusal(Head + Rows(0, 30), null, p => p with
        {
            Train = new("", "records.train") { Query = new(sql, new Dictionary<string, string> { ["t"] = file }, null) { Key = "records.train" } }, Columns = ["age", "sex"],
            Kinds = new Dictionary<string, RecordKind> { ["age"] = RecordKind.Number, ["sex"] = RecordKind.Category },
        }), Does.Contain(words).And.Not.Contain("data."));

    [Test]
    public void What_does_not_fit_is_refused_with_one_message()
    {
        var train = Head + Rows(0, 30);
        Assert.Multiple(() =>
        {
            Assert.That(Refusal(train, "id,age,lab,sex,ill,born,seen\np1,1,1,m,1,1990-01-01,1990-01-01\n"), Does.Contain("'ward'").And.Contain("holdout.csv").And.EndsWith("."), "a column that lacks");
            Assert.That(Refusal(train, Head), Does.Contain("holdout.csv").And.Contain("row"), "an empty sample");
            Assert.That(Refusal(train, ""), Does.Contain("holdout.csv").And.EndsWith("."), "an empty file");
            Assert.That(Refusal(train, Head + "p1,aged,1,female,1,1990-01-01,1990-01-01,a\n"), Does.Contain("'age'").And.Contain("line 2").And.Not.Contain("aged"), "a text among numbers");
            Assert.That(Refusal(train, Head + "p1,1,1,female,1,01.02.1990,1990-01-01,a\n"), Does.Contain("'born'").And.Contain("neither a day nor a time").And.Not.Contain("01.02.1990"), "no day");
            Assert.That(Refusal("a,b\n1,\n2,\n3,\n", null), Does.Contain("no value in the column 'b'").And.EndsWith("."), "a column without a value");
            Assert.That(Refusal(train, null, p => p with { Columns = ["agee"] }), Does.Contain("'agee'").And.Contain("Did you mean 'age'?"));
            Assert.That(Refusal(train, null, p => p with { Holdout = new("no.csv", "records.holdout") }), Does.Contain("'no.csv'").And.Contain("does not exist"));
        });
    }
}
