namespace AuditHarness.Audits;

/// <summary>A file that went into an audit.</summary>
/// <param name="Role">"config", "data", "predictions", "model", "model-data", "logo" or "attachment".</param>
/// <param name="File">Path as the config writes it; the file name alone for the config itself.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Sha256">SHA-256, 64 lower-case hexadecimal digits.</param>
public sealed record InputFile(string Role, string File, long Bytes, string Sha256);
