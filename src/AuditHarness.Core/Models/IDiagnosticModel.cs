using AuditHarness.Audits;
using AuditHarness.Explanations;

namespace AuditHarness.Models;

/// <summary>A model that scores patients. Loaded once, used from one thread at a time, released at the end of the audit.</summary>
public interface IDiagnosticModel : IDisposable
{
    /// <summary>What it is.</summary>
    ModelIdentity Identity { get; }

    /// <summary>How its answer was read, in one sentence for the report: inputs, output, whether a logit was turned into a risk.</summary>
    Phrase Reading { get; }

    /// <summary>
    /// What is known of its inside, as a function of the columns of the feature table; null for a black box. It gives the margin
    /// whose <see cref="ModelStructure.Link"/> is the risk, and is checked against <see cref="Score"/> on every audit.
    /// </summary>
    ModelStructure? Structure { get; }

    /// <summary>The files that it is made of, in a fixed order, for the manifest; empty where nothing of it lies on this machine.</summary>
    IReadOnlyList<InputFile> Files => [];

    /// <summary>
    /// What a reader of the report should know of how it answered, one sentence each: retries, restarts, refusals, tokens used. Asked for
    /// after the last call of <see cref="Score"/>; empty when nothing was worth telling. Never holds a patient's values.
    /// </summary>
    IReadOnlyList<Phrase> Notices => [];

    /// <summary>The risk of the event for each patient, in [0, 1].</summary>
    /// <param name="patients">Rows; columns as the plan names them.</param>
    /// <param name="stop">Cancels.</param>
    /// <exception cref="AuditInputException">
    /// A column is missing or of the wrong kind, or the model answers with too few rows, NaN, or no risk.
    /// </exception>
    double[] Score(FeatureTable patients, CancellationToken stop = default);
}
