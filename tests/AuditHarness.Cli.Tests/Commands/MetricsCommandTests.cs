using AuditHarness.Disparity;
using AuditHarness.Explanations;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Metrics;

namespace AuditHarness.Cli.Commands;

public sealed class MetricsCommandTests
{
    [Test]
    public void Every_metric_disparity_figure_about_explanations_and_metric_of_records_is_listed_once()
    {
        var ended = AuditProgram.RunIn(Path.GetTempPath(), "metrics");
        Assert.That(ended.ExitCode, Is.Zero);
        var listed = ended.Output.Split('\n').Where(l => l.StartsWith("  ", StringComparison.Ordinal)).Select(l => l.Trim().Split(' ')[0]);
        Assert.That(listed, Is.EqualTo(MetricCatalog.Infos.Select(m => m.Id).Concat(DisparityCatalog.All.Select(d => d.Id)).Concat(ExplanationCatalog.All.Select(e => e.Id)).Concat(RecordMeasureCatalog.Infos.Select(m => m.Id))));
    }

    [Test]
    public void One_metric_or_disparity_is_shown_whole()
    {
        var metric = AuditProgram.RunIn(Path.GetTempPath(), "metrics", nameof(Metrics.Calibration.BrierScore));
        Assert.That(metric.Output, Does.StartWith("BrierScore").And.Contain("Brier score. ").And.Contain("- Range: ").And.Contain("- Source: Brier").And.Contain("- Oracle: test ").And.Contain("headline"));
        Assert.That(AuditProgram.RunIn(Path.GetTempPath(), "metrics", "EqualOpportunityDifference").Output, Does.Contain("- Compares: Sensitivity").And.Contain("- Comparisons: each group with the reference"));
        Assert.That(AuditProgram.RunIn(Path.GetTempPath(), "metrics", "RepresentationRatio").Output, Does.StartWith("RepresentationRatio").And.Contain("- Audit: representation"));
    }

    [Test]
    public void A_misspelt_name_is_told_with_the_nearest_one()
    {
        var ended = AuditProgram.RunIn(Path.GetTempPath(), "metrics", "BrierScor");
        Assert.That(ended.ExitCode, Is.EqualTo(2));
        Assert.That(ended.Error, Does.Contain("Did you mean 'BrierScore'?"));
        Assert.That(AuditProgram.RunIn(Path.GetTempPath(), "metrics", "NearCopyRat").Error, Does.Contain("or metric of made-up records. Did you mean 'NearCopyRate'?"));
    }
}
