using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>Resolves what is measured at which setting, how intervals are made, and what groups are compared within.</summary>
/// <param name="config">The whole config.</param>
/// <param name="subgroups">Reads attributes, which strata and covariates are like.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class MeasuresReader(ConfigSection<AuditConfig> config, SubgroupReader subgroups, ConfigFaults faults)
{
    /// <summary>What metrics with a setting are measured at.</summary>
    public MeasurePlan Measures()
    {
        var section = config.Section<MeasuresConfig>(nameof(AuditConfig.Measures));
        return new()
        {
            Beta = section.Number(nameof(MeasuresConfig.Beta)) ?? MeasuresConfig.DefaultBeta,
            FalsePositiveLimit = section.Number(nameof(MeasuresConfig.FalsePositiveLimit)) ?? MeasuresConfig.DefaultFalsePositiveLimit,
            SensitivityTarget = section.Number(nameof(MeasuresConfig.SensitivityTarget)) ?? MeasuresConfig.DefaultSensitivityTarget,
            SpecificityTarget = section.Number(nameof(MeasuresConfig.SpecificityTarget)) ?? MeasuresConfig.DefaultSpecificityTarget,
            TopShare = section.Number(nameof(MeasuresConfig.TopShare)) ?? MeasuresConfig.DefaultTopShare,
            LogitEpsilon = section.Number(nameof(MeasuresConfig.LogitEpsilon)),
            Costs = section[nameof(MeasuresConfig.Costs)] is null ? null : Costs(section.Section<CostsConfig>(nameof(MeasuresConfig.Costs))),
        };
    }

    /// <summary>How intervals are made.</summary>
    public IntervalPlan Intervals()
    {
        var section = config.Section<IntervalsConfig>(nameof(AuditConfig.Intervals));
        return new()
        {
            Proportions = section.Choice<ProportionMethod>(nameof(IntervalsConfig.Proportions)) ?? IntervalPlan.Default.Proportions,
            Resamples = section.Whole(nameof(IntervalsConfig.Resamples)) ?? IntervalsConfig.DefaultResamples,
            Bootstrap = section.Choice<BootstrapMethod>(nameof(IntervalsConfig.Bootstrap)),
        };
    }

    /// <summary>What groups are compared within, and what they are standardized by.</summary>
    public FairnessPlan Fairness()
    {
        var section = config.Section<FairnessConfig>(nameof(AuditConfig.Fairness));
        return new(subgroups.Attributes(section.List(nameof(FairnessConfig.Strata))), subgroups.Attributes(section.List(nameof(FairnessConfig.CaseMix))));
    }

    // To cost the same whatever one decides is to have no costs.
    private CostPlan Costs(ConfigSection<CostsConfig> section)
    {
        var before = faults.Count;
        var costs = new CostPlan(
            section.Number(nameof(CostsConfig.TruePositive)) ?? 0, section.Number(nameof(CostsConfig.FalsePositive)) ?? 1,
            section.Number(nameof(CostsConfig.TrueNegative)) ?? 0, section.Number(nameof(CostsConfig.FalseNegative)) ?? 1);
        if (section.Node is ConfigNode.Map { Members.Count: 4 } && faults.Count == before && costs.TruePositive == costs.FalseNegative && costs.FalsePositive == costs.TrueNegative)
            faults.Add(section.Node, "these costs are the same whether a patient is flagged or not, so that no decision matters. Correct them, or take 'costs' out.");
        return costs;
    }
}
