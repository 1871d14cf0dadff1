using static AuditHarness.Reporting.Requirements.EvidenceFigures;

namespace AuditHarness.Reporting.Requirements;

/// <summary>Applied Model Card of the Coalition for Health AI: an element of its schema a row. The card itself is written by <see cref="ChaiCard"/>.</summary>
/// <remarks>Checked on 24 November 2026 against v0.2/schema.xsd of the repository coalition-for-health-ai/mc-schema: every element, in its order.</remarks>
internal static class ChaiModelCard
{
    /// <summary>Id in a config.</summary>
    public const string Id = "chai";

    /// <summary>The profile.</summary>
    public static EvidenceProfile Profile { get; } = new(
        Id, "CHAI Applied Model Card", "Schema v0.2", "Coalition for Health AI. Applied Model Card, schema v0.2.", "https://mc.chai.org/v0.2/schema.xsd",
        "Rows are the elements of the schema; what it demands and nobody declares is written as \"Not declared.\" in chai-model-card.xml.",
        [
            new("BasicInfo/ModelName", "Name of the model.", [Identity]),
            new("BasicInfo/ModelDeveloper", "Developer.", Fields: ["developer"]),
            new("BasicInfo/DeveloperContact", "Contact.", Fields: ["contact"]),
            new("ReleaseInfo/ReleaseStage", "Release stage.", Fields: ["releaseStage"]),
            new("ReleaseInfo/ReleaseDate", "Release date.", Fields: ["releaseDate"]),
            new("ReleaseInfo/ReleaseVersion", "Version.", [Identity]),
            new("ReleaseInfo/GlobalAvailability", "Where it is offered.", Fields: ["availability"]),
            new("ReleaseInfo/RegulatoryApproval", "Regulatory approval, if any.", Fields: ["regulatoryStatus"]),
            new("ModelSummary/Summary", "Summary.", [Discrimination], ["intendedUse"]),
            new("UsesAndDirections/IntendedUseAndWorkflow", "Intended use and workflow.", Fields: ["intendedUse"]),
            new("UsesAndDirections/PrimaryIntendedUsers", "Intended users.", Fields: ["users"]),
            new("UsesAndDirections/HowToUse", "How to use it.", Fields: ["instructions"]),
            new("UsesAndDirections/TargetedPatientPopulation", "Intended patients.", Fields: ["population"]),
            new("UsesAndDirections/CautionedOutOfScopeSettings", "What it is not for.", Fields: ["outOfScope"]),
            new("Warnings/KnownRisksAndLimitations", "Known risks and limits.", Fields: ["limits"]),
            new("Warnings/KnownBiasesOrEthicalConsiderations", "Known biases and ethical concerns.", Fields: ["knownBiases"]),
            new("Warnings/ClinicalRiskLevel", "Clinical risk.", Fields: ["clinicalRisk"]),
            new("AISystemFacts/OutcomesAndOutputs", "Outcome and output.", Fields: ["groundTruth", "output"]),
            new("AISystemFacts/ModelType", "Type of model.", Fields: ["modelType"]),
            new("AISystemFacts/InputDataSource", "Source of the inputs.", Fields: ["evaluationData"]),
            new("AISystemFacts/OutputAndInputDataTypes", "Types of inputs and output.", Fields: ["predictors", "outputType"]),
            new("AISystemFacts/DevelopmentDataCharacterization", "Data of development.", Fields: ["trainingData"]),
            new("AISystemFacts/BiasMitigationApproaches", "How bias is reduced.", Fields: ["biasManagement"]),
            new("AISystemFacts/OngoingMaintenance", "Maintenance.", Fields: ["maintenance"]),
            new("AISystemFacts/Security", "Security.", Fields: ["cybersecurity"]),
            new("AISystemFacts/Transparency", "Transparency.", Fields: ["transparency"]),
            new("TransparencyInformation/FundingSource", "Funding.", Fields: ["funding"]),
            new("TransparencyInformation/ThirdPartyInformation", "Parts of others.", Fields: ["thirdParties"]),
            new("TransparencyInformation/StakeholdersConsulted", "Who was consulted.", Fields: ["patientInvolvement"]),
            new("KeyMetrics/UsefulnessUsabilityEfficacy", "Usefulness and efficacy: goal, results, interpretation.", [Discrimination, AtThreshold, Utility, Limits]),
            new("KeyMetrics/FairnessEquity", "Fairness: goal, results, interpretation.", [ByGroup, Gaps, Limits]),
            new("KeyMetrics/SafetyReliability", "Safety and reliability: goal, results, interpretation.", [Calibration, Limits]),
            new("Resources/EvaluationReferences", "References to evaluations.", Fields: ["outcomeEvaluations"]),
            new("Resources/PeerReviewedPublications", "Publications with peer review.", Fields: ["publications"]),
            new("Resources/PatientConsentOrDisclosure", "Consent and disclosure.", Fields: ["consent"]),
        ]);
}
