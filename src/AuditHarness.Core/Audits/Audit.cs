using AuditHarness.Cohorts;
using AuditHarness.Models;

namespace AuditHarness.Audits;

/// <summary>How an audit is carried out; nothing here changes a figure.</summary>
public sealed record AuditOptions
{
    /// <summary>How many threads measure at once; at least 1. The same bytes come out for any number.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Told what is done; may be called from any thread.</summary>
    public IProgress<AuditProgress>? Progress { get; init; }

    /// <summary>Cancels the audit.</summary>
    public CancellationToken Stop { get; init; }
}

/// <summary>How far an audit is.</summary>
/// <param name="Step">What is being done, such as "Measuring subgroups".</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in this step.</param>
public readonly record struct AuditProgress(string Step, int Done, int Total);

/// <summary>Turns a plan and a scored cohort into a result.</summary>
public static class Audit
{
    /// <summary>Measures, compares, judges and suppresses.</summary>
    /// <param name="plan">What to audit.</param>
    /// <param name="cohort">The evaluation rows with their scores.</param>
    /// <param name="model">What produced the scores.</param>
    /// <param name="inputs">Every file that was read, the config among them; copied into the result.</param>
    /// <param name="notices">Warnings that came up while loading.</param>
    /// <param name="run">Id and time of the run; copied into the result.</param>
    /// <param name="options">Workers, progress, cancellation.</param>
    /// <exception cref="AuditInputException">The cohort cannot be audited as planned: no rows, one class only, an unknown subgroup.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static AuditResult Run(
        AuditPlan plan, ScoredCohort cohort, ModelIdentity model, IReadOnlyList<InputFile> inputs, IReadOnlyList<string> notices,
        RunInfo run, AuditOptions options) =>
        throw new NotSupportedException(plan.Name);
}
