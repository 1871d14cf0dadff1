using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Models.Predictions;

/// <summary>Predictions come wide or long, in any order, from one model or several side by side; probabilities that are none are refused.</summary>
public class PredictionFileTests
{
    private static readonly double[] s_scores = [0.1, 0.2, 0.3, 0.4, 0.5];

    private static readonly DiagnosticPlan s_long = CohortFolder.Plan with
    {
        Model = CohortFolder.Plan.Model with { Score = null, PerClass = new("class", "p"), PositiveClass = "ill" },
    };

    private static readonly DiagnosticPlan s_classes = CohortFolder.Plan with { Model = CohortFolder.Plan.Model with { Classes = ["well", "risk", "dead"] } };

    // Every patient has a row per class; the rows of a patient do not stand together.
    private static string Long(string well = "0.7") => "p,class,key\n" +
        string.Join("\n", "hgfedcba".Select((key, i) => $"0.{8 - i},ill,{key}")) + "\n" +
        string.Join("\n", "abcdefgh".Select((key, i) => $"{(key == 'c' ? well : $"0.{9 - i}")},well,{key}")) + "\n";

    [Test]
    public void Of_several_models_side_by_side_one_is_named()
    {
        using var folder = new CohortFolder(predictions: CohortFolder.Predictions.Replace("risk", "first,risk,last", StringComparison.Ordinal).Replace(",0.", ",0.99,0.", StringComparison.Ordinal).Replace("\n", ",x\n", StringComparison.Ordinal).Replace("last,x", "last", StringComparison.Ordinal));
        Assert.That(folder.Load().Cohort.Scores, Is.EqualTo(s_scores));
    }

    [Test]
    public void A_row_per_class_gives_the_probability_of_the_positive_one()
    {
        using var folder = new CohortFolder(predictions: Long());
        var loaded = folder.Load(s_long);
        Assert.That(loaded.Cohort.Scores, Is.EqualTo(s_scores));
        Assert.That((loaded.Cohort.Flow.PredictionsRead, loaded.Cohort.Flow.PredictionsUnused), Is.EqualTo((8, 3)), "patients, not rows");
    }

    [TestCase("parquet")]
    public void Long_predictions_may_be_parquet(string kind)
    {
        using var folder = new CohortFolder(predictions: Long());
        ParquetFileTests.Write(folder, "predictions." + kind, $"SELECT * FROM {ParquetFileTests.Csv(folder, "predictions.csv")}");
        Assert.That(folder.Load(s_long with { Model = s_long.Model with { File = "predictions." + kind } }).Cohort.Scores, Is.EqualTo(s_scores));
    }

    [TestCase("0.6", "the probabilities of a patient's classes do not sum to 1 (1 row):\n  line 7: their sum is 0.9\n")]
    [TestCase("0.70001", "do not sum to 1 (1 row):\n  line 7: their sum is 1.00001\n")]
    [TestCase("NaN", "column 'p': a value is not finite (1 row):\n  line 12: NaN")]
    [TestCase("-0.1", "column 'p': a score is outside [0, 1] (1 row):\n  line 12: -0.1")]
    [TestCase("", "column 'p': a value is missing (1 row):\n  line 12")]
    public void Probabilities_of_a_long_file_that_are_none_are_told_by_row(string well, string expected)
    {
        using var folder = new CohortFolder(predictions: Long(well));
        var message = folder.Fault(s_long);
        Assert.That(message, Does.Contain(expected));
        if (!expected.Contains("sum", StringComparison.Ordinal)) Assert.That(message, Does.Not.Contain("do not sum"), "told once");
    }

    [TestCase("0.7000015")]
    public void Rounding_to_six_decimals_is_forgiven(string well)
    {
        using var folder = new CohortFolder(predictions: Long(well));
        Assert.DoesNotThrow(() => folder.Load(s_long));
    }

    [Test]
    public void A_class_twice_no_class_and_a_patient_without_the_positive_class_are_told()
    {
        using var folder = new CohortFolder(predictions: Long() + "0.1,ill,a\n0.2,,b\n");
        Assert.That(folder.Fault(s_long), Does.Contain("a class of a patient is there twice (1 row):\n  line 18").And.Contains("column 'class': a class is missing (1 row):\n  line 19"));
        folder.Write("predictions.csv", Long().Replace("0.3,ill,c\n", "", StringComparison.Ordinal).Replace("0.7,well,c", "1,well,c", StringComparison.Ordinal));
        Assert.That(folder.Fault(s_long), Does.Contain("a patient has no row of the class 'ill' ('model.positiveClass') (1 row):\n  line 11\n"));
        folder.Write("predictions.csv", Long().Replace("ill", "Ill", StringComparison.Ordinal));
        Assert.That(folder.Fault(s_long), Does.Contain("no row is of the class 'ill' ('model.positiveClass'); found 'Ill', 'well'. Did you mean 'Ill'?"));
    }

    [Test]
    public void Too_few_patients_and_strangers_are_told_of_a_long_file_too()
    {
        using var folder = new CohortFolder(predictions: string.Join("\n", Long().Split('\n').Where(line => !line.EndsWith(",b", StringComparison.Ordinal))) + "0.5,ill,zz\n0.5,well,zz\n");
        Assert.That(folder.Fault(s_long), Does.Contain("a row to evaluate has no prediction in predictions.csv (1 row):\n  line 3\n")
            .And.Contains("a prediction is for an id that is not in data.csv (1 row):\n  line 16\n").And.Not.Contains("zz"));
    }

    [Test]
    public void A_column_of_a_long_file_that_is_not_there_is_told_with_its_key()
    {
        using var folder = new CohortFolder();
        Assert.That(folder.Fault(s_long), Does.Contain("Column 'class' ('model.long.class') is not in predictions.csv").And.Contains("Column 'p' ('model.long.probability')"));
    }

    private static string Wide(string dead = "0.0") => "key,well,risk,dead\n" + string.Join("\n", "hgfedcba".Select((key, i) => $"{key},0.{1 + i}{(key == 'h' ? "" : "")},0.{8 - i},{(key == 'f' ? dead : "0.1")}")) + "\n";

    [Test]
    public void Columns_of_all_classes_must_sum_to_1()
    {
        using var folder = new CohortFolder(predictions: Wide("0.1"));
        Assert.That(folder.Load(s_classes).Cohort.Scores, Is.EqualTo(s_scores));
        folder.Write("predictions.csv", Wide("0.05"));
        Assert.That(folder.Fault(s_classes), Does.Contain("predictions.csv: the probabilities of a patient's classes do not sum to 1 (1 row):\n  line 4: their sum is 0.95\n").And.Contains("1E-06 for each class"));
        Assert.DoesNotThrow(() => folder.Load(), "not checked where the classes are not named");
    }

    [Test]
    public void Columns_of_all_classes_beside_the_data_must_sum_to_1_as_well()
    {
        using var folder = new CohortFolder("id,sex,y,part,well,risk\na,f,1,test,0.9,0.1\nb,f,0,test,0.9,0.2\n", null);
        var plan = CohortFolder.Plan with { Model = CohortFolder.Plan.Model with { File = "data.csv", Id = "id", Classes = ["well", "risk"] } };
        Assert.That(folder.Fault(plan), Does.Contain("data.csv: the probabilities of a patient's classes do not sum to 1 (1 row):\n  line 3: their sum is 1.1"));
    }
}
