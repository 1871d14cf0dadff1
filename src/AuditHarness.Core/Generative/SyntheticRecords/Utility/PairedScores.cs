using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Metrics.Discrimination;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Utility;

/// <summary>Outcomes of some patients and the scores that two classifiers give them.</summary>
/// <param name="First">Scores of one.</param>
/// <param name="Second">Scores of the other.</param>
/// <param name="Labels">1 for an event, else 0.</param>
/// <param name="Threshold">Flagged when at or above.</param>
internal sealed record PairedScores(double[] First, double[] Second, byte[] Labels, double Threshold)
{
    private static readonly Phrase Same = Phrase.Of($"both classifiers judge these patients alike: no variance");
    private static readonly Phrase TooFew = Phrase.Of($"fewer than 2 patients with or without the event");

    /// <summary>Patients with the event.</summary>
    public int Events { get; } = Labels.Count(l => l == 1);

    /// <summary>Patients of the rarer outcome.</summary>
    public int Rarer => Math.Min(Events, Labels.Length - Events);

    /// <summary>Area under the first one's ROC curve.</summary>
    public static Estimate Area(double[] scores, byte[] labels) => labels.Length == 0 ? new Estimate.Undefined(RecordShares.NoRecord)
        : new AreaUnderRoc().Measure(new SubgroupEvidence(Subgroup.Overall, new ScoreOrder(scores, labels, null).Split(GroupIndex.Overall(scores.Length))[0], 0.5, false));

    /// <summary>Mean squared distance of scores from outcomes.</summary>
    public static Estimate Brier(double[] scores, byte[] labels) => labels.Length == 0 ? new Estimate.Undefined(RecordShares.NoRecord)
        : Distances.DistanceFigures.Mean([.. scores.Zip(labels, (s, l) => (s - l) * (s - l))], 0, 1);

    /// <summary>Share of patients with the event who are flagged.</summary>
    public Estimate Sensitivity(double[] scores) => RightlyJudged(scores, 1);

    /// <summary>Share of patients without the event who are not flagged.</summary>
    public Estimate Specificity(double[] scores) => RightlyJudged(scores, 0);

    private Estimate RightlyJudged(double[] scores, byte label) => RecordShares.Of(
        Labels.Zip(scores).Count(p => p.First == label && p.Second >= Threshold == (label == 1)), Labels.Count(l => l == label), 1, None(label), ProportionMethod.Wilson);

    private static Phrase None(byte label) => label == 1 ? Phrase.Of($"no record of the group has the event") : Phrase.Of($"every record of the group has the event");

    /// <summary>First area less the second: paired DeLong.</summary>
    public Estimate AreaDifference => PairedAreas.Of(First, Second, Labels) is { } areas
        ? new Estimate.Known(Math.Abs(areas.Difference) < 1e-12 ? 0 : areas.Difference, areas.Sampling, Rarer, areas.Sampling is null ? Same : null)
        : new Estimate.Undefined(TooFew);

    /// <summary>First Brier score less the second: mean of paired differences.</summary>
    public Estimate BrierDifference
    {
        get
        {
            if (Labels.Length == 0) return new Estimate.Undefined(RecordShares.NoRecord);
            double[] each = [.. Labels.Select((l, i) => ((First[i] - l) * (First[i] - l)) - ((Second[i] - l) * (Second[i] - l)))];
            var mean = Math.Clamp(each.Average(), -1, 1);
            var error = each.Length < 2 ? 0 : Math.Sqrt(each.Sum(d => (d - mean) * (d - mean)) / (each.Length - 1) / each.Length);
            return error > 1e-12
                ? new Estimate.Known(mean, new NormalSampling(Phrase.Of($"mean of paired differences, Student t"), mean, error, each.Length, true, -1, 1), each.Length)
                : new Estimate.Known(mean, null, each.Length, Same);
        }
    }

    /// <summary>First sensitivity less the second; its error with half a patient more in each cell, Agresti, Min (2005), Stat. Med. 24:729–740.</summary>
    public Estimate SensitivityDifference => RateDifference(1);

    /// <summary>First specificity less the second, likewise.</summary>
    public Estimate SpecificityDifference => RateDifference(0);

    private Estimate RateDifference(byte label)
    {
        var patients = Labels.Count(l => l == label);
        if (patients == 0) return new Estimate.Undefined(None(label));
        var (gained, lost) = (0, 0);
        for (var i = 0; i < Labels.Length; i++)
        {
            if (Labels[i] != label || First[i] >= Threshold == Second[i] >= Threshold) continue;
            if (First[i] >= Threshold == (label == 1)) gained++;
            else lost++;
        }
        double n = patients + 2, b = gained + 0.5, c = lost + 0.5, value = (gained - lost) / (double)patients;
        var error = Math.Sqrt(b + c - ((b - c) * (b - c) / n)) / n;
        return new Estimate.Known(value, new NormalSampling(Phrase.Of($"paired difference, Agresti–Min"), value, error, min: -1, max: 1), patients);
    }

    /// <summary>How a difference of a group and that of everybody else differ; both normal, of different patients.</summary>
    /// <param name="own">The difference within the group.</param>
    /// <param name="others">That of everybody else.</param>
    public static Estimate Change(Estimate own, Estimate others)
    {
        if (own is not Estimate.Known a) return own;
        if (others is not Estimate.Known b) return new Estimate.Undefined(Phrase.Of($"of everybody outside the group: {((Estimate.Undefined)others).Reason}"));
        var (value, denominator) = (Math.Clamp(a.Value - b.Value, -2, 2), Math.Min(a.Denominator, b.Denominator));
        // What does not vary in one sample is not known without error: half an interval would look like a whole one.
        if (a.Sampling is null) return new Estimate.Known(value, null, denominator, a.Reason);
        if (b.Sampling is null) return new Estimate.Known(value, null, denominator, Phrase.Of($"of everybody outside the group: {b.Reason}"));
        var error = double.Hypot(a.Sampling.StandardError, b.Sampling.StandardError);
        return new Estimate.Known(value, new NormalSampling(Phrase.Of($"normal, group and others apart"), value, error, min: -2, max: 2), denominator);
    }
}
