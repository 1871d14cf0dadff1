using AuditHarness.Benchmarks;

// One line per benchmark: dotnet run -c Release --project tests/AuditHarness.Benchmarks -- <name>
switch (args)
{
    case ["plants"]:
        return Plants.Run(Console.Out);
    case ["honesty", .. var rest]:
        return Honesty.Run(Console.Out, rest);
    case ["treeshap"]:
        return TreeShapSpeed.Run(Console.Out);
    case ["million"]:
        return Million.Run(Console.Out);
    case ["tables", .. var rest]:
        return Tables.Run(Console.Out, rest);
    case ["fidelity", .. var rest]:
        return FidelitySpeed.Run(Console.Out, rest);
    case ["neighbours"]:
        return NeighbourSpeed.Run(Console.Out);
    case ["neighbours", "measures"]:
        return NeighbourSpeed.Measures(Console.Out);
    case ["shipped-tables"]:
        return ShippedTables.Write(Console.Out);
    default:
        Console.Error.WriteLine("Name a benchmark: plants (are the simulated cohort's plants found at 20 seeds, and nobody else accused?), " +
            "honesty (do intervals hold the truth as often as they promise, and are equal groups left in peace?), " +
            "treeshap (seconds to explain 10,000 rows by 100 trees of depth 6), " +
            "million (seconds and memory for 1,000,000 patients in 40 groups), " +
            "tables (seconds to read 1,000,000 rows of CSV and 10,000,000 of Parquet, beside other readers), " +
            "fidelity (seconds of each fidelity measure for 100,000 made-up records; of any other measure of records by its class name), " +
            "neighbours (seconds to find the nearest of 100,000 records to each of 100,000 others, beside a plain loop; then 'measures' for every figure that rests on distances, in 20 groups), " +
            "shipped-tables (no benchmark: writes the Parquet and long forms of a shipped data set again).");
        return 2;
}
