namespace AuditHarness.Disparity;

/// <summary>What a disparity is: metrics compared across groups, under the literature's name.</summary>
/// <param name="Id">Such as "EqualOpportunityDifference".</param>
/// <param name="Title">Name in running text.</param>
/// <param name="Form">Difference or ratio.</param>
/// <param name="Metrics">Ids of the metrics compared: one, or two for equalized odds (the worse of both counts).</param>
/// <param name="Definition">What it says, in one sentence.</param>
/// <param name="Source">Literature.</param>
public sealed record DisparityInfo(
    string Id, string Title, DisparityForm Form, IReadOnlyList<string> Metrics, string Definition, string Source);
