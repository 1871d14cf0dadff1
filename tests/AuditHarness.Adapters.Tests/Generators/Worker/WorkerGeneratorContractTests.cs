using AuditHarness.Adapters.Draws;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Generators.Worker;

/// <summary>A worker that samples keeps to what every source of generators keeps to, and to its own handshake; no process is left.</summary>
public sealed class WorkerGeneratorContractTests : GeneratorContractTests
{
    private readonly List<(TemporaryFolder Folder, string Token)> _started = [];

    protected override string Kind => GeneratorCatalog.Worker;

    [TearDown]
    public void NothingIsLeft()
    {
        int[] left = [.. _started.SelectMany(s => TokenProcesses.With(s.Token))];
        foreach (var (folder, _) in _started) folder.Dispose();
        _started.Clear();
        Assert.That(left, Is.Empty, "processes that the worker left behind");
    }

    protected override IRecordGenerator Open() => Of("good");

    protected override IEnumerable<(string Name, Func<IRecordGenerator> Open)> Broken() =>
        from mode in new[] { "no-sample", "images", "bad-conditions", "bad-seeds", "bad-modality", "chance", "few", "uneven", "no-column", "text-numbers", "number-texts", "no-day", "huge", "error" }
        select (mode, (Func<IRecordGenerator>)(() => Of(mode)));

    [Test]
    public void It_names_itself_and_what_it_takes()
    {
        using var generator = Of("good", p => p with { Name = "", Version = null });
        using var silent = Of("silent");
        using var seedless = Of("seedless");
        Assert.Multiple(() =>
        {
            Assert.That((generator.Identity.Model.Name, generator.Identity.Model.Version), Is.EqualTo(("its own name", "its own version")));
            Assert.That((generator.Identity.Conditions, generator.Identity.TakesSeeds), Is.EqualTo((new[] { "ill", "sex" }, true)));
            Assert.That((silent.Identity.Conditions, silent.Identity.TakesSeeds, silent.Sample(Ask(3)).Count), Is.EqualTo((Array.Empty<string>(), true, 3)), "a worker of before");
            Assert.That((generator.Identity.OwnVersion, silent.Identity.OwnVersion, silent.Identity.Model.Version), Is.EqualTo(("its own version", "its own version", "7")));
            Assert.That(generator.Notices, Is.Empty);
            Assert.That(silent.Notices.Single().ToString(), Is.EqualTo("The config says that the generator has version '7', and the worker says 'its own version'."));
            Assert.That((seedless.Identity.TakesSeeds, seedless.Sample(Ask(3)).Count), Is.EqualTo((false, 3)));
        });
    }

    [Test]
    public void Conditions_hold_for_every_row_or_are_refused()
    {
        using var generator = Of("good");
        var asked = Ask(50) with { Conditions = [new("ill", "1"), new("sex", "male")] };
        var made = RecordAlignment.Of(Train, null, generator.Sample(asked)).Synthetic!;
        Assert.That(((RecordColumn.Category)made.Find("sex")!).Codes, Has.All.EqualTo(1));
        Assert.That(((RecordColumn.Category)made.Find("ill")!).Codes, Has.All.EqualTo(1));
        using var deaf = Of("deaf");
        var refusal = Assert.Throws<AuditInputException>(() => deaf.Sample(asked))!;
        IsOneMessage(refusal);
        Assert.That(refusal.Message, Does.Contain("'generator.worker.command'").And.Not.Contain("'model."));
        Assert.That(refusal.Message, Does.Contain("whose 'sex' is 'male', and 50 of 50 have another"));
    }

    [Test]
    public void A_large_draw_comes_in_batches_of_their_own_seeds()
    {
        using var generator = Of("good", batch: 100);
        var keys = ((RecordColumn.Key)generator.Sample(Ask(950)).Find("id")!).Values;
        Assert.That(keys, Is.Unique.And.Length.EqualTo(950));
        using var days = Of("days");
        using var texts = Of("good");
        Assert.That(((RecordColumn.Date)days.Sample(Ask(300)).Find("born")!).Days, Is.EqualTo(((RecordColumn.Date)texts.Sample(Ask(300)).Find("born")!).Days), "days as numbers are those as texts");
    }

    [Test]
    public void One_that_ends_is_started_anew_and_its_draw_is_that_of_one_that_lives()
    {
        using var once = Of("die-once");
        using var good = Of("good");
        Assert.That(RecordFingerprint.Of(once.Sample(Ask(90))), Is.EqualTo(RecordFingerprint.Of(good.Sample(Ask(90)))));
        Assert.That(once.Notices[0].ToString(), Does.Contain("started anew 1 time while it made records"));
        using var never = Of("die");
        Assert.That(() => never.Sample(Ask(9)), Throws.TypeOf<AuditInputException>());
    }

    [Test]
    public void A_kept_draw_needs_no_worker_that_answers()
    {
        var good = Of("good");
        using var folder = new TemporaryFolder();
        var kept = new DrawStore(folder.FullPath).Take(good, new string('d', 64), Ask(30));
        good.Dispose();
        Assert.That(RecordFingerprint.Of(new DrawStore(folder.FullPath).Take(good, new string('d', 64), Ask(30)).Rows), Is.EqualTo(RecordFingerprint.Of(kept.Rows)));
    }

    private IRecordGenerator Of(string mode, Func<GeneratorPlan, GeneratorPlan>? change = null, int batch = 1000)
    {
        var (folder, token) = (new TemporaryFolder(), TokenProcesses.NewToken());
        _started.Add((folder, token));
        File.Copy(ModelFolder.Own("..", "Generators", "Worker", "generator.py"), folder.In("generator.py"));
        GeneratorPlan plan = new(Kind, "contract", "7") { Worker = new() { Command = [Interpreters.Python, "generator.py", mode, token, "state"], BatchRows = batch, Key = "generator.worker" } };
        return GeneratorCatalog.Open(change is null ? plan : change(plan), Train, new(folder.FullPath));
    }
}
