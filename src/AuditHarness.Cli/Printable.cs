namespace AuditHarness.Cli;

/// <summary>Text that is safe to show on a terminal, wherever it came from.</summary>
internal static class Printable
{
    /// <summary>
    /// Replaces everything that steers a terminal, turns the reading direction or cannot be seen by U+FFFD, so that a value from the
    /// data can neither colour, erase nor disguise a line. Line feeds stay.
    /// </summary>
    public static string Of(string text) =>
        Unprintable.Replace(text).Replace('\t', Unprintable.Replacement).Replace('\r', Unprintable.Replacement);

    /// <summary>The same on one line: line feeds are replaced too.</summary>
    public static string Line(string text) => Of(text).Replace('\n', Unprintable.Replacement);
}
