using System.Globalization;
using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Images;

/// <summary>A model of pictures keeps to what every source of models keeps to: x and z are two pixels of 16 bits.</summary>
public sealed class ImageContractTests : ModelContractTests
{
    // x has hundredths from -2 to 2, z is whole.
    private static readonly TinyOnnx s_good = new() { Weights = [0.005f, 0.03f], Bias = -2.5f };

    private readonly HashSet<string> _written = [];
    private ImageFolder? _folder;

    protected override string Kind => ModelCatalog.Images;

    private ImageFolder Folder => _folder ??= new(s_good, ImageFolder.Grey(2, 1) with { Depth = 16, DivideBy = 1 });

    [OneTimeTearDown]
    public void NothingIsLeft() => _folder?.Dispose();

    protected override IDiagnosticModel Open() => Of(s_good);

    protected override double Expected(double x, double z) => 1 / (1 + Math.Exp(2.5 - (0.5 * (x + 2)) - (0.03 * z)));

    protected override FeatureTable Given(FeatureTable patients)
    {
        ArgumentNullException.ThrowIfNull(patients);
        var (x, z) = (((FeatureColumn.Numeric)patients.Columns[0]).Values, ((FeatureColumn.Numeric)patients.Columns[1]).Values);
        var names = x.Zip(z, (a, b) => string.Create(CultureInfo.InvariantCulture, $"{Math.Round((a + 2) * 100)}/{b}.png")).ToArray();
        for (var r = 0; r < names.Length; r++)
            if (_written.Add(names[r])) Folder.Add(names[r], TinyPictures.Grey16(2, (ushort)Math.Round((x[r] + 2) * 100), (ushort)z[r]));
        return ImageFolder.Table(names);
    }

    protected override IEnumerable<(string Name, FeatureTable Table)> Misfits()
    {
        var file = new FeatureColumn.Text("file", ["a.png"], [0, 0]);
        yield return ("another name", new([file with { Name = "path" }]));
        yield return ("a number", new([new FeatureColumn.Numeric("file", [1, 2])]));
        yield return ("one more", new([file, new FeatureColumn.Numeric("x", [1, 2])]));
    }

    protected override IEnumerable<(string Name, Func<IDiagnosticModel> Open)> Broken() =>
    [
        ("NaN", () => Of(s_good with { Bias = float.NaN })),
        ("outside", () => Of(s_good with { Last = [("Identity", "", ["margin"])] }, ModelOutput.Probability)),
        ("few", () => Of(s_good with { Last = [("Sigmoid", "", ["margin"]), ("ReduceMax", "", ["step0"])] })),
        ("another size", () => Of(s_good with { Weights = [1, 2, 3] })),
        ("no graph", () => Of([1, 2, 3])),
    ];

    private IDiagnosticModel Of(TinyOnnx model, ModelOutput? output = null) => Of(model.ToBytes(), output);

    private IDiagnosticModel Of(byte[] model, ModelOutput? output = null)
    {
        Folder.Put(model);
        Folder.Plan = Folder.Plan with { Output = output };
        return Folder.Open();
    }
}
