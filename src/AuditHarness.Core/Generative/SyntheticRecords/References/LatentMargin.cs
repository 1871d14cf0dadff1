using MathNet.Numerics.Distributions;

namespace AuditHarness.Generative.SyntheticRecords.References;

/// <summary>
/// One dimension of a Gaussian copula: a column cut into ordered groups (categories, or runs of equal numbers), each of which is a
/// stretch of a hidden standard normal. A group's score is the normal quantile at the middle of its stretch, that is of its mid-rank.
/// </summary>
internal sealed class LatentMargin
{
    private const int Terms = 40;

    private readonly int[] _groups;
    private readonly double[] _scores;

    /// <summary>A dimension.</summary>
    /// <param name="groups">For each row its group, from 0; −1 where it is not known.</param>
    /// <param name="counts">For each group how many rows have it; all positive.</param>
    public LatentMargin(int[] groups, int[] counts)
    {
        (_groups, _scores) = (groups, new double[counts.Length]);
        Edges = new double[counts.Length - 1];
        var (total, below) = (counts.Sum(), 0.0);
        for (var g = 0; g < counts.Length; g++)
        {
            _scores[g] = Normal.InvCDF(0, 1, (below + (counts[g] / 2.0)) / total);
            below += counts[g];
            if (g < Edges.Length) Edges[g] = Normal.InvCDF(0, 1, below / total);
        }
        var mean = _scores.Zip(counts, (score, count) => score * count).Sum() / total;
        Spread = Math.Sqrt(_scores.Zip(counts, (score, count) => (score - mean) * (score - mean) * count).Sum() / total);
        Hermite = Coefficients();
    }

    /// <summary>Where the stretches meet, ascending.</summary>
    public double[] Edges { get; }

    /// <summary>Standard deviation of the scores, over rows.</summary>
    public double Spread { get; }

    /// <summary>The score as a function of the hidden normal: its coefficients on the normalised Hermite polynomials of degree 1, 2, ….</summary>
    public double[] Hermite { get; }

    /// <summary>The score of a row; NaN where its group is not known.</summary>
    public double Score(int row) => _groups[row] < 0 ? double.NaN : _scores[_groups[row]];

    /// <summary>The group whose stretch holds a value of the hidden normal.</summary>
    public int Group(double z)
    {
        var at = Array.BinarySearch(Edges, z);
        return at < 0 ? ~at : at;
    }

    // Over a stretch from a to b the integral of h_k φ is (h_{k−1}(a) φ(a) − h_{k−1}(b) φ(b)) / √k; summed by parts over the edges.
    private double[] Coefficients()
    {
        var sums = new double[Terms];
        for (var g = 0; g < Edges.Length; g++)
        {
            var (edge, step) = (Edges[g], _scores[g + 1] - _scores[g]);
            var (before, now) = (0.0, Normal.PDF(0, 1, edge));
            for (var k = 1; k <= Terms; k++)
            {
                sums[k - 1] += step * now / Math.Sqrt(k);
                (before, now) = (now, ((edge * now) - (Math.Sqrt(k - 1) * before)) / Math.Sqrt(k));
            }
        }
        return sums;
    }
}
