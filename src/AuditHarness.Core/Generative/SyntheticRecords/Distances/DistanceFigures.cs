using AuditHarness.Audits;
using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Distances;

/// <summary>How many records of each kind a figure needs, of all and of its group.</summary>
/// <param name="Train">Training records.</param>
/// <param name="Holdout">Held-out records.</param>
/// <param name="Synthetic">Made-up records.</param>
internal readonly record struct Needs(int Train = 0, int Holdout = 0, int Synthetic = 0);

/// <summary>What measures that rest on distances share: why there is no figure, and how a mean varies.</summary>
internal static class DistanceFigures
{
    /// <summary>What every figure says of its distances.</summary>
    public const string Convention =
        "Distance: mean over columns of |difference| / range in the training records, at most 1, or 0 and 1 for categories; two missing values 0, one 1; keys left out. " +
        "Where a patient has several rows, none is a neighbour of another within a table, and intervals rest on as many as there are patients.";

    /// <summary>The figures of all groups, one metric after the other.</summary>
    /// <param name="evidence">The records.</param>
    /// <param name="infos">The metrics.</param>
    /// <param name="all">What is needed of the tables.</param>
    /// <param name="own">What is needed of the group, for each metric.</param>
    /// <param name="of">The figure of a group, for each metric; called when all that is needed is there.</param>
    public static IEnumerable<RecordFigure> ByGroup(
        RecordEvidence evidence, IReadOnlyList<MetricInfo> infos, IReadOnlyList<Needs> all, IReadOnlyList<Needs> own, IReadOnlyList<Func<RecordGroup, Estimate>> of)
    {
        for (var m = 0; m < infos.Count; m++)
        {
            var lacking = Lacking(evidence, all[m]);
            foreach (var group in evidence.Groups)
            {
                evidence.Options.Stop.ThrowIfCancellationRequested();
                var why = lacking ?? Lacking(group, own[m]);
                yield return new(infos[m].Id, null, group.Subgroup, why is null ? ByPatient(evidence, group, own[m], of[m](group)) : new Estimate.Undefined(why));
            }
        }
    }

    // Rows of a patient are not independent: at worst they say no more than one, so that intervals rest on as many as there are patients.
    private static Estimate ByPatient(RecordEvidence evidence, RecordGroup group, Needs own, Estimate estimate)
    {
        if (evidence.Roles.Patient is null || estimate is not Estimate.Known { Sampling: not null } known) return estimate;
        double Share(RecordTable? table, int[] rows, int needed) =>
            needed == 0 || table is null ? 1 : RecordUnits.Of(table, rows, evidence.Roles).Count / (double)rows.Length;
        var share = Math.Min(
            Share(evidence.Train, group.Train, own.Train), Math.Min(Share(evidence.Holdout, group.Holdout, own.Holdout), Share(evidence.Synthetic, group.Synthetic, own.Synthetic)));
        return share == 1 ? known : Reduced(known, share);
    }

    /// <summary>The same figure from fewer independent records.</summary>
    /// <param name="known">The figure.</param>
    /// <param name="share">How many there are of each that was counted, in (0, 1].</param>
    public static Estimate.Known Reduced(Estimate.Known known, double share) =>
        known.Sampling is SkewedMeanSampling or NormalSampling { Size: not null } && known.Denominator * share < 2
            ? known with { Sampling = null, Reason = Phrase.Of($"fewer than 2 independent records: no variance") }
            : known with { Sampling = known.Sampling!.Scaled(share) };

    private static Phrase? Lacking(RecordEvidence evidence, Needs needs)
    {
        var compared = evidence.Train.Columns.Count(c => c is not RecordColumn.Key);
        if (compared == 0) return Phrase.Of($"no column whose values are compared");
        if (compared > RecordScale.MostColumns) return Phrase.Of($"more than {RecordScale.MostColumns:count} columns to compare");
        if (needs.Holdout > 0 && evidence.Holdout is null) return Phrase.Of($"no held-out records");
        // The training records say how distances are scaled.
        return Fewer(evidence.Train.Count, Math.Max(1, needs.Train), "training records")
            ?? Fewer(evidence.Holdout?.Count ?? 0, needs.Holdout, "held-out records")
            ?? Fewer(evidence.Synthetic.Count, needs.Synthetic, "made-up records");
    }

    private static Phrase? Lacking(RecordGroup group, Needs needs) =>
        Fewer(group.Train.Length, needs.Train, "training records of the group")
            ?? Fewer(group.Holdout.Length, needs.Holdout, "held-out records of the group")
            ?? Fewer(group.Synthetic.Length, needs.Synthetic, "made-up records of the group");

    private static Phrase? Fewer(int count, int needed, string what) =>
        count >= needed ? null : needed == 1 ? Phrase.Of($"no {what:term}") : Phrase.Of($"fewer than {needed:count} {what:term}");

    /// <summary>
    /// Number of independent records that would vary as much as records whose lot is that of their nearest neighbour, which they share with
    /// others: (Σ m)² / Σ m², m being the records that share one. Kish (1965), Survey Sampling, section 5.4, for clusters that are all alike within.
    /// </summary>
    /// <param name="nearest">For each record what tells its neighbour from others; at least one.</param>
    public static double EffectiveSize(IReadOnlyCollection<int> nearest)
    {
        var shared = new Dictionary<int, int>();
        foreach (var neighbour in nearest) shared[neighbour] = shared.GetValueOrDefault(neighbour) + 1;
        return (double)nearest.Count * nearest.Count / shared.Values.Sum(m => (double)m * m);
    }

    /// <summary>A share of independent records.</summary>
    /// <param name="counted">How many count; ties may count in part.</param>
    /// <param name="of">Of how many, positive.</param>
    /// <param name="effective">Number of independent ones that would vary as much; null for all.</param>
    /// <param name="method">How limits are made.</param>
    public static Estimate.Known Share(double counted, int of, double? effective = null, ProportionMethod method = ProportionMethod.Wilson) =>
        new(counted / of, new ProportionSampling(counted / of, effective ?? of, method), of);

    /// <summary>A mean over records of something that has a smallest and a largest possible value.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="min">The smallest possible.</param>
    /// <param name="max">The largest possible.</param>
    public static Estimate.Known Mean(double[] values, double min, double max)
    {
        var mean = Math.Clamp(values.Average(), min, max);
        var variance = values.Length < 2 ? 0 : values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1);
        if (Math.Sqrt(variance) > 1e-9 * (max - min))
            return new(mean, new SkewedMeanSampling(
                Phrase.Of($"mean, Student t and Hall"), mean, Math.Sqrt(variance / values.Length), values.Length,
                values.Average(v => Math.Pow((v - mean) / Math.Sqrt(variance), 3)), min, max), values.Length);
        // Values between two ends vary most when all lie at the ends, as shares do.
        var share = new ProportionSampling((mean - min) / (max - min), values.Length);
        return new(mean, new TransformedSampling(
            Phrase.Of($"Wilson, the widest for values between {min:exact} and {max:exact}"), share, share.StandardError * (max - min),
            p => min + (p * (max - min))), values.Length);
    }

    /// <summary>A mean over records of something without a largest value.</summary>
    /// <param name="values">At least one; not negative.</param>
    public static Estimate.Known Mean(double[] values)
    {
        var mean = values.Average();
        var variance = values.Length < 2 ? 0 : values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1);
        return Math.Sqrt(variance) <= 1e-9 * Math.Max(1, mean)
            ? new(mean, null, values.Length, Phrase.Of($"every record has the same value: no variance"))
            : new(mean, new SkewedMeanSampling(
                Phrase.Of($"mean, Student t and Hall"), mean, Math.Sqrt(variance / values.Length), values.Length,
                values.Average(v => Math.Pow((v - mean) / Math.Sqrt(variance), 3)), 0), values.Length);
    }
}
