using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AuditHarness.Cli.Commands;

/// <summary>What can be wrong with packed files, Parquet, queries and tables of probabilities, tried on the built program as other bad input is.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class BadTableTests
{
    private static readonly string s_examples = Repository.In("configs", "examples");

    /// <summary>One thing that is wrong with an example, and what the message must say of it.</summary>
    /// <param name="Name">What.</param>
    /// <param name="Example">File of the example.</param>
    /// <param name="Bend">Bends the folder with the example's files beside its config.</param>
    /// <param name="Says">What must be said.</param>
    public sealed record Fault(string Name, string Example, Action<string> Bend, params string[] Says)
    {
        public override string ToString() => Name;
    }

    private static IEnumerable<Fault> Faults() =>
    [
        new("a Parquet file that is cut short", "parquet", f => Bytes(f, "flchain.parquet", b => b[..(b.Length / 2)]), "flchain.parquet", "cut short or damaged"),
        new("a Parquet file without its last byte", "parquet", f => Bytes(f, "flchain.parquet", b => b[..^1]), "flchain.parquet", "cut short or damaged"),
        new("a Parquet file whose pages are overwritten", "parquet", f => Bytes(f, "flchain.parquet", b => { b.AsSpan(4, b.Length / 2).Fill(0xFF); return b; }), "flchain.parquet", "cut short or damaged"),
        new("a Parquet file whose footer is overwritten", "parquet", f => Bytes(f, "flchain.parquet", b => { b.AsSpan(b.Length - 400, 380).Fill(0xFF); return b; }), "flchain.parquet", "cut short or damaged"),
        new("a Parquet file that is another one", "parquet", f => Bytes(f, "flchain.parquet", _ => "id,score\n1,0.5\n"u8.ToArray()), "flchain.parquet", "does not begin as a Parquet file does"),
        new("a Parquet file that is empty", "parquet", f => Bytes(f, "flchain.parquet", _ => []), "flchain.parquet"),
        new("a column that the Parquet file does not have", "parquet", f => Text(f, "audit.json", t => t.Replace("\"death_5y\"", "\"death_5yr\"", StringComparison.Ordinal)), "death_5yr", "data.label", "Did you mean 'death_5y'?"),
        new("a column of another type than the schema says", "parquet", f => Text(f, "audit.json", t => t.Replace("\"sex\":\"text\"", "\"sex\":\"integer\"", StringComparison.Ordinal)), "sex", "of type integer: a value is no whole number", "data.schema"),
        new("a gzip file that expands a thousandfold", "predictions_long", f => Bytes(f, "flchain.csv", b => Packed([.. b, .. Enumerable.Repeat("1,97,\"female\",1997,5.7,4.86,10,1.7,0,85,1,1,\"train\"\n"u8.ToArray(), 1_000_000).SelectMany(r => r)])), "flchain.csv unpacks into more than 200 times its size"),
        new("a gzip file that is all one letter", "predictions_long", f => Bytes(f, "flchain.csv", b => Packed([.. b, .. Enumerable.Repeat((byte)'a', 60_000_000)])), "flchain.csv"),
        new("a gzip file that is cut short", "predictions_long", f => Bytes(f, "flchain.csv", b => Packed(b)[..^2000]), "flchain.csv is compressed by gzip, but damaged, cut short"),
        new("probabilities of classes that do not sum to one", "predictions_long", f => Text(f, "predictions_long.csv", t => Row(t, 3, r => r[..(r.LastIndexOf(',') + 1)] + "0.0001")), "the probabilities of a patient's classes do not sum to 1", "their sum is"),
        new("a patient without predictions", "predictions_long", f => Text(f, "predictions_long.csv", t => string.Join('\n', t.Split('\n').Where(r => !r.StartsWith("3,", StringComparison.Ordinal)))), "has no prediction in predictions_long.csv"),
        new("a query of a table that is not declared", "sql", f => Text(f, "audit.json", t => t.Replace("FROM patients", "FROM pateints", StringComparison.Ordinal)), "pateints", "data.query"),
        new("a query that reads another file", "sql", f => Text(f, "audit.json", t => t.Replace("FROM patients", "FROM '/etc/passwd'", StringComparison.Ordinal)), "data.query"),
        new("a query's table that is damaged", "sql", f => Bytes(f, "flchain.parquet", b => b[..(b.Length / 2)]), "flchain.parquet"),
    ];

    [TestCaseSource(nameof(Faults))]
    public void A_fault_of_a_table_is_told_clearly_and_leaves_nothing(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        using var folder = Example(fault.Example);
        fault.Bend(folder.FullPath);
        var (before, token, clock) = (folder.Everything(), TokenProcesses.NewToken(), Stopwatch.StartNew());
        var ended = AuditProgram.RunIn(folder.FullPath, new Dictionary<string, string> { ["AUDIT_TEST_TOKEN"] = token }, "run", "audit.json");
        TestContext.Out.WriteLine(ended.Error);
        BadInputTests.IsClear(ended);
        Assert.Multiple(() =>
        {
            foreach (var words in fault.Says) Assert.That(ended.Error, Does.Contain(words));
            Assert.That(ended.Error, Does.Not.Contain(folder.FullPath));
            Assert.That(folder.Everything(), Is.EqualTo(before), "nothing was written");
            Assert.That(clock.Elapsed.TotalSeconds, Is.LessThan(120));
            Assert.That(TokenProcesses.With(token), Is.Empty);
        });
    }

    [TestCase("parquet"), TestCase("predictions_long"), TestCase("sql")]
    public void The_examples_are_fine_before_they_are_bent(string name)
    {
        using var folder = Example(name);
        var ended = AuditProgram.RunIn(folder.FullPath, "run", "audit.json", "--fail-on", "never");
        Assert.That((ended.ExitCode, ended.Error), Is.EqualTo((0, "")));
    }

    /// <summary>An example in a folder of its own, its files beside it.</summary>
    private static TemporaryFolder Example(string name)
    {
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(s_examples, name + ".json")), documentOptions: new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!.AsObject();
        config.Remove("$schema");
        // Little is measured: what is looked at comes before.
        config["audits"] = new JsonArray("performance");
        config["expectations"] = new JsonArray();
        var folder = new TemporaryFolder();
        void Bring(JsonObject part, string key)
        {
            if (part[key] is not { } file) return;
            var path = Path.GetFullPath((string)file!, s_examples);
            File.Copy(path, folder.In(Path.GetFileName(path)), overwrite: true);
            part[key] = Path.GetFileName(path);
        }
        Bring(config["data"]!.AsObject(), "file");
        Bring(config["model"]!.AsObject(), "file");
        if (config["data"]!["tables"] is JsonObject tables)
            foreach (var table in tables.Select(t => t.Key).ToArray()) Bring(tables, table);
        File.WriteAllText(folder.In("audit.json"), config.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        return folder;
    }

    private static void Bytes(string folder, string file, Func<byte[], byte[]> bend)
    {
        var path = Path.Combine(folder, file);
        File.WriteAllBytes(path, bend(File.ReadAllBytes(path)));
    }

    private static void Text(string folder, string file, Func<string, string> bend) => Bytes(folder, file, before =>
    {
        var after = Encoding.UTF8.GetBytes(bend(Encoding.UTF8.GetString(before)));
        Assert.That(after, Is.Not.EqualTo(before), "the edit changes something");
        return after;
    });

    private static string Row(string text, int row, Func<string, string> change)
    {
        var rows = text.Split('\n');
        rows[row - 1] = change(rows[row - 1]);
        return string.Join('\n', rows);
    }

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize)) gzip.Write(bytes);
        return packed.ToArray();
    }
}
