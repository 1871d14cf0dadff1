namespace AuditHarness.FirstContact;

public sealed class ScoreGuessTests
{
    [TestCase("score")]
    [TestCase("Risk")]
    [TestCase("p_death")]
    [TestCase("pred_xgb")]
    [TestCase("predicted_probability")]
    [TestCase("y_prob")]
    [TestCase("Risiko")]
    [TestCase("model_score")]
    public void Risks_are_known_by_name_and_values(string name)
    {
        var score = ScoreGuess.Of(SmallTable.Of(("fio2", "%"), (name, "%")), "the data", null);
        Assert.That((score?.Column, score?.Reversed, score?.Missing), Is.EqualTo((name, false, 0)));
    }

    [Test]
    public void Numbers_beyond_1_decisions_and_columns_of_another_name_are_none()
    {
        Assert.That(ScoreGuess.Of(SmallTable.Of(("risk_score", "1 2 3.5"), ("prediction", "0 1"), ("fio2", "%")), "the data", null), Is.Null);
        Assert.That(ScoreGuess.Of(SmallTable.Of(("fio2", "%")), "the data", "fio2")?.Column, Is.EqualTo("fio2"), "unless the user says so");
        Assert.That(Assert.Throws<AuditInputException>(() => ScoreGuess.Of(SmallTable.Of(("prediction", "0 1")), "the data", "prediction"))!.Message, Does.Contain("holds no risks"));
    }

    [Test]
    public void The_plainest_name_is_taken_and_the_truth_of_a_simulation_last()
    {
        var score = ScoreGuess.Of(SmallTable.Of(("true_risk", "%"), ("score_b", "%"), ("score", "%")), "the data", null)!;
        Assert.That((score.Column, score.Guess.Why.EndsWith("Passed over: 'score_b', 'true_risk'.", StringComparison.Ordinal)), Is.EqualTo(("score", true)));
    }

    [Test]
    public void A_chance_of_survival_is_turned_round() =>
        Assert.That(ScoreGuess.Of(SmallTable.Of(("surv2m", "%")), "the data", null)?.Reversed, Is.True);
}
