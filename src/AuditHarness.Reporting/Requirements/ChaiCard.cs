using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;
using AuditHarness.Audits;
using AuditHarness.Disparity;
using AuditHarness.Expectations;
using AuditHarness.Metrics;
using AuditHarness.Metrics.Discrimination;
using AuditHarness.Metrics.ErrorRates;
using AuditHarness.Reporting.Html;
using AuditHarness.Reporting.Markdown;
using AuditHarness.Statistics;

namespace AuditHarness.Reporting.Requirements;

/// <summary>
/// chai-model-card.xml: the Applied Model Card of the Coalition for Health AI. What its schema demands and nobody declares is said to
/// be not declared. Its texts are Markdown, so texts of the config are escaped for that first, then for XML.
/// </summary>
internal static class ChaiCard
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "chai-model-card.xml";

    /// <summary>Namespace of the schema, v0.2.</summary>
    public const string Namespace = "https://mc.chai.org/v0.2/schema.xsd";

    private const string NotDeclared = "Not declared.";

    /// <summary>Whether an audit has the card: the profile is named, or anything is declared.</summary>
    /// <param name="plan">The plan.</param>
    public static bool Applies(AuditPlan plan) => plan.Card.Entries.Count > 0 || plan.Evidence.Profiles.Contains(ChaiModelCard.Id);

    /// <summary>Writes the card in English: UTF-8, indented, no times.</summary>
    /// <param name="audit">The result.</param>
    public static string Write(AuditResult audit)
    {
        using var stream = new MemoryStream();
        var settings = new XmlWriterSettings { Indent = true, NewLineChars = "\n", NewLineHandling = NewLineHandling.None, Encoding = new UTF8Encoding(false) };
        using (var xml = XmlWriter.Create(stream, settings))
        {
            xml.WriteStartDocument();
            xml.WriteStartElement("AppliedModelCard", Namespace);
            var card = new Card(xml, audit.Plan.Card);
            Facts(card, audit);
            Metrics(card, audit);
            card.Open("Resources");
            card.IfDeclared("EvaluationReferences", "outcomeEvaluations");
            card.Declared("PeerReviewedPublications", "publications");
            card.Declared("PatientConsentOrDisclosure", "consent");
            card.Close();
            card.Text("Bibliography", "");
            xml.WriteEndElement();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Facts(Card card, AuditResult audit)
    {
        card.Open("BasicInfo");
        card.Text("ModelName", MarkdownText.Escape(audit.Model.Name));
        card.Declared("ModelDeveloper", "developer");
        card.Declared("DeveloperContact", "contact");
        card.Close();
        card.Open("ReleaseInfo");
        card.Declared("ReleaseStage", "releaseStage");
        card.Declared("ReleaseDate", "releaseDate");
        card.Text("ReleaseVersion", audit.Model.Version is { } version ? MarkdownText.Escape(version) : NotDeclared);
        card.Declared("GlobalAvailability", "availability");
        card.IfDeclared("RegulatoryApproval", "regulatoryStatus");
        card.Close();
        card.Open("ModelSummary");
        card.Declared("Summary", "intendedUse");
        card.Text("Keywords", "");
        card.Close();
        card.Open("UsesAndDirections");
        card.Declared("IntendedUseAndWorkflow", "intendedUse", "decisionRole");
        card.Declared("PrimaryIntendedUsers", "users");
        card.Declared("HowToUse", "instructions");
        card.Declared("TargetedPatientPopulation", "population");
        card.Declared("CautionedOutOfScopeSettings", "outOfScope");
        card.Close();
        card.Open("Warnings");
        card.Declared("KnownRisksAndLimitations", "limits");
        card.Declared("KnownBiasesOrEthicalConsiderations", "knownBiases");
        card.Declared("ClinicalRiskLevel", "clinicalRisk");
        card.Close();
        card.Open("TrustIngredients");
        card.Open("AISystemFacts");
        card.Declared("OutcomesAndOutputs", "groundTruth", "output");
        card.Declared("ModelType", "modelType");
        card.Declared("InputDataSource", "evaluationData");
        card.Declared("OutputAndInputDataTypes", "predictors", "outputType");
        card.Declared("DevelopmentDataCharacterization", "trainingData");
        card.Declared("BiasMitigationApproaches", "biasManagement");
        card.Declared("OngoingMaintenance", "maintenance");
        card.IfDeclared("Security", "cybersecurity");
        card.IfDeclared("Transparency", "transparency");
        card.Close();
        card.Open("TransparencyInformation");
        card.Declared("FundingSource", "funding");
        card.IfDeclared("ThirdPartyInformation", "thirdParties");
        card.Declared("StakeholdersConsulted", "patientInvolvement");
        card.Close();
        card.Close();
    }

    private static void Metrics(Card card, AuditResult audit)
    {
        if (audit.Records is { } records)
        {
            OfRecords(card, audit, records);
            return;
        }
        var shown = new Prominences(audit);
        var overall = audit.Measurements.Where(m => m.Subgroup.IsOverall && shown.IsFirst(m.Metric)).ToList();
        var groups = audit.Measurements.Where(m => !m.Subgroup.IsOverall && (m.Metric is nameof(AreaUnderRoc) or nameof(Sensitivity)));
        var gaps = audit.Disparities.Where(d => d is { Comparison: Comparison.WorstPair, Value: not null, Suppressed: false } && shown.IsFirst(d.Metric))
            .Select(d => ($"{Words.Title(d.Metric)}, {Words.Family(d.Attributes)}: {Words.Pair(d)}", d.Value!.Value, d.Interval));
        card.Open("KeyMetrics");
        Metric(card, audit, "UsefulnessUsabilityEfficacy", Known(overall.Where(m => MetricCatalog.AuditOf(m.Metric) is AuditCatalog.Performance or AuditCatalog.Utility)),
            f => f.Expectation.Where.Count == 0 && MetricCatalog.Performance.Concat(MetricCatalog.Utility).Any(m => m.Info.Id == f.Expectation.Metric));
        Metric(card, audit, "FairnessEquity", [.. Known(groups), .. gaps], f => f.Expectation.Where.Count > 0);
        Metric(card, audit, "SafetyReliability", Known(overall.Where(m => MetricCatalog.AuditOf(m.Metric) == AuditCatalog.Calibration)),
            f => f.Expectation.Where.Count == 0 && MetricCatalog.Calibration.Any(m => m.Info.Id == f.Expectation.Metric));
        card.Close();
    }

    // Use is likeness and what can be learned; fairness is who is in the records, and what each group gets and pays; safety is what they give away.
    private static void OfRecords(Card card, AuditResult audit, RecordResults records)
    {
        var shown = new Prominences(audit);
        IReadOnlyList<(string, double, Interval?)> Of(bool groups, params string[] audits) =>
        [
            .. from m in records.Figures
               where m.Subject is null && m.Group.IsOverall != groups && shown.IsFirst(m.Metric) && audits.Contains(MetricCatalog.AuditOf(m.Metric)) && m.Figure.Value is not null
               select ($"{Words.Title(m.Metric)}, {m.Group}", m.Figure.Value!.Value, m.Figure.Interval),
        ];
        bool About(Finding f, bool groups, params string[] audits) => f.Expectation.Where.Count > 0 == groups && audits.Contains(MetricCatalog.AuditOf(f.Expectation.Metric));
        string[] use = [AuditCatalog.Structure, AuditCatalog.Fidelity, AuditCatalog.Utility], all = [.. AuditCatalog.OfRecords];
        card.Open("KeyMetrics");
        Metric(card, audit, "UsefulnessUsabilityEfficacy", Of(false, use), f => About(f, false, [.. use, AuditCatalog.Representation]));
        Metric(card, audit, "FairnessEquity", Of(true, all), f => About(f, true, all));
        Metric(card, audit, "SafetyReliability", Of(false, AuditCatalog.Privacy), f => About(f, false, AuditCatalog.Privacy));
        card.Close();
    }

    private static IReadOnlyList<(string Label, double Value, Interval? Interval)> Known(IEnumerable<Measurement> measurements) =>
        [.. measurements.OfType<Measurement.Known>().Select(m => ($"{Words.Title(m.Metric)}, {m.Subgroup}", m.Value, m.Interval))];

    private static void Metric(
        Card card, AuditResult audit, string name, IReadOnlyList<(string Label, double Value, Interval? Interval)> results, Func<Finding, bool> about)
    {
        var findings = audit.Findings.Where(about).ToList();
        card.Open(name);
        card.Text("MetricGoal", findings.Count == 0 ? NotDeclared : Lines(findings.Select(f => f.Expectation).DistinctBy(e => e.Index).Select(Goal)));
        card.Open("Results");
        foreach (var (label, value, interval) in results) card.Result(label, Json(value, interval));
        if (results.Count == 0) card.Result("No figure is known that may be shown", "");
        card.Close();
        card.Text("Interpretation", findings.Count == 0 ? "The audit's plan sets no limit for this." : Lines(findings.Select(f => $"{Words.Finding(f.Verdict)}: {f.Sentence}")));
        card.Text("TestType", audit.Plan.Evidence.TestData switch
        {
            TestData.SameSource => "Declared: other patients of the source of the training data.",
            TestData.External => "Declared: patients of another source than the training data.",
            TestData.Local => "Declared: patients of the place where the model is used.",
            _ => NotDeclared,
        });
        card.Declared("TestingDataDescription", "evaluationData");
        card.Text("ValidationProcessAndJustification", MarkdownText.Escape(audit.Records is { } records
            ? $"Computed by AuditHarness {audit.Run.ToolVersion} from made-up records in {records.Draws.Count.ToString(CultureInfo.InvariantCulture)} draws of the generator with SHA-256 {audit.Model.Sha256}, beside the real ones. Definitions, interval methods and sources of every figure stand in report.html."
            :
            $"Computed by AuditHarness {audit.Run.ToolVersion} from the data with SHA-256 {audit.Inputs.FirstOrDefault(i => i.Role == "data")?.Sha256 ?? "not known"}; flagged from a risk of {audit.Threshold?.ToString("R", CultureInfo.InvariantCulture)} on. Definitions, interval methods and sources of every figure stand in report.html."));
        card.Close();
    }

    private static string Goal(Expectation expected) =>
        $"{Words.Figure(expected)} {Words.Limit(expected)} ({Words.Where(expected)}){(expected.Why.Length > 0 ? ": " + expected.Why : "")}";

    private static string Lines(IEnumerable<string> lines) => string.Join("\n\n", lines.Select(MarkdownText.Escape));

    /// <summary>The kinds that the schema's own examples use; the level is in percent there.</summary>
    private static string Json(double value, Interval? interval)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Encoder = JavaScriptEncoder.Default }))
        {
            json.WriteStartObject();
            if (interval is null)
            {
                json.WriteString("kind", "single");
                json.WriteNumber("value", value);
            }
            else
            {
                json.WriteString("kind", "estimate_ci");
                json.WriteNumber("estimate", value);
                json.WriteNumber("lower", interval.Lower);
                json.WriteNumber("upper", interval.Upper);
                json.WriteNumber("level", Math.Round(100 * interval.Level, 6));
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Writes the elements of a card.</summary>
    private sealed class Card(XmlWriter xml, ModelCard declared)
    {
        public void Open(string name) => xml.WriteStartElement(name, Namespace);

        public void Close() => xml.WriteEndElement();

        public void Text(string name, string text) => xml.WriteElementString(name, Namespace, text);

        public void Result(string label, string json)
        {
            Open("MetricResult");
            Text("Label", MarkdownText.Escape(label));
            Text("ValueJson", json);
            Close();
        }

        /// <summary>What is declared under some fields, each with who and when, or that it is not.</summary>
        public void Declared(string name, params IReadOnlyList<string> fields)
        {
            var said = fields.Select(declared.Find).OfType<CardEntry>().ToList();
            Text(name, said.Count == 0 ? NotDeclared : string.Join("\n\n", said.Select(Said)));
        }

        public void IfDeclared(string name, string field)
        {
            if (declared.Find(field) is { } entry) Text(name, Said(entry));
        }

        private static string Said(CardEntry entry) =>
            MarkdownText.Escape($"{entry.Text} (declared by {entry.By}, {entry.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)})");
    }
}
