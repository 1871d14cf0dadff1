using System.Globalization;
using System.Text;
using AuditHarness.Adapters.Models.Onnx;
using AuditHarness.Audits;
using AuditHarness.Explanations;
using AuditHarness.Statistics;

namespace AuditHarness.Adapters.Models.Images;

/// <summary>
/// The pictures, the table and the model of datasets/images: grey pictures of 8 × 8 pixels, with or without a bright spot, by three
/// brands of a device. Spots by the brand Beta are faint, and the model has hardly ever seen them: that is the planted weakness.
/// </summary>
internal static class SpotPictures
{
    public const int Side = 8, Evaluated = 900, Trained = 4000;

    private static readonly Seed s_seed = new(2026);

    /// <summary>One patient.</summary>
    internal sealed record Spot(string Device, string Sex, int Age, int Label, byte[] Pixels);

    /// <summary>The patients that ship.</summary>
    public static IReadOnlyList<Spot> Shipped { get; } = [.. Enumerable.Range(0, Evaluated).Select(k => Draw("evaluated", k, ["Alpha", "Beta", "Gamma"]))];

    /// <summary>Name of a picture.</summary>
    /// <param name="row">Row of the table, from 0.</param>
    public static string File(int row) => string.Create(CultureInfo.InvariantCulture, $"{row + 1:0000}.png");

    /// <summary>The table.</summary>
    public static string Table()
    {
        var table = new StringBuilder("id,file,device,sex,age,spot\n");
        for (var row = 0; row < Shipped.Count; row++)
        {
            var spot = Shipped[row];
            table.Append(CultureInfo.InvariantCulture, $"{row + 1},{File(row)},{spot.Device},{spot.Sex},{spot.Age},{spot.Label}\n");
        }
        return table.ToString();
    }

    /// <summary>A logistic regression on the pixels, trained on other patients, of whom one in twenty was seen by Beta.</summary>
    public static byte[] Model()
    {
        string[] devices = [.. Enumerable.Repeat("Alpha", 10), .. Enumerable.Repeat("Gamma", 9), "Beta"];
        var seen = Enumerable.Range(0, Trained).Select(k => Draw("trained", k, devices)).ToArray();
        var fit = LogisticLearner.Fit([.. seen.SelectMany(s => s.Pixels).Select(p => p / 255.0)], [.. seen.Select(s => (byte)s.Label)], ridge: 1);
        Assert.That(fit.Converged, Is.True);
        var features = Enumerable.Range(0, Side * Side).Select(k => string.Create(CultureInfo.InvariantCulture, $"p{k:00}")).Select(n => new FeaturePlan(n, n, FeatureKind.Number)).ToArray();
        return OnnxWriter.Write(new ModelStructure.Linear(FeatureEncoding.Direct(features.Length), Link.Logit, fit.Intercept, [.. fit.Weights]), features);
    }

    private static Spot Draw(string use, int row, string[] devices)
    {
        var random = s_seed.For("spots/" + use).Generator((ulong)row);
        int Below(int n) => (int)(random.NextUniform() * n);
        var (device, sex, age, label) = (devices[Below(devices.Length)], Below(2) == 0 ? "female" : "male", 18 + Below(72), random.NextUniform() < 0.35 ? 1 : 0);
        var (x, y) = (3.5 + random.NextNormal(), 3.5 + random.NextNormal());
        // Grey levels: how bright the background is, and by how much a spot stands out of it.
        var (ground, contrast) = device == "Beta" ? (99.0, 32.0) : (100.0, 60.0);
        var pixels = new byte[Side * Side];
        for (var k = 0; k < pixels.Length; k++)
        {
            var (right, down) = ((k % Side) - x, (k / Side) - y);
            var spot = label * contrast * Math.Exp(-((right * right) + (down * down)) / 3);
            pixels[k] = (byte)Math.Clamp(Math.Round(ground + spot + (28 * random.NextNormal())), 0, 255);
        }
        return new(device, sex, age, label, pixels);
    }
}
