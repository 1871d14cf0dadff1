using AuditHarness.Audits;

namespace AuditHarness.Reporting.Requirements;

/// <summary>A framework's requirements in one version, each with the evidence that an audit and a model card can have for it.</summary>
/// <param name="Id">Name in a config, such as "tripod-ai".</param>
/// <param name="Title">Name in running text.</param>
/// <param name="Version">Which version, with its date.</param>
/// <param name="Source">Citation.</param>
/// <param name="Address">Where the framework can be read.</param>
/// <param name="Note">What its text is known to be, what of it is left out, and where it stands; as far as it was checked.</param>
/// <param name="Requirements">In the framework's order; ids are unique.</param>
public sealed record EvidenceProfile(
    string Id, string Title, string Version, string Source, string Address, string Note, IReadOnlyList<Requirement> Requirements)
{
    /// <summary>The requirement of that id, or null.</summary>
    /// <param name="id">The framework's own designation.</param>
    public Requirement? Find(string id) => Requirements.FirstOrDefault(r => r.Id == id);
}

/// <summary>One requirement. Every part it names must be there; an attached document stands for all of them.</summary>
/// <param name="Id">The framework's own designation, such as "23a".</param>
/// <param name="Text">What it asks, in our words.</param>
/// <param name="Figures">Figures of an audit that it asks for.</param>
/// <param name="Fields">Fields of the model card that it asks for.</param>
/// <param name="On">Which data its figures must be on; null when any will do.</param>
public sealed record Requirement(
    string Id, string Text, IReadOnlyList<EvidenceFigure>? Figures = null, IReadOnlyList<string>? Fields = null, TestData? On = null);

/// <summary>A figure that can be evidence.</summary>
/// <param name="Wanted">What is to be done when it is not there.</param>
/// <param name="Find">The figure; null when the audit does not have it, or it is hidden or cannot be estimated.</param>
public sealed record EvidenceFigure(string Wanted, Func<AuditResult, EvidenceStatus.Computed?> Find);
