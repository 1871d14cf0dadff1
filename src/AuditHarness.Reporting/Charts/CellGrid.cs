using AuditHarness.Metrics;
using AuditHarness.Reporting.Language;
using ScottPlot;

namespace AuditHarness.Reporting.Charts;

/// <summary>Rows and columns of figures, each on a ground that says how it stands to everybody's: what heat map and matrix have in common.</summary>
internal sealed class CellGrid : IDisposable
{
    private const int Foot = 52;
    private readonly IReadOnlyList<double> _heads;
    private readonly double _rowHeight;
    private readonly double _labels;
    private readonly double _column;
    private readonly double _top;

    /// <summary>An empty grid with its headings.</summary>
    /// <param name="id">Unique on the page; letters, digits and hyphens.</param>
    /// <param name="rows">Names of the rows, each in lines.</param>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="labels">Width of the rows' names, in SVG units.</param>
    /// <param name="column">Width of a column, in SVG units.</param>
    /// <param name="rowHeight">Least height of a row, in SVG units.</param>
    /// <param name="beside">Names of the columns of all grids that stand in one row with this one: they get headings of one direction and height.</param>
    public CellGrid(string id, IReadOnlyList<IReadOnlyList<string>> rows, IReadOnlyList<string> columns, double labels, double column, double rowHeight, IReadOnlyList<string>? beside = null)
    {
        beside ??= columns;
        // Headings that hold a word wider than the column are written upwards.
        var upwards = beside.Any(c => c.Split(' ', '-').Any(word => Typeface.Width(word) > column));
        IReadOnlyList<string> Lines(string name) => upwards ? ChartSvg.Wrap(name, 96, (int)(column / 14)) : ChartSvg.Wrap(name, column, 4);
        var heads = columns.Select(Lines).ToList();
        var all = beside.Select(Lines).ToList();
        _top = 8 + (upwards ? Math.Min(96, all.SelectMany(h => h).Max(l => Typeface.Width(l))) : 14 * all.Max(h => h.Count));
        (_labels, _column, _rowHeight) = (labels, column, Math.Max(rowHeight, 6 + (14 * rows.Max(n => n.Count))));
        _heads = [.. columns.Select((_, c) => labels + (c * column))];
        Canvas = new Canvas(id, Math.Max(Canvas.Narrow, labels + (column * columns.Count)), _top + (_rowHeight * rows.Count) + Foot);
        for (var c = 0; c < columns.Count; c++)
            for (var line = 0; line < heads[c].Count; line++)
                if (upwards) Canvas.Text(_heads[c] + (column / 2) + 4 + (14 * (line - ((heads[c].Count - 1) / 2.0))), _top - 6, heads[c][line], "start", rotated: true);
                else Canvas.Text(_heads[c] + (column / 2), _top - 6 - (14 * (heads[c].Count - 1 - line)), heads[c][line]);
        for (var r = 0; r < rows.Count; r++)
        {
            Canvas.Line(0, Down(r), Canvas.Width, Down(r), ChartColors.Grid);
            for (var line = 0; line < rows[r].Count; line++)
                Canvas.Text(0, Middle(r) + 4 + (14 * (line - ((rows[r].Count - 1) / 2.0))), rows[r][line], "start");
        }
        Canvas.Line(0, Down(rows.Count), Canvas.Width, Down(rows.Count), ChartColors.Grid);
    }

    /// <summary>The picture, for what a chart draws besides.</summary>
    public Canvas Canvas { get; }

    /// <summary>Draws a figure, or that it is hidden or cannot be estimated.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <param name="column">Column, from 0.</param>
    /// <param name="measurement">The figure; null leaves the cell empty.</param>
    /// <param name="standing">Of <see cref="Standing"/>.</param>
    /// <param name="note">A second line, or null.</param>
    public void Cell(int row, int column, Measurement? measurement, int standing, string? note = null)
    {
        var (x, y, width, height) = (_heads[column], Down(row), _column, _rowHeight);
        var line = note is null ? Middle(row) + 4 : Middle(row) - 2;
        switch (measurement)
        {
            case Measurement.Known known:
                if (standing != 0)
                {
                    Canvas.Box(x + 1, y + 1, width - 2, height - 2, ChartColors.Standing(standing));
                    Canvas.Mark(x + 6, line - 4.5, standing > 0 ? MarkerShape.FilledTriangleDown : MarkerShape.FilledTriangleUp, ChartColors.Ink, 6);
                }
                Canvas.Text(x + (width / 2) + 5, line, Figures.Value(known.Value));
                break;
            case Measurement.Unknown { Suppressed: true }:
                Canvas.Hatch(x + 1, y + 1, width - 2, height - 2);
                return;
            case Measurement.Unknown:
                Canvas.Text(x + (width / 2) + 5, line, "–");
                break;
        }
        if (note is not null && measurement is not null) Canvas.Text(x + (width / 2) + 5, line + 14, note, tone: "soft");
    }

    /// <summary>A mark at a cell's right edge.</summary>
    public void Dot(int row, int column) => Canvas.Mark(_heads[column] + _column - 6, Down(row) + 6, MarkerShape.OpenCircle, ChartColors.Ink, 4);

    /// <summary>What grounds and marks mean.</summary>
    /// <param name="dot">What <see cref="Dot"/> means, or null.</param>
    /// <param name="worse">What the darker grounds mean; worse than everybody unless given.</param>
    public void Legend(string? dot = null, string? worse = null)
    {
        var (x, y) = (0.0, Canvas.Height - Foot + 16);
        Swatches(3, worse ?? Wording.Say($"▼ worse than everybody"));
        Swatches(-3, Wording.Say($"▲ better"));
        (x, y) = (0, y + 20);
        Canvas.Hatch(0, y - 10, 20, 12);
        x = Entry(25, Wording.Say($"hidden: small cell"));
        x = Entry(x, Wording.Say($"– not estimable"));
        if (dot is null) return;
        Canvas.Mark(x + 3, y - 4, MarkerShape.OpenCircle, ChartColors.Ink, 4);
        Entry(x + 10, dot);

        double Entry(double at, string text)
        {
            Canvas.Text(at, y, text, "start");
            return at + Typeface.Width(text) + 14;
        }

        void Swatches(int to, string text)
        {
            for (var step = 1; step <= Standing.Most; step++, x += 12) Canvas.Box(x, y - 10, 12, 12, ChartColors.Standing(Math.Sign(to) * step));
            x = Entry(x + 5, text);
        }
    }

    /// <inheritdoc cref="ChartSvg.ToXml"/>
    public string ToXml(string title) => Canvas.ToXml(title);

    /// <inheritdoc/>
    public void Dispose() => Canvas.Dispose();

    private double Down(int row) => _top + (row * _rowHeight);

    private double Middle(int row) => Down(row) + (_rowHeight / 2);
}
