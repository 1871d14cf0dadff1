using AuditHarness.Cohorts;
using AuditHarness.Disparity;

namespace AuditHarness.Config;

/// <summary>Every rule on expectations, each broken once.</summary>
public class ExpectationReaderTests
{
    [TestCase("\"metric\": \"Sensitivty\", \"atLeast\": 0.5", ".metric: there is no metric or disparity 'Sensitivty'. Did you mean 'Sensitivity'?")]
    [TestCase("\"metric\": \"brierscore\", \"atMost\": 0.5", ".metric: there is no metric or disparity 'brierscore'. Did you mean 'BrierScore'?")]
    [TestCase("\"metric\": \"Quux\", \"atMost\": 0.5", ".metric: there is no metric or disparity 'Quux'. 'audit metrics' lists them.")]
    [TestCase("\"metric\": 7, \"atMost\": 0.5", ".metric: expected a text, found the number 7.")]
    [TestCase("\"atMost\": 0.5", ": the key 'metric' is missing.")]
    [TestCase("\"metric\": \"Sensitivity\", \"atleast\": 0.5, \"atLeast\": 0.5", ".atleast: there is no key 'atleast' here. Did you mean 'atLeast'?")]
    [TestCase("\"metric\": \"Sensitivity\", \"atLeast\": 0.5, \"severity\": \"warning\"", ".severity: 'warning' is not known here.")]
    [TestCase("\"metric\": \"Sensitivity\", \"atLeast\": 0.5, \"evidence\": \"pont\"", ".evidence: 'pont' is not known here. Did you mean 'point'?")]
    [TestCase("\"metric\": \"Sensitivity\", \"atLeast\": 0.5, \"why\": 1", ".why: expected a text")]
    public void An_expectation_names_a_known_figure_with_known_words(string expectation, string words) => Fault(expectation, words);

    [TestCase("\"metric\": \"Sensitivity\"", ": there is no limit. Give 'atMost' or 'atLeast'.")]
    [TestCase("\"metric\": \"Sensitivity\", \"atLeast\": 0.5, \"atMost\": 0.9", ".atLeast: 'atMost' and 'atLeast' do not go together.")]
    [TestCase("\"metric\": \"Sensitivity\", \"atLeast\": 1.01", ".atLeast: expected a limit in the range of 'Sensitivity', 0 to 1, found the number 1.01.")]
    [TestCase("\"metric\": \"MatthewsCorrelation\", \"atLeast\": -1.5", ".atLeast: expected a limit in the range of 'MatthewsCorrelation', -1 to 1")]
    [TestCase("\"metric\": \"ObservedExpectedRatio\", \"atLeast\": -0.1", "range of 'ObservedExpectedRatio', at least 0")]
    [TestCase("\"metric\": \"Sensitivity\", \"atLeast\": true", ".atLeast: expected a number, found true.")]
    [TestCase("\"metric\": \"Sensitivity\", \"atLeast\": 1e400", ".atLeast: the number 1e400 is too large.")]
    [TestCase("\"metric\": \"AurocGap\", \"where\": { \"race\": \"*\" }, \"atLeast\": 0.1", ".atLeast: 'AurocGap' is a difference, where 0 is equality.")]
    [TestCase("\"metric\": \"AurocGap\", \"where\": { \"race\": \"*\" }, \"atMost\": 0", ".atMost: expected a number above 0")]
    [TestCase("\"metric\": \"AurocGap\", \"where\": { \"race\": \"*\" }, \"atMost\": 1", ".atMost: expected a number below 1, for no 'AurocGap' can exceed that")]
    [TestCase("\"metric\": \"WorstGroupAccuracy\", \"where\": { \"race\": \"*\" }, \"atLeast\": 1.2", ".atLeast: expected a limit in the range of 'WorstGroupAccuracy', 0 to 1, found the number 1.2.")]
    [TestCase("\"metric\": \"BetweenGroupDeviationOfSensitivity\", \"where\": { \"race\": \"*\" }, \"atMost\": 0.5", ".atMost: expected a number below 0.5, for no 'BetweenGroupDeviationOfSensitivity' can exceed that")]
    [TestCase("\"metric\": \"DemographicParityRatio\", \"where\": { \"race\": \"*\" }, \"atMost\": 1.25", ".atMost: 'DemographicParityRatio' is a ratio, where 1 is equality.")]
    [TestCase("\"metric\": \"DemographicParityRatio\", \"where\": { \"race\": \"*\" }, \"atLeast\": 1", ".atLeast: expected a number above 0 and below 1")]
    [TestCase("\"metric\": \"DemographicParityRatio\", \"where\": { \"race\": \"*\" }, \"atLeast\": 0", ".atLeast: expected a number above 0 and below 1")]
    public void A_limit_is_one_that_the_figure_can_meet_and_break(string expectation, string words) => Fault(expectation, words);

    // What is judged as it stands, or has no largest value.
    [TestCase("\"metric\": \"WorstGroupSensitivity\", \"where\": { \"race\": \"*\" }, \"atLeast\": 0.5")]
    [TestCase("\"metric\": \"WorstGroupFalsePositiveRate\", \"where\": { \"race\": \"*\" }, \"atMost\": 0.3")]
    [TestCase("\"metric\": \"Consistency\", \"where\": { \"race\": \"*\" }, \"atLeast\": 1")]
    [TestCase("\"metric\": \"MulticalibrationError\", \"where\": { \"race\": \"*\" }, \"atMost\": 3")]
    [TestCase("\"metric\": \"DifferentialFairness\", \"where\": { \"race\": \"*\" }, \"atMost\": 2")]
    [TestCase("\"metric\": \"CalibrationGap\", \"where\": { \"race\": \"*\" }, \"atMost\": 3")]
    [TestCase("\"metric\": \"CalibrationIntercept\", \"atMost\": -20")]
    [TestCase("\"metric\": \"Sensitivity\", \"atLeast\": 1")]
    [TestCase("\"metric\": \"PositiveLikelihoodRatio\", \"atLeast\": 1e3")]
    [TestCase("\"metric\": \"Sensitivity\", \"where\": {}, \"atLeast\": 0.5")]
    public void Limits_in_the_range_of_the_figure_are_taken(string expectation) =>
        Assert.That(SampleConfig.Load(With(expectation)).Plan.Expectations, Has.Count.EqualTo(1));

    [TestCase("\"where\": { \"rase\": \"*\" }", ".where.rase: 'rase' is not among 'subgroups.attributes'. Did you mean 'race'?")]
    [TestCase("\"where\": { \"sex\": \"*\", \"race\": \"black\" }", ".where: '*' and a level do not go together.")]
    [TestCase("\"where\": { \"sex\": \"*\", \"age\": \"*\" }", ".where: sex & age is not a declared intersection. Add [\"sex\", \"age\"] to 'subgroups.intersections'.")]
    [TestCase("\"where\": { \"age\": \"60+\" }", ".where.age: '60+' is not a level of 'age'.")]
    [TestCase("\"where\": { \"age\": \"40-60\" }", "Did you mean '40-<60'? Valid here: '<40', '40-<60', '>=60', 'missing'.")]
    [TestCase("\"where\": { \"sex\": null }", ".where.sex: expected a text, a number, true or false, found null")]
    [TestCase("\"where\": { \"sex\": \"a\", \"sex\": \"b\" }", ".where.sex: the key 'sex' stands here a second time")]
    [TestCase("\"where\": \"sex\"", ".where: expected an object { … }, found the text \"sex\".")]
    public void Where_names_declared_attributes_levels_and_intersections(string where, string words)
    {
        Fault("\"metric\": \"Sensitivity\", \"atLeast\": 0.5, " + where, words);
        Fault("\"metric\": \"AurocGap\", \"atMost\": 0.5, " + where, words);
    }

    [TestCase("\"metric\": \"AurocGap\", \"where\": { \"race\": \"*\" }, \"atMost\": 0.1, \"compare\": \"allGroups\"", ".compare: 'AurocGap' is not compared so. Valid here: \"reference\", \"worstPair\"")]
    [TestCase("\"metric\": \"AurocGap\", \"where\": { \"race\": \"*\" }, \"atMost\": 0.1, \"compare\": \"all\"", ".compare: 'all' is not known here. Valid here: 'reference', 'worstPair', 'overall', 'allGroups'.")]
    [TestCase("\"metric\": \"MulticalibrationError\", \"where\": { \"race\": \"*\" }, \"atMost\": 3, \"compare\": \"reference\"", ".compare: 'MulticalibrationError' is not compared so. Valid here: \"allGroups\".")]
    [TestCase("\"metric\": \"DemographicDisparity\", \"where\": { \"race\": \"*\" }, \"atMost\": 0.1, \"compare\": \"worstPair\"", ".compare: 'DemographicDisparity' is not compared so. Valid here: \"overall\".")]
    [TestCase("\"metric\": \"MulticalibrationError\", \"where\": { \"race\": \"black\" }, \"atMost\": 3", ".where: 'MulticalibrationError' is one figure for all groups.")]
    [TestCase("\"metric\": \"Abroca\", \"where\": { \"race\": \"*\" }, \"atMost\": 0.1, \"against\": \"nonInferiority\"", ".against: 'Abroca' does not say which way is better for a group.")]
    [TestCase("\"metric\": \"EqualizedOddsDifference\", \"where\": { \"race\": \"*\" }, \"atMost\": 0.1, \"against\": \"nonInferiority\"", ".against: 'EqualizedOddsDifference' does not say which way is better for a group.")]
    [TestCase("\"metric\": \"StandardizedAurocGap\", \"where\": { \"race\": \"*\" }, \"atMost\": 0.1", ".metric: 'StandardizedAurocGap' makes groups alike in their mix of cases, and none is declared.")]
    [TestCase("\"metric\": \"DemographicParityWithinStrata\", \"where\": { \"race\": \"*\" }, \"atMost\": 0.1", ".metric: 'DemographicParityWithinStrata' compares groups within strata, and none is declared.")]
    [TestCase("\"metric\": \"ConditionalDemographicDisparity\", \"where\": { \"race\": \"*\" }, \"atMost\": 0.1", ".metric: 'ConditionalDemographicDisparity' compares groups within strata, and none is declared.")]
    [TestCase("\"metric\": \"ExpectedCost\", \"atMost\": 1", ".metric: 'ExpectedCost' needs to know what decisions cost.")]
    [TestCase("\"metric\": \"Sensitivity\", \"atLeast\": 0.5, \"against\": \"equivalence\"", ".against: 'Sensitivity' is no gap between groups. Take 'against' out.")]
    [TestCase("\"metric\": \"CalibrationGap\", \"where\": { \"race\": \"*\" }, \"atMost\": 0.1, \"against\": \"nonInferiority\"", ".against: 'CalibrationGap' does not say which way is better for a group.")]
    [TestCase("\"metric\": \"AurocGap\", \"where\": { \"race\": \"*\" }, \"atMost\": 0.1, \"compare\": \"worstPair\", \"against\": \"nonInferiority\"", ".against: of a pair or of all groups none is the one")]
    [TestCase("\"metric\": \"Sensitivity\", \"atLeast\": 0.5, \"compare\": \"reference\"", ".compare: 'Sensitivity' is a metric and judged by itself.")]
    [TestCase("\"metric\": \"AurocGap\", \"atMost\": 0.1", ": 'AurocGap' compares groups: name the attribute whose groups")]
    [TestCase("\"metric\": \"AurocGap\", \"where\": {}, \"atMost\": 0.1", ".where: 'AurocGap' compares groups")]
    [TestCase("\"metric\": \"AurocGap\", \"where\": { \"race\": \"black\" }, \"atMost\": 0.1, \"compare\": \"worstPair\"", ".compare: the worst pair is sought among all groups.")]
    [TestCase("\"metric\": \"AurocGap\", \"where\": { \"race\": \"*\" }, \"atMost\": 0.1, \"compare\": \"worstpair\"", ".compare: 'worstpair' is not known here. Did you mean 'worstPair'?")]
    [TestCase("\"metric\": \"AurocGap\", \"where\": { \"sex\": \"male\" }, \"atMost\": 0.1", ".where: this is the reference itself")]
    public void Only_a_disparity_compares_and_it_compares_groups(string expectation, string words) => Fault(expectation, words);

    [Test]
    public void Without_a_word_groups_are_compared_as_the_disparity_is_first() => Assert.Multiple(() =>
    {
        foreach (var info in DisparityCatalog.All.Where(d => !d.WithinStrata && !d.ByCaseMix))
        {
            var limit = info.Form == DisparityForm.Difference ? "\"atMost\": 0.1" : "\"atLeast\": 0.8";
            var expectation = SampleConfig.Load(With($"\"metric\": \"{info.Id}\", \"where\": {{ \"race\": \"*\" }}, {limit}")).Plan.Expectations[0];
            Assert.That(expectation.Compare, Is.EqualTo(info.Comparisons[0]), info.Id);
        }
    });

    [TestCase("\"calibration\"", "\"metric\": \"Sensitivity\", \"atLeast\": 0.5", "measured by the audit 'performance'")]
    [TestCase("\"performance\"", "\"metric\": \"BrierScore\", \"atMost\": 0.5", "measured by the audit 'calibration'")]
    [TestCase("\"performance\"", "\"metric\": \"AurocGap\", \"where\": { \"race\": \"*\" }, \"atMost\": 0.1", "measured by the audit 'disparity'")]
    public void An_expectation_whose_audit_does_not_run_is_refused(string audit, string expectation, string words) =>
        PlanReaderTests.Fault(SampleConfig.LeastWith($"\"audits\": [{audit}], \"expectations\": [{{ {expectation} }}]"), words);

    [TestCase("\"metric\": \"AttributionShare\", \"atMost\": 0.3", ": 'AttributionShare' is about one feature. Name it in 'feature'.")]
    [TestCase("\"metric\": \"AttributionShare\", \"feature\": \"kapa\", \"atMost\": 0.3", ".feature: the model has no feature 'kapa' here. Did you mean 'kappa'? Valid here: 'kappa', 'who'.")]
    [TestCase("\"metric\": \"AttributionShare\", \"feature\": \"male\", \"atMost\": 0.3", ".feature: the model has no feature 'male' here.")]
    [TestCase("\"metric\": \"AttributionShare\", \"feature\": 3, \"atMost\": 0.3", ".feature: expected a text, found the number 3.")]
    [TestCase("\"metric\": \"AttributionShare\", \"feature\": \"who\", \"atMost\": 1.3", ".atMost: expected a limit in the range of 'AttributionShare', 0 to 1")]
    [TestCase("\"metric\": \"MeanAbsoluteAttribution\", \"feature\": \"who\", \"atMost\": -1", ".atMost: expected a limit in the range of 'MeanAbsoluteAttribution', at least 0")]
    [TestCase("\"metric\": \"MeanAttribution\", \"feature\": \"who\", \"atMost\": 0.3, \"compare\": \"reference\"", ".compare: 'MeanAttribution' compares no groups.")]
    [TestCase("\"metric\": \"MeanAttribution\", \"feature\": \"who\", \"where\": { \"race\": \"*\" }, \"atMost\": 0.3", ".where.race: 'race' is not among 'subgroups.attributes'.")]
    [TestCase("\"metric\": \"ScoreGapContribution\", \"feature\": \"who\", \"atMost\": 0.3", ": 'ScoreGapContribution' compares groups: name the attribute whose groups")]
    [TestCase("\"metric\": \"ScoreGapContribution\", \"feature\": \"who\", \"where\": { \"sex\": \"male\" }, \"atMost\": 0.3", ".where: this is the reference itself")]
    [TestCase("\"metric\": \"ScoreGapContribution\", \"feature\": \"who\", \"where\": { \"sex\": \"*\" }, \"compare\": \"worstPair\", \"atMost\": 0.3", ".compare: 'ScoreGapContribution' is a group's difference to the reference.")]
    [TestCase("\"metric\": \"ScoreGapContribution\", \"feature\": \"who\", \"where\": { \"sex\": \"*\" }, \"atLeast\": 0.3", ".atLeast: 'ScoreGapContribution' is a difference, where 0 is equality.")]
    [TestCase("\"metric\": \"ScoreGapContribution\", \"feature\": \"who\", \"where\": { \"sex\": \"*\" }, \"atMost\": 0", ".atMost: expected a number above 0")]
    [TestCase("\"metric\": \"AttributeRecoverability\", \"atMost\": 0.8", ": 'AttributeRecoverability' is about one attribute: name it")]
    [TestCase("\"metric\": \"AttributeRecoverability\", \"where\": { \"sex\": \"*\", \"age\": \"*\" }, \"atMost\": 0.8", ".where: 'AttributeRecoverability' is about one attribute")]
    [TestCase("\"metric\": \"AttributeRecoverability\", \"where\": { \"sex\": \"*\" }, \"feature\": \"male\", \"atMost\": 0.8", ".feature: the model has no feature 'male' here. Valid here: 'kappa', 'who'.")]
    [TestCase("\"metric\": \"LocalAccuracy\", \"feature\": \"who\", \"atMost\": 1e-9", ".feature: 'LocalAccuracy' is about no feature.")]
    [TestCase("\"metric\": \"ScorerParity\", \"where\": { \"sex\": \"*\" }, \"atMost\": 1e-6", ".where: 'ScorerParity' is about the model as a whole.")]
    [TestCase("\"metric\": \"Sensitivity\", \"feature\": \"who\", \"atLeast\": 0.5", ".feature: 'Sensitivity' is about no feature.")]
    [TestCase("\"metric\": \"AttributionShar\", \"feature\": \"who\", \"atMost\": 0.3", ".metric: there is no metric or disparity 'AttributionShar'. Did you mean 'AttributionShare'?")]
    public void A_figure_about_explanations_is_held_to_what_it_is_about(string expectation, string words)
    {
        PlanReaderTests.Fault(Running(expectation), "line 20, $.expectations[0]");
        PlanReaderTests.Fault(Running(expectation), words);
    }

    [TestCase("\"metric\": \"MeanAttribution\", \"feature\": \"kappa\", \"where\": { \"sex\": \"*\", \"age\": \"*\" }, \"atMost\": -3")]
    [TestCase("\"metric\": \"ScoreGapContribution\", \"feature\": \"who\", \"where\": { \"sex\": \"*\" }, \"atMost\": 3")]
    [TestCase("\"metric\": \"ScoreGapContribution\", \"feature\": \"who\", \"where\": { \"age\": \">=60\" }, \"compare\": \"reference\", \"atMost\": 3")]
    [TestCase("\"metric\": \"AttributeRecoverability\", \"where\": { \"age\": \"<40\" }, \"atMost\": 0.8")]
    [TestCase("\"metric\": \"AttributeRecoverability\", \"feature\": \"who\", \"where\": { \"sex\": \"*\" }, \"atMost\": 0.8")]
    public void Figures_about_explanations_are_taken(string expectation)
    {
        var first = SampleConfig.Load(Running(expectation)).Plan.Expectations[0];
        Assert.That(first.Compare, Is.EqualTo(first.Metric == "ScoreGapContribution" ? Comparison.Reference : (Comparison?)null));
        Assert.That(first.Feature is not null, Is.EqualTo(expectation.Contains("\"feature\"", StringComparison.Ordinal)));
    }

    [Test]
    public void A_figure_about_explanations_needs_a_model_that_runs() =>
        Fault("\"metric\": \"LocalAccuracy\", \"atMost\": 1e-9", ".metric: 'LocalAccuracy' asks a model, and predictions are only its answers.");

    [Test]
    public void A_figure_about_explanations_needs_its_audit() => PlanReaderTests.Fault(
        Running("\"metric\": \"LocalAccuracy\", \"atMost\": 1e-9").Replace("\"explanations\": {\n    \"rows\": 200, \"background\": 300, \"valueFunction\": \"interventional\", \"output\": \"probability\", \"players\": { \"who\": [\"male\", \"region\"] }\n  },", "\"audits\": [\"performance\"],", StringComparison.Ordinal),
        "measured by the audit 'explanations'");

    [Test]
    public void A_fault_in_the_features_does_not_make_every_use_of_them_a_fault() => PlanReaderTests.Fault(
        SampleConfig.RunningBut("\"column\": \"region\"", "\"colum\": \"region\", \"column\": \"region\"").Replace("\"who\", \"where\"", "\"whom\", \"where\"", StringComparison.Ordinal),
        "$.model.features[2].colum: there is no key 'colum' here.");

    private static string Running(string expectation) => SampleConfig.RunningBut(
        "{ \"metric\": \"AttributionShare\", \"feature\": \"who\", \"where\": { \"sex\": \"*\" }, \"atMost\": 0.3 }", $"{{ {expectation} }}");

    [Test]
    public void A_level_of_the_data_may_be_written_as_a_number()
    {
        var expectation = SampleConfig.Load(With("\"metric\": \"AurocGap\", \"where\": { \"race\": 2 }, \"atMost\": 0.1")).Plan.Expectations[0];
        Assert.That(expectation.Where, Is.EqualTo(new[] { new AttributeLevel("race", "2") }));
        Assert.That(expectation.Compare, Is.EqualTo(Comparison.Reference));
    }

    [Test]
    public void An_intersection_is_the_reference_only_when_every_level_is()
    {
        var both = SampleConfig.LeastBut("\"sex\": \"male\"", "\"sex\": \"male\", \"race\": \"white\"");
        const string Expectations = "\"expectations\": [{ \"metric\": \"AurocGap\", \"where\": { \"race\": \"RACE\", \"sex\": \"male\" }, \"atMost\": 0.1 }]";
        string With(string race) => both[..both.LastIndexOf('}')] + "," + Expectations.Replace("RACE", race, StringComparison.Ordinal) + "}";
        Assert.That(SampleConfig.Load(With("black")).Plan.Expectations[0].Where, Has.Count.EqualTo(2));
        PlanReaderTests.Fault(With("white"), "this is the reference itself");
    }

    private static string With(string expectation) => SampleConfig.LeastWith($"\"expectations\": [\n    {{ {expectation} }}]");

    private static void Fault(string expectation, string words)
    {
        PlanReaderTests.Fault(With(expectation), "line 8, $.expectations[0]");
        PlanReaderTests.Fault(With(expectation), words);
    }
}
