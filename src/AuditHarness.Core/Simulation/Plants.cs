namespace AuditHarness.Simulation;

/// <summary>
/// Under-diagnosis at the source: in the records the model learnt from, an event of this level was written down with probability
/// <paramref name="Detection"/>, so the model's risk is the true risk times that. The audit's label is the adjudicated event.
/// </summary>
/// <param name="Level">Level of ethnicity.</param>
/// <param name="Detection">Probability in (0, 1] that an event was recorded.</param>
public sealed record UnderDiagnosis(string Level, double Detection);

/// <summary>
/// Overconfidence: in this band the score's log-odds are stretched about the threshold's, so that ranking and decisions stay as
/// they are and only the risks are wrong.
/// </summary>
/// <param name="Band">Band of age.</param>
/// <param name="Factor">Stretch, positive; above 1 makes risks too extreme.</param>
public sealed record StretchedRisk(string Band, double Factor);

/// <summary>
/// One intersection that is unfair although each of its attributes alone is fair: events in it are found less often by
/// <paramref name="SensitivityLoss"/>, and the other cells are moved by the amounts that make the sensitivity of every region and
/// of every insurance the same.
/// </summary>
/// <param name="Region">Region of the cell.</param>
/// <param name="Insurance">Insurance of the cell.</param>
/// <param name="SensitivityLoss">How far the cell's sensitivity lies below everybody's, in (0, 1).</param>
public sealed record UnfairIntersection(string Region, string Insurance, double SensitivityLoss);

/// <summary>
/// A feature that says nothing about risk, differs between levels of an attribute, and that the model takes for risk: the score's
/// log-odds rise by <paramref name="Weight"/> per unit above <paramref name="Mean"/>.
/// </summary>
/// <param name="Feature">Name of its column.</param>
/// <param name="Mean">Mean elsewhere.</param>
/// <param name="Deviation">Standard deviation within every level, positive.</param>
/// <param name="Level">Level of residence where it is higher.</param>
/// <param name="Shift">By how much, in its unit.</param>
/// <param name="Weight">Log-odds per unit.</param>
public sealed record ScoreProxy(string Feature, double Mean, double Deviation, string Level, double Shift, double Weight)
{
    /// <summary>Mean of the feature where patients live.</summary>
    /// <param name="residence">Level of residence.</param>
    public double MeanAt(string residence) => residence == Level ? Mean + Shift : Mean;
}
