using AuditHarness.Audits;

namespace AuditHarness.Reporting.Requirements;

/// <summary>Audit results with a model card and evidence, made by hand.</summary>
internal static class SampleEvidence
{
    public static DateOnly Day { get; } = new(2026, 11, 24);

    public static IReadOnlyList<string> AllProfiles { get; } = [.. EvidenceProfiles.All.Select(p => p.Id)];

    /// <summary>Every profile, some fields declared, one document attached, one requirement that does not apply.</summary>
    public static AuditResult Typical { get; } = Of(SampleAudit.Typical, s => s, "docs/protocol.pdf");

    /// <summary>The same with a hostile text wherever a config can hold one.</summary>
    public static AuditResult OfHostileTexts(int shift) => Of(SampleAudit.OfHostileTexts, s => SampleAudit.Hostile[(s.Length + shift) % SampleAudit.Hostile.Count], SampleAudit.Hostile[shift % SampleAudit.Hostile.Count]);

    /// <summary>Every field declared.</summary>
    public static ModelCard Whole { get; } = new([.. ModelCardCatalog.All.Select(f => new CardEntry(f.Id, $"We say this of {f.Id}.", "A. Person", Day))]);

    private static AuditResult Of(AuditResult audit, Func<string, string> text, string file) => audit with
    {
        Plan = audit.Plan with
        {
            Card = new(
            [
                new("intendedUse", text("To rank patients for a visit."), text("A. Person"), Day), new("population", text("Adults."), text("B. Person"), new(2026, 1, 2)),
                new("groundTruth", text("Death within five years by the register."), text("A. Person"), Day), new("limits", text("Nobody under 40."), text("A. Person"), Day),
                new("oversight", text("The physician decides."), text("A. Person"), Day),
            ]),
            Evidence = new(AllProfiles, [new(file, text("The protocol"), ["tripod-ai/18c", "tripod-ai/1"])], [new("tripod-ai/6c", text("No treatments."), text("A. Person"), Day)])
            {
                TestData = TestData.SameSource,
            },
        },
        Inputs = [.. audit.Inputs, new InputFile(Attachment.Role, file, 1234, new string('9', 64))],
    };
}
