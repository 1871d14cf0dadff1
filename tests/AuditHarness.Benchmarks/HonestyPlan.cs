using System.Globalization;
using AuditHarness.Disparity;
using AuditHarness.Metrics;

namespace AuditHarness.Benchmarks;

/// <summary>What the honesty benchmark is asked for.</summary>
internal sealed record HonestyPlan
{
    public const string Usage =
        "honesty [--draws N] [--dear N] [--gaps N] [--worlds N] [--metric ID]... [--disparity ID]... [--part metrics|curves|gaps|equal|power]... " +
        "[--weighted] [--cells] [--seed N] [--workers N] [--keep FILE] [--minutes N] [--markdown FILE]";

    /// <summary>The parts, in the order in which they are run.</summary>
    public static readonly IReadOnlyList<string> AllParts = ["metrics", "curves", "gaps", "equal", "power"];

    private const int Large = 5000, Fewer = 10;

    // They fit a smoother or simulate curves for each sample, and share that among metrics of one curve.
    private static readonly string[] s_dear = ["Loess", "Lowess", "Isotonic|Corp", "Abroca", "IntegratedCalibrationIndexGap", "ExpectedCalibrationErrorGap"];

    /// <summary>Samples of each cell.</summary>
    public int Draws { get; init; } = 2000;

    /// <summary>The same, and worlds, of what simulates for each; at n 5,000 a tenth.</summary>
    public int DearDraws { get; init; } = 1000;

    /// <summary>Worlds of each cell in which gaps are measured; at n 5,000 half.</summary>
    public int GapWorlds { get; init; } = 1000;

    /// <summary>Worlds of equal groups, and of such as differ.</summary>
    public int Worlds { get; init; } = 2000;

    public ulong Seed { get; init; } = 20260101;

    public IReadOnlyList<string> Metrics { get; init; } = [];

    public IReadOnlyList<string> Disparities { get; init; } = [];

    public IReadOnlyList<string> Parts { get; init; } = [];

    public bool Weighted { get; init; }

    public bool EveryCell { get; init; }

    public int Workers { get; init; } = Environment.ProcessorCount;

    public string? Keep { get; init; }

    public double Minutes { get; init; } = double.PositiveInfinity;

    public string? Markdown { get; init; }

    /// <summary>Reads it; null when something is not understood.</summary>
    public static HonestyPlan? Of(string[] arguments)
    {
        var plan = new HonestyPlan();
        for (var i = 0; i < arguments.Length; i++)
        {
            var option = arguments[i];
            if (option is "--weighted" or "--cells")
            {
                plan = option == "--cells" ? plan with { EveryCell = true } : plan with { Weighted = true };
                continue;
            }
            var value = arguments.ElementAtOrDefault(++i) ?? "";
            var isNumber = int.TryParse(value, CultureInfo.InvariantCulture, out var number) && number > 0;
            switch (option)
            {
                case "--draws" when isNumber: plan = plan with { Draws = number }; break;
                case "--dear" when isNumber: plan = plan with { DearDraws = number }; break;
                case "--gaps" when isNumber: plan = plan with { GapWorlds = number }; break;
                case "--worlds" when isNumber: plan = plan with { Worlds = number }; break;
                case "--workers" when isNumber: plan = plan with { Workers = number }; break;
                case "--minutes" when isNumber: plan = plan with { Minutes = number }; break;
                case "--seed" when ulong.TryParse(value, CultureInfo.InvariantCulture, out var seed): plan = plan with { Seed = seed }; break;
                case "--metric" when MetricCatalog.Find(value) is not null: plan = plan with { Metrics = [.. plan.Metrics, value] }; break;
                case "--disparity" when DisparityCatalog.Find(value) is not null: plan = plan with { Disparities = [.. plan.Disparities, value] }; break;
                case "--part" when AllParts.Contains(value): plan = plan with { Parts = [.. plan.Parts, value] }; break;
                case "--keep" when value.Length > 0: plan = plan with { Keep = value }; break;
                case "--markdown" when value.Length > 0: plan = plan with { Markdown = value }; break;
                default: return null;
            }
        }
        return plan;
    }

    /// <summary>The metrics and disparities asked for by name; none when all are.</summary>
    public IReadOnlySet<string> Ids => Metrics.Concat(Disparities).ToHashSet();

    private bool IsEverything => Ids.Count == 0;

    /// <summary>Whether a part is asked for: all are when none is named.</summary>
    /// <param name="part">Its name.</param>
    public bool Has(string part) => Parts.Count == 0 || Parts.Contains(part);

    /// <summary>The metrics, those that share a simulation together.</summary>
    /// <param name="ofCurves">True for those that fit a curve to each sample, false for all others.</param>
    public IReadOnlyList<IReadOnlyList<IMetric>> MetricBatches(bool ofCurves) =>
        [.. MetricCatalog.All.Where(m => (IsEverything || Metrics.Contains(m.Info.Id)) && Kin(m.Info.Id) >= 0 == ofCurves).GroupBy(m => Kin(m.Info.Id)).OrderBy(g => g.Key).Select(g => g.ToArray())];

    /// <summary>The disparities, those that are cheap together.</summary>
    public IReadOnlyList<IReadOnlyList<IDisparity>> DisparityBatches =>
        [.. DisparityCatalog.Entries.Where(d => IsEverything || Disparities.Contains(d.Info.Id)).GroupBy(d => Kin(d.Info.Id)).OrderBy(g => g.Key).Select(g => g.ToArray())];

    /// <summary>Samples of a cell for a metric.</summary>
    public int DrawsOf(string metric, int patients) => Kin(metric) < 0 ? Draws : Math.Min(Draws, patients < Large ? DearDraws : Math.Max(1, DearDraws / Fewer));

    /// <summary>Worlds of a cell for a disparity.</summary>
    public int GapWorldsOf(string disparity, int patients) =>
        Math.Max(1, Kin(disparity) < 0 ? GapWorlds / (patients < Large ? 1 : 2) : Math.Min(GapWorlds, DearDraws) / (patients < Large ? 1 : Fewer));

    // -1 for what is cheap.
    private static int Kin(string id) => Array.FindIndex(s_dear, d => d.Split('|').Any(part => id.Contains(part, StringComparison.Ordinal)));
}
