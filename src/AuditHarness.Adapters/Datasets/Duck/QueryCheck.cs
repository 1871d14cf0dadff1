using System.Text.Json;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Datasets.Duck;

/// <summary>Holds a query to being one SELECT that gives the same rows every time.</summary>
internal static class QueryCheck
{
    private static readonly string[] s_clocks = ["current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"];

    /// <summary>Checks a query before it runs.</summary>
    /// <param name="session">Takes the query apart, without running it.</param>
    /// <param name="query">The query.</param>
    /// <exception cref="AuditInputException">It is no single SELECT, or asks chance or the clock.</exception>
    public static void Check(DuckSession session, QueryPlan query)
    {
        using var parsed = JsonDocument.Parse(session.Rows($"SELECT json_serialize_sql({DuckSession.Text(query.Sql)})")[0][0]!, new() { MaxDepth = 1000 });
        var root = parsed.RootElement;
        if (root.GetProperty("error").GetBoolean())
            throw new AuditInputException(root.GetProperty("error_type").GetString() == "not implemented"
                ? $"'{query.Key}.query' is no SELECT, and a query of the audit only reads. Write one SELECT statement."
                : $"'{query.Key}.query' is not understood: {Quoted.Text(root.GetProperty("error_message").GetString()!.Split('\n')[0])[1..^1]}. Correct the query; its dialect is DuckDB's.");
        if (root.GetProperty("statements").GetArrayLength() is var statements && statements != 1)
            throw new AuditInputException(FormattableString.Invariant($"'{query.Key}.query' holds {statements} statements, and exactly one SELECT is run. Write one SELECT statement; WITH names the steps before it."));
        var fickle = session.Rows("SELECT DISTINCT function_name FROM duckdb_functions() WHERE stability IN ('VOLATILE', 'CONSISTENT_WITHIN_QUERY')")
            .Select(row => row[0]!).Append("read_text").Append("read_blob").ToHashSet(StringComparer.OrdinalIgnoreCase);
        Walk(root.GetProperty("statements"), fickle, query.Key);
    }

    private static void Walk(JsonElement node, HashSet<string> fickle, string key)
    {
        if (node.ValueKind == JsonValueKind.Array)
            foreach (var item in node.EnumerateArray()) Walk(item, fickle, key);
        if (node.ValueKind != JsonValueKind.Object) return;
        if (node.TryGetProperty("function_name", out var function) && function.GetString() is { } name && fickle.Contains(name)) throw Fickle(key, $"calls {Quoted.Text(name)}");
        if (node.TryGetProperty("sample", out var sample) && sample.ValueKind == JsonValueKind.Object) throw Fickle(key, "draws a sample");
        if (node.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() == "COLUMN_REF"
            && node.TryGetProperty("column_names", out var names) && names.GetArrayLength() == 1 && s_clocks.Contains(names[0].GetString(), StringComparer.OrdinalIgnoreCase))
            throw Fickle(key, $"asks for {Quoted.Text(names[0].GetString()!)}");
        foreach (var member in node.EnumerateObject()) Walk(member.Value, fickle, key);
    }

    private static AuditInputException Fickle(string key, string what) => new(
        $"'{key}.query' {what}, which gives other rows another time, and an audit must be repeatable. Write the day as a constant, choose rows by a column, or make the table beforehand.");
}
