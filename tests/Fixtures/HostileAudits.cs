using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AuditHarness.Audits;

namespace AuditHarness.Fixtures;

/// <summary>
/// Audits whose every text is hostile, written as files: levels and ids in one, names of columns, attributes and features in the next,
/// everything that a config says in the last. Each is written a second time with harmless texts in the same places, so that what the
/// two pages are made of can be compared.
/// </summary>
internal static class HostileAudits
{
    private const int Seed = 3;

    /// <summary>Every text is a level, and begins ids. Of every fourth there are patients enough to be compared: the pairs of all would be ten thousand.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="say">Gives the text that stands in the place of a hostile one: itself, or a harmless one.</param>
    /// <returns>Path of the config.</returns>
    public static string Levels(string folder, Func<string, string> say)
    {
        var levels = HostileTexts.OfData;
        var data = new StringBuilder("id,event,score,level,sex\n");
        for (var i = 0; i < levels.Count * 26; i++)
        {
            if (i / levels.Count >= 9 && i % levels.Count % 4 != 0) continue;
            var level = say(levels[i % levels.Count]);
            Row(data, $"{level} {i}", Outcome(i), Risk(i), level, i / levels.Count % 2 == 0 ? "female" : "male");
        }
        File.WriteAllText(Path.Combine(folder, "levels.csv"), data.ToString());
        var named = HostileTexts.OfConfigs.Take(12).Select(text => (JsonNode)Expect("Sensitivity", ("level", say(text)), 0.5, text, say));
        return Config(folder, "levels.json", new()
        {
            ["name"] = "levels",
            ["data"] = new JsonObject { ["file"] = "levels.csv", ["id"] = "id", ["label"] = "event", ["positive"] = 1 },
            ["model"] = new JsonObject { ["kind"] = "predictions", ["name"] = "m" },
            ["threshold"] = 0.5,
            ["subgroups"] = new JsonObject { ["attributes"] = new JsonArray("level", "sex"), ["minimumSize"] = 10 },
            ["expectations"] = new JsonArray([.. named, Expect("EqualOpportunityDifference", ("level", "*"), null, "@", _ => "w"), Expect("AreaUnderRoc", ("level", "*"), 0.6, "@", _ => "w")]),
            ["seed"] = Seed,
        });
    }

    /// <summary>Every text that a config takes names a column that the model is given, and the first ones name attributes too.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="say">Gives the text that stands in the place of a hostile one.</param>
    /// <returns>Path of the config.</returns>
    public static string Names(string folder, Func<string, string> say)
    {
        const int Patients = 400, Attributes = 4;
        var names = HostileTexts.OfConfigs;
        var data = new StringBuilder();
        Row(data, [say("\""), say("'"), .. names.Select(n => "column " + say(n)), .. names.Take(Attributes).Select(say)]);
        for (var i = 0; i < Patients; i++)
            Row(data, [$"p{i}", Outcome(i), .. names.Select((_, f) => Spread(i, f).ToString("0.000", CultureInfo.InvariantCulture)), .. Enumerable.Range(0, Attributes).Select(a => Spread(i, 1000 + a) < 0.5 ? "no" : "yes")]);
        File.WriteAllText(Path.Combine(folder, "names.csv"), data.ToString());
        File.WriteAllBytes(Path.Combine(folder, "names.onnx"), new TinyOnnx { Weights = [.. names.Select((_, f) => 2f * (0.5f - (float)Spread(f, 7)))], Bias = 0 }.ToBytes());
        return Config(folder, "names.json", new()
        {
            ["name"] = "names",
            ["data"] = new JsonObject { ["file"] = "names.csv", ["id"] = say("\""), ["label"] = say("'"), ["positive"] = 1 },
            ["model"] = new JsonObject
            {
                ["kind"] = "onnx", ["file"] = "names.onnx", ["name"] = "m",
                ["features"] = new JsonArray([.. names.Select(n => (JsonNode)new JsonObject { ["column"] = "column " + say(n), ["name"] = say(n) })]),
            },
            ["threshold"] = 0.5,
            ["subgroups"] = new JsonObject
            {
                ["attributes"] = new JsonArray([.. names.Take(Attributes).Select(n => (JsonNode)say(n))]), ["minimumSize"] = 10,
                ["intersections"] = new JsonArray(new JsonArray(say(names[0]), say(names[1]))),
            },
            ["explanations"] = new JsonObject { ["rows"] = 60, ["background"] = 20 },
            ["expectations"] = new JsonArray(
            [
                .. names.Take(Attributes).Select(n => (JsonNode)Expect("EqualOpportunityDifference", (say(n), "*"), null, n, say)),
                .. names.Take(6).Select(n => (JsonNode)new JsonObject { ["metric"] = "AttributionShare", ["feature"] = say(n), ["atMost"] = 0.5, ["why"] = say(n) }),
            ]),
            ["seed"] = Seed,
        });
    }

    /// <summary>Everything that a config says: names of files and columns, of the model and the organisation, declarations, reasons.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="turn">Turns the texts round, so that each place gets others.</param>
    /// <param name="say">Gives the text that stands in the place of a hostile one.</param>
    /// <returns>Path of the config.</returns>
    public static string Texts(string folder, int turn, Func<string, string> say)
    {
        var (texts, files) = (HostileTexts.OfConfigs, HostileTexts.OfFiles);
        string Text(int place) => say(texts[(place + (turn * 29)) % texts.Count]);
        string FileName(int place) => say(files[(place + (turn * 17)) % files.Count]);
        string[] columns = [Text(0), Text(1), Text(2), Text(3), Text(4)];
        var (positive, negative) = (Text(5), Text(6));
        var data = new StringBuilder();
        var scores = new StringBuilder();
        Row(data, columns[0], columns[1], columns[3], columns[4]);
        Row(scores, columns[0], columns[2]);
        for (var i = 0; i < 150; i++)
        {
            Row(data, $"p{i}", Outcome(i) == "1" ? positive : negative, i % 10 == 0 ? "" : Text(20 + (i % 2)), (20 + (i * 7 % 60)).ToString(CultureInfo.InvariantCulture));
            Row(scores, $"p{i}", Risk(i));
        }
        string[] attached = [.. Enumerable.Range(2, 40).Select(FileName)];
        File.WriteAllText(Path.Combine(folder, FileName(0)), data.ToString());
        File.WriteAllText(Path.Combine(folder, FileName(1)), scores.ToString());
        foreach (var file in attached) File.WriteAllText(Path.Combine(folder, file), "an attachment");
        return Config(folder, FileName(42) + ".json", new()
        {
            ["name"] = "texts",
            ["intendedUse"] = Text(7),
            ["data"] = new JsonObject { ["file"] = FileName(0), ["id"] = columns[0], ["label"] = columns[1], ["positive"] = positive },
            ["model"] = new JsonObject { ["kind"] = "predictions", ["file"] = FileName(1), ["score"] = columns[2], ["name"] = Text(8), ["version"] = Text(9) },
            ["threshold"] = 0.5,
            ["subgroups"] = new JsonObject
            {
                ["attributes"] = new JsonArray(columns[3], new JsonObject { ["column"] = columns[4], ["name"] = Text(12), ["bins"] = new JsonArray(40, 60) }),
                ["missing"] = Text(10), ["minimumSize"] = 5,
            },
            ["expectations"] = new JsonArray([.. texts.Select((_, place) => (JsonNode)Expect("AreaUnderRoc", null, 0.6, texts[(place + turn) % texts.Count], say))]),
            ["modelCard"] = new JsonObject([.. ModelCardCatalog.All.Select((field, k) => KeyValuePair.Create(field.Id, (JsonNode?)new JsonObject { ["text"] = Text(30 + k), ["by"] = Text(70 + k), ["on"] = "2026-11-24" }))]),
            ["evidence"] = new JsonObject
            {
                ["profiles"] = new JsonArray("tripod-ai", "b11", "ai-act", "fda-ai", "chai"),
                ["attachments"] = new JsonArray([.. attached.Select((file, k) => (JsonNode)new JsonObject { ["file"] = file, ["title"] = Text(90 + k), ["for"] = new JsonArray("tripod-ai/18c") })]),
                ["notApplicable"] = new JsonArray(new JsonObject { ["requirement"] = "ai-act/IV.1(f)", ["why"] = Text(13), ["by"] = Text(14), ["on"] = "2026-11-24" }),
            },
            ["seed"] = Seed,
            ["report"] = new JsonObject { ["title"] = Text(15), ["organisation"] = Text(16) },
        });
    }

    private static JsonObject Expect(string metric, (string Attribute, string Level)? where, double? atLeast, string why, Func<string, string> say)
    {
        var expectation = new JsonObject { ["metric"] = metric };
        if (where is { } w) expectation["where"] = new JsonObject { [w.Attribute] = w.Level };
        expectation[atLeast is null ? "atMost" : "atLeast"] = atLeast ?? 0.3;
        expectation["why"] = say(why);
        return expectation;
    }

    private static string Config(string folder, string name, JsonObject config)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, config.ToJsonString());
        return path;
    }

    private static void Row(StringBuilder csv, params IReadOnlyList<string> fields) =>
        csv.AppendJoin(',', fields.Select(f => f.Length == 0 ? f : $"\"{f.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append('\n');

    private static string Risk(int i) => Math.Round((i + 1) * 0.6180339887498949 % 1, 4).ToString(CultureInfo.InvariantCulture);

    private static string Outcome(int i) => (i + 1) * 0.7548776662466927 % 1 < Math.Round((i + 1) * 0.6180339887498949 % 1, 4) ? "1" : "0";

    // In [0, 1), as if drawn anew for each pair.
    private static double Spread(int i, int k) => ((i + 1) * 0.7548776662466927 + ((k + 1) * 0.5698402909980532) + ((i + 1) * (k + 1) * 0.3819660112501051)) % 1;
}
