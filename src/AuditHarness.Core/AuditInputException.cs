namespace AuditHarness;

/// <summary>
/// The audit cannot run with what it was given: a config, a data set, a model file or an output folder is at fault.
/// The message says what, where and how to mend it; the command line shows it without a stack trace and ends with code 2.
/// </summary>
public sealed class AuditInputException : Exception
{
    /// <summary>How many faults of one kind are shown before the rest is only counted.</summary>
    public const int ShownFaults = 20;

    /// <summary>An input fault that one sentence describes.</summary>
    /// <param name="message">What was seen and where, what was expected, and the next move.</param>
    public AuditInputException(string message) : base(message) { }

    /// <summary>An input fault with a cause that the reader need not see.</summary>
    /// <param name="message">What was seen and where, what was expected, and the next move.</param>
    /// <param name="innerException">The failure beneath.</param>
    public AuditInputException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>Several faults of one input, reported at once: the first <see cref="ShownFaults"/> and the total.</summary>
    /// <param name="summary">What is wrong on the whole, with the file.</param>
    /// <param name="faults">One line per fault, in file order.</param>
    /// <param name="total">How many faults there are; at least the number of lines given.</param>
    /// <param name="mend">The next move.</param>
    public static AuditInputException Of(string summary, IReadOnlyList<string> faults, int total, string mend)
    {
        var shown = faults.Take(ShownFaults).Select(f => "  " + f);
        var rest = total > ShownFaults ? $"\n  … and {total - ShownFaults} more ({total} in all)." : "";
        return new AuditInputException($"{summary}\n{string.Join("\n", shown)}{rest}\n{mend}");
    }
}
