using AuditHarness.Audits;

namespace AuditHarness.Adapters.Datasets;

/// <summary>Documents are identified, and what is none is refused.</summary>
public sealed class AttachmentFileTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("audit-attachments-");

    [OneTimeTearDown]
    public void Delete() => _folder.Delete(recursive: true);

    private IReadOnlyList<InputFile> Identify(params string[] files) => AttachmentFile.Identify([.. files.Select(f => new Attachment(f, "t", ["tripod-ai/18c"]))], _folder.FullName);

    [Test]
    public void A_document_is_known_by_its_size_and_hash()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "abc.txt"), "abc");
        // FIPS 180-4, the example "abc".
        Assert.That(Identify("abc.txt"), Is.EqualTo(new[] { new InputFile("attachment", "abc.txt", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad") }));
    }

    [Test]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "empty.txt"), "");
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "sub"));
        using (var large = File.Create(Path.Combine(_folder.FullName, "large.bin"))) large.SetLength(AttachmentFile.LargestBytes + 1);
        Assert.That(() => Identify("none.txt", "empty.txt", "sub", "large.bin"), Throws.TypeOf<AuditInputException>()
            .With.Message.Contains("'none.txt' ('evidence.attachments') does not exist").And.Message.Contains("'empty.txt' ('evidence.attachments') is empty")
            .And.Message.Contains("'sub' ('evidence.attachments') is a folder").And.Message.Contains("'large.bin' ('evidence.attachments') has 100,000,001 bytes; at most 100,000,000 are read"));
    }

    [Test]
    public void A_device_is_no_document()
    {
        if (!OperatingSystem.IsLinux()) Assert.Ignore("only Linux has /dev/zero");
        Assert.That(() => Identify("/dev/zero"), Throws.TypeOf<AuditInputException>().With.Message.Contains("is not a plain file"));
    }
}
