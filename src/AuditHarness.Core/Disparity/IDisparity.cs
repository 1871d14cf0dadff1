using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>A disparity describes itself, then compares; it does nothing else. A new one is one file and one line in the catalog.</summary>
public interface IDisparity
{
    /// <summary>What it is.</summary>
    DisparityInfo Info { get; }

    /// <summary>
    /// The gaps over the groups of one attribute or intersection, in the order of <see cref="DisparityInfo.Comparisons"/>; what cannot be
    /// compared is there with its reason, never NaN and never left out in silence.
    /// </summary>
    /// <param name="context">The groups and all that is known of them.</param>
    IReadOnlyList<GroupGap> Compare(ComparisonContext context);
}

/// <summary>What a disparity may read.</summary>
/// <param name="Plan">What is audited, with <see cref="DiagnosticPlan.Measures"/>, <see cref="DiagnosticPlan.Intervals"/> and <see cref="DiagnosticPlan.Fairness"/>.</param>
/// <param name="Cohort">The evaluated rows.</param>
/// <param name="Table">The groups compared.</param>
/// <param name="Overall">Everybody, as the only group of a table.</param>
/// <param name="Threshold">Flagged when score >= threshold.</param>
/// <param name="Scorer">The model itself when it runs, else null.</param>
public sealed record ComparisonContext(
    DiagnosticPlan Plan, ScoredCohort Cohort, GroupTable Table, GroupTable Overall, double Threshold, IDiagnosticModel? Scorer)
{
    /// <summary>How clusters and strata make figures vary; null when every row stands by itself.</summary>
    public ReplicateDesign? Design { get; init; }

    /// <summary>The cohort in order of score: sorted when first asked for, unless it is at hand.</summary>
    public ScoreOrder Order
    {
        get => field ??= new(Cohort.Scores, Cohort.Labels, Cohort.Weights);
        init;
    }

    /// <summary>The cells of the declared case mix, with the gaps that were standardized by them: made when first asked for, unless at hand.</summary>
    internal CaseMixStandard CaseMix
    {
        get => field ??= new(Cohort, Threshold);
        init;
    }

    /// <summary>The parts that one threshold for all makes of the gaps: made when first asked for, unless at hand.</summary>
    internal OwnThresholds OwnThresholds
    {
        get => field ??= new(Design, Options);
        init;
    }

    /// <summary>Where each group stands in <see cref="Order"/>, looked for when first asked: for all that walk through the ranks. A replicate has an order of its own.</summary>
    internal RankWalk.Places Ranks => _ranks?.Order == Order && _ranks.Index == Table.Index ? _ranks : _ranks = RankWalk.Places.Of(Order, Table.Index);

    private RankWalk.Places? _ranks;

    /// <summary>Areas of each group with everybody else, in both directions: counted when first asked for. A replicate has its own.</summary>
    internal (BackgroundAreas OfEvents, BackgroundAreas OfNonEvents) Background
    {
        get
        {
            if (_background?.Of != Ranks) _background = (Ranks, BackgroundAreas.Both(this));
            return _background.Value.Areas;
        }
    }

    private (RankWalk.Places Of, (BackgroundAreas, BackgroundAreas) Areas)? _background;

    /// <summary>Workers and cancellation; nothing here changes a figure.</summary>
    public AuditOptions Options { get; init; } = new();

    /// <summary>For each row by what its weight is multiplied in a replicate of the design; null outside of one.</summary>
    internal double[]? RowFactors { get; init; }

    /// <summary>The weight of each row, 0 for one that a replicate leaves out; null where all count alike.</summary>
    internal double[]? RowWeights => (Overall.Evidence[0].IsWeighted ? Cohort.Weights : null, RowFactors) switch
    {
        ({ } weights, { } factors) => [.. weights.Select((w, i) => w * factors[i])],
        var (weights, factors) => weights ?? factors,
    };

    /// <summary>Figures in every replicate of <see cref="Design"/>, computed when first asked for; only with a design.</summary>
    internal ReplicatedFigures Replicates => _replicates ??= new(this);

    private ReplicatedFigures? _replicates;

    /// <summary>The metrics of all patients outside each group.</summary>
    public EverybodyElse Others { get; } = new(Table, Overall);

    /// <summary>The seed of one disparity on these groups: the same whatever else is computed.</summary>
    /// <param name="disparity">Id of the disparity.</param>
    public Seed SeedOf(string disparity) => new Seed(Plan.Seed).For($"disparity/{disparity}/{string.Join('&', Table.Index.Attributes)}");
}
