using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>What a config says of pictures, and every rule broken once.</summary>
public class ImagesReaderTests
{
    private const string Least = "\"folder\": \"p\", \"column\": \"f\", \"color\": \"grayscale\", \"width\": 8, \"height\": 6";

    [Test, SetCulture("de-DE")]
    public void Pictures_become_the_plan_they_say()
    {
        var plan = SampleConfig.Load(SampleConfig.Pictured).Plan.Diagnostic();
        var (model, images) = (plan.Model, plan.Model.Images!);
        Assert.Multiple(() =>
        {
            Assert.That((model.Kind, model.File, model.Name), Is.EqualTo(("images", "net.onnx", "net")));
            Assert.That(model.PositiveClasses, Is.EqualTo(new[] { "mel", "bcc", "1" }));
            Assert.That(model.Features, Is.EqualTo(new[] { new FeaturePlan("file", "file", FeatureKind.Text) }), "of each row it is given its picture");
            Assert.That((images.Folder, images.Column, images.Color, images.Depth, images.ConvertColor), Is.EqualTo(("pictures", "file", PictureColor.Rgb, 16, true)));
            Assert.That((images.Width, images.Height, images.Resize, images.DivideBy, images.Layout), Is.EqualTo((224, 192, PictureResize.Bilinear, 1000.0, PictureLayout.Nhwc)));
            Assert.That(images.Mean, Is.EqualTo(new[] { 0.5, 0.25, -0.5 }));
            Assert.That(images.Std, Is.EqualTo(new[] { 0.25, 0.5, 2 }));
            Assert.That(plan.Audits, Is.EqualTo(AuditCatalog.OfScores), "pictures are not explained");
            Assert.That(plan.Explanations, Is.Null);
        });
    }

    [TestCase("", 8, 255), TestCase(", \"depth\": 16", 16, 65535), TestCase(", \"depth\": 16, \"divideBy\": 4095", 16, 4095)]
    public void The_least_that_they_must_say_gives_numbers_from_0_to_1(string more, int depth, double divideBy)
    {
        var images = SampleConfig.Load(Model(Least + more)).Plan.Diagnostic().Model.Images!;
        Assert.That((images.Depth, images.DivideBy, images.Resize, images.Layout, images.ConvertColor), Is.EqualTo((depth, divideBy, PictureResize.None, PictureLayout.Nchw, false)));
        Assert.That((images.Mean, images.Std), Is.EqualTo((new double[] { 0 }, new double[] { 1 })));
    }

    [TestCase("\"kind\": \"images\", \"file\": \"m.onnx\"", ": the key 'images' is missing: a model of kind 'images' is given pictures.")]
    [TestCase("\"kind\": \"images\", \"images\": { " + Least + " }", ": the key 'file' is missing: a model of kind 'images' is a file.")]
    [TestCase("\"kind\": \"images\", \"file\": \"m.onnx\", \"features\": [\"a\"], \"images\": { " + Least + " }", ".features: a model of kind 'images' is given pictures, which 'images.column' names")]
    [TestCase("\"kind\": \"onnx\", \"file\": \"m.onnx\", \"features\": [\"a\"], \"images\": { " + Least + " }", ".images: a model of kind 'onnx' is given columns and no pictures")]
    [TestCase("\"kind\": \"mlnet\", \"file\": \"m.zip\", \"features\": [\"a\"], \"sha256\": \"0000000000000000000000000000000000000000000000000000000000000000\", \"positiveClasses\": [1, 2]", ".positiveClasses: of a model of kind 'mlnet' one class is the risk")]
    [TestCase("\"kind\": \"onnx\", \"file\": \"m.onnx\", \"features\": [\"a\"], \"positiveClass\": 1, \"positiveClasses\": [1, 2]", ".positiveClasses: the risk is that of one class or of several together, and here are both.")]
    [TestCase("\"kind\": \"onnx\", \"file\": \"m.onnx\", \"features\": [\"a\"], \"positiveClasses\": [1]", ".positiveClasses: here is only one class. Name it in 'positiveClass'.")]
    [TestCase("\"kind\": \"onnx\", \"file\": \"m.onnx\", \"features\": [\"a\"], \"positiveClasses\": [1, \"1\"]", ".positiveClasses: a class stands here twice.")]
    [TestCase("\"kind\": \"predictions\", \"positiveClasses\": [1, 2]", ".positiveClasses: predictions stand in a file already")]
    public void A_model_of_pictures_says_what_it_needs_and_nothing_else(string model, string words) => PlanReaderTests.Fault(SampleConfig.LeastBut("\"kind\": \"predictions\"", model), words);

    [TestCase("\"folder\": \"p\", \"column\": \"y\", \"color\": \"grayscale\", \"width\": 8, \"height\": 6", ".column: column 'y' is the label, which no model may be given.")]
    [TestCase(Least + ", \"depth\": 12", ".depth: expected 8 or 16, found the number 12.")]
    [TestCase(Least + ", \"resize\": \"bilinar\"", ".resize: 'bilinar' is not known here. Did you mean 'bilinear'?")]
    [TestCase(Least + ", \"divideBy\": 0", ".divideBy: expected a number above 0")]
    [TestCase(Least + ", \"mean\": [0.5, 0.5, 0.5]", ".mean: a picture that is grey has 1 channel, and here are 3 numbers.")]
    [TestCase(Least + ", \"std\": [0]", ".std[0]: expected a number above 0, found the number 0.")]
    [TestCase("\"folder\": \"p\", \"column\": \"f\", \"color\": \"rgb\", \"width\": 16384, \"height\": 16384", ": 16384 × 16384 pixels are 805,306,368 numbers for each picture, and at most 64,000,000 are possible.")]
    public void Every_rule_of_pictures_is_held(string images, string words) => PlanReaderTests.Fault(Model(images), "$.model.images" + words);

    [Test]
    public void Explanations_are_refused_with_the_reason_and_never_dropped_in_silence()
    {
        PlanReaderTests.Fault(Model(Least).Replace("\"threshold\"", "\"audits\": [\"performance\", \"explanations\"], \"threshold\"", StringComparison.Ordinal), "'explanations' exchanges features between patients, and this model is given pictures.");
        PlanReaderTests.Fault(Model(Least).Replace("\"threshold\"", "\"explanations\": { \"rows\": 5 }, \"threshold\"", StringComparison.Ordinal), "$.explanations");
    }

    private static string Model(string images) => SampleConfig.LeastBut("\"kind\": \"predictions\"", $"\"kind\": \"images\", \"file\": \"m.onnx\", \"images\": {{ {images} }}");
}
