using AuditHarness.Statistics;

namespace AuditHarness.Metrics;

/// <summary>What a metric says of a subgroup before anything is suppressed: a figure and how it varies, or why there is none.</summary>
public abstract record Estimate
{
    private Estimate() { }

    /// <summary>A figure.</summary>
    /// <param name="Value">Finite.</param>
    /// <param name="Sampling">How it varies, or null with <paramref name="Reason"/>.</param>
    /// <param name="Denominator">Rows that the figure is a share of or an average over; decides whether it may be shown.</param>
    /// <param name="Reason">Why there is no interval, or null.</param>
    public sealed record Known(double Value, Sampling? Sampling, int Denominator, string? Reason = null) : Estimate;

    /// <summary>No figure can be given.</summary>
    /// <param name="Reason">Why, such as "no patient with an event".</param>
    public sealed record Undefined(string Reason) : Estimate;

    /// <summary>A share of patients with Wilson's interval on the effective size of the denominator.</summary>
    /// <param name="numerator">Patients that count.</param>
    /// <param name="denominator">Patients of whom they are a share.</param>
    /// <param name="empty">Why it is undefined when the denominator is empty.</param>
    public static Estimate Share(Tally numerator, Tally denominator, string empty)
    {
        if (denominator.Rows == 0) return new Undefined(empty);
        // All of them is exactly 1, whatever the rounding of summed weights.
        var share = numerator.Rows == denominator.Rows ? 1 : Math.Min(1, numerator.Weight / denominator.Weight);
        return new Known(share, new ProportionSampling(share, denominator.EffectiveSize), denominator.Rows);
    }

    /// <summary>Reasons that several metrics share.</summary>
    internal static class Because
    {
        public const string NoPatients = "no patient";
        public const string NoEvents = "no patient with an event";
        public const string NoNonEvents = "no patient without an event";
        public const string NoneFlagged = "no patient is flagged at the threshold";
        public const string AllFlagged = "every patient is flagged at the threshold";
        public const string OneClass = "all patients have the same outcome";
        public const string TooFew = "fewer than 2 (effective) patients with or without an event: no variance";
    }
}
