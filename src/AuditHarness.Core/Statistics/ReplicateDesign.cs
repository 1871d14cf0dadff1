namespace AuditHarness.Statistics;

/// <summary>
/// How a sample of clusters, within strata or not, would have come out otherwise: replicates in which some clusters are left out and
/// the others of their stratum stand in for them. A figure computed in every replicate tells how it varies, whatever its formula.
/// </summary>
/// <remarks>
/// With few clusters each is left out in turn (JKn: Wolter 2007, Introduction to Variance Estimation, chapter 4; Rust, Rao 1996,
/// Stat. Methods Med. Res. 5:283–310). With more than <see cref="MostReplicates"/>, random groups of clusters are: the delete-a-group
/// jackknife, extended to strata with fewer clusters than groups (Kott 2001, J. Off. Stat. 17:521–526). Clusters count as drawn with
/// replacement, which never makes a variance too small. A stratum of a single cluster shows no variance of its own: such strata are
/// put together (collapsed), and a single one joins the smallest other.
/// </remarks>
public sealed class ReplicateDesign
{
    /// <summary>With more clusters than this they are left out in this many groups.</summary>
    public const int MostReplicates = 100;

    private readonly int[] _stratumOf;
    private readonly int[] _groupOf;
    private readonly int[] _clustersIn;
    private readonly int[][]? _groupsIn;

    /// <summary>A design.</summary>
    /// <param name="clusters">For each row the number of its cluster, from 0 without a gap.</param>
    /// <param name="strata">For each row the number of its stratum, from 0 without a gap; null for a single one. A cluster lies in one.</param>
    /// <param name="seed">Seed of the random groups; without meaning where each cluster is left out by itself.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a cluster lies in two strata.</exception>
    public ReplicateDesign(int[] clusters, int[]? strata, Seed seed)
    {
        if (strata is not null && strata.Length != clusters.Length) throw new ArgumentException("Clusters and strata differ in length.", nameof(strata));
        RowClusters = clusters;
        Clusters = clusters.Length == 0 ? 0 : clusters.Max() + 1;
        _stratumOf = new int[Clusters];
        Array.Fill(_stratumOf, -1);
        for (var i = 0; i < clusters.Length; i++)
        {
            ref var stratum = ref _stratumOf[clusters[i]];
            if (stratum >= 0 && stratum != (strata?[i] ?? 0)) throw new ArgumentException("A cluster lies in two strata.", nameof(strata));
            stratum = strata?[i] ?? 0;
        }
        (Collapsed, Strata) = Collapse(_stratumOf);
        _clustersIn = new int[Strata];
        foreach (var stratum in _stratumOf) _clustersIn[stratum]++;
        IsGrouped = Clusters > MostReplicates;
        Replicates = IsGrouped ? MostReplicates : Clusters;
        _groupOf = IsGrouped ? Groups(_stratumOf, seed) : [.. Enumerable.Range(0, Clusters)];
        if (!IsGrouped) return;
        _groupsIn = [.. Enumerable.Range(0, Strata).Select(_ => new int[Replicates])];
        for (var c = 0; c < Clusters; c++) _groupsIn[_stratumOf[c]][_groupOf[c]]++;
    }

    /// <summary>For each row the number of its cluster.</summary>
    public IReadOnlyList<int> RowClusters { get; }

    /// <summary>How many clusters there are.</summary>
    public int Clusters { get; }

    /// <summary>How many strata there are, after those of a single cluster were put together.</summary>
    public int Strata { get; }

    /// <summary>How many strata have a single cluster and were put together with others.</summary>
    public int Collapsed { get; }

    /// <summary>How many replicates there are.</summary>
    public int Replicates { get; }

    /// <summary>True when clusters are left out in random groups.</summary>
    public bool IsGrouped { get; }

    /// <summary>By what the weight of a cluster's rows is multiplied in a replicate; 0 leaves them out.</summary>
    /// <param name="replicate">From 0.</param>
    /// <param name="cluster">From 0.</param>
    public double Factor(int replicate, int cluster)
    {
        var stratum = _stratumOf[cluster];
        double n = _clustersIn[stratum];
        var left = _groupOf[cluster] == replicate;
        if (!IsGrouped) return left ? 0 : _stratumOf[replicate] == stratum ? n / (n - 1) : 1;
        var out_ = _groupsIn![stratum][replicate];
        if (n >= Replicates) return left ? 0 : n / (n - out_);
        if (out_ == 0) return 1;
        // So that the squared changes of a total sum to its variance within the stratum.
        var z = Math.Sqrt(Replicates / ((Replicates - 1) * n * (n - 1)));
        return left ? 1 - ((n - 1) * z) : 1 + z;
    }

    /// <summary>By what the weight of each row is multiplied in a replicate.</summary>
    /// <param name="replicate">From 0.</param>
    public double[] RowFactors(int replicate)
    {
        var clusters = new double[Clusters];
        for (var c = 0; c < clusters.Length; c++) clusters[c] = Factor(replicate, c);
        // A common factor of all that stay changes nothing, and equal weights stay none.
        if (Strata == 1 && !IsGrouped) clusters = Array.ConvertAll(clusters, f => f > 0 ? 1.0 : 0);
        var rows = new double[RowClusters.Count];
        for (var i = 0; i < rows.Length; i++) rows[i] = clusters[RowClusters[i]];
        return rows;
    }

    /// <summary>For each cluster whether one of some rows is in it.</summary>
    /// <param name="rows">Whether a row counts.</param>
    public bool[] ClustersOf(Func<int, bool> rows)
    {
        var present = new bool[Clusters];
        for (var i = 0; i < RowClusters.Count; i++)
            if (rows(i)) present[RowClusters[i]] = true;
        return present;
    }

    /// <summary>How a figure varies over the clusters; null, with no interval, where it has no value in some replicate or too few clusters.</summary>
    /// <param name="value">The figure.</param>
    /// <param name="replicates">The same figure in each replicate; null where it has none.</param>
    /// <param name="degreesOfFreedom">Clusters less strata of the rows it is about.</param>
    /// <param name="min">Smallest possible value.</param>
    /// <param name="max">Largest possible value.</param>
    public Sampling? Jackknife(double value, IReadOnlyList<double?> replicates, int degreesOfFreedom, double min, double max)
    {
        if (degreesOfFreedom < 1 || replicates.Any(r => r is null)) return null;
        double[] changes = [.. replicates.Select(r => r!.Value - value)];
        var variance = Covariance(changes, changes);
        return variance > 1e-24
            ? new NormalSampling(Phrase.Of($"clusters: jackknife, Student t"), value, Math.Sqrt(variance), degreesOfFreedom + 1, student: true, min, max) : null;
    }

    /// <summary>Σ over the replicates of how two figures change together: the covariance of the two, or a figure's variance with itself.</summary>
    /// <param name="first">Change of one figure in each replicate.</param>
    /// <param name="second">Change of the other.</param>
    public double Covariance(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        var sum = 0.0;
        for (var r = 0; r < Replicates; r++) sum += Coefficient(r) * first[r] * second[r];
        return sum;
    }

    /// <summary>Degrees of freedom of a figure about some of the rows: their clusters less their strata; of random groups at most one less than those.</summary>
    /// <param name="present">For each cluster whether one of the rows is in it.</param>
    public int DegreesOfFreedom(IReadOnlyList<bool> present)
    {
        var strata = new HashSet<int>();
        var clusters = 0;
        for (var c = 0; c < Clusters; c++)
        {
            if (!present[c]) continue;
            clusters++;
            strata.Add(_stratumOf[c]);
        }
        return IsGrouped ? Math.Min(Replicates - 1, clusters - strata.Count) : clusters - strata.Count;
    }

    /// <summary>What the squared change in a replicate counts in a variance.</summary>
    /// <param name="replicate">From 0.</param>
    public double Coefficient(int replicate)
    {
        double n = IsGrouped ? Replicates : _clustersIn[_stratumOf[replicate]];
        return (n - 1) / n;
    }

    // Strata numbered anew, without gaps, those of a single cluster put together.
    private static (int Collapsed, int Strata) Collapse(int[] stratumOf)
    {
        var sizes = stratumOf.GroupBy(s => s).ToDictionary(g => g.Key, g => g.Count());
        var single = sizes.Where(s => s.Value == 1).Select(s => s.Key).Order().ToArray();
        if (single.Length > 0)
        {
            var others = sizes.Where(s => s.Value > 1).OrderBy(s => s.Value).ThenBy(s => s.Key).Select(s => s.Key).ToArray();
            var target = single.Length == 1 && others.Length > 0 ? others[0] : single[0];
            for (var c = 0; c < stratumOf.Length; c++)
                if (Array.BinarySearch(single, stratumOf[c]) >= 0) stratumOf[c] = target;
        }
        var numbers = new Dictionary<int, int>();
        for (var c = 0; c < stratumOf.Length; c++)
        {
            numbers.TryAdd(stratumOf[c], numbers.Count);
            stratumOf[c] = numbers[stratumOf[c]];
        }
        return (single.Length, numbers.Count);
    }

    // Stratum by stratum in random order, dealt out one after the other: groups of equal size, and in each stratum as equal as can be.
    private static int[] Groups(int[] stratumOf, Seed seed)
    {
        var random = seed.Generator();
        var keys = Array.ConvertAll(stratumOf, _ => random.NextUniform());
        var groups = new int[stratumOf.Length];
        var dealt = 0;
        foreach (var c in Enumerable.Range(0, stratumOf.Length).OrderBy(c => stratumOf[c]).ThenBy(c => keys[c])) groups[c] = dealt++ % MostReplicates;
        return groups;
    }
}
