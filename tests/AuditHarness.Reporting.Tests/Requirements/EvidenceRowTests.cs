using AuditHarness.Audits;
using AuditHarness.Metrics;

namespace AuditHarness.Reporting.Requirements;

/// <summary>What counts as evidence, and what does not.</summary>
public sealed class EvidenceRowTests
{
    private static EvidenceRow Row(AuditResult audit, string name)
    {
        var parts = name.Split('/', 2);
        return EvidenceRow.Of(audit, EvidenceProfiles.Find(parts[0])!).Single(r => r.Requirement.Id == parts[1]);
    }

    [TestCase("tripod-ai/23a", typeof(EvidenceStatus.Computed))]
    [TestCase("tripod-ai/20a", typeof(EvidenceStatus.Computed))]
    [TestCase("tripod-ai/8a", typeof(EvidenceStatus.Declared))]
    [TestCase("tripod-ai/18c", typeof(EvidenceStatus.Attached))]
    [TestCase("tripod-ai/1", typeof(EvidenceStatus.Attached))]
    [TestCase("tripod-ai/6c", typeof(EvidenceStatus.NotApplicable))]
    [TestCase("tripod-ai/2", typeof(EvidenceStatus.Missing))]
    [TestCase("tripod-ai/12e", typeof(EvidenceStatus.Missing))]
    [TestCase("b11/(7)(ii)", typeof(EvidenceStatus.Computed))]
    [TestCase("b11/(7)(iv)", typeof(EvidenceStatus.Missing))]
    public void Each_status_has_its_case(string requirement, Type status) => Assert.That(Row(SampleEvidence.Typical, requirement).Status, Is.TypeOf(status));

    [Test]
    public void A_declaration_carries_who_and_when()
    {
        var declared = (EvidenceStatus.Declared)Row(SampleEvidence.Typical, "b11/(2)(ii)").Status;
        Assert.That((declared.Text, declared.By, declared.On), Is.EqualTo(("Adults.", "B. Person", new DateOnly(2026, 1, 2))));
    }

    [Test]
    public void A_row_never_looks_better_than_its_weakest_part()
    {
        var row = Row(SampleEvidence.Typical, "tripod-ai/3b");
        Assert.That(row.Status, Is.TypeOf<EvidenceStatus.Missing>(), "users are not declared");
        Assert.That(row.IsPartial, Is.True);
        Assert.That(row.Evidence.OfType<EvidenceStatus.Declared>().Select(d => d.Field), Is.EqualTo(new[] { "population", "intendedUse" }));
        Assert.That(((EvidenceStatus.Missing)row.Status).Wanted.ToString(), Is.EqualTo("Declare 'modelCard.users': Who uses its output?"));
    }

    [Test]
    public void A_document_that_did_not_go_in_is_no_evidence()
    {
        var lost = SampleEvidence.Typical with { Inputs = [.. SampleEvidence.Typical.Inputs.Where(i => i.Role != Attachment.Role)] };
        Assert.That(Row(lost, "tripod-ai/18c").Status, Is.TypeOf<EvidenceStatus.Missing>());
        var other = SampleEvidence.Typical with { Inputs = [.. SampleEvidence.Typical.Inputs.Select(i => i.Role == Attachment.Role ? i with { Role = "data" } : i)] };
        Assert.That(Row(other, "tripod-ai/18c").Status, Is.TypeOf<EvidenceStatus.Missing>(), "the data of that name are not the document");
    }

    [Test]
    public void Figures_on_data_of_unknown_origin_are_no_evidence_where_the_origin_matters()
    {
        var plan = SampleEvidence.Typical.Plan;
        var silent = SampleEvidence.Typical with { Plan = plan with { Evidence = plan.Evidence with { TestData = null } } };
        Assert.That(Row(silent, "b11/(7)(i)").Status, Is.TypeOf<EvidenceStatus.Missing>());
        Assert.That(Row(silent, "tripod-ai/23a").Status, Is.TypeOf<EvidenceStatus.Computed>(), "any data will do there");
        var local = SampleEvidence.Typical with { Plan = plan with { Evidence = plan.Evidence with { TestData = TestData.Local } } };
        Assert.That(Row(local, "b11/(8)(ii)").Status, Is.TypeOf<EvidenceStatus.Computed>());
        Assert.That(Row(local, "b11/(7)(i)").Status, Is.TypeOf<EvidenceStatus.Missing>());
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_figure_that_is_hidden_or_not_estimable_is_no_evidence(bool suppressed)
    {
        var dark = SampleEvidence.Typical with
        {
            Measurements = [.. SampleEvidence.Typical.Measurements.Select(m => new Measurement.Unknown(m.Metric, m.Subgroup, null, null, Phrase.Of($"dark"), suppressed))],
            Disparities = [.. SampleEvidence.Typical.Disparities.Select(d => d with { Value = null, Interval = null, Suppressed = suppressed })],
        };
        var computed = EvidenceProfiles.All.SelectMany(p => EvidenceRow.Of(dark, p)).SelectMany(r => r.Evidence).OfType<EvidenceStatus.Computed>().Select(c => c.Anchor).Distinct();
        Assert.That(computed, Is.SubsetOf(new[] { "t-facts", "expectations", "why", "t-threshold" }), "what is left is the plan, the model's identity, the threshold and explanations");
        Assert.That(Row(dark, "tripod-ai/23a").Evidence, Is.All.TypeOf<EvidenceStatus.Missing>());
        Assert.That(Row(dark, "tripod-ai/20a").Status, Is.TypeOf<EvidenceStatus.Missing>());
        Assert.That(Row(dark, "ai-act/10(2)(f)").Status, Is.TypeOf<EvidenceStatus.Missing>());
    }

    [Test]
    public void A_figure_without_an_interval_is_no_evidence()
    {
        var bare = SampleEvidence.Typical with
        {
            Measurements = [.. SampleEvidence.Typical.Measurements.Select(m => m is Measurement.Known known ? known with { Interval = null, Reason = Phrase.Of($"no variance") } : m)],
        };
        Assert.That(Row(bare, "tripod-ai/23a").Evidence, Is.All.TypeOf<EvidenceStatus.Missing>());
    }

    [Test]
    public void Only_groups_that_are_shown_are_counted()
    {
        // Of 14 groups one is hidden, and one has no event: its AUROC is known in the sample, its sensitivity is not.
        var sentences = Row(SampleEvidence.Typical, "tripod-ai/23a").Evidence.OfType<EvidenceStatus.Computed>().Select(c => c.Sentence.ToString()).ToList();
        Assert.That(sentences, Has.Some.EqualTo("AUROC of 13 and sensitivity of 12 of 14 groups, by ethnicity, gender, ethnicity × gender, each with its interval."));
    }

    [Test]
    public void What_no_audit_of_scores_can_compute_is_never_computed()
    {
        // Nothing about development, people, documents or processes can turn into a figure, whatever the audit holds.
        string[] never = ["tripod-ai/2", "tripod-ai/17", "tripod-ai/19", "b11/(5)(i)", "b11/(6)(i)", "b11/(9)(i)", "ai-act/IV.5", "ai-act/IV.8", "ai-act/13(3)(d)", "ai-act/15(5)", "fda-ai/VII", "fda-ai/X.A precision"];
        Assert.That(never.Select(n => Row(SampleEvidence.Typical, n).Evidence.OfType<EvidenceStatus.Computed>().Count()), Is.All.Zero);
    }

    [Test]
    public void A_whole_card_leaves_only_documents_and_figures_missing()
    {
        var whole = SampleEvidence.Typical with { Plan = SampleEvidence.Typical.Plan with { Card = SampleEvidence.Whole } };
        foreach (var row in EvidenceProfiles.All.SelectMany(p => EvidenceRow.Of(whole, p)).Where(r => r.Status is EvidenceStatus.Missing))
            Assert.That(row.Requirement.Fields is null || row.Requirement.Figures is not null, row.Requirement.Id);
    }
}
