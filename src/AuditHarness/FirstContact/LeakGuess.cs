using System.Collections.Frozen;
using AuditHarness.Adapters.Datasets;

namespace AuditHarness.FirstContact;

/// <summary>Columns that tell what a model is to foresee, so that no model should be given them: known only afterwards, or the label in other words.</summary>
internal static class LeakGuess
{
    private const int MostLevels = 20;
    private const int FewestRows = 50;

    private static readonly FrozenSet<string> Afterwards =
        "followup fup futime fudays followuptime followupdays survtime survivaltime time timetoevent tte dtime deathtime dod dateofdeath deathdate los lengthofstay slos discharge disposition dischargedispositionid censored censoring verweildauer entlassung todesdatum"
            .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The columns whose few values make groups in which everybody, or nobody, has the event.</summary>
    /// <param name="table">The data.</param>
    /// <param name="label">The label.</param>
    public static IEnumerable<TableColumn> Countable(TableInspection table, string label) =>
        table.Columns.Where(c => c.Name != label && c.Levels is { Count: >= 2 and <= MostLevels });

    /// <summary>What is suspected, and why; in the order of the columns.</summary>
    /// <param name="table">The data.</param>
    /// <param name="label">The label.</param>
    /// <param name="counts">Counts of the countable columns.</param>
    public static IEnumerable<(string Column, string Why)> Of(TableInspection table, string label, GroupCounts counts)
    {
        foreach (var column in table.Columns.Where(c => c.Name != label))
        {
            var words = ColumnWords.Of(column.Name);
            if (counts.Rows >= FewestRows && counts.Levels.TryGetValue(column.Name, out var levels) && levels.Count is >= 2 and <= MostLevels && counts.Events > 0 && levels.All(l => l.Events == 0 || l.Events == l.Rows))
                yield return (column.Name, "it tells the label exactly");
            else if (LabelGuess.IsOutcome(column.Name)) yield return (column.Name, "its name is that of an outcome");
            else if (words.Has(Afterwards) && !ProtectedKinds.All.Any(k => k.Words.Contains(words.Whole))) yield return (column.Name, "its name says that it is known only afterwards");
        }
    }
}
