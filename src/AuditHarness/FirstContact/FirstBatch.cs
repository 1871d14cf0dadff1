using AuditHarness.Audits;
using AuditHarness.Explanations;
using AuditHarness.Models;

namespace AuditHarness.FirstContact;

/// <summary>A model that is asked for the first rows only, to see whether and how it answers; every row gets a stand-in that is shown to nobody.</summary>
/// <param name="model">The model, which this does not dispose of; null for one that is not asked at all.</param>
/// <param name="rows">Rows it is asked for.</param>
internal sealed class FirstBatch(IDiagnosticModel? model, int rows) : IDiagnosticModel
{
    private bool _asked;

    /// <summary>The answers; empty before it was asked.</summary>
    public IReadOnlyList<double> Scores { get; private set; } = [];

    /// <inheritdoc/>
    public ModelIdentity Identity => model?.Identity ?? new("", "", null, "");

    /// <inheritdoc/>
    public Phrase Reading => model?.Reading ?? Phrase.Verbatim("");

    /// <inheritdoc/>
    public ModelStructure? Structure => null;

    /// <inheritdoc/>
    public IReadOnlyList<InputFile> Files => model?.Files ?? [];

    /// <inheritdoc/>
    public double[] Score(FeatureTable patients, CancellationToken stop = default)
    {
        // Asked a second time, to see whether the answers stay the same, it has none: that is for the audit itself.
        if (!_asked && model is not null) Scores = model.Score(patients.Count <= rows ? patients : patients.Take([.. Enumerable.Range(0, rows)]), stop);
        _asked = true;
        var standIns = new double[patients.Count];
        Array.Fill(standIns, 0.5);
        return standIns;
    }

    /// <inheritdoc/>
    public void Dispose() { }
}
