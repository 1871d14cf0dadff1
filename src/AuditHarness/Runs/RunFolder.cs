using AuditHarness.Reporting;

namespace AuditHarness.Runs;

/// <summary>The folder of a run whose report is rendered again: what is missing is added, and nothing that is there is changed.</summary>
/// <param name="folder">Absolute path.</param>
/// <param name="earlier">Its manifest; null when there is none for this run.</param>
internal sealed class RunFolder(string folder, Manifest? earlier)
{
    /// <summary>Adds what is missing, file by file and each at once, the manifest last.</summary>
    /// <param name="files">What was rendered.</param>
    /// <param name="manifest">The manifest of these files.</param>
    /// <returns>Names of the files that the manifest names, itself last.</returns>
    /// <exception cref="AuditInputException">Something else is in the way, or the folder cannot be written.</exception>
    public IReadOnlyList<string> Complete(IReadOnlyList<ReportFile> files, Manifest manifest)
    {
        try
        {
            // A PDF that an earlier rendering left is still a part of the report.
            OutputFile[] kept = [.. (earlier?.Outputs ?? []).Where(o => files.All(f => f.Name != o.File) && o.File == Path.GetFileName(o.File) && File.Exists(In(o.File)))];
            var complete = manifest with { Outputs = [.. manifest.Outputs, .. kept] };
            RefuseStrangers([.. complete.Outputs.Select(o => o.File), Manifest.FileName]);
            var missing = files.Where(f => !Holds(f)).ToArray();
            Refuse(missing);
            var record = new ReportFile(Manifest.FileName, complete.ToJson());
            Write(Holds(record) ? missing : [.. missing, record]);
            return [.. complete.Outputs.Select(o => o.File), Manifest.FileName];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AuditInputException($"The report could not be written to {folder}: {e.Message} Name another folder with --output.", e);
        }
    }

    private void RefuseStrangers(IReadOnlyList<string> ours)
    {
        if (Directory.EnumerateFileSystemEntries(folder).FirstOrDefault(e => Directory.Exists(e) || !ours.Contains(Path.GetFileName(e))) is not null)
            throw new AuditInputException(
                $"The folder of the results, {folder}, holds something other than a report. Name a new or empty folder with --output.");
    }

    // A PDF may be printed again by another Chromium; pages that differ mean another version, or a file that was changed.
    private void Refuse(IReadOnlyList<ReportFile> missing)
    {
        var differing = missing.Where(f => File.Exists(In(f.Name)) && !(f.Name == Chromium.FileName && earlier is not null)).Select(f => f.Name).ToList();
        if (earlier is null && File.Exists(In(Manifest.FileName))) differing.Add(Manifest.FileName);
        if (differing.Count == 0) return;
        var other = earlier is { RenderedBy: { } version } && version != Tool.Version
            ? $"they were rendered by version {version}, and this is {Tool.Version}" : "they were changed, or belong to another run";
        throw new AuditInputException(
            $"The folder of the results, {folder}, already holds {string.Join(", ", differing)} with another content: {other}. " +
            "Nothing there is replaced: name another folder with --output.");
    }

    private void Write(IReadOnlyList<ReportFile> files)
    {
        var added = new List<string>();
        try
        {
            foreach (var file in files)
            {
                // Complete or not there: a reader never sees half a file.
                var (target, temporary) = (In(file.Name), In($".{file.Name}.{Environment.ProcessId}.tmp"));
                if (!File.Exists(target)) added.Add(target);
                try
                {
                    File.WriteAllBytes(temporary, file.Content);
                    File.Move(temporary, target, overwrite: true);
                }
                finally
                {
                    File.Delete(temporary);
                }
            }
        }
        catch
        {
            foreach (var file in added) File.Delete(file);
            throw;
        }
    }

    private bool Holds(ReportFile file)
    {
        var there = new FileInfo(In(file.Name));
        return there.Exists && there.Length == file.Content.Length && File.ReadAllBytes(there.FullName).AsSpan().SequenceEqual(file.Content);
    }

    private string In(string name) => Path.Combine(folder, name);
}
