namespace AuditHarness.Statistics;

public sealed class HolmTests
{
    // R 4.2.2: p.adjust(c(.001,.008,.039,.041,.042,.06,.074,.205,.212,.216), "holm")
    private static readonly double?[] Given = [.001, .008, .039, .041, .042, .06, .074, .205, .212, .216];
    private static readonly double[] Adjusted = [.01, .072, .312, .312, .312, .312, .312, .615, .615, .615];

    [Test]
    public void It_gives_what_p_adjust_gives()
    {
        var ours = Holm.Adjust(Given);
        for (var i = 0; i < Adjusted.Length; i++) Assert.That(ours[i], Is.EqualTo(Adjusted[i]).Within(1e-12));
    }

    [Test]
    public void Each_stays_at_its_place_and_those_without_a_test_do_not_count()
    {
        int[] places = [7, 2, 9, 0, 4, 1, 8, 5, 3, 6];
        var ours = Holm.Adjust([null, .. places.Select(p => Given[p]), null]);
        Assert.That(ours[0], Is.Null);
        Assert.That(ours[^1], Is.Null);
        for (var i = 0; i < places.Length; i++) Assert.That(ours[i + 1], Is.EqualTo(Adjusted[places[i]]).Within(1e-12));
    }

    [Test]
    public void One_test_stays_as_it_is_and_none_exceeds_1() => Assert.Multiple(() =>
    {
        Assert.That(Holm.Adjust([0.04]), Is.EqualTo(new double?[] { 0.04 }));
        Assert.That(Holm.Adjust([0.9, 0.8, 0]), Is.EqualTo(new double?[] { 1, 1, 0 }));
        Assert.That(Holm.Adjust([]), Is.Empty);
    });
}
