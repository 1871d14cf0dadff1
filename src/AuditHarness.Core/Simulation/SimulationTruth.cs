using AuditHarness.Cohorts;
using AuditHarness.Disparity;

namespace AuditHarness.Simulation;

/// <summary>
/// What is true of a simulated population, computed from the parameters alone by quadrature: the figures that the metrics of a
/// cohort tend to as patients grow without bound, and what was planted. No patient is drawn for it.
/// </summary>
public sealed class SimulationTruth
{
    private SimulationTruth(SimulatedModel model, IReadOnlyList<TrueGroup> groups)
    {
        (Model, Groups) = (model, groups);
        Plants = PlantedTruth.All(this);
        var planted = Plants.Where(p => p.Kind != PlantKind.TooSmall).Select(p => p.Subgroup).ToHashSet();
        CleanGroups = [.. groups.Select(g => g.Subgroup).Where(g => !g.IsOverall && !IsReference(g) && !planted.Contains(g))];
    }

    /// <summary>The parameters.</summary>
    public SimulationPlan Plan => Model.Plan;

    /// <summary>The model under audit.</summary>
    public SimulatedModel Model { get; }

    /// <summary>Everybody, the groups of every attribute, and the intersections of region and insurance.</summary>
    public IReadOnlyList<TrueGroup> Groups { get; }

    /// <summary>What was planted.</summary>
    public IReadOnlyList<PlantedTruth> Plants { get; }

    /// <summary>
    /// Groups that an audit must not accuse: all but overall, the reference groups and those with something planted. The one too
    /// small to judge is among them.
    /// </summary>
    public IReadOnlyList<Subgroup> CleanGroups { get; }

    /// <summary>Computes the truth.</summary>
    /// <param name="plan">The parameters.</param>
    public static SimulationTruth Of(SimulationPlan plan)
    {
        var model = new SimulatedModel(plan);
        var distributions = new Dictionary<ScoreMechanism, ScoreDistribution>();
        var groups = new List<TrueGroup> { Group([]) };
        foreach (var attribute in plan.Attributes)
            groups.AddRange(attribute.Levels.Select(level => Group([new AttributeLevel(attribute.Name, level)])));
        foreach (var region in plan.Region.Levels)
            groups.AddRange(plan.Insurance.Levels.Select(insurance =>
                Group([new AttributeLevel(plan.Region.Name, region), new AttributeLevel(plan.Insurance.Name, insurance)])));
        return new SimulationTruth(model, groups);

        TrueGroup Group(IReadOnlyList<AttributeLevel> conditions)
        {
            var (share, mechanisms) = MechanismShares.Of(model, conditions);
            foreach (var (mechanism, _) in mechanisms)
                if (!distributions.ContainsKey(mechanism)) distributions[mechanism] = ScoreDistribution.Of(plan, mechanism);
            var mixed = ScoreDistribution.Mix(plan, mechanisms.Select(m => (m.Share, distributions[m.Mechanism])));
            return new TrueGroup(new Subgroup(conditions), share, TrueFigure.All(plan, mixed));
        }
    }

    /// <summary>The truth about a group.</summary>
    /// <exception cref="InvalidOperationException">There is no such group.</exception>
    public TrueGroup this[Subgroup subgroup] => Groups.First(g => g.Subgroup.Equals(subgroup));

    /// <summary>True gap of a group to its reference: group − reference.</summary>
    /// <param name="disparity">Id of a difference of one metric, such as "EqualOpportunityDifference".</param>
    /// <param name="subgroup">The group.</param>
    public double Gap(string disparity, Subgroup subgroup)
    {
        var metric = DisparityCatalog.Find(disparity)!.Metrics[0];
        return this[subgroup].Value(metric) - this[ReferenceOf(subgroup)].Value(metric);
    }

    private Subgroup ReferenceOf(Subgroup subgroup) => new(
        [.. subgroup.Conditions.Select(c => c with { Level = Plan.Attributes.First(a => a.Name == c.Attribute).Reference })]);

    private bool IsReference(Subgroup subgroup) => subgroup.Equals(ReferenceOf(subgroup));
}
