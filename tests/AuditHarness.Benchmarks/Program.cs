using AuditHarness.Benchmarks;

// One line per benchmark: dotnet run -c Release --project tests/AuditHarness.Benchmarks -- <name>
switch (args)
{
    case ["plants"]:
        return Plants.Run(Console.Out);
    default:
        Console.Error.WriteLine("Name a benchmark: plants (are the simulated cohort's plants found at 20 seeds, and nobody else accused?).");
        return 2;
}
