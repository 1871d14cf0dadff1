using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Cohorts;

/// <summary>
/// The evaluation data with the score the model gave to each patient: columns of equal length, one entry per row,
/// already validated (every score in [0, 1], every weight positive and finite, no row twice).
/// </summary>
public sealed class ScoredCohort
{
    /// <summary>Observed outcome: 1 for an event, 0 otherwise.</summary>
    public required byte[] Labels { get; init; }

    /// <summary>Predicted risk of the event, in [0, 1].</summary>
    public required double[] Scores { get; init; }

    /// <summary>Sampling weights, positive and finite; null when every row counts once.</summary>
    public double[]? Weights { get; init; }

    /// <summary>
    /// For each row the number of its cluster (a patient with several rows, a site, a primary sampling unit), from 0; null when every row
    /// stands by itself. Rows of a cluster are not independent, and every interval takes account of that.
    /// </summary>
    public int[]? Clusters { get; init; }

    /// <summary>For each row the number of its survey stratum, from 0; null without strata. A cluster lies in one stratum: the same number in two strata is two clusters.</summary>
    public int[]? Strata { get; init; }

    /// <summary>The columns within whose levels groups are compared too, in plan order; empty when none is declared.</summary>
    public IReadOnlyList<AttributeColumn> ParityStrata { get; init; } = [];

    /// <summary>The covariates by which groups are standardized, in plan order; empty when none is declared.</summary>
    public IReadOnlyList<AttributeColumn> CaseMix { get; init; } = [];

    /// <summary>Follow-up time in the unit of the data, not negative; null when the plan names no time column.</summary>
    public double[]? FollowUp { get; init; }

    /// <summary>The protected attributes, in plan order.</summary>
    public required IReadOnlyList<AttributeColumn> Attributes { get; init; }

    /// <summary>What the model was given of each row; null when the scores came from a file.</summary>
    public FeatureTable? Features { get; init; }

    /// <summary>Where the rows came from.</summary>
    public required CohortFlow Flow { get; init; }

    /// <summary>Rows set aside by the declared split, on which a threshold rule is fixed; null without one.</summary>
    public ThresholdSample? Calibration { get; init; }

    /// <summary>Why what counts independent rows, such as a test, cannot be given; null when every row stands by itself.</summary>
    internal Phrase? WhyNotIndependent => Clusters is not null ? Phrase.Of($"rows of a cluster are not independent")
        : Strata is not null ? Phrase.Of($"patients drawn within strata are no simple random sample") : null;

    /// <summary>The design by which clusters and strata make figures vary; null when every row stands by itself.</summary>
    /// <param name="seed">Seed of the audit.</param>
    public ReplicateDesign? Design(Seed seed) => WhyNotIndependent is null ? null
        : new ReplicateDesign(Clusters ?? [.. Enumerable.Range(0, Count)], Strata, seed.For("design/groups"));

    /// <summary>Number of rows.</summary>
    public int Count => Labels.Length;
}

/// <summary>Scores and outcomes of the calibration split, which no measurement is about.</summary>
/// <param name="Scores">Predicted risk, in [0, 1].</param>
/// <param name="Labels">1 for an event, 0 otherwise; same length.</param>
/// <param name="Weights">Positive and finite; null when every row counts once.</param>
public sealed record ThresholdSample(double[] Scores, byte[] Labels, double[]? Weights);
