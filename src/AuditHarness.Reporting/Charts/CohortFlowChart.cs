using AuditHarness.Audits;
using AuditHarness.Reporting.Language;
using ScottPlot;

namespace AuditHarness.Reporting.Charts;

/// <summary>From the rows of the data file down to those evaluated; to the side, what left on the way, why, and how many.</summary>
internal static class CohortFlowChart
{
    private const int Main = 132;
    private const int Side = 186;
    private const int Gap = 14;
    private const int Padding = 9;

    /// <summary>Draws the flow.</summary>
    /// <param name="id">Unique on the page.</param>
    /// <param name="flow">A table of steps: the first row is where it begins, the last where it ends, those between leave.</param>
    public static string Draw(string id, Exhibit.Table flow)
    {
        var steps = flow.Rows.Select(r => (Text: Text(r[0]), Number: Text(r[1]))).ToList();
        var lines = steps.Select((s, i) => ChartSvg.Wrap(s.Text, (IsEnd(i, steps.Count) ? Main : Side) - (2 * Padding), 4)).ToList();
        double Height(int i) => (2 * Padding) + (15 * lines[i].Count) + 15;
        using var canvas = new Canvas(id, Canvas.Narrow, Enumerable.Range(0, steps.Count).Sum(i => Height(i) + Gap) - Gap + 2);
        const double trunk = 1 + (Main / 2.0), right = Canvas.Narrow - Side - 1;
        var y = 1.0;
        for (var i = 0; i < steps.Count; i++)
        {
            var (end, height) = (IsEnd(i, steps.Count), Height(i));
            var (x, width) = end ? (1.0, (double)Main) : (right, Side);
            if (i > 0) canvas.Line(trunk, y - Gap, trunk, end ? y - 6 : y + height, ChartColors.Ink, 1.5f);
            if (i > 0 && end) canvas.Mark(trunk, y - 5, MarkerShape.FilledTriangleDown, ChartColors.Ink, 9);
            if (!end)
            {
                canvas.Line(trunk, y + (height / 2), x - 6, y + (height / 2), ChartColors.Ink, 1.5f);
                Tip(canvas, x - 1, y + (height / 2));
            }
            if (end) canvas.Box(x, y, width, height, ChartColors.Sunken);
            canvas.Frame(x, y, width, height, end ? ChartColors.Ink : ChartColors.Quiet, end ? 1.5f : 1);
            for (var line = 0; line < lines[i].Count; line++) canvas.Text(x + Padding, y + Padding + 11 + (15 * line), lines[i][line], "start");
            canvas.Text(x + Padding, y + Padding + 12 + (15 * lines[i].Count), steps[i].Number, "start", tone: "head");
            y += height + Gap;
        }
        return canvas.ToXml($"{Wording.Say(flow.Title)}. {Describe(flow)}");
    }

    /// <summary>What the flow says, in words: every step with its number.</summary>
    /// <param name="flow">A table of steps.</param>
    public static string Describe(Exhibit.Table flow) =>
        string.Join("; ", flow.Rows.Select(r => Wording.Say($"{Text(r[0])}: {Text(r[1])}"))) + ".";

    private static bool IsEnd(int step, int count) => step == 0 || step == count - 1;

    private static void Tip(Canvas canvas, double x, double y) => canvas.Area([(x, y), (x - 7, y - 4.5), (x - 7, y + 4.5)], ChartColors.Ink);

    private static string Text(Cell cell) => cell switch
    {
        Cell.Text text => text.Value,
        Cell.Count count => Figures.Count(count.Value),
        Cell.Number number => Figures.Value(number.Value),
        Cell.Said said => Wording.Say(said.Value),
        Cell.Hidden hidden => Wording.Say(hidden.Reason),
        _ => "",
    };
}
