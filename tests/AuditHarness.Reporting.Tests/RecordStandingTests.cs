using AuditHarness.Audits;
using AuditHarness.Generative.SyntheticRecords;

namespace AuditHarness.Reporting;

public sealed class RecordStandingTests
{
    [TestCase("NearCopyRate", 0.20, 0.05, 1, Description = "lower is better: higher than real records is worse")]
    [TestCase("NearCopyRate", 0.05, 0.20, -1)]
    [TestCase("KolmogorovSmirnovComplement", 0.80, 0.95, 1)]
    [TestCase("KolmogorovSmirnovComplement", 0.93, 0.95, 0, Description = "the intervals overlap")]
    [TestCase("RepresentationRatio", 0.50, 1.00, 1, Description = "either side of the ideal is worse")]
    [TestCase("RepresentationRatio", 1.50, 1.00, 1)]
    [TestCase("UtilityAurocDifference", 0.20, 0.00, -1, Description = "a gain is not worse than no difference")]
    [TestCase("UtilityAurocDifference", -0.20, 0.00, 1)]
    [TestCase("NearCopyExcess", -0.20, 0.00, -1, Description = "fewer copies than chance gives are no leak")]
    [TestCase("RareCellsKeptByChance", 0.20, 0.90, 0, Description = "neither way is better")]
    public void A_figure_stands_as_both_intervals_say(string metric, double made, double real, int way)
    {
        static RecordFigureShown Around(double value) => new(value, SampleAudit.Around(value, 0.02), 100, null, false);
        Assert.That(Math.Sign(RecordStanding.Of(RecordMeasureCatalog.Find(metric), Around(made), Around(real))), Is.EqualTo(way));
        Assert.That(RecordStanding.Of(RecordMeasureCatalog.Find(metric), Around(made), null), Is.Zero);
    }

    [Test]
    public void Metrics_whose_harm_is_on_one_side_are_metrics() => Assert.That(
        new[] { "RuleViolationExcess", "NearCopyExcess", "NearestNeighbourDistanceRatioLoss", "NearestNeighbourPrivacyLoss", "UtilityBrierDifference", "BrierDisparityChange", "EqualizedOddsDisparityChange", "UtilityAurocDifference", "AugmentationAurocDifference", "UtilitySensitivityDifference", "UtilitySpecificityDifference", "AurocDisparityChange", "SensitivityDisparityChange", "SpecificityDisparityChange", "ConditionalFidelityGap" }
            .Concat(RecordSearch.Attacks).Where(id => RecordMeasureCatalog.Find(id) is null), Is.Empty);
}
