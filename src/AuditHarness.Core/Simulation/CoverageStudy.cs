using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Simulation;

/// <summary>How often the 95 % interval of a metric held the truth.</summary>
/// <param name="Metric">Id of the metric.</param>
/// <param name="Cell">What was drawn.</param>
/// <param name="Truth">The population's figure; NaN where it has none.</param>
/// <param name="Draws">Samples drawn.</param>
/// <param name="Known">Those with an interval.</param>
/// <param name="Below">Intervals wholly below the truth.</param>
/// <param name="Above">Intervals wholly above it.</param>
/// <param name="MeanWidth">Mean width of the intervals; NaN without any.</param>
/// <param name="SmallerExpected">Patients expected in the smaller of the groups that the figure rests on.</param>
public sealed record CoverageCount(
    string Metric, HonestyCell Cell, double Truth, int Draws, int Known, int Below, int Above, double MeanWidth, double SmallerExpected)
{
    /// <summary>Share of intervals that held the truth; NaN without any.</summary>
    public double Coverage => (Known - Below - Above) / (double)Known;

    /// <summary>Monte Carlo standard error of a coverage that is really as large as asked.</summary>
    /// <param name="coverage">The coverage asked for.</param>
    public double MonteCarloError(double coverage) => Math.Sqrt(coverage * (1 - coverage) / Known);

    /// <summary>Share of samples that gave no interval.</summary>
    public double Unknown => 1 - (Known / (double)Draws);
}

/// <summary>Draws sample after sample from a population whose figures are known, and counts how often intervals hold them.</summary>
public static class CoverageStudy
{
    /// <summary>Level of the intervals.</summary>
    public const double Level = 0.95;

    private enum Outcome : byte { NotDrawn, Unknown, Held, Below, Above }

    /// <summary>One cell. Same figures whatever the number of workers: every sample has a random stream of its own and a place to leave its figure.</summary>
    /// <param name="cell">What is drawn.</param>
    /// <param name="metrics">What is measured on each sample.</param>
    /// <param name="draws">For each metric, on how many samples it is measured: always the first ones.</param>
    /// <param name="seed">Where chance comes from.</param>
    /// <param name="weighted">True for samples with weights.</param>
    /// <param name="workers">Threads.</param>
    public static IReadOnlyList<CoverageCount> Run(
        HonestyCell cell, IReadOnlyList<IMetric> metrics, IReadOnlyList<int> draws, Seed seed, bool weighted, int workers)
    {
        var population = cell.Population.Evidence();
        Estimate.Known?[] figures = [.. metrics.Select(m => m.Measure(population) as Estimate.Known)];
        double[] truths = [.. figures.Select(f => f?.Value ?? double.NaN)];
        var most = draws.Max();
        var outcomes = new Outcome[metrics.Count, most];
        var widths = new double[metrics.Count, most];
        var own = seed.For($"honesty/{cell.Patients}/{cell.Population.Prevalence}/{cell.Population.Auroc}/{weighted}");
        Parallel.For(0, most, new() { MaxDegreeOfParallelism = workers }, draw =>
        {
            var sample = cell.Population.Sample(cell.Patients, own, draw, weighted);
            for (var m = 0; m < metrics.Count; m++)
            {
                if (draw >= draws[m]) continue;
                if (double.IsNaN(truths[m]) || (metrics[m].Measure(sample) as Estimate.Known)?.Sampling?.Interval(Level) is not { } interval)
                    outcomes[m, draw] = Outcome.Unknown;
                else
                {
                    outcomes[m, draw] = interval.Upper < truths[m] ? Outcome.Below : interval.Lower > truths[m] ? Outcome.Above : Outcome.Held;
                    widths[m, draw] = interval.Upper - interval.Lower;
                }
            }
        });

        var counts = new CoverageCount[metrics.Count];
        for (var m = 0; m < counts.Length; m++)
        {
            var (known, below, above, width) = (0, 0, 0, 0.0);
            for (var draw = 0; draw < draws[m]; draw++)
            {
                if (outcomes[m, draw] == Outcome.Unknown) continue;
                (known, width) = (known + 1, width + widths[m, draw]);
                if (outcomes[m, draw] == Outcome.Below) below++;
                if (outcomes[m, draw] == Outcome.Above) above++;
            }
            counts[m] = new(metrics[m].Info.Id, cell, truths[m], draws[m], known, below, above, width / known,
                cell.SmallerExpected(metrics[m].Info.Basis, population, figures[m]?.Tells));
        }
        return counts;
    }
}
