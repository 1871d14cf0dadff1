using AuditHarness.Adapters.Datasets;
using AuditHarness.Config;
using AuditHarness.Expectations;

namespace AuditHarness.FirstContact;

/// <summary>An expectation that a config begins with.</summary>
/// <param name="Metric">What is measured.</param>
/// <param name="Attribute">Attribute whose groups are compared; null for everybody together.</param>
/// <param name="Levels">The groups, each an expectation of its own; "*" for all of them. Empty for everybody together.</param>
/// <param name="Limit">What it is held to, with its key, such as "\"atMost\": 0.2".</param>
/// <param name="Warns">True when a failure is a signal and no verdict.</param>
/// <param name="Why">Stands in the config, and in the report.</param>
/// <param name="Comment">Why it is proposed so; empty for none.</param>
/// <param name="Judged">False when it is only written down as a comment, because the data could not show it.</param>
internal sealed record ExpectationGuess(string Metric, string? Attribute, IReadOnlyList<string> Levels, string Limit, bool Warns, string Why, string Comment, bool Judged)
{
    // An interval that reaches further to either side than this leaves 0.2 open even where there is no difference to speak of.
    private const double WidestUseful = 0.15;
    // With so many events in each of two groups it reaches 0.07 to either side, and 0.1 can be shown.
    private const int EventsForNarrowLimit = 400;
    private const int MostGroupsJudged = 10;
    private const int LargestSmall = 10;

    /// <summary>Expectations that do not depend on what the model does, only on how many patients there are to show it.</summary>
    /// <param name="attributes">The attributes.</param>
    public static IReadOnlyList<ExpectationGuess> Of(IReadOnlyList<AttributeGuess> attributes) =>
    [
        new("AreaUnderRoc", null, [], "\"atLeast\": 0.6", false, "Below 0.6 the ranking is little better than chance.", "A floor that any useful model passes. Raise it to what the model is to be better than, such as the score in use.", true),
        new("ObservedExpectedRatio", null, [], "\"atLeast\": 0.5", true, "Half as many events as foreseen, and risks mean something else than they say.", "Warns only: of risks from another place or time it is often the first thing to be off.", true),
        new("ObservedExpectedRatio", null, [], "\"atMost\": 2", true, "Twice as many events as foreseen, and risks mean something else than they say.", "", true),
        .. attributes.Select(Of),
    ];

    private static ExpectationGuess Of(AttributeGuess attribute)
    {
        // The others are compared with it, as the audit does it.
        var reference = attribute.Reference;
        LevelCount[] others = [.. attribute.Groups.Where(g => g != reference)];
        LevelCount[] shown = [.. others.Where(g => HalfWidth(g.Events, reference.Events) <= WidestUseful)];
        var judged = shown.Length > 0 && attribute.Groups.Count <= MostGroupsJudged;
        var comment = attribute.Groups.Count > MostGroupsJudged
            ? FormattableString.Invariant($"Not judged as yet: there are more than {MostGroupsJudged} groups, and among so many some differ by chance.")
            : !judged ? "Not judged as yet: there are too few events to show it. About 90 in each of two groups would do."
            : shown.Length < others.Length ? $"Not judged as yet, for there are too few events to show it: {Untold([.. others.Except(shown)])}. \"*\" in place of a group means all." : "";
        string[] levels = judged && shown.Length < others.Length && !shown.Any(g => ConfigText.IsUnsafe(g.Level)) ? [.. shown.Select(g => g.Level)] : [Expectation.EveryLevel];
        if (attribute.Kind == ProtectedKinds.Age)
            return new("CalibrationGap", attribute.Plan.Name, levels, "\"atMost\": 0.7", true, "The same risk must mean the same odds at every age, within a factor of 2.",
                $"Age is itself a cause of most outcomes, so that shares found differ by age for any model: what risks mean is compared. Warns only. {comment}".TrimEnd(), judged);
        var narrow = judged && shown.Append(reference).All(g => g.Events >= EventsForNarrowLimit);
        var wide = narrow || !judged ? "" : FormattableString.Invariant($" 0.2 is wide: with {EventsForNarrowLimit} events in each group 0.1 can be shown.");
        return new("EqualOpportunityDifference", attribute.Plan.Name, levels, narrow ? "\"atMost\": 0.1" : "\"atMost\": 0.2", false, $"Events must be found alike, whatever the {attribute.Kind.Name}.", (comment + wide).TrimStart(), judged);
    }

    // Of a difference of two shares, at the 95 % level and where shares vary most.
    private static double HalfWidth(int events, int others) => 1.96 * Math.Sqrt((0.25 / events) + (0.25 / others));

    // A value that few people have may be one that tells who they are.
    private static string Untold(LevelCount[] groups)
    {
        string[] names = [.. groups.Where(g => g.Rows > LargestSmall).Select(g => g.Level)];
        var rare = groups.Length - names.Length;
        return names.Length == 0 ? "groups of 10 rows or fewer" : Named.All(names) + (rare == 0 ? "" : FormattableString.Invariant($" and {rare} rare"));
    }
}
