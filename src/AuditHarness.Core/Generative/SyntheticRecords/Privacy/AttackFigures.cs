using AuditHarness.Audits;
using AuditHarness.Generative.SyntheticRecords.Fidelity;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Privacy;

/// <summary>How often attempts succeeded.</summary>
/// <param name="Rate">Share in [0, 1]; of several secrets the mean.</param>
/// <param name="Attempts">Number of attempts; 0 when none could be made.</param>
/// <param name="Independent">Independent attempts for each, in (0, 1].</param>
internal readonly record struct AttackCount(double Rate, int Attempts, double Independent = 1)
{
    /// <summary>Attempts as they vary.</summary>
    public double Size => Attempts * Independent;
}

/// <summary>What an attack achieved.</summary>
/// <param name="Attack">On training records.</param>
/// <param name="Baseline">The same with guesses at random, which use no made-up record.</param>
/// <param name="Control">The attack on held-out records, which nobody trained on; null without them.</param>
internal sealed record AttackOutcome(AttackCount Attack, AttackCount Baseline, AttackCount? Control);

/// <summary>The figures of attacks that guess: the risk net of the control, and what it is made of.</summary>
internal static class AttackFigures
{
    private const string Source = "Giomi, Boenisch, Wehmeyer, Tasnádi (2023), Proc. Priv. Enhancing Technol. 2023(2):312–328; Article 29 Data Protection Working Party (2014), Opinion 05/2014 on Anonymisation Techniques, WP216, for the three risks";

    /// <summary>Risk, success of the attack, of random guesses, of the attack on controls.</summary>
    /// <param name="id">Name of the attack in ids.</param>
    /// <param name="title">Name of the attack in running text.</param>
    /// <param name="attack">What the attacker does and when that counts as success.</param>
    /// <param name="baseline">How it guesses at random.</param>
    /// <param name="convention">What must be known besides.</param>
    /// <param name="oracle">The test of it.</param>
    /// <param name="followsSize">True when the success depends on how many records there are.</param>
    /// <param name="guesses">The test of the guesses at random, where that is another one.</param>
    public static IReadOnlyList<MetricInfo> Infos(string id, string title, string attack, string baseline, string convention, string oracle, bool followsSize, string? guesses = null)
    {
        MetricInfo Info(string part, string name, Direction better, string definition, string interval) => new(
            id + part, name, MetricBasis.Records, better, part == "Risk" ? 0 : null, 0, 1, definition, interval, Source)
        {
            Convention = convention, Oracle = part == "BaselineRate" ? guesses ?? oracle : oracle, FollowsSize = followsSize, Prominence = part == "Risk" ? Prominence.Headline : Prominence.Detail,
        };
        return
        [
            Info("Risk", $"{title} risk", Direction.Lower,
                $"(a − c) / (1 − c), at least 0: a the success rate of the attack on training records of the group, c on its held-out records, both as centres of Wilson's 95 % intervals. {attack}",
                "half widths of Wilson's intervals of both rates, propagated; clipped to [0, 1]"),
            Info("AttackRate", $"{title}, success rate of the attack", Direction.Lower, $"Share of attempts on training records of the group that succeed. {attack}", "Wilson; where a patient has several rows, on as many as there are patients"),
            Info("BaselineRate", $"{title}, success rate of guesses at random", Direction.Neither, $"Share of as many attempts that succeed with guesses at random. {baseline}", "Wilson"),
            Info("ControlRate", $"{title}, success rate on held-out records", Direction.Neither,
                "Share of the same attempts on held-out records of the group that succeed: what can be learned of a population without knowing its members.", "Wilson; where a patient has several rows, on as many as there are patients"),
        ];
    }

    /// <summary>The figures: for each info and group those of subjects, then the whole.</summary>
    /// <param name="evidence">The records.</param>
    /// <param name="infos">As <see cref="Infos"/>.</param>
    /// <param name="lacking">Why nothing can be tried, or null.</param>
    /// <param name="noAttempt">Why a group has no attempt.</param>
    /// <param name="subjects">What is attacked one by one; may be empty.</param>
    /// <param name="attack">The outcome for a group of which there are training and made-up records, of a subject or (null) as a whole.</param>
    public static IEnumerable<RecordFigure> Measure(
        RecordEvidence evidence, IReadOnlyList<MetricInfo> infos, Phrase? lacking, Phrase noAttempt, IReadOnlyList<string> subjects,
        Func<RecordGroup, string?, AttackOutcome> attack)
    {
        string?[] all = [.. subjects, null];
        lacking ??= evidence.Train.Count == 0 ? Because.NoTrain : evidence.Synthetic.Count == 0 ? Because.NoSynthetic : null;
        var found = new AttackOutcome?[evidence.Groups.Count][];
        Parallel.For(
            0, found.Length, new() { MaxDegreeOfParallelism = evidence.Options.Workers, CancellationToken = evidence.Options.Stop },
            g => found[g] = Array.ConvertAll(all, s => lacking is null && evidence.Groups[g].Train.Length > 0 ? attack(evidence.Groups[g], s) : null));
        for (var i = 0; i < infos.Count; i++)
            for (var g = 0; g < found.Length; g++)
                for (var s = 0; s < all.Length; s++)
                    yield return new(infos[i].Id, all[s], evidence.Groups[g].Subgroup, Of(i, found[g][s], lacking ?? Phrase.Of($"no training record of the group"), noAttempt, evidence));
    }

    private static Estimate Of(int which, AttackOutcome? outcome, Phrase lacking, Phrase noAttempt, RecordEvidence evidence)
    {
        if (outcome is null) return new Estimate.Undefined(lacking);
        if (outcome.Attack.Attempts == 0) return new Estimate.Undefined(noAttempt);
        if (which is 0 or 3 && outcome.Control is not { Attempts: > 0 })
            return new Estimate.Undefined(evidence.Holdout is null ? Phrase.Of($"no held-out records") : Phrase.Of($"no held-out record of the group that can be attacked"));
        if (which > 0) return Rate(which == 1 ? outcome.Attack : which == 2 ? outcome.Baseline : outcome.Control!.Value);
        var control = outcome.Control!.Value;
        var sampling = new AttackRiskSampling(outcome.Attack.Rate, outcome.Attack.Size, control.Rate, control.Size);
        return new Estimate.Known(sampling.Value, sampling, Math.Min(outcome.Attack.Attempts, control.Attempts));
    }

    private static Estimate.Known Rate(AttackCount count) => new(count.Rate, new ProportionSampling(count.Rate, count.Size, ProportionMethod.Wilson), count.Attempts);
}
