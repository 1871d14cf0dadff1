using AuditHarness.Audits;
using AuditHarness.Generative.SyntheticRecords.Fidelity;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Representation;

/// <summary>Whether each group is as large among the made-up records as among those that they stand for.</summary>
public sealed class RepresentationRatio : IRecordMeasure
{
    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        new(nameof(RepresentationRatio), "Representation ratio", MetricBasis.Records, Direction.Target, 1, 0, double.PositiveInfinity,
            "Share of the made-up records that are of the group, divided by the share of the training records that are, or by the group's share in the population that the plan declares. 1 says that the group is as large as it should be, 0 that nobody of it was made up.",
            "score interval of a ratio of two proportions (Koopman, Gart–Nam), which holds where nobody was made up too; for a declared population, which is taken as known, Wilson's interval of the share, divided by it; where a patient has several rows, on as many as there are patients",
            "Koopman (1984), Biometrics 40:513–517; Katz, Baptista, Azen, Pike (1978), Biometrics 34:469–474, whose logarithmic limits it has in large groups")
        {
            Convention = "Ratios below 0.8 and above 1.25 are commonly looked at. For everybody there is none, since it is always 1.",
            Oracle = "RepresentationRatioTests.Ratio_is_that_of_shares_with_the_limits_of_the_logarithm",
            Prominence = Prominence.Headline,
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        int[] All(int count) => [.. Enumerable.Range(0, count)];
        var real = RecordShares.Independent(evidence, evidence.Train, All(evidence.Train.Count));
        var made = RecordShares.Independent(evidence, evidence.Synthetic, All(evidence.Synthetic.Count));
        return evidence.Groups.Select(group => new RecordFigure(Infos[0].Id, null, group.Subgroup, Of(evidence, group, real, made)));
    }

    private static Estimate Of(RecordEvidence evidence, RecordGroup group, double real, double made)
    {
        if (group.Subgroup.IsOverall) return new Estimate.Undefined(Phrase.Of($"everybody is the whole of both tables"));
        if (evidence.Synthetic.Count == 0) return new Estimate.Undefined(Because.NoSynthetic);
        var share = RecordShares.Sampling(group.Synthetic.Length, evidence.Synthetic.Count, made, ProportionMethod.Wilson);
        if (evidence.Population is { } population)
        {
            if (!population.TryGetValue(group.Subgroup, out var declared) || !(declared > 0))
                return new Estimate.Undefined(Phrase.Of($"the declared population has no share of the group"));
            return new Estimate.Known(
                share.Proportion / declared,
                new TransformedSampling(Phrase.Of($"{share.Method}, over a known share"), share, share.StandardError / declared, p => p / declared),
                evidence.Synthetic.Count);
        }
        if (group.Train.Length == 0) return new Estimate.Undefined(Phrase.Of($"no training record of the group"));
        var expected = RecordShares.Sampling(group.Train.Length, evidence.Train.Count, real, ProportionMethod.Wilson);
        return new Estimate.Known(share.Proportion / expected.Proportion, new RatioSampling(share, expected), group.Train.Length);
    }
}
