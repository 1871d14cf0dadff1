using System.Runtime.CompilerServices;
using AuditHarness.Metrics;

namespace AuditHarness.Disparity;

/// <summary>The rates of a group at one threshold.</summary>
/// <param name="Sensitivity">Share of those with the event who are flagged.</param>
/// <param name="FalsePositiveRate">Share of those without.</param>
/// <param name="Flagged">Share of all.</param>
internal readonly record struct OperatingRates(double Sensitivity, double FalsePositiveRate, double Flagged)
{
    /// <summary>One of them.</summary>
    public double Of(HeldRate held) => held == HeldRate.Sensitivity ? Sensitivity : FalsePositiveRate;

    /// <summary>The same rates of a group in which another share has the event.</summary>
    /// <param name="share">Of all patients.</param>
    public OperatingRates With(double share) => this with { Flagged = (share * Sensitivity) + ((1 - share) * FalsePositiveRate) };

    /// <summary>Those of a group; null when it has one class only.</summary>
    public static OperatingRates? At(RankedScores ranked, double threshold)
    {
        var c = ranked.At(threshold);
        return c.Events.Rows > 0 && c.NonEvents.Rows > 0
            ? new(c.TruePositives.Weight / c.Events.Weight, c.FalsePositives.Weight / c.NonEvents.Weight, c.Flagged.Weight / c.All.Weight) : null;
    }
}

/// <summary>The rate that is held at the reference's.</summary>
internal enum HeldRate
{
    /// <summary>Of those with the event.</summary>
    Sensitivity,
    /// <summary>Of those without.</summary>
    FalsePositiveRate,
}

/// <summary>The rates of a group over all thresholds: one point per distinct score, from nobody flagged to everybody.</summary>
internal interface IRateCurve
{
    /// <summary>At the threshold in force.</summary>
    OperatingRates InForce { get; }

    /// <summary>The last point at which a rate is below an aim and the first at which it is above; where points lie on the aim, the first and last of these.</summary>
    /// <param name="held">Which rate.</param>
    /// <param name="aim">In [0, 1].</param>
    (OperatingRates From, OperatingRates To) Around(HeldRate held, double aim);
}

/// <summary>The curve of a ranking, read from the top as far as is asked for.</summary>
internal sealed class RankedRates : IRateCurve
{
    private const double Exact = 1e-12;

    private readonly RankedScores _ranked;
    private readonly double _events, _nonEvents;

    private RankedRates(RankedScores ranked, OperatingRates inForce, double events, double nonEvents) =>
        (_ranked, InForce, _events, _nonEvents) = (ranked, inForce, events, nonEvents);

    /// <inheritdoc/>
    public OperatingRates InForce { get; }

    /// <summary>The curve; null when a class is missing.</summary>
    /// <param name="ranked">The group.</param>
    /// <param name="threshold">In force.</param>
    public static RankedRates? Of(RankedScores ranked, double threshold) => OperatingRates.At(ranked, threshold) is { } inForce
        ? new(ranked, inForce, ranked.Events.Sum().Weight, ranked.NonEvents.Sum().Weight) : null;

    /// <inheritdoc/>
    public (OperatingRates From, OperatingRates To) Around(HeldRate held, double aim) => Read(held, aim) is var (_, _, from, to) ? (from, to) : default;

    /// <summary>The same as numbers of scores that are flagged.</summary>
    /// <inheritdoc cref="Around"/>
    public (int Above, int Below) Points(HeldRate held, double aim) => Read(held, aim) is var (above, below, _, _) ? (above, below) : default;

    private (int Above, int Below, OperatingRates From, OperatingRates To) Read(HeldRate held, double aim)
    {
        // The rate that is held alone is formed at every score; the others where the reading ends.
        (double Tp, double Fp) before = default, here = default;
        var (with, without, k) = (_ranked.Events, _ranked.NonEvents, 0);
        while (k < _ranked.Count && Held() < aim - Exact) Next();
        if (Held() > aim + Exact || Held() < aim - Exact) return (k - 1, k, Rates(before), Rates(here));
        var (first, from) = (k, here);
        while (k < _ranked.Count && Held() <= aim + Exact) Next();
        return Held() > aim + Exact ? (first, k - 1, Rates(from), Rates(before)) : (first, k, Rates(from), Rates(here));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Next()
        {
            k++;
            (before, here) = (here, (here.Tp + with[^k].Weight, here.Fp + without[^k].Weight));
        }
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        double Held() => Math.Min(1, held == HeldRate.Sensitivity ? here.Tp / _events : here.Fp / _nonEvents);
        OperatingRates Rates((double Tp, double Fp) at) =>
            new(Math.Min(1, at.Tp / _events), Math.Min(1, at.Fp / _nonEvents), Math.Min(1, (at.Tp + at.Fp) / (_events + _nonEvents)));
    }
}
