namespace AuditHarness.Metrics;

/// <summary>A metric describes itself, then computes; it does nothing else. A new one is one file and one line in the catalog.</summary>
public interface IMetric
{
    /// <summary>What it is.</summary>
    MetricInfo Info { get; }

    /// <summary>The estimate for a subgroup; undefined with a reason, never NaN.</summary>
    /// <param name="evidence">What is known of the subgroup.</param>
    Estimate Measure(SubgroupEvidence evidence);
}
