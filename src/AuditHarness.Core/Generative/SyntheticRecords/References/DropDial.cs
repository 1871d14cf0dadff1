using System.Globalization;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.References;

/// <summary>
/// Another generator's records, of which those of one subgroup are dropped with probability <paramref name="share"/>, and records of
/// everybody else are drawn in their place: the subgroup's share p becomes p(1 − share). What is dropped at one setting is dropped at
/// every higher one.
/// </summary>
/// <param name="inner">Whose records; disposed of with this.</param>
/// <param name="column">A column of categories.</param>
/// <param name="level">The category that the subgroup shares.</param>
/// <param name="share">From 0 to 1.</param>
public sealed class DropDial(IRecordGenerator inner, string column, string level, double share)
    : ReferenceDial(inner, "that drops a subgroup", $"{share:R}\n{column}\n{level}")
{
    private const int MostDraws = 100;

    /// <inheritdoc/>
    public override Phrase Reading => Phrase.Of($"Reference generator '{Inner.Identity.Model.Name}' without {share:percent} of the records with {column} = {level}.");

    /// <inheritdoc/>
    /// <exception cref="AuditInputException">The column is none of categories, or nearly everybody is in the subgroup.</exception>
    protected override RecordTable Draw(SampleRequest request, Seed seed, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        var made = Inner.Sample(request, stop);
        var (members, random) = (Members(made), seed.For("dropped").Generator());
        List<int> dropped = [];
        for (var row = 0; row < made.Count; row++)
            if (random.NextUniform() < share && members[row]) dropped.Add(row);
        List<RecordTable> tables = [made];
        List<(int Table, int Row)> others = [];
        while (others.Count < dropped.Count)
        {
            if (tables.Count > MostDraws) throw new AuditInputException(
                $"Nearly all records of '{Inner.Identity.Model.Name}' have {column} = {level}, and without them no records are left to give. Drop a smaller subgroup.");
            var more = Inner.Sample(request with { Seed = seed.For(string.Create(CultureInfo.InvariantCulture, $"more/{tables.Count}")).Value >> 11 }, stop);
            var theirs = Members(more);
            for (var row = 0; row < more.Count; row++)
                if (!theirs[row]) others.Add((tables.Count, row));
            tables.Add(more);
        }
        return dropped.Count == 0 ? made : Joined(tables, made.Count, dropped, others);
    }

    private bool[] Members(RecordTable table)
    {
        if (table.Find(column) is not RecordColumn.Category category) throw new AuditInputException(
            $"The records of '{Inner.Identity.Model.Name}' have no column of categories '{column}', and no subgroup can be dropped by it. Name another.");
        return Array.ConvertAll(category.Codes, code => code >= 0 && category.Levels[code] == level);
    }

    // All draws of one generator have the same columns, and the levels of one column may differ only where it makes them up.
    private static RecordTable Joined(List<RecordTable> tables, int count, List<int> dropped, List<(int Table, int Row)> others)
    {
        var from = Enumerable.Range(0, count).Select(row => (Table: 0, Row: row)).ToArray();
        for (var k = 0; k < dropped.Count; k++) from[dropped[k]] = others[k];
        var columns = new List<RecordColumn>();
        for (var c = 0; c < tables[0].Columns.Count; c++)
        {
            RecordColumn[] parts = [.. tables.Select(t => t.Columns[c])];
            columns.Add(parts[0] switch
            {
                // A new row keeps the key of the one whose place it takes: keys stay as unique as they were.
                RecordColumn.Key key => key,
                RecordColumn.Category category => Joined(category, parts, from),
                _ => ValueGrid.With(parts[0], [.. from.Select(f => ValueGrid.Values(parts[f.Table])![f.Row])]),
            });
        }
        return new(columns, count);
    }

    private static RecordColumn.Category Joined(RecordColumn.Category first, RecordColumn[] parts, (int Table, int Row)[] from)
    {
        List<string> levels = [.. first.Levels];
        levels.AddRange(parts.Skip(1).SelectMany(p => ((RecordColumn.Category)p).Levels).Except(levels).Order(StringComparer.Ordinal));
        var numbers = parts.Select(p => ((RecordColumn.Category)p).Levels.Select(l => levels.IndexOf(l)).ToArray()).ToArray();
        return new(first.Name, levels, [.. from.Select(f => ((RecordColumn.Category)parts[f.Table]).Codes[f.Row] is >= 0 and var code ? numbers[f.Table][code] : -1)]);
    }
}
