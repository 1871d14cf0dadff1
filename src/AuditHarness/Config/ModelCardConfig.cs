using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>One declaration of a model card with its own author; a text alone stands for one by whoever declares the card.</summary>
internal sealed record CardEntryConfig
{
    [Description("What is declared.")]
    public required string Text { get; init; }

    [Description("Who declares it. Default: modelCard.declaredBy.")]
    public string? By { get; init; }

    [Description("When it is declared, such as 2026-11-24. Default: modelCard.declaredOn.")]
    [RegularExpression(ConfigDay.Pattern)]
    public string? On { get; init; }
}

/// <summary>Whose requirements the evidence is sorted by, and what is evidence besides figures and declarations.</summary>
internal sealed record EvidenceConfig
{
    [Description("Profiles of requirements: \"tripod-ai\", \"b11\" (45 CFR 170.315(b)(11)), \"ai-act\", \"fda-ai\" and \"chai\". Default: none.")]
    public IReadOnlyList<string>? Profiles { get; init; }

    [Description("Where the evaluated patients come from: other patients of the source of the training data (\"sameSource\"), another source (\"external\"), or the very place where the model is used (\"local\"). Default: not said, and then figures are no evidence for requirements that ask for one of these.")]
    public TestData? TestData { get; init; }

    [Description("Documents that are evidence. Each is hashed and listed among the inputs; none is opened.")]
    [MaxLength(100)]
    public IReadOnlyList<AttachmentConfig>? Attachments { get; init; }

    [Description("Requirements that do not apply, each with who says so, when and why.")]
    [MaxLength(1000)]
    public IReadOnlyList<NotApplicableConfig>? NotApplicable { get; init; }
}

/// <summary>A document.</summary>
internal sealed record AttachmentConfig
{
    [Description("Path of the file; relative to the config's folder, '..' allowed. At most 100 MB.")]
    public required string File { get; init; }

    [Description("What it is.")]
    public required string Title { get; init; }

    [Description("What it is evidence for: requirements as \"profile/item\", such as \"tripod-ai/18c\".")]
    [MinLength(1)]
    public required IReadOnlyList<string> For { get; init; }
}

/// <summary>A requirement that does not apply.</summary>
internal sealed record NotApplicableConfig
{
    [Description("The requirement as \"profile/item\", such as \"ai-act/IV.1(f)\".")]
    public required string Requirement { get; init; }

    [Description("Why it does not apply.")]
    public required string Why { get; init; }

    [Description("Who says so.")]
    public required string By { get; init; }

    [Description("When it is said, such as 2026-11-24.")]
    [RegularExpression(ConfigDay.Pattern)]
    public required string On { get; init; }
}
