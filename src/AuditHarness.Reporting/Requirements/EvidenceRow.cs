using AuditHarness.Audits;

namespace AuditHarness.Reporting.Requirements;

/// <summary>A requirement with what there is for it.</summary>
/// <param name="Requirement">The requirement.</param>
/// <param name="Evidence">At least one; what is missing comes first, so that a row never looks better than its weakest part.</param>
public sealed record EvidenceRow(Requirement Requirement, IReadOnlyList<EvidenceStatus> Evidence)
{
    /// <summary>What the row counts as.</summary>
    public EvidenceStatus Status => Evidence[0];

    /// <summary>Whether something is missing and something is there.</summary>
    public bool IsPartial => Status is EvidenceStatus.Missing && Evidence.Any(e => e is not EvidenceStatus.Missing);

    /// <summary>The rows of a profile.</summary>
    /// <param name="audit">The result.</param>
    /// <param name="profile">The profile.</param>
    public static IReadOnlyList<EvidenceRow> Of(AuditResult audit, EvidenceProfile profile) =>
        [.. profile.Requirements.Select(r => new EvidenceRow(r, Find(audit, $"{profile.Id}/{r.Id}", r)))];

    private static IReadOnlyList<EvidenceStatus> Find(AuditResult audit, string name, Requirement asked)
    {
        var plan = audit.Plan.Evidence;
        if (plan.NotApplicable.FirstOrDefault(n => n.Requirement == name) is { } not) return [new EvidenceStatus.NotApplicable(not.Why, not.By, not.On)];
        var attached = plan.Attachments.Where(a => a.Requirements.Contains(name)).Select(a => Attached(audit, a)).OfType<EvidenceStatus>().ToList();
        List<EvidenceStatus> parts = [.. Computed(audit, asked), .. Declared(audit.Plan.Card, asked)];
        if (parts.Count == 0 && attached.Count == 0) parts.Add(new EvidenceStatus.Missing(Phrase.Of($"Attach a document: no figure and no declaration can stand for this.")));
        return
        [
            .. attached.Count > 0 ? [] : parts.OfType<EvidenceStatus.Missing>(),
            .. parts.Where(p => p is not EvidenceStatus.Missing),
            .. attached,
        ];
    }

    private static IEnumerable<EvidenceStatus> Computed(AuditResult audit, Requirement asked)
    {
        if (asked.Figures is null) yield break;
        if (asked.On is { } on && audit.Plan.Evidence.TestData != on)
        {
            yield return new EvidenceStatus.Missing(audit.Plan.Evidence.TestData is null
                ? Phrase.Of($"Say in 'evidence.testData' where the evaluated patients come from.")
                : Phrase.Of($"An audit on other data: {Data(on):term}."));
            yield break;
        }
        foreach (var figure in asked.Figures) yield return figure.Find(audit) ?? (EvidenceStatus)new EvidenceStatus.Missing(
            audit.Records is not null && EvidenceFigures.OfRisks.Contains(figure)
                ? Phrase.Of($"Attach a document, or declare that it does not apply: made-up records have no figure of this kind.") : Phrase.Of(figure.Wanted, []));
    }

    private static IEnumerable<EvidenceStatus> Declared(ModelCard card, Requirement asked)
    {
        foreach (var field in asked.Fields ?? [])
        {
            var (name, question) = ("modelCard." + field, ModelCardCatalog.Find(field)!.Question);
            if (card.Find(field) is { } entry) yield return new EvidenceStatus.Declared(field, entry.By, entry.On, entry.Text);
            else yield return new EvidenceStatus.Missing(Phrase.Of($"Declare '{name}': {question:term}"));
        }
    }

    /// <summary>A document that did not go in has no hash, and is no evidence.</summary>
    private static EvidenceStatus.Attached? Attached(AuditResult audit, Attachment attachment) =>
        audit.Inputs.FirstOrDefault(i => i.Role == Attachment.Role && i.File == attachment.File) is { } input
            ? new(attachment.Title, attachment.File, input.Sha256) : null;

    /// <summary>Where evaluated patients come from, in words that can be translated.</summary>
    /// <param name="data">What is declared.</param>
    public static string Data(TestData data) => data switch
    {
        TestData.SameSource => "other patients of the source of the training data",
        TestData.External => "patients of another source than the training data",
        _ => "patients of the place where it is used",
    };
}
