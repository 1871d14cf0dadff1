using AuditHarness.Audits;

namespace AuditHarness.Adapters.Datasets;

/// <summary>A table as the audit sees it: how it is read, its rows, and the type of every column, declared or inferred from all values.</summary>
/// <param name="Kind">How it is read, in words: format, encoding, delimiter.</param>
/// <param name="Rows">Number of rows, the header not counted.</param>
/// <param name="Columns">The columns, in their order; those that hold lists or records are left out, and <paramref name="Unusable"/> names them.</param>
/// <param name="Unusable">Names of columns that cannot be used.</param>
/// <param name="Inputs">The files that were read, with size and SHA-256.</param>
public sealed record TableInspection(string Kind, int Rows, IReadOnlyList<TableColumn> Columns, IReadOnlyList<string> Unusable, IReadOnlyList<InputFile> Inputs)
{
    /// <summary>The types that were found, as a 'data.schema' that says the same.</summary>
    public IReadOnlyDictionary<string, ColumnType> Schema =>
        new OrderedDictionary<string, ColumnType>(Columns.Select(c => KeyValuePair.Create(c.Name, c.Type)), StringComparer.Ordinal);

    /// <summary>Columns that could be the risk that a model gave: numbers from 0 to 1. Several of them are often several models.</summary>
    public IReadOnlyList<string> ScoreCandidates => [.. Columns.Where(c => c.IsRisk).Select(c => c.Name)];

    /// <summary>Inspects the data of a plan: a file or a query.</summary>
    /// <param name="data">The data.</param>
    /// <param name="folder">Folder that paths are relative to.</param>
    /// <param name="stop">Cancels.</param>
    /// <exception cref="AuditInputException">It cannot be read, or a value is not of the type that the schema gives its column.</exception>
    public static TableInspection Of(DataPlan data, string folder, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Of(TableSource.Of(data), folder, stop);
    }

    /// <summary>Inspects predictions that stand in a file of their own.</summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">Folder that paths are relative to.</param>
    /// <param name="stop">Cancels.</param>
    /// <exception cref="AuditInputException">The file cannot be read.</exception>
    public static TableInspection Of(ModelPlan model, string folder, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Of(TableSource.Of(model), folder, stop);
    }

    /// <summary>Inspects a file.</summary>
    /// <param name="file">Path.</param>
    /// <param name="folder">Folder that it is relative to.</param>
    /// <param name="csv">How it is written, where it is CSV; <see cref="CsvDialect"/> finds it out.</param>
    /// <param name="stop">Cancels.</param>
    /// <exception cref="AuditInputException">The file cannot be read.</exception>
    public static TableInspection Of(string file, string folder, CsvPlan? csv = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Of(new TableSource(file, "data.file") { Csv = csv ?? CsvPlan.Default, CsvKey = "data.csv" }, folder, stop);
    }

    internal static TableInspection Of(TableSource source, string folder, CancellationToken stop)
    {
        var faults = new InputFaults();
        using var table = TableFile.Open(source, folder, stop);
        table.Declare(faults);
        var (inspectors, unusable) = (new List<ColumnInspector>(), new List<string>());
        for (var column = 0; column < table.Columns.Count; column++)
        {
            var name = table.Columns[column];
            if (table.Use(column) is not null) unusable.Add(name);
            else inspectors.Add(new(table, column, source.Schema.TryGetValue(name, out var type) ? type : null));
        }
        while (table.Read(faults))
            foreach (var inspector in inspectors) inspector.Take();
        faults.ThrowIfAny();
        return new(table.Kind, table.Rows, [.. inspectors.Select(i => i.Finish())], unusable, table.Identity("data"));
    }
}
