using AuditHarness.Disparity;
using AuditHarness.Explanations;
using AuditHarness.Metrics;

namespace AuditHarness.Cli.Commands;

public sealed class MetricsCommandTests
{
    [Test]
    public void Every_metric_disparity_and_figure_about_explanations_is_listed_once()
    {
        var ended = AuditProgram.RunIn(Path.GetTempPath(), "metrics");
        Assert.That(ended.ExitCode, Is.Zero);
        var listed = ended.Output.Split('\n').Where(l => l.StartsWith("  ", StringComparison.Ordinal)).Select(l => l.Trim().Split(' ')[0]);
        Assert.That(listed, Is.EqualTo(MetricCatalog.Infos.Select(m => m.Id).Concat(DisparityCatalog.All.Select(d => d.Id)).Concat(ExplanationCatalog.All.Select(e => e.Id))));
    }
}
