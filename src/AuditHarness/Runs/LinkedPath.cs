namespace AuditHarness.Runs;

/// <summary>Paths behind links.</summary>
internal static class LinkedPath
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    /// <summary>Where a path leads when every link on its way is followed; what is not there yet stays as it is named.</summary>
    /// <param name="path">Absolute.</param>
    /// <exception cref="AuditInputException">Links lead in a circle.</exception>
    public static string Real(string path) => Real(path, path, MostLinks);

    private static string Real(string path, string asked, int links)
    {
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(path) is not { } parent) return path;
        var real = Path.Combine(Real(parent, asked, links), Path.GetFileName(path));
        if (new FileInfo(real).LinkTarget is not { } target) return real;
        return links > 0 ? Real(Path.Combine(Path.GetDirectoryName(real)!, target), asked, links - 1)
            : throw new AuditInputException($"The path '{asked}' cannot be followed: its links lead in a circle. Name another.");
    }
}
