using AuditHarness.Explanations.Trees;
using AuditHarness.Models;

namespace AuditHarness.Explanations;

/// <summary>From the margin, on which a model is additive, to its risk.</summary>
public enum Link
{
    /// <summary>The margin is the answer itself.</summary>
    Identity,
    /// <summary>risk = 1 / (1 + e^−margin).</summary>
    Logit,
}

/// <summary>What is known of a model's inside: an additive form over encoded features.</summary>
/// <param name="Encoding">How the columns of the feature table become the numbers that the form reads.</param>
/// <param name="Link">From margin to risk.</param>
public abstract record ModelStructure(FeatureEncoding Encoding, Link Link)
{
    /// <summary>A sum of trees.</summary>
    public sealed record TreeSum(FeatureEncoding Encoding, Link Link, TreeEnsemble Ensemble) : ModelStructure(Encoding, Link);

    /// <summary>A weighted sum: margin = intercept + Σ weight · slot.</summary>
    /// <param name="Encoding">How columns become slots.</param>
    /// <param name="Link">From margin to risk.</param>
    /// <param name="Intercept">On the margin's scale.</param>
    /// <param name="Weights">One per slot.</param>
    public sealed record Linear(FeatureEncoding Encoding, Link Link, double Intercept, double[] Weights) : ModelStructure(Encoding, Link);
}

/// <summary>How the columns of a feature table become a vector of numbers.</summary>
/// <param name="Slots">One per number, in the order in which the form reads them.</param>
public sealed record FeatureEncoding(IReadOnlyList<FeatureSlot> Slots)
{
    /// <summary>Every numeric column as it is.</summary>
    /// <param name="columns">Number of columns.</param>
    public static FeatureEncoding Direct(int columns) => new([.. Enumerable.Range(0, columns).Select(c => new FeatureSlot(c))]);

    /// <summary>The encoded rows, one after the other: row · slots + slot.</summary>
    /// <param name="table">The rows.</param>
    /// <exception cref="ArgumentException">A slot asks for a number where the column holds texts, or the reverse.</exception>
    public double[] Encode(FeatureTable table)
    {
        var encoded = new double[table.Count * Slots.Count];
        for (var s = 0; s < Slots.Count; s++)
        {
            var slot = Slots[s];
            switch (table.Columns[slot.Column])
            {
                case FeatureColumn.Numeric numeric when slot.Level is null:
                    for (var i = 0; i < table.Count; i++) encoded[(i * Slots.Count) + s] = slot.Of(numeric.Values[i]);
                    break;
                case FeatureColumn.Text text when slot.Level is { } level:
                    var code = text.Levels.ToList().IndexOf(level);
                    for (var i = 0; i < table.Count; i++)
                        encoded[(i * Slots.Count) + s] = slot.Of(text.Codes[i] < 0 ? double.NaN : text.Codes[i] == code ? 1 : 0);
                    break;
                default:
                    throw new ArgumentException($"Feature '{table.Columns[slot.Column].Name}' is not of the kind that the model reads.", nameof(table));
            }
        }
        return encoded;
    }
}

/// <summary>One number of an encoded row.</summary>
/// <param name="Column">Index of the column of the feature table.</param>
/// <param name="Level">For a text column: 1 where the text equals this level, else 0. Null for a numeric column.</param>
public sealed record FeatureSlot(int Column, string? Level = null)
{
    /// <summary>What a missing value becomes before anything else; NaN leaves it missing.</summary>
    public double WhenMissing { get; init; } = double.NaN;

    /// <summary>Taken off the value first.</summary>
    public double Offset { get; init; }

    /// <summary>What the difference is multiplied with.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>(value − offset) · scale, after a missing value was replaced.</summary>
    /// <param name="value">The value of the column, or NaN.</param>
    public double Of(double value) => ((double.IsNaN(value) ? WhenMissing : value) - Offset) * Scale;
}
