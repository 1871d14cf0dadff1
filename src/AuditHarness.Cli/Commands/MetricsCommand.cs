using System.CommandLine;
using AuditHarness.Disparity;
using AuditHarness.Explanations;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Metrics;
using AuditHarness.Reporting.Markdown;

namespace AuditHarness.Cli.Commands;

/// <summary><c>audit metrics</c>: what can be measured, compared and asked of explanations.</summary>
internal static class MetricsCommand
{
    public static Command Build()
    {
        var markdown = new Option<bool>("--markdown") { Description = "The full page with definitions, intervals and sources" };
        var id = new Argument<string?>("id") { Description = "One of them, shown whole", Arity = ArgumentArity.ZeroOrOne };
        var command = new ExampledCommand("metrics", "Lists the metrics, disparities, figures about explanations and metrics of made-up records that a config can name.",
            "audit metrics",
            "audit metrics BrierScore",
            "audit metrics --markdown > METRICS.md") { id, markdown };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(markdown)) Console.Out.Write(MetricCatalogPage.Render());
            else if (parsed.GetValue(id) is { } asked) Screen.Show(One(asked));
            else Screen.Show(Table());
            return ExitCode.Passed;
        });
        return command;
    }

    private static IEnumerable<ScreenLine> One(string id)
    {
        var entry = MetricCatalog.InfoOf(id) is { } metric ? MetricCatalogPage.Entry(metric)
            : DisparityCatalog.Find(id) is { } gap ? MetricCatalogPage.Entry(gap)
            : ExplanationCatalog.Find(id) is { } figure ? ["", $"**{figure.Title}.** {figure.Definition}", "", $"- Source: {figure.Source}"]
            : throw new AuditInputException($"'{id}' is no metric, disparity, figure about explanations or metric of made-up records.{Near(id)} 'audit metrics' lists them.");
        return [new(id, Tone.Faint), .. entry.Skip(1).Select(line => new ScreenLine(line.Replace("**", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal)))];
    }

    private static string Near(string id) => NearestName.Of(id, Names) is { } near ? $" Did you mean '{near}'?" : "";

    private static IEnumerable<string> Names => [.. MetricCatalog.Infos.Concat(RecordMeasureCatalog.Infos).Select(m => m.Id), .. DisparityCatalog.All.Select(d => d.Id), .. ExplanationCatalog.All.Select(e => e.Id)];

    private static IEnumerable<ScreenLine> Table()
    {
        yield return new("Metrics: by themselves, overall and by subgroup", Tone.Faint);
        foreach (var metric in MetricCatalog.Infos) yield return Row(metric);
        yield return new("");
        yield return new("Disparities: between the subgroups of an attribute", Tone.Faint);
        foreach (var gap in DisparityCatalog.All)
            yield return new($"  {gap.Id,-46}{(gap.Form switch { DisparityForm.Ratio => "1 is equality", DisparityForm.Value => "as it stands", _ => "0 is equality" }),-18}{Shown(gap.Prominence),-10}{gap.Title}");
        yield return new("");
        yield return new("Explanations: of a model that runs", Tone.Faint);
        foreach (var figure in ExplanationCatalog.All) yield return new($"  {figure.Id,-46}{About(figure),-18}{"",-10}{figure.Title}");
        yield return new("");
        yield return new("Made-up records: of a generator, overall and by subgroup", Tone.Faint);
        foreach (var metric in RecordMeasureCatalog.Infos) yield return Row(metric);
    }

    private static ScreenLine Row(MetricInfo metric) => new($"  {metric.Id,-46}{Better(metric),-18}{Shown(metric.Prominence),-10}{metric.Title}");

    private static string Shown(Prominence prominence) => prominence == Prominence.Headline ? "headline" : "detail";

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
