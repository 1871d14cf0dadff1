using System.Globalization;
using System.Text;
using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Datasets;

/// <summary>A schema says what the values of columns are: others are refused with their row, and times compare as instants.</summary>
public class SchemaTests
{
    private static DiagnosticPlan With(params (string Column, ColumnType Type)[] schema) => CohortFolder.Plan with
    {
        Data = CohortFolder.Plan.Data with { Schema = new OrderedDictionary<string, ColumnType>(schema.Select(s => KeyValuePair.Create(s.Column, s.Type))) },
    };

    private static CohortFolder Notes(params string[] notes) => new(
        "id,sex,note,y,part\n" + string.Concat(notes.Select((note, i) => string.Create(CultureInfo.InvariantCulture, $"{i},f,{note},{i % 2},test\n"))),
        "key,risk\n" + string.Concat(notes.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"{i},0.5\n"))));

    private static DiagnosticPlan Grouped(DiagnosticPlan plan) => plan with { Subgroups = plan.Subgroups with { Attributes = [new("note", "note", null, null)] } };

    [TestCase(ColumnType.Number, "1,,-2.5,1e3", "Anna", "of type number: a value is no number (1 row):\n  line 6\nWrite numbers with '.'")]
    [TestCase(ColumnType.Number, "1,2", "NaN", "of type number: a value is no number (1 row):\n  line 4: 'NaN'\n")]
    [TestCase(ColumnType.Integer, "1,,-2,+3,4.0,1e3", "1.5", "of type integer: a value is no whole number (1 row):\n  line 8\n")]
    [TestCase(ColumnType.Boolean, "true,,FALSE,Yes,no,T,f,y,N,1,0", "2", "of type boolean: a value is neither true nor false (1 row):\n  line 13\nWrite true or false")]
    [TestCase(ColumnType.Date, "2026-11-24,,2024-02-29,0001-01-01", "2023-02-29", "of type date: a value is no day (1 row):\n  line 6\nWrite days as 2026-11-24.")]
    [TestCase(ColumnType.Date, "2026-11-24", "24.11.2026", "of type date: a value is no day")]
    [TestCase(ColumnType.Date, "2026-11-24", "2026-11-24T10:00:00Z", "of type date: a value is no day")]
    [TestCase(ColumnType.Time, "2026-11-24T09:30Z,,2026-11-24 09:30:15.1234567+01:00,2026-11-24T09:30:00-0330,2026-11-24T09:30:00+01", "2026-11-24", "of type time: a value is no time (1 row):\n  line 7\nWrite times as")]
    [TestCase(ColumnType.Time, "2026-11-24T09:30Z", "2026-11-24T24:00:00Z", "of type time: a value is no time")]
    [TestCase(ColumnType.Time, "2026-11-24T09:30Z", "2026-11-24T09:30:60Z", "of type time: a value is no time")]
    [TestCase(ColumnType.Time, "2026-11-24T09:30Z", "0001-01-01T00:00:00+14:00", "of type time: a value is no time")]
    [TestCase(ColumnType.Time, "2026-11-24T09:30Z", "2026-11-24T09:30:00+14:01", "of type time: a value is no time")]
    [TestCase(ColumnType.Time, "2026-11-24T09:30Z", "2026-11-24T09:30:00", "of type time: a time has no zone (1 row):\n  line 3\nWrite times with their zone")]
    public void A_value_of_another_type_is_refused_with_its_row_and_never_shown(ColumnType type, string good, string bad, string expected)
    {
        using (var folder = Notes(good.Split(','))) if (good.Contains(',', StringComparison.Ordinal)) Assert.DoesNotThrow(() => folder.Load(With(("note", type))));
        using var wrong = Notes([.. good.Split(','), bad, good.Split(',')[0]]);
        var message = wrong.Fault(With(("note", type)));
        Assert.That(message, Does.Contain("data.csv, column 'note', " + expected));
        if (bad != "NaN") Assert.That(message, Does.Not.Contain(bad + "\n").And.Not.Contains($"'{bad}'"));
    }

    [Test]
    public void A_column_of_the_schema_that_is_not_there_is_told()
    {
        using var folder = new CohortFolder();

        Assert.That(folder.Fault(With(("aeg", ColumnType.Integer))), Does.Contain("Column 'aeg' ('data.schema') is not in data.csv").And.Contains("Did you mean 'age'?"));
    }

    [Test]
    public void Text_is_everything_and_a_declared_word_is_missing()
    {
        using var folder = Notes("7", "NA", "x", "8");
        Assert.DoesNotThrow(() => folder.Load(With(("note", ColumnType.Text))));
        Assert.That(folder.Fault(With(("note", ColumnType.Integer))), Does.Contain("line 3: 'NA'\n").And.Contains("  line 4\n").And.Contains("'data.csv.missing'"));
        var plan = With(("note", ColumnType.Integer));
        Assert.DoesNotThrow(() => folder.Load(plan with { Data = plan.Data with { Csv = new() { Missing = ["NA", "x"] } } }));
    }

    [Test]
    public void Times_of_one_instant_are_one_value_whatever_their_zone()
    {
        using var folder = Notes("2026-03-29T01:30:00+01:00", "2026-03-29T00:30Z", "2026-03-28T20:30:00.000-04:00", "2026-03-29 06:00:00+0530", "2026-03-29T00:30:00.5Z", "2026-03-29T00:30:00.50+00");
        var attribute = folder.Load(Grouped(With(("note", ColumnType.Time)))).Cohort.Attributes[0];
        Assert.That(attribute.Levels, Is.EqualTo(new[] { "2026-03-29T00:30:00.5Z", "2026-03-29T00:30:00Z" }));
        Assert.That(attribute.Codes, Is.EqualTo(new[] { 1, 1, 1, 1, 0, 0 }));
    }

    [TestCase("Europe/Berlin", "2026-07-01T12:00", "2026-07-01T10:00:00Z")]
    [TestCase("Europe/Berlin", "2026-01-01T12:00", "2026-01-01T11:00:00Z")]
    [TestCase("+05:30", "2026-01-01T12:00", "2026-01-01T06:30:00Z")]
    [TestCase("UTC", "2026-01-01T12:00", "2026-01-01T12:00:00Z")]
    [TestCase("Europe/Berlin", "2026-07-01T12:00+00:00", "2026-07-01T12:00:00Z")]
    public void Times_without_a_zone_are_in_the_declared_one(string zone, string time, string expected)
    {
        using var folder = Notes(time, time);
        var plan = Grouped(With(("note", ColumnType.Time)));
        Assert.That(folder.Load(plan with { Data = plan.Data with { Zone = zone } }).Cohort.Attributes[0].Levels, Is.EqualTo(new[] { expected }));
    }

    [Test]
    public void A_time_that_clocks_leap_over_is_refused_and_one_that_they_show_twice_is_noticed()
    {
        using var folder = Notes("2026-03-29T03:00:00", "2026-10-25T02:30:00");
        var plan = Grouped(With(("note", ColumnType.Time)));
        plan = plan with { Data = plan.Data with { Zone = "Europe/Berlin" } };
        var loaded = folder.Load(plan);
        Assert.That(loaded.Cohort.Attributes[0].Levels, Is.EqualTo(new[] { "2026-03-29T01:00:00Z", "2026-10-25T01:30:00Z" }), "standard time");
        Assert.That(loaded.Notices.Select(n => n.ToString()), Has.One.EqualTo("Some times of the column 'note' fall into an hour that the clocks of 'Europe/Berlin' show twice: they are read in standard time."));

        using var gap = Notes("2026-03-29T02:30:00", "2026-03-29T03:00:00");
        Assert.That(gap.Fault(plan), Does.Contain("a time does not exist in 'Europe/Berlin'").And.Contains("  line 2\n").And.Not.Contains("line 3"));
    }

    [Test]
    public void Ids_that_are_times_join_as_instants_only_where_the_schema_says_so()
    {
        using var folder = new CohortFolder("id,sex,y,part\n2026-01-01T00:00Z,f,1,test\n2026-01-01T01:00+01:00,f,0,test\n", "key,risk\n2026-01-01T00:00Z,0.5\n");
        Assert.That(folder.Fault(With(("id", ColumnType.Time))), Does.Contain("an id is there twice (1 row):\n  line 3: same id as line 2"));
    }

    [Test]
    public void A_feature_takes_truth_as_1_and_0_and_days_as_days_since_1970()
    {
        using var folder = Notes("yes,1970-01-02", "no,1969-12-31", "TRUE,2000-01-01", ",");
        folder.Write("data.csv", File.ReadAllText(Path.Combine(folder.Path, "data.csv")).Replace("note,", "note,day,", StringComparison.Ordinal));
        var plan = With(("note", ColumnType.Boolean), ("day", ColumnType.Date));
        plan = plan with
        {
            Model = new("onnx", "m", null, null, "m", null) { Features = [new("note", "note", FeatureKind.Number), new("day", "day", FeatureKind.Number)] },
        };
        FeatureTable? asked = null;
        using var model = new Listening(table => asked ??= table);
        CohortFile.Load(plan, folder.Path, model);
        Assert.That(((FeatureColumn.Numeric)asked!.Columns[0]).Values, Is.EqualTo(new[] { 1, 0, 1, double.NaN }));
        Assert.That(((FeatureColumn.Numeric)asked.Columns[1]).Values, Is.EqualTo(new[] { 1, -1, 10957, double.NaN }));
    }

    [TestCase("../../etc/passwd"), TestCase("/etc/passwd"), TestCase("Nowhere/City"), TestCase(""), TestCase("+25:00")]
    public void What_is_no_zone_is_none(string name) => Assert.That(Zones.Find(name), Is.Null);

    [Test]
    public void Instants_are_those_of_the_platforms_parser()
    {
        var random = new Random(2);
        Span<byte> text = new byte[40];
        for (var k = 0; k < 20_000; k++)
        {
            var time = new DateTimeOffset(random.NextInt64(DateTime.MaxValue.Ticks / 10, DateTime.MaxValue.Ticks / 10 * 9), TimeSpan.FromMinutes(random.Next(-840, 841)));
            var written = time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);
            Assert.That(IsoTime.TryRead(Encoding.UTF8.GetBytes(written), out var read), Is.True, written);
            Assert.That(read.Ticks - read.Offset!.Value.Ticks, Is.EqualTo(time.UtcTicks), written);
            var length = IsoTime.Write(time.UtcTicks, text);
            Assert.That(Encoding.UTF8.GetString(text[..length]), Is.EqualTo(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture)));
        }
    }

    private sealed class Listening(Action<FeatureTable> told) : IDiagnosticModel
    {
        public ModelIdentity Identity { get; } = new("onnx", "m", null, new string('0', 64));

        public Phrase Reading => Phrase.Of($"reads");

        public Explanations.ModelStructure? Structure => null;

        public double[] Score(FeatureTable patients, CancellationToken stop = default)
        {
            told(patients);
            return [.. Enumerable.Repeat(0.5, patients.Count)];
        }

        public void Dispose() { }
    }
}
