using System.Text;
using AuditHarness.Audits;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Draws;

/// <summary>What is kept is what was drawn, whatever happens on the way.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DrawStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Every_value_comes_back_as_it_was()
    {
        double[] odd = [0.1, -0.0, double.NaN, double.Epsilon, double.MaxValue, 1.0 / 3, -12345678901234567];
        RecordTable rows = new(
        [
            new RecordColumn.Number("n \"\\\n\u2028é", odd),
            new RecordColumn.Date("d", [.. odd.Select(v => v / 7)]),
            new RecordColumn.Category("c", ["", "NA", "ü, \"x\"", "never"], [0, 1, 2, -1, 0, 0, 1]),
            new RecordColumn.Key("k", ["1", "1", null, "", "\U0001f600", "a\nb", "7"]),
        ], 7);
        var draw = Store().Keep(Counting.Same, Asked, Ask(7), rows);
        var back = Store().Read(Store().Find(draw.Generator.Sha256, draw.Id)!);
        Assert.Multiple(() =>
        {
            Assert.That(RecordFingerprint.Of(back), Is.EqualTo(RecordFingerprint.Of(rows)));
            Assert.That(((RecordColumn.Number)back.Columns[0]).Values.Select(BitConverter.DoubleToInt64Bits).Where((_, k) => k != 2), Is.EqualTo(odd.Select(BitConverter.DoubleToInt64Bits).Where((_, k) => k != 2)));
            Assert.That(((RecordColumn.Category)back.Columns[2]).Levels, Is.EqualTo(((RecordColumn.Category)rows.Columns[2]).Levels));
            Assert.That(((RecordColumn.Key)back.Columns[3]).Values, Is.EqualTo(((RecordColumn.Key)rows.Columns[3]).Values));
            Assert.That(_folder.Everything(), Has.Count.EqualTo(4).And.Some.EqualTo($"{draw.Generator.Sha256}/{draw.Id}/rows.jsonl"));
        });
        if (OperatingSystem.IsWindows()) return;
        foreach (var path in _folder.Everything())
            Assert.That(File.GetUnixFileMode(_folder.In(path)) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead), Is.EqualTo(UnixFileMode.None), path);
    }

    [Test]
    public void A_kept_draw_is_read_without_asking_the_generator()
    {
        using var generator = new Counting();
        var first = Store().Take(generator, Asked, Ask(5));
        var again = Store().Take(generator, Asked, Ask(5));
        Assert.That(generator.Asked, Is.EqualTo(1));
        Assert.That((again.Draw.Id, again.Draw.Sha256, RecordFingerprint.Of(again.Rows)), Is.EqualTo((first.Draw.Id, first.Draw.Sha256, RecordFingerprint.Of(first.Rows))));
        SampleRequest[] others = [Ask(6), Ask(5, seed: 2), Ask(5, repeat: 1), Ask(5) with { Conditions = [new("a", "b")] }, Ask(5) with { Conditions = [new("ab", "")] }, Ask(5) with { Conditions = [new("a", "b"), new("c", "d")] }];
        Assert.That(others.Select(o => Store().Take(generator, Asked, o).Draw.Id).Append(first.Draw.Id), Is.Unique);
        Assert.That(generator.Asked, Is.EqualTo(1 + others.Length));
        string[] ids = [first.Draw.Id,
            Draw.IdOf(Counting.Same with { Model = Counting.Same.Model with { Sha256 = new string('b', 64) } }, Asked, Ask(5)), Draw.IdOf(Counting.Same with { OwnVersion = "2" }, Asked, Ask(5)),
            Draw.IdOf(Counting.Same with { Modality = Modality.Text }, Asked, Ask(5)), Draw.IdOf(Counting.Same, new string('b', 64), Ask(5))];
        Assert.That(ids, Is.Unique, "another generator, version of it, modality or setting");
        Assert.That(Draw.IdOf(Counting.Same with { Model = Counting.Same.Model with { Name = "x", Version = "x" } }, Asked, Ask(5)), Is.EqualTo(first.Draw.Id), "what it is called");
    }

    [Test]
    public void What_a_killed_run_left_is_ignored_and_removed_and_what_another_writes_stays()
    {
        using var generator = new Counting();
        var kept = Store().Take(generator, Asked, Ask(5)).Draw;
        var parent = _folder.In(kept.Generator.Sha256);
        var (dead, lockless) = ($".part-{Guid.NewGuid():N}", $".part-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Path.Combine(parent, dead));
        File.WriteAllText(Path.Combine(parent, dead, "rows.jsonl"), "{\"rows\":5,\"col");
        File.WriteAllText(Path.Combine(parent, dead + ".lock"), "");
        Directory.CreateDirectory(Path.Combine(parent, lockless));
        using (var writing = new DrawFolder(parent))
        {
            writing.Write("rows.jsonl", ["x"u8.ToArray()], CancellationToken.None);
            Assert.That(Store().Take(generator, Asked, Ask(5)).Draw, Is.EqualTo(kept).Using<Draw>((a, b) => a.Id == b.Id && a.Sha256 == b.Sha256));
            Assert.That(_folder.Everything().Where(p => p.Contains(".part-")), Has.Exactly(3).Items.And.None.Contains(dead).And.None.Contains(lockless));
            Assert.That(writing.Appear(Path.Combine(parent, new string('c', 64))), Is.True);
        }
        Assert.That(_folder.Everything().Where(p => p.Contains(".part-")), Is.Empty);
        Assert.That(generator.Asked, Is.EqualTo(1));
    }

    [Test]
    public void What_no_run_of_ours_can_have_left_stays()
    {
        using var generator = new Counting();
        var parent = _folder.In(Store().Take(generator, Asked, Ask(5)).Draw.Generator.Sha256);
        using var elsewhere = new TemporaryFolder();
        var part = $".part-{Guid.NewGuid():N}";
        string[] foreign = [_folder.In(Path.Combine("photos", part)), _folder.In("photos"), Path.Combine(parent, ".part-of-something"), elsewhere.In(part), elsewhere.In("behind")];
        foreach (var folder in foreign) Directory.CreateDirectory(folder);
        foreach (var folder in foreign) File.WriteAllText(Path.Combine(folder, "kept"), "");
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateSymbolicLink(_folder.In(new string('e', 64)), elsewhere.FullPath);
            Directory.CreateSymbolicLink(Path.Combine(parent, $".part-{Guid.NewGuid():N}"), elsewhere.In("behind"));
        }
        var before = _folder.Everything();
        _ = Store();
        Assert.That(_folder.Everything(), Is.EqualTo(before));
        Assert.That(foreign.Select(f => Path.Combine(f, "kept")), Has.All.Exist);
    }

    [Test]
    public void Records_of_any_number_are_written_and_read_a_few_at_a_time()
    {
        const int count = (2 * RecordLines.Longest) + 17;
        RecordTable rows = new(
        [
            new RecordColumn.Number("n", [.. Enumerable.Range(0, count).Select(k => k / 7.0)]), new RecordColumn.Key("k", [.. Enumerable.Range(0, count).Select(k => k % 9 == 0 ? null : $"p{k}")]),
            new RecordColumn.Category("c", [.. Enumerable.Range(0, count).Select(k => $"level {k}")], [.. Enumerable.Range(0, count).Select(k => count - 1 - k)]),
        ], count);
        var lines = RecordLines.Write(rows).Select(l => l.ToArray()).ToList();
        Assert.That(lines.Max(l => l.Length), Is.LessThan(40 * RecordLines.Longest));
        Assert.That(lines, Has.Count.EqualTo(1 + 3 + (4 * 3)));
        using var large = new Endless([.. lines.SelectMany(l => l)]);
        Assert.That(RecordFingerprint.Of(RecordLines.Read(large)), Is.EqualTo(RecordFingerprint.Of(rows)));
        var draw = Store().Keep(Counting.Same, Asked, Ask(count), rows);
        Assert.That(RecordFingerprint.Of(Store().Read(draw)), Is.EqualTo(RecordFingerprint.Of(rows)));
    }

    [Test]
    public void A_damaged_draw_or_one_of_another_version_hides_no_other()
    {
        using var generator = new Counting();
        var (good, damaged, older) = (Store().Take(generator, Asked, Ask(5)).Draw, Store().Take(generator, Asked, Ask(6)).Draw, Store().Take(generator, Asked, Ask(7)).Draw);
        string Request(Draw draw) => Path.Combine(_folder.FullPath, draw.Generator.Sha256, draw.Id, "request.json");
        File.WriteAllText(Request(damaged), "{");
        File.WriteAllText(Request(older), File.ReadAllText(Request(older)).Replace("\"format\": 2", "\"format\": 1", StringComparison.Ordinal));
        var (draws, unreadable) = Store().All();
        Assert.That((draws.Single().Id, unreadable), Is.EqualTo((good.Id, 2)));
        GeneratorPlan plan = new("test", "", null);
        Assert.That(KeptGenerator.Of(Store(), plan, Asked, 5, [], 1).Draw.Id, Is.EqualTo(good.Id));
        Assert.That(() => KeptGenerator.Of(Store(), plan, Asked, 6, [], 1), Throws.TypeOf<AuditInputException>().With.Message.Contains("2 other kept draws are damaged or of another version"));
        Assert.That(() => KeptGenerator.Of(Store(), plan, new string('b', 64), 5, [], 1), Throws.TypeOf<AuditInputException>().With.Message.Contains("No draw of 5 rows that this config asks"));
    }

    [Test]
    public void Of_two_versions_that_differ_in_nothing_else_the_config_says_which_is_replayed()
    {
        var one = Store().Keep(Counting.Same with { OwnVersion = "1" }, Asked, Ask(5), Counting.Rows(Ask(5)));
        var two = Store().Keep(Counting.Same with { OwnVersion = "2" }, Asked, Ask(5), Counting.Rows(Ask(5, seed: 2)));
        KeptGenerator Of(string? version) => KeptGenerator.Of(Store(), new("test", "", version), Asked, 5, [], 1);
        Assert.That((Of("1").Draw.Id, Of("2").Draw.Id), Is.EqualTo((one.Id, two.Id)));
        Assert.That(() => Of(null), Throws.TypeOf<AuditInputException>().With.Message.Contains("'generator.version'"));
    }

    // Texts and pictures are files of a draw as rows are: their names, kinds and hashes have a place.
    [Test]
    public void A_request_names_files_of_any_kind_and_none_outside_its_folder()
    {
        DrawFile[] files = [new("0001.png", "image/png", 70_000, new string('1', 64)), new("0002.png", "image/png", 5L << 30, new string('2', 64))];
        SampleRequest request = new(2, [new("finding", "none")], 7, 1);
        var draw = new Draw(Draw.IdOf(Counting.Same with { Modality = Modality.Images }, Asked, request), Counting.Same.Model, Modality.Images, Asked, request, files) { TakesSeeds = false };
        var text = DrawJson.Write(draw);
        var back = DrawJson.Read(text);
        Assert.That(back with { Files = [], Request = Ask(1) }, Is.EqualTo(draw with { Files = [], Request = Ask(1) }).Using<Draw>((a, b) => a.ToString() == b.ToString()));
        Assert.That(back.Files, Is.EqualTo(files));
        Assert.That((back.Request.Count, back.Request.Seed, back.Request.Repeat, back.Request.Conditions.Single()), Is.EqualTo((2, 7UL, 1, KeyValuePair.Create("finding", "none"))));
        Assert.That(back.Sha256, Is.EqualTo(draw.Sha256).And.Not.EqualTo((draw with { Files = [files[0], files[0]] }).Sha256));
        foreach (var name in new[] { "../0001.png", "a/0001.png", ".0001.png", "" })
            Assert.That(() => DrawJson.Read(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).Replace("0001.png", name, StringComparison.Ordinal))), Throws.TypeOf<InvalidDataException>(), name);
    }

    [Test]
    public void A_draw_that_is_cancelled_or_too_short_leaves_nothing()
    {
        using var shorter = new Counting { Less = 1 };
        Assert.That(() => Store().Take(shorter, Asked, Ask(5)), Throws.TypeOf<AuditInputException>().With.Message.Contains("5 rows and gave 4"));
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.That(() => Store().Keep(Counting.Same, Asked, Ask(5), Counting.Rows(Ask(5)), stopped.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_folder.Everything().Where(p => p.Contains('/')), Is.Empty);
    }

    [TestCase("rows changed")]
    [TestCase("rows cut")]
    [TestCase("rows gone")]
    [TestCase("request gone")]
    [TestCase("request cut")]
    [TestCase("request changed")]
    [TestCase("request of another")]
    public void A_damaged_draw_is_refused_with_one_message(string how)
    {
        using var generator = new Counting();
        var draw = Store().Take(generator, Asked, Ask(5)).Draw;
        var folder = Path.Combine(_folder.FullPath, draw.Generator.Sha256, draw.Id);
        var (rows, request) = (Path.Combine(folder, "rows.jsonl"), Path.Combine(folder, "request.json"));
        switch (how)
        {
            case "rows changed": File.WriteAllText(rows, File.ReadAllText(rows).Replace('2', '3')); break;
            case "rows cut": File.WriteAllText(rows, File.ReadAllText(rows)[..20]); break;
            case "rows gone": File.Delete(rows); break;
            case "request gone": File.Delete(request); break;
            case "request cut": File.WriteAllText(request, File.ReadAllText(request)[..20]); break;
            case "request changed": File.WriteAllText(request, File.ReadAllText(request).Replace("\"seed\": 1", "\"seed\": 2", StringComparison.Ordinal)); break;
            default: File.Copy(Path.Combine(_folder.FullPath, draw.Generator.Sha256, Store().Take(generator, Asked, Ask(6)).Draw.Id, "request.json"), request, overwrite: true); break;
        }
        var refusal = Assert.Throws<AuditInputException>(() => Store().Take(generator, Asked, Ask(5)))!;
        Assert.That(refusal.Message, Does.Match(@"^The kept draw [0-9a-f]{64} in '[^\r\n]*' is damaged: [^\r\n]*, and the generator is asked again\.$"));
        Directory.Delete(folder, recursive: true);
        Assert.That(Store().Take(generator, Asked, Ask(5)).Draw.Sha256, Is.EqualTo(draw.Sha256), "drawn again");
    }

    [Test]
    public void Many_writers_of_one_draw_keep_it_once()
    {
        RecordTable rows = Counting.Rows(Ask(2000));
        var draws = new Draw[24];
        Parallel.For(0, draws.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, k => draws[k] = Store().Keep(Counting.Same, Asked, Ask(2000), rows));
        Assert.That(draws.Select(d => (d.Id, d.Sha256)).Distinct().Count(), Is.EqualTo(1));
        Assert.That(_folder.Everything(), Has.Count.EqualTo(4));
        Assert.That(RecordFingerprint.Of(Store().Read(draws[0])), Is.EqualTo(RecordFingerprint.Of(rows)));
    }

    [Test]
    public void Other_rows_for_the_same_seed_are_refused_where_seeds_are_taken_and_the_first_stay_where_not()
    {
        var (one, other) = (Counting.Rows(Ask(5)), Counting.Rows(Ask(5, seed: 2)));
        var first = Store().Keep(Counting.Same, Asked, Ask(5), one);
        Assert.That(() => Store().Keep(Counting.Same, Asked, Ask(5), other), Throws.TypeOf<AuditInputException>().With.Message.Contains("for the same seed"));
        Assert.That(Store().Keep(Counting.Same with { TakesSeeds = false }, Asked, Ask(5), other).Sha256, Is.EqualTo(first.Sha256));
    }

    [Test]
    public void No_folder_and_no_hash_are_refused()
    {
        File.WriteAllText(_folder.In("file"), "");
        Assert.That(() => new DrawStore(_folder.In("file")), Throws.TypeOf<AuditInputException>().With.Message.Contains("is a file"));
        Assert.That(() => Store().Find("../..", new string('a', 64)), Throws.TypeOf<AuditInputException>().With.Message.Contains("no SHA-256"));
        Assert.That(Store().Find(new string('a', 64), new string('a', 64)), Is.Null);
    }

    private DrawStore Store() => new(_folder.FullPath);

    private static readonly string Asked = new('d', 64);

    private static SampleRequest Ask(int count, ulong seed = 1, int repeat = 0) => new(count, [], seed, repeat);

    // A file of 3 GB, as far as it says.
    private sealed class Endless(byte[] content) : MemoryStream(content)
    {
        public override long Length => 3L << 30;
    }

    private sealed class Counting : IRecordGenerator
    {
        public static GeneratorIdentity Same { get; } = new(new("test", "counting", "1", new string('a', 64)), Modality.Records, [], TakesSeeds: true);

        public int Asked { get; private set; }

        public int Less { get; init; }

        public GeneratorIdentity Identity => Same;

        public Phrase Reading => Phrase.Of($"Counts.");

        public static RecordTable Rows(SampleRequest request) => new([new RecordColumn.Number("x", [.. Enumerable.Range(0, request.Count).Select(k => (double)request.Seed + k)])], request.Count);

        public RecordTable Sample(SampleRequest request, CancellationToken stop = default)
        {
            Asked++;
            return Rows(request with { Count = request.Count - Less });
        }

        public void Dispose() { }
    }
}
