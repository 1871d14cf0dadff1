using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using AuditHarness.Reporting;

namespace AuditHarness.Runs;

/// <summary>A Chromium of the machine, which prints a page as it would on paper. It is given no network and no memory of its own.</summary>
/// <param name="path">The program.</param>
internal sealed class Chromium(string path)
{
    /// <summary>Name of the file that it makes.</summary>
    public const string FileName = "report.pdf";

    /// <summary>Names the program when it is none of the usual ones, or not where programs are looked for.</summary>
    public const string Variable = "AUDIT_CHROMIUM";

    private const int NodeLength = 12;

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge"];

    /// <summary>How long a page may take; a large report takes some seconds.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    /// <summary>The program that the variable names, else the first of the usual ones.</summary>
    /// <exception cref="AuditInputException">There is none.</exception>
    public static Chromium Find() => Find(Environment.GetEnvironmentVariable(Variable), Environment.GetEnvironmentVariable("PATH") ?? "");

    /// <inheritdoc cref="Find()"/>
    /// <param name="named">What the variable names, or null.</param>
    /// <param name="folders">Where programs are looked for, as PATH lists folders.</param>
    internal static Chromium Find(string? named, string folders)
    {
        if (!string.IsNullOrEmpty(named))
            return File.Exists(named) ? new(named) : throw new AuditInputException(
                $"A PDF is printed by Chromium, and {Variable} names '{named}', which is no file. Correct the variable, or leave --pdf away; report.html prints well from any browser.");
        var end = OperatingSystem.IsWindows() ? ".exe" : "";
        var found = from name in Names
                    from folder in folders.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                    let file = Path.Combine(folder, name + end)
                    where Path.IsPathFullyQualified(file) && File.Exists(file)
                    select file;
        return found.FirstOrDefault() is { } program ? new(program) : throw new AuditInputException(
            $"A PDF is printed by Chromium, and none of {string.Join(", ", Names)} is on the PATH. Install one, name it in {Variable}, " +
            "or leave --pdf away; report.html prints well from any browser.");
    }

    /// <summary>Prints report.html.</summary>
    /// <param name="files">The files of a report.</param>
    /// <param name="dated">The date that the file says it was made, so that one Chromium makes the same bytes again.</param>
    /// <param name="stop">Cancels.</param>
    /// <exception cref="AuditInputException">It could not be started, took too long, or made no PDF.</exception>
    public ReportFile Print(IReadOnlyList<ReportFile> files, DateTimeOffset dated, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("audit-pdf-").FullName;
        try
        {
            var (page, pdf) = (Path.Combine(folder, "report.html"), Path.Combine(folder, "report.pdf"));
            File.WriteAllBytes(page, files.Single(f => f.Name == "report.html").Content);
            Run(Arguments(folder, page, pdf), stop);
            var printed = File.Exists(pdf) ? File.ReadAllBytes(pdf) : [];
            if (!printed.AsSpan().StartsWith("%PDF-"u8)) throw Fault("ended without a PDF");
            Date(printed, dated);
            Renumber(printed);
            return new(FileName, printed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
        {
            throw Fault($"could not be used: {e.Message.TrimEnd('.')}", e);
        }
        finally
        {
            Delete(folder);
        }
    }

    private static IReadOnlyList<string> Arguments(string folder, string page, string pdf) =>
    [
        "--headless", "--disable-gpu", "--disable-dev-shm-usage",
        // A profile of its own: nothing of the user's is read, and nothing stays.
        $"--user-data-dir={Path.Combine(folder, "profile")}", "--no-first-run", "--no-default-browser-check", "--disable-extensions",
        // No network: the page asks for nothing, and the browser shall not either.
        "--host-resolver-rules=MAP * ~NOTFOUND", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps",
        // Its sandbox does not work for the administrator of a Linux machine, such as in a container.
        .. OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? ["--no-sandbox"] : Array.Empty<string>(),
        "--no-pdf-header-footer", $"--print-to-pdf={pdf}", new Uri(page).AbsoluteUri,
    ];

    private void Run(IReadOnlyList<string> arguments, CancellationToken stop)
    {
        var start = new ProcessStartInfo(path) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        // What it says is of no use to anybody, and a full pipe would stop it.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Longest);
        try
        {
            process.WaitForExitAsync(patience.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            stop.ThrowIfCancellationRequested();
            throw Fault(string.Create(CultureInfo.InvariantCulture, $"did not end within {Longest.TotalMinutes} minutes"));
        }
        if (process.ExitCode != 0) throw Fault(string.Create(CultureInfo.InvariantCulture, $"ended with code {process.ExitCode}"));
    }

    private AuditInputException Fault(string what, Exception? cause = null) => new(
        $"The PDF could not be printed: Chromium ('{path}') {what}. Name another one in {Variable}, or leave --pdf away; report.html prints well from any browser.", cause!);

    // Dates have a fixed width, so the places of all else in the file stay what they are.
    private static void Date(Span<byte> pdf, DateTimeOffset dated)
    {
        var digits = Encoding.ASCII.GetBytes(dated.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture));
        foreach (var key in new[] { "/CreationDate (D:", "/ModDate (D:" })
        {
            var at = pdf.LastIndexOf(Encoding.ASCII.GetBytes(key));
            if (at < 0 || pdf.Length < at + key.Length + digits.Length) continue;
            var place = pdf.Slice(at + key.Length, digits.Length);
            if (place.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0) digits.CopyTo(place);
        }
    }

    /// <summary>
    /// Counts the names of the elements of the page's structure from 1. The browser counts on from what it drew before, which differs
    /// from one print to the next; so they keep their order and their width, and the places of all else in the file.
    /// </summary>
    /// <param name="pdf">The file, changed in place.</param>
    internal static void Renumber(Span<byte> pdf)
    {
        List<int> places = [];
        for (var at = 0; at <= pdf.Length - NodeLength; at++)
        {
            var next = pdf[at..].IndexOf("node"u8);
            if (next < 0 || (at += next) > pdf.Length - NodeLength) break;
            var after = at + NodeLength == pdf.Length ? (byte)' ' : pdf[at + NodeLength];
            // A string of its own; a parenthesis of a text has a backslash before it.
            if (at > 0 && pdf[at - 1] == '(' && (at == 1 || pdf[at - 2] != '\\') && after == ')' && pdf.Slice(at + 4, 8).IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0) places.Add(at + 4);
        }
        if (places.Count == 0) return;
        List<int> numbers = [];
        foreach (var at in places) numbers.Add(int.Parse(pdf.Slice(at, 8), CultureInfo.InvariantCulture));
        var least = numbers.Min();
        for (var k = 0; k < places.Count; k++)
            Encoding.ASCII.GetBytes((numbers[k] - least + 1).ToString("D8", CultureInfo.InvariantCulture)).CopyTo(pdf[places[k]..]);
    }

    private static void Delete(string folder)
    {
        // The last of its processes may hold a file for a moment after the first has ended.
        for (var attempt = 0; Directory.Exists(folder); attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (attempt == 20) return;
                Thread.Sleep(50);
            }
        }
    }
}
