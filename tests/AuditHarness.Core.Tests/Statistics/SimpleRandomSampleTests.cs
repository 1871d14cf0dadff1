namespace AuditHarness.Statistics;

[TestFixture]
internal sealed class SimpleRandomSampleTests
{
    [TestCase(10, 10)]
    [TestCase(10, 25)]
    public void All_rows_are_taken_when_no_more_are_there(int total, int size) =>
        Assert.That(SimpleRandomSample.Rows(total, size, new Seed(1)), Is.EqualTo(Enumerable.Range(0, total)));

    [Test]
    public void A_sample_is_ascending_without_repeats_and_of_the_size_asked_for()
    {
        var rows = SimpleRandomSample.Rows(1000, 137, new Seed(1));
        Assert.Multiple(() =>
        {
            Assert.That(rows, Has.Length.EqualTo(137));
            Assert.That(rows, Is.Ordered.Ascending);
            Assert.That(rows, Is.Unique);
            Assert.That(rows, Is.EqualTo(SimpleRandomSample.Rows(1000, 137, new Seed(1))));
            Assert.That(rows, Is.Not.EqualTo(SimpleRandomSample.Rows(1000, 137, new Seed(2))));
        });
    }

    [Test]
    public void Every_row_is_as_likely_as_any_other()
    {
        var seen = new int[12];
        for (ulong seed = 0; seed < 6000; seed++)
            foreach (var row in SimpleRandomSample.Rows(12, 4, new Seed(seed))) seen[row]++;
        // 6000 · 4 / 12 = 2000 each, standard deviation √(6000 · 1/3 · 2/3) = 36.5.
        Assert.That(seen, Has.All.InRange(1850, 2150));
    }
}
