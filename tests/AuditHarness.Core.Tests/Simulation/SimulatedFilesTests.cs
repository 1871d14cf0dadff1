using System.Globalization;
using System.Text;
using System.Text.Json;
using AuditHarness.Statistics;

namespace AuditHarness.Simulation;

public sealed class SimulatedFilesTests
{
    private static readonly SimulationPlan Small = new() { Patients = 500 };

    [Test]
    public void The_committed_data_set_is_what_the_simulator_makes_byte_for_byte()
    {
        foreach (var file in SimulatedFiles.Render(new SimulationPlan(), SimulatedFiles.DefaultSeed))
            Assert.That(File.ReadAllBytes(Path.Combine(CommittedFolder, file.Name)).AsSpan().SequenceEqual(file.Content), Is.True,
                $"{file.Name} differs from what 'audit simulate' writes.");
    }

    [Test]
    [SetCulture("de-DE")]
    public void Culture_changes_no_byte()
    {
        var german = SimulatedFiles.Render(Small, new Seed(1));
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        foreach (var (a, b) in german.Zip(SimulatedFiles.Render(Small, new Seed(1)))) Assert.That(a.Content, Is.EqualTo(b.Content), a.Name);
    }

    [Test]
    public void Lines_end_with_a_line_feed_and_no_byte_order_mark_stands_first()
    {
        foreach (var file in SimulatedFiles.Render(Small, new Seed(1)))
        {
            Assert.That(file.Content, Does.Not.Contain((byte)'\r'));
            Assert.That(file.Content[^1], Is.EqualTo((byte)'\n'));
            Assert.That(file.Content[0], Is.LessThan(128));
        }
    }

    [Test]
    public void Truth_does_not_depend_on_the_patients()
    {
        string Without(ulong seed) => Encoding.UTF8.GetString(SimulatedFiles.Render(Small, new Seed(seed))[2].Content).Replace($"\"seed\": {seed}", "");
        Assert.That(Without(1), Is.EqualTo(Without(2)));
    }

    [Test]
    public void True_risk_and_score_follow_from_the_cohort_file_by_the_formulas_of_the_truth_file()
    {
        var files = SimulatedFiles.Render(Small, new Seed(1)).ToDictionary(f => f.Name, f => Encoding.UTF8.GetString(f.Content));
        var truth = JsonDocument.Parse(files[SimulatedFiles.TruthName]).RootElement;
        var (risk, score) = (truth.GetProperty("trueRisk"), truth.GetProperty("score"));
        var threshold = Logit(truth.GetProperty("threshold").GetDouble());
        var rows = files[SimulatedFiles.CohortName].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',')).ToList();
        var predictions = files[SimulatedFiles.PredictionsName].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',')).ToList();
        Assert.That(rows, Has.Count.EqualTo(501));
        Assert.That(predictions, Has.Count.EqualTo(501));
        for (var i = 1; i < rows.Count; i++)
        {
            var patient = rows[0].Zip(rows[i]).ToDictionary(c => c.First, c => c.Second);
            double Number(string column) => double.Parse(patient[column], CultureInfo.InvariantCulture);
            var logOdds = risk.GetProperty("intercept").GetDouble()
                + risk.GetProperty("values").EnumerateArray().Sum(v => v.GetProperty("coefficient").GetDouble() * Number(v.GetProperty("name").GetString()!));
            var band = Number("age") switch { < 40 => "<40", < 60 => "40-<60", < 75 => "60-<75", _ => ">=75" };
            var proxy = score.GetProperty("proxy");
            var plain = Logit(score.GetProperty("detection").GetProperty(patient["ethnicity"]).GetDouble() * Logistic(logOdds))
                + score.GetProperty("shift").GetProperty(patient["region"]).GetProperty(patient["insurance"]).GetDouble()
                + proxy.GetProperty("weight").GetDouble() * (Number(proxy.GetProperty("name").GetString()!) - proxy.GetProperty("mean").GetDouble());
            var scored = Logistic(threshold + score.GetProperty("stretch").GetProperty(band).GetDouble() * (plain - threshold));
            Assert.That(predictions[i][0], Is.EqualTo(patient["id"]));
            // Coefficients in the file have 6 digits, and values of the size of 140 multiply what is cut off.
            Assert.That(double.Parse(predictions[i][1], CultureInfo.InvariantCulture), Is.EqualTo(scored).Within(5e-5), patient["id"]);
            Assert.That(double.Parse(predictions[i][2], CultureInfo.InvariantCulture), Is.EqualTo(Logistic(logOdds)).Within(5e-5), patient["id"]);
        }
    }

    [TestCase(0.123456789, 0.123457, "0.123457")]
    [TestCase(123456.789, 123457, "123457")]
    [TestCase(-2.5e-7, -2.5e-7, "-0.00000025")]
    [TestCase(0, 0, "0")]
    [TestCase(0.1 + 0.2, 0.3, "0.3")]
    public void Numbers_are_rounded_to_six_digits_and_written_without_an_exponent(double value, double rounded, string text)
    {
        Assert.That(SixDigits.Round(value), Is.EqualTo(rounded));
        Assert.That(SixDigits.Text(value), Is.EqualTo(text));
    }

    private static string CommittedFolder
    {
        get
        {
            var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "AuditHarness.sln"))) folder = folder.Parent!;
            return Path.Combine(folder.FullName, "datasets", "simulated");
        }
    }

    private static double Logit(double p) => Math.Log(p / (1 - p));

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
