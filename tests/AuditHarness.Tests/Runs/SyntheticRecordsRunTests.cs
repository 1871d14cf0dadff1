using System.Globalization;
using AuditHarness.Adapters.Draws;
using AuditHarness.Audits;
using AuditHarness.Expectations;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Models;

namespace AuditHarness.Runs;

/// <summary>Audits of generators from files to results.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SyntheticRecordsRunTests : IDisposable
{
    private readonly SmallRecords _records = new();

    public void Dispose() => _records.Dispose();

    [Test]
    public void A_copula_a_memoriser_and_one_that_loses_a_group_are_told_apart()
    {
        var (copula, memoriser, loser) = (Run(Reference(new("gaussianCopula"))), Run(Reference(new("memoriser"))), Run(Reference(new("gaussianCopula") { DroppedColumn = "site", DroppedLevel = "c" })));
        Assert.Multiple(() =>
        {
            Assert.That(new[] { copula, memoriser, loser }.Select(r => Figure(r, "ExactCopyRate").Value > 0.9), Is.EqualTo(new[] { false, true, false }));
            Assert.That(Figure(copula, "RepresentationRatio", "site = c").Value, Is.EqualTo(1).Within(0.35));
            Assert.That(Figure(loser, "RepresentationRatio", "site = c").Value, Is.EqualTo(0));
            Assert.That(Figure(loser, "RepresentationRatio", "site = a").Value, Is.GreaterThan(1.1));
            Assert.That(loser.Records!.Counts.Single(c => c.Group.ToString() == "site = c"), Is.EqualTo(copula.Records!.Counts.Single(c => c.Group.ToString() == "site = c") with { Synthetic = 0 }));
            Assert.That(memoriser.Model.Name, Is.EqualTo("memoriser"));
            Assert.That(copula.Inputs.Select(i => i.Role), Is.EqualTo(new[] { "config", "train", "holdout" }));
            Assert.That(copula.Records!.Draws.Single().Rows, Is.EqualTo(240), "as many as there are training records");
        });
    }

    [Test]
    public void The_same_records_out_of_a_file_give_the_same_figures([Values("memoriser", "loser")] string which)
    {
        var live = Run(Reference(which == "memoriser" ? new("memoriser") : new("gaussianCopula") { DroppedColumn = "site", DroppedLevel = "c" }));
        var draw = live.Records!.Draws.Single();
        var store = new DrawStore(_records.In("draws"));
        _records.Write("made.csv", Csv(store.Read(store.Find(live.Model.Sha256, draw.Id)!)));
        var filed = Run(Plan() with { Generator = new("file", "made", null) { Records = new("made.csv", "generator.file") } });
        Assert.That(Lines(filed), Is.EqualTo(Lines(live)));
        Assert.That(filed.Inputs.Select(i => i.Role), Is.EqualTo(new[] { "config", "train", "holdout", "synthetic" }));
    }

    [Test]
    public void Repeats_and_any_number_of_workers_give_the_same()
    {
        var plan = Reference(new("gaussianCopula")) with { Learners = ["logisticRegression", "fastTree"] };
        var first = Run(plan, workers: 1);
        Assert.That(Lines(Run(plan, workers: 4)), Is.EqualTo(Lines(first)));
        // Of the same records every check says the same, as was just seen: it is the records that must come again, and a cheap check shows them.
        var light = plan with { Audits = [AuditCatalog.Structure] };
        var anew = Run(light, draws: "others");
        Assert.That(anew.Records!.Draws, Is.EqualTo(first.Records!.Draws).Using<DrawReference>((a, b) => a.Id == b.Id && a.Sha256 == b.Sha256), "what is drawn anew is drawn again");
        Assert.That(Lines(anew), Is.SubsetOf(Lines(first)).And.Not.Empty);
        Assert.That(Run(light with { Seed = 8 }).Records!.Draws[0].Id, Is.Not.EqualTo(first.Records.Draws[0].Id));
    }

    [Test]
    public void A_worker_is_not_asked_again_for_what_is_kept()
    {
        _records.Write("worker.py", SmallRecords.Worker);
        var plan = Plan() with
        {
            Generator = new("worker", "", null) { Worker = new() { Command = [Interpreters.Python, "worker.py", _records.Folder], Key = "generator.worker" } }, Count = 150,
        };
        var first = Run(plan);
        var asked = _records.Samples;
        var again = Run(plan with { Audits = [AuditCatalog.Structure] });
        Assert.That(asked, Is.Positive);
        Assert.That(_records.Samples, Is.EqualTo(asked), "it was only asked who it is");
        Assert.That(again.Records!.Draws, Is.EqualTo(first.Records!.Draws).Using<DrawReference>((a, b) => a.Id == b.Id && a.Sha256 == b.Sha256));
        Assert.That(Lines(again), Is.SubsetOf(Lines(first)), "other checks of the same records");
        File.Delete(_records.In("worker.py"));
        Assert.That(() => Run(plan), Throws.TypeOf<AuditInputException>().With.Message.Contain("worker.py"));

        var replayed = Run(plan, replay: true);
        Assert.That(Lines(replayed), Is.EqualTo(Lines(first)), "what is kept is audited without the generator");
        Assert.That(replayed.Model, Is.EqualTo(first.Model));
        Assert.That(replayed.Inputs.Select(i => i.Role), Is.EqualTo(new[] { "config", "train", "holdout" }));
        Assert.That(() => Run(plan with { Seed = 8 }, replay: true), Throws.TypeOf<AuditInputException>().With.Message.Contain("No draw of 150 rows that this config asks of a generator of the kind 'worker' is kept"));
    }

    [Test]
    public void Of_several_kept_generators_the_config_says_which_is_replayed()
    {
        _records.Write("made.csv", SmallRecords.Rows("s", 100, 9000));
        var plan = Plan() with { Audits = [AuditCatalog.Structure], Generator = new("file", "made", null) { Records = new("made.csv", "generator.file") } };
        var first = Run(plan);
        _records.Write("made.csv", SmallRecords.Rows("s", 100, 9500));
        Run(plan);
        Assert.That(() => Run(plan, replay: true), Throws.TypeOf<AuditInputException>().With.Message.Contain("Say which is meant with 'generator.sha256'"));
        Assert.That(Lines(Run(plan with { Generator = plan.Generator with { Sha256 = first.Model.Sha256 } }, replay: true)), Is.EqualTo(Lines(first)));
    }

    [Test]
    public void A_file_that_is_read_otherwise_is_another_draw()
    {
        _records.Write("made.csv", SmallRecords.Rows("s", 100, 9000));
        SyntheticRecordsPlan Read(params string[] missing) => Plan() with
        {
            Audits = [AuditCatalog.Representation], Generator = new("file", "made", null) { Records = new("made.csv", "generator.file") { Csv = new() { Missing = missing } } },
        };
        var (as1, as2) = (Run(Read()), Run(Read("c")));
        Assert.That(as2.Records!.Draws[0].Id, Is.Not.EqualTo(as1.Records!.Draws[0].Id));
        Assert.That(Figure(as1, "RepresentationRatio", "site = c").Value, Is.Positive);
        Assert.That(Figure(as2, "RepresentationRatio", "site = c").Value, Is.Zero, "and no stale one is measured");
        Assert.That(Lines(Run(Read("c"), replay: true)), Is.EqualTo(Lines(as2)), "each is replayed by its own config");
        Assert.That(() => Run(Read("d"), replay: true), Throws.TypeOf<AuditInputException>().With.Message.Contain("No draw of rows that this config asks"));
    }

    [Test]
    public void Steps_are_told_in_their_order()
    {
        var steps = new List<string>();
        Run(Reference(new("memoriser")) with { Audits = [AuditCatalog.Structure] }, progress: new Told(p => { lock (steps) steps.Add(p.Step); }));
        Assert.That(steps.Distinct(), Is.EqualTo(new[] { "Reading records", "Opening the generator", "Drawing records", "Fitting baselines", "Measuring records" }));
    }

    [Test]
    public void A_run_that_is_cancelled_ends_and_keeps_what_was_drawn()
    {
        using var stop = new CancellationTokenSource();
        var progress = new Told(p => { if (p is { Step: "Measuring records", Done: 3 }) stop.Cancel(); });
        Assert.That(() => Run(Reference(new("memoriser")), progress: progress, stop: stop.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_records.Everything().Where(f => f.EndsWith("rows.jsonl", StringComparison.Ordinal)), Has.Exactly(1).Items);
        Assert.That(_records.Everything(), Has.None.Contain(".part-"));
    }

    [TestCase("store", "lies within the report's folder")]
    [TestCase("linked store", "lies within the report's folder")]
    [TestCase("schema", "'age' (")]
    [TestCase("kind", "age")]
    [TestCase("empty", "has a header but no rows")]
    [TestCase("fewer", "300 records are asked for, and 'made' has 3")]
    [TestCase("missing", "have no value in the column 'age'")]
    public void Bad_input_gets_one_clear_message(string fault, string message)
    {
        var made = "id,age,systolic,diastolic,sex,site,ill\ns1,40,130,80,male,a,1\ns2,50,140,80,female,b,0\ns3,60,150,80,female,c,0\n";
        var plan = Plan() with { Generator = new("file", "made", null) { Records = new("made.csv", "generator.file") } };
        _records.Write("made.csv", fault switch
        {
            "schema" => made.Replace(",age,", ",years,", StringComparison.Ordinal),
            "kind" => made.Replace(",40,", ",forty,", StringComparison.Ordinal),
            "empty" => made.Split('\n')[0] + "\n",
            _ => made,
        });
        if (fault == "linked store") Directory.CreateSymbolicLink(_records.In("link"), _records.Folder);
        if (fault == "fewer") plan = plan with { Count = 300 };
        if (fault == "missing") _records.Write("train.csv", string.Join('\n', File.ReadAllLines(_records.In("train.csv")).Select((line, k) => k == 0 ? line : string.Join(',', line.Split(',').Select((v, c) => c == 1 ? "" : v)))) + "\n");
        var refusal = Assert.Throws<AuditInputException>(() => Run(fault == "missing" ? plan with { Records = plan.Records with { Kinds = new Dictionary<string, RecordKind> { ["age"] = RecordKind.Number } } } : plan, draws: fault switch { "store" => "out/draws", "linked store" => "link/out/draws", _ => "draws" }))!;
        Assert.That(refusal.Message, Does.Contain(message));
        Assert.That(refusal.Message.Split('\n'), Has.Length.LessThan(5));
    }

    [Test]
    public void A_category_that_no_training_record_has_is_a_notice_and_is_counted()
    {
        _records.Write("made.csv", SmallRecords.Rows("s", 100, 9000).Replace(",c,", ",z,", StringComparison.Ordinal));
        var result = Run(Plan() with { Generator = new("file", "made", null) { Records = new("made.csv", "generator.file") } });
        Assert.That(result.Exhibits.OfType<Exhibit.Notices>().Single().Sentences.Select(s => s.ToString()), Has.Some.Contain("1 category of 'site' that no training record has"));
        Assert.That(Figure(result, "CategoryAdherence").Value, Is.LessThan(0.8));
        Assert.That(result.Records!.Counts.Select(c => c.Group.ToString()), Does.Contain("site = z"));
    }

    [Test]
    public void The_manifest_names_what_read_the_records()
    {
        _records.Write("made.csv", SmallRecords.Rows("s", 100, 9000));
        QueryPlan query = new("SELECT * FROM t", new Dictionary<string, string> { ["t"] = "train.csv" }, null) { Key = "records.train" };
        QueryPlan made = new("SELECT * FROM t", new Dictionary<string, string> { ["t"] = "made.csv" }, null) { Key = "generator.file" };
        var plan = Plan() with { Audits = [AuditCatalog.Structure], Generator = new("file", "made", null) { Records = new("made.csv", "generator.file") } };
        string[] Libraries(SyntheticRecordsPlan asked) => [.. Tool(asked).Libraries!.Select(l => l.Name)];
        Assert.That(Libraries(plan), Is.Empty);
        Assert.That(Libraries(plan with { Records = plan.Records with { Train = new("train.csv", "records.train") { Query = query } } }), Is.EqualTo(new[] { "DuckDB" }));
        Assert.That(Libraries(plan with { Generator = plan.Generator with { Records = new("made.csv", "generator.file") { Query = made } } }), Is.EqualTo(new[] { "DuckDB" }));
        Assert.That(Libraries(plan with { Audits = [AuditCatalog.Utility], Learners = ["logisticRegression", "fastTree"] }), Is.EqualTo(new[] { "ML.NET" }));
    }

    private ManifestTool Tool(SyntheticRecordsPlan plan) => SyntheticRecordsRun.Of(plan, Place(), new() { Draws = _records.In("draws"), Workers = 2 }).Tool;

    private RunPlace Place() => new(_records.Folder, _records.In("out"), new InputFile("config", "audit.json", 1, new string('0', 64)), [], new("run", DateTimeOffset.UnixEpoch, 0, "test"));

    private AuditResult Run(SyntheticRecordsPlan plan, string draws = "draws", int workers = 2, bool replay = false, IProgress<AuditProgress>? progress = null, CancellationToken stop = default)
    {
        return SyntheticRecordsRun.Of(plan, Place(), new() { Draws = _records.In(draws), Workers = workers, Replay = replay, Progress = progress, Stop = stop }).Result;
    }

    private static SyntheticRecordsPlan Reference(ReferencePlan reference) => Plan() with { Generator = new("reference", "", null) { Reference = reference } };

    private static SyntheticRecordsPlan Plan() => new()
    {
        Name = "records", Audits = AuditCatalog.OfRecords, Expectations = [], Seed = 7, Report = new("t", ReportProfile.Internal),
        Subgroups = new([new("sex", "sex", null, null), new("site", "site", null, null)], [["sex", "site"]], 1, "missing"),
        // The default adds boosted trees, which take as long as all else.
        Learners = ["logisticRegression"],
        Roles = new() { Outcome = "ill", Positive = "1", QuasiIdentifiers = ["age", "sex", "site"], Sensitive = ["ill"] },
        Rules = [new("pressures in order", "systolic > diastolic")],
        Records = new() { Train = new("train.csv", "records.train"), Holdout = new("holdout.csv", "records.holdout") }, Generator = new("reference", "", null),
    };

    private static RecordFigureShown Figure(AuditResult result, string metric, string group = "overall") =>
        result.Records!.Figures.Single(f => f.Metric == metric && f.Subject is null && f.Group.ToString() == group).Figure;

    private static IReadOnlyList<string> Lines(AuditResult result) => [.. result.Records!.Figures.Select(f =>
        $"{f.Metric}|{f.Subject}|{f.Group}|{string.Join('|', f.Baselines.Prepend(f.Figure).Select(s => $"{s.Value:R};{s.Interval?.Lower:R};{s.Interval?.Upper:R};{s.N};{s.Reason};{s.Suppressed}"))}")];

    private static string Csv(RecordTable table)
    {
        string Cell(RecordColumn column, int row) => column switch
        {
            _ when column.IsMissing(row) => "",
            RecordColumn.Key key => key.Values[row]!,
            RecordColumn.Number number => number.Values[row].ToString("R", CultureInfo.InvariantCulture),
            RecordColumn.Category category => category.Levels[category.Codes[row]],
            _ => throw new InvalidOperationException("no dates are in these records"),
        };
        return string.Join(',', table.Columns.Select(c => c.Name)) + "\n" +
            string.Concat(Enumerable.Range(0, table.Count).Select(r => string.Join(',', table.Columns.Select(c => Cell(c, r))) + "\n"));
    }

    private sealed class Told(Action<AuditProgress> tell) : IProgress<AuditProgress>
    {
        public void Report(AuditProgress value) => tell(value);
    }
}
