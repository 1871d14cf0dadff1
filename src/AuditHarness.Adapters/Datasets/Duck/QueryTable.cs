using System.Globalization;
using AuditHarness.Audits;
using DuckDB.NET.Data;

namespace AuditHarness.Adapters.Datasets.Duck;

/// <summary>
/// What a query makes of declared files: CSV and Parquet files by the names that the plan gives them, and the tables of a database file.
/// One thread runs it, so that the same files give the same rows in the same order; nothing but these files can be reached.
/// </summary>
internal sealed class QueryTable : DuckTable
{
    private readonly QueryFiles _files;

    private QueryTable(TableSource source, QueryPlan query, DuckSession session, QueryFiles files, string sql, CancellationToken stop)
        : base(source, $"The result of '{query.Key}.query'", session, $"({sql}\n)", stop) => _files = files;

    /// <inheritdoc/>
    public override string Kind => "the result of a query, run by DuckDB";

    /// <summary>Opens the files, and checks the query without running it.</summary>
    /// <param name="source">What the plan says of the table.</param>
    /// <param name="query">The query.</param>
    /// <param name="folder">Folder that paths are relative to.</param>
    /// <param name="stop">Cancels.</param>
    /// <exception cref="AuditInputException">A file is missing or damaged, or the query is not one SELECT over them that gives the same rows every time.</exception>
    public static QueryTable Open(TableSource source, QueryPlan query, string folder, CancellationToken stop)
    {
        var files = QueryFiles.Open(query, source.Csv, folder, stop);
        DuckSession? session = null;
        try
        {
            session = files.Session();
            QueryCheck.Check(session, query);
            // A semicolon at the end would end the query within the one that is put around it.
            return new(source, query, session, files, query.Sql.TrimEnd().TrimEnd(';'), stop);
        }
        catch (DuckDBException e)
        {
            session?.Dispose();
            throw OfQuery(e, query);
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<InputFile> Identity(string role) => _files.Identity(role);

    /// <inheritdoc/>
    protected override AuditInputException Fault(DuckDBException failure) => OfQuery(failure, Source.Query!);

    /// <inheritdoc/>
    protected override string NotThere(string column, string key) =>
        $"Column {Quoted.Text(column)} ('{key}') is not in the result of '{Source.Query!.Key}.query', whose columns are {Quoted.List(Columns)}." +
        $"{Quoted.Nearest(column, Columns)} Correct '{key}' in the config, or select the column.";

    private static AuditInputException OfQuery(DuckDBException failure, QueryPlan query)
    {
        if (DuckFailure.IsOfWords(failure))
            return new($"'{query.Key}.query' cannot be run: {DuckFailure.Words(failure)} Its tables are {Tables(query)}. Correct the query; its dialect is DuckDB's.", failure);
        if (DuckFailure.IsForbidden(failure))
            return new($"'{query.Key}.query' asks for something besides its tables, which are {Tables(query)}. Name every file in '{query.Key}.tables', and use the names there.", failure);
        if (DuckFailure.IsOutOfMemory(failure))
            return new($"'{query.Key}.query' needs more than {DuckSession.Memory} of memory. Select fewer columns or rows, or make the table beforehand.", failure);
        return new(string.Create(CultureInfo.InvariantCulture,
            $"'{query.Key}.query' stopped at a value or a file that it cannot work with ({(DuckFailure.Kind(failure) is { Length: > 0 } kind ? kind.ToLowerInvariant() : "unknown")} error{DuckFailure.Line(failure)}); the value is not shown, for it may be a patient's. ") +
            "Use TRY_CAST where texts are turned into numbers or days, and check the files.", failure);
    }

    private static string Tables(QueryPlan query) =>
        string.Join(" and ", ((string[])[query.Tables.Count > 0 ? Quoted.List([.. query.Tables.Keys]) : "", query.Database is null ? "" : $"those of {Quoted.Text(query.Database)}"]).Where(t => t.Length > 0));
}
