namespace AuditHarness.Audits;

/// <summary>A file that went into an audit.</summary>
/// <param name="Role">"config", "data", "predictions", "train", "holdout", "synthetic", "model", "model-data", "pictures", "logo" or "attachment".</param>
/// <param name="File">Path as the config writes it; the file name alone for the config itself; of pictures their folder.</param>
/// <param name="Bytes">Size; of pictures that of all of them together.</param>
/// <param name="Sha256">
/// SHA-256, 64 lower-case hexadecimal digits. Of pictures it is that of a list with a line for each one that was read, as sha256sum
/// writes it (its SHA-256, two spaces, its path in the folder, a line feed), sorted by path in ordinal order.
/// </param>
public sealed record InputFile(string Role, string File, long Bytes, string Sha256);
