using AuditHarness.Audits;
using static AuditHarness.Reporting.Requirements.EvidenceFigures;

namespace AuditHarness.Reporting.Requirements;

/// <summary>45 CFR 170.315(b)(11)(iv)(B): the source attributes of a predictive decision support intervention.</summary>
/// <remarks>
/// Checked on 24 November 2026 against the list of all 31 attributes in the database of an open-source record system that is certified
/// for it, in its order, and a vendor's documentation of the first half; the heading numbers follow the rule's nine groups. Status: the
/// proposed rule was read in the Federal Register of 29 December 2025 (document 2025-23896); no final rule was found, nor its absence proved.
/// Which attributes may be shown as not available, by paragraph (v)(A)(2), could not be read and is left out.
/// </remarks>
internal static class Cfr170315b11
{
    /// <summary>The profile.</summary>
    public static EvidenceProfile Profile { get; } = new(
        "b11", "45 CFR 170.315(b)(11)(iv)(B)", "HTI-1 final rule, 89 FR 1192 of 9 January 2024, 31 source attributes",
        "Office of the National Coordinator for Health Information Technology: decision support interventions, predictive.",
        "https://www.ecfr.gov/current/title-45/section-170.315",
        "A proposed rule of 29 December 2025 (HTI-5, FR document 2025-23896) would remove these attributes; whether it became final was not found. Which attributes may be marked as not available is left out, because it could not be checked.",
        [
            new("(1)(i)", "Developer and contact.", Fields: ["developer", "contact"]),
            new("(1)(ii)", "Funding of the development.", Fields: ["funding"]),
            new("(1)(iii)", "What value it gives out.", Fields: ["output"]),
            new("(1)(iv)", "Type of output.", Fields: ["outputType"]),
            new("(2)(i)", "Intended use.", Fields: ["intendedUse"]),
            new("(2)(ii)", "Intended patients.", Fields: ["population"]),
            new("(2)(iii)", "Intended users.", Fields: ["users"]),
            new("(2)(iv)", "Intended role in the decision.", Fields: ["decisionRole"]),
            new("(3)(i)", "Tasks, situations and patients it is not for.", Fields: ["outOfScope"]),
            new("(3)(ii)", "Known risks and limits.", Fields: ["limits"]),
            new("(4)(i)", "Inclusion and exclusion of training data.", Fields: ["eligibility"]),
            new("(4)(ii)", "Use of demographic and social variables as inputs.", Fields: ["demographicInputs"]),
            new("(4)(iii)", "Whom the training data represent.", Fields: ["representativeness"]),
            new("(4)(iv)", "Why the training data fit the setting.", Fields: ["relevance"]),
            new("(5)(i)", "Approach to fair output.", Fields: ["fairnessApproach"]),
            new("(5)(ii)", "How bias is reduced or removed.", Fields: ["biasManagement"]),
            new("(6)(i)", "Source and setting of external validation.", Fields: ["externalData"]),
            new("(6)(ii)", "Who tested externally.", Fields: ["externalTester"]),
            new("(6)(iii)", "Whom the external data represent.", Fields: ["externalRepresentativeness"]),
            new("(6)(iv)", "How it was validated externally.", Fields: ["externalProcess"]),
            new("(7)(i)", "Validity on data of the training source.", [Discrimination, Calibration], On: TestData.SameSource),
            new("(7)(ii)", "Fairness on data of the training source.", [ByGroup, Gaps], On: TestData.SameSource),
            new("(7)(iii)", "Validity on external data.", [Discrimination, Calibration], On: TestData.External),
            new("(7)(iv)", "Fairness on external data.", [ByGroup, Gaps], On: TestData.External),
            new("(7)(v)", "Evaluations of its effect on outcomes.", Fields: ["outcomeEvaluations"]),
            new("(8)(i)", "How validity is watched in use.", Fields: ["monitoring"]),
            new("(8)(ii)", "Validity on local data.", [Discrimination, Calibration], On: TestData.Local),
            new("(8)(iii)", "How fairness is watched in use.", Fields: ["fairnessMonitoring"]),
            new("(8)(iv)", "Fairness on local data.", [ByGroup, Gaps], On: TestData.Local),
            new("(9)(i)", "How and how often it is updated.", Fields: ["updateProcess"]),
            new("(9)(ii)", "How often it is corrected.", Fields: ["correction"]),
        ]);
}
