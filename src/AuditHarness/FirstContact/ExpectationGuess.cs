using AuditHarness.Adapters.Datasets;

namespace AuditHarness.FirstContact;

/// <summary>An expectation that a config begins with.</summary>
/// <param name="Metric">What is measured.</param>
/// <param name="Attribute">Attribute whose groups are each compared; null for everybody together.</param>
/// <param name="Limit">What it is held to, with its key, such as "\"atMost\": 0.2".</param>
/// <param name="Warns">True when a failure is a signal and no verdict.</param>
/// <param name="Why">Stands in the config, and in the report.</param>
/// <param name="Comment">Why it is proposed so; empty for none.</param>
/// <param name="Judged">False when it is only written down as a comment, because the data could not show it.</param>
internal sealed record ExpectationGuess(string Metric, string? Attribute, string Limit, bool Warns, string Why, string Comment, bool Judged)
{
    // An interval that reaches further to either side than this leaves 0.2 open even where there is no difference to speak of.
    private const double WidestUseful = 0.15;
    // With so many events in each of two groups it reaches 0.07 to either side, and 0.1 can be shown.
    private const int EventsForNarrowLimit = 400;
    private const int MostGroupsJudged = 10;

    /// <summary>Expectations that do not depend on what the model does, only on how many patients there are to show it.</summary>
    /// <param name="attributes">The attributes.</param>
    public static IReadOnlyList<ExpectationGuess> Of(IReadOnlyList<AttributeGuess> attributes)
    {
        List<ExpectationGuess> all =
        [
            new("AreaUnderRoc", null, "\"atLeast\": 0.6", false, "Below 0.6 the ranking is little better than chance.", "A floor that any useful model passes. Raise it to what the model is to be better than, such as the score in use.", true),
            new("ObservedExpectedRatio", null, "\"atLeast\": 0.5", true, "Half as many events as foreseen, and risks mean something else than they say.", "Warns only: of risks from another place or time it is often the first thing to be off.", true),
            new("ObservedExpectedRatio", null, "\"atMost\": 2", true, "Twice as many events as foreseen, and risks mean something else than they say.", "", true),
        ];
        all.AddRange(attributes.Select(Of));
        return all;
    }

    private static ExpectationGuess Of(AttributeGuess attribute)
    {
        // The others are compared with the largest group, as the audit does it.
        var reference = attribute.Groups.MaxBy(g => g.Rows)!;
        LevelCount[] others = [.. attribute.Groups.Where(g => g != reference)];
        var shown = others.Count(g => HalfWidth(g.Events, reference.Events) <= WidestUseful);
        var judged = shown > 0 && attribute.Groups.Count <= MostGroupsJudged;
        var comment = attribute.Groups.Count > MostGroupsJudged
            ? FormattableString.Invariant($"Not judged as yet: there are more than {MostGroupsJudged} groups, and among so many some differ by chance.")
            : !judged ? "Not judged as yet: there are too few events to show it. About 90 in each of two groups would do."
            : shown < others.Length ? "Some of the groups have too few events to show it: their findings stay inconclusive." : "";
        if (attribute.Kind == ProtectedKinds.Age)
            return new("CalibrationGap", attribute.Plan.Name, "\"atMost\": 0.7", true, "The same risk must mean the same odds at every age, within a factor of 2.",
                $"Age is itself a cause of most outcomes, so that shares found differ by age for any model: what risks mean is compared. Warns only. {comment}".TrimEnd(), judged);
        var narrow = attribute.Groups.All(g => g.Events >= EventsForNarrowLimit);
        var wide = narrow || !judged ? "" : FormattableString.Invariant($" 0.2 is wide: with {EventsForNarrowLimit} events in each group 0.1 can be shown.");
        return new("EqualOpportunityDifference", attribute.Plan.Name, narrow ? "\"atMost\": 0.1" : "\"atMost\": 0.2", false, $"Events must be found alike, whatever the {attribute.Kind.Name}.", (comment + wide).TrimStart(), judged);
    }

    // Of a difference of two shares, at the 95 % level and where shares vary most.
    private static double HalfWidth(int events, int others) => 1.96 * Math.Sqrt((0.25 / events) + (0.25 / others));
}
