using System.Globalization;

namespace AuditHarness.Config;

/// <summary>Where a value stands. Paths are put together only when shown, so that a hostile file cannot make them costly.</summary>
/// <param name="Parent">The object or list it is in; null for the root.</param>
/// <param name="Key">Its key in an object; null in a list.</param>
/// <param name="Index">Its position in a list, from 0.</param>
/// <param name="Line">Line of the file from 1: of the key in an object, of the value in a list.</param>
internal readonly record struct ConfigPlace(ConfigNode? Parent, string? Key, int Index, int Line)
{
    /// <summary>JSON path, such as <c>$.expectations[2].metric</c>.</summary>
    public override string ToString() =>
        Parent is null ? "$"
        : Key is null ? string.Create(CultureInfo.InvariantCulture, $"{Parent.Place}[{Index}]")
        : Key.Length is > 0 and <= 60 && Key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$') ? $"{Parent.Place}.{Key}"
        : $"{Parent.Place}['{ConfigText.Shown(Key)}']";
}

/// <summary>A value of a config that knows where it stands. Its readers record a fault and give null when it is of another kind.</summary>
internal abstract class ConfigNode(ConfigPlace place)
{
    public ConfigPlace Place { get; } = place;

    /// <summary>The value in words, such as <c>the text "abc"</c>.</summary>
    protected abstract string Found { get; }

    public sealed class Text(ConfigPlace place, string value) : ConfigNode(place)
    {
        public string Value { get; } = value;

        protected override string Found => $"the text \"{ConfigText.Shown(Value)}\"";
    }

    /// <param name="place">Where it stands.</param>
    /// <param name="written">As the file writes it: a level of the data may be "1.0" and not "1".</param>
    public sealed class Number(ConfigPlace place, string written) : ConfigNode(place)
    {
        public string Written { get; } = written;

        protected override string Found => $"the number {ConfigText.Cut(Written)}";
    }

    public sealed class Flag(ConfigPlace place, bool value) : ConfigNode(place)
    {
        public string Written { get; } = value ? "true" : "false";

        protected override string Found => Written;
    }

    public sealed class Null(ConfigPlace place) : ConfigNode(place)
    {
        protected override string Found => "null (leave the key out to take the default)";
    }

    /// <summary>A value that could not be read; its fault is already recorded.</summary>
    public sealed class Broken(ConfigPlace place) : ConfigNode(place)
    {
        protected override string Found => "a broken text";
    }

    public sealed class List(ConfigPlace place) : ConfigNode(place)
    {
        public List<ConfigNode> Items { get; } = [];

        protected override string Found => "a list";
    }

    public sealed class Map(ConfigPlace place) : ConfigNode(place)
    {
        /// <summary>Values by key, in file order.</summary>
        public OrderedDictionary<string, ConfigNode> Members { get; } = new(StringComparer.Ordinal);

        protected override string Found => "an object";
    }

    /// <summary>A text that says something and holds no character that cannot be seen.</summary>
    public string? AsText(ConfigFaults faults) => this is Text { Value: var value } ? Sound(value, faults) : Expected("a text", faults);

    /// <summary>A value to be found in the data: a text, or a number or true/false as it is written.</summary>
    public string? AsLevel(ConfigFaults faults) => this switch
    {
        Text text => Sound(text.Value, faults),
        Number number => number.Written,
        Flag flag => flag.Written,
        _ => Expected("a text, a number, true or false", faults),
    };

    /// <summary>A finite number.</summary>
    public double? AsNumber(ConfigFaults faults)
    {
        if (this is not Number number)
        {
            var quoted = this is Text { Value: var text } && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
            Expected(quoted ? "a number, without quotes" : "a number", faults);
            return null;
        }
        var value = double.Parse(number.Written, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (double.IsFinite(value)) return value;
        faults.Add(this, $"{Found} is too large.");
        return null;
    }

    /// <summary>The items of a list; none when it is of another kind.</summary>
    public IReadOnlyList<ConfigNode> AsList(ConfigFaults faults)
    {
        if (this is List list) return list.Items;
        Expected("a list [ … ]", faults);
        return [];
    }

    /// <summary>The members of an object; none when it is of another kind.</summary>
    public OrderedDictionary<string, ConfigNode> AsMap(ConfigFaults faults)
    {
        if (this is Map map) return map.Members;
        Expected("an object { … }", faults);
        return [];
    }

    /// <summary>Records that something else was expected here.</summary>
    /// <returns>Null, for the caller to hand on.</returns>
    public string? Expected(string what, ConfigFaults faults)
    {
        if (this is not Broken) faults.Add(this, $"expected {what}, found {Found}.");
        return null;
    }

    private string? Sound(string value, ConfigFaults faults)
    {
        if (string.IsNullOrWhiteSpace(value)) faults.Add(this, "the text is empty. Write what is meant, or leave the key out where it has a default.");
        else if (ConfigText.IsUnsafe(value)) faults.Add(this, $"{Found} holds a control character or one that cannot be seen. Take it out; a text is one line.");
        else return value;
        return null;
    }
}
