using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;

namespace AuditHarness.Disclosure;

/// <summary>
/// All that people read in the outputs: visible texts and those for screen readers, sentence by sentence, and what numbers they may hold:
/// those that results.json shows of the groups that the sentence names, of everybody, and those of the plan.
/// </summary>
internal sealed partial class PublishedTexts
{
    private readonly Dictionary<Subgroup, HashSet<double>> _shown = [];
    private readonly HashSet<double> _ofEverybody = [];
    private readonly HashSet<double> _all = [];
    private readonly List<string> _unproven = [];
    private readonly Subgroup[] _groups;
    private readonly Subgroup[] _hidden;
    private readonly Dictionary<Subgroup, (string Levels, string Whole, Regex Place)> _places;

    public PublishedTexts(IReadOnlyDictionary<string, string> files, AuditResult published)
    {
        _groups = [.. published.Measurements.Select(m => m.Subgroup).Where(g => !g.IsOverall).Distinct().OrderByDescending(g => g.Levels.Length)];
        _places = _groups.ToDictionary(g => g, g => (g.Levels, g.ToString(), new Regex($@"(?<![\w-]){Regex.Escape(g.Levels)}(?![\w-])|(?<![\w-]){Regex.Escape(g.ToString())}(?![\w-])")));
        _hidden = [.. published.Measurements.OfType<Measurement.Unknown>().Where(m => m.Suppressed).Select(m => m.Subgroup).Distinct()];
        foreach (var group in _groups) _shown[group] = [];
        using var json = JsonDocument.Parse(files["results.json"]);
        foreach (var member in json.RootElement.EnumerateObject())
        {
            if (member.Name is not ("measurements" or "disparities" or "exhibits" or "findings")) Numbers(member.Value, _ofEverybody);
            else Learn(member.Value);
            Numbers(member.Value, _all);
            if (member.Name is "plan" or "model" or "run" or "inputs" or "configLines")
                foreach (var text in Strings(member.Value)) foreach (Match number in Digits().Matches(text)) _ofEverybody.Add(double.Parse(number.Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture));
        }
        Parts(json.RootElement, "$");
        Sentences = [.. files.SelectMany(Blocks).Distinct()];
    }

    /// <summary>File and text.</summary>
    public IReadOnlyList<(string File, string Text)> Sentences { get; }

    /// <summary>Numbers in the parts of sentences of results.json that it shows nowhere else.</summary>
    public IReadOnlyList<string> NumbersOnlyInParts => _unproven;

    private static readonly string[] s_numbered = [.. MetricCatalog.Infos.Select(i => i.Title).Where(t => t.Any(char.IsAsciiDigit))];

    /// <summary>Sentences about a group with something hidden that hold a number which results.json does not show of it.</summary>
    public IEnumerable<string> Telling() => Sentences.SelectMany(s => Telling(s.File, s.Text));

    /// <inheritdoc cref="Telling()"/>
    public IEnumerable<string> Telling(string file, string text)
    {
        var (rest, named) = (text, new List<Subgroup>());
        foreach (var group in _groups)
        {
            var (levels, whole, place) = _places[group];
            if ((!rest.Contains(levels, StringComparison.Ordinal) && !rest.Contains(whole, StringComparison.Ordinal)) || !place.IsMatch(rest)) continue;
            named.Add(group);
            rest = place.Replace(rest, " ");
        }
        if (!named.Any(_hidden.Contains)) return [];
        // How many lines of the report there are, which of them is meant, a limit of the plan told as odds, and how many knots a curve has say nothing of a patient.
        rest = OfTheReport().Replace(rest, " ");
        // Nor does the number in a metric's name, as of interventions avoided per 100 patients.
        foreach (var name in s_numbered) rest = rest.Replace(name, " ", StringComparison.OrdinalIgnoreCase);
        double[] known = [.. named.SelectMany(g => _shown[g]).Concat(_ofEverybody)];
        // Sweeps tell specificities, results.json the false positive rates that they follow from.
        if (rest.Contains("every threshold", StringComparison.Ordinal)) known = [.. known, .. known.Select(k => 1 - k)];
        if (rest.Contains("for every 100 events", StringComparison.Ordinal) || rest.Contains("f 100 patients", StringComparison.Ordinal) || rest.Contains("f 100 flagged patients", StringComparison.Ordinal)) known = [.. known, .. known.Select(k => 100 * k), 100];
        // What flagging everybody is worth at a threshold follows from the prevalence.
        if (rest.Contains("flagging everybody", StringComparison.OrdinalIgnoreCase))
            known = [.. known, .. Number().Matches(rest).Select(Threshold).Where(t => t is > 0 and < 1).SelectMany(t => known.Select(k => k - ((1 - k) * t / (1 - t))))];
        if (rest.Contains("1,000 patients", StringComparison.Ordinal)) known = [.. known, .. known.Select(k => 1000 * k), 1000];
        return Number().Matches(rest).Select(m => m.Value.TrimEnd(',', '.')).Where(n => !Known(n, known)).Select(n => $"{file}: {n} in '{text}'");
    }

    private static double Threshold(Match number) =>
        double.TryParse(number.Value.TrimEnd('%', ' ', '\u00a0', ',', '.'), CultureInfo.InvariantCulture, out var value) ? number.Value.EndsWith('%') ? value / 100 : value : 0;

    private static bool Known(string printed, double[] known)
    {
        var percent = printed.EndsWith('%');
        var digits = printed.TrimEnd('%', ' ', '\u00a0').Replace(",", "", StringComparison.Ordinal).Replace('−', '-');
        var value = Math.Abs(double.Parse(digits, CultureInfo.InvariantCulture));
        var mantissa = digits.Split('E')[0];
        var decimals = mantissa.Contains('.', StringComparison.Ordinal) ? mantissa.Length - mantissa.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
        var exponent = digits.Contains('E', StringComparison.Ordinal) ? int.Parse(digits.Split('E')[1], CultureInfo.InvariantCulture) : 0;
        var half = 0.5000001 * Math.Pow(10, exponent - decimals);
        return Array.Exists(known, k => Math.Abs((Math.Abs(k) * (percent ? 100 : 1)) - value) <= half);
    }

    // What results.json shows of a group stands in an object that names the group, or in a row that does.
    private void Learn(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            JsonElement[] items = [.. json.EnumerateArray()];
            foreach (var group in _groups.Where(g => items.Any(i => i.ValueKind == JsonValueKind.String && i.GetString() == g.Levels)))
                Numbers(json, _shown[group]);
            foreach (var item in items) Learn(item);
        }
        else if (json.ValueKind == JsonValueKind.Object)
        {
            var about = json.EnumerateObject().Where(p => p.Name is "subgroup" or "group" or "against" && p.Value.ValueKind == JsonValueKind.Object).ToArray();
            Subgroup[] named = [.. about.Select(p => new Subgroup([.. p.Value.EnumerateObject().Select(c => new AttributeLevel(c.Name, c.Value.GetString()!))]))];
            foreach (var group in named) Numbers(json, group.IsOverall ? _ofEverybody : _shown.GetValueOrDefault(group) ?? _ofEverybody);
            if (named.Length == 0 && json.TryGetProperty("attributes", out _)) Numbers(json, _ofEverybody);
            if (named.Length == 0) foreach (var member in json.EnumerateObject().Where(p => !IsParts(p.Name))) Learn(member.Value);
        }
    }

    private static bool IsParts(string name) => name is "said" || name.EndsWith("Parts", StringComparison.Ordinal);

    private static void Numbers(JsonElement json, HashSet<double> into)
    {
        if (json.ValueKind == JsonValueKind.Number) into.Add(json.GetDouble());
        else if (json.ValueKind == JsonValueKind.Object) foreach (var p in json.EnumerateObject().Where(p => !IsParts(p.Name))) Numbers(p.Value, into);
        else if (json.ValueKind == JsonValueKind.Array) foreach (var e in json.EnumerateArray()) Numbers(e, into);
    }

    private void Parts(JsonElement json, string path)
    {
        if (json.ValueKind == JsonValueKind.Array)
            foreach (var (e, i) in json.EnumerateArray().Select((e, i) => (e, i))) Parts(e, $"{path}[{i}]");
        else if (json.ValueKind == JsonValueKind.Object)
            foreach (var p in json.EnumerateObject())
            {
                if (p.Name != "parts" && !p.Name.EndsWith("Parts", StringComparison.Ordinal))
                {
                    Parts(p.Value, $"{path}.{p.Name}");
                    continue;
                }
                // How many groups are compared at once is part of the method, and anybody can count them.
                if (p.Name == "methodParts") continue;
                HashSet<double> numbers = [];
                foreach (var phrase in p.Value.ValueKind == JsonValueKind.Array ? p.Value.EnumerateArray() : Enumerable.Repeat(p.Value, 1))
                    if (!OfEverybody(phrase)) Numbers(phrase, numbers);
                _unproven.AddRange(numbers.Where(n => !_all.Contains(n) && !_all.Contains(-n)).Select(n => $"{n.ToString("R", CultureInfo.InvariantCulture)} in {path}.{p.Name}: {p.Value}"));
            }
    }

    // Said nowhere else. Constants of a method, and of a test what follows from its statistic and degrees of freedom, which stand beside it.
    // Of everybody: rows of the predictions, and patients, 11 at least or "up to 10", whose risk has no logit.
    private static bool OfEverybody(JsonElement phrase) => phrase.ValueKind == JsonValueKind.Object && phrase.TryGetProperty("template", out var template) && template.GetString() is { } text
        && (text.StartsWith("{0:count} predictions were read", StringComparison.Ordinal) || text.StartsWith("of low value; were these the patients", StringComparison.Ordinal)
            // How many groups have a figure can be counted in the list of groups.
            || text == "largest of {0:count} groups" || text.StartsWith("Cumulative error is the range of the sums", StringComparison.Ordinal)
            || text.StartsWith("The {0:count} rows come from {1:count} clusters", StringComparison.Ordinal) || text.StartsWith("Patients were drawn within {0:count} strata", StringComparison.Ordinal)
            || text.StartsWith("{0:count} strata have a single cluster", StringComparison.Ordinal)
            || text.StartsWith("fewer than {0} (effective) patients at the top", StringComparison.Ordinal) || text == "fewer than {0} patients" || text.Contains("{0:count} patients have a predicted risk of exactly 0 or 1", StringComparison.Ordinal));

    private static IEnumerable<(string File, string Text)> Blocks(KeyValuePair<string, string> file) => Path.GetExtension(file.Key) switch
    {
        ".html" => Html(file.Value),
        ".md" => file.Value.Split('\n').SelectMany(line => line.StartsWith('|') ? line.Split(" | ") : [line]).Select(t => Escaped().Replace(WebUtility.HtmlDecode(t), "$1")),
        ".xml" => XDocument.Parse(file.Value).Descendants().SelectMany(e => e.Attributes().Select(a => a.Value).Concat(e.Nodes().OfType<XText>().Select(t => t.Value))).SelectMany(t => Escaped().Replace(WebUtility.HtmlDecode(t), "$1").Split('\n')),
        _ => Strings(JsonDocument.Parse(file.Value).RootElement),
    } is { } texts ? texts.Select(t => t.Trim()).Where(t => t.Length > 0).Select(t => (file.Key, t)) : [];

    private static IEnumerable<string> Html(string html)
    {
        html = Unread().Replace(html, " ").ReplaceLineEndings(" ");
        return Spoken().Matches(html).Select(m => m.Groups[1].Value)
            .Concat(Tag().Split(Inline().Replace(html, ""))).Select(t => WebUtility.HtmlDecode(t));
    }

    private static IEnumerable<string> Strings(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => [json.GetString()!],
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Strings),
        // Templates hold places, not numbers.
        JsonValueKind.Object => json.EnumerateObject().Where(p => !IsParts(p.Name)).SelectMany(p => Strings(p.Value)),
        _ => [],
    };

    [GeneratedRegex("<(style|script)[^>]*>.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Unread();

    [GeneratedRegex("(?:aria-label|aria-description|title|data-label|data-caption|alt)=\"([^\"]*)\"")]
    private static partial Regex Spoken();

    [GeneratedRegex("</?(?:b|i|em|strong|bdi|span|a|code|sup|sub|small|abbr|wbr|q)(?:\\s[^>]*)?>")]
    private static partial Regex Inline();

    [GeneratedRegex(@"fitted at 512 quantile knots and 64 at bends|\d+ of \d+ (?:intervals|bins|groups|findings|cells)|[Oo]f \d+ gaps? between a group and its reference, \d+|[Oo]f \d+ gaps? that says? which group is worse off, \d+|about \d+(?:\.\d+)? would be expected by chance|\(odds \d+\.\d+ to \d+\.\d+ times\)|in \d+ groups|\d+ groups? (?:is|are) (?:hidden|too small)|\d+ findings? open|Of \d+ figures? \d+ (?:is|are) clearly|\d+ figures? (?:is|are) hidden|above 20,000 rows a seeded sample|each of the \d+ measured|in \d+ of \d+\.|In \d+ it is|\(expectation \d+(?:, config line \d+)?\)")]
    private static partial Regex OfTheReport();

    [GeneratedRegex(@"\d[\d,]*(?:\.\d+)?")]
    private static partial Regex Digits();

    [GeneratedRegex(@"\\([^A-Za-z0-9\s])")]
    private static partial Regex Escaped();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"(?<![\w.−-])[−-]?\d[\d,]*(?:\.\d+)?(?:E[+−-]?\d+)?(?:[ \u00a0]?%)?(?![\w])")]
    private static partial Regex Number();
}
