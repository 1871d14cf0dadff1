using AuditHarness.Audits;

namespace AuditHarness.Explanations;

public sealed class RescaledProbabilityTests
{
    private static Attributions Margin(params double[] values) => new()
    {
        Players = ["a", "b"], Rows = [0], Values = values, Outputs = [-1 + values.Sum()], BaseValue = -1, MonteCarloErrors = [0.2, 0],
        ValueFunction = ValueFunction.Interventional, Output = ExplainedOutput.Margin, Method = "linear, exact", Background = "",
    };

    [Test]
    public void Shares_stay_and_the_row_adds_up_to_its_risk()
    {
        var rescaled = RescaledProbability.Of(Margin(3, -1), Link.Logit);
        // From logistic(−1) = 0.268941… to logistic(1) = 0.731059…: 0.462117… over 2 of margin.
        Assert.That(rescaled.BaseValue, Is.EqualTo(0.2689414213699951).Within(1e-15));
        Assert.That(rescaled.Values, Is.EqualTo(new[] { 3 * 0.46211715726000975 / 2, -0.46211715726000975 / 2 }).Within(1e-14));
        Assert.That(rescaled.MonteCarloErrors, Is.EqualTo(new[] { 0.2 * 0.46211715726000975 / 2, 0 }).Within(1e-14));
        Assert.That(rescaled.LargestLocalError, Is.LessThan(1e-15));
        Assert.That((rescaled.Method, rescaled.Output), Is.EqualTo(("linear, exact, rescaled to the risk", ExplainedOutput.Probability)));
    }

    [Test]
    public void Where_the_margin_is_the_base_the_slope_is_that_of_the_link([Values(0, 1e-9, -1e-7)] double offset) =>
        Assert.That(
            RescaledProbability.Of(Margin(2, -2 + offset), Link.Logit).Values[0],
            Is.EqualTo(2 * 0.2689414213699951 * 0.7310585786300049).Within(1e-7));

    [Test]
    public void The_identity_changes_nothing() => Assert.That(RescaledProbability.Of(Margin(3, -1), Link.Identity).Values, Is.EqualTo(new[] { 3.0, -1 }));

    [Test]
    public void Risks_are_not_rescaled_again() =>
        Assert.That(() => RescaledProbability.Of(RescaledProbability.Of(Margin(1, 1), Link.Logit), Link.Logit), Throws.ArgumentException);
}
