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

    /// <summary>A straight line between values.</summary>
    public void Line(double x1, double y1, double x2, double y2, Color color, float width = 1) => Canvas.Line(X(x1), Y(y1), X(x2), Y(y2), color, width);

    /// <summary>A line through values, without points too near to each other to be told apart.</summary>
    public void Path(IEnumerable<(double X, double Y)> values, Color color, float width) => Canvas.Path(Thinned(values), color, width);

    /// <summary>A line through values that leaves the panel below and comes back, without running along its foot.</summary>
    public void PathAbove(IReadOnlyList<(double X, double Y)> values, Color color, float width)
    {
        var run = new List<(double X, double Y)>();
        for (var i = 0; i < values.Count; i++)
        {
            var (at, inside) = (values[i], values[i].Y >= StartY);
            if (i > 0 && inside != values[i - 1].Y >= StartY) run.Add(Crossing(values[i - 1], at));
            if (inside) run.Add(at);
            else Flush();
        }
        Flush();

        void Flush()
        {
            if (run.Count > 1) Path(run, color, width);
            run.Clear();
        }
    }

    private (double X, double Y) Crossing((double X, double Y) a, (double X, double Y) b) =>
        (a.X + ((StartY - a.Y) / (b.Y - a.Y) * (b.X - a.X)), StartY);

    /// <summary>Fills between an upper and a lower line.</summary>
    public void Band(IReadOnlyList<(double X, double Lower, double Upper)> values, Color color) =>
        Canvas.Area([.. Thinned(values.Select(v => (v.X, v.Upper))), .. Thinned(values.Select(v => (v.X, v.Lower))).AsEnumerable().Reverse()], color, 0.18);

    /// <summary>A marker at values.</summary>
    public void Mark(double x, double y, MarkerShape shape, Color color, float size = 8) => Canvas.Mark(X(x), Y(y), shape, color, size);

    // A unit is a pixel; the last point is always kept.
    private List<(double X, double Y)> Thinned(IEnumerable<(double X, double Y)> values)
    {
        var points = new List<(double X, double Y)>();
        (double X, double Y)? left = null;
        foreach (var (x, y) in values)
        {
            var point = (X: X(x), Y: Y(y));
            var far = points.Count == 0 || Math.Max(Math.Abs(point.X - points[^1].X), Math.Abs(point.Y - points[^1].Y)) >= 1;
            if (far) points.Add(point);
            left = far ? null : point;
        }
        if (left is { } last) points.Add(last);
        return points;
    }
}
