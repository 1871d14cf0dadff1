using AuditHarness.Audits;
using AuditHarness.Generative.SyntheticRecords;

namespace AuditHarness.Config;

/// <summary>Resolves what columns of records mean beyond what they hold.</summary>
/// <param name="records">The section.</param>
/// <param name="columns">Which columns there are.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class RecordRolesReader(ConfigSection<RecordsConfig> records, RecordColumns columns, ConfigFaults faults)
{
    private static readonly RecordKind[] s_values = [RecordKind.Number, RecordKind.Date, RecordKind.Category];

    /// <summary>The roles; to be used only when there are no faults.</summary>
    public RecordRoles Read()
    {
        var outcome = records.Section<RecordOutcomeConfig>(nameof(RecordsConfig.Outcome));
        var survival = records.Section<RecordSurvivalConfig>(nameof(RecordsConfig.Survival));
        var roles = new RecordRoles
        {
            Outcome = Column(outcome[nameof(RecordOutcomeConfig.Column)], "the outcome is one of two categories", RecordKind.Category),
            Positive = outcome.Level(nameof(RecordOutcomeConfig.Positive)),
            Time = Column(survival[nameof(RecordSurvivalConfig.Time)], "a follow-up time is a number", RecordKind.Number),
            Event = Column(survival[nameof(RecordSurvivalConfig.Event)], "an event is a category or a number", RecordKind.Category, RecordKind.Number),
            EventLevel = survival.Level(nameof(RecordSurvivalConfig.EventLevel)),
            Arm = Column(survival[nameof(RecordSurvivalConfig.Arm)], "arms are categories", RecordKind.Category),
            Patient = Column(records[nameof(RecordsConfig.Patient)], "a patient is told by a key", RecordKind.Key),
            Order = Column(records[nameof(RecordsConfig.Order)], "the rows of a patient are ordered by numbers or dates", RecordKind.Number, RecordKind.Date),
            QuasiIdentifiers = Columns(nameof(RecordsConfig.QuasiIdentifiers), "keys are not compared and so are nothing that an attacker knows"),
            Sensitive = Columns(nameof(RecordsConfig.Sensitive), "keys are not compared and so are nothing to be learned"),
        };
        Distinct(survival, (nameof(RecordSurvivalConfig.Time), roles.Time), (nameof(RecordSurvivalConfig.Event), roles.Event), (nameof(RecordSurvivalConfig.Arm), roles.Arm));
        if (roles.Patient is null && records[nameof(RecordsConfig.Patient)] is null && records[nameof(RecordsConfig.Order)] is { } order)
            faults.Add(order, "rows are ordered within a patient, and there is no 'patient'. Name the column of its key, or take this out.");
        return roles;
    }

    private string? Column(ConfigNode? node, string use, params ReadOnlySpan<RecordKind> kinds)
    {
        if (columns.Named(node) is not { } column) return null;
        columns.Hold(column, node!, use, kinds);
        return column;
    }

    private IReadOnlyList<string> Columns(string property, string use)
    {
        // None is the one that every plan without it has, so that plans compare by value.
        if (records[property] is null) return RecordRoles.None.QuasiIdentifiers;
        var seen = new List<string>();
        foreach (var node in records.List(property))
        {
            if (Column(node, use, s_values) is not { } column) continue;
            if (seen.Contains(column)) faults.Add(node, $"'{ConfigText.Shown(column)}' stands here twice. Keep one of them.");
            else seen.Add(column);
        }
        return seen;
    }

    /// <summary>What one column cannot be at once.</summary>
    private void Distinct(ConfigSection<RecordSurvivalConfig> section, params ReadOnlySpan<(string Property, string? Column)> parts)
    {
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (property, column) in parts)
        {
            if (column is null || taken.TryAdd(column, property)) continue;
            faults.Add(section[property]!, $"column '{ConfigText.Shown(column)}' is also the {taken[column].ToLowerInvariant()}. Each column plays one part.");
        }
    }
}
