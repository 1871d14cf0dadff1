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
    public sealed record Known(double Value, Sampling? Sampling, int Denominator, Phrase? Reason = null) : Estimate
    {
        /// <summary>Decisions at another threshold than the audit's that the figure gives away, or null: under profile public it is hidden where one of their counts is small.</summary>
        public ConfusionCounts? Tells { get; init; }

        /// <summary>Weight of the patients that the figure is a share of or an average over, or null for all patients of the group.</summary>
        public double? Weight { get; init; }
    }

    /// <summary>No figure can be given.</summary>
    /// <param name="Reason">Why, such as "no patient with an event".</param>
    public sealed record Undefined(Phrase Reason) : Estimate;

    /// <summary>A share of patients; its interval, as the plan asks, is on the effective size of the denominator for this share.</summary>
    /// <param name="evidence">Whose patients they are.</param>
    /// <param name="numerator">Patients that count.</param>
    /// <param name="denominator">Patients of whom they are a share.</param>
    /// <param name="empty">Why it is undefined when the denominator is empty.</param>
    public static Estimate Share(SubgroupEvidence evidence, Tally numerator, Tally denominator, Phrase empty)
    {
        if (denominator.Rows == 0) return new Undefined(empty);
        return Of(evidence.Share(numerator, denominator), denominator);
    }

    /// <summary>A share of patients of whom there are some.</summary>
    /// <param name="share">The share and how it varies.</param>
    /// <param name="denominator">Patients of whom it is one.</param>
    internal static Known Of(ProportionSampling share, Tally denominator) => new(share.Proportion, share, denominator.Rows) { Weight = denominator.Weight };

    /// <summary>Reasons that several metrics share.</summary>
    internal static class Because
    {
        public static readonly Phrase NoPatients = Phrase.Of($"no patient");
        public static readonly Phrase NoEvents = Phrase.Of($"no patient with an event");
        public static readonly Phrase NoNonEvents = Phrase.Of($"no patient without an event");
        public static readonly Phrase NoneFlagged = Phrase.Of($"no patient is flagged at the threshold");
        public static readonly Phrase AllFlagged = Phrase.Of($"every patient is flagged at the threshold");
        public static readonly Phrase OneClass = Phrase.Of($"all patients have the same outcome");
        public static readonly Phrase TooFew = Phrase.Of($"fewer than 2 (effective) patients with or without an event: no variance");
    }
}
