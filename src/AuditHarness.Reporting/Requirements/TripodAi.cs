using static AuditHarness.Reporting.Requirements.EvidenceFigures;

namespace AuditHarness.Reporting.Requirements;

/// <summary>TRIPOD+AI: what a report of a prediction model study tells.</summary>
/// <remarks>
/// Checked on 24 November 2026 against two public transcriptions of the checklist, one of them with its version line (11-January-2024)
/// and citation: 27 items, 52 with their letters, and what each asks. The checklist itself, in the BMJ, could not be opened.
/// </remarks>
internal static class TripodAi
{
    /// <summary>The profile.</summary>
    public static EvidenceProfile Profile { get; } = new(
        "tripod-ai", "TRIPOD+AI", "Checklist of 11 January 2024, 27 items in 52 parts",
        "Collins GS, Moons KGM, Dhiman P, et al. TRIPOD+AI statement. BMJ 2024;385:e078378.", "https://doi.org/10.1136/bmj-2023-078378",
        "The items were checked against two public transcriptions of the checklist. They ask what a study report tells; an audit can show only the part about performance.",
        [
            new("1", "The title tells of model, population and outcome."),
            new("2", "The abstract follows the checklist for abstracts."),
            new("3a", "Clinical context and reasons, with existing models.", Fields: ["background"]),
            new("3b", "Population, purpose in the care pathway, and users.", Fields: ["population", "intendedUse", "users"]),
            new("3c", "Known health inequalities between groups.", Fields: ["healthInequalities"]),
            new("4", "Objectives.", Fields: ["objectives"]),
            new("5a", "Sources of the data, and whom they represent.", Fields: ["trainingData", "evaluationData", "representativeness"]),
            new("5b", "Dates of recruitment and follow-up.", Fields: ["dates"]),
            new("6a", "Setting, number and place of centres.", Fields: ["setting"]),
            new("6b", "Who was eligible.", Fields: ["eligibility"]),
            new("6c", "Treatments, and how they were handled.", Fields: ["treatments"]),
            new("7", "Preparation and checking of data, alike for all groups.", Fields: ["preparation"]),
            new("8a", "Outcome, time horizon and how it was assessed, alike for all groups.", Fields: ["groundTruth"]),
            new("8b", "Who assessed an outcome that needs judgement.", Fields: ["outcomeAssessors"]),
            new("8c", "Blinding of that assessment.", Fields: ["blinding"]),
            new("9a", "Choice of predictors.", Fields: ["predictors"]),
            new("9b", "Definition of predictors, how and when measured.", Fields: ["predictors"]),
            new("9c", "Who assessed predictors that need judgement.", Fields: ["predictorAssessors"]),
            new("10", "How the number of patients was decided.", Fields: ["sampleSize"]),
            new("11", "How missing data were handled.", Fields: ["missingData"]),
            new("12a", "How data were divided and used.", Fields: ["dataUse"]),
            new("12b", "How predictors entered the analysis.", Fields: ["predictorHandling"]),
            new("12c", "Type of model, how it was built and validated internally.", Fields: ["modelType", "development"]),
            new("12d", "How differences between clusters were handled.", Fields: ["clusters"]),
            new("12e", "Measures and plots of performance, and why these.", [Measures], ["metricChoice"]),
            new("12f", "Updating of the model, also for single groups.", Fields: ["updating"]),
            new("12g", "How predictions were calculated.", Fields: ["calculation"]),
            new("13", "Class imbalance, and recalibration after it.", Fields: ["classImbalance"]),
            new("14", "What was done about fairness, and why.", Fields: ["fairnessApproach"]),
            new("15", "Output, thresholds, and why these.", [Threshold], ["output", "threshold"]),
            new("16", "Differences between development and evaluation.", Fields: ["differences"]),
            new("17", "Ethical approval and consent.", Fields: ["ethics"]),
            new("18a", "Funding.", Fields: ["funding"]),
            new("18b", "Conflicts of interest.", Fields: ["conflicts"]),
            new("18c", "Protocol.", Fields: ["protocol"]),
            new("18d", "Registration.", Fields: ["registration"]),
            new("18e", "Availability of data.", Fields: ["dataAvailability"]),
            new("18f", "Availability of code.", Fields: ["codeAvailability"]),
            new("19", "Involvement of patients and the public.", Fields: ["patientInvolvement"]),
            new("20a", "Flow of patients, with and without the outcome.", [Flow]),
            new("20b", "Characteristics overall and by group.", [Groups], ["characteristics"]),
            new("20c", "Predictors and outcome compared with the development data."),
            new("21", "Patients and events in each analysis.", [Flow], ["trainingData"]),
            new("22", "The full model, or how to obtain it.", Fields: ["modelAvailability"]),
            new("23a", "Performance with intervals, also of key groups.", [Discrimination, Calibration, Utility, ByGroup]),
            new("23b", "Differences in performance between clusters."),
            new("24", "Results of updating.", Fields: ["updating"]),
            new("25", "Interpretation, fairness included.", Fields: ["interpretation"]),
            new("26", "Limitations.", Fields: ["limits"]),
            new("27a", "Poor or missing inputs in use.", Fields: ["poorInputs"]),
            new("27b", "What users must do and know.", Fields: ["userExpertise"]),
            new("27c", "Next steps.", Fields: ["nextSteps"]),
        ]);
}
