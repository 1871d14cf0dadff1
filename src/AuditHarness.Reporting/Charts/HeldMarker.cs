using ScottPlot;
using SkiaSharp;

namespace AuditHarness.Reporting.Charts;

/// <summary>
/// A marker with corners, drawn as ScottPlot draws it, but for its native path being held until it is drawn: ScottPlot lets go of it
/// before, and a collection at that moment frees what is read, so that the shape is missing or the process ends.
/// </summary>
/// <param name="corners">The corners around the middle, for a radius of 1.</param>
/// <param name="isFilled">True to fill it, false for its outline alone.</param>
internal sealed class HeldMarker((float X, float Y)[] corners, bool isFilled) : IMarker
{
    // As wide as the marker is large, with equal sides.
    private static readonly float Tip = (float)(2 / Math.Sqrt(3)), Base = (float)(1 / Math.Sqrt(3));
    private static readonly (float, float)[] Diamond = [(1, 0), (0, 1), (-1, 0), (0, -1)];
    private static readonly (float, float)[] Up = [(0, -Tip), (1, Base), (-1, Base)];
    private static readonly (float, float)[] Down = [(0, Tip), (1, -Base), (-1, -Base)];

    /// <summary>Of a shape that has corners and is no square; else null.</summary>
    /// <param name="shape">The shape.</param>
    public static HeldMarker? Of(MarkerShape shape) => shape switch
    {
        MarkerShape.FilledDiamond => new(Diamond, true),
        MarkerShape.OpenDiamond => new(Diamond, false),
        MarkerShape.FilledTriangleUp => new(Up, true),
        MarkerShape.OpenTriangleUp => new(Up, false),
        MarkerShape.FilledTriangleDown => new(Down, true),
        MarkerShape.OpenTriangleDown => new(Down, false),
        _ => null,
    };

    /// <inheritdoc/>
    public void Render(SKCanvas canvas, Paint paint, Pixel center, float size, MarkerStyle markerStyle)
    {
        using var path = new SKPath();
        path.AddPoly(Array.ConvertAll(corners, c => new SKPoint(center.X + (size / 2 * c.X), center.Y + (size / 2 * c.Y))));
        if (isFilled)
        {
            Drawing.FillPath(canvas, paint, path, markerStyle.FillStyle);
            Drawing.DrawPath(canvas, paint, path, markerStyle.OutlineStyle);
        }
        else
        {
            Drawing.DrawPath(canvas, paint, path, markerStyle.LineStyle);
        }
    }
}
