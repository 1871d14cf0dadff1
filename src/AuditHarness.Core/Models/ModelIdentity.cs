namespace AuditHarness.Models;

/// <summary>What was audited, so that it can be told apart from every other model.</summary>
/// <param name="Kind">The model source, such as "predictions".</param>
/// <param name="Name">Name given by the config, else the file's name.</param>
/// <param name="Version">Version given by the config, or null.</param>
/// <param name="Sha256">SHA-256 of the artefact (here: the file with the scores), 64 lower-case hexadecimal digits.</param>
public sealed record ModelIdentity(string Kind, string Name, string? Version, string Sha256);
