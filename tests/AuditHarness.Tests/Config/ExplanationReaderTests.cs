using AuditHarness.Audits;
using AuditHarness.Expectations;

namespace AuditHarness.Config;

/// <summary>How a model that runs is explained, and what is expected of explanations unasked.</summary>
public class ExplanationReaderTests
{
    private const string Section = "\"rows\": 200, \"background\": 300, \"valueFunction\": \"interventional\", \"output\": \"probability\", \"players\": { \"who\": [\"male\", \"region\"] }";

    [Test]
    public void Every_key_is_taken()
    {
        var plan = SampleConfig.Load(SampleConfig.Running).Plan.Diagnostic().Explanations!;
        Assert.That((plan.Rows, plan.Background, plan.ValueFunction, plan.Output), Is.EqualTo((200, 300, ValueFunction.Interventional, ExplainedOutput.Probability)));
        Assert.That(plan.Players.Keys, Is.EqualTo(new[] { "who" }));
        Assert.That(plan.Players["who"], Is.EqualTo(new[] { "male", "region" }));
    }

    [TestCase("\"explanations\": {},")]
    [TestCase("")]
    public void A_model_that_runs_is_explained_by_default(string section)
    {
        var plan = SampleConfig.Load(Without(section)).Plan.Diagnostic().Explanations!;
        Assert.That((plan.Rows, plan.Background, plan.ValueFunction, plan.Output, plan.Players.Count), Is.EqualTo((1000, 1000, ValueFunction.Interventional, ExplainedOutput.Margin, 0)));
    }

    [Test]
    public void Without_its_audit_nothing_is_explained_or_expected_of_it()
    {
        var plan = SampleConfig.Load(Without("\"audits\": [\"performance\"],")).Plan.Diagnostic();
        Assert.That(plan.Explanations, Is.Null);
        Assert.That(plan.Expectations, Is.Empty);
    }

    [Test]
    public void Predictions_are_not_explained() => Assert.That(SampleConfig.Load(SampleConfig.Whole).Plan.Diagnostic().Explanations, Is.Null);

    [Test]
    public void Our_own_figures_are_held_to_account_at_the_end_of_the_plan()
    {
        var expectations = SampleConfig.Load(SampleConfig.Running).Plan.Expectations;
        Assert.That(expectations.Select(e => (e.Index, e.Metric, e.Bound, e.Limit, e.Severity)), Is.EqualTo(new[]
        {
            (0, "AttributionShare", Bound.AtMost, 0.3, Severity.Error),
            (1, "ScorerParity", Bound.AtMost, 1e-6, Severity.Error),
            (2, "LocalAccuracy", Bound.AtMost, 1e-9, Severity.Error),
        }));
        Assert.That(expectations.Skip(1).Select(e => (e.Line, e.Where.Count, e.Feature, e.Why.Length > 20)), Is.All.EqualTo(((int?)null, 0, (string?)null, true)));
    }

    [Test]
    public void A_config_that_states_such_a_limit_itself_keeps_its_own()
    {
        var expectations = SampleConfig.Load(SampleConfig.RunningBut("\"expectations\": [", "\"expectations\": [ { \"metric\": \"ScorerParity\", \"atMost\": 1e-4, \"severity\": \"warn\" },")).Plan.Expectations;
        Assert.That(expectations.Select(e => (e.Index, e.Metric, e.Limit)), Is.EqualTo(new[] { (0, "ScorerParity", 1e-4), (1, "AttributionShare", 0.3), (2, "LocalAccuracy", 1e-9) }));
    }

    [TestCase("\"rows\": 0", ".rows: expected a number at least 1")]
    [TestCase("\"background\": 2.5", ".background: expected a whole number")]
    [TestCase("\"valueFunction\": \"conditional\"", ".valueFunction: 'conditional' is not known here.")]
    [TestCase("\"output\": \"logodds\"", ".output: 'logodds' is not known here. Valid here: 'margin', 'probability'.")]
    [TestCase("\"valueFunction\": \"pathDependent\", \"output\": \"probability\"", ".output: 'pathDependent' follows the splits of trees")]
    [TestCase("\"players\": []", ".players: expected an object")]
    [TestCase("\"players\": { \"who\": \"male\" }", ".players.who: expected a list")]
    [TestCase("\"players\": { \"who\": [] }", ".players.who: this player has no features.")]
    [TestCase("\"players\": { \"who\": [\"mle\"] }", ".players.who[0]: 'mle' is not among the names of 'model.features'. Did you mean 'male'?")]
    [TestCase("\"players\": { \"who\": [\"gender\"] }", ".players.who[0]: 'gender' is not among the names of 'model.features'.")]
    [TestCase("\"players\": { \"who\": [\"male\", \"male\"] }", ".players.who[1]: 'male' already belongs to the player 'who'.")]
    [TestCase("\"players\": { \"who\": [\"male\"], \"where\": [\"male\"] }", ".players.where[0]: 'male' already belongs to the player 'who'.")]
    [TestCase("\"players\": { \"kappa\": [\"male\", \"region\"] }", ".players.kappa: 'kappa' is also a feature that does not belong to this player.")]
    [TestCase("\"players\": { \"\": [\"male\"] }", ".players['']: the name of a player is a text")]
    public void Each_rule_is_told_when_broken(string section, string words)
    {
        var config = Without($"\"explanations\": {{ {section} }},");
        PlanReaderTests.Fault(config, "$.explanations" + words);
    }

    [Test]
    public void A_player_may_be_named_like_a_feature_of_its_own() =>
        Assert.That(SampleConfig.Load(Without("\"explanations\": { \"players\": { \"male\": [\"male\", \"region\"] } },")).Plan.Diagnostic().Explanations!.Players.Keys, Is.EqualTo(new[] { "male" }));

    [Test]
    public void How_to_explain_is_refused_where_nothing_is_explained() =>
        PlanReaderTests.Fault(Without("\"audits\": [\"performance\"], \"explanations\": {},"), "$.explanations: the audit 'explanations' is left out of 'audits'.");

    /// <summary>The running sample with its section on explanations replaced, and no expectation.</summary>
    private static string Without(string section) => SampleConfig.Running
        .Replace($"\"explanations\": {{\n    {Section}\n  }},", section, StringComparison.Ordinal)
        .Replace("{ \"metric\": \"AttributionShare\", \"feature\": \"who\", \"where\": { \"sex\": \"*\" }, \"atMost\": 0.3 },", "", StringComparison.Ordinal);
}
