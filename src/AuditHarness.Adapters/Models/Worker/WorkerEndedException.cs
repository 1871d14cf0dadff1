namespace AuditHarness.Adapters.Models.Worker;

/// <summary>A worker ended while it was asked something.</summary>
/// <param name="code">Its exit code; above 128 on systems with signals when one ended it.</param>
/// <param name="errors">The last lines of its standard error.</param>
internal sealed class WorkerEndedException(int code, IReadOnlyList<string> errors) : Exception
{
    /// <summary>Its exit code.</summary>
    public int Code { get; } = code;

    /// <summary>The last lines of its standard error.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;
}
