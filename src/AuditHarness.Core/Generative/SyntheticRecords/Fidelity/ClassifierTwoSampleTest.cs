using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Metrics.Discrimination;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>Whether a classifier can tell made-up records from real ones.</summary>
/// <param name="learner">What tells them apart; null for the logistic regression within.</param>
public sealed class ClassifierTwoSampleTest(ILearner? learner = null) : IRecordMeasure
{
    private const int Folds = 5, Fewest = 10, RecordsPerColumn = 5;
    // Too small to be felt, and enough for a minimum where columns separate the tables or depend on each other.
    private const double LeastRidge = 1e-5;

    // Classifiers of several folds learn from mostly the same records: variance times K (1 / K + test / training records).
    private const double SharedLearning = 1 + ((double)Folds / (Folds - 1));

    private static readonly Phrase Noncentral = Phrase.Of($"normal, variance of a noncentral chi-squared");
    private readonly ILearner _learner = learner ?? new PairwiseLogisticRecords();

    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        new("RealOrSyntheticAuroc", "Classifier two-sample test (AUROC of real or made up)", MetricBasis.Records, Direction.Target, 0.5, 0, 1,
            "Probability that a classifier gives a made-up record a higher score than a training record, ties counted half: out of fold, in each group by a classifier of its own. 0.5 says that it cannot tell them apart, 1 that it always can.",
            "as that of the AUROC (Newcombe's method 5 with DeLong's variance), the variance times 1 + K / (K − 1) for K folds, since their classifiers learn from mostly the same records, and times the rows per patient",
            "Lopez-Paz, Oquab (2017), Proc. ICLR, arXiv:1610.06545; DeLong, DeLong, Clarke-Pearson (1988), Biometrics 44:837–845; Nadeau, Bengio (2003), Mach. Learn. 52:239–281")
        {
            Convention = $"Logistic regression with ridge 1 (numbers standardized, missing values at the mean with an indicator, categories as indicators) on main effects and up to {PairwiseLogisticRecords.MostProducts} squares and products, those whose means differ most between the tables and beyond chance (5 %, Šidák), chosen anew in each fold; unless another learner is given; {Folds} folds, stratified by table, rows of a patient and rows that hold the same in one fold, scores of all folds pooled; at least {Fewest} records of each table. Near copies of training records can push it below 0.5, since they are learned with the other label.",
            Oracle = "ClassifierTwoSampleTestTests.Normal_distributions_a_shift_apart_have_a_closed_form",
            FollowsSize = true,
        },
        new("PropensityMseRatio", "Propensity mean-squared-error ratio (pMSE ratio)", MetricBasis.Records, Direction.Lower, null, 0, double.PositiveInfinity,
            "Mean (p̂ᵢ − c)² over all records of both tables, p̂ the fitted probability of being made up and c the share that is, divided by what two samples of one population give on average, c (1 − c) k / N, k the rank of the columns and N the records. About 1 for a perfect generator, 0 for copies.",
            "normal with the variance of a noncentral χ² of k degrees of freedom",
            "Snoke, Raab, Nowok, Dibben, Slavkovic (2018), J. R. Stat. Soc. A 181:663–688; Woo, Reiter, Oganian, Karr (2009), J. Priv. Confid. 1:111–124")
        {
            Convention = $"In sample, logistic regression on main effects, practically without a penalty. The null is that both tables are samples; Snoke and others take the training records as given, which for c = ½ halves the null and doubles the ratio. At least {RecordsPerColumn} records of each table for each of the k columns (Vittinghoff, McCulloch 2007, Am. J. Epidemiol. 165:710–718): with fewer, any generator comes near a ratio of N / k. Not measured where patients have several rows.",
            Oracle = "ClassifierTwoSampleTestTests.Propensity_of_two_proportions_has_a_closed_form",
            Prominence = Prominence.Detail,
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var results = new (Estimate Area, Estimate Ratio)[evidence.Groups.Count];
        Parallel.For(
            0, results.Length, new() { MaxDegreeOfParallelism = evidence.Options.Workers, CancellationToken = evidence.Options.Stop },
            g => results[g] = OfGroup(evidence, evidence.Groups[g]));
        return Infos.SelectMany((info, i) => evidence.Groups.Select((g, k) => new RecordFigure(info.Id, null, g.Subgroup, i == 0 ? results[k].Area : results[k].Ratio)));
    }

    private (Estimate Area, Estimate Ratio) OfGroup(RecordEvidence evidence, RecordGroup group)
    {
        var none = Because.Nobody(group) ?? (Math.Min(group.Train.Length, group.Synthetic.Length) < Fewest
            ? Phrase.Of($"fewer than {Fewest:count} training or made-up records: too few to learn from") : null);
        // In the order of what they hold, so that the last digits do not follow the files.
        var (train, synthetic) = (RecordOrder.Of(evidence.Train, group.Train), RecordOrder.Of(evidence.Synthetic, group.Synthetic));
        var features = none is null ? Together(evidence, train, synthetic) : null;
        if (features is null) return (new Estimate.Undefined(none ?? Because.NoPart), new Estimate.Undefined(none ?? Because.NoPart));
        byte[] labels = [.. Enumerable.Repeat<byte>(0, train.Length), .. Enumerable.Repeat<byte>(1, synthetic.Length)];
        var scores = OutOfFold(evidence, features, labels, ContentFolds.Of(evidence, train, synthetic, Folds, evidence.Seed.For("RealOrSyntheticAuroc/folds")));
        var perPatient = PartFigures.RowsPerPatient(evidence, group);
        var order = new ScoreOrder(scores, labels, null);
        var ranked = order.Split(GroupIndex.Overall(scores.Length))[0];
        var area = new AreaUnderRoc().Measure(new SubgroupEvidence(Subgroup.Overall, ranked, 0.5, false));
        if (area is Estimate.Known { Sampling: { } sampling } known) area = known with { Sampling = sampling.Inflated(SharedLearning * perPatient) };
        return (area, perPatient > 1 ? new Estimate.Undefined(Because.SeveralRows) : Ratio(features, labels));
    }

    private double[] OutOfFold(RecordEvidence evidence, FeatureTable features, byte[] labels, int[] folds)
    {
        var scores = new double[labels.Length];
        for (var f = 0; f < Folds; f++)
        {
            int[] within = [.. Enumerable.Range(0, labels.Length).Where(i => folds[i] != f)], held = [.. Enumerable.Range(0, labels.Length).Where(i => folds[i] == f)];
            if (held.Length == 0) continue;
            var learned = within.Select(i => labels[i]).ToArray();
            // A table whose rows are all of one patient has no fold without it.
            if (learned.Distinct().Count() < 2)
            {
                foreach (var i in held) scores[i] = 0.5;
                continue;
            }
            var fitted = _learner.Fit(features.Take(within), learned, null, evidence.Seed.For($"RealOrSyntheticAuroc/fold {f}"), evidence.Options.Stop);
            var given = fitted.Score(features.Take(held));
            for (var k = 0; k < held.Length; k++) scores[held[k]] = given[k];
        }
        return scores;
    }

    private static Estimate Ratio(FeatureTable features, byte[] labels)
    {
        var (design, n) = (DesignMatrix.Of(features), (double)labels.Length);
        var (rows, width) = (design.Rows(features), design.Width);
        var rank = DesignRank.Of(rows, labels.Length, width);
        if (rank == 0) return new Estimate.Undefined(Because.NoVariation);
        // With fewer, what is learned by heart is of the size of what there is to learn: no generator would be far from another.
        if (Math.Min(labels.Count(l => l == 0), labels.Count(l => l == 1)) < RecordsPerColumn * rank)
            return new Estimate.Undefined(Phrase.Of($"fewer than {RecordsPerColumn:count} training or made-up records for each of {rank:count} columns to learn from"));
        var (learned, share, squares) = (LogisticLearner.Fit(rows, labels, ridge: LeastRidge), labels.Sum(l => l) / n, 0.0);
        for (var i = 0; i < labels.Length; i++) squares += Math.Pow(learned.Probability(rows.AsSpan(i * width, width)) - share, 2);
        // c (1 − c) / N · χ² of so many degrees of freedom; what is beyond their number is taken as its noncentrality.
        var statistic = squares / (share * (1 - share));
        // Nothing was learned but the last digits of sums.
        if (statistic < 1e-12) statistic = 0;
        var error = Math.Sqrt((2 * rank) + (4 * Math.Max(0, statistic - rank))) / rank;
        return new Estimate.Known(
            statistic / rank, new NormalSampling(Noncentral, statistic / rank, error, min: 0), Math.Min(labels.Count(l => l == 0), labels.Count(l => l == 1)));
    }

    private static FeatureTable? Together(RecordEvidence evidence, int[] train, int[] synthetic)
    {
        var columns = new List<FeatureColumn>();
        foreach (var c in evidence.Compared)
        {
            var (real, made) = (evidence.Train.Columns[c], evidence.Synthetic.Columns[c]);
            if (real is RecordColumn.Category category)
            {
                var other = (RecordColumn.Category)made;
                columns.Add(new FeatureColumn.Text(real.Name, category.Levels, [.. train.Select(r => category.Codes[r]), .. synthetic.Select(r => other.Codes[r])]));
            }
            else
            {
                var (first, second) = (RankedColumn.ValuesOf(real)!, RankedColumn.ValuesOf(made)!);
                columns.Add(new FeatureColumn.Numeric(real.Name, [.. train.Select(r => first[r]), .. synthetic.Select(r => second[r])]));
            }
        }
        return columns.Count == 0 ? null : new(columns);
    }
}
