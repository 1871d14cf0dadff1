using System.Text.Json;
using AuditHarness.Audits;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

public sealed class FairlearnAggregateTests
{
    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Worst_group_values_are_fairlearns_group_min_and_max(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var (key, weighted, attribute) in Single(oracle, model))
        {
            var context = ComparedCohort.Of(oracle, model, attribute.Name, weighted).Context;
            if (context.Table.Evidence.Any(g => g.Events.Rows == 0 || g.NonEvents.Rows == 0)) continue;
            foreach (var (id, extreme, column) in new[] { ("WorstGroupAccuracy", "group_min", "accuracy"), ("WorstGroupSensitivity", "group_min", "tpr"), ("WorstGroupFalsePositiveRate", "group_max", "fpr") })
                agreement.Check($"{key} {attribute.Name} {id}", ComparedCohort.Compare(id, context).Single().Value!.Value, attribute.Value.GetProperty(extreme).GetProperty(column).GetDouble(), 1e-12);
        }
        agreement.Holds(atLeast: folder == "nhanes_weighted" ? 12 : 3);
    }

    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void The_worst_area_is_the_smallest_of_scikit_learns_of_the_groups(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var (key, weighted) in folder == "nhanes_weighted" ? [("probability", false), ("probability_weighted", true)] : new[] { ("probability", false) })
            foreach (var attribute in oracle.Metrics.GetProperty("models").GetProperty(model).GetProperty("groups").EnumerateObject())
                agreement.Check($"{key} {attribute.Name}", ComparedCohort.Of(oracle, model, attribute.Name, weighted).Compare("WorstGroupAuroc").Single().Value!.Value,
                    attribute.Value.EnumerateObject().Min(g => g.Value.GetProperty(key).GetProperty("roc_auc").GetDouble()), 1e-12);
        agreement.Holds(atLeast: folder == "nhanes_weighted" ? 6 : 2);
    }

    // Of a difference the first group named is the one with more, of a ratio the one with less.
    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void The_groups_of_the_worst_pair_have_fairlearns_group_max_and_min(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var (key, weighted, attribute) in Single(oracle, model))
        {
            var context = ComparedCohort.Of(oracle, model, attribute.Name, weighted).Context;
            if (context.Table.Evidence.Any(g => g.Events.Rows == 0 || g.NonEvents.Rows == 0 || g.Confusion.Flagged.Rows == 0)) continue;
            foreach (var (id, column) in new[]
            {
                ("DemographicParityDifference", "selection_rate"), ("EqualOpportunityDifference", "tpr"), ("PredictiveEqualityDifference", "fpr"), ("PredictiveParityDifference", "precision"),
                ("AccuracyEqualityDifference", "accuracy"), ("FalseNegativeParityRatio", "fnr"), ("TrueNegativeParityRatio", "tnr"),
            })
            {
                var pair = ComparedCohort.Compare(id, context).Single(g => g.Comparison == Comparison.WorstPair);
                // A ratio that is not defined names nobody.
                if (pair.Group is null) continue;
                double Rate(AuditHarness.Cohorts.Subgroup group) => attribute.Value.GetProperty("by_group").GetProperty(group.Levels).GetProperty(column).GetDouble();
                var (more, less) = pair.Form == DisparityForm.Ratio ? (pair.Against!, pair.Group) : (pair.Group, pair.Against!);
                agreement.Check($"{key} {attribute.Name} {id} most", Rate(more), attribute.Value.GetProperty("group_max").GetProperty(column).GetDouble(), 1e-12);
                agreement.Check($"{key} {attribute.Name} {id} least", Rate(less), attribute.Value.GetProperty("group_min").GetProperty(column).GetDouble(), 1e-12);
            }
        }
        agreement.Holds(atLeast: 14);
    }

    // Figures of single attributes, with and without weights.
    private static IEnumerable<(string Key, bool Weighted, JsonProperty Attribute)> Single(OracleFolder oracle, string model) =>
        from key in oracle.Name == "nhanes_weighted" ? new[] { "fairlearn", "fairlearn_weighted" } : ["fairlearn"]
        from attribute in oracle.Metrics.GetProperty("models").GetProperty(model).GetProperty(key).EnumerateObject()
        where !attribute.Name.Contains('&')
        select (key, key == "fairlearn_weighted", attribute);

    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Gaps_to_everybody_are_fairlearns_to_overall(string folder, string model)
    {
        // fairlearn aggregates: the largest distance from overall, and the smallest of all ratios to it and their inverses.
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var (key, weighted) in folder == "nhanes_weighted" ? [("fairlearn", false), ("fairlearn_weighted", true)] : new[] { ("fairlearn", false) })
            foreach (var attribute in oracle.Metrics.GetProperty("models").GetProperty(model).GetProperty(key).EnumerateObject().Where(a => !a.Name.Contains('&')))
            {
                var context = ComparedCohort.Of(oracle, model, attribute.Name, weighted).Context;
                if (context.Table.Evidence.Any(g => g.Events.Rows == 0 || g.NonEvents.Rows == 0 || g.Confusion.TruePositives.Rows == 0 || g.Confusion.FalsePositives.Rows == 0)) continue;
                double[] ToOverall(string id) => [.. ComparedCohort.Compare(id, context).Where(g => g.Comparison == Comparison.Overall).Select(g => g.Value!.Value)];
                foreach (var (name, column) in new[] { ("DemographicParity", "selection_rate"), ("EqualOpportunity", "tpr"), ("PredictiveEquality", "fpr"), ("PredictiveParity", "precision"), ("AccuracyEquality", "accuracy") })
                {
                    agreement.Check($"{key} {attribute.Name} {column}", ToOverall(name + "Difference").Max(Math.Abs), attribute.Value.GetProperty("difference_to_overall").GetProperty(column).GetDouble(), 1e-12);
                    agreement.Check($"{key} {attribute.Name} {column} ratio", ToOverall(name + "Ratio").Min(r => Math.Min(r, 1 / r)), attribute.Value.GetProperty("ratio_to_overall").GetProperty(column).GetDouble(), 1e-12);
                }
            }
        agreement.Holds(atLeast: 10);
    }

    [Test]
    public void The_worst_value_of_equal_groups_is_not_taken_at_face_value()
    {
        // Ten groups with a true accuracy of 0.8: the smallest observed one is about 0.7, and its limits must hold 0.8 all the same.
        var random = new Random(4);
        var (held, worlds) = (0, 300);
        for (var world = 0; world < worlds; world++)
        {
            var rows = Enumerable.Range(0, 600).Select(i => (Group: $"g{i % 10}", Label: (byte)(i / 10 % 2), Right: random.NextDouble() < 0.8)).ToArray();
            var cohort = new ComparedCohort([.. rows.Select(r => r.Right == (r.Label == 1) ? 0.9 : 0.1)], [.. rows.Select(r => r.Label)], [.. rows.Select(r => r.Group)]);
            var interval = cohort.Compare("WorstGroupAccuracy").Single().Interval!;
            if (interval.Lower <= 0.8 && 0.8 <= interval.Upper) held++;
        }
        Assert.That(held / (double)worlds, Is.GreaterThan(0.93));
    }

    // Of the group that really is the worst its own limit holds; that another is worse by chance only must be allowed for on the other side alone.
    [Test]
    public void Limits_of_the_worst_group_allow_for_all_groups_on_the_side_of_better_values_only()
    {
        (int Correct, int All)[] groups = [(60, 80), (75, 100), (45, 50)];
        var rows = groups.SelectMany((g, k) => Enumerable.Range(0, g.All).Select(i => (Group: $"g{k}", Label: (byte)(i % 2), IsCorrect: i < g.Correct))).ToArray();
        var cohort = new ComparedCohort([.. rows.Select(r => r.IsCorrect == (r.Label == 1) ? 0.8 : 0.2)], [.. rows.Select(r => r.Label)], [.. rows.Select(r => r.Group)]);
        var interval = cohort.Compare("WorstGroupAccuracy").Single().Interval!;
        (double Lower, double Upper)[] At(double z) => [.. groups.Select(g => new ProportionSampling(g.Correct / (double)g.All, g.All, ProportionMethod.MidP).Limits(z))];
        Assert.That(interval.Lower, Is.EqualTo(At(CriticalValue.TwoSided(0.95)).Min(l => l.Lower)).Within(1e-12));
        Assert.That(interval.Upper, Is.EqualTo(At(CriticalValue.Sidak(0.95, 3)).Min(l => l.Upper)).Within(1e-9));
    }
}
