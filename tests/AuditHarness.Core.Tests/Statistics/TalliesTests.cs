namespace AuditHarness.Statistics;

public sealed class TalliesTests
{
    [Test]
    public void Rows_that_weigh_1_are_what_was_put_in()
    {
        var tallies = new Tallies(3) { [1] = default(Tally).Plus(1).Plus(1), [2] = new(5, 5, 5) };
        Assert.That(tallies, Is.EqualTo(new Tally[] { default, new(2, 2, 2), new(5, 5, 5) }));
        Assert.That((tallies.AreUnweighted, tallies.Sum(), tallies.First(), tallies.Last()), Is.EqualTo((true, new Tally(7, 7, 7), 1, 2)));
    }

    [Test]
    public void One_that_weighs_otherwise_changes_none_of_the_others()
    {
        var tallies = new Tallies(4) { [0] = new(2, 2, 2), [2] = new(1, 0.5, 0.25) };
        tallies[3] = new(1, 1, 1);
        Assert.That(tallies, Is.EqualTo(new Tally[] { new(2, 2, 2), default, new(1, 0.5, 0.25), new(1, 1, 1) }));
        Assert.That((tallies.AreUnweighted, tallies.Sum()), Is.EqualTo((false, new Tally(4, 3.5, 3.25))));
        Assert.That(new Tallies([.. tallies]), Is.EqualTo(tallies));
    }

    [Test]
    public void Two_are_added_place_by_place()
    {
        var plain = new Tallies(2) { [0] = new(1, 1, 1) };
        var weighted = new Tallies(2) { [0] = new(1, 2, 4), [1] = new(3, 3, 3) };
        Assert.That(plain.And(plain), Is.EqualTo(new Tally[] { new(2, 2, 2), default }));
        Assert.That(plain.And(weighted), Is.EqualTo(new Tally[] { new(2, 3, 5), new(3, 3, 3) }));
    }

    [Test]
    public void Some_of_them_are_summed_as_one_by_one([Values] bool weighted, [Values(0, 3, 8)] int from, [Values(8, 9, 40, 61)] int until)
    {
        var tallies = new Tallies([.. Enumerable.Range(0, 61).Select(i => new Tally(i % 5, i % 5 * (weighted ? 0.5 : 1), i % 5 * (weighted ? 0.25 : 1)))]);
        var sum = default(Tally);
        for (var i = from; i < until; i++) sum += tallies[i];
        Assert.That((tallies.AreUnweighted, tallies.Sum(from, until)), Is.EqualTo((!weighted, sum)));
    }

    [Test]
    public void Where_all_are_empty_there_is_no_first()
    {
        var none = new Tallies(2);
        Assert.That((none.First(), none.Last(), none.Sum()), Is.EqualTo((-1, -1, default(Tally))));
    }
}
