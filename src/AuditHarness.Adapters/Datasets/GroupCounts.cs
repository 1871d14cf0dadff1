using AuditHarness.Audits;

namespace AuditHarness.Adapters.Datasets;

/// <summary>How many rows a level has, and how many of them an event.</summary>
/// <param name="Level">Text of the level, or name of the bin.</param>
/// <param name="Rows">Rows with a label. Show nobody a number from 1 to 10: so few people could be known by it.</param>
/// <param name="Events">Rows with the positive label. The same holds.</param>
public sealed record LevelCount(string Level, int Rows, int Events);

/// <summary>How large the groups of a data set are, counted over the rows to evaluate that have a label; for a config that is to be proposed.</summary>
/// <param name="Rows">Rows with a label.</param>
/// <param name="Events">Rows with the positive label.</param>
/// <param name="Levels">For each attribute by its name the levels that occur, bins in ascending order.</param>
public sealed record GroupCounts(int Rows, int Events, IReadOnlyDictionary<string, IReadOnlyList<LevelCount>> Levels)
{
    /// <summary>Counts.</summary>
    /// <param name="data">The data: how it is read, its label and its split.</param>
    /// <param name="attributes">Columns, with bins for numbers; none with more than <see cref="TableColumn.MostLevels"/> levels.</param>
    /// <param name="folder">Folder that paths are relative to.</param>
    /// <param name="missing">Name of the level of rows without a value, and of no other.</param>
    /// <param name="stop">Cancels.</param>
    /// <exception cref="AuditInputException">The data cannot be read, or has no such columns.</exception>
    public static GroupCounts Of(DataPlan data, IReadOnlyList<AttributePlan> attributes, string folder, string missing, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(attributes);
        var faults = new InputFaults();
        using var table = TableFile.Open(TableSource.Of(data), folder, stop);
        table.Declare(faults);
        var split = new SplitColumn(data.Split, new ThresholdPlan.Fixed(0), table, data.Split is { } named ? table.Find(named.Column, "data.split.column", faults) : -1);
        var label = new LabelColumn(table, table.Find(data.Label, "data.label", faults), data.Positive, faults);
        var readers = attributes.Select(a => new AttributeReader(a, missing, table, table.Find(a.Column, AttributeReader.Compared, faults), faults)).ToArray();
        faults.ThrowIfAny();
        var labels = new List<byte>();
        while (table.Read(faults))
        {
            if (split.Read() != Part.Evaluate || label.IsMissing) continue;
            labels.Add(label.Read());
            foreach (var reader in readers) reader.Read();
        }
        split.Finish(faults);
        label.Finish();
        faults.ThrowIfAny();
        if (labels.Count == 0) return new(0, 0, new Dictionary<string, IReadOnlyList<LevelCount>>());
        var levels = new OrderedDictionary<string, IReadOnlyList<LevelCount>>(StringComparer.Ordinal);
        for (var k = 0; k < readers.Length; k++)
        {
            if (readers[k].Finish(faults, []) is not { } column) continue;
            var (rows, events) = (new int[column.Levels.Count], new int[column.Levels.Count]);
            for (var row = 0; row < labels.Count; row++)
            {
                rows[column.Codes[row]]++;
                events[column.Codes[row]] += labels[row];
            }
            levels[attributes[k].Name] = [.. column.Levels.Select((level, code) => new LevelCount(level, rows[code], events[code]))];
        }
        faults.ThrowIfAny();
        return new(labels.Count, labels.Sum(l => l), levels);
    }
}
