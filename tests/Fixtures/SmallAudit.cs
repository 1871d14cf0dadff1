using System.Globalization;
using System.Text;

namespace AuditHarness.Fixtures;

/// <summary>
/// A synthetic audit in a folder of its own: 400 patients with calibrated scores whose AUROC is about 0.83, and a config that
/// expects little of them. A test bends what it is about. Deleted at the end.
/// </summary>
internal sealed class SmallAudit : IDisposable
{
    private readonly TemporaryFolder _root = new();

    /// <summary>Writes the files.</summary>
    /// <param name="patients">How many rows.</param>
    /// <param name="expectations">JSON of the expectations, without the brackets.</param>
    public SmallAudit(int patients = 400, string expectations = Passing)
    {
        var data = new StringBuilder("id,event,sex,age,ward\n");
        var predictions = new StringBuilder("id,score\n");
        for (var i = 0; i < patients; i++)
        {
            // Two low-discrepancy sequences stand in for chance: the same patients everywhere, for ever.
            var risk = Math.Round((i + 1) * 0.6180339887498949 % 1, 4);
            var outcome = (i + 1) * 0.7548776662466927 % 1 < risk ? 1 : 0;
            data.Append(CultureInfo.InvariantCulture, $"p{i},{outcome},{(i % 2 == 0 ? "female" : "male")},{20 + (i * 7 % 60)},{"abc"[i % 3]}\n");
            predictions.Append(CultureInfo.InvariantCulture, $"p{i},{risk}\n");
        }
        Write("data.csv", data.ToString());
        Write("predictions.csv", predictions.ToString());
        Write("audit.json", $$"""
            {
              // A comment and a trailing comma are allowed.
              "name": "small",
              "data": { "file": "data.csv", "id": "id", "label": "event", "positive": "1" },
              "model": { "kind": "predictions", "file": "predictions.csv", "score": "score" },
              "threshold": 0.5,
              "subgroups": { "attributes": ["sex", { "column": "age", "bins": [40, 60] }], "intersections": [["sex", "age"]], "minimumSize": 10 },
              "expectations": [{{expectations}}],
              "seed": 7,
            }
            """);
    }

    public const string Passing = """{ "metric": "AreaUnderRoc", "atLeast": 0.6, "why": "shown" }""";
    public const string Failing = """{ "metric": "AreaUnderRoc", "atLeast": 0.97 }""";
    public const string Open = """{ "metric": "AreaUnderRoc", "atLeast": 0.83 }""";
    public const string FailingWarning = """{ "metric": "AreaUnderRoc", "atLeast": 0.97, "severity": "warn" }""";
    public const string OpenWarning = """{ "metric": "AreaUnderRoc", "atLeast": 0.83, "severity": "warn" }""";

    /// <summary>The folder of the config.</summary>
    public string Folder => _root.FullPath;

    /// <summary>Path of the config.</summary>
    public string Config => In("audit.json");

    /// <summary>A path in the folder.</summary>
    public string In(string name) => _root.In(name);

    /// <summary>Text of a file.</summary>
    public string Read(string name) => File.ReadAllText(In(name));

    /// <summary>Writes a file.</summary>
    public void Write(string name, string text) => File.WriteAllText(In(name), text);

    /// <summary>Changes a file; fails when the change changes nothing.</summary>
    public void Edit(string name, Func<string, string> change)
    {
        var (before, after) = (Read(name), change(Read(name)));
        if (before == after) throw new InvalidOperationException($"The edit of {name} changed nothing.");
        Write(name, after);
    }

    /// <summary>Measures little more than the verdict rests on, for tests that look at nothing else: half the time.</summary>
    public SmallAudit Judged()
    {
        Edit("audit.json", t => t.Replace("\"threshold\"", "\"audits\": [\"performance\"], \"threshold\"", StringComparison.Ordinal)
            .Replace("\"intersections\": [[\"sex\", \"age\"]], ", "", StringComparison.Ordinal));
        return this;
    }

    /// <summary>Every file and folder beneath, sorted; temporary ones too.</summary>
    public IReadOnlyList<string> Everything() => _root.Everything();

    public void Dispose() => _root.Dispose();
}
