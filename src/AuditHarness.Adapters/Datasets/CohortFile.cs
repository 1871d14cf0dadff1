using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Datasets;

/// <summary>A cohort read from files.</summary>
/// <param name="Cohort">The rows to evaluate, validated.</param>
/// <param name="Model">What produced the scores.</param>
/// <param name="Inputs">Every file that was read.</param>
/// <param name="Notices">What a reader of the report should be warned of: one sentence each.</param>
public sealed record LoadedCohort(
    ScoredCohort Cohort, ModelIdentity Model, IReadOnlyList<InputFile> Inputs, IReadOnlyList<string> Notices);

/// <summary>Reads the data file and the predictions file that a plan names, and joins them by id.</summary>
public static class CohortFile
{
    /// <summary>Reads, validates and joins.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="folder">The folder that the plan's paths are relative to.</param>
    /// <param name="stop">Cancels the reading.</param>
    /// <exception cref="AuditInputException">A file or column is missing, a value is not valid, or ids do not match.</exception>
    public static LoadedCohort Load(AuditPlan plan, string folder, CancellationToken stop = default) =>
        throw new NotSupportedException(folder);
}
