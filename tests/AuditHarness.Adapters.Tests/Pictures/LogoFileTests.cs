using System.Security.Cryptography;

namespace AuditHarness.Adapters.Pictures;

public sealed class LogoFileTests
{
    [Test]
    public void A_picture_is_read_whole_and_listed_with_its_hash()
    {
        using var folder = new TemporaryFolder();
        var bytes = TinyPictures.Png(5, 4);
        File.WriteAllBytes(folder.In("logo.txt"), bytes);
        Directory.CreateDirectory(folder.In("configs"));
        var (picture, inputs) = LogoFile.Read("../logo.txt", folder.In("configs"));
        var input = inputs.Single();
        Assert.That((picture!.MediaType, picture.Content), Is.EqualTo(("image/png", Convert.ToBase64String(bytes))));
        Assert.That((input.Role, input.File, input.Bytes, input.Sha256), Is.EqualTo(("logo", "../logo.txt", bytes.LongLength, Convert.ToHexStringLower(SHA256.HashData(bytes)))));
    }

    [Test]
    public void What_is_no_logo_is_told_with_its_key()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.In("page.png"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        File.WriteAllBytes(folder.In("large.png"), [.. TinyPictures.Png(1, 1), .. new byte[512 * 1024]]);
        File.WriteAllBytes(folder.In("wide.png"), TinyPictures.Png(5000, 1));
        File.WriteAllBytes(folder.In("empty.png"), []);
        Directory.CreateDirectory(folder.In("folder.png"));
        foreach (var (file, says) in new[]
        {
            ("page.png", "neither a PNG nor a JPEG"), ("large.png", "larger than 512 KB"), ("wide.png", "5000 × 1 pixels"), ("empty.png", "neither"),
            ("folder.png", "is a folder"), ("none.png", "does not exist"), ("a\0b", "cannot be read"),
        })
            Assert.That(() => LogoFile.Read(file, folder.FullPath), Throws.TypeOf<AuditInputException>().With.Message.Contains("('report.logo')").And.Message.Contains(says), file);
    }

    [Test]
    public void A_pipe_is_refused_and_not_waited_for()
    {
        if (!OperatingSystem.IsLinux()) Assert.Ignore("pipes with names are made by 'mkfifo', which this system does not have");
        using var folder = new TemporaryFolder();
        using (var make = System.Diagnostics.Process.Start("mkfifo", [folder.In("logo.png")])) make.WaitForExit();
        Assert.That(() => LogoFile.Read("logo.png", folder.FullPath), Throws.TypeOf<AuditInputException>().With.Message.Contains("not a plain file"));
    }
}
