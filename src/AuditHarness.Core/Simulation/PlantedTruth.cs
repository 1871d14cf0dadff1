using System.Globalization;
using AuditHarness.Cohorts;

namespace AuditHarness.Simulation;

/// <summary>What can be planted.</summary>
public enum PlantKind
{
    /// <summary>Events of a group were recorded less often where the model was trained.</summary>
    UnderDiagnosed,
    /// <summary>Risks of a group are wrong although ranking and decisions are right.</summary>
    Miscalibrated,
    /// <summary>An intersection is unfair although each of its attributes alone is fair.</summary>
    UnfairIntersection,
    /// <summary>A feature that says nothing about risk moves the scores of a group.</summary>
    Proxy,
    /// <summary>A group is fair and too small to judge.</summary>
    TooSmall,
}

/// <summary>One planted thing: who, how, and by which disparities it shows.</summary>
/// <param name="Kind">What was planted.</param>
/// <param name="Subgroup">Whom it concerns.</param>
/// <param name="Mechanism">How it works, in words.</param>
/// <param name="Shows">Disparities that it is planted to show by, with the true gap to the reference; none for a group too small.</param>
public sealed record PlantedTruth(PlantKind Kind, Subgroup Subgroup, string Mechanism, IReadOnlyList<TrueGap> Shows)
{
    internal static IReadOnlyList<PlantedTruth> All(SimulationTruth truth)
    {
        var plan = truth.Plan;
        return
        [
            Plant(PlantKind.UnderDiagnosed, [new(plan.Ethnicity.Name, plan.UnderDiagnosis.Level)],
                $"Events were recorded with probability {plan.UnderDiagnosis.Detection} where the model was trained; its risk is the true risk times that.",
                "EqualOpportunityDifference", "CalibrationGap"),
            Plant(PlantKind.Miscalibrated, [new(plan.Age.Bands.Name, plan.StretchedRisk.Band)],
                $"Log-odds of the score are stretched by {plan.StretchedRisk.Factor} about the threshold: overconfident, same decisions.",
                "CalibrationSlopeGap"),
            Plant(PlantKind.UnfairIntersection,
                [new(plan.Region.Name, plan.UnfairIntersection.Region), new(plan.Insurance.Name, plan.UnfairIntersection.Insurance)],
                $"Sensitivity lies {plan.UnfairIntersection.SensitivityLoss} below everybody's; the other cells make up for it in every region and insurance.",
                "EqualOpportunityDifference"),
            Plant(PlantKind.Proxy, [new(plan.Residence.Name, plan.Proxy.Level)],
                $"'{plan.Proxy.Feature}' is {plan.Proxy.Shift} higher there, says nothing about risk, and adds {plan.Proxy.Weight} log-odds per unit to the score.",
                "DemographicParityDifference", "PredictiveEqualityDifference"),
            Plant(PlantKind.TooSmall, [new(plan.Ethnicity.Name, plan.TooSmall)],
                $"Fair, and {plan.Ethnicity.Share(plan.TooSmall)} of all patients."),
        ];

        PlantedTruth Plant(PlantKind kind, IReadOnlyList<AttributeLevel> who, FormattableString how, params string[] shows)
        {
            var subgroup = new Subgroup(who);
            return new PlantedTruth(kind, subgroup, how.ToString(CultureInfo.InvariantCulture), [.. shows.Select(d => new TrueGap(d, truth.Gap(d, subgroup)))]);
        }
    }
}

/// <summary>A true gap between a group and its reference.</summary>
/// <param name="Disparity">Id in the disparity catalog.</param>
/// <param name="Value">Group − reference.</param>
public sealed record TrueGap(string Disparity, double Value);
