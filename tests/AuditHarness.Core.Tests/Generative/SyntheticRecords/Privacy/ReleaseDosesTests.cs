using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Privacy;

/// <summary>Releases of which a class is made smaller, less diverse or rarer among real people, step by step.</summary>
public sealed class ReleaseDosesTests
{
    private static readonly RecordRoles s_roles = new() { QuasiIdentifiers = ["sex", "site"], Sensitive = ["outcome"] };

    private static readonly RecordTable s_train = RecordWorlds.Patients(221, 600), s_made = RecordWorlds.Patients(222, 600);

    private static readonly Dictionary<string, (Func<double, RecordTable> Made, double[] Doses)> s_dials = new()
    {
        ["a class loses people"] = (WithoutMenAtTheLastSite, [0, 0.3, 0.6, 0.9]),
        ["a class shares its secret"] = (WithEventsOfMenAtTheLastSite, [0, 0.5, 0.8, 1]),
        // One class, two, four, all of them, from that of most training records on.
        ["rarer classes are made up"] = (OfCommonClasses, [1, 2, 4, 6]),
    };

    /// <summary>Which way a dial moves a figure; 0 where it must not.</summary>
    internal static IEnumerable<(string Dial, string Metric, int Direction)> Turned =>
    [
        ("a class loses people", "KAnonymity", -1), ("a class loses people", "KMap", 0),
        ("a class shares its secret", "DistinctLDiversity", -1), ("a class shares its secret", "EntropyLDiversity", -1), ("a class shares its secret", "TCloseness", 1),
        ("a class shares its secret", "KAnonymity", 0), ("a class shares its secret", "KMap", 0),
        ("rarer classes are made up", "KMap", -1), ("rarer classes are made up", "KAnonymity", -1), ("rarer classes are made up", "DistinctLDiversity", 0),
    ];

    [Test, Combinatorial]
    public void A_dial_moves_what_it_touches_and_leaves_the_rest([ValueSource(nameof(Turned))] (string Dial, string Metric, int Direction) turned)
    {
        var (made, doses) = s_dials[turned.Dial];
        double[] values = [.. doses.Select(dose => new ReleaseAnonymity().Value(RecordWorlds.Of(s_train, null, made(dose), s_roles), turned.Metric))];
        // They are extremes over classes: another class may be the worst for a while.
        for (var d = 1; d < values.Length; d++) Assert.That(Math.Sign(values[d] - values[d - 1]), Is.Zero.Or.EqualTo(turned.Direction), string.Join(", ", values));
        Assert.That(Math.Sign(values[^1] - values[0]), Is.EqualTo(turned.Direction), string.Join(", ", values));
    }

    private static bool IsManAtTheLastSite(RecordTable table, int row) => ((RecordColumn.Category)table.Find("sex")!).Codes[row] == 1 && ((RecordColumn.Category)table.Find("site")!).Codes[row] == 2;

    private static RecordTable WithoutMenAtTheLastSite(double share)
    {
        var random = new Random(1);
        return s_made.Take([.. Enumerable.Range(0, s_made.Count).Where(r => random.NextDouble() >= share || !IsManAtTheLastSite(s_made, r))]);
    }

    private static RecordTable WithEventsOfMenAtTheLastSite(double share)
    {
        var (random, outcome) = (new Random(2), (RecordColumn.Category)s_made.Find("outcome")!);
        return RecordWorlds.With(s_made, outcome with { Codes = [.. outcome.Codes.Select((c, r) => random.NextDouble() < share && IsManAtTheLastSite(s_made, r) ? 1 : c)] });
    }

    private static RecordTable OfCommonClasses(double classes)
    {
        var cells = CrossedCells.Of(RecordWorlds.Of(s_train, null, s_made, s_roles), s_roles.QuasiIdentifiers, 0);
        var real = cells.Counts(cells.Train, [.. Enumerable.Range(0, s_train.Count)]);
        var kept = Enumerable.Range(0, cells.Count).OrderByDescending(c => real[c]).Take((int)classes).ToHashSet();
        return s_made.Take([.. Enumerable.Range(0, s_made.Count).Where(r => kept.Contains(cells.Synthetic[r]))]);
    }
}
