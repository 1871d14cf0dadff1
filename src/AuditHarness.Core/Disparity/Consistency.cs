using System.Runtime.CompilerServices;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>Whether similar patients are treated alike: 1 less the mean difference between a patient's decision and that of the nearest others.</summary>
/// <remarks>
/// In [0, 1], 1 when every patient's nearest neighbours get the same decision. Neighbours are exact, over all evaluated rows; at a tie for
/// the last place all tied rows share it, so no order of rows matters. Nearest neighbours are shared, so errors of patients who have one
/// in common are taken as dependent.
/// </remarks>
internal sealed class Consistency : IDisparity
{
    /// <summary>Neighbours of a patient.</summary>
    public const int Neighbours = 5;

    /// <summary>Distances measured at most: every patient's to all others up to 20,000 rows, a seeded sample's to all others above.</summary>
    public const long MostDistances = 400_000_000;

    // Every table asks for the same neighbours.
    private static readonly ConditionalWeakTable<ScoredCohort, Dictionary<double, Lazy<NearestNeighbours>>> Found = [];

    /// <inheritdoc/>
    public DisparityInfo Info { get; } = new(
        nameof(Consistency), "Consistency", DisparityForm.Value, ["SelectionRate"],
        "1 − mean |decision − mean decision of the 5 nearest other patients|, over the patients of the groups compared.",
        "Zemel et al. (2013), ICML 30:325–333")
    {
        Swapped = new LabelSwap.Into(nameof(Consistency)),
        Comparisons = [Comparison.AllGroups], IntervalMethod = "Normal, with the covariances of patients who share a neighbour; with clusters no narrower than the jackknife with everybody's neighbours held",
        Convention = "A value, not a gap: 1 is best. Needs a model that runs. Euclidean over its features, numbers standardized (missing = mean), texts 1 apart when they differ; "
            + "the patient itself is not a neighbour (it is in AIF360); ties share the last place; above 20,000 rows a seeded sample of 4 × 10⁸ / n patients is asked.",
        Oracle = "ConsistencyTests.It_is_that_of_neighbours_sought_one_by_one", Prominence = Prominence.Detail, TakesClusters = true, DependsOnSize = true,
    };

    /// <inheritdoc/>
    public IReadOnlyList<GroupGap> Compare(ComparisonContext context)
    {
        var reason = context.Plan.Model.Images is not null ? Phrase.Of($"the model is given pictures, which no features describe")
            : context.Cohort.Features is null ? Phrase.Of($"the features of the model are not known")
            : context.Cohort.Count <= Neighbours ? Phrase.Of($"no more than {Neighbours} patients") : null;
        var family = new GapFamily(Info, context, _ => reason);
        return [family.AllGroups(() => Figure(context, family.Eligible), atLeast: 1)];
    }

    private static GapFigure Figure(ComparisonContext context, int[] groups)
    {
        var found = Neighbourhoods(context);
        var codes = context.Table.Index.Codes;
        var weights = context.Overall.Evidence[0].IsWeighted ? context.Cohort.Weights : null;
        var largest = weights?.Max() ?? 1;
        var asked = Enumerable.Range(0, found.Rows.Length).Where(q => groups.Contains(codes[found.Rows[q]]) && weights?[found.Rows[q]] != 0).ToArray();
        if (asked.Length < 2) return new GapFigure.Undefined(Phrase.Of($"fewer than 2 (effective) patients: no variance"));
        double Weight(int q) => weights is null ? 1 : weights[found.Rows[q]] / largest;
        double total = 0, sum = 0;
        foreach (var q in asked) (total, sum) = (total + Weight(q), sum + (Weight(q) * found.Difference[q]));
        var mean = sum / total;
        // Σ over pairs of patients with a neighbour in common, or who are neighbours, of the products of their errors.
        var inNeighbourhood = new Dictionary<int, List<int>>();
        foreach (var q in asked)
            foreach (var row in found.Near[q].Append(found.Rows[q]).Distinct())
            {
                if (!inNeighbourhood.TryGetValue(row, out var list)) inNeighbourhood[row] = list = [];
                list.Add(q);
            }
        double variance = 0, independent = 0;
        var seen = new HashSet<int>();
        foreach (var q in asked)
        {
            seen.Clear();
            var error = Weight(q) * (found.Difference[q] - mean) / total;
            independent += error * error;
            foreach (var row in found.Near[q].Append(found.Rows[q]))
                foreach (var other in inNeighbourhood[row])
                    if (seen.Add(other)) variance += error * Weight(other) * (found.Difference[other] - mean) / total;
        }
        var standard = Math.Sqrt(Math.Max(variance, independent) * asked.Length / (asked.Length - 1));
        var (freedom, method) = (asked.Length - 1,
            found.Rows.Length == context.Cohort.Count ? Phrase.Of($"mean over neighbourhoods") : Phrase.Of($"mean over neighbourhoods of a sample of {found.Rows.Length} patients"));
        Phrase? without = null;
        if (context.Design is { } design)
        {
            var present = new bool[design.Clusters];
            foreach (var q in asked) present[design.RowClusters[found.Rows[q]]] = true;
            freedom = design.DegreesOfFreedom(present);
            double[] changes = [.. Enumerable.Range(0, design.Replicates).Select(r =>
            {
                var (some, whole) = (0.0, 0.0);
                foreach (var q in asked)
                {
                    var weight = Weight(q) * design.Factor(r, design.RowClusters[found.Rows[q]]);
                    (some, whole) = (some + (weight * found.Difference[q]), whole + weight);
                }
                return whole > 0 ? (some / whole) - mean : double.NaN;
            })];
            without = freedom < 1 ? DesignEffects.TooFewClusters : Array.Exists(changes, double.IsNaN) ? DesignEffects.NotInEveryReplicate : null;
            if (without is null) standard = Math.Sqrt(Math.Max(standard * standard, design.Covariance(changes, changes)));
            method = Phrase.Of($"{method}, clusters: jackknife");
        }
        var value = Math.Clamp(1 - mean, 0, 1);
        if (!(standard > 1e-12))
        {
            // Nobody's neighbours differ (or everybody's): as a share of 0 or 1 among the patients asked.
            var share = new ProportionSampling(value, context.Design is null ? asked.Length : Math.Min(asked.Length, freedom + 1));
            return value is 0 or 1 ? new GapFigure.Known(value, share.Method, share.Limits) { Grown = (_, all, z) => share.Scaled(all).Limits(z), WithoutInterval = without }
                : new GapFigure.Undefined(Phrase.Of($"no variation between patients"));
        }
        (double, double) Limits(double factor, double z)
        {
            var half = standard / Math.Sqrt(factor) * CriticalValue.Student(z, Math.Max(1, freedom));
            return (Math.Max(0, value - half), Math.Min(1, value + half));
        }
        return new GapFigure.Known(value, method, z => Limits(1, z)) { Grown = (_, all, z) => Limits(all, z), WithoutInterval = without };
    }

    private static NearestNeighbours Neighbourhoods(ComparisonContext context)
    {
        var cohort = context.Cohort;
        var byThreshold = Found.GetOrCreateValue(cohort);
        Lazy<NearestNeighbours>? lazy;
        lock (byThreshold)
            if (!byThreshold.TryGetValue(context.Threshold, out lazy))
                byThreshold[context.Threshold] = lazy = new(() => NearestNeighbours.Of(
                    cohort.Features!, Array.ConvertAll(cohort.Scores, s => s >= context.Threshold), Neighbours,
                    SimpleRandomSample.Rows(cohort.Count, (int)Math.Min(cohort.Count, MostDistances / cohort.Count), new Seed(context.Plan.Seed).For("disparity/Consistency"))));
        return lazy.Value;
    }
}
