using System.CommandLine;
using AuditHarness.Disparity;
using AuditHarness.Explanations;
using AuditHarness.Metrics;
using AuditHarness.Reporting.Markdown;

namespace AuditHarness.Cli.Commands;

/// <summary><c>audit metrics</c>: what can be measured, compared and asked of explanations.</summary>
internal static class MetricsCommand
{
    public static Command Build()
    {
        var markdown = new Option<bool>("--markdown") { Description = "The full page with definitions, intervals and sources" };
        var command = new ExampledCommand("metrics", "Lists the metrics, disparities and figures about explanations that a config can name.",
            "audit metrics",
            "audit metrics --markdown > METRICS.md") { markdown };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(markdown)) Console.Out.Write(MetricCatalogPage.Render());
            else Screen.Show(Table());
            return ExitCode.Passed;
        });
        return command;
    }

    private static IEnumerable<ScreenLine> Table()
    {
        yield return new("Metrics: by themselves, overall and by subgroup", Tone.Faint);
        foreach (var metric in MetricCatalog.Infos) yield return new($"  {metric.Id,-36}{Better(metric),-18}{metric.Title}");
        yield return new("");
        yield return new("Disparities: between the subgroups of an attribute", Tone.Faint);
        foreach (var gap in DisparityCatalog.All)
            yield return new($"  {gap.Id,-36}{(gap.Form == DisparityForm.Ratio ? "1 is equality" : "0 is equality"),-18}{gap.Title}");
        yield return new("");
        yield return new("Explanations: of a model that runs", Tone.Faint);
        foreach (var figure in ExplanationCatalog.All) yield return new($"  {figure.Id,-36}{About(figure),-18}{figure.Title}");
    }

    private static string About(ExplanationInfo figure) => figure.Feature switch
    {
        FeatureUse.Required => "of one feature",
        FeatureUse.Optional => "of one or all",
        _ => "of the model",
    };

    private static string Better(MetricInfo metric) => metric.Better switch
    {
        Direction.Higher => "higher is better",
        Direction.Lower => "lower is better",
        Direction.Target => FormattableString.Invariant($"{metric.Ideal} is ideal"),
        _ => "describes",
    };
}
