using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>How far two tables are apart in one column or pair.</summary>
/// <param name="Distance">The distance, not negative; NaN with <paramref name="Reason"/>.</param>
/// <param name="Noise">Mean distance of two samples of this size from one population.</param>
/// <param name="Rows">Rows of the smaller of the two that have a value.</param>
/// <param name="Reason">Why there is no distance, or null.</param>
internal readonly record struct PartDistance(double Distance, double Noise, int Rows, Phrase? Reason)
{
    /// <summary>Standard error that no row's influence shows, taken as moving all parts together.</summary>
    public double Extra { get; init; }

    /// <summary>True where it is the group's training records that have nothing to compare: then this is no part of the group, however records are made up.</summary>
    public bool IsNone { get; init; }

    /// <summary>No distance.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="inTrain">Whether the training records alone are the reason.</param>
    public static PartDistance None(Phrase reason, bool inTrain = false) => new(double.NaN, 0, 0, reason) { IsNone = inTrain || reason == Because.NoTrainValue };

    /// <summary>Why there is none when a table has no value; null when both have.</summary>
    /// <param name="counts">Rows with a value.</param>
    public static Phrase? Empty(CellCounts counts) =>
        counts.TrainRows == 0 ? Because.NoTrainValue : counts.SyntheticRows == 0 ? Because.NoSyntheticValue : null;
}

/// <summary>A column or pair that is compared by itself.</summary>
/// <param name="Subject">Its name.</param>
/// <param name="Measure">Compares it within a group, and sets what each row adds to the distance.</param>
internal sealed record ComparedPart(string Subject, Func<RowInfluences, PartDistance> Measure);

/// <summary>Figures of columns or pairs, and their mean as that of the records as a whole.</summary>
internal static class PartFigures
{
    /// <summary>How limits are made, in the words of a catalog.</summary>
    public const string Interval =
        "delta method on what each patient adds (both tables as samples); on the side of no difference further by the mean distance of two samples of this size from one population";

    private static readonly Phrase Method = Phrase.Of($"delta method, extended by the noise of a distance");

    /// <summary>
    /// For each group the figures of its parts, then their mean: of all that the group's training records have, and unknown where one of these
    /// cannot be compared. A column without a made-up value must not make the records as a whole look better.
    /// </summary>
    /// <param name="evidence">The records.</param>
    /// <param name="info">What is measured; its value is the distance, or 1 less it where the ideal is 1.</param>
    /// <param name="parts">What is compared.</param>
    /// <param name="uncertain">Why no figure has an interval, for what says that it never has one.</param>
    public static IEnumerable<RecordFigure> Measure(RecordEvidence evidence, MetricInfo info, IReadOnlyList<ComparedPart> parts, Phrase? uncertain = null)
    {
        var figures = new List<RecordFigure>[evidence.Groups.Count];
        Parallel.For(
            0, figures.Length, new() { MaxDegreeOfParallelism = evidence.Options.Workers, CancellationToken = evidence.Options.Stop },
            g => figures[g] = OfGroup(evidence, info, parts, evidence.Groups[g], uncertain));
        return figures.SelectMany(f => f);
    }

    private static List<RecordFigure> OfGroup(RecordEvidence evidence, MetricInfo info, IReadOnlyList<ComparedPart> parts, RecordGroup group, Phrase? uncertain)
    {
        var figures = new List<RecordFigure>(parts.Count + 1);
        void Add(string? subject, Estimate estimate) => figures.Add(new(info.Id, subject, group.Subgroup, estimate));
        if (Because.Nobody(group) is { } nobody)
        {
            Add(null, new Estimate.Undefined(nobody));
            return figures;
        }
        var influences = new RowInfluences(evidence, group);
        var (distance, noise, extra, known, fewest) = (0.0, 0.0, 0.0, 0, int.MaxValue);
        List<Phrase> missing = [];
        foreach (var part in parts)
        {
            evidence.Options.Stop.ThrowIfCancellationRequested();
            var apart = part.Measure(influences);
            var error = double.Hypot(influences.StandardError, apart.Extra);
            if ((apart.Reason ?? (double.IsFinite(apart.Distance + error + apart.Noise) ? null : Because.TooLarge)) is { } reason)
            {
                Add(part.Subject, new Estimate.Undefined(reason));
                influences.Drop();
                if (!apart.IsNone) missing.Add(reason);
                continue;
            }
            Add(part.Subject, Estimated(info, apart.Distance, error, apart.Noise, apart.Rows, apart.Rows, uncertain));
            influences.Take();
            (distance, noise, extra) = (distance + apart.Distance, noise + apart.Noise, extra + apart.Extra);
            (known, fewest) = (known + 1, Math.Min(fewest, apart.Rows));
        }
        Add(null, missing.Count > 0 ? new Estimate.Undefined(Because.Missing(missing, known + missing.Count))
            : known == 0 ? new Estimate.Undefined(Because.NoPart)
            : Estimated(
                info, distance / known, double.Hypot(influences.TotalError, extra) / known, noise / known,
                Math.Min(group.Train.Length, group.Synthetic.Length), fewest, uncertain));
        return figures;
    }

    /// <summary>How many rows a patient has, in the table where it is most: at worst they say no more than one. 1 where a row is a patient.</summary>
    /// <param name="evidence">The records.</param>
    /// <param name="group">The group; somebody is in both of its tables.</param>
    public static double RowsPerPatient(RecordEvidence evidence, RecordGroup group) => evidence.Roles.Patient is null ? 1 : Math.Max(
        group.Train.Length / (double)RecordUnits.Of(evidence.Train, group.Train, evidence.Roles).Count,
        group.Synthetic.Length / (double)RecordUnits.Of(evidence.Synthetic, group.Synthetic, evidence.Roles).Count);

    /// <summary>A distance as the figure of a catalog.</summary>
    /// <param name="info">What is measured; its value is the distance, or 1 less it where the ideal is 1.</param>
    /// <param name="distance">The distance.</param>
    /// <param name="error">Its standard error.</param>
    /// <param name="noise">Mean distance of two samples of this size from one population.</param>
    /// <param name="denominator">Rows that it rests on.</param>
    /// <param name="fewest">Rows of the smallest table or column; below 2 there is no variance.</param>
    /// <param name="uncertain">Why there is no interval, or null.</param>
    public static Estimate Estimated(MetricInfo info, double distance, double error, double noise, int denominator, int fewest, Phrase? uncertain = null)
    {
        var isComplement = info.Ideal == 1;
        // A sum of shares may pass 1 by its rounding.
        var value = Math.Clamp(isComplement ? 1 - distance : distance, info.Min, info.Max);
        if (uncertain is not null) return new Estimate.Known(value, null, denominator, uncertain);
        if (fewest < 2) return new Estimate.Known(value, null, denominator, Because.TooFew);
        return error > 1e-12 * Math.Max(1, distance)
            ? new Estimate.Known(value, new DistanceSampling(Method, value, error, noise, isComplement, info.Min, info.Max), denominator)
            : new Estimate.Known(value, null, denominator, Because.NoVariation);
    }
}
