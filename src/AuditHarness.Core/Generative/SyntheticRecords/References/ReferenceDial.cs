using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.References;

/// <summary>Another generator's records, changed by as much as a dial says: what measures are tried on, as the dose is known.</summary>
public abstract class ReferenceDial : ReferenceGenerator
{
    /// <summary>A dial.</summary>
    /// <param name="inner">Whose records; disposed of with this.</param>
    /// <param name="does">What it does to them, as the end of its name.</param>
    /// <param name="settings">How much, and what else its records depend on.</param>
    protected ReferenceDial(IRecordGenerator inner, string does, FormattableString settings)
        : base($"{Given(inner).Identity.Model.Name} {does}", inner.Identity.Model.Sha256, settings) => Inner = inner;

    /// <summary>Whose records.</summary>
    protected IRecordGenerator Inner { get; }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) Inner.Dispose();
        base.Dispose(disposing);
    }

    private static IRecordGenerator Given(IRecordGenerator inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        return inner;
    }
}
