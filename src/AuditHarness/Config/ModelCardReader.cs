using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>Resolves the model card: every declaration with who makes it and when.</summary>
/// <param name="faults">Takes the faults.</param>
internal sealed class ModelCardReader(ConfigFaults faults)
{
    /// <summary>Key of who declares what names nobody itself.</summary>
    public const string DeclaredBy = "declaredBy";

    /// <summary>Key of when that is declared.</summary>
    public const string DeclaredOn = "declaredOn";

    /// <summary>The keys that a card may have.</summary>
    public static IReadOnlyList<string> Keys { get; } = [DeclaredBy, DeclaredOn, .. ModelCardCatalog.All.Select(f => f.Id)];

    /// <summary>The card; to be used only when there are no faults.</summary>
    /// <param name="members">The members of the section, in file order.</param>
    public ModelCard Read(OrderedDictionary<string, ConfigNode> members)
    {
        var by = members.GetValueOrDefault(DeclaredBy)?.AsText(faults);
        var on = members.GetValueOrDefault(DeclaredOn)?.AsDay(faults);
        var entries = new List<CardEntry>();
        foreach (var (name, node) in members)
        {
            if (name is DeclaredBy or DeclaredOn) continue;
            if (ModelCardCatalog.Find(name) is null)
                faults.Add(node, $"there is no key '{ConfigText.Shown(name)}' here.{ConfigText.DidYouMean(name, Keys, "'audit schema' lists the fields of a model card.")}");
            else if (Entry(name, node, by, on, members) is { } entry)
                entries.Add(entry);
        }
        return entries.Count == 0 ? ModelCard.Empty : new ModelCard(entries);
    }

    private CardEntry? Entry(string field, ConfigNode node, string? by, DateOnly? on, OrderedDictionary<string, ConfigNode> members)
    {
        if (node is not (ConfigNode.Text or ConfigNode.Map))
        {
            node.Expected("a text, or an object { \"text\", \"by\", \"on\" }", faults);
            return null;
        }
        var section = node is ConfigNode.Map ? new ConfigSection<CardEntryConfig>(node, faults) : null;
        var text = section is null ? node.AsText(faults) : section.Text(nameof(CardEntryConfig.Text));
        var (own, day) = (section?[nameof(CardEntryConfig.By)], section?[nameof(CardEntryConfig.On)]);
        var (who, when) = (own is null ? by : own.AsText(faults), day is null ? on : day.AsDay(faults));
        // A fault in the card's own keys is told once, there.
        if (own is null && !members.ContainsKey(DeclaredBy))
            faults.Add(node, "nobody is named who declares this. Give 'modelCard.declaredBy', or write { \"text\", \"by\", \"on\" } here.");
        if (day is null && !members.ContainsKey(DeclaredOn))
            faults.Add(node, "no day is given on which this is declared. Give 'modelCard.declaredOn', or write { \"text\", \"by\", \"on\" } here.");
        return text is null || who is null || when is null ? null : new CardEntry(field, text, who, when.Value);
    }
}
