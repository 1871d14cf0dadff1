using AuditHarness.Audits;

namespace AuditHarness.Explanations;

/// <summary>Our attributions against shap's and against an enumeration in NumPy.</summary>
public sealed class OracleShapTests
{
    [Test]
    public void Linear_attributions_are_those_of_shap([Values("flchain", "health_insurance", "nhanes_weighted")] string folder)
    {
        var oracle = new ShapOracle(folder);
        var ours = LinearShap.Explain(
            oracle.Logistic(), oracle.Rows, oracle.Background, Tables.Singles(oracle.Rows), [.. Enumerable.Range(0, oracle.Rows.Count)], Phrase.Of($"100 rows"));
        Assert.That(ours.Values, Is.EqualTo(oracle.Values("lr_linear_raw")).Within(1e-12));
        Assert.That(ours.BaseValue, Is.EqualTo(oracle.BaseValue("lr_linear_raw")).Within(1e-12));
        Assert.That(ours.LargestLocalError, Is.LessThan(1e-12));
    }

    [Test]
    public void Enumerated_risks_are_those_of_shaps_complete_kernel_regression([Values("flchain", "nhanes_weighted")] string folder)
    {
        var oracle = new ShapOracle(folder);
        Assert.That(oracle.Has("lr_kernel_probability_first5_bg25"), "the regression ran over all coalitions");
        var model = new ModelGame(oracle.LogisticRisk, First(oracle.Rows, 5), First(oracle.Background, 25), Tables.Singles(oracle.Rows));
        Holds(oracle, "lr_kernel_probability_first5_bg25", ExactShapley.Explain(model, [0, 1, 2, 3, 4], ExplainedOutput.Probability, Phrase.Of($"25 rows")), 1e-9);
    }

    [Test]
    public void Enumerated_risks_are_those_of_an_enumeration_in_numpy([Values("lr", "gb")] string kind)
    {
        var oracle = new ShapOracle("flchain");
        var model = new ModelGame(
            kind == "lr" ? oracle.LogisticRisk : oracle.BoostedRisk(), First(oracle.Rows, 50), oracle.Background, Tables.Singles(oracle.Rows));
        var ours = ExactShapley.Explain(model, [.. Enumerable.Range(0, 50)], ExplainedOutput.Probability, Phrase.Of($"100 rows"));
        Holds(oracle, $"{kind}_bruteforce_probability_first50", ours, 1e-12);
        Assert.That(ours.ModelCalls.Rows, Is.LessThan(50 * 100 * 126 * 0.75), "what agrees with the background is not scored again");
    }

    private static void Holds(ShapOracle oracle, string values, Attributions ours, double tolerance)
    {
        Assert.That(ours.Values, Is.EqualTo(oracle.Values(values)).Within(tolerance));
        Assert.That(ours.BaseValue, Is.EqualTo(oracle.BaseValue(values)).Within(tolerance));
        Assert.That(ours.LargestLocalError, Is.LessThan(1e-13));
    }

    private static Models.FeatureTable First(Models.FeatureTable table, int rows) => table.Take([.. Enumerable.Range(0, rows)]);
}
