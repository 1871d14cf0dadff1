using DuckDB.NET.Data;

namespace AuditHarness.Benchmarks;

/// <summary>Makes the other forms of a shipped data set from its CSV files, for the example configs: the same rows, nothing added.</summary>
internal static class ShippedTables
{
    public static int Write(TextWriter output)
    {
        var folder = Path.Combine("datasets", "flchain");
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no {folder} here. Run this in the root of the repository.");
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        foreach (var (file, select, form) in new[]
        {
            ("flchain.parquet", "SELECT * FROM read_csv('{0}/flchain.csv', sample_size=-1)", "FORMAT parquet, COMPRESSION zstd"),
            // Grouped by class, as programs that unpivot a table write it: the rows of a patient do not stand together.
            ("predictions_long.csv", "SELECT row_id, outcome, CASE outcome WHEN 'dead' THEN score_gb ELSE 1 - score_gb END AS probability FROM read_csv('{0}/predictions.csv'), (VALUES ('alive'), ('dead')) t(outcome) ORDER BY outcome, row_id", "HEADER"),
        })
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"COPY ({string.Format(System.Globalization.CultureInfo.InvariantCulture, select, folder)}) TO '{Path.Combine(folder, file)}' ({form})";
            command.ExecuteNonQuery();
            output.WriteLine($"{Path.Combine(folder, file)}: {new FileInfo(Path.Combine(folder, file)).Length} bytes");
        }
        return 0;
    }
}
