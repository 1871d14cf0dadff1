using System.Runtime.Intrinsics;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>
/// The worlds that a group's calibration errors are compared with, simulated when first asked for and then kept: all figures of the
/// same bins or the same curve share one simulation. Safe for several threads.
/// </summary>
internal sealed class CalibrationWorlds
{
    /// <summary>Cells that smoothed curves are simulated on; with fewer distinct scores each is its own.</summary>
    private const int MostCells = 100;

    /// <summary>
    /// The same of isotonic curves: finer, for single patients at the ends make levels of their own, and so much of what chance adds to a
    /// figure. What more it adds patient by patient is <see cref="IsotonicChance"/>'s.
    /// </summary>
    private const int MostIsotonicCells = 250;

    // Where more scores differ, fitting isotonic curves to many draws is dear, and a few percent more or less of what chance does matter little.
    private const int Plenty = 50_000;

    private const double MuchMore = 1.5;

    private readonly SubgroupEvidence _evidence;
    private readonly Lock _gate = new();
    private readonly WeakReference<CellDraws> _draws = new(null!), _fineDraws = new(null!);
    private readonly Lazy<IsotonicChance> _isotonicChance;
    private readonly Lazy<ErrorWorlds[]> _equalWidth, _equalMass, _spread, _loess, _lowess, _isotonic, _cumulative, _discrimination, _resolution;

    /// <summary>For a group with at least one patient.</summary>
    /// <param name="evidence">The group.</param>
    public CalibrationWorlds(SubgroupEvidence evidence)
    {
        _evidence = evidence;
        _equalWidth = new(() => Binned(evidence.Curves.EqualWidth, "bins of equal width"));
        _equalMass = new(() => Binned(evidence.Curves.EqualMass, "bins of equal mass"));
        _spread = new(() => Binned(evidence.Curves.EqualMass, "bins of equal mass", isSpread: true));
        _loess = new(() => Smoothed(isLoess: true));
        _lowess = new(() => Smoothed(isLoess: false));
        _isotonic = new(Isotonic);
        _isotonicChance = new(() => IsotonicChance.Of(evidence, Cells(isFine: true).Cells));
        _cumulative = new(Cumulative);
        _discrimination = new(Discrimination);
        _resolution = new(Resolution);
    }

    /// <summary>Of equal-width bins; see <see cref="BinFigure"/>.</summary>
    public ErrorWorlds[] EqualWidth => _equalWidth.Value;

    /// <summary>Of equal-mass bins; see <see cref="BinFigure"/>.</summary>
    public ErrorWorlds[] EqualMass => _equalMass.Value;

    /// <summary>
    /// The same along a line on which every bin errs by as much as its rate varies: a bin that varies much more than the others may err
    /// most and not have shown it. Where none does, the line seen.
    /// </summary>
    public ErrorWorlds[] EqualMassSpread => _spread.Value;

    /// <summary>Mean, median, 90 % point and largest error of a smoothed curve; of the isotonic one CORP miscalibration too.</summary>
    public ErrorWorlds[] Of(Smoother smoother) => (smoother switch { Smoother.Loess => _loess, Smoother.Lowess => _lowess, _ => _isotonic }).Value;

    /// <summary>ECCE: largest, range.</summary>
    public ErrorWorlds[] OfCumulative => _cumulative.Value;

    /// <summary>CORP discrimination.</summary>
    public ErrorWorlds OfDiscrimination => _discrimination.Value[0];

    /// <summary>Murphy's resolution.</summary>
    public ErrorWorlds OfResolution => _resolution.Value[0];

    /// <summary>Figures of binned errors, in their order in the worlds.</summary>
    public enum BinFigure
    {
        /// <summary>Mean absolute error, weighted by the bins' size.</summary>
        Expected,
        /// <summary>Largest absolute error.</summary>
        Maximum,
        /// <summary>Mean absolute error over bins.</summary>
        Adaptive,
        /// <summary>Mean squared error less what chance adds to it.</summary>
        Debiased,
        /// <summary>Mean squared error.</summary>
        Squared,
        /// <summary>Root of the debiased one, or 0 where that is negative.</summary>
        DebiasedRoot,
    }

    private int IsotonicDraws => _evidence.Ranked.Count > Plenty ? CellNoise.FewerDraws : CellNoise.Draws;

    private bool Mirrored => _evidence.Events.Weight < _evidence.Curves.ByRisks.Events;

    private ErrorWorlds[] Binned(IReadOnlyList<ScoreBin> bins, string purpose, bool isSpread = false)
    {
        double[] risks = [.. bins.Select(b => b.MeanScore)], sizes = [.. bins.Select(b => b.All.EffectiveSize)], shares = [.. bins.Select(b => b.All.Weight / _evidence.All.Weight)];
        // Along the line, as the errors seen in single bins would be counted twice, once as the world's and once as chance.
        var line = Line(bins);
        double[] rates = [.. bins.Select((b, k) => Towards(b.EventRate, line[k], sizes[k]))], curve = [.. bins.Select(b => b.EventRate - b.MeanScore)];
        var noise = CellNoise.Draw(_evidence.Seed.For(purpose), risks, rates, sizes, Mirrored);
        var errors = SmoothDirection.Of(curve, [.. line.Select((r, k) => r - risks[k])], noise.Fitted, shares);
        double[] spread = [.. risks.Select((_, k) => Math.Sqrt(noise.Fitted.Average(draw => draw[k] * draw[k])))];
        if (isSpread && spread.Max() > MuchMore * spread.Order().ElementAt(spread.Length / 2)) errors = [.. errors.Select((e, k) => Math.CopySign(spread[k], e))];
        void Figures(Span<double> field, Span<double> figures, bool isEstimate)
        {
            double expected = 0, maximum = 0, adaptive = 0, squared = 0, chance = 0;
            for (var k = 0; k < field.Length; k++)
            {
                var error = Math.Abs(field[k]);
                (expected, maximum, adaptive, squared) = (expected + (shares[k] * error), Math.Max(maximum, error), adaptive + error, squared + (shares[k] * error * error));
                if (!isEstimate || sizes[k] <= 1) continue;
                var rate = Math.Clamp(risks[k] + field[k], 0, 1);
                chance += shares[k] * rate * (1 - rate) / (sizes[k] - 1);
            }
            (figures[0], figures[1], figures[2], figures[3], figures[4], figures[5]) = (expected, maximum, adaptive / field.Length, squared - chance, squared, Math.Sqrt(Math.Max(0, squared - chance)));
        }
        var n = _evidence.All.EffectiveSize;
        var (first, square) = (errors.Select((e, k) => shares[k] * Math.Abs(e)).Sum(), errors.Select((e, k) => shares[k] * e * e).Sum());
        var fourth = errors.Select((e, k) => shares[k] * e * e * e * e).Sum() - (square * square);
        double[] sampled = [(square - (first * first)) / n, 0, 0, fourth / n, fourth / n, 0];
        return ErrorWorlds.Simulate(errors, noise, 6, (f, v) => Figures(f, v, true), (f, v) => Figures(f, v, false), sampled,
            Array.ConvertAll(risks, p => -p), Array.ConvertAll(risks, p => 1 - p), SmoothDirection.Reach(curve, errors));
    }

    private static double[] Line(IReadOnlyList<ScoreBin> bins) => SmoothDirection.Of(new LocalPoints(
        [.. bins.Select(b => b.MeanScore)], [.. bins.Select(b => b.EventRate)], [.. bins.Select(b => b.All.Weight)], [.. bins.Select(b => b.All.EffectiveSize)])).Rates;

    // The variance of a small cell's rate is not taken from that rate alone: it counts two patients more, at the line's rate.
    private static double Towards(double rate, double risk, double size) => ((rate * size) + (2 * risk)) / (size + 2);

    private sealed record CellDraws(LocalPoints Cells, CellNoise Noise, double[] Line);

    // Held weakly, since the draws of many groups would fill the memory: those that are gone are drawn again, the same.
    private CellDraws Cells(bool isFine = false)
    {
        lock (_gate)
        {
            var kept = isFine ? _fineDraws : _draws;
            if (kept.TryGetTarget(out var draws)) return draws;
            var cells = LocalPoints.Of(_evidence.Ranked, isFine ? MostIsotonicCells : MostCells);
            var line = SmoothDirection.Of(cells).Rates;
            draws = new(cells, CellNoise.Draw(_evidence.Seed.For("calibration curves"), cells.X, line, cells.Size, Mirrored, isFine ? IsotonicDraws : CellNoise.Draws), line);
            kept.SetTarget(draws);
            return draws;
        }
    }

    private ErrorWorlds[] Smoothed(bool isLoess)
    {
        var (cells, noise, line) = Cells();
        var matrix = LocalRegression.Matrix(cells, _evidence.IsWeighted, isLoess);
        double[] Along(double[] rates) => [.. matrix.Select((row, k) => Dot(row, rates) - cells.X[k])];
        double[][] Through(double[][] draws) => Array.ConvertAll(draws, draw => Array.ConvertAll(matrix, row => Dot(row, draw)));
        var errors = Through(noise.Fitted);
        var curve = Along(cells.Y);
        var seen = SmoothDirection.Of(curve, Along(line), errors, cells.Weight);
        var weights = new double[cells.Count];
        void Figures(Span<double> field, Span<double> figures)
        {
            for (var k = 0; k < field.Length; k++) (field[k], weights[k]) = (Math.Abs(field[k]), cells.Weight[k]);
            Write(CurveErrors.Of(field, weights, _evidence.IsWeighted), figures);
        }
        return ErrorWorlds.Simulate(seen, new(Through(noise.Calibrated), errors), 4, Figures, null, Sampled(cells, seen), [], [], SmoothDirection.Reach(curve, seen));
    }

    private ErrorWorlds[] Isotonic()
    {
        var (cells, noise, line) = Cells(isFine: true);
        var count = cells.Count;
        var (fitted, rates, errors, weights) = (new double[count], new double[count], new double[count], new double[count]);
        IsotonicRegression.Fit(cells.Y, cells.Weight, fitted);
        var curve = fitted.Select((f, k) => f - cells.X[k]).ToArray();
        var seen = SmoothDirection.Of(curve, [.. line.Select((r, k) => r - cells.X[k])], noise.Fitted, cells.Weight);
        void Figures(Span<double> field, Span<double> figures)
        {
            for (var k = 0; k < count; k++) rates[k] = cells.X[k] + field[k];
            IsotonicRegression.Fit(rates, cells.Weight, fitted);
            var miscalibration = 0.0;
            for (var k = 0; k < count; k++)
            {
                (errors[k], weights[k]) = (Math.Abs(fitted[k] - cells.X[k]), cells.Weight[k]);
                miscalibration += weights[k] * ((field[k] * field[k]) - ((fitted[k] - rates[k]) * (fitted[k] - rates[k])));
            }
            Write(CurveErrors.Of(errors, weights, _evidence.IsWeighted), figures);
            figures[4] = Math.Max(0, miscalibration / cells.Total);
        }
        var worlds = ErrorWorlds.Simulate(seen, noise, 5, Figures, null, Sampled(cells, seen), Array.ConvertAll(cells.X, p => -p), Array.ConvertAll(cells.X, p => 1 - p), SmoothDirection.Reach(curve, seen));
        worlds[4] = worlds[4].Shifted(_isotonicChance.Value.Miscalibration, _isotonicChance.Value.MiscalibrationSpread);
        return worlds;
    }

    private ErrorWorlds[] Cumulative()
    {
        var (cells, noise, line) = Cells();
        double[] Summed(double[] errors)
        {
            var (sums, sum) = (new double[errors.Length], 0.0);
            for (var k = 0; k < errors.Length; k++) sums[k] = sum += cells.Weight[k] * errors[k] / cells.Total;
            return sums;
        }
        void Figures(Span<double> field, Span<double> figures)
        {
            var (lowest, highest) = (0.0, 0.0);
            foreach (var sum in field) (lowest, highest) = (Math.Min(lowest, sum), Math.Max(highest, sum));
            (figures[0], figures[1]) = (Math.Max(highest, -lowest), highest - lowest);
        }
        // Along the line: the sum of what single patients differ by would wander in every world, and mostly by chance.
        var (errors, all) = (Array.ConvertAll(noise.Fitted, Summed), Enumerable.Repeat(1.0, cells.Count).ToArray());
        var curve = Summed([.. cells.Y.Select((y, k) => y - cells.X[k])]);
        var seen = SmoothDirection.Of(curve, Summed([.. line.Select((r, k) => r - cells.X[k])]), errors, all);
        return ErrorWorlds.Simulate(seen, new(Array.ConvertAll(noise.Calibrated, Summed), errors), 2, Figures, null, CumulativeSampled(cells, line, seen), [], [], SmoothDirection.Reach(curve, seen));
    }

    // Another sample has other scores: the variance of a mean of (rate − risk) over the patients of the interval that sets the figure.
    private double[] CumulativeSampled(LocalPoints cells, double[] line, double[] sums)
    {
        double square = 0, lowest = 0, highest = 0;
        for (var k = 0; k < sums.Length; k++)
        {
            square += cells.Weight[k] * (line[k] - cells.X[k]) * (line[k] - cells.X[k]) / cells.Total;
            (lowest, highest) = (Math.Min(lowest, sums[k]), Math.Max(highest, sums[k]));
        }
        var (largest, range, n) = (Math.Max(highest, -lowest), highest - lowest, _evidence.All.EffectiveSize);
        return [Math.Max(0, square - (largest * largest)) / n, Math.Max(0, square - (range * range)) / n];
    }

    private ErrorWorlds[] Discrimination()
    {
        var (cells, noise, line) = Cells(isFine: true);
        var (count, mean, weights, total) = (cells.Count, _evidence.Events.Weight / _evidence.All.Weight, cells.Weight, cells.Total);
        var fitted = new double[count];
        IsotonicRegression.Fit(cells.Y, cells.Weight, fitted);
        var curve = fitted.Select(f => f - mean).ToArray();
        var seen = SmoothDirection.Of(curve, [.. line.Select(r => r - mean)], noise.Fitted, cells.Weight);
        var flat = CellNoise.Draw(_evidence.Seed.For("discrimination"), [.. cells.X.Select(_ => mean)], line, cells.Size, Mirrored, IsotonicDraws);
        void Figures(Span<double> field, Span<double> figures)
        {
            double average = 0, square = 0;
            for (var k = 0; k < field.Length; k++) average += weights[k] * (field[k] += mean);
            average /= total;
            IsotonicRegression.Fit(field, weights, fitted);
            for (var k = 0; k < field.Length; k++) square += weights[k] * (fitted[k] - average) * (fitted[k] - average);
            figures[0] = square / total;
        }
        var worlds = ErrorWorlds.Simulate(seen, flat, 1, Figures, null, [Fourth(cells.Weight, seen) / _evidence.All.EffectiveSize], [.. seen.Select(_ => -mean)], [.. seen.Select(_ => 1 - mean)], SmoothDirection.Reach(curve, seen));
        return [worlds[0].Shifted(_isotonicChance.Value.Discrimination, _isotonicChance.Value.DiscriminationSpread)];
    }

    private ErrorWorlds[] Resolution()
    {
        var bins = _evidence.Curves.EqualWidth;
        var mean = _evidence.Events.Weight / _evidence.All.Weight;
        double[] sizes = [.. bins.Select(b => b.All.EffectiveSize)], shares = [.. bins.Select(b => b.All.Weight / _evidence.All.Weight)];
        // Along the line: in bins of few patients the rates seen are mostly chance, and often 0.
        var line = Line(bins);
        var noise = CellNoise.Draw(_evidence.Seed.For("resolution"), [.. bins.Select(_ => mean)], line, sizes, Mirrored);
        double[] curve = [.. bins.Select(b => b.EventRate - mean)];
        var seen = SmoothDirection.Of(curve, [.. line.Select(r => r - mean)], noise.Fitted, shares);
        void Figures(Span<double> field, Span<double> figures)
        {
            double average = 0, square = 0;
            for (var k = 0; k < field.Length; k++) (average, square) = (average + (shares[k] * field[k]), square + (shares[k] * field[k] * field[k]));
            figures[0] = Math.Max(0, square - (average * average));
        }
        return ErrorWorlds.Simulate(seen, noise, 1, Figures, null, [Fourth(shares, seen) / _evidence.All.EffectiveSize], [.. seen.Select(_ => -mean)], [.. seen.Select(_ => 1 - mean)], SmoothDirection.Reach(curve, seen));
    }

    // Variance over patients of the squared deviation.
    private static double Fourth(double[] weights, double[] field)
    {
        double total = 0, second = 0, fourth = 0;
        for (var k = 0; k < field.Length; k++)
        {
            var square = field[k] * field[k];
            (total, second, fourth) = (total + weights[k], second + (weights[k] * square), fourth + (weights[k] * square * square));
        }
        return (fourth / total) - (second / total * (second / total));
    }

    // Another sample has other scores: the variance of a mean of |error|, and of its quantiles none that matters beside the curve's.
    private double[] Sampled(LocalPoints cells, double[] seen)
    {
        double first = 0, second = 0;
        for (var k = 0; k < seen.Length; k++) (first, second) = (first + (cells.Weight[k] * Math.Abs(seen[k])), second + (cells.Weight[k] * seen[k] * seen[k]));
        (first, second) = (first / cells.Total, second / cells.Total);
        var n = _evidence.All.EffectiveSize;
        return [(second - (first * first)) / n, 0, 0, 0, Fourth(cells.Weight, seen) / n];
    }

    private static void Write(CurveErrors errors, Span<double> figures) =>
        (figures[0], figures[1], figures[2], figures[3]) = (errors.Mean, errors.Median, errors.Ninety, errors.Largest);

    // Four sums that do not wait for each other, in an order that is the same on every machine.
    private static double Dot(double[] a, double[] b)
    {
        var (sums, i) = (Vector256<double>.Zero, 0);
        for (; i <= a.Length - Vector256<double>.Count; i += Vector256<double>.Count) sums += Vector256.Create(a, i) * Vector256.Create(b, i);
        var first = sums[0];
        for (; i < a.Length; i++) first += a[i] * b[i];
        return first + sums[1] + (sums[2] + sums[3]);
    }
}
