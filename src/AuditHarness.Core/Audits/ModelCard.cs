namespace AuditHarness.Audits;

/// <summary>What people declare about a model, entry by entry; each names who says so and when.</summary>
/// <param name="Entries">In config order; keys are ids of <see cref="ModelCardCatalog"/>.</param>
public sealed record ModelCard(IReadOnlyList<CardEntry> Entries)
{
    /// <summary>Nothing is declared.</summary>
    public static ModelCard Empty { get; } = new([]);

    /// <summary>What is declared under an id, or null.</summary>
    /// <param name="id">Id of a field.</param>
    public CardEntry? Find(string id) => Entries.FirstOrDefault(e => e.Field == id);
}

/// <summary>One declaration.</summary>
/// <param name="Field">Id of a field of <see cref="ModelCardCatalog"/>.</param>
/// <param name="Text">What is declared; never empty.</param>
/// <param name="By">Who declares it; never empty.</param>
/// <param name="On">When.</param>
public sealed record CardEntry(string Field, string Text, string By, DateOnly On);

/// <summary>A field that a model card may have.</summary>
/// <param name="Id">Key in the config, such as "intendedUse".</param>
/// <param name="Title">Heading.</param>
/// <param name="Question">What is to be declared, as a question to the person who does.</param>
public sealed record CardField(string Id, string Title, string Question);

/// <summary>
/// The fields, in the order in which a card shows them. A field asks what at least one profile of evidence, or the card itself, needs;
/// a new one is one line here.
/// </summary>
public static class ModelCardCatalog
{
    /// <summary>All fields.</summary>
    public static IReadOnlyList<CardField> All { get; } =
    [
        // What it is
        new("developer", "Developer", "Who made the model and answers for it?"),
        new("contact", "Contact", "How are they reached?"),
        new("funding", "Funding", "Who paid for it, and what part did they play?"),
        new("conflicts", "Conflicts of interest", "Which interests do those involved have?"),
        new("releaseStage", "Release stage", "Is it research, a trial, or in use?"),
        new("releaseDate", "Release date", "When was this version released?"),
        new("availability", "Availability", "Where is it offered?"),
        new("regulatoryStatus", "Regulatory status", "Which authority has cleared it, under which number, or none?"),
        new("thirdParties", "Third parties", "Which parts, models or tools of others does it use?"),

        // What it is for
        new("background", "Background", "What is the clinical problem, and which models are there already?"),
        new("objectives", "Objectives", "What was to be shown: development, evaluation or both?"),
        new("intendedUse", "Intended use", "What is the model meant to be used for, and in which decision?"),
        new("population", "Intended population", "For which patients is it meant?"),
        new("users", "Intended users", "Who uses its output?"),
        new("decisionRole", "Role in the decision", "Does it inform, augment or replace a decision?"),
        new("output", "Output", "What does it give out, and what does that mean?"),
        new("outputType", "Type of output", "Is it a prediction, classification, recommendation, evaluation or analysis?"),
        new("instructions", "Instructions for use", "How is it used in the workflow, and how is its output read?"),
        new("benefits", "Benefits", "What do patients gain by it?"),
        new("outOfScope", "Out of scope", "For which uses and patients is it not meant?"),
        new("limits", "Known limits and risks", "What is known to go wrong, and for whom?"),
        new("knownBiases", "Known biases", "Which biases and ethical concerns are known?"),
        new("healthInequalities", "Health inequalities", "Which inequalities between groups are known in this field?"),
        new("clinicalRisk", "Clinical risk", "How grave is an error?"),
        new("oversight", "Human oversight", "Who can overrule the output, and how?"),
        new("userExpertise", "Expertise of users", "What must users do with inputs and output, and what must they know?"),
        new("poorInputs", "Poor or missing inputs", "What happens when an input is missing or implausible in use?"),

        // The data
        new("trainingData", "Training data", "What was it trained on: source, size, dates, how obtained and selected?"),
        new("evaluationData", "Evaluation data", "Where do the evaluated patients come from, and how were they kept from training?"),
        new("dates", "Dates of the data", "When were patients recruited, and until when followed?"),
        new("setting", "Setting", "In which care setting, at how many centres and where?"),
        new("eligibility", "Eligibility", "Who was included and excluded?"),
        new("treatments", "Treatments", "Which treatments were received, and how were they handled?"),
        new("preparation", "Data preparation", "How were data cleaned and checked, and alike for all groups?"),
        new("missingData", "Missing data", "How were missing values handled, and what was left out?"),
        new("representativeness", "Representativeness", "How do the training data compare with those it is meant for, by demographic group?"),
        new("relevance", "Relevance to the setting", "Why do the training data fit the setting of use?"),
        new("differences", "Development and evaluation", "How do evaluation data differ from development data?"),
        new("characteristics", "Characteristics of patients", "What else describes the patients: predictors, treatments, follow-up, missing values?"),
        new("dataGovernance", "Data governance", "Who governs the data, from their origin to their deletion, and by which rules?"),
        new("dataGaps", "Data gaps", "What do the data lack, and how is that dealt with?"),
        new("sampleSize", "Sample size", "How was the number of patients decided?"),

        // The outcome
        new("groundTruth", "Ground truth", "What outcome is predicted, over what time, and how was it determined, alike for all groups?"),
        new("outcomeAssessors", "Outcome assessors", "Who judged the outcome, with which qualification?"),
        new("blinding", "Blinding", "What were those who judged the outcome blind to?"),

        // The model
        new("modelType", "Type of model", "What kind of model is it, and why that one?"),
        new("predictors", "Predictors", "Which predictors were chosen and why, and how and when are they measured?"),
        new("predictorAssessors", "Predictor assessors", "Who judged predictors that need judgement, with which qualification?"),
        new("predictorHandling", "Handling of predictors", "How do predictors enter: form, scale, transformation?"),
        new("demographicInputs", "Demographic inputs", "Which inputs are demographic, social, or assessments of health status?"),
        new("development", "Development", "How was it built, tuned and internally validated?"),
        new("dataUse", "Use of the data", "How were data divided between development and evaluation?"),
        new("clusters", "Clusters", "How were differences between hospitals or regions handled?"),
        new("classImbalance", "Class imbalance", "Was imbalance treated, why, and how was the model recalibrated?"),
        new("calculation", "How risks are calculated", "By what formula, code or interface were the audited risks calculated?"),
        new("threshold", "Choice of threshold", "Why is a patient flagged from this risk on?"),
        new("metricChoice", "Choice of metrics", "Why are these metrics the right ones for this use?"),
        new("updating", "Updating in this study", "Was the model updated or recalibrated here, for whom, and with what result?"),
        new("modelAvailability", "Availability of the model", "How can others get the model, and under which terms?"),
        new("architecture", "Architecture", "How do its parts work together, and what resources did it take?"),
        new("requirements", "Requirements", "Which hardware, software and versions does it need?"),
        new("integration", "Integration", "With which other systems does it work, and in which forms is it delivered?"),
        new("userInterface", "User interface", "What do users see?"),
        new("transparency", "Transparency", "What tells users why it answers as it does?"),

        // Fairness
        new("fairnessApproach", "Approach to fairness", "What was done to make its output fair, and why that?"),
        new("biasManagement", "Management of bias", "How is bias found, reduced or removed?"),

        // External validation
        new("externalData", "External validation data", "In which other data or setting was it tested?"),
        new("externalTester", "External tester", "Who tested it there?"),
        new("externalRepresentativeness", "External representativeness", "How do those data compare with the patients it is meant for, by demographic group?"),
        new("externalProcess", "External validation process", "How was it tested there?"),
        new("outcomeEvaluations", "Effect on outcomes", "Which studies tell whether its use helped patients?"),

        // Once in use
        new("maintenance", "Maintenance", "How is it kept in order, and for how long is it meant to be used?"),
        new("monitoring", "Monitoring of validity", "How and how often is validity watched in use?"),
        new("fairnessMonitoring", "Monitoring of fairness", "How and how often is fairness watched in use?"),
        new("updateProcess", "Update process", "How and how often is it updated?"),
        new("correction", "Correction", "How often is it corrected when validity or fairness is found wanting?"),
        new("plannedChanges", "Planned changes", "Which changes were decided on beforehand?"),
        new("changeLog", "Changes made", "What changed since earlier versions?"),
        new("logging", "Logs", "What does it log, and how are logs kept and read?"),
        new("riskManagement", "Risk management", "How are risks found, weighed and reduced?"),
        new("robustness", "Robustness", "What was done against errors, faults and feedback loops?"),
        new("cybersecurity", "Cybersecurity", "How is it protected against attack?"),
        new("usability", "Usability", "How was it shown that users understand and use it as meant?"),
        new("standards", "Standards", "Which standards were applied?"),
        new("testReports", "Test reports", "Which dated and signed reports of tests are there, and who signed?"),

        // Openness
        new("ethics", "Ethics", "Which committee approved the study, and what of consent?"),
        new("consent", "Consent and disclosure", "Are patients told or asked when it is used?"),
        new("protocol", "Protocol", "Where is the study protocol, or was none written?"),
        new("registration", "Registration", "Where is the study registered, or is it not?"),
        new("dataAvailability", "Availability of data", "How can others get the data?"),
        new("codeAvailability", "Availability of code", "How can others get the code of the analysis?"),
        new("patientInvolvement", "Involvement of patients", "What part did patients and the public play, or none?"),
        new("publications", "Publications", "Where is it published, with peer review?"),
        new("interpretation", "Interpretation", "What do the results mean, fairness included?"),
        new("nextSteps", "Next steps", "What is to be studied next?"),
    ];

    /// <summary>The field of that id, or null.</summary>
    /// <param name="id">Id.</param>
    public static CardField? Find(string id) => All.FirstOrDefault(f => f.Id == id);
}

/// <summary>Whose requirements the evidence is sorted by, and what people attach to it.</summary>
/// <param name="Profiles">Ids of profiles, in the order in which they are shown.</param>
/// <param name="Attachments">Documents that are evidence for some requirements.</param>
/// <param name="NotApplicable">Requirements that do not apply.</param>
public sealed record EvidencePlan(
    IReadOnlyList<string> Profiles, IReadOnlyList<Attachment> Attachments, IReadOnlyList<NotApplicable> NotApplicable)
{
    /// <summary>No profile.</summary>
    public static EvidencePlan None { get; } = new([], [], []);

    /// <summary>Where the evaluated patients come from: some requirements ask for figures on one kind of data alone. Null when not said.</summary>
    public TestData? TestData { get; init; }
}

/// <summary>Where evaluated patients come from, seen from the model's training. Only people can know.</summary>
public enum TestData
{
    /// <summary>The source that the training data came from, but other patients.</summary>
    SameSource,
    /// <summary>Another source than the training data.</summary>
    External,
    /// <summary>The very place where the model is used.</summary>
    Local,
}

/// <summary>A document that is evidence; hashed and listed among the inputs (role "attachment"), never opened.</summary>
/// <param name="File">Path as the config writes it.</param>
/// <param name="Title">What it is.</param>
/// <param name="Requirements">What it is evidence for: "profile/item", such as "tripod-ai/18c".</param>
public sealed record Attachment(string File, string Title, IReadOnlyList<string> Requirements)
{
    /// <summary>Role of such a file among the inputs.</summary>
    public const string Role = "attachment";
}

/// <summary>A requirement that somebody declares not applicable.</summary>
/// <param name="Requirement">"profile/item".</param>
/// <param name="Why">Why not.</param>
/// <param name="By">Who says so.</param>
/// <param name="On">When.</param>
public sealed record NotApplicable(string Requirement, string Why, string By, DateOnly On);
