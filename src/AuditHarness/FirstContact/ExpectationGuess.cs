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
    // A group with fewer events says next to nothing about the share of events that are found.
    private const int FewestEvents = 30;
    // With 200 events in each of two groups the interval of a difference is some 0.1 wide to either side where 7 of 10 are found.
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
        foreach (var attribute in attributes)
        {
            var enough = attribute.Groups.Where(g => g.Events >= FewestEvents).ToArray();
            var narrow = enough.Length == attribute.Groups.Count && enough.Length > 0 && enough.Min(g => g.Events) >= EventsForNarrowLimit;
            var judged = enough.Length >= 2 && attribute.Groups.Count <= MostGroupsJudged;
            var age = attribute.Kind == ProtectedKinds.Age;
            var reason = judged
                ? (age ? "Warns only: age is itself a cause of most outcomes, so that the young among the ill are harder to find for any model." : narrow ? "" : "0.2 is wide: with 400 events in each group 0.1 can be shown.") +
                    (enough.Length < attribute.Groups.Count ? " Some groups are too small to show it, and their findings stay inconclusive." : "")
                : attribute.Groups.Count > MostGroupsJudged ? $"Not judged as yet: there are more than {MostGroupsJudged} groups, and among so many some will differ by chance." : $"Not judged as yet: no two groups have {FewestEvents} events, so nothing could be shown.";
            all.Add(new("EqualOpportunityDifference", attribute.Plan.Name, narrow ? "\"atMost\": 0.1" : "\"atMost\": 0.2", age, $"Events must be found alike, whatever the {attribute.Kind.Name}.", reason.Trim(), judged));
        }
        return all;
    }
}
