using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Datasets.Records;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Adapters.Generators.Files;

/// <summary>
/// Records that were made elsewhere and stand in a file. Asked for all of them it gives them in their order; asked for fewer, a random
/// sample of them without replacement; asked for more, it refuses.
/// </summary>
public sealed class RecordFileGenerator : IRecordGenerator
{
    private readonly RecordTableFile _file;
    private readonly string _shown;

    private RecordFileGenerator(GeneratorPlan plan, RecordTableFile file)
    {
        (_file, _shown) = (file, Quoted.Text(plan.Name.Length > 0 ? plan.Name : NameOf(plan.Records!)));
        var sha256 = file.Inputs.Count == 1 ? file.Inputs[0].Sha256
            // Of records that a query makes of several files: the hash of their hashes, in the order of the config.
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(file.Inputs.Select(f => f.Sha256)))));
        if (plan.Sha256 is { } expected && !string.Equals(expected, sha256, StringComparison.OrdinalIgnoreCase)) throw new AuditInputException(
            $"The made-up records {_shown} ('{plan.Records!.Key}') have the SHA-256 {sha256}, but 'generator.sha256' says {expected}: they are not the ones that were vouched for. Restore them, or correct the hash after checking the new ones.");
        Identity = new(new(plan.Kind, plan.Name.Length > 0 ? plan.Name : NameOf(plan.Records!), plan.Version, sha256), Modality.Records, [], TakesSeeds: true);
    }

    /// <inheritdoc/>
    public GeneratorIdentity Identity { get; }

    /// <summary>How many records there are.</summary>
    public int Count => _file.Rows.Count;

    /// <summary>The library that read them, with its version; null where they are CSV.</summary>
    public (string Name, string Version)? Library => _file.Library;

    /// <inheritdoc/>
    public Phrase Reading => Phrase.Of($"Records that were made elsewhere, {_file.Rows.Count:count} in all.");

    /// <inheritdoc/>
    public IReadOnlyList<InputFile> Files => _file.Inputs;

    /// <inheritdoc/>
    public IReadOnlyList<Phrase> Notices => _file.Notices;

    /// <summary>Reads the records.</summary>
    /// <param name="plan">The generator; its <see cref="GeneratorPlan.Records"/> says where they are.</param>
    /// <param name="train">The training records, whose columns they must have.</param>
    /// <param name="place">Where paths start.</param>
    /// <exception cref="AuditInputException">The file cannot be read, has no rows, lacks a column or has values of another kind, or is not the one that was vouched for.</exception>
    public static IRecordGenerator Open(GeneratorPlan plan, RecordTable train, ModelPlace place)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(place);
        var records = plan.Records ?? throw new ArgumentException("The plan says nothing of records.", nameof(plan));
        var columns = train.Columns.Select(c => (c.Name, RecordKinds.Of(c))).ToList();
        return new RecordFileGenerator(plan, RecordFiles.Read(records, columns, "synthetic", place.Folder, place.Stop));
    }

    /// <inheritdoc/>
    public RecordTable Sample(SampleRequest request, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Count, 1, nameof(request));
        stop.ThrowIfCancellationRequested();
        var rows = _file.Rows;
        if (request.Conditions.Count > 0) throw new AuditInputException($"The records of {_shown} are made already, and cannot be asked for under a condition. Leave the conditions out, or name a generator that runs.");
        if (request.Count > rows.Count) throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
            $"{request.Count:N0} records are asked for, and {_shown} has {rows.Count:N0}. Ask for at most as many, or make more."));
        if (request.Count == rows.Count && request.Repeat > 0) throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
            $"{_shown} holds one draw of {rows.Count:N0} records, and cannot be drawn from again. Ask for no repeats, or name a generator that runs."));
        return rows.Take(SimpleRandomSample.Rows(rows.Count, request.Count, new Seed(request.Seed).For(string.Create(CultureInfo.InvariantCulture, $"records/{request.Repeat}"))));
    }

    /// <inheritdoc/>
    public void Dispose() { }

    private static string NameOf(RecordTablePlan records) => records.Query is null ? Path.GetFileNameWithoutExtension(records.File) : "query";
}
