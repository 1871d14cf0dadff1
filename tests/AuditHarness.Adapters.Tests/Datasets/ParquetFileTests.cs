using System.Globalization;
using AuditHarness.Audits;
using DuckDB.NET.Data;
using Parquet;
using Parquet.Schema;

namespace AuditHarness.Adapters.Datasets;

/// <summary>Parquet as other libraries write it gives the cohort that the same table as CSV gives; what is none is refused with one message.</summary>
public class ParquetFileTests
{
    private static readonly DiagnosticPlan s_plan = CohortFolder.FullPlan with
    {
        Data = CohortFolder.FullPlan.Data with { File = "data.parquet" }, Model = CohortFolder.Plan.Model with { File = "predictions.parquet" },
    };

    /// <summary>Writes the result of a query as Parquet, by DuckDB.</summary>
    internal static void Write(CohortFolder folder, string file, string select, string options = "")
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"COPY ({select}) TO '{Path.Combine(folder.Path, file)}' (FORMAT parquet{options})";
        command.ExecuteNonQuery();
    }

    internal static string Csv(CohortFolder folder, string file) => $"read_csv('{Path.Combine(folder.Path, file)}')";

    private static CohortFolder Sample()
    {
        var folder = new CohortFolder();
        Write(folder, "data.parquet", $"SELECT * FROM {Csv(folder, "data.csv")}");
        Write(folder, "predictions.parquet", $"SELECT * FROM {Csv(folder, "predictions.csv")}");
        return folder;
    }

    [Test, SetCulture("de-DE")]
    public void A_table_gives_the_same_cohort_as_parquet_and_as_csv()
    {
        using var folder = Sample();
        var (csv, parquet) = (folder.Load(CohortFolder.FullPlan).Cohort, folder.Load(s_plan).Cohort);
        Assert.Multiple(() =>
        {
            Assert.That(parquet.Scores, Is.EqualTo(csv.Scores));
            Assert.That(parquet.Labels, Is.EqualTo(csv.Labels));
            Assert.That(parquet.Weights, Is.EqualTo(csv.Weights));
            Assert.That(parquet.FollowUp, Is.EqualTo(csv.FollowUp));
            Assert.That(parquet.Calibration!.Scores, Is.EqualTo(csv.Calibration!.Scores));
            Assert.That(parquet.Attributes.Select(a => (string.Join(",", a.Levels), string.Join(",", a.Codes))), Is.EqualTo(csv.Attributes.Select(a => (string.Join(",", a.Levels), string.Join(",", a.Codes)))));
            Assert.That((parquet.Flow.RowsRead, parquet.Flow.PredictionsRead, parquet.Flow.PredictionsUnused), Is.EqualTo((csv.Flow.RowsRead, csv.Flow.PredictionsRead, csv.Flow.PredictionsUnused)));
        });
    }

    [Test]
    public void The_file_is_known_by_its_size_and_hash()
    {
        using var folder = Sample();
        var bytes = File.ReadAllBytes(Path.Combine(folder.Path, "data.parquet"));
        Assert.That(folder.Load(s_plan).Inputs[0], Is.EqualTo(new InputFile("data", "data.parquet", bytes.Length, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)))));
    }

    [Test]
    public async Task Another_library_writes_every_type_and_each_has_its_text_and_number()
    {
        using var folder = new CohortFolder();
        var day = new DateTime(2026, 11, 24, 9, 30, 0, DateTimeKind.Utc);
        DataField[] fields =
        [
            new DataField<string>("text"), new DataField<bool?>("bool"), new DataField<byte>("byte"), new DataField<short>("short"), new DataField<int?>("int"),
            new DataField<long>("long"), new DataField<float>("float"), new DataField<double?>("double"), new DecimalDataField("decimal", 9, 3),
            new DateTimeDataField("date", DateTimeFormat.Date), new DateTimeDataField("naive", DateTimeFormat.Timestamp, isAdjustedToUTC: false, unit: DateTimeTimeUnit.Micros), new DateTimeDataField("utc", DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Millis),
            new DataField<ulong>("ulong"),
        ];
        await using (var file = File.Create(Path.Combine(folder.Path, "types.parquet")))
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(fields[0], new string?[] { "zoë", null, "" });
            await group.WriteAsync<bool>(fields[1], new bool?[] { true, null, false });
            await group.WriteAsync<byte>(fields[2], new byte[] { 0, 7, 255 });
            await group.WriteAsync<short>(fields[3], new short[] { -32768, 0, 5 });
            await group.WriteAsync<int>(fields[4], new int?[] { int.MinValue, null, 3 });
            await group.WriteAsync<long>(fields[5], new[] { 9007199254740993L, 0, -1 });
            await group.WriteAsync<float>(fields[6], new[] { 0.1f, float.NaN, 1e10f });
            await group.WriteAsync<double>(fields[7], new double?[] { 0.1, null, -1e300 });
            await group.WriteAsync<decimal>(fields[8], new[] { 0.125m, 1m, -3.5m });
            await group.WriteAsync<DateTime>(fields[9], new[] { day, new DateTime(1969, 12, 31, 0, 0, 0, DateTimeKind.Utc), day });
            await group.WriteAsync<DateTime>(fields[10], new[] { day, day.AddMilliseconds(5), day });
            await group.WriteAsync<DateTime>(fields[11], new[] { day, day.AddMilliseconds(5), day });
            await group.WriteAsync<ulong>(fields[12], new ulong[] { ulong.MaxValue, 0, 1 });
        }
        using var table = TableFile.Open(new("types.parquet", "data.file"), folder.Path, default);
        var faults = new InputFaults();
        foreach (var column in table.Columns) table.Find(column, "key", faults);
        Assert.That(faults.None, Is.True, faults.None ? "" : faults.Error().Message);
        var seen = new List<string>();
        while (table.Read(faults))
            seen.Add(string.Join("; ", Enumerable.Range(0, table.Columns.Count).Select(k =>
                table.IsMissing(k) ? "-" : $"{System.Text.Encoding.UTF8.GetString(table.Field(k))}={(table.TryNumber(k, out var number) ? number.ToString("R", CultureInfo.InvariantCulture) : "no number")}")));
        Assert.That(seen, Is.EqualTo(new[]
        {
            "zoë=no number; true=1; 0=0; -32768=-32768; -2147483648=-2147483648; 9007199254740993=9007199254740992; 0.1=0.10000000149011612; 0.1=0.1; 0.125=0.125; 2026-11-24=20781; 2026-11-24T09:30:00=1795512600; 2026-11-24T09:30:00Z=1795512600; 18446744073709551615=1.8446744073709552E+19",
            "-; -; 7=7; 0=0; -; 0=0; NaN=no number; -; 1=1; 1969-12-31=-1; 2026-11-24T09:30:00.005=1795512600.005; 2026-11-24T09:30:00.005Z=1795512600.005; 0=0",
            "-; false=0; 255=255; 5=5; 3=3; -1=-1; 1E+10=10000000000; -1E+300=-1E+300; -3.5=-3.5; 2026-11-24=20781; 2026-11-24T09:30:00=1795512600; 2026-11-24T09:30:00Z=1795512600; 1=1",
        }));
    }

    [Test]
    public void Faults_are_told_by_row_and_never_by_value()
    {
        using var folder = Sample();
        Write(folder, "predictions.parquet", $"SELECT key, CASE key WHEN 'g' THEN 'NaN'::DOUBLE WHEN 'f' THEN 1.5 ELSE risk END AS risk FROM {Csv(folder, "predictions.csv")}");
        Assert.That(folder.Fault(s_plan), Does.Contain("predictions.parquet, column 'risk': a value is not finite (1 row):\n  row 2: NaN\n").And.Contains("outside [0, 1] (1 row):\n  row 3: 1.5"));
        Write(folder, "predictions.parquet", $"SELECT * FROM {Csv(folder, "predictions.csv")} WHERE key NOT IN ('a', 'b')");
        Assert.That(folder.Fault(s_plan), Does.Contain("data.parquet: a row to evaluate has no prediction in predictions.parquet (2 rows):\n  row 1\n  row 2\n"));
        Write(folder, "predictions.parquet", $"SELECT * FROM {Csv(folder, "predictions.csv")} UNION ALL SELECT 'a', 0.5");
        Assert.That(folder.Fault(s_plan), Does.Contain("column 'key': an id is there twice (1 row):\n  row 9: same id as row 8"));
        Write(folder, "predictions.parquet", $"SELECT * FROM {Csv(folder, "predictions.csv")} WHERE false");
        Assert.That(folder.Fault(s_plan), Does.Contain("predictions.parquet has no rows"));
    }

    [Test]
    public void A_column_that_is_not_there_offers_the_nearest_and_lists_are_refused_only_where_they_are_used()
    {
        using var folder = Sample();
        Write(folder, "data.parquet", $"SELECT *, [1, 2] AS codes, {{'a': 1}} AS record, 'x'::BLOB AS bytes, INTERVAL 1 DAY AS span FROM {Csv(folder, "data.csv")}");
        Assert.DoesNotThrow(() => folder.Load(s_plan));
        DiagnosticPlan Label(string column) => s_plan with { Data = s_plan.Data with { Label = column } };
        Assert.That(folder.Fault(Label("yy")), Does.Contain("Column 'yy' ('data.label') is not in data.parquet, whose columns are 'id', 'sex'"));
        foreach (var nested in new[] { "codes", "record" })
            Assert.That(folder.Fault(Label(nested)), Does.Contain($"data.parquet, column '{nested}' ('data.label') holds lists or records"));
        Assert.That(folder.Fault(Label("span")), Does.Contain("holds values of the type 'INTERVAL'"));
        Assert.That(TableInspection.Of("data.parquet", folder.Path).Unusable, Is.EqualTo(new[] { "codes", "record", "span" }), "bytes that are UTF-8 are texts");
    }

    [Test]
    public void A_schema_holds_for_parquet_too()
    {
        using var folder = Sample();
        DiagnosticPlan With(string column, ColumnType type) => s_plan with { Data = s_plan.Data with { Schema = new Dictionary<string, ColumnType> { [column] = type } } };
        Assert.That(folder.Fault(With("age", ColumnType.Integer)), Does.Contain("data.parquet, column 'age', of type integer: a value is no whole number (1 row):\n  row 3\n"));
        Assert.That(folder.Fault(With("sex", ColumnType.Number)), Does.Contain("column 'sex', of type number: a value is no number (8 rows):\n  row 1\n"));
        Assert.That(folder.Fault(With("sex", ColumnType.Number)), Does.Not.Contain("data.csv"), "no key of CSV files mends a Parquet file");
        Assert.DoesNotThrow(() => folder.Load(With("y", ColumnType.Boolean)));
    }

    [Test]
    public void A_stored_time_compares_as_an_instant_and_one_without_a_zone_needs_one()
    {
        using var folder = Sample();
        Write(folder, "data.parquet", $"SELECT *, TIMESTAMPTZ '2026-07-01 12:00:00+02' AS zoned, TIMESTAMP '2026-07-01 12:00:00' AS naive FROM {Csv(folder, "data.csv")}");
        var plan = s_plan with
        {
            Data = s_plan.Data with { Schema = new Dictionary<string, ColumnType> { ["zoned"] = ColumnType.Time, ["naive"] = ColumnType.Time } },
            Subgroups = s_plan.Subgroups with { Attributes = [new("zoned", "zoned", null, null), new("naive", "naive", null, null)] },
        };
        Assert.That(folder.Fault(plan), Does.Contain("column 'naive', of type time: a time has no zone (8 rows)").And.Not.Contains("'zoned'"));
        var attributes = folder.Load(plan with { Data = plan.Data with { Zone = "Europe/Berlin" } }).Cohort.Attributes;
        Assert.That(attributes.Select(a => a.Levels.Single()), Is.All.EqualTo("2026-07-01T10:00:00Z"));
        Assert.That(TableInspection.Of("data.parquet", folder.Path).Schema["zoned"], Is.EqualTo(ColumnType.Time));
    }

    [Test]
    public void A_file_that_is_cut_short_or_damaged_gives_one_message()
    {
        using var folder = Sample();
        var bytes = File.ReadAllBytes(Path.Combine(folder.Path, "data.parquet"));
        var random = new Random(3);
        foreach (var length in new[] { 0, 3, 4, 8, 12, bytes.Length / 4, bytes.Length / 2, bytes.Length - 8, bytes.Length - 1 })
        {
            folder.Write("data.parquet", bytes[..length]);
            Assert.That(folder.Fault(s_plan), Does.StartWith("data.parquet ").And.Contains("damaged").And.Not.Contain(folder.Path), $"{length} bytes");
        }
        var refused = 0;
        for (var k = 0; k < 40; k++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[random.Next(4, bytes.Length)] ^= (byte)random.Next(1, 256);
            folder.Write("data.parquet", damaged);
            try
            {
                folder.Load(s_plan);
            }
            catch (AuditInputException e)
            {
                refused++;
                Assert.That(e.Message, Does.Contain("data.parquet").And.Not.Contain(folder.Path));
            }
        }
        Assert.That(refused, Is.GreaterThan(0));
    }

    [Test]
    public void Names_of_files_and_columns_may_hold_what_sql_and_globs_act_on()
    {
        using var folder = Sample();
        Write(folder, "odd.parquet", $"SELECT *, y AS \"y'; DROP \"\"x\"\" --\" FROM {Csv(folder, "data.csv")}");
        File.Move(Path.Combine(folder.Path, "odd.parquet"), Path.Combine(folder.Path, "it's [a] *.parquet"));
        var plan = s_plan with { Data = s_plan.Data with { File = "it's [a] *.parquet", Label = "y'; DROP \"x\" --" } };
        Assert.That(folder.Load(plan).Cohort.Labels, Is.EqualTo(folder.Load(s_plan).Cohort.Labels));
    }

    [Test]
    public void A_folder_that_looks_like_a_partition_adds_no_column()
    {
        using var folder = Sample();
        Directory.CreateDirectory(Path.Combine(folder.Path, "site=3"));
        File.Copy(Path.Combine(folder.Path, "data.parquet"), Path.Combine(folder.Path, "site=3", "data.parquet"));
        Assert.That(TableInspection.Of("site=3/data.parquet", folder.Path).Columns.Select(c => c.Name), Has.None.EqualTo("site"));
    }

    [Test]
    public void A_cancelled_reading_ends()
    {
        using var folder = new CohortFolder();
        Write(folder, "data.parquet", "SELECT i AS id, i % 2 AS y, 'f' AS sex, 'test' AS part FROM range(2000000) t(i)");
        using var stop = new CancellationTokenSource();
        using var table = TableFile.Open(new("data.parquet", "data.file"), folder.Path, stop.Token);
        var faults = new InputFaults();
        table.Find("y", "key", faults);
        table.Read(faults);
        stop.Cancel();
        Assert.That(() => { while (table.Read(faults)) { } }, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(table.Rows, Is.LessThan(100_000));
    }
}
