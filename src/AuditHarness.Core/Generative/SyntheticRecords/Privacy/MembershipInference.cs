using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Generative.SyntheticRecords.Distances;
using AuditHarness.Metrics;
using AuditHarness.Metrics.Discrimination;

namespace AuditHarness.Generative.SyntheticRecords.Privacy;

/// <summary>
/// Two attackers who hold a person's record and the made-up records and guess whether the generator was trained on that person: one by the
/// distance to the nearest made-up record, one by how dense made-up records lie there beside real ones.
/// </summary>
public sealed class MembershipInference : IRecordMeasure
{
    // Of the whole distance: keeps the logarithm of a copy's distance finite, and far below what tells different records apart.
    private const double Least = 1e-6;

    private const double Specificity = 0.99;

    private const string Distance =
        " " + DistanceFigures.Convention + " Equal scores count half in the area, and are guessed alike at a threshold.";

    // One fewer than are kept: the next one stands in where a neighbour is taken away.
    private const int Nearest = RecordDistances.Most - 1;

    private const string DensityScore =
        "Score: mean over k = 1 … 4 of log(d_k among held-out / d_k among made-up records), which rises with p_made-up / p_real (k-nearest-neighbour densities, Loftsgaarden, Quesenberry 1965, Ann. Math. Stat. 36:1049–1051); 10⁻⁶ is added to each distance. A held-out record is not its own neighbour, and so has one fewer to choose from: for a training record log d_k is the mean over leaving out each held-out record.";

    private const string DistanceScore = "Score: 1 − distance to the nearest made-up record.";

    private const string AreaInterval = "score interval: Newcombe's method 5 (2006, Stat. Med. 25:559–573), its variance drawn to DeLong's as groups grow";

    private const string RateInterval = "Wilson's limits at that threshold, and the reach of the threshold by the order statistics of the non-members, squared and added";

    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        Area("DistanceMembershipArea", "Membership inference by distance, AUROC", DistanceScore, "Chen, Yu, Zhang, Fritz (2020), ACM CCS:343–362"),
        Rate("DistanceMembershipSensitivity", "Membership inference by distance, sensitivity at 1 % false positives", DistanceScore, "Chen, Yu, Zhang, Fritz (2020), ACM CCS:343–362"),
        Area("DensityMembershipArea", "Membership inference by density ratio, AUROC", DensityScore, "van Breugel, Sun, Qian, van der Schaar (2023), AISTATS, PMLR 206:3493–3514 (DOMIAS)"),
        Rate("DensityMembershipSensitivity", "Membership inference by density ratio, sensitivity at 1 % false positives", DensityScore, "van Breugel, Sun, Qian, van der Schaar (2023), AISTATS, PMLR 206:3493–3514 (DOMIAS)"),
    ];

    private static MetricInfo Area(string id, string title, string score, string source) => new(
        id, title, MetricBasis.Records, Direction.Lower, 0.5, 0, 1,
        "Probability that the attacker finds a training record of the group more likely to be a member than a held-out record of the same group, ties counted half: 0.5 is guessing. " + score,
        AreaInterval, source + "; DeLong, DeLong, Clarke-Pearson (1988), Biometrics 44:837–845")
    {
        Convention = "Members and non-members are of the same group, made-up and reference records of any. n is the number of attempts, on members and non-members." + Distance,
        Oracle = "MembershipInferenceTests.Areas_and_rates_are_what_comparing_pair_by_pair_gives",
        Prominence = id == "DensityMembershipArea" ? Prominence.Headline : Prominence.Detail,
    };

    private static MetricInfo Rate(string id, string title, string score, string source) => new(
        id, title, MetricBasis.Records, Direction.Lower, 0.01, 0, 1,
        "Largest share of training records of the group that the attacker finds while it takes at most 1 % of the held-out records of the same group for members: 0.01 is guessing. " + score,
        RateInterval, source + "; Carlini, Chien, Nasr, Song, Terzis, Tramèr (2022), IEEE S&P:1897–1914")
    {
        Convention = "Thresholds are the scores that occur, and one above them all; of fewer than 100 held-out records none may be taken for a member. n is the number of attempts on members." + Distance,
        Oracle = "MembershipInferenceTests.Areas_and_rates_are_what_comparing_pair_by_pair_gives", Prominence = Prominence.Detail, NarrowsBySteps = true,
    };

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var ranked = new Dictionary<(RecordGroup, bool), SubgroupEvidence>();
        SubgroupEvidence Attack(RecordGroup group, bool byDensity)
        {
            if (ranked.TryGetValue((group, byDensity), out var attack)) return attack;
            return ranked[(group, byDensity)] = Attempts(evidence, group, byDensity);
        }
        Needs distance = new(1, 1, 1), density = new(1, 2, 1), own = new(Train: 1, Holdout: 1);
        return DistanceFigures.ByGroup(
            evidence, Infos, [distance, distance, density, density], [own, own, own, own],
            [g => AreaOf(Attack(g, false)), g => RateOf(Attack(g, false)), g => AreaOf(Attack(g, true)), g => RateOf(Attack(g, true))]);
    }

    private static Estimate AreaOf(SubgroupEvidence attempts) => new AreaUnderRoc().Measure(attempts) switch
    {
        Estimate.Known known => known with { Denominator = attempts.Count },
        var other => other,
    };

    private static Estimate RateOf(SubgroupEvidence attempts)
    {
        var ranked = attempts.Ranked;
        return RateAtTarget.Of(attempts, ranked.NonEvents, ranked.Events, fromTop: false, Specificity, taken => taken < ranked.Count ? ranked.Scores[taken] : double.PositiveInfinity) switch
        {
            Estimate.Known known => known with { Denominator = attempts.Events.Rows, Tells = null },
            var other => other,
        };
    }

    private static SubgroupEvidence Attempts(RecordEvidence evidence, RecordGroup group, bool byDensity)
    {
        var distances = evidence.Distances;
        double[] scores =
        [
            .. group.Train.Select(r => byDensity ? Density(distances.TrainToHoldout, distances.TrainToSynthetic, r, evidence.Holdout!.Count, evidence.Holdout.Count - 1) : 1 - distances.TrainToSynthetic.Distance(r)),
            .. group.Holdout.Select(h => byDensity ? Density(distances.HoldoutToHoldout, distances.HoldoutToSynthetic, h, 0, evidence.Holdout!.Count - 1) : 1 - distances.HoldoutToSynthetic.Distance(h)),
        ];
        var labels = new byte[scores.Length];
        labels.AsSpan(0, group.Train.Length).Fill(1);
        return new(group.Subgroup, new ScoreOrder(scores, labels, null).Split(GroupIndex.Overall(scores.Length))[0], 0.5, false);
    }

    // In (0, 1), rising with the ratio. Of n neighbours the kth stays the kth unless one of the first k is taken away, one time in n each.
    private static double Density(Neighbours real, Neighbours made, int record, int choices, int most)
    {
        var (sum, used) = (0.0, 0);
        for (var rank = 0; rank < Math.Min(Nearest, most) && real.Row(record, rank) >= 0 && made.Row(record, rank) >= 0; rank++, used++)
        {
            double Log(Neighbours neighbours, int at) => Math.Log(neighbours.Distance(record, at) + Least);
            var next = choices == 0 ? 0 : (rank + 1.0) / choices;
            sum += Log(real, rank) - Log(made, rank) + (next == 0 ? 0 : next * (Log(real, rank + 1) - Log(real, rank)));
        }
        return 1 / (1 + Math.Exp(-sum / Math.Max(1, used)));
    }
}
