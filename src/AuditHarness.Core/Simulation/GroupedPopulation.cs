using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Simulation;

/// <summary>Groups whose figures are known, from which patients are drawn, so many of each; the first is the reference.</summary>
/// <param name="groups">Where the patients of each group come from; decided by one threshold.</param>
/// <param name="sizes">Patients of each group.</param>
/// <param name="threshold">Flagged when score >= threshold.</param>
public sealed class GroupedPopulation(IReadOnlyList<BinormalPopulation> groups, IReadOnlyList<int> sizes, double threshold)
{
    private static readonly Phrase NotAsked = Phrase.Of($"not asked for");

    /// <summary>Patients of each group.</summary>
    public IReadOnlyList<int> Sizes => sizes;

    /// <summary>Where the patients of each group come from.</summary>
    public IReadOnlyList<BinormalPopulation> Groups => groups;

    /// <summary>
    /// The groups in which gaps are put to the test: twice a cell's patients from its population as the reference, as many as the cell's of a
    /// group whose risks are understated by 0.5 in log-odds, and as many of one with half as many events again, which scores tell apart
    /// only 0.6 times as well.
    /// </summary>
    /// <param name="cell">The cell.</param>
    public static GroupedPopulation Of(HonestyCell cell)
    {
        var threshold = cell.Population.Threshold;
        var all = cell.Population with { FixedThreshold = threshold };
        return new(
            [all, all with { ScoreShift = -0.5 }, all with { Prevalence = 1.5 * all.Prevalence, Auroc = 0.5 + (0.6 * (all.Auroc - 0.5)) }],
            [2 * cell.Patients, cell.Patients, cell.Patients], threshold);
    }

    /// <summary>The same with some of the groups only.</summary>
    /// <param name="kept">Indices of the groups that stay, in order.</param>
    public GroupedPopulation Only(IReadOnlyList<int> kept) => new([.. kept.Select(g => groups[g])], [.. kept.Select(g => sizes[g])], threshold);

    /// <summary>Patients drawn at random, as disparities read them.</summary>
    /// <param name="seed">Where chance comes from.</param>
    /// <param name="metrics">Ids of the metrics that are measured of each group and of everybody.</param>
    /// <param name="minimumSize">Groups of fewer patients are left out.</param>
    public ComparisonContext Draw(Seed seed, IReadOnlySet<string> metrics, int minimumSize)
    {
        var drawn = sizes.Select((size, g) => groups[g].Draw(size, seed.Generator((ulong)g))).ToArray();
        return Context([.. drawn.SelectMany(d => d.Scores)], [.. drawn.SelectMany(d => d.Labels)], null,
            [.. sizes.SelectMany((size, g) => Enumerable.Repeat(g, size))], seed, metrics, minimumSize, IntervalPlan.Default, ranked => ranked);
    }

    /// <summary>
    /// All groups' whole populations on fine grids, weighted by how many patients of each are drawn: what a disparity measures on it is what
    /// it truly is. Its intervals mean nothing.
    /// </summary>
    /// <param name="patients">How many patients the whole stands for, in figures that depend on their number.</param>
    /// <param name="metrics">Ids of the metrics that are measured of each group and of everybody.</param>
    internal ComparisonContext Whole(double patients, IReadOnlySet<string> metrics)
    {
        var (scores, labels, weights, codes) = (new List<double>(), new List<byte>(), new List<double>(), new List<int>());
        for (var g = 0; g < groups.Count; g++)
        {
            var ranked = groups[g].Evidence().Ranked;
            for (var i = 0; i < ranked.Count; i++)
                foreach (var (label, probability) in new[] { ((byte)1, ranked.Events[i].Weight), ((byte)0, ranked.NonEvents[i].Weight) })
                {
                    if (!(probability > 0)) continue;
                    scores.Add(ranked.Scores[i]);
                    labels.Add(label);
                    weights.Add(sizes[g] * probability);
                    codes.Add(g);
                }
        }
        // Every weight stands for as many patients as it is a part of all.
        return Context([.. scores], [.. labels], [.. weights], [.. codes], default, metrics, 1, new() { Resamples = 100 }, ranked =>
        {
            var unit = ranked.Sum(r => (r.Events.Sum() + r.NonEvents.Sum()).Weight) / patients;
            Tallies Sized(Tallies tallies) => new([.. tallies.Select(t => t with { WeightSquared = t.Weight * unit })]);
            return [.. ranked.Select(r => r with { Events = Sized(r.Events), NonEvents = Sized(r.NonEvents) })];
        });
    }

    private ComparisonContext Context(
        double[] scores, byte[] labels, double[]? weights, int[] codes, Seed seed, IReadOnlySet<string> metrics, int minimumSize, IntervalPlan intervals,
        Func<IReadOnlyList<RankedScores>, IReadOnlyList<RankedScores>> counted)
    {
        var column = new AttributeColumn("group", [.. sizes.Select((_, g) => $"{(char)('a' + g)}")], codes, 0, false);
        var cohort = new ScoredCohort
        {
            Scores = scores, Labels = labels, Weights = weights, Attributes = [column], Flow = new(codes.Length, [], 0, codes.Length, codes.Length, 0),
        };
        var plan = new DiagnosticPlan
        {
            Name = "honesty", Data = new("", null, "", "1", null, null, null), Model = new(ModelPlan.Predictions, "", null, null, "", null),
            Threshold = new ThresholdPlan.Fixed(threshold), Subgroups = new([new("group", "group", null, null)], [], minimumSize, "missing"),
            Audits = [], Expectations = [], Report = new("", ReportProfile.Internal), Seed = seed.Value, Intervals = intervals,
        };
        var order = new ScoreOrder(scores, labels, weights);
        return new(plan, cohort, Table(GroupIndex.Of([column])), Table(GroupIndex.Overall(codes.Length)), threshold, null) { Order = order };

        GroupTable Table(GroupIndex index)
        {
            SubgroupEvidence[] evidence = [.. counted(order.Split(index)).Select((ranked, g) =>
                new SubgroupEvidence(index.Groups[g], ranked, threshold, order.IsWeighted) { Seed = seed.For($"subgroup/{index.Groups[g]}") })];
            return new(index, evidence, [.. MetricCatalog.All.Select(m => evidence.Select(e =>
                metrics.Contains(m.Info.Id) ? m.Measure(e) : new Estimate.Undefined(NotAsked)).ToArray())]);
        }
    }
}
