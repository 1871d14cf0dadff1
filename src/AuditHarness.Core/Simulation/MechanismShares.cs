using AuditHarness.Cohorts;

namespace AuditHarness.Simulation;

/// <summary>Which mechanisms score the patients of a group, and how many of them each.</summary>
internal static class MechanismShares
{
    /// <summary>Walks through all combinations of levels that meet the conditions.</summary>
    /// <param name="model">The model under audit.</param>
    /// <param name="conditions">The group; none for everybody.</param>
    /// <returns>Share of the group in the population, and shares within the group, in order of first occurrence.</returns>
    public static (double Share, IReadOnlyList<(ScoreMechanism Mechanism, double Share)> Mechanisms) Of(
        SimulatedModel model, IReadOnlyList<AttributeLevel> conditions)
    {
        var attributes = model.Plan.Attributes;
        var required = new int?[attributes.Count];
        for (var k = 0; k < required.Length; k++)
            foreach (var condition in conditions.Where(c => c.Attribute == attributes[k].Name)) required[k] = attributes[k].Code(condition.Level);

        var mechanisms = new List<ScoreMechanism>();
        var shares = new List<double>();
        var codes = new int[attributes.Count];
        Walk(0, 1);
        var total = shares.Sum();
        return (total, [.. mechanisms.Select((mechanism, k) => (mechanism, shares[k] / total))]);

        void Walk(int attribute, double share)
        {
            if (attribute < codes.Length)
            {
                for (var code = 0; code < attributes[attribute].Levels.Count; code++)
                {
                    if (required[attribute] is { } only && only != code) continue;
                    codes[attribute] = code;
                    Walk(attribute + 1, share * attributes[attribute].Shares[code]);
                }
                return;
            }
            var mechanism = model.Mechanism(codes);
            var known = mechanisms.IndexOf(mechanism);
            if (known < 0)
            {
                mechanisms.Add(mechanism);
                shares.Add(share);
            }
            else
            {
                shares[known] += share;
            }
        }
    }
}
