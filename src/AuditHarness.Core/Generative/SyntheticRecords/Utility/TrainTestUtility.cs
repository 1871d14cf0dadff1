using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Utility;

/// <summary>Whether what is learned from made-up records holds for real patients, for each group, and what that does to the gaps between groups.</summary>
public sealed class TrainTestUtility : IRecordMeasure
{
    private const string Source =
        "Esteban, Hyland, Rätsch (2017), arXiv:1706.02633, for train on synthetic, test on real; DeLong, DeLong, Clarke-Pearson (1988), Biometrics 44:837–845";

    private const string Area = "Probability that a record with the event gets a higher score than one without, ties counted half, by a classifier that learned from ";

    private const string OfArea = "score interval: Newcombe's method 5 (2006, Stat. Med. 25:559–573), its variance drawn to DeLong's as classes grow";

    private const string Convention =
        "Logistic regression with ridge 1 on main effects unless another learner is given; one classifier from all records of a table, scored in each group. Outcome, follow-up time and event are no features; records without an outcome, or with one that no training record has, are left out. Limits tell of the patients scored and of those learned from, the generator given: classifiers of two halves of the patients of both tables, split 5 times, differ with four times the variance of the whole (McCarthy 1969, Rev. Int. Stat. Inst. 37:239–264), which is squared and added with Student's t of 5 degrees of freedom. Where a patient has several rows, limits rest on as many as there are patients. Of learners after the first, figures of augmentation have no limits: to learn from halves of both tables would cost as much as all else.";

    private static readonly Phrase TooFewToHalve = Phrase.Of($"too few training or made-up records of an outcome to learn from halves: no variance");

    private static readonly Phrase NotAugmented = Phrase.Of($"only the first learner learns from halves of both tables: no variance");

    // Place of the figure whose classifiers learn from and score the same records.
    private const int OutOfFold = 3;

    private const string ByThreshold = "Flagged: a score at or above the share of events among all training records, for every classifier.";

    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        Of("TrainSyntheticTestRealAuroc", "AUROC, trained on made-up, tested on real records (TSTR)", Direction.Higher, 0, 1, Area + "made-up records, on held-out records.", OfArea, "Areas_and_rates_are_what_comparing_pair_by_pair_gives"),
        Of("TrainRealTestRealAuroc", "AUROC, trained and tested on real records (TRTR)", Direction.Higher, 0, 1, Area + "training records, on held-out records: what there is to reach.", OfArea, "Areas_and_rates_are_what_comparing_pair_by_pair_gives"),
        Of("TrainRealTestSyntheticAuroc", "AUROC, trained on real, tested on made-up records (TRTS)", Direction.Higher, 0, 1, Area + "training records, on made-up records.", OfArea, "Areas_and_rates_are_what_comparing_pair_by_pair_gives"),
        Of("TrainSyntheticTestSyntheticAuroc", "AUROC, trained and tested on made-up records (TSTS)", Direction.Higher, 0, 1, Area + "the made-up records of four other folds of five, on made-up records; equal rows and rows of a patient are in one fold.", OfArea + "; the classifiers taken as given, so that it is somewhat too narrow in small tables", "Areas_and_rates_are_what_comparing_pair_by_pair_gives"),
        Of("AugmentedAuroc", "AUROC, trained on real and made-up, tested on real records", Direction.Higher, 0, 1, Area + "training and made-up records together, on held-out records.", OfArea, "Areas_and_rates_are_what_comparing_pair_by_pair_gives"),
        Difference("UtilityAurocDifference", "Difference of AUROC, TSTR − TRTR", -1, 1, "AUROC trained on made-up records less that trained on training records, on the same held-out records: negative where made-up records teach less.", "paired DeLong"),
        Difference("AugmentationAurocDifference", "Gain of AUROC by augmentation", -1, 1, "AUROC trained on training and made-up records less that trained on training records, on the same held-out records.", "paired DeLong"),
        Of("TrainSyntheticTestRealBrier", "Brier score, trained on made-up, tested on real records (TSTR)", Direction.Lower, 0, 1, "Mean squared distance of the score from the outcome on held-out records, trained on made-up records.", "mean over records, Student t and Hall's correction for skewness", "Brier_scores_and_their_difference_are_means"),
        Of("TrainRealTestRealBrier", "Brier score, trained and tested on real records (TRTR)", Direction.Lower, 0, 1, "Mean squared distance of the score from the outcome on held-out records, trained on training records.", "mean over records, Student t and Hall's correction for skewness", "Brier_scores_and_their_difference_are_means"),
        Difference("UtilityBrierDifference", "Difference of the Brier score, TSTR − TRTR", -1, 1, "Brier score trained on made-up records less that trained on training records, on the same held-out records: positive where made-up records teach less.", "mean of paired differences, Student t"),
        Of("TrainSyntheticTestRealSensitivity", "Sensitivity, trained on made-up, tested on real records (TSTR)", Direction.Higher, 0, 1, "Share of held-out records with the event that are flagged, trained on made-up records. " + ByThreshold, "Wilson", "Areas_and_rates_are_what_comparing_pair_by_pair_gives"),
        Of("TrainRealTestRealSensitivity", "Sensitivity, trained and tested on real records (TRTR)", Direction.Higher, 0, 1, "Share of held-out records with the event that are flagged, trained on training records. " + ByThreshold, "Wilson", "Areas_and_rates_are_what_comparing_pair_by_pair_gives"),
        Difference("UtilitySensitivityDifference", "Difference of sensitivity, TSTR − TRTR", -1, 1, "Sensitivity trained on made-up records less that trained on training records, on the same held-out records: negative where made-up records teach less. " + ByThreshold, "paired difference, with half a patient more in each cell: Agresti, Min (2005), Stat. Med. 24:729–740"),
        Of("TrainSyntheticTestRealSpecificity", "Specificity, trained on made-up, tested on real records (TSTR)", Direction.Higher, 0, 1, "Share of held-out records without the event that are not flagged, trained on made-up records. " + ByThreshold, "Wilson", "Areas_and_rates_are_what_comparing_pair_by_pair_gives"),
        Of("TrainRealTestRealSpecificity", "Specificity, trained and tested on real records (TRTR)", Direction.Higher, 0, 1, "Share of held-out records without the event that are not flagged, trained on training records. " + ByThreshold, "Wilson", "Areas_and_rates_are_what_comparing_pair_by_pair_gives"),
        Difference("UtilitySpecificityDifference", "Difference of specificity, TSTR − TRTR", -1, 1, "Specificity trained on made-up records less that trained on training records, on the same held-out records: negative where made-up records teach less. " + ByThreshold, "paired difference, with half a patient more in each cell: Agresti, Min (2005), Stat. Med. 24:729–740"),
        Difference("AurocDisparityChange", "Change of the gap in AUROC", -2, 2, "(AUROC of the group − AUROC of everybody else), trained on made-up records, less the same trained on training records: negative where made-up records cost the group more.", "normal, paired DeLong within the group and within everybody else"),
        Difference("SensitivityDisparityChange", "Change of the gap in sensitivity", -2, 2, "(sensitivity of the group − sensitivity of everybody else), trained on made-up records, less the same trained on training records. " + ByThreshold, "normal, paired differences within the group and within everybody else"),
        Difference("SpecificityDisparityChange", "Change of the gap in specificity", -2, 2, "(specificity of the group − specificity of everybody else), trained on made-up records, less the same trained on training records. " + ByThreshold, "normal, paired differences within the group and within everybody else"),
        Difference("BrierDisparityChange", "Change of the gap in the Brier score", -2, 2, "(Brier score of the group − Brier score of everybody else), trained on made-up records, less the same trained on training records: positive where made-up records cost the group more.", "normal, paired differences within the group and within everybody else"),
        Of("EqualizedOddsDisparityChange", "Change of the equalized-odds gap", Direction.Target, -1, 1, "max(|difference of sensitivity|, |difference of the false positive rate|) of the group and everybody else, trained on made-up records, less the same trained on training records: positive where made-up records part the group more from the others (Hardt, Price, Srebro 2016, NeurIPS 29:3315–3323). " + ByThreshold, "bootstrap of the patients scored, percentiles", "Equalized_odds_change_by_what_counting_gives"),
    ];

    private static MetricInfo Of(string id, string title, Direction better, double min, double max, string definition, string interval, string oracle) => new(
        id, title, MetricBasis.Records, better, better == Direction.Target ? 0 : null, min, max, definition, interval, Source)
    {
        Convention = Convention, Oracle = $"TrainTestUtilityTests.{oracle}", FollowsSize = true,
        Prominence = id is "TrainSyntheticTestRealAuroc" or "UtilityAurocDifference" or "AurocDisparityChange" ? Prominence.Headline : Prominence.Detail,
    };

    private static MetricInfo Difference(string id, string title, double min, double max, string definition, string interval) =>
        Of(id, title, Direction.Target, min, max, definition, interval, min < -1 ? "Changes_of_gaps_are_those_of_the_figures_themselves" : id == "UtilityBrierDifference" ? "Brier_scores_and_their_difference_are_means" : "Differences_are_those_of_the_figures_themselves");

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var lacking = UtilityModels.Lacking(evidence);
        var found = evidence.Learners.Select((learner, l) => OfLearner(evidence, learner, augments: l == 0, lacking)).ToArray();
        // Those of other learners are parts of the figure of the first.
        int[] order = [.. Enumerable.Range(1, found.Length - 1), 0];
        return Infos.SelectMany((info, i) => evidence.Groups.SelectMany((g, k) => order.Select(l =>
            new RecordFigure(info.Id, l == 0 ? null : evidence.Learners[l].Name.ToString(), g.Subgroup, found[l][k][i]))));
    }

    // A learner that breaks loses its own figures and no others'.
    private Estimate[][] OfLearner(RecordEvidence evidence, ILearner learner, bool augments, Phrase? lacking)
    {
        if (lacking is not null) return OfGroups(evidence, null, lacking);
        try
        {
            return OfGroups(evidence, UtilityModels.Of(evidence, learner, augments), null);
        }
        catch (Exception e) when (!evidence.Options.Stop.IsCancellationRequested && evidence.Learners.Count > 1 && e is not AuditInputException)
        {
            // Its message could hold a value of a patient.
            var type = ((e as AggregateException)?.Flatten().InnerExceptions[0] ?? e).GetType().Name;
            return OfGroups(evidence, null, Phrase.Of($"the learner failed ({type})"));
        }
    }

    private Estimate[][] OfGroups(RecordEvidence evidence, UtilityModels? models, Phrase? lacking)
    {
        var found = new Estimate[evidence.Groups.Count][];
        Parallel.For(
            0, found.Length, new() { MaxDegreeOfParallelism = evidence.Options.Workers, CancellationToken = evidence.Options.Stop },
            g => found[g] = models is null ? [.. Infos.Select(Estimate (_) => new Estimate.Undefined(lacking!))] : OfGroup(evidence, models, evidence.Groups[g]));
        return found;
    }

    private Estimate[] OfGroup(RecordEvidence evidence, UtilityModels models, RecordGroup group)
    {
        var scored = new ScoredGroup(evidence, models, group);
        var figures = Figures(evidence, scored, models.Whole, limits: true);
        var halves = models.Halves.Select(h => (One: Figures(evidence, scored, h.One, limits: false), Other: Figures(evidence, scored, h.Other, limits: false))).ToList();
        for (var i = 0; i < figures.Length; i++)
            if (evidence.Holdout is null && i is not (2 or OutOfFold)) figures[i] = new Estimate.Undefined(Phrase.Of($"no held-out records"));
            else if (i != OutOfFold && figures[i] is Estimate.Known { Sampling: { } sampling } known)
                figures[i] = Trained(known, sampling, Infos[i], [.. halves.Select(h => (h.One[i], h.Other[i]))]);
        return figures;
    }

    // Halves are of half the size, so that two of them differ with four times the variance of the whole: McCarthy (1969), Rev. Int. Stat. Inst. 37:239–264.
    private static Estimate.Known Trained(Estimate.Known known, Sampling scored, MetricInfo info, IReadOnlyList<(Estimate One, Estimate Other)> halves)
    {
        double[] differences = [.. halves.Select(h => h is (Estimate.Known one, Estimate.Known other) ? one.Value - other.Value : double.NaN)];
        if (differences.Length == 0 || differences.Any(double.IsNaN))
            return known with { Sampling = null, Reason = halves.Any(h => h.One is Estimate.Undefined { Reason: var reason } && reason.Equals(NotAugmented)) ? NotAugmented : TooFewToHalve };
        var error = Math.Sqrt(differences.Average(d => d * d)) / 2;
        return known with { Sampling = new TrainedSampling(scored, known.Value, error, differences.Length, info.Min, info.Max) };
    }

    private static Estimate[] Figures(RecordEvidence evidence, ScoredGroup group, UtilityScores scores, bool limits)
    {
        var (own, rest, augmented, made) = (group.Own(scores), group.Rest(scores), group.Augmented(scores), group.Made(scores));
        var none = new Estimate.Undefined(NotAugmented);
        Estimate Of(Estimate estimate) => ScoredGroup.Reduced(estimate, group.Independent);
        Estimate OfMade(Estimate estimate) => ScoredGroup.Reduced(estimate, group.IndependentMade);
        var everybody = new Estimate.Undefined(Phrase.Of($"everybody is compared with no other group"));
        Estimate Change(Func<PairedScores, Estimate> difference) => group.IsOverall ? everybody
            : PairedScores.Change(Of(difference(own)), ScoredGroup.Reduced(difference(rest), group.IndependentRest));
        return
        [
            Of(PairedScores.Area(own.First, own.Labels)), Of(PairedScores.Area(own.Second, own.Labels)),
            OfMade(PairedScores.Area(made.First, made.Labels)), OfMade(PairedScores.Area(made.Second, made.Labels)),
            Of(augmented is null ? none : PairedScores.Area(augmented.First, augmented.Labels)), Of(own.AreaDifference), Of(augmented is null ? none : augmented.AreaDifference),
            Of(PairedScores.Brier(own.First, own.Labels)), Of(PairedScores.Brier(own.Second, own.Labels)), Of(own.BrierDifference),
            Of(own.Sensitivity(own.First)), Of(own.Sensitivity(own.Second)), Of(own.SensitivityDifference),
            Of(own.Specificity(own.First)), Of(own.Specificity(own.Second)), Of(own.SpecificityDifference),
            Change(p => p.AreaDifference), Change(p => p.SensitivityDifference), Change(p => p.SpecificityDifference), Change(p => p.BrierDifference),
            group.IsOverall ? everybody : new EqualizedOddsChange(own, rest).Of(evidence, group.OwnRows, group.RestRows, limits),
        ];
    }
}
