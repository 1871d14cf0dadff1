using System.Globalization;
using System.Text;
using AuditHarness.Metrics;
using AuditHarness.Simulation;

namespace AuditHarness.Benchmarks;

/// <summary>
/// Measures whether intervals hold what they promise: in every cell of <see cref="HonestyCell.All"/>, how often the 95 % interval of each
/// metric and of each gap holds the truth, and how often equal groups are accused. Ends with 0 when every target is met, else with 1.
/// </summary>
internal static class Honesty
{
    private const string Heading = """
        # How often intervals hold the truth

        Written by `dotnet run -c Release --project tests/AuditHarness.Benchmarks -- honesty --markdown src/AuditHarness.Core/Metrics/HONESTY.md`, whole, section by section
        (`--part`) or some rows of a section (`--metric`, `--disparity`). The
        figures are the same whatever the number of threads, and when the study is stopped and goes on (`--keep FILE`) as in one run. Each row says on how many draws it rests, each section how it was written.

        A cell is a population and a number of patients: n 20, 50, 100, 500, 5,000 × prevalence 0.02, 0.1, 0.3 × AUROC 0.6, 0.75, 0.9, written "n / prevalence / AUROC".
        The marker is normal with variance 1 with and without the event; logit(score) = logit(prevalence) + 0.2 + 0.8 (logit(risk) − logit(prevalence)); the threshold
        flags 20 %. The truth of a metric is the metric itself on the whole population. Coverage is in percent of the samples that gave an interval; "unknown" are the others.
        The mean is that of all intervals given, each cell drawn alike: a cell counts by the share of its samples that gave one.
        Asked for: a mean of 94 to 97 (of exact methods 94 at least), no cell below 92 less two Monte Carlo errors, unknown above 5 only where fewer than 5 patients are expected in the smaller group a figure rests on:
        of those with and without the event, or of the four cells of decision and outcome, at the threshold or where the figure decides by itself (a share of patients at the top, a rate held).
        """;

    public static int Run(TextWriter output, string[] arguments)
    {
        if (HonestyPlan.Of(arguments) is not { } plan)
        {
            output.WriteLine(HonestyPlan.Usage);
            return 2;
        }
        var study = new HonestyStudy(plan, new(plan.Keep));
        var (isGood, page) = (true, plan.Markdown is not null && File.Exists(plan.Markdown) ? File.ReadAllText(plan.Markdown) : "");
        foreach (var (part, title) in new[]
        {
            ("metrics", "Metrics"), ("curves", "Metrics of fitted curves"), ("gaps", "Gaps"), ("equal", "Equal groups"), ("power", "A group that differs"),
        })
        {
            if (!plan.Has(part)) continue;
            var (good, text) = Section(part, plan, study);
            isGood &= good;
            output.WriteLine(text);
            page = plan.Ids.Count > 0 ? HonestyPage.WithRows(page, title, text, plan.Ids) : HonestyPage.With(page, title, $"{WrittenBy(part, plan)}\n\n{text}");
        }
        if (plan.Markdown is not null) File.WriteAllText(plan.Markdown, HonestyPage.Headed(page, Heading));
        return isGood ? 0 : 1;
    }

    private static (bool IsGood, string Text) Section(string part, HonestyPlan plan, HonestyStudy study)
    {
        if (part is "metrics" or "curves")
        {
            var tables = new HonestyTables([.. plan.MetricBatches(part == "curves").SelectMany(b => b).OrderBy(m => MetricCatalog.All.TakeWhile(other => other != m).Count())], study.Metrics(part == "curves"));
            return (tables.IsGood, tables.Text(plan.EveryCell));
        }
        if (part == "gaps")
        {
            var tables = new GapCoverageTables(study.Gaps(), study.NotMeasured);
            return (tables.IsGood, tables.Text(plan.EveryCell));
        }
        var gaps = new GapTables(part == "equal" ? study.Equal() : [], part == "power" ? study.Unequal() : []);
        return (gaps.IsGood, part == "equal" ? gaps.OfEqual() : gaps.OfUnequal());
    }

    private static string WrittenBy(string part, HonestyPlan plan)
    {
        var text = new StringBuilder(Invariant($"Written by `honesty --part {part}"));
        text.Append(part switch
        {
            "metrics" => Invariant($" --draws {plan.Draws}"),
            "curves" => Invariant($" --dear {plan.DearDraws}"),
            "gaps" => Invariant($" --gaps {plan.GapWorlds} --dear {plan.DearDraws}"),
            _ => Invariant($" --worlds {plan.Worlds}"),
        });
        if (plan.Weighted) text.Append(" --weighted");
        return text.Append(Invariant($"`, seed {plan.Seed}.")).ToString();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
