using MathNet.Numerics.Distributions;
using MathNet.Numerics.Integration;

namespace AuditHarness.Statistics;

/// <summary>
/// Contrasts whose two-sided limits are to hold all at once: how many standard errors each must reach. Contrasts that share an estimate go up
/// and down together, so that they need less than as many that know nothing of each other.
/// </summary>
/// <remarks>
/// Of any contrasts: Šidák (1967), J. Am. Stat. Assoc. 62:626–633, which holds whatever their correlations. Of groups with one reference:
/// Dunnett (1955), J. Am. Stat. Assoc. 50:1096–1121, with unequal variances. Of groups with everybody (analysis of means, Nelson 1982,
/// J. Qual. Technol. 14:42–45): all pairs of events along the best tree taken off Bonferroni's sum, Hunter (1976), J. Appl. Probab. 13:597–603, Worsley (1982),
/// Biometrika 69:297–302, never too small; of three groups, or four that are everybody, exactly. None is ever larger than Šidák's.
/// </remarks>
public sealed class ContrastFamily
{
    // What the integrals are sure of.
    private const double Smallest = 2e-12;

    // Of twelve panels of 16 points over half the normal curve: as smooth as the integrand is, enough for 12 digits.
    private const int Panels = 12, Points = 16;
    private const double Farthest = 9;
    private static readonly GaussLegendreRule s_rule = new(0, 1, Points);

    private readonly Func<double, double> _missed;

    private ContrastFamily(int count, Phrase name, Func<double, double>? missed = null)
    {
        double Sidak(double z) => 1 - Math.Pow(1 - (2 * Normal.CDF(0, 1, -z)), count);
        (Count, Name) = (count, name);
        _missed = count == 1 ? z => 2 * Normal.CDF(0, 1, -z) : missed is null ? Sidak : z => Math.Min(Sidak(z), missed(z));
    }

    /// <summary>How many contrasts that are not the same.</summary>
    public int Count { get; }

    /// <summary>After whom the method is named.</summary>
    public Phrase Name { get; }

    /// <summary>Contrasts of whose correlations nothing is known: Šidák's bound.</summary>
    /// <param name="count">How many, at least 1.</param>
    public static ContrastFamily Any(int count) => new(count, Phrase.Of($"Šidák"));

    /// <summary>All pairs of independent groups: <see cref="CriticalValue.AllPairs"/>.</summary>
    /// <param name="groups">How many groups, at least 2.</param>
    public static ContrastFamily AllPairs(int groups) =>
        new(groups * (groups - 1) / 2, Phrase.Of($"Tukey–Kramer"), z => 1 - CriticalValue.RangeProbability(z * Math.Sqrt(2), groups));

    /// <summary>Independent groups, each against the same one.</summary>
    /// <param name="variances">Variance of each group's estimate; at least one.</param>
    /// <param name="reference">Variance of the reference's. Where either is 0, which is no certainty, nothing is counted on.</param>
    public static ContrastFamily WithReference(IReadOnlyList<double> variances, double reference)
    {
        return WithReference([.. variances.Select(v => v > 0 && reference > 0 ? reference / (reference + v) : 0)]);
    }

    /// <summary>The same where the reference is not all alike to the groups.</summary>
    /// <param name="parts">Of each contrast the part of its variance that the reference makes, in [0, 1]; at least one.</param>
    public static ContrastFamily WithReference(IReadOnlyList<double> parts)
    {
        // The squared correlation with the reference; never quite all, so that the integrand stays smooth.
        double[] loadings = [.. parts.Select(p => Math.Sqrt(Math.Min(0.98, p)))];
        return loadings.Length == 1 || Array.TrueForAll(loadings, l => l == 0) ? Any(loadings.Length) : new(loadings.Length, Phrase.Of($"Dunnett"), z => 1 - Within(z, loadings));
    }

    /// <summary>Independent groups, each against the weighted mean of all.</summary>
    /// <param name="variances">Variance of each group's estimate; at least one. Where one is 0, which is no certainty, nothing is counted on.</param>
    /// <param name="weights">Weight of each; what they lack of 1 belongs to groups that are not compared, whose patients vary as the others'.</param>
    /// <param name="byWeights">Variance that the mean has because its weights are estimates themselves; 0 where they are given.</param>
    public static ContrastFamily WithMean(IReadOnlyList<double> variances, IReadOnlyList<double> weights, double byWeights = 0)
    {
        var (name, count) = (Phrase.Of($"analysis of means"), variances.Count);
        if (count == 1 || variances.Any(v => !(v > 0)) || weights.Any(w => !(w > 0))) return Any(count);
        var left = Math.Max(0, 1 - weights.Sum());
        var mean = weights.Zip(variances, (w, v) => w * w * v).Sum() + (left * weights.Zip(variances, (w, v) => w * v).Average()) + byWeights;
        var errors = new double[count];
        for (var i = 0; i < count; i++) errors[i] = Math.Sqrt(mean + ((1 - (2 * weights[i])) * variances[i]));
        double Correlation(int i, int j) => Math.Clamp((mean - (weights[i] * variances[i]) - (weights[j] * variances[j])) / (errors[i] * errors[j]), -1, 1);
        // What one of two groups that are everybody has more, the other has less: one statement.
        if (count == 2 && Correlation(0, 1) < -1 + 1e-12) return new(1, name);
        if (InSpace(count, Correlation) is { } directions && count > 2) return new(count, name, Beyond(directions));
        // What can be taken off is larger the stronger the correlation, of either sign: the tree does not change with z.
        double[] tree = [.. Tree(count, (i, j) => Math.Abs(Correlation(i, j)))];
        return new(count, name, z => (count * 2 * Normal.CDF(0, 1, -z)) - tree.Sum(r => BothBeyond(z, r)));
    }

    /// <summary>This family and another that is independent of it, at once.</summary>
    /// <param name="other">The other.</param>
    public ContrastFamily And(ContrastFamily other) =>
        new(Count + other.Count, Name, z => { var (a, b) = (Missed(z), other.Missed(z)); return a + b - (a * b); });

    /// <summary>Probability, at most, that any of them lies more than so many standard errors from its truth.</summary>
    /// <param name="z">Critical value, not negative.</param>
    public double Missed(double z) => Math.Clamp(_missed(z), Smallest, 1);

    /// <summary>The critical value at which all hold.</summary>
    /// <param name="level">Confidence level of the whole family, in (0, 1).</param>
    public double Critical(double level) => Count == 1 ? CriticalValue.TwoSided(level)
        : BracketedRoot.LastPositive(z => Missed(z) - (1 - level), CriticalValue.TwoSided(level), CriticalValue.Sidak(level, Count), 1e-10);

    // Given what they share, the contrasts are independent.
    private static double Within(double z, double[] loadings)
    {
        var sum = 0.0;
        for (var panel = 0; panel < Panels; panel++)
            for (var point = 0; point < Points; point++)
            {
                var u = (panel + s_rule.GetAbscissa(point)) * Farthest / Panels;
                var inside = 1.0;
                foreach (var loading in loadings)
                {
                    var own = Math.Sqrt(1 - (loading * loading));
                    inside *= Normal.CDF(0, 1, (z - (loading * u)) / own) - Normal.CDF(0, 1, (-z - (loading * u)) / own);
                }
                sum += s_rule.GetWeight(point) * Normal.PDF(0, 1, u) * inside;
            }
        return 2 * sum * Farthest / Panels;
    }

    // Both of two standard normal values with a correlation beyond z, of either sign: Owen's integral over the correlation.
    private static double BothBeyond(double z, double correlation)
    {
        var angle = Math.Asin(correlation);
        double Upper(double to)
        {
            var sum = 0.0;
            for (var point = 0; point < Points; point++)
            {
                var sine = Math.Sin(to * s_rule.GetAbscissa(point));
                sum += s_rule.GetWeight(point) * (sine > -1 ? Math.Exp(-z * z / (1 + sine)) : 0);
            }
            return to * sum / (2 * Math.PI);
        }
        var alone = Normal.CDF(0, 1, -z);
        return 2 * ((2 * alone * alone) + Upper(angle) + Upper(-angle));
    }

    // Contrasts of which no more than three are independent (of three groups, or four that are everybody) as directions in space: each is the
    // part of one normal vector along its own. Null where it takes more than three dimensions.
    private static (double X, double Y, double Z)[]? InSpace(int count, Func<int, int, double> correlation)
    {
        var rows = new double[count][];
        var dimensions = 0;
        for (var i = 0; i < count; i++)
        {
            var (row, rest) = (rows[i] = new double[3], 1.0);
            for (var d = 0; d < dimensions; d++)
            {
                // The contrast that first had this part: its other parts are known.
                var first = Array.FindIndex(rows, r => r[d] > 0);
                var known = 0.0;
                for (var e = 0; e < d; e++) known += rows[first][e] * row[e];
                row[d] = (correlation(first, i) - known) / rows[first][d];
                rest -= row[d] * row[d];
            }
            if (rest <= 1e-9) continue;
            if (dimensions == 3) return null;
            row[dimensions++] = Math.Sqrt(rest);
        }
        return [.. rows.Select(r => (r[0], r[1], r[2]))];
    }

    // In each direction of space one contrast is the first to go too far, at a distance that is chi-distributed: Deák (1980), Numer. Math. 35:369–380.
    private static Func<double, double> Beyond((double X, double Y, double Z)[] directions)
    {
        const int heights = 2 * Points, turns = 4 * Points;
        var (leads, shares) = (new double[heights * turns], new double[heights * turns]);
        for (var h = 0; h < heights; h++)
            for (var turn = 0; turn < turns; turn++)
            {
                // Half the sphere is enough, and the area of a sphere is that of its cylinder.
                var (z, angle) = (((h / Points) + s_rule.GetAbscissa(h % Points)) / 2, 2 * Math.PI * (turn + 0.5) / turns);
                var (x, y) = (Math.Sqrt(1 - (z * z)) * Math.Cos(angle), Math.Sqrt(1 - (z * z)) * Math.Sin(angle));
                leads[(h * turns) + turn] = directions.Max(d => Math.Abs((d.X * x) + (d.Y * y) + (d.Z * z)));
                shares[(h * turns) + turn] = s_rule.GetWeight(h % Points) / 2 / turns;
            }
        return z =>
        {
            var sum = 0.0;
            for (var i = 0; i < leads.Length; i++)
            {
                var distance = z / leads[i];
                if (distance < 12) sum += shares[i] * ((2 * Normal.CDF(0, 1, -distance)) + (Math.Sqrt(2 / Math.PI) * distance * Math.Exp(-distance * distance / 2)));
            }
            return sum;
        };
    }

    // Of the largest sum, as Prim finds it.
    private static IEnumerable<double> Tree(int count, Func<int, int, double> weight)
    {
        var reach = Enumerable.Range(0, count).Select(i => i == 0 ? -1 : weight(0, i)).ToArray();
        for (var step = 1; step < count; step++)
        {
            var next = Array.IndexOf(reach, reach.Max());
            yield return reach[next];
            reach[next] = -1;
            for (var i = 0; i < count; i++)
                if (reach[i] >= 0) reach[i] = Math.Max(reach[i], weight(next, i));
        }
    }
}
