using AuditHarness.Models;

namespace AuditHarness.Statistics;

/// <summary>
/// <see cref="LogisticRecords"/> that also sees how columns hang together: with the squares and products of two columns of the design whose
/// means differ most between the classes. Where none of so many differs beyond chance (5 %, Šidák), as in 19 of 20 samples of one
/// population, it is the regression on main effects. Weights are numbers of equal rows, also where products
/// are chosen: with others, such as those of a survey, chance is not 5 %.
/// </summary>
/// <param name="Ridge">Penalty on the weights, not negative.</param>
public sealed record PairwiseLogisticRecords(double Ridge = 1) : ILearner
{
    /// <summary>Most squares and products.</summary>
    public const int MostProducts = 20;

    /// <inheritdoc/>
    public Phrase Name { get; } = Phrase.Of($"logistic regression with products");

    /// <inheritdoc/>
    public IFittedClassifier Fit(FeatureTable features, byte[] labels, double[]? weights, Seed seed, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        if (features.Count != labels.Length) throw new ArgumentException("Features and labels differ in their numbers of rows.", nameof(labels));
        var design = DesignMatrix.Of(features, weights);
        var (rows, width) = (design.Rows(features), design.Width);
        var (means, products) = Chosen(rows, width, labels, weights, stop);
        return new Fitted(design, means, products, LogisticLearner.Fit(With(rows, width, means, products), labels, weights, Ridge));
    }

    // By the squared distance of their means in standard errors (Welch 1938, Biometrika 29:350–362).
    private static (double[] Means, (int, int)[] Products) Chosen(double[] rows, int width, byte[] labels, double[]? weights, CancellationToken stop)
    {
        var (means, all) = (new double[width], 0.0);
        var mass = new double[2];
        for (var i = 0; i < labels.Length; i++)
        {
            var weight = weights?[i] ?? 1;
            (all, mass[labels[i]]) = (all + weight, mass[labels[i]] + weight);
            for (var c = 0; c < width; c++) means[c] += weight * rows[(i * width) + c];
        }
        for (var c = 0; c < width; c++) means[c] /= all;
        if (!(mass[0] > 0 && mass[1] > 0)) throw new ArgumentException("Both classes must occur.", nameof(labels));
        var chance = Math.Pow(CriticalValue.Sidak(0.95, Math.Max(1, width * (width + 1) / 2)), 2);
        var found = new List<(double Distance, int One, int Other)>();
        Span<double> first = stackalloc double[2], second = stackalloc double[2];
        for (var one = 0; one < width; one++)
        {
            stop.ThrowIfCancellationRequested();
            for (var other = one; other < width; other++)
            {
                first.Clear();
                second.Clear();
                for (var i = 0; i < labels.Length; i++)
                {
                    var (product, weight) = ((rows[(i * width) + one] - means[one]) * (rows[(i * width) + other] - means[other]), weights?[i] ?? 1);
                    first[labels[i]] += weight * product;
                    second[labels[i]] += weight * product * product;
                }
                var (a, b) = (first[0] / mass[0], first[1] / mass[1]);
                var variance = (((second[0] / mass[0]) - (a * a)) / mass[0]) + (((second[1] / mass[1]) - (b * b)) / mass[1]);
                if (variance > 0 && (a - b) * (a - b) / variance is var distance && distance > chance) found.Add((distance, one, other));
            }
        }
        return (means, [.. found.OrderByDescending(f => f.Distance).ThenBy(f => f.One).ThenBy(f => f.Other).Take(MostProducts).Select(f => (f.One, f.Other))]);
    }

    private static double[] With(double[] rows, int width, double[] means, (int One, int Other)[] products)
    {
        if (products.Length == 0) return rows;
        var (count, wide) = (rows.Length / width, width + products.Length);
        var all = new double[count * wide];
        for (var i = 0; i < count; i++)
        {
            var row = rows.AsSpan(i * width, width);
            row.CopyTo(all.AsSpan(i * wide));
            for (var p = 0; p < products.Length; p++)
                all[(i * wide) + width + p] = (row[products[p].One] - means[products[p].One]) * (row[products[p].Other] - means[products[p].Other]);
        }
        return all;
    }

    private sealed record Fitted(DesignMatrix Design, double[] Means, (int, int)[] Products, LogisticLearner Learned) : IFittedClassifier
    {
        public double[] Score(FeatureTable features)
        {
            var (rows, width, scores) = (With(Design.Rows(features), Design.Width, Means, Products), Design.Width + Products.Length, new double[features.Count]);
            for (var i = 0; i < scores.Length; i++) scores[i] = Learned.Probability(rows.AsSpan(i * width, width));
            return scores;
        }
    }
}
