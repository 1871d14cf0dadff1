using AuditHarness.Audits;
using DuckDB.NET.Data;

namespace AuditHarness.Adapters.Datasets;

/// <summary>A query makes the data of declared files, gives the same rows every time, and reaches nothing else.</summary>
public class QueryTableTests
{
    private static DiagnosticPlan With(string sql, string? database = null, params (string Name, string File)[] tables) => CohortFolder.FullPlan with
    {
        Data = CohortFolder.FullPlan.Data with
        {
            File = "", Query = new(sql, new OrderedDictionary<string, string>(tables.Select(t => KeyValuePair.Create(t.Name, t.File))), database),
        },
    };

    private static DiagnosticPlan OverData(string sql) => With(sql, null, ("patients", "data.csv"));

    private static void Make(CohortFolder folder, string file, params string[] statements)
    {
        using var connection = new DuckDBConnection($"DataSource={Path.Combine(folder.Path, file)}");
        connection.Open();
        foreach (var statement in statements)
        {
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
    }

    [TestCase("SELECT * FROM patients")]
    [TestCase("SELECT * FROM patients;")]
    [TestCase("SELECT * FROM patients -- all of them")]
    [TestCase("FROM patients")]
    [TestCase("WITH p AS (SELECT * FROM \"Patients\") SELECT id, sex, age, y, w, t, part FROM p ORDER BY id")]
    [TestCase("SELECT * FROM patients WHERE id IN (SELECT id FROM patients)")]
    public void A_query_over_a_csv_file_gives_its_cohort(string sql)
    {
        using var folder = new CohortFolder();
        var (file, query) = (folder.Load(CohortFolder.FullPlan), folder.Load(OverData(sql)));
        Assert.Multiple(() =>
        {
            Assert.That(query.Cohort.Scores, Is.EqualTo(file.Cohort.Scores));
            Assert.That(query.Cohort.Labels, Is.EqualTo(file.Cohort.Labels));
            Assert.That(query.Cohort.Weights, Is.EqualTo(file.Cohort.Weights));
            Assert.That(query.Cohort.Attributes.Select(a => string.Join(",", a.Levels)), Is.EqualTo(file.Cohort.Attributes.Select(a => string.Join(",", a.Levels))));
            Assert.That(query.Inputs, Is.EqualTo(file.Inputs), "the files that the query read");
        });
    }

    [Test]
    public void Files_of_several_kinds_and_a_database_are_joined()
    {
        using var folder = new CohortFolder();
        ParquetFileTests.Write(folder, "visits.parquet", "SELECT * FROM (VALUES ('a', 3), ('a', 4), ('b', 1)) v(id, days)");
        Make(folder, "clinic.db", "CREATE TABLE wards(part VARCHAR, ward VARCHAR)", "INSERT INTO wards VALUES ('test', 'North'), ('cal', 'South'), ('train', 'North')");
        var plan = With(
            "SELECT p.*, ward, CASE WHEN coalesce(sum(days), 0) > 5 THEN 'long' ELSE 'short' END AS stay\nFROM patients p JOIN wards USING (part) LEFT JOIN visits USING (id)\nGROUP BY ALL ORDER BY id",
            "clinic.db", ("patients", "data.csv"), ("visits", "visits.parquet"));
        var loaded = folder.Load(plan with { Subgroups = plan.Subgroups with { Attributes = [new("stay", "stay", null, null), new("ward", "ward", null, null)] } });
        Assert.That(loaded.Cohort.Attributes[0].Codes.Select(c => loaded.Cohort.Attributes[0].Levels[c]), Is.EqualTo(new[] { "long", "short", "short", "short", "short" }));
        Assert.That(loaded.Inputs.Select(i => (i.Role, i.File)), Is.EqualTo(new[] { ("data", "data.csv"), ("data", "visits.parquet"), ("data", "clinic.db"), ("predictions", "predictions.csv") }));
        Assert.That(Directory.GetFiles(folder.Path, "*.wal"), Is.Empty, "nothing is written");
    }

    [Test]
    public void Scores_may_stand_in_the_result_and_are_then_known_by_all_its_files()
    {
        using var folder = new CohortFolder();
        var plan = With("SELECT p.*, risk FROM patients p JOIN scores s ON p.id = s.key ORDER BY id", null, ("patients", "data.csv"), ("scores", "predictions.csv"));
        var loaded = folder.Load(plan with { Model = plan.Model with { File = "", Id = "id", Score = "risk" } });
        Assert.That(loaded.Cohort.Scores, Is.EqualTo(folder.Load().Cohort.Scores));
        Assert.That(loaded.Inputs, Has.Count.EqualTo(2));
        Assert.That(loaded.Model.Sha256, Has.Length.EqualTo(64).And.Not.EqualTo(loaded.Inputs[0].Sha256).And.Not.EqualTo(loaded.Inputs[1].Sha256));
    }

    [TestCase("SELECT * FROM nobody", "cannot be run: Catalog Error: Table with name nobody does not exist! Its tables are 'patients'.")]
    [TestCase("SELECT agee FROM patients", "cannot be run: Binder Error: Referenced column")]
    [TestCase("SELEC * FROM patients", "is not understood: ")]
    [TestCase("SELECT * FROM patients; SELECT 1", "holds 2 statements, and exactly one SELECT is run")]
    [TestCase("DROP TABLE patients", "is no SELECT")]
    [TestCase("COPY (SELECT 1) TO 'data.csv'", "is no SELECT")]
    [TestCase("INSTALL httpfs", "is no SELECT")]
    [TestCase("ATTACH 'x.db'", "is no SELECT")]
    [TestCase("SET threads = 8", "is no SELECT")]
    [TestCase("SELECT *, random() AS r FROM patients", "calls 'random', which gives other rows another time")]
    [TestCase("SELECT * FROM patients ORDER BY uuid()", "calls 'uuid'")]
    [TestCase("SELECT * FROM patients WHERE now() > DATE '2020-01-01'", "calls 'now'")]
    [TestCase("SELECT * FROM patients WHERE current_date > DATE '2020-01-01'", "asks for 'current_date'")]
    [TestCase("SELECT * FROM patients USING SAMPLE 3", "draws a sample")]
    [TestCase("SELECT * FROM (SELECT * FROM patients TABLESAMPLE 50%)", "draws a sample")]
    [TestCase("SELECT * FROM read_text('/etc/passwd')", "calls 'read_text'")]
    [TestCase("SELECT * FROM '/etc/passwd'", "cannot be run: Catalog Error: Table with name /etc/passwd does not exist!")]
    [TestCase("SELECT * FROM read_csv('/etc/passwd')", "asks for something besides its tables, which are 'patients'")]
    [TestCase("SELECT * FROM glob('/etc/*')", "asks for something besides its tables")]
    [TestCase("SELECT * FROM 'http://127.0.0.1:9/x.csv'", "asks for something besides its tables")]
    [TestCase("SELECT * FROM 's3://bucket/x.parquet'", "asks for something besides its tables")]
    public void A_query_that_is_no_single_repeatable_select_over_its_tables_is_refused(string sql, string expected)
    {
        using var folder = new CohortFolder();
        Assert.That(folder.Fault(OverData(sql)), Does.StartWith("'data.query' ").And.Contains(expected));
        Assert.That(Directory.GetFiles(folder.Path).Select(Path.GetFileName), Is.EquivalentTo(new[] { "data.csv", "predictions.csv" }));
    }

    [Test]
    public void A_value_that_a_query_cannot_work_with_is_not_shown()
    {
        using var folder = new CohortFolder(CohortFolder.Data.Replace("one, two", "Anna Smith", StringComparison.Ordinal));
        Assert.That(folder.Fault(OverData("SELECT *, CAST(note AS INTEGER) AS n FROM patients") with { Subgroups = CohortFolder.Plan.Subgroups with { Attributes = [new("n", "n", null, null)] } }),
            Does.Contain("'data.query' stopped at a value or a file that it cannot work with (conversion error)").And.Not.Contains("Anna"));
    }

    [Test]
    public void Columns_that_the_result_lacks_are_told_and_faults_by_row()
    {
        using var folder = new CohortFolder();
        Assert.That(folder.Fault(OverData("SELECT id, y, part, w, t, age FROM patients")), Does.Contain("Column 'sex' ('subgroups.attributes') is not in the result of 'data.query', whose columns are 'id', 'y'"));
        Assert.That(folder.Fault(OverData("SELECT * REPLACE (-w AS w) FROM patients")), Does.Contain("The result of 'data.query', column 'w': a weight is not positive (7 rows):\n  row 1\n"));
    }

    [Test]
    public void Files_that_are_missing_empty_or_damaged_are_named()
    {
        using var folder = new CohortFolder();
        folder.Write("empty.csv", "");
        folder.Write("bad.parquet", "PAR1 no PAR1");
        folder.Write("bad.csv", [0x22, 0x61, 0xFF, 0xFE, 0x0A, 0x0D]);
        DiagnosticPlan Over(string file) => With("SELECT * FROM p", null, ("p", file));
        Assert.That(folder.Fault(Over("none.csv")), Does.Contain("The file 'none.csv' ('data.tables.p') does not exist"));
        Assert.That(folder.Fault(Over("empty.csv")), Does.Contain("The file 'empty.csv' ('data.tables.p') is empty"));
        Assert.That(folder.Fault(Over("bad.parquet")), Does.Contain("bad.parquet is not a sound Parquet file"));
        Assert.That(folder.Fault(Over("bad.csv")), Does.Contain("bad.csv").And.Not.Contain(folder.Path));
    }

    [Test]
    public void A_database_that_is_none_is_refused()
    {
        using var folder = new CohortFolder();
        folder.Write("bad.db", [.. new byte[8], .. "DUCK"u8, .. new byte[8192]]);
        Assert.That(folder.Fault(With("SELECT * FROM p", "data.csv")), Does.Contain("The file 'data.csv' ('data.database') is not a DuckDB database"));
        Assert.That(folder.Fault(With("SELECT * FROM p", "bad.db")), Does.Contain("The database 'bad.db' ('data.database') cannot be opened").And.Not.Contain(folder.Path));
    }

    [Test]
    public void A_view_in_a_database_reaches_no_other_file()
    {
        using var folder = new CohortFolder();
        Make(folder, "clinic.db", $"CREATE VIEW secret AS SELECT * FROM read_csv('{Path.Combine(folder.Path, "predictions.csv")}')");
        Assert.That(folder.Fault(With("SELECT * FROM secret", "clinic.db")), Does.Contain("asks for something besides its tables, which are those of 'clinic.db'"));
    }

    [Test]
    public void A_query_runs_over_packed_files_and_meets_bombs_first()
    {
        using var folder = new CohortFolder();
        using (var file = File.Create(Path.Combine(folder.Path, "p.csv.gz")))
        using (var gzip = new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionLevel.SmallestSize)) gzip.Write(File.ReadAllBytes(Path.Combine(folder.Path, "data.csv")));
        var plan = With("SELECT * FROM p", null, ("p", "p.csv.gz"));
        Assert.That(folder.Load(plan).Cohort.Scores, Is.EqualTo(folder.Load().Cohort.Scores));
        using (var file = File.Create(Path.Combine(folder.Path, "p.csv.gz")))
        using (var gzip = new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionLevel.SmallestSize)) gzip.Write(new byte[20_000_000]);
        Assert.That(folder.Fault(plan), Does.Contain("p.csv.gz unpacks into more than 200 times its size"));
    }

    [Test]
    public void The_dialect_of_the_config_holds_for_csv_tables()
    {
        using var folder = new CohortFolder("id;sex;age;y;w;t;part\na;f;39,5;1;1,5;1;test\nb;NA;40;0;1;1;test\n", "key,risk\na,0.1\nb,0.2\n");
        var plan = With("SELECT * FROM p", null, ("p", "data.csv"));
        plan = plan with
        {
            Data = plan.Data with { Csv = new() { Delimiter = ';', DecimalMark = ',', Missing = ["NA"] }, Split = new("part", "test", null) }, Threshold = new ThresholdPlan.Fixed(0.5),
            Subgroups = plan.Subgroups with { Attributes = [new("sex", "sex", null, null)] },
        };
        var cohort = folder.Load(plan).Cohort;
        Assert.That(cohort.Weights, Is.EqualTo(new[] { 1.5, 1 }));
        Assert.That(cohort.Attributes[0].Levels, Is.EqualTo(new[] { "f", "missing" }));
    }

    [Test]
    public void The_machines_zone_and_culture_change_nothing()
    {
        using var folder = new CohortFolder();
        var plan = OverData("SELECT *, CAST(TIMESTAMPTZ '2026-06-30 23:30:00+00' AS DATE) AS day FROM patients");
        Assert.That(folder.Load(plan with { Subgroups = plan.Subgroups with { Attributes = [new("day", "day", null, null)] } }).Cohort.Attributes[0].Levels, Is.EqualTo(new[] { "2026-06-30" }));
    }
}
