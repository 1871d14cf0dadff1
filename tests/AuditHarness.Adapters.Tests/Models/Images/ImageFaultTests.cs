using System.Diagnostics;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Models.Images;

/// <summary>Whatever is wrong with a picture, one message says what, in which rows, and how to mend it; the picture's name is not in it.</summary>
public class ImageFaultTests
{
    private static ImageFolder Folder(ImagesPlan? plan = null) => new(new TinyOnnx { Weights = [1, 2, 3, 4] }, plan ?? ImageFolder.Grey(2, 2));

    private static readonly byte[] s_good = TinyPictures.Png(2, 2);

    private static IEnumerable<TestCaseData> Bad()
    {
        TestCaseData Case(string name, byte[] file, string message) => new TestCaseData(file, message).SetArgDisplayNames(name);
        yield return Case("16 bits", TinyPictures.Grey16(2, 1, 2, 3, 4), "does not have the 8 bits that 'model.images.depth' declares (1 row):\n  line 3: 16 bits\nExport it with these");
        yield return Case("colours", TinyPictures.Png(2, 2, 2, 8, new byte[12]), "is in colours, where 'model.images.color' declares grey (1 row):\n  line 3\nDeclare the colours");
        yield return Case("another size", TinyPictures.Png(3, 2), "does not have the 2 × 2 pixels that 'model.images' declares (1 row):\n  line 3: 3 × 2 pixels\n");
        yield return Case("no picture", "Mustermann, Erika\n"u8.ToArray(), "is none: its content is neither PNG nor JPEG (1 row):\n  line 3\nExport it");
        yield return Case("a GIF", "GIF89a........"u8.ToArray(), "is none: its content is neither PNG nor JPEG (1 row):\n  line 3: a GIF\n");
        yield return Case("a bomb", TinyPictures.Png(60_000, 60_000, 0, 8, [1, 2]), "would unpack to more than 64,000,000 samples (pixels times channels) or to more than 65,535 pixels along a side (1 row):\n  line 3: 60,000 × 60,000 pixels\n");
        yield return Case("cut short", s_good[..^20], "is damaged or was cut short (1 row):\n  line 3: it ends early\nCopy or export it again.");
        yield return Case("empty", [], "is empty (1 row):\n  line 3\n");
    }

    [TestCaseSource(nameof(Bad))]
    public void A_bad_picture_is_refused_with_its_row(byte[] file, string message)
    {
        using var folder = Folder();
        folder.Add("Erika.png", s_good);
        folder.Add("Mustermann.png", file);
        var clock = Stopwatch.StartNew();
        var refusal = folder.Refusal("Erika.png", "Mustermann.png", "Erika.png");
        Assert.That(refusal, Does.StartWith("'data.csv', column 'file': a picture " + message));
        Assert.That(refusal, Does.Not.Contain("Mustermann").And.Not.Contain("Erika").And.Not.Contain(folder.Root));
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    [TestCase("../model.onnx"), TestCase("/etc/passwd"), TestCase("a/../../model.onnx"), TestCase("..\\model.onnx"), TestCase("C:\\x.png"), TestCase("a//b.png"), TestCase(".")]
    public void A_path_that_could_lead_outside_is_refused(string path)
    {
        using var folder = Folder();
        Assert.That(folder.Refusal(path), Does.StartWith("'data.csv', column 'file': a picture is named by a path that could lead outside the folder (1 row):\n  line 2\nWrite paths relative to"));
    }

    [Test, Platform("Linux")]
    public void A_link_is_not_followed_and_nothing_waits_for_a_pipe()
    {
        using var folder = Folder();
        folder.Add("good.png", s_good);
        File.CreateSymbolicLink(folder.In("link.png"), folder.In("good.png"));
        Directory.CreateSymbolicLink(folder.In("sub"), folder.Root);
        using (var pipe = Process.Start("mkfifo", [folder.In("pipe.png")])) pipe.WaitForExit();
        var clock = Stopwatch.StartNew();
        var refusal = folder.Refusal("good.png", "link.png", "sub/pictures/good.png", "pipe.png", "missing.png", null, "sub");
        Assert.That(refusal, Does.Contain("is reached through a link (3 rows):\n  line 3\n  line 4\n  line 8\n").And.Contain("is not a plain file (1 row):\n  line 5")
            .And.Contain("does not exist (1 row):\n  line 6").And.Contain("is not named: the field is empty (1 row):\n  line 7"));
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public void All_that_is_wrong_is_told_at_once_across_batches_the_first_rows_and_the_total()
    {
        using var folder = Folder();
        folder.Add("good.png", s_good);
        folder.Add("bad.png", [1, 2, 3]);
        // Batches hold 256 pictures.
        var refusal = folder.Refusal([.. Enumerable.Range(0, 700).Select(k => k % 10 == 3 ? "bad.png" : k == 600 ? "none.png" : "good.png")]);
        Assert.That(refusal, Does.Contain("is none: its content is neither PNG nor JPEG (70 rows):\n  line 5\n").And.Contain("does not exist (1 row):\n  line 602\n"));
        Assert.That(refusal.Split('\n'), Has.Length.LessThan(40));
    }

    [Test]
    public void A_small_file_that_unpacks_to_much_does_not_take_the_memory()
    {
        using var folder = Folder(ImageFolder.Grey(2, 2) with { Resize = PictureResize.Box });
        // 64 million samples are unpacked, one picture at a time; one more row of pixels is refused.
        folder.Add("most.png", TinyPictures.Png(8000, 8000, 0, 8, new byte[64_000_000]));
        folder.Add("more.png", TinyPictures.Png(8000, 8001, 0, 8, [0]));
        Assert.That(folder.Refusal("more.png"), Does.Contain("would unpack to more than"));
        var clock = Stopwatch.StartNew();
        Assert.That(folder.Score([.. Enumerable.Repeat("most.png", 4)]), Has.Length.EqualTo(4));
        TestContext.Out.WriteLine($"{clock.Elapsed}, {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0} MB at most");
    }

    [Test]
    public void A_model_or_a_folder_that_does_not_fit_is_refused()
    {
        string Refused(ImageFolder folder)
        {
            using (folder) return Assert.Throws<AuditInputException>(() => folder.Open())!.Message;
        }
        Assert.That(Refused(Folder(ImageFolder.Grey(2, 2) with { Folder = "pictures2" })), Is.EqualTo("The folder 'pictures2' ('model.images.folder') does not exist. Correct the path, which is relative to the config's folder."));
        Assert.That(Refused(Folder(ImageFolder.Grey(3, 2))), Is.EqualTo("'model.onnx': the input 'features' takes 4 for each picture, but 'model.images' makes 6 (one list). Correct 'color', 'width', 'height' or 'layout'."));
        Assert.That(Refused(Folder(ImageFolder.Grey(2, 2) with { Layout = PictureLayout.Nchw })), Does.Contain("takes 4 for each picture, but 'model.images' makes 1 × 2 × 2 (channels, height, width)"));
        Assert.That(Refused(new(new TinyOnnx { NamedInputs = true }, ImageFolder.Grey(2, 1))), Does.Contain("takes 2 inputs ('age', 'male'), and a model of kind 'images' takes pictures alone"));
        Assert.That(Refused(new(new TinyOnnx { InputType = 7 }, ImageFolder.Grey(2, 1))), Does.Contain("has the element type int64; of pictures float, double and uint8 are given"));
    }
}
