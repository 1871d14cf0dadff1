using System.Globalization;
using System.Security.Cryptography;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Draws;

/// <summary>
/// Draws of generators, kept for good: one folder each, DIR/generator's SHA-256/draw id, with request.json, which names the files of the
/// answer; of records that is rows.jsonl. A draw that is there whole is read back without the generator, so that a run can be replayed, measured
/// anew, and resumed from the last draw that it finished. Nothing that is kept is ever changed; several runs may write at once. What is in
/// it may be a patient's, when a generator has learned it by heart: only the owner may read it.
/// </summary>
public sealed class DrawStore
{
    private const string RequestFile = "request.json";
    private const string RowsFile = "rows.jsonl";
    private const string RowsMedia = "application/jsonl";

    private readonly string _folder;
    private readonly string _shown;

    /// <summary>Opens a store; what killed runs left half-written is removed.</summary>
    /// <param name="folder">Its path; it is made when the first draw is kept.</param>
    /// <exception cref="AuditInputException">It is no folder, or cannot be read.</exception>
    public DrawStore(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        (_folder, _shown) = (Path.GetFullPath(folder), Quoted.Text(folder));
        if (File.Exists(_folder)) throw new AuditInputException($"The folder of kept draws {_shown} is a file. Name a folder with '--draws'.");
        Reading(() =>
        {
            if (!Directory.Exists(_folder)) return false;
            foreach (var generator in Directory.EnumerateDirectories(_folder).Where(f => IsHash(Path.GetFileName(f)) && !DrawFolder.IsLink(f)).ToList()) DrawFolder.Clean(generator);
            return true;
        });
    }

    /// <summary>A kept draw; null when there is none.</summary>
    /// <param name="generator">SHA-256 of the generator.</param>
    /// <param name="id">Id of the draw.</param>
    /// <exception cref="AuditInputException">It is there, and is damaged or cannot be read.</exception>
    public Draw? Find(string generator, string id)
    {
        var folder = PathOf(generator, id);
        return Reading(() =>
        {
            if (!Directory.Exists(folder)) return null;
            try
            {
                var draw = DrawJson.Read(File.ReadAllBytes(Path.Combine(folder, RequestFile)));
                return draw.Id == id && draw.Generator.Sha256 == generator ? draw : throw new InvalidDataException("'request.json' is that of another draw");
            }
            catch (FileNotFoundException)
            {
                throw Damaged(generator, id, "'request.json' is not there");
            }
            catch (InvalidDataException e)
            {
                throw Damaged(generator, id, e.Message);
            }
        });
    }

    /// <summary>Every kept draw whose request can be read, in the order of generators and ids; and how many others there are.</summary>
    /// <remarks>One that is damaged, or was kept by another version, is no reason not to use the others.</remarks>
    /// <exception cref="AuditInputException">The folder cannot be read.</exception>
    public (IReadOnlyList<Draw> Draws, int Unreadable) All()
    {
        static IEnumerable<string> Hashes(string folder) => Directory.EnumerateDirectories(folder).Select(f => Path.GetFileName(f)!).Where(IsHash).Order(StringComparer.Ordinal);
        var unreadable = 0;
        Draw? Readable(string generator, string id)
        {
            try
            {
                return Find(generator, id);
            }
            catch (AuditInputException)
            {
                unreadable++;
                return null;
            }
        }
        var draws = Reading(() => !Directory.Exists(_folder) ? []
            : Hashes(_folder).SelectMany(generator => Hashes(Path.Combine(_folder, generator)).Select(id => Readable(generator, id))).OfType<Draw>().ToArray());
        return (draws, unreadable);
    }

    /// <summary>The records of a draw, checked against their hash.</summary>
    /// <param name="draw">The draw.</param>
    /// <exception cref="AuditInputException">They are not there, or not those that were kept.</exception>
    public RecordTable Read(Draw draw)
    {
        ArgumentNullException.ThrowIfNull(draw);
        var (generator, id) = (draw.Generator.Sha256, draw.Id);
        return Reading(() =>
        {
            try
            {
                if (draw is not { Modality: Modality.Records, Files: [{ Name: RowsFile, Media: RowsMedia } kept] }) throw Damaged(generator, id, "it is of another form than records are kept in");
                using var file = File.OpenRead(Path.Combine(PathOf(generator, id), RowsFile));
                if (file.Length != kept.Bytes || Convert.ToHexStringLower(SHA256.HashData(file)) != kept.Sha256) throw Damaged(generator, id, $"'{RowsFile}' has not the SHA-256 that it was kept with");
                file.Position = 0;
                var rows = RecordLines.Read(file);
                return rows.Count == draw.Request.Count ? rows : throw Damaged(generator, id, "it has another number of rows than were asked for");
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                throw Damaged(generator, id, $"'{RowsFile}' is not there");
            }
            catch (InvalidDataException e)
            {
                throw Damaged(generator, id, e.Message);
            }
        });
    }

    /// <summary>A draw and its records: kept ones where they are there, and else those that the generator makes, which are then kept.</summary>
    /// <param name="generator">Asked only for what is not kept.</param>
    /// <param name="asked">SHA-256 of the settings with which it is asked.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="stop">Cancels; a draw that is not finished leaves nothing.</param>
    /// <exception cref="AuditInputException">The generator refuses or gives another number of rows; or the store cannot be read or written, or is damaged.</exception>
    public (Draw Draw, RecordTable Rows) Take(IRecordGenerator generator, string asked, SampleRequest request, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(request);
        var identity = generator.Identity;
        if (Find(identity.Model.Sha256, Draw.IdOf(identity, asked, request)) is { } kept) return (kept, Read(kept));
        var rows = generator.Sample(request, stop);
        if (rows.Count != request.Count) throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
            $"The generator {Quoted.Text(identity.Model.Name)} was asked for {request.Count:N0} rows and gave {rows.Count:N0}. It must give as many as it is asked for."));
        var draw = Keep(identity, asked, request, rows, stop);
        // Another run may have kept its own meanwhile, and both go on with the one that is there.
        return (draw, Read(draw));
    }

    /// <summary>Keeps a draw. One that is there already stays.</summary>
    /// <param name="identity">What made it.</param>
    /// <param name="asked">SHA-256 of the settings with which it was asked.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="rows">The answer.</param>
    /// <param name="stop">Cancels.</param>
    /// <exception cref="AuditInputException">It cannot be written; or another answer to the same seed is kept already, though the generator takes seeds.</exception>
    public Draw Keep(GeneratorIdentity identity, string asked, SampleRequest request, RecordTable rows, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(rows);
        var (generator, id) = (identity.Model.Sha256, Draw.IdOf(identity, asked, request));
        Draw draw;
        try
        {
            using var folder = new DrawFolder(Path.Combine(_folder, generator));
            var (bytes, sha256) = folder.Write(RowsFile, RecordLines.Write(rows), stop);
            draw = new(id, identity.Model, identity.Modality, Checked(asked), request, [new(RowsFile, RowsMedia, bytes, sha256)]) { TakesSeeds = identity.TakesSeeds, OwnVersion = identity.OwnVersion };
            folder.Write(RequestFile, [DrawJson.Write(draw)], stop);
            if (folder.Appear(PathOf(generator, id))) return draw;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AuditInputException($"A draw cannot be kept in {_shown}. Check that the folder can be written to and that the disk is not full, or name another with '--draws'.", e);
        }
        var kept = Find(generator, id) ?? throw Damaged(generator, id, "it went away while it was read");
        return kept.Sha256 == draw.Sha256 || !identity.TakesSeeds ? kept : throw new AuditInputException(
            $"The generator {Quoted.Text(identity.Model.Name)} says that it takes seeds, and gave other rows for the same seed than before. Correct it, or let it say that it takes none.");
    }

    private string PathOf(string generator, string id) => Path.Combine(_folder, Checked(generator), Checked(id));

    // Both come from files as well, and become paths.
    private static string Checked(string hash) =>
        IsHash(hash) ? hash : throw new AuditInputException($"{Quoted.Text(hash)} is no SHA-256 of a generator, its settings or a draw. It has 64 lower-case hexadecimal digits.");

    private static bool IsHash(string name) => name.Length == 64 && name.All(char.IsAsciiHexDigitLower);

    private AuditInputException Damaged(string generator, string id, string what) =>
        new($"The kept draw {id} in {_shown} is damaged: {what}. Delete the folder '{generator}/{id}' in it, and the generator is asked again.");

    private T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AuditInputException($"The kept draws in {_shown} cannot be read. Give whoever runs the audit the right to, or name another folder with '--draws'.", e);
        }
    }
}
