namespace AuditHarness.Audits;

/// <summary>What people declare about a model, entry by entry; each names who says so and when.</summary>
/// <param name="Entries">In config order; keys are ids of <see cref="ModelCardCatalog"/>.</param>
public sealed record ModelCard(IReadOnlyList<CardEntry> Entries)
{
    /// <summary>Nothing is declared.</summary>
    public static ModelCard Empty { get; } = new([]);

    /// <summary>What is declared under an id, or null.</summary>
    /// <param name="id">Id of a field.</param>
    public CardEntry? Find(string id) => Entries.FirstOrDefault(e => e.Field == id);
}

/// <summary>One declaration.</summary>
/// <param name="Field">Id of a field of <see cref="ModelCardCatalog"/>.</param>
/// <param name="Text">What is declared; never empty.</param>
/// <param name="By">Who declares it; never empty.</param>
/// <param name="On">When.</param>
public sealed record CardEntry(string Field, string Text, string By, DateOnly On);

/// <summary>A field that a model card may have.</summary>
/// <param name="Id">Key in the config, such as "intendedUse".</param>
/// <param name="Title">Heading.</param>
/// <param name="Question">What is to be declared, as a question to the person who does.</param>
public sealed record CardField(string Id, string Title, string Question);

/// <summary>The fields, in the order in which a card shows them.</summary>
public static class ModelCardCatalog
{
    /// <summary>All fields.</summary>
    public static IReadOnlyList<CardField> All { get; } =
    [
        new("intendedUse", "Intended use", "What is the model meant to be used for, and in which decision?"),
        new("population", "Intended population", "For which patients is it meant?"),
        new("users", "Intended users", "Who uses its output?"),
        new("outOfScope", "Out of scope", "For which uses and patients is it not meant?"),
        new("groundTruth", "Ground truth", "How was the outcome determined, by whom, and blind to what?"),
        new("limits", "Known limits and risks", "What is known to go wrong, and for whom?"),
        new("oversight", "Human oversight", "Who can overrule the output, and how?"),
    ];

    /// <summary>The field of that id, or null.</summary>
    /// <param name="id">Id.</param>
    public static CardField? Find(string id) => All.FirstOrDefault(f => f.Id == id);
}

/// <summary>Whose requirements the evidence is sorted by, and what people attach to it.</summary>
/// <param name="Profiles">Ids of profiles, in the order in which they are shown.</param>
/// <param name="Attachments">Documents that are evidence for some requirements.</param>
/// <param name="NotApplicable">Requirements that do not apply.</param>
public sealed record EvidencePlan(
    IReadOnlyList<string> Profiles, IReadOnlyList<Attachment> Attachments, IReadOnlyList<NotApplicable> NotApplicable)
{
    /// <summary>No profile.</summary>
    public static EvidencePlan None { get; } = new([], [], []);
}

/// <summary>A document that is evidence; hashed and listed among the inputs (role "attachment"), never opened.</summary>
/// <param name="File">Path as the config writes it.</param>
/// <param name="Title">What it is.</param>
/// <param name="Requirements">What it is evidence for: "profile/item", such as "tripod-ai/18c".</param>
public sealed record Attachment(string File, string Title, IReadOnlyList<string> Requirements);

/// <summary>A requirement that somebody declares not applicable.</summary>
/// <param name="Requirement">"profile/item".</param>
/// <param name="Why">Why not.</param>
/// <param name="By">Who says so.</param>
/// <param name="On">When.</param>
public sealed record NotApplicable(string Requirement, string Why, string By, DateOnly On);
