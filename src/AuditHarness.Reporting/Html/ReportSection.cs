using AuditHarness.Audits;
using AuditHarness.Reporting.Html.Sections;

namespace AuditHarness.Reporting.Html;

/// <summary>
/// A section of the page, one question of the reader: a component with one parameter, View. A new one is one component and one line
/// in <see cref="OfScores"/> or <see cref="OfRecords"/>.
/// </summary>
/// <param name="Id">Anchor, unique on the page; part of addresses that people keep, so it never changes.</param>
/// <param name="Title">Heading and entry of the contents, in English.</param>
/// <param name="Component">Razor component.</param>
public sealed record ReportSection(string Id, string Title, Type Component)
{
    /// <summary>Whether the component writes the section's heading itself, with the id "‹Id›-title".</summary>
    public bool HasOwnHeading { get; init; }

    /// <summary>The sections of a result, in the order in which they are read. Each is always there: one without figures says why it has none.</summary>
    /// <param name="audit">The result.</param>
    public static IReadOnlyList<ReportSection> Of(AuditResult audit)
    {
        ArgumentNullException.ThrowIfNull(audit);
        return audit.Records is null ? OfScores : OfRecords;
    }

    /// <summary>Of an audit of a model that scores patients.</summary>
    public static IReadOnlyList<ReportSection> OfScores { get; } =
    [
        new("summary", "Summary", typeof(SummarySection)) { HasOwnHeading = true },
        new("expectations", "What was expected, and what came of it", typeof(ExpectationsSection)),
        new("who", "Who was in it?", typeof(WhoSection)),
        new("accurate", "Is it accurate?", typeof(AccurateSection)),
        new("everyone", "For everyone?", typeof(EveryoneSection)),
        new("risks", "Are its risks right?", typeof(RisksSection)),
        new("utility", "Does acting on it help?", typeof(UtilitySection)),
        new("why", "Why does it answer so?", typeof(WhySection)),
        new("how", "How was this done?", typeof(HowSection)),
    ];

    /// <summary>Of an audit of a generator that makes up records.</summary>
    public static IReadOnlyList<ReportSection> OfRecords { get; } =
    [
        new("summary", "Summary", typeof(SummarySection)) { HasOwnHeading = true },
        new("expectations", "What was expected, and what came of it", typeof(ExpectationsSection)),
        new("who", "Who is in it?", typeof(PresentSection)),
        new("possible", "Are the records possible?", typeof(PossibleSection)),
        new("alike", "Are they like real ones?", typeof(AlikeSection)),
        new("learned", "Does what is learned from them hold?", typeof(LearnedSection)),
        new("privacy", "Do they give anybody away?", typeof(PrivacySection)),
        new("how", "How was this done?", typeof(HowSection)),
    ];
}
