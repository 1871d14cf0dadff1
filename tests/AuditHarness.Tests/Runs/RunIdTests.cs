namespace AuditHarness.Runs;

public sealed class RunIdTests
{
    [Test, SetCulture("th-TH")]
    public void An_id_says_the_time_in_utc_and_is_safe_as_a_folder_name() =>
        Assert.That(
            RunId.Of(new(2026, 1, 31, 23, 30, 0, TimeSpan.FromHours(-2)), "abc"),
            Does.Match("^20260201T013000Z-[0-9a-f]{8}$"));

    [Test]
    public void Runs_begun_in_the_same_instant_have_different_ids()
    {
        var ids = Enumerable.Range(0, 200).Select(_ => RunId.Of(DateTimeOffset.UnixEpoch, "abc"));
        Assert.That(ids, Is.Unique);
    }
}
