namespace AuditHarness.Reporting.Charts;

public sealed class ThinningTests
{
    [Test]
    public void Every_point_that_goes_lies_within_the_tolerance_of_the_line_that_stays([Values(0.2, 0.5, 2)] double tolerance, [Range(0, 9)] int seed)
    {
        // A walk that also turns back.
        var random = new Random(seed);
        List<(double X, double Y)> points = [(0, 0)];
        for (var i = 0; i < 200; i++) points.Add((points[^1].X + random.NextDouble() - 0.2, points[^1].Y + random.NextDouble() - 0.5));
        var thinned = Thinning.Of(points, tolerance);
        Assert.That(thinned, Has.Count.LessThan(points.Count));
        Assert.That((thinned[0], thinned[^1]), Is.EqualTo((points[0], points[^1])));
        Assert.That(thinned, Is.SubsetOf(points));
        foreach (var point in points) Assert.That(thinned.Zip(thinned.Skip(1)).Min(s => Away(point, s.First, s.Second)), Is.LessThanOrEqualTo(tolerance + 1e-3));
    }

    // The nearest of many places along the stretch.
    private static double Away((double X, double Y) p, (double X, double Y) a, (double X, double Y) b) =>
        Enumerable.Range(0, 2001).Select(i => i / 2000.0).Min(t => double.Hypot(p.X - a.X - (t * (b.X - a.X)), p.Y - a.Y - (t * (b.Y - a.Y))));

    [Test]
    public void A_straight_line_is_its_ends_and_few_points_stay_as_they_are()
    {
        Assert.That(Thinning.Of([.. Enumerable.Range(0, 50).Select(i => (i * 3.0, i * 2.0))], 0.2), Is.EqualTo(new[] { (0.0, 0.0), (147.0, 98.0) }));
        Assert.That(Thinning.Of([], 0.2), Is.Empty);
        Assert.That(Thinning.Of([(1, 2)], 0.2), Is.EqualTo(new[] { (1.0, 2.0) }));
        Assert.That(Thinning.Of([(1, 2), (1, 2)], 0.2), Is.EqualTo(new[] { (1.0, 2.0), (1.0, 2.0) }));
    }
}
