using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Inequality;

/// <summary>
/// How unequally decisions do patients good, where a patient's benefit is decision − outcome + 1: 0 for a missed event, 1 for a
/// right decision, 2 for a flag in vain.
/// </summary>
/// <remarks>Speicher et al. (2018), KDD 24:2239–2248.</remarks>
internal static class UnequalBenefit
{
    /// <summary>How its interval is made.</summary>
    public const string IntervalMethod = "the limits of the share of wrong decisions and of the share of false positives among these, squared and added (MOVER)";

    /// <summary>Estimates an index.</summary>
    /// <param name="evidence">Decisions and outcomes.</param>
    /// <param name="index">Of the share of wrong decisions and the share of false positives among these; finite while the mean benefit is above 0.</param>
    public static Estimate Of(SubgroupEvidence evidence, Func<double, double, double> index)
    {
        var cells = evidence.Confusion;
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        if (cells.FalseNegatives.Rows == evidence.Count) return new Estimate.Undefined(Phrase.Of($"every patient is a missed event: no benefit to share"));
        var mistakes = cells.FalsePositives + cells.FalseNegatives;
        var wrong = evidence.Share(mistakes, evidence.All);
        var method = Phrase.Of($"MOVER of two {wrong.Method} intervals");
        // Where nobody is decided wrongly, the worse kind of mistake, a missed event, is reckoned with.
        if (mistakes.Rows == 0) return TallyShare.Finite(0, new SquareAndAddSampling(method, p => index(p[0], 0), [wrong], min: 0), evidence.Count);
        var vain = evidence.Share(cells.FalsePositives, mistakes);
        return TallyShare.Finite(
            Math.Max(0, index(wrong.Proportion, vain.Proportion)),
            new SquareAndAddSampling(method, p => Math.Max(0, index(p[0], p[1])), [wrong, vain], min: 0), evidence.Count);
    }
}
