using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Images;

/// <summary>A temporary folder with a model and a folder of pictures.</summary>
internal sealed class ImageFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ImageFolder(TinyOnnx model, ImagesPlan images) : this(model.ToBytes(), images) { }

    public ImageFolder(byte[] model, ImagesPlan images)
    {
        Directory.CreateDirectory(_folder.In("pictures"));
        Put(model);
        Plan = new(ModelCatalog.Images, "model.onnx", null, null, "contract", "7") { Images = images, Features = [new(images.Column, images.Column, FeatureKind.Text)] };
    }

    /// <summary>Grey of 8 bits as one list, in the folder "pictures" by the column "file".</summary>
    public static ImagesPlan Grey(int width, int height) => new()
    {
        Folder = "pictures", Column = "file", Color = PictureColor.Grayscale, Width = width, Height = height, DivideBy = 255, Mean = [0], Std = [1], Layout = PictureLayout.Flat,
    };

    public ModelPlan Plan { get; set; }

    public string Root => _folder.FullPath;

    public string In(string picture) => _folder.In("pictures/" + picture);

    /// <summary>Puts another model in place of the one that is there.</summary>
    public void Put(byte[] model) => File.WriteAllBytes(_folder.In("model.onnx"), model);

    public void Add(string picture, byte[] file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(picture))!);
        File.WriteAllBytes(In(picture), file);
    }

    public IDiagnosticModel Open(int workers = 2) => ImageModel.Open(Plan, new(Root), workers);

    public double[] Score(params string?[] pictures)
    {
        using var model = Open();
        return model.Score(Table(pictures));
    }

    /// <summary>The message with which the pictures are refused; they stand in lines 2, 3 and so on.</summary>
    public string Refusal(params string?[] pictures)
    {
        using var model = Open();
        return Assert.Throws<AuditInputException>(() => model.Score(Table(pictures)))!.Message;
    }

    public static FeatureTable Table(params string?[] pictures)
    {
        string[] levels = [.. pictures.OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        return new([new FeatureColumn.Text("file", levels, Array.ConvertAll(pictures, p => p is null ? -1 : Array.IndexOf(levels, p)))])
        {
            Places = new("'data.csv'", "line", [.. pictures.Select((_, k) => k + 2L)]),
        };
    }

    public void Dispose() => _folder.Dispose();
}
