using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Images;

/// <summary>Pictures become numbers as declared; models of others give the answers that their own library gave.</summary>
public class ImageModelTests
{
    // Says the sum of its weighted numbers, as log-odds.
    private static TinyOnnx Sum(params float[] weights) => new() { Weights = weights, Bias = 0, Last = [("Identity", "", ["margin"])] };

    private static double Margin(ImageFolder folder, string picture)
    {
        folder.Plan = folder.Plan with { Output = ModelOutput.Logit };
        var risk = folder.Score(picture)[0];
        return Math.Log(risk / (1 - risk));
    }

    [Test]
    public void Samples_are_divided_centred_and_scaled_channel_by_channel_in_the_declared_order()
    {
        // Two pixels, red 10, 20 and 30, 40; green and blue 1 and 2 more.
        var picture = TinyPictures.Png(2, 1, 2, 8, [10, 11, 12, 30, 31, 32]);
        foreach (var (layout, order) in new[] { (PictureLayout.Flat, new[] { 10, 11, 12, 30, 31, 32 }), (PictureLayout.Nhwc, [10, 11, 12, 30, 31, 32]), (PictureLayout.Nchw, [10, 30, 11, 31, 12, 32]) })
            for (var place = 0; place < 6; place++)
            {
                var weights = new float[6];
                weights[place] = 1;
                using var folder = new ImageFolder(layout == PictureLayout.Flat ? Sum(weights).ToBytes() : Shaped(Sum(weights), layout == PictureLayout.Nchw ? [3, 1, 2] : [1, 2, 3]), ImageFolder.Grey(2, 1) with
                {
                    Color = PictureColor.Rgb, Layout = layout, DivideBy = 10, Mean = [0.5, 0.25, 0.125], Std = [2, 4, 8],
                });
                folder.Add("a.png", picture);
                var channel = order[place] % 10;
                Assert.That(Margin(folder, "a.png"), Is.EqualTo(((order[place] / 10.0) - (0.5 / (1 << channel))) / (2 << channel)).Within(1e-6), $"{layout}, place {place}");
            }
    }

    [Test]
    public void Sixteen_bits_are_given_to_the_last_one()
    {
        using var folder = new ImageFolder(Sum(1, 0), ImageFolder.Grey(2, 1) with { Depth = 16, DivideBy = 65536 });
        folder.Add("a.png", TinyPictures.Grey16(2, 40001, 0));
        folder.Add("b.png", TinyPictures.Grey16(2, 40002, 0));
        Assert.That(Margin(folder, "a.png"), Is.EqualTo(40001 / 65536.0).Within(1e-7));
        Assert.That(Margin(folder, "b.png"), Is.EqualTo(40002 / 65536.0).Within(1e-7));
    }

    [Test]
    public void A_jpeg_and_a_png_of_another_size_and_colour_are_brought_to_the_declared_ones_and_the_report_says_how_many()
    {
        using var folder = new ImageFolder(Sum([.. Enumerable.Repeat(0.01f, 35)]), ImageFolder.Grey(5, 7) with { ConvertColor = true, Resize = PictureResize.Box });
        folder.Add("a.jpg", File.ReadAllBytes(Pictures.PictureSample.PathOf("jpeg-turned.jpg")));
        folder.Add("b.png", TinyPictures.Png(5, 7, 0, 8, [.. Enumerable.Repeat((byte)100, 35)]));
        folder.Add("c.png", File.ReadAllBytes(folder.In("b.png")));
        using var model = folder.Open();
        Assert.That(model.Score(ImageFolder.Table("a.jpg", "b.png", "c.png")), Has.All.InRange(0, 1));
        Assert.That(model.Notices.Select(n => n.ToString()[..40]), Is.EqualTo(new[]
        {
            "1 of 3 rows shows the same picture, byte", "1 of 3 pictures had another size than 5 ", "1 of 3 pictures had other colours than d", "1 of 3 pictures carries a tag (EXIF) tha",
        }));
    }

    [Test]
    public void The_pictures_are_one_input_whose_hash_is_that_of_sha256sum_over_the_sorted_list()
    {
        using var folder = new ImageFolder(Sum(1), ImageFolder.Grey(1, 1));
        folder.Add("b.png", TinyPictures.Png(1, 1));
        folder.Add("sub/a.png", TinyPictures.Png(1, 1, 0, 8, [3]));
        folder.Add("unused.png", [1]);
        using var model = folder.Open();
        Assert.That(model.Files.Select(f => f.Role), Is.EqualTo(new[] { "model" }), "before any picture was read");
        model.Score(ImageFolder.Table("sub/a.png", "b.png", "sub/a.png"));
        string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(folder.In(file))));
        var list = $"{Hash("b.png")}  b.png\n{Hash("sub/a.png")}  sub/a.png\n";
        Assert.That(model.Files[1], Is.EqualTo(new InputFile("pictures", "pictures", new FileInfo(folder.In("b.png")).Length + new FileInfo(folder.In("sub/a.png")).Length, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list))))));
    }

    [Test]
    public void A_picture_that_changes_while_it_is_audited_is_noticed()
    {
        using var folder = new ImageFolder(Sum(1), ImageFolder.Grey(1, 1));
        folder.Add("a.png", TinyPictures.Png(1, 1));
        using var model = folder.Open();
        model.Score(ImageFolder.Table("a.png"));
        folder.Add("a.png", TinyPictures.Png(1, 1, 0, 8, [3]));
        Assert.That(() => model.Score(ImageFolder.Table("a.png")), Throws.InstanceOf<AuditInputException>().With.Message.Contains("was changed while the audit ran"));
    }

    [TestCase(null), TestCase(64)]
    public void The_same_scores_come_out_for_any_number_of_threads_and_with_a_fixed_batch(int? batch)
    {
        var model = new TinyOnnx { Weights = [3, -2], Bias = 0.1f };
        using var folder = new ImageFolder(batch is { } rows ? Shaped(model, [2], rows) : model.ToBytes(), ImageFolder.Grey(2, 1));
        for (var k = 0; k < 200; k++) folder.Add($"{k}.png", TinyPictures.Png(2, 1, 0, 8, [(byte)k, (byte)(251 * k)]));
        var table = ImageFolder.Table([.. Enumerable.Range(0, 700).Select(r => $"{r * 7 % 200}.png")]);
        var scores = new[] { 1, 2, 7 }.Select(workers =>
        {
            using var opened = folder.Open(workers);
            return opened.Score(table);
        }).ToArray();
        Assert.That(scores[1], Is.EqualTo(scores[0]));
        Assert.That(scores[2], Is.EqualTo(scores[0]));
        Assert.That(scores[0], Is.EqualTo(Enumerable.Range(0, 700).Select(r => r * 7 % 200).Select(k => 1 / (1 + Math.Exp(-((3 * k / 255.0) - (2 * (byte)(251 * k) / 255.0) + 0.1))))).Within(1e-6));
    }

    [TestCase(8), TestCase(16)]
    public void The_pneumonia_model_gives_the_answers_of_scikit_learn(int depth)
    {
        using var folder = new ImageFolder(File.ReadAllBytes(ModelFolder.Shared("models", "pneumonia_mlp_28x28", "model.onnx")), ImageFolder.Grey(28, 28) with { Depth = depth, DivideBy = depth == 8 ? 255 : 65535 });
        var expected = File.ReadAllLines(ModelFolder.Shared("models", "pneumonia_mlp_28x28", "expected.csv")).Skip(1).Select(l => l.Split(',')).ToArray();
        // The set counts its rows from 0, the answers from 1.
        var pixels = Gray(ModelFolder.Shared("datasets", "public", "pneumoniamnist", "pneumonia_test.csv.gz"), "p000", 784);
        Assert.That(pixels.Select(p => int.Parse(p.Id, CultureInfo.InvariantCulture) + 1), Is.EqualTo(expected.Select(l => int.Parse(l[0], CultureInfo.InvariantCulture))));
        foreach (var (id, picture) in pixels)
            folder.Add($"{id}.png", depth == 8 ? TinyPictures.Png(28, 28, 0, 8, picture) : TinyPictures.Grey16(28, [.. picture.Select(p => (ushort)(p * 257))]));
        Assert.That(folder.Score([.. pixels.Select(p => $"{p.Id}.png")]), Is.EqualTo(expected.Select(l => double.Parse(l[2], CultureInfo.InvariantCulture))).Within(1e-6));
    }

    [Test]
    public void The_skin_model_gives_the_answers_of_scikit_learn_for_one_class_and_for_all_malignant_ones_together()
    {
        using var folder = new ImageFolder(File.ReadAllBytes(ModelFolder.Shared("models", "ham10000_mlp_8x8", "model.onnx")), ImageFolder.Grey(8, 8));
        var lines = File.ReadAllLines(ModelFolder.Shared("models", "ham10000_mlp_8x8", "expected.csv")).Skip(1).Select(l => l.Split(',')).ToArray();
        var pixels = Gray(ModelFolder.Shared("datasets", "public", "ham10000_8x8", "ham10000_8x8_gray.csv.gz"), "pixel0000", 64).ToDictionary(p => p.Id, p => p.Pixels);
        foreach (var line in lines) folder.Add($"{line[0]}.png", TinyPictures.Png(8, 8, 0, 8, pixels[line[0]]));
        string[] names = [.. lines.Select(l => $"{l[0]}.png")];
        double Of(string[] line, params int[] classes) => classes.Sum(c => double.Parse(line[5 + c], CultureInfo.InvariantCulture));

        Assert.That(folder.Refusal(names[0]), Does.Contain("tells 7 classes apart").And.Contain("'model.positiveClasses'"));
        folder.Plan = folder.Plan with { PositiveClass = "6" };
        Assert.That(folder.Score(names), Is.EqualTo(lines.Select(l => Of(l, 6))).Within(1e-6));
        // Actinic keratoses, basal cell carcinoma, melanoma.
        folder.Plan = folder.Plan with { PositiveClass = null, PositiveClasses = ["0", "1", "6"] };
        Assert.That(folder.Score(names), Is.EqualTo(lines.Select(l => Of(l, 0, 1, 6))).Within(1e-6));
        using var model = folder.Open();
        model.Score(ImageFolder.Table(names[0]));
        Assert.That(model.Reading.ToString(), Does.Contain("the sum of the classes '0', '1', '6' of 7"));
    }

    // A set of 8-bit pictures written as a table: a column per pixel from the named one on, the id in the first.
    private static List<(string Id, byte[] Pixels)> Gray(string path, string first, int count)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var at = Array.IndexOf(reader.ReadLine()!.Split(','), first);
        var pictures = new List<(string, byte[])>();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            pictures.Add((fields[0], [.. fields[at..(at + count)].Select(f => byte.Parse(f, CultureInfo.InvariantCulture))]));
        }
        return pictures;
    }

    /// <summary>The model behind an input of another shape, which it flattens itself; a later value of a field takes the place of an earlier one.</summary>
    internal static byte[] Shaped(TinyOnnx model, long[] picture, int batch = 0)
    {
        var graph = new Onnx.OnnxMessage();
        graph.Message(1, Onnx.OnnxMessage.Node("", "Flatten", ["pictures"], ["features"]));
        graph.Message(1, Onnx.OnnxMessage.Node("", "MatMul", ["features", "weights"], ["weighted"])).Message(1, Onnx.OnnxMessage.Node("", "Add", ["weighted", "bias"], ["margin"]));
        graph.Message(1, Onnx.OnnxMessage.Node("", model.Last[0].Operator, ["margin"], ["risk"]));
        graph.Text(2, "tiny").Message(5, Tensor("weights", model.Weights, model.Weights.Length, 1)).Message(5, Tensor("bias", [model.Bias], 1));
        graph.Message(11, Onnx.OnnxMessage.Value("pictures", Onnx.OnnxType.Float, [batch, .. picture])).Message(12, Onnx.OnnxMessage.Value("risk", Onnx.OnnxType.Float, batch, 1));
        return Onnx.OnnxMessage.Model(graph, ("", 13)).ToArray();
    }

    private static Onnx.OnnxMessage Tensor(string name, float[] values, params long[] shape) =>
        Onnx.OnnxMessage.Tensor(name, Onnx.OnnxType.Float, [.. values.SelectMany(BitConverter.GetBytes)], shape);
}
