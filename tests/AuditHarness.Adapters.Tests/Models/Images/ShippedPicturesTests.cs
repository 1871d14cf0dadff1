using AuditHarness.Adapters.Pictures;

namespace AuditHarness.Adapters.Models.Images;

/// <summary>What ships in datasets/images and its model are what the code beside this file makes, and small.</summary>
public class ShippedPicturesTests
{
    private static string Data(string file) => Repository.In("datasets", "images", file);

    private static string ModelFile => Repository.In("datasets", "models", "images_logistic", "model.onnx");

    [Test]
    public void The_table_and_the_pictures_are_made_again_to_the_last_bit()
    {
        Assert.That(File.ReadAllText(Data("cohort.csv")), Is.EqualTo(SpotPictures.Table()));
        for (var row = 0; row < SpotPictures.Evaluated; row++)
        {
            var picture = PictureSample.Read(File.ReadAllBytes(Data("pictures/" + SpotPictures.File(row))));
            Assert.That((picture.Width, picture.Height, picture.Channels, picture.Depth), Is.EqualTo((SpotPictures.Side, SpotPictures.Side, 1, 8)));
            Assert.That(picture.Samples, Is.EqualTo(SpotPictures.Shipped[row].Pixels), $"picture {row + 1}");
        }
        Assert.That(Directory.EnumerateFiles(Data("pictures")).Count(), Is.EqualTo(SpotPictures.Evaluated));
        Assert.That(Directory.EnumerateFiles(Data(""), "*", SearchOption.AllDirectories).Append(ModelFile).Sum(f => new FileInfo(f).Length), Is.LessThan(300_000));
    }

    [Test]
    public void The_model_trained_again_gives_the_same_scores()
    {
        using var folder = new ImageFolder(SpotPictures.Model(), ImageFolder.Grey(SpotPictures.Side, SpotPictures.Side) with { Folder = Data("pictures") });
        string[] pictures = [.. Enumerable.Range(0, SpotPictures.Evaluated).Select(SpotPictures.File)];
        var trained = folder.Score(pictures);
        folder.Put(File.ReadAllBytes(ModelFile));
        Assert.That(folder.Score(pictures), Is.EqualTo(trained).Within(1e-9));
        Assert.That(trained.Max() - trained.Min(), Is.GreaterThan(0.9));
    }

    [Test, Explicit("Writes into the clone: run it by name after a change of SpotPictures.")]
    public void Write_them_again()
    {
        Directory.CreateDirectory(Data("pictures"));
        Directory.CreateDirectory(Path.GetDirectoryName(ModelFile)!);
        File.WriteAllText(Data("cohort.csv"), SpotPictures.Table());
        for (var row = 0; row < SpotPictures.Evaluated; row++)
            File.WriteAllBytes(Data("pictures/" + SpotPictures.File(row)), TinyPictures.Png(SpotPictures.Side, SpotPictures.Side, 0, 8, SpotPictures.Shipped[row].Pixels));
        File.WriteAllBytes(ModelFile, SpotPictures.Model());
        using var folder = new ImageFolder(SpotPictures.Model(), ImageFolder.Grey(SpotPictures.Side, SpotPictures.Side) with { Folder = Data("pictures") });
        var risks = folder.Score([.. Enumerable.Range(0, SpotPictures.Evaluated).Select(SpotPictures.File)]);
        foreach (var device in SpotPictures.Shipped.GroupBy(s => s.Device).OrderBy(g => g.Key))
            foreach (var threshold in new[] { 0.2, 0.3, 0.5 })
            {
                double Share(int label) => Enumerable.Range(0, SpotPictures.Evaluated).Where(k => SpotPictures.Shipped[k].Device == device.Key && SpotPictures.Shipped[k].Label == label).Average(k => risks[k] >= threshold ? 1.0 : 0);
                TestContext.Out.WriteLine(FormattableString.Invariant($"{device.Key}: {device.Count()} patients, {device.Count(s => s.Label == 1)} spots; from {threshold} on {Share(1):0.000} found, {Share(0):0.000} flagged in vain"));
            }
    }
}
