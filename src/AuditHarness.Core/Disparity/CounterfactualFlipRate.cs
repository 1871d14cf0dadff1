using AuditHarness.Audits;
using AuditHarness.Audits.Disclosure;
using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>
/// Share of a group's decisions that change when the model is told that the patient belongs to the reference group and all else stays
/// as it is.
/// </summary>
/// <remarks>
/// In [0, 1], 0 when the model does not use the attribute directly. It is a flip of the model's input, not of the person: what else would
/// be different of a patient of the other group is not changed, so 0 does not show that the attribute has no part in the decision.
/// </remarks>
internal sealed class CounterfactualFlipRate : IDisparity
{
    /// <inheritdoc/>
    public DisparityInfo Info { get; } = new(
        nameof(CounterfactualFlipRate), "Counterfactual flip rate", DisparityForm.Difference, ["SelectionRate"],
        "Share of the group's decisions that change when the attribute given to the model is set to the reference level and nothing else: a flip of the input, not of the person.",
        "Garg et al. (2019), AIES 2:219–226; the idea: Kusner et al. (2017), NeurIPS 30:4066–4076")
    {
        Swapped = new LabelSwap.Into(nameof(CounterfactualFlipRate)), IsSize = true,
        Comparisons = [Comparison.Reference], IntervalMethod = "That of a proportion, on the effective size of its linearized variance when rows are weighted; with clusters the jackknife",
        Convention = "Needs a model that runs and that is given the attribute; in an intersection every attribute that is given is set.",
        Oracle = "CounterfactualFlipRateTests.The_share_is_that_of_decisions_counted_one_by_one", Prominence = Prominence.Detail, TakesClusters = true,
    };

    /// <inheritdoc/>
    public IReadOnlyList<GroupGap> Compare(ComparisonContext context)
    {
        double[]? scores = null;
        var reason = context.Table.Index.Reference < 0 ? null : Flipped(context, out scores);
        var family = new GapFamily(Info, context, _ => reason);
        return family.ToReference((g, _) => scores is null ? new GapFigure.Undefined(reason!) : Share(context, g, scores));
    }

    private static GapFigure Share(ComparisonContext context, int group, double[] flipped)
    {
        var (cohort, codes, threshold) = (context.Cohort, context.Table.Index.Codes, context.Threshold);
        var weights = context.Overall.Evidence[0].IsWeighted ? cohort.Weights : null;
        var exponent = weights is null ? 0 : Math.ILogB(weights.Max());
        Tally changed = default, all = default;
        for (var i = 0; i < codes.Length; i++)
        {
            if (codes[i] != group || weights?[i] == 0) continue;
            var weight = weights is null ? 1 : Math.ScaleB(weights[i], -exponent);
            all = all.Plus(weight);
            if (cohort.Scores[i] >= threshold != flipped[i] >= threshold) changed = changed.Plus(weight);
        }
        if (context.Plan.Report.Profile == ReportProfile.Public && (CellTable.IsSmall(changed.Rows) || CellTable.IsSmall(all.Rows - changed.Rows)))
            return new GapFigure.Undefined(Suppression.Reason);
        var own = changed.Of(all, context.Plan.Intervals.Proportions);
        Sampling share = own;
        if (context.Design is { } design)
        {
            var present = design.ClustersOf(i => codes[i] == group);
            var degrees = design.DegreesOfFreedom(present);
            var over = degrees < 1 ? null : DesignSampling.Of(own, own.Proportion, Replicates(design), degrees, all.Rows / (double)present.Count(c => c), design);
            if (over is null) return new GapFigure.Known(own.Proportion, own.Method, own.Limits) { WithoutInterval = degrees < 1 ? DesignEffects.TooFewClusters : DesignEffects.NotInEveryReplicate };
            share = over;
        }
        return new GapFigure.Known(own.Proportion, share.Method, share.Limits)
        {
            Grown = (ofGroup, _, z) => share.Scaled(ofGroup).Limits(z),
        };

        double?[] Replicates(ReplicateDesign design) => [.. Enumerable.Range(0, design.Replicates).Select(r =>
        {
            var factors = design.RowFactors(r);
            double some = 0, whole = 0;
            for (var i = 0; i < codes.Length; i++)
            {
                if (codes[i] != group || factors[i] == 0) continue;
                var weight = (weights?[i] ?? 1) * factors[i];
                whole += weight;
                if (cohort.Scores[i] >= threshold != flipped[i] >= threshold) some += weight;
            }
            return whole > 0 ? some / whole : (double?)null;
        })];
    }

    private static Phrase? Flipped(ComparisonContext context, out double[]? scores)
    {
        scores = null;
        if (context.Plan.Model.Images is not null) return Phrase.Of($"the model is given pictures, which cannot be asked about as if they were another patient's");
        if (context.Scorer is null || context.Cohort.Features is not { } features) return Phrase.Of($"the scores came from a file: the model cannot be asked");
        var columns = features.Columns.ToArray();
        var set = 0;
        foreach (var condition in context.Table.Index.ReferenceGroup.Conditions)
        {
            var attribute = context.Plan.Subgroups.Attributes.Single(a => a.Name == condition.Attribute);
            foreach (var feature in context.Plan.Model.Features.Where(f => f.Column == attribute.Column))
            {
                if (attribute.Bins is not null) return Phrase.Of($"{attribute.Name} is given to the model as a number, of which no single value is the reference group's");
                var at = Array.FindIndex(columns, c => c.Name == feature.Name);
                if (at < 0 || Constant(columns[at], feature, condition.Level) is not { } constant) return Phrase.Of($"the model is given no value for the reference level {condition.Level} of {attribute.Name}");
                (columns[at], set) = (constant, set + 1);
            }
        }
        if (set == 0) return Phrase.Of($"the model is not given the attribute");
        // A model answers one question at a time, and tables are compared at once.
        lock (context.Scorer) scores = context.Scorer.Score(new FeatureTable(columns), context.Options.Stop);
        return null;
    }

    private static FeatureColumn? Constant(FeatureColumn column, FeaturePlan feature, string level)
    {
        switch (column)
        {
            case FeatureColumn.Text text:
                var code = text.Levels.ToList().IndexOf(level);
                return code < 0 ? null : text with { Codes = [.. Enumerable.Repeat(code, text.Count)] };
            case FeatureColumn.Numeric numeric:
                var value = feature.Codes is { } codes && codes.TryGetValue(level, out var coded) ? coded
                    : double.TryParse(level, System.Globalization.CultureInfo.InvariantCulture, out var parsed) ? parsed : double.NaN;
                return double.IsFinite(value) ? numeric with { Values = [.. Enumerable.Repeat(value, numeric.Count)] } : null;
            default:
                return null;
        }
    }
}
