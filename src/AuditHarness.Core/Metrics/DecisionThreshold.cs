using AuditHarness.Audits;
using AuditHarness.Cohorts;

namespace AuditHarness.Metrics;

/// <summary>A threshold in force, and what it reached where it was fixed.</summary>
/// <param name="Value">Flagged when score >= value.</param>
/// <param name="Fixing">How it came about, in words.</param>
/// <param name="Sensitivity">Reached on the calibration split; null for a value from the config, or without an event there.</param>
/// <param name="Specificity">Reached on the calibration split; null for a value from the config, or with nothing but events there.</param>
/// <param name="FlagRate">Reached on the calibration split; null for a value from the config.</param>
/// <param name="Rows">Rows of the calibration split; 0 for a value from the config.</param>
public sealed record DecisionThreshold(
    double Value, Phrase Fixing, double? Sensitivity, double? Specificity, double? FlagRate, int Rows)
{
    /// <summary>Resolves the plan's threshold: a value as it is, a rule on the calibration split only.</summary>
    /// <param name="plan">The plan's threshold.</param>
    /// <param name="calibration">The calibration split; needed for a rule.</param>
    /// <exception cref="AuditInputException">A rule without a calibration split, or one whose outcomes do not allow it.</exception>
    public static DecisionThreshold Resolve(ThresholdPlan plan, ThresholdSample? calibration)
    {
        if (plan is ThresholdPlan.Fixed { Value: var value })
            return new(value, Phrase.Of($"declared in the config"), null, null, null, 0);
        var (rule, target) = (ThresholdPlan.ByRule)plan;
        if (calibration is null || calibration.Scores.Length == 0)
            throw new AuditInputException(
                "The threshold is a rule, and a rule is fixed on rows that are not judged, but no row is in the calibration part of the split. " +
                "Name the part in 'data.split.calibrate', or give 'threshold' as a value.");
        var ranked = new ScoreOrder(calibration.Scores, calibration.Labels, calibration.Weights).Split(GroupIndex.Overall(calibration.Scores.Length))[0];
        var (events, nonEvents) = (ranked.Events.Sum(t => t.Weight), ranked.NonEvents.Sum(t => t.Weight));
        if (rule != ThresholdRule.FlagRate && (events <= 0 || nonEvents <= 0))
            throw new AuditInputException(
                $"The threshold rule '{rule}' needs patients with and without an event, but the calibration part of the split has only one of them " +
                $"({calibration.Scores.Length} rows). Declare another part in 'data.split.calibrate', or give 'threshold' as a value.");

        var best = -1;
        var bestGain = double.NegativeInfinity;
        double flaggedEvents = 0, flaggedNonEvents = 0;
        var reached = new (double Sensitivity, double Specificity, double FlagRate)[ranked.Count];
        for (var i = ranked.Count - 1; i >= 0; i--)
        {
            (flaggedEvents, flaggedNonEvents) = (flaggedEvents + ranked.Events[i].Weight, flaggedNonEvents + ranked.NonEvents[i].Weight);
            reached[i] = (flaggedEvents / events, 1 - (flaggedNonEvents / nonEvents), (flaggedEvents + flaggedNonEvents) / (events + nonEvents));
            var (sensitivity, specificity, flagRate) = reached[i];
            switch (rule)
            {
                case ThresholdRule.Sensitivity when best < 0 && sensitivity >= target - 1e-12:
                case ThresholdRule.Specificity when specificity >= target - 1e-12:
                case ThresholdRule.FlagRate when flagRate <= target + 1e-12:
                    best = i;
                    break;
                case ThresholdRule.Youden when sensitivity + specificity - 1 > bestGain + 1e-12:
                    (best, bestGain) = (i, sensitivity + specificity - 1);
                    break;
                default:
                    break;
            }
        }
        if (best < 0)
            throw new AuditInputException(FormattableString.Invariant(
                $"No threshold meets the rule '{rule}' with target {target} on the calibration part of the split: already the highest score there is shared by too many patients. Choose another target, or give 'threshold' as a value."));
        return new(ranked.Scores[best], Words(rule, target), events > 0 ? reached[best].Sensitivity : null,
            nonEvents > 0 ? reached[best].Specificity : null, reached[best].FlagRate, calibration.Scores.Length);
    }

    private static Phrase Words(ThresholdRule rule, double? target) => rule switch
    {
        ThresholdRule.Sensitivity => Phrase.Of($"highest threshold with sensitivity of at least {target:exact} on the calibration split"),
        ThresholdRule.Specificity => Phrase.Of($"lowest threshold with specificity of at least {target:exact} on the calibration split"),
        ThresholdRule.FlagRate => Phrase.Of($"lowest threshold that flags at most {target:exact} of the calibration split"),
        _ => Phrase.Of($"largest sensitivity + specificity − 1 on the calibration split"),
    };
}
