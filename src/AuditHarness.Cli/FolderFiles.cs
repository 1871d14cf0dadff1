namespace AuditHarness.Cli;

/// <summary>Files that a command writes into a folder with others.</summary>
internal static class FolderFiles
{
    /// <summary>Writes what is not there yet; a file with the same content is left as it is.</summary>
    /// <param name="what">What the files are, for a message.</param>
    /// <param name="files">The files.</param>
    /// <param name="folder">Where they go; made when it is not there.</param>
    /// <param name="force">Replaces files that hold something else.</param>
    /// <returns>What became of each.</returns>
    /// <exception cref="AuditInputException">A file is in the way, or the folder cannot be written.</exception>
    public static List<ScreenLine> Write(string what, IReadOnlyList<(string Name, byte[] Content)> files, string folder, bool force)
    {
        try
        {
            var missing = files.Where(f => !Holds(Path.Combine(folder, f.Name), f.Content)).ToList();
            var inTheWay = missing.Where(f => File.Exists(Path.Combine(folder, f.Name))).Select(f => f.Name).ToList();
            if (inTheWay.Count > 0 && !force)
                throw new AuditInputException(
                    $"{folder} already holds {string.Join(", ", inTheWay)} with another content. Name another folder with --output, or replace with --force.");
            Directory.CreateDirectory(folder);
            foreach (var file in missing)
            {
                // Complete or not there: a reader never sees half a file.
                var temporary = Path.Combine(folder, $".{file.Name}.{Environment.ProcessId}.tmp");
                try
                {
                    File.WriteAllBytes(temporary, file.Content);
                    File.Move(temporary, Path.Combine(folder, file.Name), overwrite: true);
                }
                finally
                {
                    File.Delete(temporary);
                }
            }
            return [.. files.Select(f => new ScreenLine($"{Path.Combine(folder, f.Name)}  {(missing.Contains(f) ? "written" : "unchanged")}"))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new AuditInputException(
                $"{what} could not be written to '{folder}': {e.Message} Name a folder that you may write to with --output.", e);
        }
    }

    private static bool Holds(string path, byte[] content)
    {
        var file = new FileInfo(path);
        return file.Exists && file.Length == content.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(content);
    }
}
