using Spectre.Console;

namespace AuditHarness.Cli;

/// <summary>How a line is meant, for whoever sees colours.</summary>
internal enum Tone
{
    Plain,
    Good,
    Bad,
    Doubtful,
    Faint,
}

/// <summary>A line of output: text that may come from data, and how it is meant.</summary>
/// <param name="Text">One line.</param>
/// <param name="Tone">How it is meant.</param>
internal readonly record struct ScreenLine(string Text, Tone Tone = Tone.Plain);

/// <summary>Standard output: coloured and wrapped on a terminal, plain and one line per line when piped.</summary>
internal static class Screen
{
    /// <summary>Shows the lines.</summary>
    public static void Show(IEnumerable<ScreenLine> lines)
    {
        if (Console.IsOutputRedirected)
        {
            foreach (var line in lines) Console.Out.WriteLine(Printable.Line(line.Text));
            return;
        }
        foreach (var line in lines)
        {
            var text = Printable.Line(line.Text);
            // What wraps stays indented like its beginning.
            var indent = text.Length - text.TrimStart(' ').Length;
            if (text.Length == indent) AnsiConsole.Console.WriteLine();
            else AnsiConsole.Console.Write(new Padder(new Text(text[indent..], StyleOf(line.Tone)), new(indent, 0, 0, 0)));
        }
    }

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Good => new(Color.Green, decoration: Decoration.Bold),
        Tone.Bad => new(Color.Red, decoration: Decoration.Bold),
        Tone.Doubtful => new(Color.Yellow, decoration: Decoration.Bold),
        Tone.Faint => new(decoration: Decoration.Dim),
        _ => Style.Plain,
    };
}
