using AuditHarness.Audits;

namespace AuditHarness.Models;

/// <summary>
/// A model under audit that makes up records of patients. Loaded once, used from one thread at a time, released at the end of the audit.
/// Generators of text, images or actions have ports of their own beside this one and share its identity and its draws.
/// </summary>
public interface IRecordGenerator : IDisposable
{
    /// <summary>What it is and what it can do.</summary>
    GeneratorIdentity Identity { get; }

    /// <summary>How its records are had, in one sentence for the report.</summary>
    Phrase Reading { get; }

    /// <summary>The files that it is made of, in a fixed order, for the manifest.</summary>
    IReadOnlyList<InputFile> Files => [];

    /// <summary>What a reader of the report should know of how it answered; asked for after the last draw. Never holds a record.</summary>
    IReadOnlyList<Phrase> Notices => [];

    /// <summary>Makes up records.</summary>
    /// <param name="request">How many, under which conditions, from which seed.</param>
    /// <param name="stop">Cancels.</param>
    /// <returns>Exactly as many rows as asked for. The same request gives the same rows where the identity says that seeds are taken.</returns>
    /// <exception cref="AuditInputException">It gives fewer rows, other columns, or values of another kind.</exception>
    RecordTable Sample(SampleRequest request, CancellationToken stop = default);
}

/// <summary>What is asked of a generator. Of one generator, set alike, two requests that are equal are one draw.</summary>
/// <param name="Count">Rows; at least 1.</param>
/// <param name="Conditions">Column → the value that all rows shall have; empty for none. In ordinal order of the columns.</param>
/// <param name="Seed">From 0 to 2^53 − 1, so that every protocol can carry it.</param>
/// <param name="Repeat">Tells draws apart that are asked for more than once, from 0.</param>
public sealed record SampleRequest(int Count, IReadOnlyList<KeyValuePair<string, string>> Conditions, ulong Seed, int Repeat);

/// <summary>What was audited, and what it says that it can do.</summary>
/// <param name="Model">Kind, name, version and SHA-256 of the artefact.</param>
/// <param name="Modality">What it makes.</param>
/// <param name="Conditions">Columns whose values a request may set; empty where it takes none.</param>
/// <param name="TakesSeeds">True when the same seed gives the same draw.</param>
public sealed record GeneratorIdentity(ModelIdentity Model, Modality Modality, IReadOnlyList<string> Conditions, bool TakesSeeds)
{
    /// <summary>
    /// Version that it names itself, whatever a config calls it: where what answers is not in its files, this alone tells that it is another.
    /// Null where it names none.
    /// </summary>
    public string? OwnVersion { get; init; }
}

/// <summary>What a generator makes.</summary>
public enum Modality
{
    /// <summary>Tabular records of patients.</summary>
    Records,
    /// <summary>Pictures.</summary>
    Images,
    /// <summary>Texts.</summary>
    Text,
    /// <summary>Molecules.</summary>
    Molecules,
    /// <summary>Probabilities of actions, given a state.</summary>
    Actions,
}
