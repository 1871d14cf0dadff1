using System.Globalization;

namespace AuditHarness.Benchmarks;

/// <summary>
/// Figures that a long study has found, one line each in a file, so that it can be stopped at any time and goes on where it was. They belong
/// to the program that found them: where a method changed, the file (or its lines) must go.
/// </summary>
internal sealed class KeptFigures
{
    private readonly string? _file;
    private readonly Dictionary<string, (int Draws, double[] Figures)> _figures = [];

    /// <summary>Reads what there is.</summary>
    /// <param name="file">The file; null keeps figures in memory only.</param>
    public KeptFigures(string? file)
    {
        _file = file;
        if (file is null || !File.Exists(file)) return;
        foreach (var fields in File.ReadLines(file).Select(line => line.Split('\t')))
            // A line that was cut off in writing has no mark at its end.
            if (fields is [var what, var draws, .. var figures, "."]) Remember(what, int.Parse(draws, CultureInfo.InvariantCulture), Array.ConvertAll(figures, f => double.Parse(f, CultureInfo.InvariantCulture)));
    }

    /// <summary>The figures from the most draws; null without any.</summary>
    /// <param name="what">What they are about.</param>
    public (int Draws, double[] Figures)? Find(string what) => _figures.TryGetValue(what, out var known) ? known : null;

    /// <summary>Keeps figures.</summary>
    /// <param name="what">What they are about; no tab.</param>
    /// <param name="draws">Draws that they rest on.</param>
    /// <param name="figures">The figures.</param>
    public void Keep(string what, int draws, double[] figures)
    {
        Remember(what, draws, figures);
        if (_file is not null)
            File.AppendAllText(_file, string.Create(CultureInfo.InvariantCulture, $"{what}\t{draws}\t{string.Join('\t', figures.Select(f => f.ToString("R", CultureInfo.InvariantCulture)))}\t.\n"));
    }

    private void Remember(string what, int draws, double[] figures)
    {
        if (!(Find(what)?.Draws > draws)) _figures[what] = (draws, figures);
    }
}
