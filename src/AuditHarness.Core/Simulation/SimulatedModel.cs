namespace AuditHarness.Simulation;

/// <summary>The model under audit: which mechanism scores whom. The plants' free amounts are solved here from the plan alone.</summary>
public sealed class SimulatedModel
{
    private readonly double[] _shifts;

    /// <summary>Solves the shifts of the intersection's cells.</summary>
    /// <param name="plan">The simulation.</param>
    /// <exception cref="ArgumentException">The loss of sensitivity is more than there is.</exception>
    public SimulatedModel(SimulationPlan plan)
    {
        Plan = plan;
        _shifts = new double[plan.Region.Levels.Count * plan.Insurance.Levels.Count];
        var fair = Sensitivity(0);
        var (row, column) = (plan.Region.Share(plan.UnfairIntersection.Region), plan.Insurance.Share(plan.UnfairIntersection.Insurance));
        for (var r = 0; r < plan.Region.Levels.Count; r++)
        {
            for (var c = 0; c < plan.Insurance.Levels.Count; c++)
            {
                // A product of two contrasts, each of which adds up to 0 over its attribute's shares: no margin moves.
                var alongRow = plan.Region.Levels[r] == plan.UnfairIntersection.Region ? 1 : -row / (1 - row);
                var alongColumn = plan.Insurance.Levels[c] == plan.UnfairIntersection.Insurance ? 1 : -column / (1 - column);
                _shifts[(r * plan.Insurance.Levels.Count) + c] =
                    ShiftFor(fair - (plan.UnfairIntersection.SensitivityLoss * alongRow * alongColumn));
            }
        }
    }

    /// <summary>The simulation.</summary>
    public SimulationPlan Plan { get; }

    /// <summary>Added log-odds of a region and insurance.</summary>
    /// <param name="region">Index of the region.</param>
    /// <param name="insurance">Index of the insurance.</param>
    public double Shift(int region, int insurance) => _shifts[(region * Plan.Insurance.Levels.Count) + insurance];

    /// <summary>The mechanism that scores a patient.</summary>
    /// <param name="codes">Index of the patient's level for each of the plan's attributes, in its order.</param>
    public ScoreMechanism Mechanism(ReadOnlySpan<int> codes) => new(
        Plan.Ethnicity.Levels[codes[2]] == Plan.UnderDiagnosis.Level ? Plan.UnderDiagnosis.Detection : 1,
        Plan.Proxy.Weight * (Plan.Proxy.MeanAt(Plan.Residence.Levels[codes[3]]) - Plan.Proxy.Mean),
        Shift(codes[4], codes[5]),
        Plan.Age.Bands.Levels[codes[1]] == Plan.StretchedRisk.Band ? Plan.StretchedRisk.Factor : 1);

    // Stretching about the threshold changes no decision, so age does not enter.
    private double Sensitivity(double shift)
    {
        var (underDiagnosed, rural) = (Plan.Ethnicity.Share(Plan.UnderDiagnosis.Level), Plan.Residence.Share(Plan.Proxy.Level));
        var sum = 0.0;
        foreach (var (detection, ethnicityShare) in new[] { (Plan.UnderDiagnosis.Detection, underDiagnosed), (1, 1 - underDiagnosed) })
        {
            foreach (var (proxy, residenceShare) in new[] { (Plan.Proxy.Shift * Plan.Proxy.Weight, rural), (0, 1 - rural) })
            {
                var below = new ScoreMechanism(detection, proxy, shift, 1).Distribution(Plan, hasEvent: true, Plan.ThresholdLogOdds).Below;
                sum += ethnicityShare * residenceShare * (1 - below);
            }
        }
        return sum;
    }

    private double ShiftFor(double sensitivity)
    {
        var (low, high) = (-20.0, 20.0);
        if (!(sensitivity > Sensitivity(low) && sensitivity < Sensitivity(high)))
            throw new ArgumentException("The loss of sensitivity of the unfair intersection is more than there is.", nameof(sensitivity));
        for (var i = 0; i < 80; i++)
        {
            var middle = (low + high) / 2;
            if (Sensitivity(middle) < sensitivity) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }
}
