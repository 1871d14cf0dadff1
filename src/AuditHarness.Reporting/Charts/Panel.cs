using ScottPlot;

namespace AuditHarness.Reporting.Charts;

/// <summary>A rectangle of a picture with a pair of linear axes.</summary>
/// <param name="Canvas">The picture.</param>
/// <param name="Left">Left edge in SVG units.</param>
/// <param name="Top">Upper edge in SVG units.</param>
/// <param name="Width">In SVG units.</param>
/// <param name="Height">In SVG units.</param>
/// <param name="EndX">Where the horizontal axis ends; it begins at 0.</param>
/// <param name="EndY">Where the vertical axis ends.</param>
internal sealed record Panel(Canvas Canvas, double Left, double Top, double Width, double Height, double EndX, double EndY)
{
    /// <summary>Where the vertical axis begins: at 0 unless given.</summary>
    public double StartY { get; init; }

    /// <summary>How far a line may pass by a value, in SVG units, which are pixels. From a half on points stand at whole ones.</summary>
    public double Tolerance { get; init; } = 0.25;

    /// <summary>Position of a value across; values beyond the axis stand at its end.</summary>
    public double X(double value) => Left + (Math.Clamp(value / EndX, 0, 1) * Width);

    /// <summary>Position of a value up; values beyond the axis stand at its end.</summary>
    public double Y(double value) => Top + Height - (Math.Clamp((value - StartY) / (EndY - StartY), 0, 1) * Height);

    /// <summary>Draws a grid with its figures.</summary>
    /// <param name="most">Most lines each way.</param>
    /// <param name="across">Whether figures stand beneath the horizontal axis.</param>
    /// <param name="up">Whether figures stand beside the vertical axis.</param>
    public void Grid(int most, bool across = true, bool up = true)
    {
        foreach (var tick in Ticks.Linear(0, EndX, most))
        {
            Canvas.Line(X(tick), Top, X(tick), Top + Height, ChartColors.Grid);
            if (across) Canvas.Text(X(tick), Top + Height + 15, Figures.Tick(tick));
        }
        foreach (var tick in Ticks.Linear(StartY, EndY, most))
        {
            Canvas.Line(Left, Y(tick), Left + Width, Y(tick), ChartColors.Grid);
            if (up) Canvas.Text(Left - 6, Y(tick) + 4, Figures.Tick(tick), "end");
        }
    }

    /// <summary>Draws its left, upper and lower edge, and the line at 0 where that is in between.</summary>
    public void Frame()
    {
        Canvas.Path([(Left + Width, Top), (Left, Top), (Left, Top + Height), (Left + Width, Top + Height)], ChartColors.Grid, 1);
        if (StartY < 0 && EndY > 0) Canvas.Line(Left, Y(0), Left + Width, Y(0), ChartColors.Grid);
    }

    /// <summary>A straight line between values.</summary>
    public void Line(double x1, double y1, double x2, double y2, Color color, float width = 1) => Canvas.Line(X(x1), Y(y1), X(x2), Y(y2), color, width);

    /// <summary>A line through values, without points that nobody would miss.</summary>
    public void Path(IEnumerable<(double X, double Y)> values, Color color, float width) => Canvas.Path(Thinned(values), color, width);

    /// <summary>A line through values that leaves the panel above or below and comes back, without running along its edge, and that is broken where there is no value.</summary>
    /// <param name="values">From left to right; those beyond the right end are left out.</param>
    /// <param name="color">Colour of the line.</param>
    /// <param name="width">Width of the line.</param>
    public void PathWithin(IReadOnlyList<(double X, double? Y)> values, Color color, float width)
    {
        var run = new List<(double X, double Y)>();
        (double X, double Y)? before = null;
        foreach (var (x, known) in values)
        {
            if (x > EndX) break;
            if (known is not { } y)
            {
                Flush();
                before = null;
                continue;
            }
            if (before is var (bx, by))
                foreach (var edge in by < y ? new[] { StartY, EndY } : [EndY, StartY])
                    if (Math.Min(by, y) < edge && edge < Math.Max(by, y))
                    {
                        run.Add((bx + ((edge - by) / (y - by) * (x - bx)), edge));
                        if (!Holds(y) && run.Count > 1) Flush();
                    }
            if (Holds(y)) run.Add((x, y));
            else Flush();
            before = (x, y);
        }
        Flush();

        void Flush()
        {
            if (run.Count > 1) Path(run, color, width);
            run.Clear();
        }
    }

    private bool Holds(double y) => y >= StartY && y <= EndY;

    /// <summary>Fills between an upper and a lower line.</summary>
    public void Band(IReadOnlyList<(double X, double Lower, double Upper)> values, Color color) =>
        Canvas.Area([.. Thinned(values.Select(v => (v.X, v.Upper))), .. Thinned(values.Select(v => (v.X, v.Lower))).AsEnumerable().Reverse()], color, 0.18);

    /// <summary>A marker at values.</summary>
    public void Mark(double x, double y, MarkerShape shape, Color color, float size = 8) => Canvas.Mark(X(x), Y(y), shape, color, size);

    private List<(double X, double Y)> Thinned(IEnumerable<(double X, double Y)> values) => 
        Thinning.Of([.. values.Select(v => (X(v.X), Y(v.Y)))], Tolerance).ConvertAll(p => Tolerance < 0.5 ? p : (Math.Round(p.X), Math.Round(p.Y)));
}
