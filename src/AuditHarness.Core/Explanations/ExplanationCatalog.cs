using AuditHarness.Disparity;

namespace AuditHarness.Explanations;

/// <summary>What an expectation about explanations names.</summary>
/// <param name="Id">Such as "AttributionShare".</param>
/// <param name="Title">Name in running text.</param>
/// <param name="Feature">Whether an expectation must name a feature.</param>
/// <param name="Where">What an expectation's 'where' is: nobody in particular, any group, or groups compared with the reference.</param>
/// <param name="Min">Smallest possible value, or negative infinity.</param>
/// <param name="Max">Largest possible value, or positive infinity.</param>
/// <param name="Form">Difference for a figure that is held to its limit in both directions; null for others.</param>
/// <param name="Definition">What it says, in one sentence.</param>
/// <param name="Source">Literature.</param>
public sealed record ExplanationInfo(
    string Id, string Title, FeatureUse Feature, WhereUse Where, double Min, double Max, DisparityForm? Form, string Definition, string Source);

/// <summary>Whether an expectation names a feature.</summary>
public enum FeatureUse
{
    /// <summary>It must not.</summary>
    None,
    /// <summary>It may.</summary>
    Optional,
    /// <summary>It must.</summary>
    Required,
}

/// <summary>Whom an expectation can be about.</summary>
public enum WhereUse
{
    /// <summary>The model as a whole: no 'where'.</summary>
    Nobody,
    /// <summary>Everybody, a group, or every group.</summary>
    AnyGroup,
    /// <summary>A group, or every group, of an attribute or intersection: compared with the reference group.</summary>
    Compared,
    /// <summary>A group, or every group, of one attribute.</summary>
    Attribute,
}

/// <summary>Every figure about explanations that an expectation can name, read top to bottom.</summary>
public static class ExplanationCatalog
{
    private const string Lundberg = "Lundberg, Lee (2017), NeurIPS 30:4765–4774";

    /// <summary>The figures, in the order in which they are shown.</summary>
    public static IReadOnlyList<ExplanationInfo> All { get; } =
    [
        new("MeanAttribution", "Mean attribution", FeatureUse.Required, WhereUse.AnyGroup, double.NegativeInfinity, double.PositiveInfinity, null,
            "Mean attribution of a feature over the explained patients of a group, on the explained scale.", Lundberg),
        new("MeanAbsoluteAttribution", "Mean absolute attribution", FeatureUse.Required, WhereUse.AnyGroup, 0, double.PositiveInfinity, null,
            "Mean size of a feature's attribution over the explained patients of a group, on the explained scale.", Lundberg),
        new("AttributionShare", "Attribution share", FeatureUse.Required, WhereUse.AnyGroup, 0, 1, null,
            "Mean absolute attribution of a feature divided by the sum over all features, in a group.", Lundberg),
        new("ScoreGapContribution", "Contribution to the score gap", FeatureUse.Required, WhereUse.Compared, double.NegativeInfinity, double.PositiveInfinity,
            DisparityForm.Difference,
            "Mean attribution of a feature in a group less that in the reference group: its part of the difference in mean output. The parts of all features sum to it.",
            "Additivity of Shapley values: Shapley (1953), Contributions to the Theory of Games 2:307–317"),
        new("AttributeRecoverability", "Attribute recoverability", FeatureUse.Optional, WhereUse.Attribute, 0, 1, null,
            "AUROC with which a level of a protected attribute is told from all others by the model's features (a cross-fitted logistic model), or by one of them: 0.5 when it is hidden.",
            "Feldman et al. (2015), KDD 21:259–268"),
        new("ScorerParity", "Scorer parity", FeatureUse.None, WhereUse.Nobody, 0, 1, null,
            "Largest difference between the risk given by the model's own runtime and that of the structure that is explained, over evaluated rows, rows at thresholds and rows with missing values.",
            "Own check"),
        new("LocalAccuracy", "Local accuracy", FeatureUse.None, WhereUse.Nobody, 0, double.PositiveInfinity, null,
            "Largest |base value + Σ attributions − output| of an explained patient, relative to max(1, |output|).", Lundberg),
    ];

    /// <summary>The figure of that id, or null.</summary>
    public static ExplanationInfo? Find(string id) => All.FirstOrDefault(e => e.Id == id);
}
