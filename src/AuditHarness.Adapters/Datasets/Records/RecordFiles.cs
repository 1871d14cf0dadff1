using AuditHarness.Audits;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Datasets.Records;

/// <summary>Tables of records read from files and queries.</summary>
public static class RecordFiles
{
    /// <summary>Reads the records of a plan, and brings them into the form that measures compare.</summary>
    /// <param name="plan">What to read.</param>
    /// <param name="folder">Folder that paths are relative to.</param>
    /// <param name="stop">Cancels.</param>
    /// <exception cref="AuditInputException">
    /// A file cannot be read or has no rows, a column is missing or a value not of its kind, or a training column has no value at all.
    /// </exception>
    public static LoadedRecords Load(RecordSetPlan plan, string folder, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var (columns, guessed) = Schema(plan, folder, stop);
        var train = Read(plan.Train, columns, "train", folder, stop);
        var holdout = plan.Holdout is null ? null : Read(plan.Holdout, columns, "holdout", folder, stop);
        var aligned = RecordAlignment.Of(train.Rows, holdout?.Rows, null);
        RecordTableFile[] read = [.. new[] { train, holdout }.OfType<RecordTableFile>()];
        return new(aligned.Train, aligned.Holdout, [.. read.SelectMany(r => r.Inputs)], [.. guessed, .. read.SelectMany(r => r.Notices), .. aligned.Notices])
        {
            Libraries = [.. read.Select(r => r.Library).OfType<(string, string)>().Distinct()],
        };
    }

    /// <summary>Reads a table whose columns are known.</summary>
    internal static RecordTableFile Read(RecordTablePlan plan, IReadOnlyList<(string Name, RecordKind Kind)> columns, string role, string folder, CancellationToken stop)
    {
        var faults = new InputFaults();
        using var table = TableFile.Open(SourceOf(plan), folder, stop);
        int[] places = [.. columns.Select(c => table.Find(c.Name, plan.Key, faults))];
        faults.ThrowIfAny();
        RecordReader[] readers = [.. columns.Select((c, k) => RecordReader.Of(c.Name, c.Kind, table, places[k], faults))];
        while (table.Read(faults))
            foreach (var reader in readers) reader.Read();
        if (table.Rows == 0) faults.Add($"{table.Shown} {table.WithoutRows}. Give it one row per record.");
        RecordColumn[] read = [.. readers.Select(r => r.Finish())];
        faults.ThrowIfAny();
        string[] others = [.. table.Columns.Where((_, k) => !places.Contains(k))];
        Phrase[] notices = role == "synthetic" && others.Length > 0
            ? [Phrase.Of($"The made-up records have {others.Length:count} {others.Length:plural(column|columns)} that {others.Length:plural(is|are)} not compared: {Quoted.List(others)}.")] : [];
        return new(new(read, read.Length == 0 ? 0 : read[0].Count), table.Identity(role), notices) { Library = table.Library };
    }

    private static (IReadOnlyList<(string Name, RecordKind Kind)> Columns, IReadOnlyList<Phrase> Notices) Schema(RecordSetPlan plan, string folder, CancellationToken stop)
    {
        if (plan.Columns.Count > 0 && plan.Columns.All(plan.Kinds.ContainsKey)) return ([.. plan.Columns.Select(c => (c, plan.Kinds[c]))], []);
        var seen = TableInspection.Of(SourceOf(plan.Train), folder, stop);
        var known = seen.Columns.ToDictionary(c => c.Name, StringComparer.Ordinal);
        var (faults, columns, keys) = (new InputFaults(), new List<(string, RecordKind)>(), new List<string>());
        string[] names = plan.Columns.Count > 0 ? [.. plan.Columns] : [.. seen.Columns.Select(c => c.Name)];
        foreach (var name in names.Concat(plan.Kinds.Keys).Where(n => !known.ContainsKey(n)).Distinct())
            faults.Add($"Column {Quoted.Text(name)} ('{plan.Train.Key}') is not in the training records, whose columns are {Quoted.List([.. known.Keys])}.{Quoted.Nearest(name, known.Keys)} Correct its name in the config.");
        foreach (var name in names)
        {
            if (!known.TryGetValue(name, out var column)) continue;
            if (!plan.Kinds.TryGetValue(name, out var kind) && (kind = RecordKinds.Of(column, seen.Rows)) == RecordKind.Key) keys.Add(name);
            columns.Add((name, kind));
        }
        faults.ThrowIfAny();
        return (columns, keys.Count == 0 ? [] : [Phrase.Of($"{keys.Count:plural(One column is|Some columns are)} read as {keys.Count:plural(a key|keys)}, since nearly all values differ; they are not compared: {Quoted.List(keys)}.")]);
    }

    private static TableSource SourceOf(RecordTablePlan plan) => new(plan.File, plan.Key)
    {
        // Days and times are told from texts also where they come without a zone.
        Csv = plan.Csv, CsvKey = $"{plan.Key}.csv", Query = plan.Query, Zone = "UTC",
    };
}

/// <summary>The records of an audit.</summary>
/// <param name="Train">The training records.</param>
/// <param name="Holdout">The held-out records; null for none.</param>
/// <param name="Inputs">The files that were read: roles "train" and "holdout".</param>
/// <param name="Notices">What a reader of the report should know of how they were read.</param>
public sealed record LoadedRecords(RecordTable Train, RecordTable? Holdout, IReadOnlyList<InputFile> Inputs, IReadOnlyList<Phrase> Notices)
{
    /// <summary>Libraries that read them, each once, with their versions; none for CSV.</summary>
    public IReadOnlyList<(string Name, string Version)> Libraries { get; init; } = [];
}

/// <summary>One table of records, as it was read.</summary>
/// <param name="Rows">The records; levels of categories in the order in which they come.</param>
/// <param name="Inputs">Its files.</param>
/// <param name="Notices">What a reader should know.</param>
internal sealed record RecordTableFile(RecordTable Rows, IReadOnlyList<InputFile> Inputs, IReadOnlyList<Phrase> Notices)
{
    /// <summary>The library that read it, with its version; null where it is CSV.</summary>
    public (string Name, string Version)? Library { get; init; }
}
