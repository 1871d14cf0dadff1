using AuditHarness.Explanations.Trees;
using AuditHarness.Models;

namespace AuditHarness.Explanations;

/// <summary>Scores by a known structure alone, without the model's runtime.</summary>
public static class StructureScores
{
    /// <summary>The margin of each row.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="features">The rows.</param>
    public static double[] Margins(this ModelStructure structure, FeatureTable features)
    {
        var encoded = structure.Encoding.Encode(features);
        var slots = structure.Encoding.Slots.Count;
        switch (structure)
        {
            case ModelStructure.TreeSum trees:
                return TreeScorer.Margins(trees.Ensemble, encoded, features.Count);
            case ModelStructure.Linear linear:
                var margins = new double[features.Count];
                for (var i = 0; i < margins.Length; i++)
                {
                    var sum = linear.Intercept;
                    for (var s = 0; s < slots; s++) sum += linear.Weights[s] * encoded[(i * slots) + s];
                    margins[i] = sum;
                }
                return margins;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>The risk of each row: the link of its margin.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="features">The rows.</param>
    public static double[] Risks(this ModelStructure structure, FeatureTable features)
    {
        var margins = structure.Margins(features);
        return structure.Link == Link.Identity ? margins
            : Array.ConvertAll(margins, m => m >= 0 ? 1 / (1 + Math.Exp(-m)) : Math.Exp(m) / (1 + Math.Exp(m)));
    }
}
