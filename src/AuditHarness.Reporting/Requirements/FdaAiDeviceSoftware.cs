using static AuditHarness.Reporting.Requirements.EvidenceFigures;

namespace AuditHarness.Reporting.Requirements;

/// <summary>FDA draft guidance on AI-enabled device software functions.</summary>
/// <remarks>
/// Checked on 24 November 2026 against a public transcription of the draft: sections V to XIII, appendices A to F, and what VI.B, VIII,
/// IX, X.A, XII, XIII and Appendix E ask. The guidance gives its questions no numbers; rows are named by section and topic. No final
/// guidance was found, nor its absence proved.
/// </remarks>
internal static class FdaAiDeviceSoftware
{
    /// <summary>The profile.</summary>
    public static EvidenceProfile Profile { get; } = new(
        "fda-ai", "FDA draft guidance: AI-enabled device software functions", "Draft of 7 January 2025",
        "US Food and Drug Administration. Artificial Intelligence-Enabled Device Software Functions: Lifecycle Management and Marketing Submission Recommendations. Draft guidance.",
        "https://www.federalregister.gov/documents/2025/01/07/2024-31543/artificial-intelligence-enabled-device-software-functions-lifecycle-management-and-marketing",
        "A draft, not for implementation and not binding; no final guidance was found. It numbers its sections only, so rows are named by section and topic.",
        [
            new("V", "Device description.", Fields: ["intendedUse", "users", "output", "instructions"]),
            new("VI.A", "User interface.", Fields: ["userInterface"]),
            new("VI.B inputs and output", "Labeling: inputs, output, automation.", Fields: ["predictors", "output", "decisionRole"]),
            new("VI.B performance", "Labeling: performance with intervals, also of groups.", [Discrimination, AtThreshold, ByGroup]),
            new("VI.B limitations", "Labeling: known limits.", Fields: ["limits"]),
            new("VII", "Risk assessment.", Fields: ["riskManagement"]),
            new("VIII collection", "How data were collected: sites, dates, criteria.", Fields: ["trainingData", "dates", "setting", "eligibility"]),
            new("VIII processing", "Cleaning and missing data.", Fields: ["preparation", "missingData"]),
            new("VIII reference standard", "Reference standard: how, by whom, blind to what.", Fields: ["groundTruth", "outcomeAssessors", "blinding"]),
            new("VIII storage", "Storage and control of data.", Fields: ["dataGovernance"]),
            new("VIII independence", "Test data are independent of development.", Fields: ["evaluationData", "dataUse"]),
            new("VIII representativeness", "Whom the data represent, with analyses by group.", [Groups, ByGroup], ["representativeness"]),
            new("IX description", "Model description.", Fields: ["modelType", "predictors", "predictorHandling"]),
            new("IX development", "Model development, thresholds and calibration.", [Threshold], ["development", "threshold"]),
            new("X.A protocol", "Study protocol, acceptance criteria and their reasons.", [Limits], ["protocol", "sampleSize"]),
            new("X.A results", "Performance overall and by group, with uncertainty.", [Discrimination, AtThreshold, Calibration, ByGroup]),
            new("X.A precision", "Repeatability and reproducibility."),
            new("X usability", "That users understand it and use it as meant.", Fields: ["usability"]),
            new("XI", "Plan for watching performance in use.", Fields: ["monitoring"]),
            new("XII", "Cybersecurity.", Fields: ["cybersecurity"]),
            new("XIII", "Public summary: model class, data, independence, updates.", Fields: ["modelType", "trainingData", "evaluationData", "updateProcess"]),
            new("App. E device", "Model card: name, version, date, architecture.", [Identity], ["releaseDate", "modelType"]),
            new("App. E status", "Model card: regulatory status.", Fields: ["regulatoryStatus"]),
            new("App. E description", "Model card: users, use, instructions, benefits, output.", Fields: ["users", "intendedUse", "instructions", "benefits", "output"]),
            new("App. E performance", "Model card: accuracy with intervals, biases, limits, gaps in the data.", [Discrimination, AtThreshold], ["knownBiases", "limits", "dataGaps"]),
            new("App. E risk", "Model card: risks and updates.", Fields: ["riskManagement", "updateProcess"]),
            new("App. E development", "Model card: data of development.", Fields: ["trainingData"]),
        ]);
}
