using System.Globalization;
using System.Text;
using System.Text.Json;
using AuditHarness.Cohorts;
using AuditHarness.Statistics;

namespace AuditHarness.Reporting.Json;

/// <summary>A value of results.json that knows where it stands; what is of another kind than it should be is refused with its path.</summary>
/// <param name="file">The file, as messages name it.</param>
/// <param name="json">The value.</param>
/// <param name="parent">The object or array it is in; null for the root.</param>
/// <param name="step">Its key or index there.</param>
internal sealed class ResultsNode(string file, JsonElement json, ResultsNode? parent = null, object? step = null)
{
    // Far beyond what an audit measures, even a ratio to risks of nearly 0, and far from where sums and squares end.
    private const double Largest = 1e100;

    /// <summary>The value itself.</summary>
    public JsonElement Json => json;

    /// <summary>JSON path, such as <c>$.measurements[3].value</c>; keys that may come from data are cut and quoted.</summary>
    public string Path => parent is null ? "$" : step switch
    {
        int index => string.Create(CultureInfo.InvariantCulture, $"{parent.Path}[{index}]"),
        string { Length: <= 60 } key when key.All(char.IsAsciiLetterOrDigit) => $"{parent.Path}.{key}",
        _ => $"{parent.Path}['{Shown((string)step!)}']",
    };

    /// <summary>The refusal of what stands here.</summary>
    /// <param name="what">What is wrong with it, as the end of a sentence.</param>
    public AuditInputException Fault(string what) => new(
        $"'{file}' cannot be rendered: {Path} {what}. It was damaged or changed since an audit wrote it: restore it, or run the audit again.");

    /// <summary>A member that must be there.</summary>
    /// <param name="key">Its key.</param>
    public ResultsNode this[string key] => Find(key) ?? throw Fault($"lacks the key '{key}'");

    /// <summary>A member that older files do not have; null when it is not there.</summary>
    /// <param name="key">Its key.</param>
    public ResultsNode? Find(string key)
    {
        Expect(JsonValueKind.Object, "an object");
        return json.TryGetProperty(key, out var value) ? new(file, value, this, key) : null;
    }

    /// <summary>The members in file order, each key once.</summary>
    public IEnumerable<(string Key, ResultsNode Value)> Members()
    {
        Expect(JsonValueKind.Object, "an object");
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            var key = TextOf(() => member.Name);
            if (!keys.Add(key)) throw Fault($"has the key '{Shown(key)}' twice");
            yield return (key, new(file, member.Value, this, key));
        }
    }

    /// <summary>The elements in order.</summary>
    public IEnumerable<ResultsNode> Items()
    {
        Expect(JsonValueKind.Array, "an array");
        var index = 0;
        foreach (var item in json.EnumerateArray()) yield return new(file, item, this, index++);
    }

    /// <summary>The elements of a member, read one by one.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="read">Reads one.</param>
    public IReadOnlyList<T> List<T>(string key, Func<ResultsNode, T> read) => [.. this[key].Items().Select(read)];

    /// <summary>What stands here, or the default of its kind for null.</summary>
    /// <param name="key">Key of the member.</param>
    /// <param name="read">Reads it.</param>
    public T? OrNull<T>(string key, Func<ResultsNode, T> read) => this[key] is { Json.ValueKind: not JsonValueKind.Null } node ? read(node) : default;

    /// <summary>A text.</summary>
    public string Text()
    {
        Expect(JsonValueKind.String, "a text");
        return TextOf(() => json.GetString()!);
    }

    /// <summary>A sentence or term of ours, under its key and "&lt;key&gt;Parts".</summary>
    /// <param name="key">Key of the member.</param>
    public Phrase Said(string key) => SaidOrNull(key) ?? throw this[key].Fault("is null, not a text");

    /// <summary>A sentence or term of ours that is there or null.</summary>
    /// <param name="key">Key of the member.</param>
    public Phrase? SaidOrNull(string key) => OrNull(key, text => text.Phrase(Find(key + "Parts")));

    /// <summary>Sentences of ours, under their key and "&lt;key&gt;Parts".</summary>
    /// <param name="key">Key of the member.</param>
    public IReadOnlyList<Phrase> SaidList(string key)
    {
        ResultsNode[] texts = [.. this[key].Items()];
        ResultsNode[]? parts = Find(key + "Parts") is { } node ? [.. node.Items()] : null;
        if (parts is not null && parts.Length != texts.Length) throw this[key + "Parts"].Fault("has not as many entries as there are sentences");
        return [.. texts.Select((text, k) => text.Phrase(parts?[k]))];
    }

    /// <summary>The phrase whose English text stands here.</summary>
    /// <param name="parts">Its template and values; null when it has none.</param>
    public Phrase Phrase(ResultsNode? parts)
    {
        Text();
        try
        {
            return PhraseJson.Read(json, parts?.Json ?? default);
        }
        catch (InvalidOperationException)
        {
            throw parts!.Fault("holds a text that is not Unicode");
        }
    }

    /// <summary>A number that can be reckoned with: beyond ±1e100 there is no figure.</summary>
    public double Number()
    {
        Expect(JsonValueKind.Number, "a number");
        return json.TryGetDouble(out var value) && Math.Abs(value) <= Largest ? value : throw Fault("is too large a number");
    }

    /// <summary>A number that is there or null.</summary>
    public double? NumberOrNull() => json.ValueKind == JsonValueKind.Null ? null : Number();

    /// <summary>A whole number of at least 0.</summary>
    public long Whole()
    {
        Expect(JsonValueKind.Number, "a whole number");
        return json.TryGetInt64(out var value) && value >= 0 ? value : throw Fault("is not a whole number of at least 0, or too large");
    }

    /// <summary>A whole number of at least 0 that counts rows or groups.</summary>
    public int Count() => Whole() is <= int.MaxValue and var value ? (int)value : throw Fault("is too large a number");

    /// <summary>A count that is there or null.</summary>
    public int? CountOrNull() => json.ValueKind == JsonValueKind.Null ? null : Count();

    /// <summary>True or false.</summary>
    public bool Flag() => json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Fault($"is {Found}, not true or false"),
    };

    /// <summary>One of an enum's values, in the form "worstPair".</summary>
    public T Choice<T>() where T : struct, Enum
    {
        var text = Text();
        foreach (var value in Enum.GetValues<T>())
            if (value.ConfigText() == text) return value;
        throw Fault($"is '{Shown(text)}', not one of {string.Join(", ", Enum.GetValues<T>().Select(v => $"'{v.ConfigText()}'"))}");
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public string Sha256()
    {
        var text = Text();
        return text.Length == 64 && text.All(char.IsAsciiHexDigitLower) ? text : throw Fault("is not a SHA-256 of 64 lower-case hexadecimal digits");
    }

    /// <summary>{attribute: level, …}, {} for overall.</summary>
    public Subgroup Subgroup()
    {
        var conditions = Members().Select(m => new AttributeLevel(m.Key, m.Value.Text())).ToArray();
        return conditions.Length == 0 ? Cohorts.Subgroup.Overall : new(conditions);
    }

    /// <summary>{lower, upper, level, method}.</summary>
    public Interval Interval()
    {
        var (lower, upper, level) = (this["lower"].Number(), this["upper"].Number(), this["level"].Number());
        if (lower > upper) throw Fault("is an interval whose lower limit exceeds the upper one");
        if (level is <= 0 or >= 1) throw this["level"].Fault("is not a level between 0 and 1");
        return new(lower, upper, level, Said("method"));
    }

    private void Expect(JsonValueKind kind, string what)
    {
        if (json.ValueKind != kind) throw Fault($"is {Found}, not {what}");
    }

    private string TextOf(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            // An escape such as \uD800 without its other half.
            throw Fault("holds a text that is not Unicode");
        }
    }

    private string Found => json.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    /// <summary>A text of the file as a message shows it: short, on one line, without anything that steers a terminal.</summary>
    private static string Shown(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in (text.Length <= 60 ? text : text[..59] + "…").EnumerateRunes())
            shown.Append(Rune.IsControl(rune) || Unprintable.Contains(rune) ? Unprintable.Replacement.ToString() : rune.ToString());
        return shown.ToString();
    }
}
