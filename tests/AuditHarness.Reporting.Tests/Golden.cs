using System.Text;

namespace AuditHarness.Reporting;

/// <summary>Texts that are kept in files and compared with what is written today, so that a change is seen before it is shipped.</summary>
internal static class Golden
{
    /// <summary>Set to 1, it writes the files anew; look at the difference before it is committed.</summary>
    public const string Update = "AUDITHARNESS_UPDATE_GOLDEN";

    /// <summary>Whether the files are written instead of compared.</summary>
    public static bool Updating => Environment.GetEnvironmentVariable(Update) == "1";

    private const int Around = 2, Shown = 12;

    /// <summary>Compares; a difference fails and shows the first lines that differ.</summary>
    /// <param name="file">Absolute path of the golden file.</param>
    /// <param name="text">What is written today; lines end with \n.</param>
    public static void Match(string file, string text)
    {
        if (Updating)
        {
            if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
                Assert.Fail($"{Update} is set under CI=true, where every text would match itself. Write golden files elsewhere and commit them.");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text, new UTF8Encoding(false));
            return;
        }
        if (!File.Exists(file)) Assert.Fail($"{Path.GetFileName(file)} is missing. {Update}=1 writes it.");
        if (Difference(File.ReadAllText(file).ReplaceLineEndings("\n"), text) is { } difference)
            Assert.Fail($"{Path.GetFileName(file)} differs:\n{difference}\nIf this was meant, {Update}=1 writes it anew.");
    }

    /// <summary>The first lines that differ, with some around them; null when none does.</summary>
    /// <param name="golden">What is in the file.</param>
    /// <param name="text">What is written today.</param>
    internal static string? Difference(string golden, string text)
    {
        if (golden == text) return null;
        var (old, now) = (golden.Split('\n'), text.Split('\n'));
        var first = old.Zip(now).TakeWhile(p => p.First == p.Second).Count();
        var tail = old.Reverse().Zip(now.Reverse()).TakeWhile(p => p.First == p.Second).Count();
        tail = Math.Min(tail, Math.Min(old.Length, now.Length) - first);
        var (gone, come) = (old[first..^tail], now[first..^tail]);
        return string.Join('\n',
        [
            $"line {first + 1}:", .. old[Math.Max(0, first - Around)..first].Select(l => "  " + l),
            .. gone.Take(Shown).Select(l => "- " + l), .. More(gone), .. come.Take(Shown).Select(l => "+ " + l), .. More(come),
        ]);
    }

    private static IEnumerable<string> More(string[] lines) => lines.Length > Shown ? [$"  and {lines.Length - Shown} more"] : [];
}
