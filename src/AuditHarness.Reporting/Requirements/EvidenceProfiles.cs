namespace AuditHarness.Reporting.Requirements;

/// <summary>Every profile there is, read top to bottom. Another one is one file and one line here.</summary>
public static class EvidenceProfiles
{
    /// <summary>The profiles, in the order in which they are offered.</summary>
    public static IReadOnlyList<EvidenceProfile> All { get; } =
        [TripodAi.Profile, Cfr170315b11.Profile, AiAct.Profile, FdaAiDeviceSoftware.Profile, ChaiModelCard.Profile];

    /// <summary>The profile of that id, or null.</summary>
    /// <param name="id">Id.</param>
    public static EvidenceProfile? Find(string id) => All.FirstOrDefault(p => p.Id == id);
}
