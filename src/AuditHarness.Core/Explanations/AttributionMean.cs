using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Explanations;

/// <summary>A mean over the explained rows of a group.</summary>
/// <param name="Value">The mean.</param>
/// <param name="Error">Its standard error; NaN for fewer than 2 (effective) rows.</param>
/// <param name="Size">Effective number of rows.</param>
/// <param name="Rows">Number of rows.</param>
internal readonly record struct AttributionMean(double Value, double Error, double Size, int Rows)
{
    /// <summary>Why the mean has no interval; null when it has one.</summary>
    public Phrase? WhyNoInterval =>
        !(Size >= 2) ? Phrase.Of($"fewer than 2 (effective) patients: no variance") : Value - Error == Value ? Phrase.Of($"no variation between patients") : null;

    /// <summary>The mean with Student's limits, or why there are none.</summary>
    public Estimate ToEstimate(Phrase method, double min = double.NegativeInfinity, double max = double.PositiveInfinity) =>
        WhyNoInterval is { } why ? new Estimate.Known(Value, null, Rows, why) : new Estimate.Known(Value, Sampling(method, min, max), Rows);

    /// <summary>How the mean varies; also for one without variation, to be compared with another.</summary>
    public NormalSampling Sampling(Phrase method, double min = double.NegativeInfinity, double max = double.PositiveInfinity) =>
        new(method, Value, Error, Size, student: true, min, max);
}
