using AuditHarness.Metrics;

namespace AuditHarness.Generative.SyntheticRecords.Utility;

/// <summary>
/// The equalized-odds gap of a group to everybody else, max(|difference of sensitivity|, |difference of the false positive rate|), of one
/// classifier less that of another.
/// </summary>
/// <remarks>Hardt, Price, Srebro (2016), NeurIPS 29:3315–3323.</remarks>
/// <param name="own">Scores of the group's patients.</param>
/// <param name="rest">Scores of everybody else.</param>
internal sealed class EqualizedOddsChange(PairedScores own, PairedScores rest)
{
    /// <summary>The change, in [−1, 1]; null when a patient of an outcome is missing in the group or in everybody else.</summary>
    /// <param name="ofOwn">How often each patient of the group counts; null for once.</param>
    /// <param name="ofRest">The same of everybody else.</param>
    public double? Value(Func<int, int>? ofOwn = null, Func<int, int>? ofRest = null)
    {
        var (a, b) = (Rates(own, ofOwn), Rates(rest, ofRest));
        return a is null || b is null ? null : Gap(a, b, 0) - Gap(a, b, 1);
    }

    /// <summary>Patients of the rarer outcome in the group.</summary>
    public int Rarer => own.Rarer;

    private static double Gap(double[,] a, double[,] b, int classifier) =>
        Math.Max(Math.Abs(a[classifier, 0] - b[classifier, 0]), Math.Abs(a[classifier, 1] - b[classifier, 1]));

    // For each classifier the shares of patients without and with the event that it flags.
    private static double[,]? Rates(PairedScores scores, Func<int, int>? times)
    {
        var (flagged, all) = (new double[2, 2], new double[2]);
        for (var i = 0; i < scores.Labels.Length; i++)
        {
            var (count, label) = (times?.Invoke(i) ?? 1, scores.Labels[i]);
            all[label] += count;
            if (scores.First[i] >= scores.Threshold) flagged[0, label] += count;
            if (scores.Second[i] >= scores.Threshold) flagged[1, label] += count;
        }
        if (all[0] == 0 || all[1] == 0) return null;
        for (var c = 0; c < 2; c++)
            for (var label = 0; label < 2; label++) flagged[c, label] /= all[label];
        return flagged;
    }

    /// <summary>The change with limits by drawing the patients scored anew.</summary>
    /// <param name="evidence">The records.</param>
    /// <param name="ownRows">Held-out rows of the group, in the order of its scores.</param>
    /// <param name="restRows">Those of everybody else.</param>
    /// <param name="limits">False for the value alone.</param>
    public Estimate Of(RecordEvidence evidence, int[] ownRows, int[] restRows, bool limits)
    {
        if (Value() is not { } value) return new Estimate.Undefined(Phrase.Of($"the group or everybody else has records of one outcome only"));
        if (!limits) return new Estimate.Known(value, null, Rarer, null);
        int[] rows = [.. ownRows, .. restRows];
        var found = RecordBootstrap.Of(
            evidence, new(Cohorts.Subgroup.Overall, [], rows, []), "EqualizedOddsDisparityChange", value,
            drawn => Value(i => drawn.Holdout[i], i => drawn.Holdout[ownRows.Length + i]), -1, 1, RecordSamples.Holdout);
        return new Estimate.Known(value, found.Sampling, Rarer, found.Reason);
    }
}
