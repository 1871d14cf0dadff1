using AuditHarness.Audits;

namespace AuditHarness.Reporting.Requirements;

/// <summary>What holds of every profile: it is a list of questions, and no answer.</summary>
public sealed class EvidenceProfilesTests
{
    [Test]
    public void Profiles_have_ids_of_their_own() =>
        Assert.That(EvidenceProfiles.All.Select(p => p.Id), Is.Unique.And.EqualTo(new[] { "tripod-ai", "b11", "ai-act", "fda-ai", "chai" }));

    // 45 CFR 170.315(b)(11)(iv)(B): 4 + 4 + 2 + 4 + 2 + 4 + 5 + 4 + 2. TRIPOD+AI: 27 items, 52 with their letters.
    [TestCase("b11", 31)]
    [TestCase("tripod-ai", 52)]
    public void A_profile_has_as_many_requirements_as_its_framework(string id, int count) =>
        Assert.That(EvidenceProfiles.Find(id)!.Requirements, Has.Count.EqualTo(count));

    [Test]
    public void The_source_attributes_stand_in_their_nine_groups() =>
        Assert.That(EvidenceProfiles.Find("b11")!.Requirements.GroupBy(r => r.Id[..3]).Select(g => g.Count()), Is.EqualTo(new[] { 4, 4, 2, 4, 2, 4, 5, 4, 2 }));

    [Test]
    public void The_items_of_TRIPOD_are_numbered_to_27() =>
        Assert.That(EvidenceProfiles.Find("tripod-ai")!.Requirements.Select(r => int.Parse(r.Id.TrimEnd('a', 'b', 'c', 'd', 'e', 'f', 'g'), System.Globalization.CultureInfo.InvariantCulture)).Distinct(),
            Is.EqualTo(Enumerable.Range(1, 27)));

    [TestCaseSource(typeof(EvidenceProfiles), nameof(EvidenceProfiles.All))]
    public void Requirements_have_ids_of_their_own_and_say_briefly_what_they_ask(EvidenceProfile profile) => Assert.Multiple(() =>
    {
        Assert.That(profile.Requirements.Select(r => r.Id), Is.Unique);
        foreach (var asked in profile.Requirements) Assert.That(asked.Text, Does.EndWith(".").And.Length.InRange(5, 110), asked.Id);
        foreach (var text in new[] { profile.Title, profile.Version, profile.Source, profile.Address, profile.Note }) Assert.That(text, Is.Not.Empty);
        Assert.That(profile.Address, Does.StartWith("https://"));
    });

    [TestCaseSource(typeof(EvidenceProfiles), nameof(EvidenceProfiles.All))]
    public void Requirements_ask_for_fields_that_a_card_can_have(EvidenceProfile profile)
    {
        foreach (var asked in profile.Requirements)
            foreach (var field in asked.Fields ?? []) Assert.That(ModelCardCatalog.Find(field), Is.Not.Null, $"{asked.Id}: {field}");
    }

    [Test]
    public void Every_field_of_the_card_is_asked_for_by_a_profile() => Assert.That(
        ModelCardCatalog.All.Select(f => f.Id).Except(EvidenceProfiles.All.SelectMany(p => p.Requirements).SelectMany(r => r.Fields ?? [])), Is.Empty);

    [Test]
    public void Fields_have_ids_of_their_own_and_ask_a_question() => Assert.Multiple(() =>
    {
        Assert.That(ModelCardCatalog.All.Select(f => f.Id), Is.Unique);
        Assert.That(ModelCardCatalog.All.Select(f => f.Title), Is.Unique);
        foreach (var field in ModelCardCatalog.All) Assert.That(field.Question, Does.EndWith("?"), field.Id);
    });

    [Test]
    public void No_text_claims_compliance()
    {
        foreach (var profile in EvidenceProfiles.All)
            foreach (var text in profile.Requirements.Select(r => r.Text).Concat([profile.Title, profile.Version, profile.Note]))
                Assert.That(text, Does.Not.Contain("complian").IgnoreCase);
    }
}
