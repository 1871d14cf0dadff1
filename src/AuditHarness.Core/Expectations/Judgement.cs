using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Expectations;

/// <summary>A figure that an expectation is about, before anything is suppressed.</summary>
public sealed record FigureUnderJudgement
{
    /// <summary>What it is, such as "Sensitivity in sex = female": the start of the finding's sentence.</summary>
    public required Phrase Subject { get; init; }

    /// <summary>The group, or null for a worst pair.</summary>
    public Subgroup? Subgroup { get; init; }

    /// <summary>The attributes compared; empty for a metric.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];

    /// <summary>Difference or ratio; null for a metric.</summary>
    public DisparityForm? Form { get; init; }

    /// <summary>Which way is better for the group compared; neither for a metric, or where a gap does not say.</summary>
    public Direction Better { get; init; } = Direction.Neither;

    /// <summary>Its limits at any level; null when it is not sampled or has no interval.</summary>
    public LevelledLimits? Limits { get; init; }

    /// <summary>The figure; null with <see cref="Reason"/>.</summary>
    public double? Value { get; init; }

    /// <summary>Its interval; null with <see cref="Reason"/>.</summary>
    public Interval? Interval { get; init; }

    /// <summary>Why figure or interval is missing, or null.</summary>
    public Phrase? Reason { get; init; }

    /// <summary>True when the figures must not be shown; the verdict and the number of patients still are.</summary>
    public bool Hidden { get; init; }

    /// <summary>Rows of the group judged; 0 for a worst pair.</summary>
    public int GroupRows { get; init; }

    /// <summary>Rows of all groups compared.</summary>
    public int AllRows { get; init; }

    /// <summary>Rows that a group needs to be compared; 0 for a metric.</summary>
    public int MinimumRows { get; init; }

    /// <summary>See <see cref="PatientsNeeded.For"/>.</summary>
    public Func<double, double, (double Lower, double Upper)?> LimitsWhenGrown { get; init; } = (_, _) => null;

    /// <summary>The figure that planning starts from when <see cref="Value"/> is left out of a gap; else null.</summary>
    public double? PlanningValue { get; init; }
}

/// <summary>
/// Judges a figure against an expectation. The burden of proof lies with passing: an interval wholly inside the limit is a Pass,
/// wholly outside a Fail, anything else (a missing figure too) Inconclusive.
/// </summary>
public static class Judgement
{
    /// <summary>The most patients that are told of a hidden figure: on the limit itself none is, and whoever is told none must not conclude that.</summary>
    private const long MostTold = 100_000;

    /// <summary>The finding.</summary>
    /// <param name="expectation">What must hold.</param>
    /// <param name="figure">The figure.</param>
    public static Finding Of(Expectation expectation, FigureUnderJudgement figure)
    {
        var region = AcceptanceRegion.Of(
            expectation.Bound, expectation.Limit, figure.Form, expectation.Against == Claim.NonInferiority ? figure.Better : null);
        var verdict = (expectation.Evidence, figure) switch
        {
            (Evidence.Point, { Value: { } value }) => region.Contains(value) ? Verdict.Pass : Verdict.Fail,
            (Evidence.Interval, { Interval: { } i }) => region.Judge(i.Lower, i.Upper),
            _ => Verdict.Inconclusive,
        };
        var needed = verdict == Verdict.Inconclusive && expectation.Evidence == Evidence.Interval && (figure.Value ?? figure.PlanningValue) is { } planned
            ? PatientsNeeded.For(region, planned, figure.GroupRows, figure.AllRows, figure.MinimumRows, figure.LimitsWhenGrown)
            : null;
        // An exact number would give the hidden counts away: of a hidden group only its order of magnitude is told.
        if (figure.Hidden && needed is { } exact)
            needed = exact.More > MostTold ? null : exact with { More = (long)Math.Pow(10, Math.Ceiling(Math.Log10(Math.Max(100, exact.More)))) };
        return new Finding
        {
            Expectation = expectation, Subgroup = figure.Subgroup, Attributes = figure.Attributes, Verdict = verdict,
            Sentence = Sentence(expectation, figure, verdict, needed),
            Value = figure.Hidden ? null : figure.Value, Interval = figure.Hidden ? null : figure.Interval, MorePatients = needed?.More,
            PValue = figure is { Hidden: false, Value: { } estimate, Interval: not null, Limits: { } limits } ? LimitTest.PValue(region, estimate, limits) : null,
            MorePatientsOfAllGroups = needed is { } more && OfAllGroups(figure, more),
        };
    }

    /// <summary>The worst verdict over the findings of severity error; Pass when there is none.</summary>
    /// <param name="findings">All findings.</param>
    public static Verdict Overall(IEnumerable<Finding> findings) =>
        findings.Where(f => f.Expectation.Severity == Severity.Error).Select(f => f.Verdict).DefaultIfEmpty(Verdict.Pass).Max();

    private static bool OfAllGroups(FigureUnderJudgement figure, PatientsNeeded needed) => needed.Everyone && figure.Attributes.Count > 0;

    // Clauses that stand by themselves: another language puts them in its own order.
    private static Phrase Sentence(Expectation expectation, FigureUnderJudgement figure, Verdict verdict, PatientsNeeded? needed)
    {
        var limit = Limit(expectation, figure);
        var shown = (figure.Hidden, figure.Value, figure.Interval, expectation.Evidence) switch
        {
            (true, _, _, _) => Phrase.Of($"the figures are hidden to protect small groups"),
            (_, { } value, _, Evidence.Point) => Phrase.Of($"estimate {value:figure}, judged by the point estimate alone"),
            (_, { } value, { } i, _) when i.Lower == value && i.Upper == value => Phrase.Of($"computed as {value:figure}, not sampled"),
            (_, { } value, { } i, _) => Phrase.Of($"estimate {value:figure} ({i.Level:percent} interval {i.Lower:figure} to {i.Upper:figure})"),
            (_, { } value, null, _) => Phrase.Of($"estimate {value:figure} without an interval ({figure.Reason})"),
            _ => Phrase.Of($"no figure ({figure.Reason})"),
        };
        var says = (verdict, expectation.Evidence, !figure.Hidden && (figure.Value is null || (figure.Interval is null && expectation.Evidence == Evidence.Interval))) switch
        {
            (Verdict.Pass, Evidence.Point, _) => Phrase.Of($"is {limit}"),
            (Verdict.Pass, _, _) => Phrase.Of($"shown to be {limit}"),
            (Verdict.Fail, Evidence.Point, _) => Phrase.Of($"is not {limit}"),
            (Verdict.Fail, _, _) => Phrase.Of($"shown not to be {limit}"),
            (_, _, true) => Phrase.Of($"whether it is {limit} cannot be said"),
            _ => Phrase.Of($"whether it is {limit} stays open"),
        };
        var sentence = figure.Hidden ? Phrase.Of($"{figure.Subject}: {shown}; {says}.")
            : expectation.Evidence == Evidence.Point && figure.Value is not null ? Phrase.Of($"{figure.Subject}: {shown}: {says}.")
            : Phrase.Of($"{figure.Subject}: {shown}, {says}.");
        return Needed(verdict, figure, needed) is { } more ? Phrase.Of($"{sentence} {more}") : sentence;
    }

    private static Phrase? Needed(Verdict verdict, FigureUnderJudgement figure, PatientsNeeded? needed)
    {
        if (verdict != Verdict.Inconclusive) return null;
        if (needed is { More: var n } && figure.Hidden)
            return OfAllGroups(figure, needed)
                ? Phrase.Of($"Up to about {n:count} more patients in all groups together, in today's proportions, would settle it, if the figures stay as they are.")
                : figure.Subgroup is { IsOverall: false }
                    ? Phrase.Of($"Up to about {n:count} more patients of this group would settle it, if the figures stay as they are.")
                    : Phrase.Of($"Up to about {n:count} more patients would settle it, if the figures stay as they are.");
        if (needed is { More: var about })
            return OfAllGroups(figure, needed)
                ? Phrase.Of($"About {about:count} more patients in all groups together, in today's proportions, would settle it, if the figures stay as they are.")
                : figure.Subgroup is { IsOverall: false }
                    ? Phrase.Of($"About {about:count} more patients of this group would settle it, if the figures stay as they are.")
                    : Phrase.Of($"About {about:count} more patients would settle it, if the figures stay as they are.");
        if (figure.Hidden) return Phrase.Of($"No number of patients is given.");
        return (figure.Value ?? figure.PlanningValue) is null
            ? Phrase.Of($"Without a first estimate no number of patients can be given.")
            : Phrase.Of($"The estimate lies too near the limit for any realistic number of patients to settle it.");
    }

    private static Phrase Limit(Expectation expectation, FigureUnderJudgement figure)
    {
        var limit = expectation.Limit;
        return (figure.Form, expectation.Against, figure.Better) switch
        {
            (DisparityForm.Difference, Claim.NonInferiority, Direction.Higher) => Phrase.Of($"at least {-limit:exact} (not worse by more than {limit:exact}; better by any amount will do)"),
            (DisparityForm.Difference, Claim.NonInferiority, Direction.Lower) => Phrase.Of($"at most {limit:exact} (not worse by more than that; better by any amount will do)"),
            (DisparityForm.Ratio, Claim.NonInferiority, Direction.Higher) => Phrase.Of($"at least {limit:exact} (better by any amount will do)"),
            (DisparityForm.Ratio, Claim.NonInferiority, Direction.Lower) => Phrase.Of($"at most {1 / limit:figure}, the inverse of {limit:exact} (better by any amount will do)"),
            (DisparityForm.Difference, _, _) when expectation.Compare == Comparison.AllGroups => Phrase.Of($"at most {limit:exact}"),
            (DisparityForm.Difference, _, _) => Phrase.Of($"at most {limit:exact} in either direction"),
            (DisparityForm.Ratio, _, _) => Phrase.Of($"at least {limit:exact} (and at most its inverse, {1 / limit:figure})"),
            _ => expectation.Bound == Bound.AtMost ? Phrase.Of($"at most {limit:exact}") : Phrase.Of($"at least {limit:exact}"),
        };
    }
}
