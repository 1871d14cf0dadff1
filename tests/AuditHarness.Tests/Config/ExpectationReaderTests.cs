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
    [TestCase("\"metric\": \"DemographicParityRatio\", \"where\": { \"race\": \"*\" }, \"atMost\": 1.25", ".atMost: 'DemographicParityRatio' is a ratio, where 1 is equality.")]
    [TestCase("\"metric\": \"DemographicParityRatio\", \"where\": { \"race\": \"*\" }, \"atLeast\": 1", ".atLeast: expected a number above 0 and below 1")]
    [TestCase("\"metric\": \"DemographicParityRatio\", \"where\": { \"race\": \"*\" }, \"atLeast\": 0", ".atLeast: expected a number above 0 and below 1")]
    public void A_limit_is_one_that_the_figure_can_meet_and_break(string expectation, string words) => Fault(expectation, words);

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

    [TestCase("\"metric\": \"Sensitivity\", \"atLeast\": 0.5, \"compare\": \"reference\"", ".compare: 'Sensitivity' is a metric and judged by itself.")]
    [TestCase("\"metric\": \"AurocGap\", \"atMost\": 0.1", ": 'AurocGap' compares groups: name the attribute whose groups")]
    [TestCase("\"metric\": \"AurocGap\", \"where\": {}, \"atMost\": 0.1", ".where: 'AurocGap' compares groups")]
    [TestCase("\"metric\": \"AurocGap\", \"where\": { \"race\": \"black\" }, \"atMost\": 0.1, \"compare\": \"worstPair\"", ".compare: the worst pair is sought among all groups.")]
    [TestCase("\"metric\": \"AurocGap\", \"where\": { \"race\": \"*\" }, \"atMost\": 0.1, \"compare\": \"worstpair\"", ".compare: 'worstpair' is not known here. Did you mean 'worstPair'?")]
    [TestCase("\"metric\": \"AurocGap\", \"where\": { \"sex\": \"male\" }, \"atMost\": 0.1", ".where: this is the reference itself")]
    public void Only_a_disparity_compares_and_it_compares_groups(string expectation, string words) => Fault(expectation, words);

    [TestCase("\"calibration\"", "\"metric\": \"Sensitivity\", \"atLeast\": 0.5", "measured by the audit 'performance'")]
    [TestCase("\"performance\"", "\"metric\": \"BrierScore\", \"atMost\": 0.5", "measured by the audit 'calibration'")]
    [TestCase("\"performance\"", "\"metric\": \"AurocGap\", \"where\": { \"race\": \"*\" }, \"atMost\": 0.1", "measured by the audit 'disparity'")]
    public void An_expectation_whose_audit_does_not_run_is_refused(string audit, string expectation, string words) =>
        PlanReaderTests.Fault(SampleConfig.LeastWith($"\"audits\": [{audit}], \"expectations\": [{{ {expectation} }}]"), words);

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
