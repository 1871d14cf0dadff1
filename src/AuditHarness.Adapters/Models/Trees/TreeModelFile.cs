using AuditHarness.Audits;

namespace AuditHarness.Adapters.Models.Trees;

/// <summary>The whole contents of a model file that holds trees, read at once, and how its faults are told.</summary>
internal sealed class TreeModelFile
{
    /// <summary>Largest file that is read, in bytes.</summary>
    public const int Largest = 500_000_000;

    private readonly string _export;
    private readonly byte[] _bytes;

    private TreeModelFile(ModelFile file, string export) => (Shown, _bytes, Input, _export) = (file.Shown, file.Bytes, file.Input, export);

    /// <summary>Path as messages show it, in quotes.</summary>
    public string Shown { get; }

    /// <summary>The bytes of the file, at least one.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>SHA-256 of the bytes, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 => Input.Sha256;

    /// <summary>What was read.</summary>
    public InputFile Input { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="plan">Names the file, and the hash that it must have.</param>
    /// <param name="folder">Folder that the path is relative to.</param>
    /// <param name="export">A sentence: how such a file is made.</param>
    /// <exception cref="AuditInputException">The file is missing, empty, too large, of another kind, or not the one with the hash.</exception>
    public static TreeModelFile Open(ModelPlan plan, string folder, string export)
    {
        var file = new TreeModelFile(ModelFile.Read(plan, folder, Largest, export), export);
        if (KnownElsewhere(file.Bytes) is { } kind) throw file.NotThis(kind);
        return file;
    }

    /// <summary>The file is damaged.</summary>
    /// <param name="what">What is wrong, and where in the file, without a full stop.</param>
    public AuditInputException Damaged(string what) => new(
        $"The model {Shown} ('model.file') is damaged or cut off: {what}. Copy it again, or save it again where it was trained.");

    /// <summary>The file is of another kind.</summary>
    /// <param name="what">What it is, as "is …".</param>
    public AuditInputException NotThis(string what) => new($"The model {Shown} ('model.file') {what}. {_export}");

    /// <summary>The file is sound, but the model is one that cannot be audited.</summary>
    /// <param name="what">What the model is or does.</param>
    /// <param name="mend">The next move.</param>
    public AuditInputException Unsupported(string what, string mend) => new($"The model {Shown} ('model.file') {what}. {mend}");

    // Kinds that are often given instead, by their first bytes.
    private static string? KnownElsewhere(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 1 && bytes[0] == 0x80 && bytes[1] is >= 2 and <= 5)
            return "is a Python pickle, which is program code and is not opened";
        if (bytes.StartsWith("PK\u0003\u0004"u8)) return "is a ZIP archive";
        if (bytes.Length > 1 && bytes[0] == 0x1f && bytes[1] == 0x8b) return "is compressed with gzip";
        if (bytes.StartsWith("binf"u8) || bytes.StartsWith("bs64"u8)) return "is in the binary format of old XGBoost versions";
        if (bytes.Length > 1 && bytes[0] == '{' && bytes[1] is (byte)'L' or (byte)'l' or (byte)'I' or (byte)'i' or (byte)'U' or (byte)'#' or (byte)'$')
            return "is UBJSON, the binary form of XGBoost's JSON";
        return bytes.StartsWith("booster["u8) ? "is a text dump, which lacks the base score and the objective" : null;
    }
}
