using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using AuditHarness.Audits;

namespace AuditHarness.Reporting.Requirements;

/// <summary>The card as XML: in the form that its schema demands, and with nothing made up.</summary>
public sealed class ChaiCardTests
{
    private static readonly XNamespace Mc = ChaiCard.Namespace;

    private static XElement Card(AuditResult audit) => XDocument.Parse(ChaiCard.Write(audit)).Root!;

    [Test]
    public void It_is_written_when_its_profile_is_named_or_anything_is_declared()
    {
        var plan = SampleAudit.Typical.Plan;
        Assert.That(ChaiCard.Applies(plan), Is.False);
        Assert.That(ChaiCard.Applies(plan with { Evidence = new(["chai"], [], []) }), Is.True);
        Assert.That(ChaiCard.Applies(plan with { Evidence = new(["b11"], [], []) }), Is.False);
        Assert.That(ChaiCard.Applies(SampleEvidence.Typical.Plan), Is.True);
    }

    // The order is that of v0.2/schema.xsd, read in the repository coalition-for-health-ai/mc-schema; "?" may be left out.
    [TestCase("", "BasicInfo ReleaseInfo ModelSummary UsesAndDirections Warnings TrustIngredients KeyMetrics Resources Bibliography")]
    [TestCase("BasicInfo", "ModelName ModelDeveloper DeveloperContact")]
    [TestCase("ReleaseInfo", "ReleaseStage ReleaseDate ReleaseVersion GlobalAvailability RegulatoryApproval?")]
    [TestCase("ModelSummary", "Summary Keywords")]
    [TestCase("UsesAndDirections", "IntendedUseAndWorkflow PrimaryIntendedUsers HowToUse TargetedPatientPopulation CautionedOutOfScopeSettings")]
    [TestCase("Warnings", "KnownRisksAndLimitations KnownBiasesOrEthicalConsiderations ClinicalRiskLevel")]
    [TestCase("TrustIngredients", "AISystemFacts TransparencyInformation")]
    [TestCase("TrustIngredients/AISystemFacts", "OutcomesAndOutputs ModelType InputDataSource OutputAndInputDataTypes DevelopmentDataCharacterization BiasMitigationApproaches OngoingMaintenance Security? Transparency?")]
    [TestCase("TrustIngredients/TransparencyInformation", "FundingSource ThirdPartyInformation? StakeholdersConsulted")]
    [TestCase("KeyMetrics", "UsefulnessUsabilityEfficacy FairnessEquity SafetyReliability")]
    [TestCase("KeyMetrics/FairnessEquity", "MetricGoal Results Interpretation TestType TestingDataDescription ValidationProcessAndJustification")]
    [TestCase("Resources", "EvaluationReferences? PeerReviewedPublications PatientConsentOrDisclosure")]
    public void Its_elements_stand_in_the_order_of_the_schema(string path, string children) => Assert.Multiple(() =>
    {
        var names = children.Split(' ');
        foreach (var (card, expected) in new[] { (SampleEvidence.Whole, names.Select(n => n.TrimEnd('?'))), (ModelCard.Empty, names.Where(n => !n.EndsWith('?'))) })
        {
            var at = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(Card(SampleAudit.Typical with { Plan = SampleAudit.Typical.Plan with { Card = card } }), (e, name) => e.Element(Mc + name)!);
            Assert.That(at.Elements().Select(e => e.Name), Is.EqualTo(expected.Select(n => Mc + n)));
        }
    });

    [Test]
    public void It_meets_the_schema_itself()
    {
        // The schema is the Coalition's and not copied here; it imports that of XML signatures, which no card of ours uses.
        var file = Environment.GetEnvironmentVariable("AUDIT_CHAI_SCHEMA") ?? Path.Combine(Repository.Root, "..", "shared", "schemas", "chai-applied-model-card-v0.2.xsd");
        if (!File.Exists(file)) Assert.Ignore("needs the schema beside the repository, as ../shared/schemas/chai-applied-model-card-v0.2.xsd, or where AUDIT_CHAI_SCHEMA says");
        var faults = new List<string>();
        var schema = XDocument.Load(file);
        XNamespace xs = "http://www.w3.org/2001/XMLSchema";
        schema.Descendants(xs + "import").Remove();
        schema.Descendants(xs + "element").Where(e => (string?)e.Attribute("ref") == "ds:Signature").Remove();
        var schemas = new XmlSchemaSet { XmlResolver = null };
        using (var reader = schema.CreateReader()) schemas.Add(ChaiCard.Namespace, reader);
        foreach (var audit in new[] { SampleEvidence.Typical, SampleEvidence.OfHostileTexts(3), SampleAudit.Bare, SampleRecords.Typical, SampleRecords.OfHostileTexts, SampleAudit.Typical with { Plan = SampleAudit.Typical.Plan with { Card = SampleEvidence.Whole } } })
            XDocument.Parse(ChaiCard.Write(audit)).Validate(schemas, (_, e) => faults.Add(e.Message));
        Assert.That(faults, Is.Empty);
        var broken = XDocument.Parse(ChaiCard.Write(SampleEvidence.Typical));
        broken.Root!.Element(Mc + "BasicInfo")!.Remove();
        broken.Validate(schemas, (_, e) => faults.Add(e.Message));
        Assert.That(faults, Is.Not.Empty, "the validation can fail");
    }

    [Test]
    public void What_nobody_declares_is_said_to_be_not_declared()
    {
        var card = Card(SampleEvidence.Typical);
        Assert.That(card.Descendants(Mc + "ModelDeveloper").Single().Value, Is.EqualTo("Not declared."));
        Assert.That(card.Descendants(Mc + "TargetedPatientPopulation").Single().Value, Is.EqualTo("Adults. (declared by B. Person, 2026-01-02)"));
        Assert.That(Card(SampleAudit.Typical).Descendants(Mc + "TestType").Select(e => e.Value), Is.All.EqualTo("Not declared."));
    }

    [Test]
    public void Results_are_the_figures_of_the_audit_in_the_kinds_of_the_schemas_examples()
    {
        var results = Card(SampleEvidence.Typical).Descendants(Mc + "MetricResult").Select(r => (Label: r.Element(Mc + "Label")!.Value, Json: JsonDocument.Parse(r.Element(Mc + "ValueJson")!.Value).RootElement)).ToList();
        Assert.That(results.Select(r => r.Json.GetProperty("kind").GetString()).Distinct(), Is.SubsetOf(new[] { "single", "estimate_ci" }));
        var auroc = results.First(r => r.Label == "AUROC, overall").Json;
        Assert.That(auroc.GetProperty("estimate").GetDouble(), Is.EqualTo(0.78));
        Assert.That((auroc.GetProperty("lower").GetDouble(), auroc.GetProperty("upper").GetDouble(), auroc.GetProperty("level").GetDouble()), Is.EqualTo((0.76, 0.8, 95.0)).Using<(double, double, double), (double, double, double)>(
            (a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-12 && Math.Abs(a.Item2 - b.Item2) < 1e-12 && a.Item3 == b.Item3));
    }

    [Test]
    public void A_hidden_group_is_in_no_result() =>
        Assert.That(Card(SampleEvidence.Typical).Descendants(Mc + "Label").Select(l => l.Value), Has.None.Contains("ethnicity = other & gender = male"));

    [Test]
    public void Where_no_figure_is_known_it_says_so()
    {
        var results = Card(SampleAudit.Bare).Descendants(Mc + "SafetyReliability").Single().Element(Mc + "Results")!.Elements().Single();
        Assert.That((results.Element(Mc + "Label")!.Value, results.Element(Mc + "ValueJson")!.Value), Is.EqualTo(("No figure is known that may be shown", "")));
    }

    [Test]
    public void Hostile_texts_are_neither_markup_nor_Markdown([Range(0, 12)] int shift)
    {
        var text = ChaiCard.Write(SampleEvidence.OfHostileTexts(shift));
        Assert.That(() => XDocument.Parse(text), Throws.Nothing);
        foreach (var value in XDocument.Parse(text).Descendants().Where(e => !e.HasElements && e.Name != Mc + "ValueJson").Select(e => e.Value))
            Assert.That(value, Does.Not.Contain("<script").And.Not.Contain("<img").And.Not.Contain("](http://").And.Not.Contain('\u202E').And.Not.Contain('\0'));
    }
}
