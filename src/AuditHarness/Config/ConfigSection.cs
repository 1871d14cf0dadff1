using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;

namespace AuditHarness.Config;

/// <summary>
/// An object of the config read as one config type declares it: unknown and missing keys are recorded at once, and every value is
/// checked when asked for. A value that is absent or at fault is null; whoever asks goes on with a stand-in, since no plan is
/// given out while there are faults.
/// </summary>
/// <typeparam name="TConfig">The config type.</typeparam>
internal sealed class ConfigSection<TConfig>
{
    private static readonly IReadOnlyList<ConfigKey> s_keys = ConfigKey.Of(typeof(TConfig));
    private readonly OrderedDictionary<string, ConfigNode> _members = [];
    private readonly ConfigFaults _faults;

    /// <param name="node">The object; null when it is absent, which the section around it records where it matters.</param>
    /// <param name="faults">Takes the faults.</param>
    /// <param name="elsewhere">What is said of a key that is none here, and that another kind of config has; null of one that nobody has.</param>
    public ConfigSection(ConfigNode? node, ConfigFaults faults, Func<string, string?>? elsewhere = null)
    {
        (Node, _faults) = (node, faults);
        if (node is null) return;
        _members = node.AsMap(faults);
        if (node is not ConfigNode.Map) return;
        string[] names = [.. s_keys.Select(k => k.Name)];
        foreach (var (name, value) in _members.Where(m => !names.Contains(m.Key)))
            faults.Add(value, elsewhere?.Invoke(name) ?? $"there is no key '{ConfigText.Shown(name)}' here.{ConfigText.DidYouMean(name, names)}");
        foreach (var key in s_keys.Where(k => k.IsRequired && !_members.ContainsKey(k.Name)))
            faults.Add(node, $"the key '{key.Name}' is missing. {key.Description}");
    }

    /// <summary>The object, or null.</summary>
    public ConfigNode? Node { get; }

    /// <summary>The value of a key, or null when it is absent.</summary>
    /// <param name="property">The property that declares the key.</param>
    public ConfigNode? this[string property] => _members.GetValueOrDefault(Key(property).Name);

    /// <summary>A text of one line.</summary>
    public string? Text(string property) => this[property]?.AsText(_faults);

    /// <summary>A value to be found in the data.</summary>
    public string? Level(string property) => this[property]?.AsLevel(_faults);

    /// <summary>A number in the range that the property declares.</summary>
    public double? Number(string property)
    {
        if (this[property] is not { } node || node.AsNumber(_faults) is not { } value) return null;
        if (Key(property).Attribute<RangeAttribute>() is not { } range) return value;
        double low = Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture), high = Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture);
        if ((range.MinimumIsExclusive ? value > low : value >= low) && (range.MaximumIsExclusive ? value < high : value <= high)) return value;
        var (from, to) = (range.MinimumIsExclusive ? "above" : "at least", range.MaximumIsExclusive ? "below" : "at most");
        node.Expected($"a number {from} {ConfigText.Of(low)} and {to} {ConfigText.Of(high)}", _faults);
        return null;
    }

    /// <summary>A whole number in the range that the property declares.</summary>
    public int? Whole(string property)
    {
        if (Number(property) is not { } value) return null;
        if (value == Math.Floor(value)) return (int)value;
        this[property]!.Expected("a whole number", _faults);
        return null;
    }

    /// <summary>True or false.</summary>
    public bool? Flag(string property)
    {
        if (this[property] is not { } node) return null;
        if (node is ConfigNode.Flag flag) return flag.Written == "true";
        node.Expected("true or false", _faults);
        return null;
    }

    /// <summary>One of the names of an enumeration, in the form "worstPair".</summary>
    public TEnum? Choice<TEnum>(string property) where TEnum : struct, Enum
    {
        var names = Enum.GetNames<TEnum>().ToDictionary(JsonNamingPolicy.CamelCase.ConvertName);
        return Choice(property, [.. names.Keys]) is { } name ? Enum.Parse<TEnum>(names[name]) : null;
    }

    /// <summary>One of the given names.</summary>
    public string? Choice(string property, IReadOnlyCollection<string> names)
    {
        if (Text(property) is not { } name) return null;
        if (names.Contains(name)) return name;
        _faults.Add(this[property]!, $"'{ConfigText.Shown(name)}' is not known here.{ConfigText.DidYouMean(name, names)}");
        return null;
    }

    /// <summary>The items of a list; none when it is absent.</summary>
    public IReadOnlyList<ConfigNode> List(string property)
    {
        if (this[property] is not { } node) return [];
        var items = node.AsList(_faults);
        if (node is ConfigNode.List && items.Count == 0 && Key(property).Attribute<MinLengthAttribute>() is not null)
            _faults.Add(node, "the list is empty. Name at least one, or leave the key out.");
        if (Key(property).Attribute<MaxLengthAttribute>() is { Length: var most } && items.Count > most)
        {
            _faults.Add(node, string.Create(CultureInfo.InvariantCulture, $"the list has {items.Count} items, and at most {most} are possible here."));
            return [];
        }
        return items;
    }

    /// <summary>The members of an object whose keys are names; none when it is absent.</summary>
    public OrderedDictionary<string, ConfigNode> Map(string property) => this[property]?.AsMap(_faults) ?? [];

    /// <summary>An object that another config type declares.</summary>
    public ConfigSection<TPart> Section<TPart>(string property) => new(this[property], _faults);

    private static ConfigKey Key(string property) => s_keys.First(k => k.Property == property);
}
