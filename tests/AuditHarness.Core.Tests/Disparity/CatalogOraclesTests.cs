using AuditHarness.Metrics;
using AuditHarness.Metrics.Calibration;

namespace AuditHarness.Disparity;

/// <summary>No figure without a source and a test that holds it against something other than our own output.</summary>
public sealed class CatalogOraclesTests
{
    public static IEnumerable<TestCaseData> Entries =>
    [
        .. MetricCatalog.Infos.Select(m => new TestCaseData(m.Id, m.Definition, m.Source, m.IntervalMethod, m.Oracle).SetArgDisplayNames(m.Id)),
        .. DisparityCatalog.Entries.Select(d => new TestCaseData(d.Info.Id, d.Info.Definition, d.Info.Source, d is MetricDisparity ? "its metric's" : d.Info.IntervalMethod, d.Info.Oracle).SetArgDisplayNames(d.Info.Id)),
        .. CalibrationTestCatalog.All.Select(t => new TestCaseData(t.Info.Id, t.Info.Definition, t.Info.Source, "a test has none", t.Info.Oracle).SetArgDisplayNames(t.Info.Id)),
    ];

    [TestCaseSource(nameof(Entries))]
    public void Every_entry_names_definition_source_interval_and_a_test_that_measures_it(string id, string definition, string source, string interval, string oracle) =>
        Assert.Multiple(() =>
        {
            Assert.That(definition, Is.Not.Empty);
            Assert.That(source, Does.Match(@"\d{4}"), "a source has a year");
            Assert.That(interval, Is.Not.Empty);
            Assert.That(NamedByTest.Tests.ContainsKey(oracle), Is.True, $"{id} names '{oracle}', which is no test of this assembly");
            Assert.That(NamedByTest.Of(oracle), Does.Contain(id), $"'{oracle}' neither names {id} nor makes it");
        });

    // One is made, one made of constants, one a text of a field that the test reads, one a text of a case; what they do not name stands beside them.
    [TestCase("OracleTableTests.Kappa_agrees_with_scikit_learn", "CohenKappa", "ErrorRate")]
    [TestCase("LocalRegressionTests.Exact_fits_agree_with_loess_and_lowess_of_r", "E90Lowess", "E90Isotonic")]
    [TestCase("GroupComparisonTests.Worst_pairs_agree_with_fairlearn_wherever_every_rate_is_defined", "PredictiveEqualityDifference", "PrevalenceDifference")]
    [TestCase("BetweenGroupDeviationTests.Estimate_and_limits_meet_the_equations_that_define_them", "BetweenGroupDeviationOfSensitivity", "BetweenGroupDeviationOfAuroc")]
    [TestCase("CounterfactualFlipRateTests.No_such_test", null, "CounterfactualFlipRate")]
    public void A_test_names_what_its_code_measures_and_not_what_others_do(string test, string? named, string not) => Assert.Multiple(() =>
    {
        if (named is not null) Assert.That(NamedByTest.Of(test), Does.Contain(named));
        Assert.That(NamedByTest.Of(test), Does.Not.Contain(not));
    });

    [Test]
    public void Ids_are_unique_over_both_catalogs() =>
        Assert.That(MetricCatalog.Infos.Select(m => m.Id).Concat(DisparityCatalog.All.Select(d => d.Id)), Is.Unique);

    [Test]
    public void Every_metric_that_a_disparity_rests_on_is_in_the_catalog() =>
        Assert.That(DisparityCatalog.All.SelectMany(d => d.Metrics).Where(m => MetricCatalog.Find(m) is null), Is.Empty);
}
