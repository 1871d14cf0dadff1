using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>Which columns records have and what they hold, as far as a config says; the rest is seen when the records are read.</summary>
/// <param name="names">Their names in order; empty where the config does not say.</param>
/// <param name="kinds">What they hold, where it says.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class RecordColumns(IReadOnlyList<string> names, IReadOnlyDictionary<string, RecordKind> kinds, ConfigFaults faults)
{
    private readonly Dictionary<string, int> _places = names.Select((name, place) => (name, place)).ToDictionary(n => n.name, n => n.place, StringComparer.Ordinal);

    /// <summary>Their names in order; empty where the config does not say.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>The column that holds keys because it tells patients apart, and not by its declared kind; null for none.</summary>
    public string? Patient { get; init; }

    /// <summary>Position of a column among <see cref="Names"/>; −1 where there is none of that name.</summary>
    public int PlaceOf(string column) => _places.GetValueOrDefault(column, -1);

    /// <summary>A column that a text names; null, with a fault, where there is none of that name.</summary>
    /// <param name="node">The text; null where it is absent.</param>
    public string? Named(ConfigNode? node) => node?.AsText(faults) is { } column && Has(column, node) ? column : null;

    /// <summary>Whether there may be a column of that name.</summary>
    /// <returns>False, with a fault, when there is none.</returns>
    public bool Has(string column, ConfigNode node)
    {
        if (names.Count == 0 || PlaceOf(column) >= 0) return true;
        faults.Add(node, $"'{ConfigText.Shown(column)}' is not among 'records.columns'.{ConfigText.DidYouMean(column, [.. names], "Add it there, or correct it.")}");
        return false;
    }

    /// <summary>Records a fault where the config says that a column holds something else than its use asks for.</summary>
    /// <param name="column">The column.</param>
    /// <param name="node">Where it is used.</param>
    /// <param name="use">What asks for it, such as "the outcome is one of two categories".</param>
    /// <param name="asked">What it may hold.</param>
    public void Hold(string column, ConfigNode node, string use, params ReadOnlySpan<RecordKind> asked)
    {
        if (!kinds.TryGetValue(column, out var kind) || asked.Contains(kind)) return;
        var held = kind switch { RecordKind.Number => "numbers", RecordKind.Date => "dates", RecordKind.Category => "categories", _ => "keys" };
        faults.Add(node, $"column '{ConfigText.Shown(column)}' holds {held} by '{(column == Patient ? "records.patient" : "records.kinds")}', and {use}. {(column == Patient ? "Name another column." : "Name another column, or correct its kind.")}");
    }
}
