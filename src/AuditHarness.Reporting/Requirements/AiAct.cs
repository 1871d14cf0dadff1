using static AuditHarness.Reporting.Requirements.EvidenceFigures;

namespace AuditHarness.Reporting.Requirements;

/// <summary>Regulation (EU) 2024/1689: Annex IV and Articles 10, 13 and 15.</summary>
/// <remarks>
/// Checked on 24 November 2026 against public transcriptions of the English text: Annex IV points 1 to 9 with their letters, Articles
/// 10(2) to (4), 13(3) and 15. Left out: Article 10(5), a permission that the amending regulation is reported to change, and 15(2),
/// which is addressed to the Commission. Status of the Digital Omnibus: secondary sources (Council vote of 29 June 2026); the amended
/// text itself could not be opened.
/// </remarks>
internal static class AiAct
{
    /// <summary>The profile.</summary>
    public static EvidenceProfile Profile { get; } = new(
        "ai-act", "EU AI Act: Annex IV and Articles 10, 13, 15", "Regulation (EU) 2024/1689 of 13 June 2024 as first published",
        "Regulation (EU) 2024/1689 of the European Parliament and of the Council, OJ L, 2024/1689, 12.7.2024.", "https://eur-lex.europa.eu/eli/reg/2024/1689/oj",
        "The amending regulation known as the Digital Omnibus is reported (Council, 29 June 2026) to move application to 2 December 2027 for Annex III and to 2 August 2028 for products of Annex I; its text could not be opened. Articles 10(5) and 15(2) are left out.",
        [
            new("IV.1(a)", "Purpose, provider and version.", [Identity], ["intendedUse", "developer", "changeLog"]),
            new("IV.1(b)", "How it works with other systems.", Fields: ["integration"]),
            new("IV.1(c)", "Versions of software it needs.", Fields: ["requirements"]),
            new("IV.1(d)", "Forms in which it is delivered.", Fields: ["integration"]),
            new("IV.1(e)", "Hardware it is meant for.", Fields: ["requirements"]),
            new("IV.1(f)", "Pictures of the product it is part of."),
            new("IV.1(g)", "User interface.", Fields: ["userInterface"]),
            new("IV.1(h)", "Instructions for use.", Fields: ["instructions"]),
            new("IV.2(a)", "How it was developed, with what of others.", Fields: ["development", "thirdParties"]),
            new("IV.2(b)", "Design choices, also with regard to groups of persons.", Fields: ["modelType", "population", "output"]),
            new("IV.2(c)", "Architecture and computing resources.", Fields: ["architecture"]),
            new("IV.2(d)", "Training data: origin, scope, selection, labelling, cleaning.", Fields: ["trainingData", "groundTruth", "preparation"]),
            new("IV.2(e)", "Human oversight that is needed.", Fields: ["oversight"]),
            new("IV.2(f)", "Changes decided on beforehand.", Fields: ["plannedChanges"]),
            new("IV.2(g)", "Validation and tests: data, metrics, discriminatory impact, dated and signed reports.", [Measures, ByGroup, Gaps], ["evaluationData", "testReports"]),
            new("IV.2(h)", "Cybersecurity measures.", Fields: ["cybersecurity"]),
            new("IV.3", "Capabilities and limits, accuracy for groups of persons, risks, oversight, inputs.", [Discrimination, ByGroup], ["limits", "oversight", "predictors"]),
            new("IV.4", "Why the metrics fit.", Fields: ["metricChoice"]),
            new("IV.5", "Risk management system.", Fields: ["riskManagement"]),
            new("IV.6", "Changes through the life cycle.", Fields: ["changeLog"]),
            new("IV.7", "Standards applied.", Fields: ["standards"]),
            new("IV.8", "EU declaration of conformity."),
            new("IV.9", "Plan for watching it once on the market.", Fields: ["monitoring"]),
            new("10(2)(a)", "Design choices about the data.", Fields: ["dataUse"]),
            new("10(2)(b)", "Collection and origin of the data.", Fields: ["trainingData"]),
            new("10(2)(c)", "Preparation of the data.", Fields: ["preparation"]),
            new("10(2)(d)", "What the data are meant to measure.", Fields: ["groundTruth"]),
            new("10(2)(e)", "Whether the data are enough and fit.", Fields: ["sampleSize", "relevance"]),
            new("10(2)(f)", "Search for possible biases.", [Groups, Gaps]),
            new("10(2)(g)", "Measures against biases found.", Fields: ["biasManagement"]),
            new("10(2)(h)", "Gaps in the data, and how they are dealt with.", Fields: ["dataGaps"]),
            new("10(3)", "Whom the data represent, by group of persons.", [Groups], ["representativeness"]),
            new("10(4)", "Features of the place and setting of use.", Fields: ["setting", "relevance"]),
            new("13(3)(a)", "Provider and contact.", Fields: ["developer", "contact"]),
            new("13(3)(b)(i)", "Intended purpose.", Fields: ["intendedUse"]),
            new("13(3)(b)(ii)", "Accuracy with its metrics, robustness, cybersecurity.", [Discrimination, AtThreshold, Calibration], ["robustness", "cybersecurity"]),
            new("13(3)(b)(iii)", "Circumstances that may lead to risks.", Fields: ["limits", "outOfScope"]),
            new("13(3)(b)(iv)", "What explains its output.", Fields: ["transparency"]),
            new("13(3)(b)(v)", "Performance for groups of persons.", [ByGroup]),
            new("13(3)(b)(vi)", "Inputs, and the data of training and tests.", [Flow], ["predictors", "trainingData"]),
            new("13(3)(b)(vii)", "How to read the output.", Fields: ["instructions"]),
            new("13(3)(c)", "Changes decided on beforehand.", Fields: ["plannedChanges"]),
            new("13(3)(d)", "Human oversight.", Fields: ["oversight"]),
            new("13(3)(e)", "Resources, lifetime and maintenance.", Fields: ["requirements", "maintenance"]),
            new("13(3)(f)", "How logs are kept and read.", Fields: ["logging"]),
            new("15(1)", "Accuracy, and that it lasts.", [Discrimination], ["monitoring"]),
            new("15(3)", "Accuracy and its metrics in the instructions for use.", [Discrimination, AtThreshold], ["instructions"]),
            new("15(4)", "Robustness against errors and feedback loops.", Fields: ["robustness"]),
            new("15(5)", "Resistance to attack.", Fields: ["cybersecurity"]),
        ]);
}
