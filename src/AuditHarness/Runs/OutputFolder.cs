using AuditHarness.Reporting;

namespace AuditHarness.Runs;

/// <summary>
/// The folder a run writes to. It is claimed before the work and filled in one step at its end: the files are written to a temporary
/// folder beside it, which then takes its place. Disposing it unfilled leaves the disk as it was.
/// </summary>
internal sealed class OutputFolder : IDisposable
{
    private readonly string _temporary;
    private readonly string _aside;
    private readonly IReadOnlyList<string> _createdParents;

    private OutputFolder(string path, string runId, IReadOnlyList<string> createdParents)
    {
        FullPath = path;
        _createdParents = createdParents;
        var parent = Path.GetDirectoryName(path)!;
        var name = Path.GetFileName(path);
        _temporary = Path.Combine(parent, $".{name}.{runId}.tmp");
        _aside = Path.Combine(parent, $".{name}.{runId}.old");
    }

    /// <summary>Absolute path of the folder.</summary>
    public string FullPath { get; }

    /// <summary>Where a run writes that was not told where to: <c>reports/&lt;plan name&gt;/&lt;run id&gt;</c>.</summary>
    /// <exception cref="AuditInputException">The plan's name cannot be the name of a folder.</exception>
    public static string Default(string planName, string runId)
    {
        // A name with a separator, or "..", would lead out of reports/.
        var unfit = planName.Length is 0 or > 100 || planName[0] == '.' || planName[^1] is '.' or ' ' ||
            planName.Any(c => char.IsControl(c) || "/\\:*?\"<>|".Contains(c, StringComparison.Ordinal));
        return unfit
            ? throw new AuditInputException(
                $"The audit's name '{planName}' cannot be the name of a folder under reports/. Use letters, digits, '-' and '_' in 'name', " +
                "or say where the report goes with --output.")
            : Path.Combine("reports", planName, runId);
    }

    /// <summary>Checks that the folder can be written and holds nothing but an earlier run, and keeps a place beside it.</summary>
    /// <param name="path">Where the report goes.</param>
    /// <param name="runId">Id of the run, for the names of temporary folders.</param>
    /// <exception cref="AuditInputException">It is a file, holds something else, is in use, or cannot be written.</exception>
    public static OutputFolder Claim(string path, string runId)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new AuditInputException("The output folder has no name. Name one, or leave --output away.");
        try
        {
            var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            // A link stays a link; what it points to is replaced.
            var link = new DirectoryInfo(full);
            if (link.LinkTarget is not null) full = link.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
            if (File.Exists(full))
                throw new AuditInputException($"The output folder {path} is a file. Name a folder that does not exist yet, or remove the file.");
            if (Directory.Exists(full)) CheckReplaceable(path, full);
            var parent = Path.GetDirectoryName(full)
                ?? throw new AuditInputException($"The output folder {path} is the root of the file system. Name a folder inside it.");
            var created = CreateParents(parent);
            var folder = new OutputFolder(full, runId, created);
            try
            {
                // Tried now, made when there is something to fill it with: a run that is killed meanwhile leaves nothing of it.
                Directory.CreateDirectory(folder._temporary);
                Directory.Delete(folder._temporary);
                DeleteEmpty(created);
                return folder;
            }
            catch
            {
                folder.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new AuditInputException(
                $"The output folder {path} cannot be written: {e.Message} Name a folder that you may create or replace.", e);
        }
    }

    /// <summary>Writes the files and moves the folder into place; an earlier run there is replaced.</summary>
    /// <exception cref="AuditInputException">The disk is full, or the folder can no longer be written.</exception>
    public void Fill(IReadOnlyList<ReportFile> files)
    {
        try
        {
            Directory.CreateDirectory(_temporary);
            foreach (var file in files) File.WriteAllBytes(Path.Combine(_temporary, file.Name), file.Content);
            if (!Directory.Exists(FullPath))
            {
                Directory.Move(_temporary, FullPath);
                return;
            }
            // Somebody may have put something there while the audit ran.
            CheckReplaceable(FullPath, FullPath);
            Directory.Move(FullPath, _aside);
            try
            {
                Directory.Move(_temporary, FullPath);
            }
            catch
            {
                Directory.Move(_aside, FullPath);
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AuditInputException(
                $"The report could not be written to {FullPath}: {e.Message} Free some space or name another folder, and run again.", e);
        }
    }

    /// <summary>Removes what was not moved into place, and the earlier run that was replaced.</summary>
    public void Dispose()
    {
        try
        {
            if (Directory.Exists(_aside) && Directory.Exists(FullPath)) Directory.Delete(_aside, recursive: true);
            if (Directory.Exists(_temporary)) Directory.Delete(_temporary, recursive: true);
            DeleteEmpty(_createdParents);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A failure is under way or the report is in place; an empty folder left behind must not hide either.
        }
    }

    private static void CheckReplaceable(string asked, string full)
    {
        if (Directory.EnumerateFileSystemEntries(full).Any() && !Manifest.Covers(full))
            throw new AuditInputException(
                $"The output folder {asked} holds something other than an earlier run: a file in it is named by no manifest of ours. " +
                "Name an empty or new folder, or empty this one.");
        var here = Path.TrimEndingDirectorySeparator(Directory.GetCurrentDirectory()) + Path.DirectorySeparatorChar;
        if (here.StartsWith(full + Path.DirectorySeparatorChar, StringComparison.Ordinal) ||
            DriveInfo.GetDrives().Any(d => Path.TrimEndingDirectorySeparator(d.RootDirectory.FullName) == full))
            throw new AuditInputException(
                $"The output folder {asked} is the current directory or a mounted volume, which cannot be replaced as a whole. " +
                "Name a folder inside it.");
    }

    /// <summary>Creates what is missing above the folder; returns what it created, innermost first.</summary>
    private static List<string> CreateParents(string parent)
    {
        var missing = new List<string>();
        for (var p = parent; p is not null && !Directory.Exists(p); p = Path.GetDirectoryName(p)) missing.Add(p);
        try
        {
            Directory.CreateDirectory(parent);
            return missing;
        }
        catch
        {
            DeleteEmpty(missing);
            throw;
        }
    }

    private static void DeleteEmpty(IEnumerable<string> folders)
    {
        foreach (var folder in folders)
            if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
    }
}
