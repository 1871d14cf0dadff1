namespace AuditHarness.Reporting.Charts;

/// <summary>Round positions on an axis.</summary>
internal static class Ticks
{
    /// <summary>Multiples of 1, 2 or 5 times a power of ten between two values.</summary>
    /// <param name="from">Lower end.</param>
    /// <param name="to">Upper end, above <paramref name="from"/>.</param>
    /// <param name="most">Most ticks wanted, at least 2.</param>
    public static IReadOnlyList<double> Linear(double from, double to, int most)
    {
        var step = Step(to - from, most);
        var first = (long)Math.Ceiling((from / step) - 1e-9);
        var last = (long)Math.Floor((to / step) + 1e-9);
        // Dividing by a whole number keeps 0.3 from becoming 0.30000000000000004.
        var perUnit = 1 / step;
        var whole = Math.Abs(perUnit - Math.Round(perUnit)) < 1e-9 && perUnit >= 1;
        return [.. Enumerable.Range(0, (int)(last - first + 1)).Select(i => whole ? (first + i) / Math.Round(perUnit) : (first + i) * step)];
    }

    /// <summary>Ratios at which a logarithmic axis is marked: 1 and round values to both sides of it.</summary>
    /// <param name="from">Lower end, positive.</param>
    /// <param name="to">Upper end.</param>
    public static IReadOnlyList<double> Ratio(double from, double to)
    {
        double[] fine = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2];
        double[] coarse = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];
        return [.. (from >= 0.5 && to <= 2 ? fine : coarse).Where(t => t >= from * 0.9999 && t <= to * 1.0001)];
    }

    /// <summary>The smallest round value at or above another; where an axis from 0 ends.</summary>
    /// <param name="value">Positive.</param>
    public static double RoundUp(double value)
    {
        var step = Step(value, 6);
        return Math.Ceiling((value / step) - 1e-9) * step;
    }

    private static double Step(double span, int most)
    {
        var raw = span / Math.Max(1, most - 1);
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return power * ((raw / power) switch { <= 1.0000001 => 1, <= 2.0000001 => 2, <= 5.0000001 => 5, _ => 10 });
    }
}
