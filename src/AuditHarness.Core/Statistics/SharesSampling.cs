namespace AuditHarness.Statistics;

/// <summary>
/// A sum of shares of the same patients, each times what it counts, such as net benefit (true positives less weighted false
/// positives): limits are recovered from those of the shares and their correlation as cells of one multinomial table.
/// </summary>
/// <remarks>Zou, Donner (2008), Stat. Med. 27:1693–1702; Newcombe (1998), Stat. Med. 17:2635–2650, for two shares of the same patients.</remarks>
/// <param name="method">Name of the method.</param>
/// <param name="constant">What is added.</param>
/// <param name="shares">Shares of the same patients, of disjoint cells, with what each counts (not 0). At least one.</param>
/// <param name="min">Smallest possible value.</param>
/// <param name="max">Largest possible value.</param>
public sealed class SharesSampling(
    Phrase method, double constant, (double Counts, ProportionSampling Share)[] shares,
    double min = double.NegativeInfinity, double max = double.PositiveInfinity) : Sampling
{
    /// <summary>The sum.</summary>
    public double Value { get; } = constant + shares.Sum(s => s.Counts * s.Share.Proportion);

    /// <inheritdoc/>
    public override Phrase Method => method;

    /// <inheritdoc/>
    public override double StandardError => Math.Sqrt(Joined([.. shares.Select(s => s.Counts * s.Share.StandardError)]));

    /// <inheritdoc/>
    public override Sampling Scaled(double factor) =>
        new SharesSampling(method, constant, Array.ConvertAll(shares, s => (s.Counts, (ProportionSampling)s.Share.Scaled(factor))), min, max);

    /// <inheritdoc/>
    public override (double Lower, double Upper) Limits(double z)
    {
        double[] down = new double[shares.Length], up = new double[shares.Length];
        for (var i = 0; i < shares.Length; i++)
        {
            var (counts, share) = shares[i];
            var (low, high) = share.Limits(z);
            var (below, above) = (share.Proportion - low, high - share.Proportion);
            (down[i], up[i]) = counts > 0 ? (counts * below, counts * above) : (counts * above, counts * below);
        }
        return (Math.Max(min, Value - Math.Sqrt(Joined(down))), Math.Min(max, Value + Math.Sqrt(Joined(up))));
    }

    // Σ Σ r dᵢ dⱼ, where d carries the sign of what the share counts.
    private double Joined(double[] distances)
    {
        var sum = 0.0;
        for (var i = 0; i < distances.Length; i++)
            for (var j = 0; j < distances.Length; j++) sum += Correlation(i, j) * distances[i] * distances[j];
        return Math.Max(0, sum);
    }

    private double Correlation(int i, int j)
    {
        if (i == j) return 1;
        var (p, q) = (shares[i].Share.Proportion, shares[j].Share.Proportion);
        return p is 0 or 1 || q is 0 or 1 ? 0 : -Math.Sqrt(Math.Min(1, p * q / ((1 - p) * (1 - q))));
    }
}
