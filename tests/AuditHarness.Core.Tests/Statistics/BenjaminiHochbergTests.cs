namespace AuditHarness.Statistics;

public sealed class BenjaminiHochbergTests
{
    // R 4.2.2: p.adjust(c(.001,.008,.039,.041,.042,.06,.074,.205,.212,.216), "BH")
    private static readonly double?[] Given = [.001, .008, .039, .041, .042, .06, .074, .205, .212, .216];
    private static readonly double[] Adjusted = [.01, .04, .084, .084, .084, .1, .74 / 7, .216, .216, .216];

    [Test]
    public void It_gives_what_p_adjust_gives()
    {
        var ours = BenjaminiHochberg.Adjust(Given);
        for (var i = 0; i < Adjusted.Length; i++) Assert.That(ours[i], Is.EqualTo(Adjusted[i]).Within(1e-12));
    }

    [Test]
    public void Each_stays_at_its_place_and_those_without_a_test_do_not_count()
    {
        int[] places = [7, 2, 9, 0, 4, 1, 8, 5, 3, 6];
        var ours = BenjaminiHochberg.Adjust([null, .. places.Select(p => Given[p]), null]);
        Assert.That((ours[0], ours[^1]), Is.EqualTo(((double?)null, (double?)null)));
        for (var i = 0; i < places.Length; i++) Assert.That(ours[i + 1], Is.EqualTo(Adjusted[places[i]]).Within(1e-12));
    }

    [Test]
    public void None_exceeds_1_or_Holms_and_none_is_below_its_own() => Assert.Multiple(() =>
    {
        var random = new Random(2);
        double?[] given = [.. Enumerable.Range(0, 50).Select(_ => (double?)Math.Pow(random.NextDouble(), 3))];
        var (discovery, holm) = (BenjaminiHochberg.Adjust(given), Holm.Adjust(given));
        for (var i = 0; i < given.Length; i++) Assert.That(discovery[i], Is.InRange(given[i]!.Value, Math.Min(1, holm[i]!.Value)));
        Assert.That(BenjaminiHochberg.Adjust([]), Is.Empty);
        Assert.That(BenjaminiHochberg.Adjust([1, 1, 0]), Is.EqualTo(new double?[] { 1, 1, 0 }));
    });
}
