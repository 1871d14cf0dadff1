namespace AuditHarness.Reporting.Charts;

/// <summary>
/// A line with fewer points that shows the same picture: a point goes where the line without it passes within a part of a pixel of it.
/// Douglas, Peucker (1973), Cartographica 10:112–122.
/// </summary>
internal static class Thinning
{
    /// <summary>The points that stay, the ends always among them.</summary>
    /// <param name="points">Of a line, in order.</param>
    /// <param name="tolerance">Furthest that a point which goes may lie from the line, in the points' own unit.</param>
    public static List<(double X, double Y)> Of(IReadOnlyList<(double X, double Y)> points, double tolerance)
    {
        var stays = new bool[points.Count];
        var open = new Stack<(int From, int To)>();
        if (points.Count > 0) (stays[0], stays[^1]) = (true, true);
        open.Push((0, points.Count - 1));
        while (open.TryPop(out var part))
        {
            var (furthest, distance) = (-1, tolerance);
            for (var i = part.From + 1; i < part.To; i++)
                if (Distance(points[i], points[part.From], points[part.To]) is var away && away > distance) (furthest, distance) = (i, away);
            if (furthest < 0) continue;
            stays[furthest] = true;
            open.Push((part.From, furthest));
            open.Push((furthest, part.To));
        }
        return [.. points.Where((_, i) => stays[i])];
    }

    // From the stretch between two points, not from the endless line through them: a curve may turn back.
    private static double Distance((double X, double Y) point, (double X, double Y) from, (double X, double Y) to)
    {
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var square = (dx * dx) + (dy * dy);
        var along = square > 0 ? Math.Clamp((((point.X - from.X) * dx) + ((point.Y - from.Y) * dy)) / square, 0, 1) : 0;
        return double.Hypot(point.X - from.X - (along * dx), point.Y - from.Y - (along * dy));
    }
}
