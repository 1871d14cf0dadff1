using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Generators.Files;
using AuditHarness.Adapters.Generators.Onnx;
using AuditHarness.Adapters.Generators.References;
using AuditHarness.Adapters.Generators.Worker;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Generators;

/// <summary>A source of generators, as configs name it by its kind.</summary>
/// <param name="Kind">How a config names it.</param>
/// <param name="What">What it is, in one sentence.</param>
/// <param name="Open">Opens a generator of records like the training records.</param>
public sealed record GeneratorSource(string Kind, string What, Func<GeneratorPlan, RecordTable, ModelPlace, IRecordGenerator> Open);

/// <summary>Every source of generators.</summary>
public static class GeneratorCatalog
{
    /// <summary>Records that were made elsewhere.</summary>
    public const string File = "file";

    /// <summary>A process of its own.</summary>
    public const string Worker = "worker";

    /// <summary>A file that ONNX Runtime runs.</summary>
    public const string Onnx = "onnx";

    /// <summary>A generator that ships.</summary>
    public const string Reference = "reference";

    /// <summary>The sources.</summary>
    public static IReadOnlyList<GeneratorSource> All { get; } =
    [
        new(File, "Records that were made elsewhere: a CSV or Parquet file, or a query.", RecordFileGenerator.Open),
        new(Worker, "A program in any language that makes records when it is asked, over lines of JSON.", WorkerGenerator.Open),
        new(Onnx, "A file that makes records in one pass from noise and conditions, with its decoding declared.", OnnxGenerator.Open),
        new(Reference, "A generator that ships, fitted on the training records, with dials that spoil it by a known dose.", ReferenceSource.Open),
    ];

    /// <summary>Opens the generator of a plan.</summary>
    /// <param name="plan">The generator.</param>
    /// <param name="train">The training records, whose columns its own must be; at least one.</param>
    /// <param name="place">Where paths start, and who is told.</param>
    /// <exception cref="AuditInputException">It cannot be opened, or is not what the plan says.</exception>
    public static IRecordGenerator Open(GeneratorPlan plan, RecordTable train, ModelPlace place)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var source = All.FirstOrDefault(s => s.Kind == plan.Kind) ?? throw new AuditInputException(
            $"There is no generator of the kind {Quoted.Text(plan.Kind)}.{Quoted.Nearest(plan.Kind, All.Select(s => s.Kind))} Kinds are {Quoted.List([.. All.Select(s => s.Kind)])}.");
        return source.Open(plan, train, place);
    }
}
