namespace AuditHarness.Reporting.Requirements;

/// <summary>What there is for a requirement. It never says that the requirement is met: whether evidence is enough is for a person to judge.</summary>
public abstract record EvidenceStatus
{
    private EvidenceStatus() { }

    /// <summary>A figure of this very report.</summary>
    /// <param name="Anchor">Where on the page it stands.</param>
    /// <param name="Sentence">What it says.</param>
    public sealed record Computed(string Anchor, Phrase Sentence) : EvidenceStatus;

    /// <summary>Somebody says so in the model card.</summary>
    /// <param name="Field">Id of the field.</param>
    /// <param name="By">Who.</param>
    /// <param name="On">When.</param>
    /// <param name="Text">What they say.</param>
    public sealed record Declared(string Field, string By, DateOnly On, string Text) : EvidenceStatus;

    /// <summary>A document was named as evidence. It is identified by its hash; nobody read it here.</summary>
    /// <param name="Title">What it is.</param>
    /// <param name="File">Path as the config writes it.</param>
    /// <param name="Sha256">64 lower-case hexadecimal digits.</param>
    public sealed record Attached(string Title, string File, string Sha256) : EvidenceStatus;

    /// <summary>Something is not there.</summary>
    /// <param name="Wanted">What would fill it.</param>
    public sealed record Missing(Phrase Wanted) : EvidenceStatus;

    /// <summary>Somebody says that the requirement does not apply.</summary>
    /// <param name="Why">Why not.</param>
    /// <param name="By">Who.</param>
    /// <param name="On">When.</param>
    public sealed record NotApplicable(string Why, string By, DateOnly On) : EvidenceStatus;
}
