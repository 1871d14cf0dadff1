using System.Security.Cryptography;
using System.Text;
using AuditHarness.Audits;
using AuditHarness.Explanations;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Datasets;

/// <summary>Features are read as the plan says, and every row gets the score that the model gives to it.</summary>
public class ModelThatRunsTests
{
    private const string Data =
        """
        y,sex,age,lab,yes,part
        1,f,39,1.5,yes,test
        0,m,40,,no,cal
        0,f,59.9,-2,,test
        1,m,60,"1e3",2,train
        0,zoë,85,0,no,test
        1,,20,7,yes,cal

        """;

    private static readonly DiagnosticPlan s_plan = CohortFolder.Plan with
    {
        Data = new DataPlan("data.csv", null, "y", "1", null, null, new SplitPlan("part", "test", "cal")),
        Model = new ModelPlan("onnx", "model.bin", null, null, "m", null)
        {
            Features =
            [
                new("lab", "lab", FeatureKind.Number),
                new("gender", "sex", FeatureKind.Text),
                new("answer", "yes", FeatureKind.Number) { Codes = new Dictionary<string, double> { ["yes"] = 1, ["no"] = -1 } },
            ],
        },
        Threshold = new ThresholdPlan.ByRule(ThresholdRule.Youden, null),
    };

    [Test, SetCulture("de-DE")]
    public void Features_are_read_as_the_plan_says_and_each_row_gets_its_own_score()
    {
        using var folder = Folder();
        using var model = new Model(t => Numbers(t, 0).Select(lab => double.IsNaN(lab) ? 0.25 : (lab + 10) / 2000));
        var loaded = Load(folder, model);
        var (cohort, features) = (loaded.Cohort, loaded.Cohort.Features!);
        Assert.Multiple(() =>
        {
            Assert.That(features.Columns.Select(c => c.Name), Is.EqualTo(new[] { "lab", "gender", "answer" }));
            Assert.That(Numbers(features, 0), Is.EqualTo(new[] { 1.5, -2, 0 }));
            Assert.That(Texts(features, 1), Is.EqualTo(new[] { "f", "f", "zoë" }));
            Assert.That(Numbers(features, 2), Is.EqualTo(new[] { 1, double.NaN, -1 }));
            Assert.That(cohort.Scores, Is.EqualTo(new[] { 0.00575, 0.004, 0.005 }).Within(1e-15));
            Assert.That(cohort.Calibration!.Scores, Is.EqualTo(new[] { 0.25, 0.0085 }).Within(1e-15));
            Assert.That(cohort.Labels, Is.EqualTo(new byte[] { 1, 0, 0 }));
            Assert.That(cohort.Flow, Has.Property("PredictionsRead").EqualTo(5).And.Property("PredictionsUnused").Zero.And.Property("RowsRead").EqualTo(6));
            Assert.That(model.Asked.Select(t => t.Count), Is.EqualTo(new[] { 5, 5 }), "all rows in one go, and again");
            Assert.That(((FeatureColumn.Text)model.Asked[0].Columns[1]).Levels, Is.EqualTo(new[] { "f", "m", "zoë" }), "in ordinal order");
            Assert.That(Texts(model.Asked[0], 1), Is.EqualTo(new[] { "f", "m", "f", "zoë", null }));
        });
    }

    [Test]
    public void The_model_is_an_input_known_by_its_hash()
    {
        using var folder = Folder();
        using var model = new Model(Half);
        var loaded = Load(folder, model);
        Assert.That(loaded.Model, Is.SameAs(model.Identity));
        Assert.That(loaded.Inputs.Select(i => (i.Role, i.File, i.Bytes)), Is.EqualTo(new[] { ("data", "data.csv", (long)Encoding.UTF8.GetByteCount(Data)), ("model", "model.bin", 5) }));
        Assert.That(loaded.Inputs[1].Sha256, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData("bytes"u8))));
    }

    [Test]
    public void Without_calibrating_rows_the_table_is_the_one_that_was_scored()
    {
        using var folder = Folder();
        using var model = new Model(Half);
        var cohort = Load(folder, model, s_plan with { Threshold = new ThresholdPlan.Fixed(0.5) }).Cohort;
        Assert.That(cohort.Features!.Count, Is.EqualTo(3));
        Assert.That(cohort.Calibration, Is.Null);
    }

    [Test]
    public void An_id_is_not_needed_but_when_it_is_named_no_row_may_be_there_twice()
    {
        using var folder = Folder();
        using var model = new Model(Half);
        Assert.That(Fault(folder, model, s_plan with { Data = s_plan.Data with { Id = "part" } }), Does.Contain("an id is there twice"));
        Assert.That(model.Asked, Is.Empty, "the model is not asked in vain");
    }

    [Test]
    public void Faults_of_features_are_told_with_their_lines_and_once_per_row()
    {
        using var folder = Folder(Data.Replace("39,1.5,yes", "39,1.5x,maybe", StringComparison.Ordinal).Replace("85,0,no", "85,NA,NO", StringComparison.Ordinal));
        using var model = new Model(Half);
        var plan = s_plan with { Subgroups = s_plan.Subgroups with { Attributes = [new("lab", "lab", [0], null)] } };
        var message = Fault(folder, model, plan);
        Assert.That(message, Does.Contain("column 'lab': text stands where a number is expected (2 rows):\n  line 2\n  line 6: 'NA'\n")
            .And.Contains("column 'yes': text stands where a number is expected (2 rows):\n  line 2\n  line 6\n")
            .And.Contains("'codes'").And.Contains("\"kind\": \"text\"").And.Not.Contains("maybe"));
        Assert.That(model.Asked, Is.Empty);
    }

    [Test]
    public void A_features_column_that_is_not_there_is_told_with_the_nearest()
    {
        using var folder = Folder(Data.Replace("lab", "labs", StringComparison.Ordinal));
        using var model = new Model(Half);
        Assert.That(Fault(folder, model), Does.Contain("Column 'lab' ('model.features') is not in data.csv").And.Contains("Did you mean 'labs'?"));
    }

    [TestCase(double.NaN, "5 of 5 rows an answer that is no number")]
    [TestCase(double.PositiveInfinity, "5 of 5 rows an answer that is no number")]
    [TestCase(-0.25, "5 of 5 rows an answer outside [0, 1], such as -0.25")]
    [TestCase(1.5, "5 of 5 rows an answer outside [0, 1], such as 1.5")]
    public void An_answer_that_is_no_risk_is_refused(double answer, string words)
    {
        using var folder = Folder();
        using var model = new Model(t => Enumerable.Repeat(answer, t.Count));
        Assert.That(Fault(folder, model), Does.StartWith("The model 'model.bin' gave ").And.Contains(words));
    }

    [Test]
    public void Too_few_answers_are_refused()
    {
        using var folder = Folder();
        using var model = new Model(t => Half(t).Skip(1));
        Assert.That(Fault(folder, model), Does.Contain("gave 4 answers for 5 rows"));
    }

    [Test]
    public void Other_answers_the_second_time_are_refused()
    {
        using var folder = Folder();
        using var model = new Model(Half);
        model.Answers = t => Half(t).Select((s, row) => row == 3 ? s + (0.001 * model.Asked.Count) : s);
        Assert.That(Fault(folder, model), Does.Contain("gave other answers when it was asked a second time: for 2 of 5 rows").And.Contains("draws at random"));
    }

    /// <summary>Runtimes of single precision sum in another order when rows come in other company.</summary>
    [Test]
    public void The_last_digit_may_differ()
    {
        using var folder = Folder();
        using var model = new Model(Half);
        model.Answers = t => Half(t).Select(s => s + (1e-7 * model.Asked.Count));
        Assert.That(Load(folder, model).Cohort.Count, Is.EqualTo(3));
    }

    [Test]
    public void Of_many_rows_a_thousand_all_over_are_asked_twice()
    {
        using var folder = Folder("y,lab,sex,yes,part\n" + string.Concat(Enumerable.Range(0, 2500).Select(i => FormattableString.Invariant($"{i % 2},{i},f,yes,test\n"))) + "1,0,f,no,cal\n0,0,f,no,cal\n");
        using var model = new Model(Half);
        Load(folder, model);
        Assert.That(model.Asked.Select(t => t.Count), Is.EqualTo(new[] { 2502, 1000 }));
        Assert.That(Numbers(model.Asked[1], 0).Max(), Is.GreaterThan(2490));
    }

    [Test]
    public void Scoring_is_reported_after_reading()
    {
        using var folder = Folder();
        using var model = new Model(Half);
        var steps = new List<string>();
        CohortFile.Load(s_plan, folder.Path, model, new Told(p => steps.Add(p.Step)));
        Assert.That(steps, Is.EqualTo(new[] { "Reading the data", "Scoring the patients" }));
    }

    private static CohortFolder Folder(string data = Data)
    {
        var folder = new CohortFolder(data, null);
        folder.Write("model.bin", "bytes");
        return folder;
    }

    private static LoadedCohort Load(CohortFolder folder, IDiagnosticModel model, DiagnosticPlan? plan = null) => CohortFile.Load(plan ?? s_plan, folder.Path, model);

    private static string Fault(CohortFolder folder, IDiagnosticModel model, DiagnosticPlan? plan = null) =>
        Assert.Throws<AuditInputException>(() => Load(folder, model, plan))!.Message;

    private static IEnumerable<double> Half(FeatureTable table) => Enumerable.Repeat(0.5, table.Count);

    private static double[] Numbers(FeatureTable table, int column) => ((FeatureColumn.Numeric)table.Columns[column]).Values;

    private static string?[] Texts(FeatureTable table, int column) =>
        table.Columns[column] is FeatureColumn.Text t ? Array.ConvertAll(t.Codes, c => c < 0 ? null : t.Levels[c]) : [];

    /// <summary>A stand-in whose answers a test chooses.</summary>
    private sealed class Model(Func<FeatureTable, IEnumerable<double>> answers) : IDiagnosticModel
    {
        public Func<FeatureTable, IEnumerable<double>> Answers { get; set; } = answers;

        public List<FeatureTable> Asked { get; } = [];

        public ModelIdentity Identity { get; } = new("onnx", "m", null, Convert.ToHexStringLower(SHA256.HashData("bytes"u8)));

        public Phrase Reading => Phrase.Of($"");

        public ModelStructure? Structure => null;

        public IReadOnlyList<InputFile> Files => [new("model", "model.bin", 5, Identity.Sha256)];

        public double[] Score(FeatureTable patients, CancellationToken stop = default)
        {
            Asked.Add(patients);
            return [.. Answers(patients)];
        }

        public void Dispose() { }
    }

    private sealed class Told(Action<AuditProgress> action) : IProgress<AuditProgress>
    {
        public void Report(AuditProgress value) => action(value);
    }
}
