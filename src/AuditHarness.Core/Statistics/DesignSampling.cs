namespace AuditHarness.Statistics;

/// <summary>
/// An estimate of rows that come in clusters or strata: its own limits, with the number of patients divided by the design factor (the
/// variance over the clusters / the variance if every row stood by itself) and Student's t for the few clusters there are.
/// Korn, Graubard (1998), Surv. Methodol. 24:193–201, for proportions; the same for any other estimate.
/// </summary>
public sealed class DesignSampling : Sampling
{
    private readonly Sampling _inner;
    private readonly Sampling _scaled;
    private readonly double _factor;

    /// <summary>An estimate and what its design does to it.</summary>
    /// <param name="inner">How it would vary if every row stood by itself.</param>
    /// <param name="factor">By how much its variance is larger (or smaller) than that; positive.</param>
    /// <param name="degreesOfFreedom">Clusters less strata; at least 1.</param>
    /// <param name="design">The design.</param>
    /// <param name="changes">By how much the estimate changes in each replicate.</param>
    public DesignSampling(Sampling inner, double factor, int degreesOfFreedom, ReplicateDesign design, IReadOnlyList<double> changes)
    {
        (_inner, _factor, DegreesOfFreedom, Design, Changes) = (inner, factor, degreesOfFreedom, design, changes);
        _scaled = inner.Inflated(factor);
    }

    // No design is so much better than patients drawn one by one; a smaller factor is chance.
    private const double SmallestFactor = 0.1;

    /// <summary>An estimate and the same in every replicate of a design; null where it has no value in one of them.</summary>
    /// <param name="inner">How it would vary if every row stood by itself.</param>
    /// <param name="value">The estimate.</param>
    /// <param name="replicates">The same in each replicate; null where it has none.</param>
    /// <param name="degreesOfFreedom">Clusters less strata of the rows it is about; at least 1.</param>
    /// <param name="perCluster">Rows of a cluster: the factor of a share of 0 or 1, which does not change in any replicate, as if all rows of a cluster were one.</param>
    /// <param name="design">The design.</param>
    public static DesignSampling? Of(Sampling inner, double value, IReadOnlyList<double?> replicates, int degreesOfFreedom, double perCluster, ReplicateDesign design)
    {
        var changes = new double[replicates.Count];
        for (var r = 0; r < changes.Length; r++)
        {
            if (replicates[r] is not { } again || !double.IsFinite(again)) return null;
            changes[r] = again - value;
        }
        return new(inner, FactorOf(inner.StandardError, design.Covariance(changes, changes), perCluster), degreesOfFreedom, design, changes);
    }

    /// <summary>By how much clusters make a variance larger.</summary>
    /// <param name="error">Standard error if every row stood by itself; 0 for a figure that shows no variation.</param>
    /// <param name="variance">The variance over the clusters.</param>
    /// <param name="perCluster">Rows of a cluster.</param>
    public static double FactorOf(double error, double variance, double perCluster) =>
        error > 0 ? Math.Max(SmallestFactor, variance / (error * error)) : Math.Max(1, perCluster);

    /// <summary>How it would vary if every row stood by itself.</summary>
    public Sampling Inner => _inner;

    /// <summary>By how much its variance is larger (or smaller) than that.</summary>
    public double Factor => _factor;

    /// <summary>Clusters less strata.</summary>
    public int DegreesOfFreedom { get; }

    /// <summary>The design.</summary>
    public ReplicateDesign Design { get; }

    /// <summary>By how much the estimate changes in each replicate.</summary>
    public IReadOnlyList<double> Changes { get; }

    /// <inheritdoc/>
    public override bool IsSimulated => _inner.IsSimulated;

    /// <inheritdoc/>
    public override Phrase Method => Phrase.Of($"{_inner.Method}, clusters: jackknife");

    /// <summary>The jackknife's: the factor is its variance over the square of the estimate's own standard error.</summary>
    public override double StandardError => _inner.StandardError * Math.Sqrt(_factor);

    /// <inheritdoc/>
    public override Sampling Scaled(double factor) => new DesignSampling(_inner.Scaled(factor), _factor, DegreesOfFreedom, Design, Changes);

    /// <inheritdoc/>
    public override (double Lower, double Upper) Limits(double z) => _scaled.Limits(CriticalValue.Student(z, DegreesOfFreedom));

    /// <summary>
    /// How two estimates vary together, in [−1, 1]: clusters that hold patients of both groups make what is good or bad in one so in the
    /// other. 0 for estimates without a common design, and where one does not change.
    /// </summary>
    public static double Correlation(Sampling first, Sampling second)
    {
        if (first is not DesignSampling a || second is not DesignSampling b || !ReferenceEquals(a.Design, b.Design)) return 0;
        var product = a.Design.Covariance(a.Changes, a.Changes) * b.Design.Covariance(b.Changes, b.Changes);
        return product > 0 ? Math.Clamp(a.Design.Covariance(a.Changes, b.Changes) / Math.Sqrt(product), -1, 1) : 0;
    }
}
