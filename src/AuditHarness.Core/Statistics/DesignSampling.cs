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
