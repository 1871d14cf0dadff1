using System.Globalization;
using AuditHarness.Audits;
using AuditHarness.Explanations;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>Models of other people's libraries, with the answers that these libraries gave.</summary>
public class OnnxModelTests
{
    private static readonly string[] Trained = ["flchain_logistic", "flchain_gbm", "flchain_forest", "insurance_mixed_inputs"];

    private static string[] ColumnsOf(string name) => name == "insurance_mixed_inputs" ? Sample.Insurance : Sample.Flchain;

    [TestCaseSource(nameof(Trained))]
    public void A_model_gives_the_answers_of_the_library_that_trained_it(string name) => Reproduces(Sample.Of(Path.Combine(Sample.Root, name), ColumnsOf(name)));

    [TestCaseSource(nameof(Trained))]
    public void A_shared_model_gives_the_answers_of_the_library_that_trained_it(string name) => Reproduces(Sample.Of(Sample.Shared(name), ColumnsOf(name)));

    private static void Reproduces(Sample sample)
    {
        using var model = sample.Open();
        var risks = model.Score(sample.Table);
        Assert.That(Agreement.Largest(risks, sample.Expected), Is.LessThan(1e-6));
        Assert.That(model.Score(sample.Table), Is.EqualTo(risks), "scored again");
        TestContext.Out.WriteLine(model.Reading);
    }

    [TestCaseSource(nameof(Trained))]
    public void What_is_read_of_its_inside_gives_the_same_answers(string name)
    {
        var sample = Sample.Of(Path.Combine(Sample.Root, name), ColumnsOf(name));
        using var model = sample.Open();
        Agrees(model, sample.Table, refusesNaN: name == "insurance_mixed_inputs");
    }

    private static void Agrees(IDiagnosticModel model, FeatureTable table, bool refusesNaN = false)
    {
        var risks = model.Score(table);
        var structure = model.Structure;
        Assert.That(structure, Is.Not.Null);
        Assert.That(Agreement.Largest(risks, Agreement.Risks(structure!, table)), Is.LessThan(1e-6), "as they are");
        var missing = Agreement.WithMissing(table.Take([.. Enumerable.Range(0, Math.Min(table.Count, 100))]), numbers: !refusesNaN);
        Assert.That(Agreement.Largest(model.Score(missing), Agreement.Risks(structure!, missing)), Is.LessThan(1e-6), "with missing values");
        if (structure is not ModelStructure.TreeSum trees) return;
        var edges = Agreement.AtThresholds(trees, table);
        Assert.That(Agreement.Largest(model.Score(edges), Agreement.Risks(structure, edges)), Is.LessThan(1e-6), "at thresholds");
    }

    [Test]
    public void A_tensor_of_unknown_rank_takes_the_columns_that_the_config_names()
    {
        var folder = Sample.Shared("thirdparty_trees");
        using var model = OnnxModel.Open(Sample.Plan("treecl2.onnx", Sample.Numbers(20)), folder);
        var random = new Random(1);
        Agrees(model, Sample.TableOf([.. Enumerable.Range(0, 20).Select(_ => Enumerable.Range(0, 300).Select(_ => (random.NextDouble() * 6) - 3).ToArray())]));
    }

    [Test]
    public void Four_raw_scores_are_read_once_the_config_says_what_they_are()
    {
        var folder = Sample.Shared("thirdparty_trees");
        var plan = Sample.Plan("treecl3.onnx", Sample.Numbers(20)) with { PositiveClass = "2" };
        var random = new Random(2);
        var table = Sample.TableOf([.. Enumerable.Range(0, 20).Select(_ => Enumerable.Range(0, 50).Select(_ => (random.NextDouble() * 6) - 3).ToArray())]);
        using (var undeclared = OnnxModel.Open(plan, folder))
            Assert.That(() => undeclared.Score(table), Throws.TypeOf<AuditInputException>().With.Message.Contains("Declare 'model.output'"));
        using var model = OnnxModel.Open(plan with { Output = ModelOutput.Logit }, folder);
        Assert.That(model.Score(table), Has.All.InRange(0, 1));
        Assert.That(model.Reading?.ToString(), Does.Contain("softmax").And.Contain("declared"));
        Assert.That(model.Structure, Is.Null, "a softmax of four is no sum of trees");
    }

    [Test]
    public void Several_classes_together_are_the_sum_of_each_by_itself()
    {
        var folder = Sample.Shared("thirdparty_trees");
        var plan = Sample.Plan("treecl3.onnx", Sample.Numbers(20)) with { Output = ModelOutput.Logit };
        var random = new Random(3);
        var table = Sample.TableOf([.. Enumerable.Range(0, 20).Select(_ => Enumerable.Range(0, 50).Select(_ => (random.NextDouble() * 6) - 3).ToArray())]);
        double[] Of(ModelPlan of)
        {
            using var model = OnnxModel.Open(of, folder);
            var risks = model.Score(table);
            if (of.PositiveClasses.Count > 0) Assert.That((model.Structure, model.Reading.ToString().Contains("the sum of the classes '1', '3' of 4", StringComparison.Ordinal)), Is.EqualTo(((ModelStructure?)null, true)));
            return risks;
        }
        var (one, three) = (Of(plan with { PositiveClass = "1" }), Of(plan with { PositiveClass = "3" }));
        Assert.That(Of(plan with { PositiveClasses = ["1", "3"] }), Is.EqualTo(one.Zip(three, (a, b) => a + b)).Within(1e-12));
        Assert.That(() => Of(plan with { PositiveClasses = ["1", "9"] }), Throws.TypeOf<AuditInputException>().With.Message.Contains("has no class '9' that 'model.positiveClasses' names"));
        Assert.That(() => Of(plan with { PositiveClasses = ["0", "1", "2", "3"] }), Throws.TypeOf<AuditInputException>().With.Message.Contains("their probabilities sum to 1 for everybody"));
    }

    [Test]
    public void More_than_two_classes_want_a_positive_one()
    {
        var folder = Sample.Shared("thirdparty_trees");
        Assert.That(() => OnnxModel.Open(Sample.Plan("treecl.onnx", Sample.Numbers(20)), folder),
            Throws.TypeOf<AuditInputException>().With.Message.Contains("'0', '1', '2'").And.Message.Contains("'model.positiveClass'"));
        Assert.That(() => OnnxModel.Open(Sample.Plan("treecl.onnx", Sample.Numbers(20)) with { PositiveClass = "3" }, folder),
            Throws.TypeOf<AuditInputException>().With.Message.Contains("has no class '3'"));
    }

    [Test]
    public void A_batch_size_of_one_is_looped_over()
    {
        var folder = Sample.Shared("thirdparty_diabetes_mit");
        using var model = OnnxModel.Open(Sample.Plan("diabetes_model.onnx", Sample.Numbers(8)), folder);
        var table = Sample.TableOf([6, 1], [148, 85], [72, 66], [35, 29], [0, 0], [33.6, 26.6], [0.627, 0.351], [50, 31]);
        var risks = model.Score(table);
        Assert.That(risks[0], Is.GreaterThan(risks[1]));
        Assert.That(model.Score(table.Take([1]))[0], Is.EqualTo(risks[1]));
        Assert.That(model.Reading?.ToString(), Does.Contain("batches of exactly 1"));
    }

    [Test]
    public void An_image_model_of_seven_classes_gives_each_of_them()
    {
        var folder = Sample.Shared("ham10000_mlp_8x8");
        var expected = Answers(folder);
        var pixels = Pixels("ham10000_8x8", "ham10000_8x8_gray.csv.gz", "pixel", expected.Keys);
        for (var c = 0; c < 7; c++)
        {
            using var model = OnnxModel.Open(Sample.Plan("model.onnx", Sample.Numbers(64)) with { PositiveClass = c.ToString(CultureInfo.InvariantCulture) }, folder);
            Assert.That(Agreement.Largest(model.Score(pixels), [.. expected.Values.Select(e => e[$"expected_p{c}"])]), Is.LessThan(1e-5));
        }
    }

    [Test]
    public void An_image_model_of_two_classes_gives_the_answers_of_the_library_that_trained_it()
    {
        var folder = Sample.Shared("pneumonia_mlp_28x28");
        var expected = Answers(folder);
        // The answers count rows from 1, the pixels from 0.
        var pixels = Pixels("pneumoniamnist", "pneumonia_test.csv.gz", "p", new SortedDictionary<int, Dictionary<string, double>>(expected.ToDictionary(e => e.Key - 1, e => e.Value)).Keys);
        using var model = OnnxModel.Open(Sample.Plan("model.onnx", Sample.Numbers(784)), folder);
        Assert.That(Agreement.Largest(model.Score(pixels), [.. expected.Values.Select(e => e["expected_p1"])]), Is.LessThan(1e-5));
    }

    // Row id → column → number.
    private static SortedDictionary<int, Dictionary<string, double>> Answers(string folder)
    {
        var lines = File.ReadAllLines(Path.Combine(folder, "expected.csv")).Select(l => l.Split(',')).ToArray();
        return new(lines.Skip(1).ToDictionary(l => int.Parse(l[0], CultureInfo.InvariantCulture), l => lines[0].Zip(l)
            .Where(p => p.First.StartsWith("expected", StringComparison.Ordinal)).ToDictionary(p => p.First, p => double.Parse(p.Second, CultureInfo.InvariantCulture))));
    }

    // The pixels of the given rows, divided by 255.
    private static FeatureTable Pixels(string set, string file, string prefix, SortedDictionary<int, Dictionary<string, double>>.KeyCollection rows)
    {
        var path = Path.Combine(Sample.Shared("."), "..", "datasets", "public", set, file);
        using var text = new StreamReader(new System.IO.Compression.GZipStream(File.OpenRead(path), System.IO.Compression.CompressionMode.Decompress));
        var header = text.ReadLine()!.Split(',');
        var columns = Enumerable.Range(0, header.Length).Where(c => header[c].StartsWith(prefix, StringComparison.Ordinal) && char.IsAsciiDigit(header[c][prefix.Length])).ToArray();
        SortedDictionary<int, double[]> read = [];
        while (text.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            if (int.Parse(fields[0], CultureInfo.InvariantCulture) is var row && rows.Contains(row))
                read[row] = Array.ConvertAll(columns, c => double.Parse(fields[c], CultureInfo.InvariantCulture) / 255);
        }
        return Sample.TableOf([.. columns.Select((_, c) => read.Values.Select(v => v[c]).ToArray())]);
    }

    [Test]
    public void A_text_model_wants_its_domain_allowed()
    {
        var folder = Sample.Shared("mts_section_tfidf");
        var plan = Sample.Plan("model.onnx", [new("text", "text_lowercased", FeatureKind.Text)]) with { PositiveClass = "GENHX" };
        Assert.That(() => OnnxModel.Open(plan, folder), Throws.TypeOf<AuditInputException>().With.Message.Contains("'com.microsoft'").And.Message.Contains("'model.allowDomains'"));
        var rows = File.ReadLines(Path.Combine(folder, "expected.csv")).Skip(1).Select(l => l.Split(',', 5))
            .Select(l => (Text: l[4].Trim('"').Replace("\"\"", "\"", StringComparison.Ordinal), Label: l[2], Most: double.Parse(l[3], CultureInfo.InvariantCulture))).ToArray();
        var levels = rows.Select(r => r.Text).Distinct().Order(StringComparer.Ordinal).ToArray();
        var table = new FeatureTable([new FeatureColumn.Text("text", levels, [.. rows.Select(r => Array.IndexOf(levels, r.Text))])]);
        using var model = OnnxModel.Open(plan with { AllowedDomains = ["com.microsoft"] }, folder);
        var risks = model.Score(table);
        var differences = rows.Select((r, i) => r.Label == "GENHX" ? Math.Abs(risks[i] - r.Most) : 0).Max();
        Assert.That(differences, Is.LessThan(1e-5));
        Assert.That(model.Structure, Is.Null);
    }
}
