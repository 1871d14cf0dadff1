using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace AuditHarness.Fixtures;

/// <summary>An audit of made-up records whose every text is hostile, written as files: names of columns and rules, levels, and what the config says.</summary>
internal static class HostileRecords
{
    private const int Train = 360, Holdout = 240;

    /// <summary>Writes it. The records that were made up stand in a file.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="say">Gives the text that stands in the place of a hostile one.</param>
    /// <returns>Path of the config.</returns>
    public static string Write(string folder, Func<string, string> say)
    {
        var texts = HostileTexts.OfConfigs;
        string Name(int k) => "column " + say(texts[k]);
        string[] columns = [Name(0), Name(1), Name(2), Name(3), Name(4), "x"];
        var files = new[] { ("train.csv", 0, Train), ("holdout.csv", Train, Holdout), ("made.csv", Train + Holdout, Train) };
        foreach (var (file, first, rows) in files)
        {
            var csv = new StringBuilder();
            Row(csv, columns);
            for (var i = first; i < first + rows; i++)
                Row(csv, [
                    say(texts[i * 7 % texts.Count]), say(texts[50 + (i % 3)]), Number(i, 2), Number(i, 3),
                    Spread(i, 4) < 0.4 ? say(texts[60]) : say(texts[61]), Number(i, 5),
                ]);
            File.WriteAllText(Path.Combine(folder, file), csv.ToString());
        }
        JsonArray Names(params int[] k) => new([.. k.Select(n => (JsonNode)columns[n])]);
        var path = Path.Combine(folder, "records.json");
        File.WriteAllText(path, new JsonObject
        {
            ["name"] = "records",
            ["intendedUse"] = say(texts[10]),
            ["records"] = new JsonObject
            {
                ["train"] = "train.csv", ["holdout"] = "holdout.csv",
                ["outcome"] = new JsonObject { ["column"] = columns[4], ["positive"] = say(texts[60]) },
                ["quasiIdentifiers"] = Names(0, 2), ["sensitive"] = Names(1, 3),
                ["rules"] = new JsonArray([.. texts.Skip(20).Take(12).Select(t => (JsonNode)new JsonObject { ["name"] = say(t), ["rule"] = "x > 0.2" })]),
            },
            ["generator"] = new JsonObject { ["kind"] = "file", ["file"] = "made.csv", ["name"] = say(texts[11]), ["version"] = say(texts[12]) },
            ["subgroups"] = new JsonObject { ["attributes"] = Names(1, 4), ["intersections"] = new JsonArray(Names(1, 4)), ["minimumSize"] = 10 },
            // The default adds boosted trees, which take as long as all else.
            ["learners"] = new JsonArray("logisticRegression"),
            ["expectations"] = new JsonArray(
                Expect("KolmogorovSmirnovComplement", columns[2], null), Expect("CorrelationSimilarity", $"{columns[2]} × {columns[3]}", null), Expect("RuleViolationRate", say(texts[20]), null),
                Expect("RepresentationRatio", null, columns[1])),
            ["seed"] = 3,
            ["report"] = new JsonObject { ["title"] = say(texts[15]), ["organisation"] = say(texts[16]) },
        }.ToJsonString());
        return path;

        JsonObject Expect(string metric, string? subject, string? every)
        {
            var expectation = new JsonObject { ["metric"] = metric, ["atLeast"] = 0.5, ["why"] = say(texts[17]) };
            if (subject is not null) expectation["subject"] = subject;
            if (every is not null) expectation["where"] = new JsonObject { [every] = "*" };
            return expectation;
        }
    }

    private static void Row(StringBuilder csv, IReadOnlyList<string> fields) =>
        csv.AppendJoin(',', fields.Select(f => $"\"{f.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append('\n');

    private static string Number(int i, int k) => Spread(i, k).ToString("0.000", CultureInfo.InvariantCulture);

    // In [0, 1), as if drawn anew for each pair.
    private static double Spread(int i, int k) => ((i + 1) * 0.7548776662466927 + ((k + 1) * 0.5698402909980532) + ((i + 1) * (k + 1) * 0.3819660112501051)) % 1;
}
