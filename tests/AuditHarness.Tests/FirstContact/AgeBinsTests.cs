using AuditHarness.Adapters.Datasets;

namespace AuditHarness.FirstContact;

public sealed class AgeBinsTests
{
    private static readonly IReadOnlyList<string> s_names = AgeBins.Plan(AgeBins.All).BinLevels!;

    [TestCase("adults of all ages", "40 65 80", 20, 90)]
    [TestCase("the old", "65 80", 50, 95)]
    [TestCase("children", "1 5 12", 0, 17)]
    [TestCase("everybody", "18 40 65 80", 0, 95)]
    [TestCase("the very old", "80", 75, 99)]
    public void Ages_are_cut_where_clinics_cut_them_and_no_group_is_tiny(string who, string edges, int from, int to)
    {
        TestContext.Out.WriteLine(who);
        var (chosen, groups) = AgeBins.Of(Counts(100, from, to));
        Assert.That(string.Join(' ', chosen), Is.EqualTo(edges));
        Assert.That(groups.Sum(g => g.Rows), Is.EqualTo(100 * (to - from + 1)));
        Assert.That(groups.Select(g => g.Level), Is.EqualTo(AgeBins.Plan(chosen).BinLevels));
    }

    [Test]
    public void Ages_that_are_all_alike_are_not_cut() =>
        Assert.That(AgeBins.Of([new(s_names[^3], 20, 5)]).Edges, Is.Empty);

    // So many people of every age, a third of them with the event; as counted between all edges.
    private static List<LevelCount> Counts(int ofEach, int from, int to) =>
        [.. s_names.Select((name, k) => (Name: name, Years: Enumerable.Range(from, to - from + 1).Count(age => AgeBins.All.Count(e => age >= e) == k)))
            .Where(c => c.Years > 0).Select(c => new LevelCount(c.Name, c.Years * ofEach, c.Years * ofEach / 3))];
}
