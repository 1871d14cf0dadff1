namespace AuditHarness.Metrics.Calibration;

public sealed class LocalPointsTests
{
    // By distance, of two as far the left one first, until enough weight is there.
    private static (int From, int To, double Reach) OneByOne(LocalPoints points, double at, double target)
    {
        var sum = 0.0;
        var taken = new List<int>();
        foreach (var i in Enumerable.Range(0, points.Count).OrderBy(i => Math.Abs(points.X[i] - at)).ThenBy(i => i))
        {
            if (sum >= target) break;
            taken.Add(i);
            sum += points.Weight[i];
        }
        return (taken.Min(), taken.Max() + 1, taken.Max(i => Math.Abs(points.X[i] - at)));
    }

    [Test]
    public void The_nearest_are_those_found_one_by_one([Values] bool ties, [Range(1, 5)] int seed)
    {
        // On a grid of 64ths, so that distances to the left and to the right are often equal in every bit.
        var evidence = Rows.Random(seed, 60, ties).Evidence;
        var points = LocalPoints.Of(evidence.Ranked, int.MaxValue);
        Assert.Multiple(() =>
        {
            foreach (var at in points.X.Concat([0, 0.25, 0.5, 0.501, 1]))
                foreach (var target in new[] { 1, 2, 7, 20, 45, points.Total - 1, points.Total })
                    Assert.That(points.Nearest(at, target), Is.EqualTo(OneByOne(points, at, target)), $"{at} {target}");
        });
    }

    [Test]
    public void Where_not_all_weigh_enough_all_are_taken()
    {
        var points = LocalPoints.Of(Rows.Random(1, 30).Evidence.Ranked, int.MaxValue);
        Assert.That(points.Nearest(0.3, points.Total + 1), Is.EqualTo(OneByOne(points, 0.3, points.Total + 1)));
    }
}
