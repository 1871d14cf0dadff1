using System.Collections.Frozen;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;

namespace AuditHarness.FirstContact;

/// <summary>Which rows are held out, where a column says so.</summary>
internal static class SplitGuess
{
    private const int MostParts = 12;

    private static readonly FrozenSet<string> Names = Words("split set dataset part partition fold subset sample teil aufteilung datensatz cohort datasplit traintest group");
    private static readonly FrozenSet<string> Training = Words("train training dev development derivation fit lernen learn entwicklung");
    private static readonly FrozenSet<string> Held = Words("test testing holdout heldout hold-out held-out evaluation eval external");
    private static readonly FrozenSet<string> Tuning = Words("calibration calibrate calib tune tuning validation valid val validate");

    /// <summary>The split, and the column that says it.</summary>
    /// <param name="table">The data.</param>
    /// <returns>Null where no column says which rows are held out.</returns>
    public static (SplitPlan Plan, Guess Guess)? Of(TableInspection table)
    {
        foreach (var column in table.Columns.Where(c => c.Levels is { Count: >= 2 and <= MostParts } && ColumnWords.Of(c.Name).Has(Names)))
        {
            var parts = column.Levels!.Select(l => l.Text).ToArray();
            var tuning = parts.FirstOrDefault(p => Tuning.Contains(Plain(p)));
            // Without a part for testing the one for validation is what is held out.
            var held = parts.FirstOrDefault(p => Held.Contains(Plain(p))) ?? tuning;
            if (held is null || !parts.Any(p => p != held && (Training.Contains(Plain(p)) || Tuning.Contains(Plain(p))))) continue;
            if (tuning == held) tuning = null;
            var why = $"The column says which rows a model has learnt from: only {Named.One(held)} is evaluated." +
                (tuning is null ? "" : $" {Named.One(tuning)} is kept for a threshold rule, such as \"threshold\": {{ \"sensitivity\": 0.9 }}.");
            return (new(column.Name, held, tuning), new("split", $"{Named.One(column.Name)} = {Named.One(held)}", why));
        }
        return null;
    }

    private static string Plain(string text) => text.Trim().ToLowerInvariant();

    private static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
