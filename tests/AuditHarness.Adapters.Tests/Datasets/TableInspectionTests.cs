using System.Globalization;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Datasets;

/// <summary>What was inferred of a table is shown, and can be written down as a schema that says the same.</summary>
public class TableInspectionTests
{
    [TestCase("1,2,,-3", ColumnType.Integer)]
    [TestCase("1,0,1", ColumnType.Integer)]
    [TestCase("1,2.5", ColumnType.Number)]
    [TestCase("1,1e3", ColumnType.Number)]
    [TestCase("true,False,", ColumnType.Boolean)]
    [TestCase("yes,no,yes", ColumnType.Boolean)]
    [TestCase("yes,no,1", ColumnType.Text)]
    [TestCase("yes,maybe", ColumnType.Text)]
    [TestCase("1,x", ColumnType.Text)]
    [TestCase("007,008", ColumnType.Text)]
    [TestCase("0,0.5", ColumnType.Number)]
    [TestCase("NA,1", ColumnType.Text)]
    [TestCase("2026-11-24,2024-02-29", ColumnType.Date)]
    [TestCase("2026-11-24,2023-02-29", ColumnType.Text)]
    [TestCase("2026-11-24T10:00Z,2026-11-24T10:00+01:00", ColumnType.Time)]
    [TestCase("2026-11-24T10:00Z,2026-11-24", ColumnType.Text)]
    [TestCase("2026-11-24T10:00,2026-11-24T10:00Z", ColumnType.Text)]
    [TestCase(",,", ColumnType.Text)]
    public void The_type_of_a_column_is_the_narrowest_of_all_its_values(string values, ColumnType expected)
    {
        using var folder = Folder(values);
        var column = TableInspection.Of("data.csv", folder.Path).Columns[1];
        Assert.That((column.Type, column.Origin), Is.EqualTo((expected, TypeOrigin.Inferred)));
        Assert.That(column.Missing, Is.EqualTo(values.Split(',').Count(v => v.Length == 0)));
    }

    [Test]
    public void Times_without_a_zone_are_texts_until_one_is_declared()
    {
        using var folder = Folder("2026-11-24T10:00,2026-11-25 10:00:00");
        Assert.That(TableInspection.Of("data.csv", folder.Path).Columns[1], Has.Property("Type").EqualTo(ColumnType.Text).And.Property("Note").Contains("'data.zone'"));
        var data = new DataPlan("data.csv", null, "x", "1", null, null, null) { Zone = "Europe/Berlin" };
        Assert.That(TableInspection.Of(data, folder.Path).Columns[1], Has.Property("Type").EqualTo(ColumnType.Time).And.Property("Note").Empty);
    }

    [Test]
    public void The_inferred_schema_says_the_same_when_it_is_declared()
    {
        using var folder = new CohortFolder("id,i,n,b,d,t,x,e\na,1,1.5,yes,2026-01-01,2026-01-01T00:00Z,word,\nb,2,2,no,2026-01-02,2026-01-02T00:00+01:00,,\n");
        var inferred = TableInspection.Of("data.csv", folder.Path);
        Assert.That(inferred.Schema, Is.EqualTo(new Dictionary<string, ColumnType>
        {
            ["id"] = ColumnType.Text, ["i"] = ColumnType.Integer, ["n"] = ColumnType.Number, ["b"] = ColumnType.Boolean,
            ["d"] = ColumnType.Date, ["t"] = ColumnType.Time, ["x"] = ColumnType.Text, ["e"] = ColumnType.Text,
        }));
        var declared = TableInspection.Of(new DataPlan("data.csv", null, "x", "1", null, null, null) { Schema = inferred.Schema }, folder.Path);
        Assert.That(declared.Columns.Select(c => (c.Name, c.Type, c.Missing, c.Origin)), Is.EqualTo(inferred.Columns.Select(c => (c.Name, c.Type, c.Missing, TypeOrigin.Declared))));
        Assert.That((declared.Rows, declared.Kind), Is.EqualTo((2, "CSV, utf-8, fields separated by ','")));
        Assert.That(declared.Inputs, Is.EqualTo(inferred.Inputs));
    }

    [Test]
    public void Levels_are_counted_ids_and_risks_are_recognised_and_values_are_cut_into_tenths()
    {
        var rows = string.Concat(Enumerable.Range(0, 1000).Select(i => string.Create(CultureInfo.InvariantCulture, $"p{i},{i},{(i % 3 == 0 ? "f" : "m")},{i / 1000.0},{i % 2}\n")));
        using var folder = new CohortFolder("id,number,sex,risk,event\n" + rows);
        var inspection = TableInspection.Of("data.csv", folder.Path);
        var columns = inspection.Columns.ToDictionary(c => c.Name);
        Assert.Multiple(() =>
        {
            Assert.That(columns["sex"].Levels, Is.EqualTo(new[] { new TableLevel("f", 334), new TableLevel("m", 666) }));
            Assert.That(columns["id"].Levels, Is.Null);
            Assert.That(columns.Values.Where(c => c.IsUnique).Select(c => c.Name), Is.EqualTo(new[] { "id", "number" }));
            Assert.That(inspection.ScoreCandidates, Is.EqualTo(new[] { "risk" }));
            Assert.That(columns["number"].Deciles, Is.EqualTo(new[] { 100.0, 200, 300, 400, 500, 600, 700, 800, 900 }));
            Assert.That(columns["sex"].Deciles, Is.Null);
        });
    }

    [Test]
    public void Tenths_of_many_rows_come_from_rows_spread_evenly()
    {
        var rows = string.Concat(Enumerable.Range(0, 100_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i}\n")));
        using var folder = new CohortFolder("x\n" + rows);
        var deciles = TableInspection.Of("data.csv", folder.Path).Columns[0].Deciles!;
        Assert.That(deciles, Is.EqualTo(Enumerable.Range(1, 9).Select(k => k * 10_000.0)).Within(40.0));
    }

    [Test]
    public void Shipped_data_is_seen_as_its_card_describes_it()
    {
        var folder = Repository.In("datasets", "flchain");
        var columns = TableInspection.Of("flchain.csv", folder).Columns.ToDictionary(c => c.Name);
        Assert.That(columns["creatinine"], Has.Property("Missing").EqualTo(1350).And.Property("Type").EqualTo(ColumnType.Number));
        Assert.That(columns["death_5y"], Has.Property("Missing").EqualTo(195).And.Property("Type").EqualTo(ColumnType.Integer));
        Assert.That(columns["row_id"].IsUnique, Is.True);
        Assert.That(TableInspection.Of(new ModelPlan("predictions", "predictions.csv", "row_id", "score_lr", "m", null), folder).ScoreCandidates, Is.EqualTo(new[] { "score_lr", "score_gb", "score_rf" }), "several models side by side");
    }

    private static CohortFolder Folder(string values) => new("id,x\n" + string.Concat(values.Split(',').Select((value, i) => string.Create(CultureInfo.InvariantCulture, $"{i},{value}\n"))));
}
