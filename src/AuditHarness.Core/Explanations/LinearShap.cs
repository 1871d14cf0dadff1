using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Explanations;

/// <summary>
/// Exact Shapley values of a weighted sum when an absent feature takes its background values: a player's attribution is
/// Σ weight · (value − background mean) over its slots. Lundberg, Lee (2017), NeurIPS 30:4765–4774, corollary 1.
/// </summary>
public static class LinearShap
{
    /// <summary>Explains the margin.</summary>
    /// <param name="model">The weighted sum.</param>
    /// <param name="explained">Rows explained.</param>
    /// <param name="background">Rows that stand in for absent players; at least one.</param>
    /// <param name="players">Which columns belong to which player.</param>
    /// <param name="rows">Positions of the rows explained among the evaluated ones.</param>
    /// <param name="backgroundInWords">The background, for the report.</param>
    /// <returns>Attributions on the margin's scale. NaN where a slot is NaN, as the model's own answer is.</returns>
    public static Attributions Explain(
        ModelStructure.Linear model, FeatureTable explained, FeatureTable background, PlayerMap players, int[] rows,
        Phrase backgroundInWords)
    {
        var slots = model.Encoding.Slots.Count;
        var means = Means(model.Encoding.Encode(background), slots);
        var values = new double[explained.Count * players.Names.Count];
        var outputs = new double[explained.Count];
        Attribute(model.Encoding.Encode(explained), model.Weights, means, players.OfSlots(model.Encoding), players.Names.Count, values);
        Margins(model.Encoding.Encode(explained), model, outputs);
        var baseValue = new double[1];
        Margins(means, model, baseValue);
        return new()
        {
            Players = players.Names, Rows = rows, Values = values, Outputs = outputs, BaseValue = baseValue[0],
            ValueFunction = ValueFunction.Interventional, Output = ExplainedOutput.Margin,
            Method = Phrase.Of($"linear SHAP, exact"), Background = backgroundInWords,
        };
    }

    private static double[] Means(ReadOnlySpan<double> encoded, int slots)
    {
        var means = new double[slots];
        for (var at = 0; at < encoded.Length; at++) means[at % slots] += encoded[at];
        for (var s = 0; s < slots; s++) means[s] = means[s] * slots / encoded.Length;
        return means;
    }

    private static void Attribute(
        ReadOnlySpan<double> encoded, ReadOnlySpan<double> weights, ReadOnlySpan<double> means, ReadOnlySpan<int> owner, int players,
        Span<double> values)
    {
        for (var at = 0; at < encoded.Length; at++)
        {
            var (row, slot) = (at / weights.Length, at % weights.Length);
            values[(row * players) + owner[slot]] += weights[slot] * (encoded[at] - means[slot]);
        }
    }

    private static void Margins(ReadOnlySpan<double> encoded, ModelStructure.Linear model, Span<double> margins)
    {
        var slots = model.Weights.Length;
        margins.Fill(model.Intercept);
        for (var at = 0; at < encoded.Length; at++) margins[at / slots] += model.Weights[at % slots] * encoded[at];
    }
}
