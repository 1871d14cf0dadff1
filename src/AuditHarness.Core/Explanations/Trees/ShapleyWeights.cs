namespace AuditHarness.Explanations.Trees;

/// <summary>Weights that Shapley values give to a leaf.</summary>
internal static class ShapleyWeights
{
    private static readonly double[][] Weights = Create();

    private static readonly (double[] At, double[] Weight)[] Rules =
        [.. Enumerable.Range(0, (PathPattern.MaxPlayers / 2) + 1).Select(GaussLegendre)];

    /// <summary>
    /// 1 / (own · C(own + other, own)): the share of one of <paramref name="own"/> players on the leaf's side when
    /// <paramref name="other"/> players are against it.
    /// </summary>
    /// <param name="own">At least 1.</param>
    /// <param name="other">At least 0; both together at most <see cref="PathPattern.MaxPlayers"/>.</param>
    public static double Of(int own, int other) => Weights[own][other];

    /// <summary>
    /// Points and weights on [0, 1] that integrate every polynomial of degree d − 1 exactly: ⌈d/2⌉ Gauss–Legendre points, and points of
    /// weight 0 up to a multiple of four.
    /// </summary>
    /// <param name="players">d, at most <see cref="PathPattern.MaxPlayers"/>.</param>
    public static (double[] At, double[] Weight) Quadrature(int players) => Rules[(players + 1) / 2];

    private static double[][] Create()
    {
        // own · C(own + other, own) reaches 1e39: no whole number holds it, but a double does, and each step rounds only once.
        var weights = new double[PathPattern.MaxPlayers + 1][];
        for (var own = 0; own < weights.Length; own++)
        {
            weights[own] = new double[weights.Length - own];
            var binomial = 1.0;
            for (var other = 0; other < weights[own].Length; other++)
            {
                if (other > 0) binomial = binomial * (own + other) / other;
                weights[own][other] = own == 0 ? double.NaN : 1 / (own * binomial);
            }
        }
        return weights;
    }

    private static (double[] At, double[] Weight) GaussLegendre(int points)
    {
        var (at, weight) = (new double[(points + 3) / 4 * 4], new double[(points + 3) / 4 * 4]);
        for (var i = 0; i < points; i++)
        {
            // Newton's method on the Legendre polynomial, from Tricomi's approximation to its i-th root.
            var x = Math.Cos(Math.PI * (i + 0.75) / (points + 0.5));
            var slope = 0.0;
            for (var step = 0; step < 100; step++)
            {
                var (before, value) = (1.0, x);
                for (var k = 2; k <= points; k++) (before, value) = (value, ((((2 * k) - 1) * x * value) - ((k - 1) * before)) / k);
                slope = points * ((x * value) - before) / ((x * x) - 1);
                var change = value / slope;
                x -= change;
                if (Math.Abs(change) < 1e-16) break;
            }
            at[i] = (1 - x) / 2;
            weight[i] = 1 / ((1 - (x * x)) * slope * slope);
        }
        return (at, weight);
    }
}
