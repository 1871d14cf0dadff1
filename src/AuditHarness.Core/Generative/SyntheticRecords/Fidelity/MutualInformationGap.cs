using AuditHarness.Metrics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>Whether columns tell as much of each other as they do in reality, in whatever shape.</summary>
public sealed class MutualInformationGap : IRecordMeasure
{
    private const int Bins = 5;

    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        new(nameof(MutualInformationGap), "Mutual-information gap", MetricBasis.Records, Direction.Lower, 0, 0, 1,
            "|N_R − N_S|, N = I / √(H₁ H₂) the normalized mutual information of two columns (I their mutual information, H their entropies) among the training and among the made-up records; of each pair of columns, and their mean: the mean absolute gap of the two matrices off their diagonals.",
            PartFigures.Interval, "Strehl, Ghosh (2002), J. Mach. Learn. Res. 3:583–617; Miller (1955), in Quastler (ed.), Information Theory in Psychology:95–100")
        {
            Convention = $"Rows with a value in both columns. Numbers and dates in {Bins} bins. {CodedColumn.Bins} I is less its mean by chance, (occupied cells − occupied rows − occupied columns + 1) / 2n (Miller), times the design effect of patients with several rows (Rao, Scott 1981, J. Am. Stat. Assoc. 76:221–230), and at least 0: plain estimates differ by the sizes of the tables alone. A pair with a column that is constant in either table has no figure.",
            Oracle = "MutualInformationGapTests.A_table_with_a_closed_form_and_brute_force_agree",
            FollowsSize = true,
            Prominence = Prominence.Detail,
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return PartFigures.Measure(evidence, Infos[0], [.. CodedColumn.Pairs(CodedColumn.All(evidence, Bins), (_, _) => true)
            .Select(p => new ComparedPart(p.Subject, influences => Compare(influences, p.First, p.Second)))]);
    }

    private static PartDistance Compare(RowInfluences influences, CodedColumn first, CodedColumn second)
    {
        if (Because.TooManyCells(first, second) is { } tooMany) return PartDistance.None(tooMany);
        var rows = first.Crossed(second);
        var counts = influences.Count(rows);
        if (PartDistance.Empty(counts) is { } reason) return PartDistance.None(reason);
        var effects = influences.DesignEffects(rows);
        if (Information.Of(counts.Train, counts.TrainRows, first.Levels, second.Levels, effects.Train) is not { } real) return PartDistance.None(Because.NoInformation, inTrain: true);
        if (Information.Of(counts.Synthetic, counts.SyntheticRows, first.Levels, second.Levels, effects.Synthetic) is not { } made) return PartDistance.None(Because.NoInformation);
        var sign = real.Normalized >= made.Normalized ? 1 : -1;
        influences.Set(rows, real.Influences(sign), made.Influences(-sign));
        var error = double.Hypot(influences.StandardError, double.Hypot(real.ErrorByChance, made.ErrorByChance));
        return new(Math.Abs(real.Normalized - made.Normalized), Math.Sqrt(2 / Math.PI) * error, counts.Rows, null)
        {
            Extra = double.Hypot(real.ErrorByChance, made.ErrorByChance),
        };
    }

    /// <summary>Information of a table of two columns.</summary>
    private sealed record Information(int[] Counts, int Rows, int Height, int Width, double[] Down, double[] Across, double Mutual, double Corrected, double First, double Second, double Chance, double Effect)
    {
        public static Information? Of(int[] counts, int rows, int height, int width, double effect)
        {
            var (n, down, across, cells) = ((double)rows, new double[height], new double[width], 0);
            for (var c = 0; c < height * width; c++)
            {
                if (counts[c] == 0) continue;
                cells++;
                down[c / width] += counts[c] / n;
                across[c % width] += counts[c] / n;
            }
            var (occupiedDown, occupiedAcross) = (down.Count(p => p > 0), across.Count(p => p > 0));
            if (occupiedDown < 2 || occupiedAcross < 2) return null;
            static double Entropy(double[] shares) => -shares.Sum(p => p > 0 ? p * Math.Log(p) : 0);
            var mutual = 0.0;
            for (var c = 0; c < height * width; c++)
                if (counts[c] > 0) mutual += counts[c] / n * Math.Log(counts[c] / n / (down[c / width] * across[c % width]));
            var chance = effect * Math.Max(0, (cells - occupiedDown - occupiedAcross + 1) / (2 * n));
            return new(counts, rows, height, width, down, across, mutual, Math.Max(0, mutual - chance), Entropy(down), Entropy(across), chance, effect);
        }

        private double Scale => Math.Sqrt(First * Second);

        public double Normalized => Math.Min(1, Corrected / Scale);

        // Of independent columns 2 n I is χ², whose variance is twice its mean, times the design effect.
        public double ErrorByChance => Math.Sqrt(Chance * Effect / Rows) / Scale;

        // i(a, b) − I for the information, −log p − H for an entropy, and the chain rule for the ratio.
        public double[] Influences(double factor)
        {
            var influences = new double[Height * Width];
            if (Corrected == 0) return influences;
            for (var c = 0; c < influences.Length; c++)
            {
                if (Counts[c] == 0) continue;
                var (p, q) = (Down[c / Width], Across[c % Width]);
                var information = Math.Log(Counts[c] / (double)Rows / (p * q)) - Mutual;
                var entropies = ((-Math.Log(p) - First) / First) + ((-Math.Log(q) - Second) / Second);
                influences[c] = factor * ((information / Scale) - (Normalized / 2 * entropies)) / Rows;
            }
            return influences;
        }
    }
}
