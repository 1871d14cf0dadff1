using AuditHarness.Metrics.ClinicalUtility;
using AuditHarness.Reporting.Language;

namespace AuditHarness.Reporting.Html;

/// <summary>An exhibit that a section shows with a sentence before it that says what it answers.</summary>
/// <param name="Id">Id of the exhibit; several, one for each attribute, go on from it with a hyphen.</param>
/// <param name="Answers">What it answers, for a reader who has not met it before.</param>
public sealed record ExplainedExhibit(string Id, Func<string> Answers)
{
    /// <summary>Ids of the metrics whose figures of every group it shows: no other table need repeat them.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>Beside calibration.</summary>
    public static IReadOnlyList<ExplainedExhibit> Risks { get; } =
    [
        new("calibration-error-by-chance", () => Wording.Say($"How much of a calibration error is mere chance? Beside each is the error that perfectly right risks would show in as many patients.")),
        new("calibration-by-chance", () => Wording.Say($"The same beside every calibration error there is.")),
        new("calibration-tests", () => Wording.Say($"Could risks that are right give results as far off as these? A small p says hardly; a large one does not say that they are right, for few patients show little.")),
    ];

    /// <summary>Beside gaps.</summary>
    public static IReadOnlyList<ExplainedExhibit> Everyone { get; } =
    [
        new("case-mix", () => Wording.Say($"Do groups differ because the model does, or because their patients do? Here the patients of each group are weighted to have the same mix of what the plan declares; what then remains of a gap is not due to it.")),
        new("threshold-part", () => Wording.Say($"How much of a gap comes from one threshold for all? Here each gap is parted into what one threshold for all makes of it, and what would remain if the group had a threshold of its own.")),
        new("multicalibration", () => Wording.Say($"Are risks right in every corner, not only on average? For each group, intersections among them, how far predicted and observed risk lie apart within levels of risk, beyond what chance gives.")),
    ];

    /// <summary>Beside the worth of acting.</summary>
    public static IReadOnlyList<ExplainedExhibit> Utility { get; } =
    [
        new("consequences", () => Wording.Say($"What happens to 1,000 patients when the model decides who is flagged?"))
        {
            Metrics = [PatientsPer1000.Found, PatientsPer1000.Missed, PatientsPer1000.InVain, PatientsPer1000.LeftAlone],
        },
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ExplainedExhibit> All { get; } = [.. Risks, .. Everyone, .. Utility];
}
