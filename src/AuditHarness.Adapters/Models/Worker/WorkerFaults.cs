using System.Globalization;
using AuditHarness.Adapters.Datasets;

namespace AuditHarness.Adapters.Models.Worker;

/// <summary>Refusals of a worker in words: one message each, with the last of its standard error only where the process itself failed.</summary>
/// <param name="shown">The command in quotes.</param>
/// <param name="key">Where the config names the worker.</param>
internal sealed class WorkerFaults(string shown, string key)
{
    /// <summary>Most lines of standard error that a message shows.</summary>
    public const int ErrorLines = 20;

    private const string OnePage = "See the protocol in src/AuditHarness.Adapters/Models/Worker/PROTOCOL.md.";

    /// <summary>How each message begins.</summary>
    private string Worker => $"The worker {shown} ('{key}.command')";

    /// <summary>Something else is wrong.</summary>
    /// <param name="what">What, without a full stop.</param>
    /// <param name="mend">The next move, in sentences.</param>
    public AuditInputException Of(string what, string mend = OnePage) => new($"{Worker} {what}. {mend}");

    /// <summary>The system did not start it.</summary>
    public AuditInputException NotStarted(Exception cause) =>
        new($"{Worker} cannot be started: the system refuses to run the program. Check that it is built for this machine, and that its first line names an interpreter that exists.", cause);

    /// <summary>It ended by itself.</summary>
    /// <param name="ended">How.</param>
    /// <param name="doing">What it was doing.</param>
    /// <param name="restarts">How often it was started anew already.</param>
    public AuditInputException Ended(WorkerEndedException ended, string doing, int restarts) => WithErrors(
        Invariant($"{Worker} {How(ended.Code)} while {doing}{(restarts == 0 ? "" : $", and had been started anew {restarts} {(restarts == 1 ? "time" : "times")}")}"), ended.Errors,
        "Run the command by itself in the config's folder to see why.");

    /// <summary>It took too long.</summary>
    public AuditInputException TooSlow(TimeSpan limit, string doing, IReadOnlyList<string> errors)
    {
        var starting = doing == WorkerClient.Starting;
        return WithErrors(
            Invariant($"{Worker} gave no answer within {limit.TotalSeconds:0.###} seconds while {doing}, and was ended"), errors,
            starting ? $"Give it more time in '{key}.startSeconds'; if it does answer, check that it flushes its standard output after each line."
                : $"Give it more time in '{key}.batchSeconds' or less to do in '{key}.batchRows', and check that it flushes its standard output after each line.");
    }

    /// <summary>It took too much memory.</summary>
    public AuditInputException TooLarge(long bytes, string doing) => new(Invariant(
        $"{Worker} used {bytes / (1024 * 1024):N0} MB with what it started while {doing}, which is more than '{key}.memoryMegabytes' allows, and was ended. Allow more, or ask for less at once in '{key}.batchRows'."));

    /// <summary>It closed its standard output and lives.</summary>
    public AuditInputException ClosedOutput(string doing, IReadOnlyList<string> errors) =>
        WithErrors($"{Worker} closed its standard output while {doing}", errors, OnePage);

    /// <summary>A line without an end.</summary>
    public AuditInputException LongLine() => Of(
        Invariant($"wrote a line of more than {WorkerProcess.LongestLine / (1024 * 1024)} MB to its standard output"), "Answer in one line with what was asked for, and print everything else to standard error.");

    /// <summary>More lines than were asked for.</summary>
    public AuditInputException ManyLines() => Of("wrote more lines to its standard output than it was asked for", "Answer each request in one line, and print everything else to standard error.");

    /// <summary>A line that is no message.</summary>
    /// <param name="line">The line, when it can hold nothing of a patient; else its length is told.</param>
    /// <param name="length">Bytes of the line.</param>
    public AuditInputException NoMessage(string? line, int length) => Of(
        Invariant($"wrote a line to its standard output that is no message of the protocol: {(line is null ? $"{length} bytes, not shown as they may hold patients' values" : Quoted.Text(line))}"),
        "Print to standard error instead: in Python print(…, file=sys.stderr), in Node console.error(…).");

    private static AuditInputException WithErrors(string what, IReadOnlyList<string> errors, string mend) =>
        errors.Count == 0 ? new($"{what}; it wrote nothing to standard error. {mend}")
        : AuditInputException.Of($"{what}; it wrote last to standard error:", errors, errors.Count, mend);

    // 128 and the number of a signal is how systems with signals tell it.
    private static string How(int code) => code switch
    {
        137 when !OperatingSystem.IsWindows() => "was killed from outside (signal 9; the system does so when memory runs out)",
        > 128 and < 160 when !OperatingSystem.IsWindows() => Invariant($"was ended by signal {code - 128}"),
        _ => Invariant($"ended by itself with code {code}"),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
