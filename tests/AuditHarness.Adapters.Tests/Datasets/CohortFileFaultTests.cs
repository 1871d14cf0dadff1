using System.Globalization;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Datasets;

/// <summary>Bad input gives one clear message: what, where, how to mend it.</summary>
public class CohortFileFaultTests
{
    private const string Header = "id,sex,note,age,y,w,t,part\n";

    [Test]
    public void Both_files_that_do_not_exist_are_told_at_once()
    {
        using var folder = new CohortFolder();
        var plan = CohortFolder.Plan with
        {
            Data = CohortFolder.Plan.Data with { File = "nowhere/data.csv" },
            Model = CohortFolder.Plan.Model with { File = "nothing.csv" },
        };

        Assert.That(folder.Fault(plan), Does.Contain("'nowhere/data.csv' ('data.file') does not exist")
            .And.Contains("'nothing.csv' ('model.file') does not exist").And.Contains("relative to the config's folder"));
    }

    [TestCase(".", "'.'")]
    [TestCase("", "''")]
    [TestCase("a\0b", "'a\\u0000b'")]
    public void What_is_not_a_file_cannot_be_opened(string file, string shown)
    {
        using var folder = new CohortFolder();

        Assert.That(folder.Fault(CohortFolder.Plan with { Data = CohortFolder.Plan.Data with { File = file } }),
            Does.Contain($"{shown} ('data.file') cannot be opened"));
    }

    [Test]
    public void Missing_columns_of_both_files_are_told_at_once_with_those_present_and_the_nearest()
    {
        using var folder = new CohortFolder();
        var plan = CohortFolder.Plan with
        {
            Data = CohortFolder.Plan.Data with { Label = "death" },
            Model = CohortFolder.Plan.Model with { Score = "rsik" },
            Subgroups = CohortFolder.Plan.Subgroups with { Attributes = [new AttributePlan("sex", "Sex", null, null)] },
        };

        Assert.That(folder.Fault(plan), Does.Contain("Column 'death' ('data.label') is not in data.csv, whose columns are 'id', 'sex', 'note'")
            .And.Contains("Column 'Sex' ('subgroups.attributes')").And.Contains("Did you mean 'sex'?")
            .And.Contains("Column 'rsik' ('model.score') is not in predictions.csv").And.Contains("Did you mean 'risk'?"));
    }

    [TestCase("data.split.column")]
    [TestCase("data.weight")]
    [TestCase("data.time")]
    [TestCase("data.id")]
    [TestCase("model.id")]
    public void Every_column_that_the_plan_names_must_be_there(string key)
    {
        using var folder = new CohortFolder();
        var plan = CohortFolder.FullPlan;
        plan = key switch
        {
            "data.split.column" => plan with { Data = plan.Data with { Split = new SplitPlan("gone", "test", null) } },
            "data.weight" => plan with { Data = plan.Data with { Weight = "gone" } },
            "data.time" => plan with { Data = plan.Data with { Time = "gone" } },
            "data.id" => plan with { Data = plan.Data with { Id = "gone" } },
            _ => plan with { Model = plan.Model with { Id = "gone" } },
        };

        Assert.That(folder.Fault(plan), Does.Contain($"'gone' ('{key}')"));
    }

    [Test]
    public void A_file_that_is_separated_by_semicolons_is_recognised()
    {
        using var folder = new CohortFolder(CohortFolder.Data.Replace(',', ';'));

        Assert.That(folder.Fault(), Does.Contain("The header has no comma"));
    }

    [Test]
    public void Two_files_cannot_be_joined_without_ids()
    {
        using var folder = new CohortFolder();

        Assert.Multiple(() =>
        {
            Assert.That(folder.Fault(CohortFolder.Plan with { Data = CohortFolder.Plan.Data with { Id = null } }), Does.Contain("'data.id'"));
            Assert.That(folder.Fault(CohortFolder.Plan with { Model = CohortFolder.Plan.Model with { Id = null } }), Does.Contain("'model.id'"));
        });
    }

    [Test]
    public void A_column_that_is_needed_must_not_be_there_twice()
    {
        using var folder = new CohortFolder(predictions: "key,risk,risk\na,0.1,0.2\n");

        Assert.That(folder.Fault(), Does.Contain("predictions.csv, line 1: column 'risk' ('model.score') is in the header 2 times"));
    }

    [Test]
    public void Ids_that_are_there_twice_are_named_by_line_and_never_by_value()
    {
        using var folder = new CohortFolder(
            CohortFolder.Data + "a,f,x,1,1,1,1,test\n", CohortFolder.Predictions + "h,0.5\n,0.5\n");

        var message = folder.Fault();

        Assert.Multiple(() =>
        {
            Assert.That(message, Does.Contain("data.csv, column 'id': an id is there twice (1 row):\n  line 10: same id as line 2"));
            Assert.That(message, Does.Contain("predictions.csv, column 'key': an id is there twice (1 row):\n  line 10: same id as line 2"));
            Assert.That(message, Does.Contain("predictions.csv, column 'key': an id is missing (1 row):\n  line 11"));
        });
    }

    [Test]
    public void Rows_without_a_prediction_and_predictions_without_a_row_are_told_with_the_first_20_and_the_total()
    {
        var rows = string.Concat(Enumerable.Range(0, 25).Select(i => string.Create(CultureInfo.InvariantCulture, $"secret{i},f,x,1,1,1,1,test\n")));
        using var folder = new CohortFolder(CohortFolder.Data + rows, CohortFolder.Predictions + "stranger,0.5\n");

        var message = folder.Fault();

        Assert.Multiple(() =>
        {
            Assert.That(message, Does.Contain("data.csv: a row to evaluate has no prediction in predictions.csv (25 rows):\n  line 10\n"));
            Assert.That(message, Does.Contain("  line 29\n  … and 5 more (25 in all)."));
            Assert.That(message, Does.Not.Contain("line 30\n"));
            Assert.That(message, Does.Contain("predictions.csv: a prediction is for an id that is not in data.csv (1 row):\n  line 10"));
            Assert.That(message, Does.Not.Contain("secret").And.Not.Contains("stranger"));
        });
    }

    [Test]
    public void A_row_of_the_calibration_part_needs_a_prediction_too()
    {
        using var folder = new CohortFolder(CohortFolder.Data + "z,f,x,1,1,1,1,cal\n");

        Assert.Multiple(() =>
        {
            Assert.That(folder.Fault(CohortFolder.FullPlan), Does.Contain("a row of the calibration part has no prediction").And.Contains("line 10"));
            Assert.DoesNotThrow(() => folder.Load(CohortFolder.Plan));
        });
    }

    [Test]
    public void Without_a_split_the_message_suggests_one()
    {
        using var folder = new CohortFolder(CohortFolder.Data + "z,f,x,1,1,1,1,cal\n");

        Assert.That(folder.Fault(CohortFolder.Plan with { Data = CohortFolder.Plan.Data with { Split = null } }), Does.Contain("declare in 'data.split'"));
    }

    [TestCase("", "is empty")]
    [TestCase("\n\r\n\n", "has no header row")]
    [TestCase("id,sex,note,age,y,w,t,part\n", "has a header but no rows")]
    [TestCase("id,sex,note,age,y,w,t,part", "has a header but no rows")]
    public void A_data_file_without_rows_is_told_so(string text, string expected)
    {
        using var folder = new CohortFolder(text);

        Assert.That(folder.Fault(), Does.Contain("data.csv " + expected));
    }

    [TestCase("", "is empty")]
    [TestCase("key,risk\n", "has a header but no rows")]
    public void A_predictions_file_without_rows_is_told_so(string text, string expected)
    {
        using var folder = new CohortFolder(predictions: text);

        Assert.That(folder.Fault(), Does.Contain("predictions.csv " + expected));
    }

    [TestCase("1.5", "a score is outside [0, 1] (1 row):\n  line 10: 1.5")]
    [TestCase("-0.001", "a score is outside [0, 1] (1 row):\n  line 10: -0.001")]
    [TestCase("NaN", "a value is not finite (1 row):\n  line 10: NaN\n")]
    [TestCase("nan", "a value is not finite (1 row):\n  line 10: nan\n")]
    [TestCase("Infinity", "a value is not finite (1 row):\n  line 10: Infinity\n")]
    [TestCase("-inf", "a value is not finite (1 row):\n  line 10: -inf\n")]
    [TestCase("1e400", "a value is not finite (1 row):\n  line 10: too large for a number\n")]
    [TestCase("Anna Smith", "text stands where a number is expected (1 row):\n  line 10")]
    [TestCase("NA", "text stands where a number is expected (1 row):\n  line 10: 'NA'\n")]
    [TestCase("\"0,5\"", "text stands where a number is expected (1 row):\n  line 10: a decimal comma\nWrite numbers with '.'")]
    [TestCase("\"1,000\"", "text stands where a number is expected")]
    [TestCase("", "a value is missing (1 row):\n  line 10")]
    public void A_score_that_is_no_risk_is_told_by_line(string score, string expected)
    {
        using var folder = new CohortFolder(
            CohortFolder.Data + "z,f,x,1,1,1,1,train\n", CohortFolder.Predictions + $"z,{score}\n");

        var message = folder.Fault();

        Assert.Multiple(() =>
        {
            Assert.That(message, Does.Contain("predictions.csv, column 'risk': " + expected));
            Assert.That(message, Does.Not.Contain("Anna"));
        });
    }

    [TestCase("0", "1", "column 'w': a weight is not positive (1 row):\n  line 2")]
    [TestCase("-2", "1", "column 'w': a weight is not positive")]
    [TestCase("", "1", "column 'w': a value is missing")]
    [TestCase("heavy", "1", "column 'w': text stands where a number is expected")]
    [TestCase("inf", "1", "column 'w': a value is not finite")]
    [TestCase("1", "-1", "column 't': a follow-up time is negative (1 row):\n  line 2")]
    [TestCase("1", "", "column 't': a value is missing")]
    [TestCase("1", "∞", "column 't': ")]
    public void Weights_and_times_are_held_to_their_range(string weight, string time, string expected)
    {
        using var folder = new CohortFolder(Header + $"a,f,x,1,1,{weight},{time},test\n" + CohortFolder.Data[(Header.Length + "a,f,\"one, two\",39,1,1.5,10,test\n".Length)..]);

        Assert.That(folder.Fault(CohortFolder.FullPlan), Does.Contain("data.csv, " + expected));
    }

    [Test]
    public void Weights_too_unequal_to_be_weighed_against_each_other_are_refused()
    {
        using var folder = new CohortFolder(Header + $"a,f,x,1,1,1e13,1,test\n" + CohortFolder.Data[(Header.Length + "a,f,\"one, two\",39,1,1.5,10,test\n".Length)..]);

        Assert.That(folder.Fault(CohortFolder.FullPlan), Does.Contain("data.csv, column 'w': weights run from"));
    }

    [Test]
    public void Text_in_a_binned_attribute_is_told_by_line()
    {
        using var folder = new CohortFolder(CohortFolder.Data.Replace(",59.9,", ",old,", StringComparison.Ordinal));

        Assert.That(folder.Fault(CohortFolder.FullPlan), Does.Contain("data.csv, column 'age': text stands where a number is expected (1 row):\n  line 4"));
    }

    [Test]
    public void A_third_class_is_told_with_what_was_found()
    {
        using var folder = new CohortFolder(CohortFolder.Data + "z,f,x,1,2,1,1,test\n", CohortFolder.Predictions + "z,0.5\n");

        Assert.That(folder.Fault(), Does.Contain("data.csv, column 'y': labels must be exactly two, '1' ('data.positive') and one other; " +
            "found '0' (first on line 3), '1' (first on line 2), '2' (first on line 10).").And.Contains("Recode the column"));
    }

    [Test]
    public void Of_many_classes_five_are_shown()
    {
        using var folder = new CohortFolder(
            CohortFolder.Data + string.Concat(Enumerable.Range(2, 9).Select(i => string.Create(CultureInfo.InvariantCulture, $"z{i},f,x,1,{i},1,1,test\n"))));

        Assert.That(folder.Fault(), Does.Contain("… 11 in all").And.Not.Contains("'4'"));
    }

    [Test]
    public void A_positive_label_that_does_not_occur_offers_the_nearest()
    {
        using var folder = new CohortFolder(
            CohortFolder.Data.Replace(",1,", ",Yes,", StringComparison.Ordinal).Replace(",0,", ",No,", StringComparison.Ordinal));

        Assert.That(folder.Fault(CohortFolder.Plan with { Data = CohortFolder.Plan.Data with { Positive = "yes" } }),
            Does.Contain("no row to evaluate has the positive label 'yes'").And.Contains("Did you mean 'Yes'?").And.Contains("data.positive"));
    }

    [TestCase("0", "0", "has the positive label '1'")]
    [TestCase("1", "1", "every row to evaluate has the positive label '1'")]
    public void One_class_only_cannot_be_audited(string first, string second, string expected)
    {
        using var folder = new CohortFolder($"id,sex,y,part\na,f,{first},test\nb,f,{second},test\n", "key,risk\na,0.1\nb,0.2\n");

        Assert.That(folder.Fault(), Does.Contain(expected));
    }

    [Test]
    public void One_class_in_the_evaluated_part_is_a_fault_although_the_calibration_part_has_both()
    {
        using var folder = new CohortFolder(CohortFolder.Data
            .Replace("39,1,", "39,0,", StringComparison.Ordinal).Replace("60,1,", "60,0,", StringComparison.Ordinal));

        Assert.That(folder.Fault(CohortFolder.FullPlan), Does.Contain("no row to evaluate has the positive label '1', and a model can be judged only"));
    }

    [Test]
    public void A_part_that_does_not_occur_is_told_with_those_that_do()
    {
        using var folder = new CohortFolder();
        var plan = CohortFolder.Plan with { Data = CohortFolder.Plan.Data with { Split = new SplitPlan("part", "tset", "calibration") } };

        Assert.That(folder.Fault(plan), Does.Contain("no row is in the part 'tset' ('data.split.evaluate'); found 'cal', 'test', 'train'. Did you mean 'test'?")
            .And.Contains("'calibration' ('data.split.calibrate')"));
    }

    [Test]
    public void No_label_at_all_leaves_nothing_to_evaluate()
    {
        using var folder = new CohortFolder("id,sex,y,part\na,f,,test\nb,f,,test\n", "key,risk\na,0.1\n");

        Assert.That(folder.Fault(), Does.Contain("no row is left to evaluate"));
    }

    [Test]
    public void Faults_of_several_kinds_and_of_both_files_are_told_at_once()
    {
        using var folder = new CohortFolder(
            CohortFolder.Data + "z,f,x,old,1,0,-1,test\n", CohortFolder.Predictions + "z,7\n");

        Assert.That(folder.Fault(CohortFolder.FullPlan), Does.Contain("outside [0, 1]").And.Contains("weight is not positive")
            .And.Contains("time is negative").And.Contains("column 'age': text"));
    }

    [Test]
    public void What_messages_show_of_a_file_cannot_steer_a_terminal()
    {
        using var folder = new CohortFolder("id,\u001b[2J\u202eevil," + new string('x', 5000) + "\na,1,2\n");

        var message = folder.Fault();

        Assert.Multiple(() =>
        {
            Assert.That(message, Does.Contain("'\\u001b[2J\\u202eevil'"));
            Assert.That(message.Where(c => char.IsControl(c) && c != '\n'), Is.Empty);
            Assert.That(message, Has.Length.LessThan(3000));
        });
    }
}
