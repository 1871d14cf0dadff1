using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>
/// Folds of both tables for cross-validation, by what rows hold: equal rows are in one fold, whichever table they are in, so that a copy is
/// never scored by what was learned from its original with the other label. Rows of a patient are in one fold.
/// </summary>
internal static class ContentFolds
{
    /// <summary>The fold of each row, from 0: those of the training rows, then of the made-up ones.</summary>
    /// <param name="evidence">The records.</param>
    /// <param name="train">Training rows.</param>
    /// <param name="synthetic">Made-up rows.</param>
    /// <param name="folds">Number of folds.</param>
    /// <param name="seed">Where chance comes from.</param>
    public static int[] Of(RecordEvidence evidence, int[] train, int[] synthetic, int folds, Seed seed)
    {
        var real = UnitHashes(evidence, evidence.Train, train, column => column.Train);
        var made = UnitHashes(evidence, evidence.Synthetic, synthetic, column => column.Synthetic);
        // Contents of one table only and of both are dealt in turn, so that folds hold equal shares of each.
        var tables = new Dictionary<ulong, int>();
        foreach (var hash in real) tables[hash] = 1;
        foreach (var hash in made.Distinct()) tables[hash] = tables.GetValueOrDefault(hash) | 2;
        var fold = tables.OrderBy(t => t.Value).ThenBy(t => Mixed(t.Key ^ seed.Value)).ThenBy(t => t.Key).Select((t, i) => (t.Key, Fold: i % folds)).ToDictionary(t => t.Key, t => t.Fold);
        return [.. real.Concat(made).Select(hash => fold[hash])];
    }

    // For each row the hash of its patient: the sum of those of the patient's rows.
    private static ulong[] UnitHashes(RecordEvidence evidence, RecordTable table, int[] rows, Func<CodedColumn, int[]> codes)
    {
        var hashes = new ulong[rows.Length];
        foreach (var c in evidence.Compared)
        {
            var values = table.Columns[c] is RecordColumn.Category category ? category.Codes : codes(Ranks(evidence, c));
            for (var i = 0; i < rows.Length; i++) hashes[i] = Mixed(hashes[i] ^ ((ulong)(uint)values[rows[i]] + 0x9E3779B97F4A7C15));
        }
        if (evidence.Roles.Patient is null) return hashes;
        var units = RecordUnits.Of(table, rows, evidence.Roles);
        var sums = new ulong[units.Count];
        for (var i = 0; i < rows.Length; i++) sums[units.OfRow[i]] = unchecked(sums[units.OfRow[i]] + hashes[i]);
        return Array.ConvertAll(units.OfRow, u => sums[u]);
    }

    private static CodedColumn Ranks(RecordEvidence evidence, int column)
    {
        var ranked = RankedColumn.Of(evidence, column);
        return new("", true, ranked.Values.Length, ranked.Train, ranked.Synthetic);
    }

    // The finalizer of MurmurHash3 (Appleby, public domain): every bit of the input moves every bit of the output.
    private static ulong Mixed(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 33)) * 0xFF51AFD7ED558CCD;
            value = (value ^ (value >> 33)) * 0xC4CEB9FE1A85EC53;
            return value ^ (value >> 33);
        }
    }
}
