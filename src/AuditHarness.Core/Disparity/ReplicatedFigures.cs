using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>A disparity with a computation of its own that can be repeated in every replicate of a design: how it changes there is how it varies over clusters.</summary>
internal interface IReplicatedDisparity : IDisparity
{
    /// <summary>
    /// The figure itself, without limits, of a group and another one, which changes its sign when they change places; of a group where it is
    /// compared with everybody, or where one figure of all groups rests on one of each, the second is −1. Null where there is none.
    /// </summary>
    /// <param name="replicate">The groups as they are in a replicate: only their evidence, and overall's, is; estimates are not.</param>
    Func<int, int, double?> Figures(ComparisonContext replicate);
}

/// <summary>
/// The figures of every <see cref="IReplicatedDisparity"/> over the groups of a table in each replicate of the design, in one pass: the
/// delete-one-cluster jackknife within strata, or delete-a-group with many clusters (<see cref="ReplicateDesign"/>).
/// </summary>
internal sealed class ReplicatedFigures
{
    // Normal tails beyond have no digits left.
    private const double Farthest = 37;

    private readonly ComparisonContext _context;
    private readonly ReplicateDesign _design;
    private readonly ScoreOrder _order;
    private readonly Dictionary<(int First, int Second), int> _places = [];
    private readonly Dictionary<string, double[][]> _figures = [];
    private readonly bool[][] _present;

    /// <summary>Computes.</summary>
    /// <param name="context">The groups, with a design.</param>
    public ReplicatedFigures(ComparisonContext context)
    {
        (_context, _design) = (context, context.Design!);
        _order = context.Order;
        var index = context.Table.Index;
        _present = [.. index.Groups.Select(_ => new bool[_design.Clusters])];
        for (var i = 0; i < index.Codes.Length; i++) _present[index.Codes[i]][_design.RowClusters[i]] = true;
        int[] large = [.. Enumerable.Range(0, index.Groups.Count).Where(g => context.Table.Rows[g] >= context.Plan.Subgroups.SmallestCompared)];
        foreach (var g in large)
        {
            _places[(g, -1)] = _places.Count;
            foreach (var h in large)
                if (g < h) _places[(g, h)] = _places.Count;
        }
        IReplicatedDisparity[] asked = [.. DisparityCatalog.Entries.OfType<IReplicatedDisparity>()];
        foreach (var disparity in asked) _figures[disparity.Info.Id] = new double[_design.Replicates][];
        ForEach((r, replicate) =>
        {
            foreach (var disparity in asked)
            {
                var values = _figures[disparity.Info.Id][r] = new double[_places.Count];
                Array.Fill(values, double.NaN);
                var figure = disparity.Figures(replicate);
                var ofPairs = disparity.Info.Comparisons.Any(c => c is Comparison.Reference or Comparison.WorstPair);
                foreach (var ((g, h), at) in _places)
                    if (h >= 0 == ofPairs) values[at] = figure(g, h) ?? double.NaN;
            }
        });
    }

    /// <summary>True for a disparity whose figures are here.</summary>
    /// <param name="disparity">Its id.</param>
    public bool Has(string disparity) => _figures.ContainsKey(disparity);

    /// <summary>Does something with the groups of each replicate, several at once.</summary>
    /// <param name="work">Given the number of the replicate and its groups.</param>
    public void ForEach(Action<int, ComparisonContext> work) => Parallel.For(
        0, _design.Replicates, new() { MaxDegreeOfParallelism = _context.Options.Workers, CancellationToken = _context.Options.Stop }, r =>
    {
        var factors = _design.RowFactors(r);
        var order = _order.Reweighted(factors);
        GroupTable Again(GroupTable table) => table with { Evidence = [.. order.Split(table.Index).Select((ranked, g) => table.Evidence[g].With(ranked))] };
        work(r, _context with { Design = null, RowFactors = factors, Order = order, Table = Again(_context.Table), Overall = Again(_context.Overall) });
    });

    /// <summary>A figure in each replicate; null where it has none there.</summary>
    /// <param name="disparity">Id of the disparity.</param>
    /// <param name="first">A group that is large enough to be compared.</param>
    /// <param name="second">Another one, or −1.</param>
    public double?[] Of(string disparity, int first, int second)
    {
        var turned = second >= 0 && second < first;
        var at = _places[turned ? (second, first) : (first, second)];
        return [.. _figures[disparity].Select(r => double.IsNaN(r[at]) ? (double?)null : turned ? -r[at] : r[at])];
    }

    /// <summary>Clusters less strata of some groups.</summary>
    /// <param name="groups">The groups; −1 is none.</param>
    public int DegreesOfFreedom(params IEnumerable<int> groups)
    {
        var present = new bool[_design.Clusters];
        foreach (var g in groups.Where(g => g >= 0))
            for (var c = 0; c < present.Length; c++) present[c] |= _present[g][c];
        return _design.DegreesOfFreedom(present);
    }

    /// <summary>Rows of a group in one of its clusters, on average.</summary>
    /// <param name="group">Index of the group.</param>
    public double RowsPerCluster(int group) => _context.Table.Rows[group] / (double)Math.Max(1, _present[group].Count(c => c));

    /// <summary>
    /// A figure with the limits that the design asks for: its own, with its variance multiplied by the design factor and Student's t for the
    /// clusters there are, as for every other estimate (<see cref="DesignSampling"/>).
    /// </summary>
    /// <param name="own">The figure as if every row stood by itself.</param>
    /// <param name="disparity">Id of the disparity.</param>
    /// <param name="first">A group.</param>
    /// <param name="second">Another one, or −1.</param>
    public GapFigure.Known OverClusters(GapFigure.Known own, string disparity, int first, int second)
    {
        var degrees = DegreesOfFreedom(first, second);
        if (degrees < 1) return own with { WithoutInterval = DesignEffects.TooFewClusters };
        var replicates = Of(disparity, first, second);
        if (Array.Exists(replicates, r => r is null)) return own with { WithoutInterval = DesignEffects.NotInEveryReplicate };
        double[] changes = [.. replicates.Select(r => r!.Value - own.Value)];
        var (lower, upper) = own.Limits(1);
        var perCluster = Math.Max(RowsPerCluster(first), second < 0 ? 1 : RowsPerCluster(second));
        var variance = _design.Covariance(changes, changes);
        // What does not change in any replicate is no more certain than one row of each cluster would make it.
        var factor = DesignSampling.FactorOf(variance > 1e-24 ? (upper - lower) / 2 : 0, variance, perCluster);
        double Reach(double z) => Math.Min(Farthest, CriticalValue.Student(Math.Min(z, ClusteredContrast.LargestCritical), degrees) * Math.Sqrt(factor));
        return own with
        {
            Method = Phrase.Of($"{own.Method}, clusters: jackknife"), Limits = z => own.Limits(Reach(z)),
            PValue = own.PValue is null ? null : Contrast.InvertedTest(0, z => own.Limits(Reach(z)), ClusteredContrast.LargestCritical),
            Grown = own.Grown is null ? null : (one, other, z) => own.Grown(one, other, Reach(z)),
            ExpectedUnderEquality = null,
        };
    }
}
