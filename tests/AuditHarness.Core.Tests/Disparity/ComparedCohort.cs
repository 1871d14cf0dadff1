using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>A cohort in memory whose groups are compared: what a disparity is given, without the rest of an audit.</summary>
internal sealed record ComparedCohort(double[] Scores, byte[] Labels, string[] Groups)
{
    public double[]? Weights { get; init; }
    public double Threshold { get; init; } = 0.5;
    public string? Reference { get; init; }
    public int MinimumSize { get; init; } = 1;
    public string[]? Strata { get; init; }
    public FeatureTable? Features { get; init; }
    public IDiagnosticModel? Scorer { get; init; }
    public IReadOnlyList<FeaturePlan> ModelFeatures { get; init; } = [];
    public IReadOnlyList<double>? Bins { get; init; }
    public ReportProfile Profile { get; init; }
    public ulong Seed { get; init; } = 7;

    public int Count => Scores.Length;

    public static ComparedCohort Of(OracleFolder folder, string model, string attribute, bool weighted = false) =>
        new(folder.Numbers("score_" + model), folder.Labels, folder.Texts(attribute)) { Weights = weighted ? folder.Weights : null, Threshold = folder.Threshold };

    /// <summary>Groups of given sizes with the same kind of patients, or shifted ones.</summary>
    public static ComparedCohort Random(int seed, int[] sizes, double[]? shifts = null, bool weighted = false)
    {
        var random = new Random(seed);
        var n = sizes.Sum();
        var (scores, labels, groups, strata, weights) = (new double[n], new byte[n], new string[n], new string[n], new double[n]);
        var i = 0;
        for (var g = 0; g < sizes.Length; g++)
            for (var k = 0; k < sizes[g]; k++, i++)
            {
                var risk = random.NextDouble();
                labels[i] = (byte)(random.NextDouble() < 0.05 + (0.7 * risk * risk) ? 1 : 0);
                scores[i] = ((2 * (int)(Math.Clamp(risk + (shifts?[g] ?? 0), 0, 0.999) * 256)) + 1) / 512.0;
                groups[i] = $"g{g}";
                strata[i] = random.NextDouble() < 0.3 + (0.4 * risk) ? "high" : "low";
                weights[i] = 0.25 + (4 * random.NextDouble() * random.NextDouble());
            }
        return new(scores, labels, groups) { Strata = strata, Weights = weighted ? weights : null };
    }

    public ComparedCohort Take(IEnumerable<int> rows)
    {
        var chosen = rows.ToArray();
        T[] Pick<T>(T[] column) => Array.ConvertAll(chosen, r => column[r]);
        return this with
        {
            Scores = Pick(Scores), Labels = Pick(Labels), Groups = Pick(Groups), Weights = Weights is null ? null : Pick(Weights),
            Strata = Strata is null ? null : Pick(Strata), Features = Features?.Take(chosen),
        };
    }

    public ComparedCohort Shuffled(int seed)
    {
        var order = Enumerable.Range(0, Count).ToArray();
        new Random(seed).Shuffle(order);
        return Take(order);
    }

    public ComparisonContext Context
    {
        get
        {
            var plan = new DiagnosticPlan
            {
                Name = "sample", Data = new DataPlan("d.csv", "id", "y", "1", null, null, null),
                Model = new ModelPlan("predictions", "p.csv", "id", "score", "m", null) { Features = ModelFeatures },
                Threshold = new ThresholdPlan.Fixed(Threshold), Subgroups = new SubgroupPlan([new("a", "a", Bins, Reference)], [], MinimumSize, "missing"),
                Audits = AuditCatalog.OfScores, Expectations = [], Report = new ReportPlan("sample", Profile), Seed = Seed,
            };
            var cohort = new ScoredCohort
            {
                Labels = Labels, Scores = Scores, Weights = Weights, Attributes = [Column("a", Groups, Reference)],
                ParityStrata = Strata is null ? [] : [Column("s", Strata, null)], CaseMix = Strata is null ? [] : [Column("s", Strata, null)], Features = Features,
                Flow = new CohortFlow(Count, [], 0, Count, Count, 0),
            };
            var order = new ScoreOrder(Scores, Labels, Weights);
            return new(plan, cohort, TableOf(GroupIndex.Of(cohort.Attributes), order, Threshold, plan), TableOf(GroupIndex.Overall(Count), order, Threshold, plan), Threshold, Scorer);
        }
    }

    /// <summary>What an audit measures, each metric once it is asked for: most disparities read one or two of all there are.</summary>
    public static GroupTable TableOf(GroupIndex index, ScoreOrder order, double threshold, DiagnosticPlan plan)
    {
        SubgroupEvidence[] evidence = [.. order.Split(index).Select((ranked, g) => new SubgroupEvidence(index.Groups[g], ranked, threshold, order.IsWeighted)
        {
            Measures = plan.Measures, Intervals = plan.Intervals, Seed = new Seed(plan.Seed).For($"subgroup/{index.Groups[g]}"),
        })];
        return new(index, evidence, new OnDemand(evidence));
    }

    public IReadOnlyList<GroupDisparity> Compare(string disparity) => Compare(disparity, Context);

    public static IReadOnlyList<GroupDisparity> Compare(string disparity, ComparisonContext context) =>
        [.. DisparityCatalog.Entries.Single(d => d.Info.Id == disparity).Compare(context).Select(g => g.Disparity)];

    public static AttributeColumn Column(string name, string[] texts, string? reference)
    {
        var levels = texts.Distinct().Order(StringComparer.Ordinal).ToArray();
        return new(name, levels, Array.ConvertAll(texts, t => Array.IndexOf(levels, t)), reference is null ? 0 : Array.IndexOf(levels, reference), reference is not null);
    }

    private sealed class OnDemand(SubgroupEvidence[] groups) : IReadOnlyList<IReadOnlyList<Estimate>>
    {
        private readonly IReadOnlyList<Estimate>?[] _found = new IReadOnlyList<Estimate>?[MetricCatalog.All.Count];
        public int Count => _found.Length;
        public IReadOnlyList<Estimate> this[int metric] => _found[metric] ??= [.. groups.Select(MetricCatalog.All[metric].Measure)];
        public IEnumerator<IReadOnlyList<Estimate>> GetEnumerator() => Enumerable.Range(0, Count).Select(m => this[m]).GetEnumerator();
        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
