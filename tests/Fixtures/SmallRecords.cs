using System.Globalization;
using System.Text;

namespace AuditHarness.Fixtures;

/// <summary>
/// Records of patients in a folder of its own: 240 that a generator learns from and 200 that it never saw, with a key, numbers, categories
/// and values that are missing. Deleted at the end.
/// </summary>
internal sealed class SmallRecords : IDisposable
{
    /// <summary>Columns of the files.</summary>
    public const string Header = "id,age,systolic,diastolic,sex,site,ill";

    private readonly TemporaryFolder _root = new();

    /// <summary>Writes train.csv and holdout.csv.</summary>
    public SmallRecords()
    {
        Write("train.csv", Rows("t", 240, 0));
        Write("holdout.csv", Rows("h", 200, 5000));
    }

    /// <summary>The folder.</summary>
    public string Folder => _root.FullPath;

    /// <summary>A path in it.</summary>
    public string In(string name) => _root.In(name);

    /// <summary>Every file and folder beneath, relative.</summary>
    public IReadOnlyList<string> Everything() => _root.Everything();

    /// <summary>Writes a file.</summary>
    public void Write(string name, string text) => File.WriteAllText(In(name), text);

    /// <summary>Patients that low-discrepancy sequences stand in for: the same everywhere.</summary>
    public static string Rows(string prefix, int count, int from)
    {
        var text = new StringBuilder(Header + "\n");
        for (var i = from + 1; i <= from + count; i++)
        {
            double U(double step) => i * step % 1;
            var (a, b, c) = (U(0.6180339887498949), U(0.7548776662466927), U(0.5698402909980532));
            var age = Math.Round(30 + (50 * a));
            var diastolic = Math.Round(60 + (30 * b));
            var systolic = U(0.8191725133961645) < 0.05 ? "" : Math.Round(diastolic + 25 + (0.5 * age) + (20 * c)).ToString(CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture,
                $"{prefix}{i},{age},{systolic},{diastolic},{(U(0.2360679774997896) < 0.5 ? "female" : "male")},{"abc"[(int)(3 * U(0.4142135623730951))]},{(U(0.7320508075688772) < a ? 1 : 0)}\n");
        }
        return text.ToString();
    }

    /// <summary>
    /// A worker that makes such records: "python3 worker.py FOLDER". It writes a line to the file calls for each request and its number to
    /// the file processes, and waits before each answer for as many seconds as the file wait says.
    /// </summary>
    public const string Worker = """
        import json, os, random, sys, time

        def note(file, text):
            with open(os.path.join(sys.argv[1], file), "a") as notes:
                notes.write("%s\n" % text)

        note("processes", os.getpid())
        for line in sys.stdin:
            request = json.loads(line)
            note("calls", request["method"])
            if request["method"] == "hello":
                answer = {"protocol": 1, "name": "slow", "version": "1", "capabilities": ["sample"], "modality": "records", "conditions": [], "seeds": True}
            else:
                if os.path.exists(os.path.join(sys.argv[1], "wait")):
                    time.sleep(float(open(os.path.join(sys.argv[1], "wait")).read()))
                chance, rows = random.Random(request["seed"]), request["rows"]
                def column(name, kind, make):
                    return {"name": name, "kind": kind, "values": [make() for _ in range(rows)]}
                answer = {"columns": [
                    column("id", "text", lambda: "s%d" % chance.randrange(1 << 40)),
                    column("age", "number", lambda: float(chance.randrange(30, 80))),
                    column("systolic", "number", lambda: float(chance.randrange(110, 180))),
                    column("diastolic", "number", lambda: float(chance.randrange(60, 90))),
                    column("sex", "text", lambda: chance.choice(["female", "male"])),
                    column("site", "text", lambda: chance.choice(["a", "b", "c"])),
                    column("ill", "text", lambda: chance.choice(["0", "1"])),
                ]}
            print(json.dumps({"id": request["id"], **answer}), flush=True)

        """;

    /// <summary>How often the worker was asked to make records.</summary>
    public int Samples => File.Exists(In("calls")) ? File.ReadAllLines(In("calls")).Count(c => c == "sample") : 0;

    public void Dispose() => _root.Dispose();
}
