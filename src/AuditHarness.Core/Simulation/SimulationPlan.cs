using MathNet.Numerics;

namespace AuditHarness.Simulation;

/// <summary>
/// All parameters of a simulated cohort. Who has the event does not depend on any attribute; the laboratory values of those who
/// do are shifted, so that the true log-odds of the event are exactly linear in them (the equal-variance binormal model), and
/// attributes are independent of each other and of the event. Each plant acts on an attribute of its own.
/// The model under audit scores by the true risk, except where a plant spoils it.
/// </summary>
public sealed record SimulationPlan
{
    /// <summary>Number of patients, at least 1.</summary>
    public int Patients { get; init; } = 20_000;

    /// <summary>Share of patients with the event, in (0, 1); the same in every group.</summary>
    public double Prevalence { get; init; } = 0.3;

    /// <summary>Risk from which the model's users act, in (0, 1).</summary>
    public double Threshold { get; init; } = 0.3;

    /// <summary>Laboratory values, independent given the event. The default has AUROC 0.80 before anything is planted.</summary>
    public IReadOnlyList<LaboratoryValue> Laboratory { get; init; } =
    [
        new("creatinine_umol_l", "µmol/L", 88, 15, 0.65),
        new("albumin_g_l", "g/L", 40, 4, -0.6),
        new("haemoglobin_g_l", "g/L", 136, 14, -0.55),
        new("bicarbonate_mmol_l", "mmol/L", 25, 3, -0.5),
        new("systolic_mmhg", "mmHg", 130, 16, 0.3),
        new("sodium_mmol_l", "mmol/L", 139, 3, 0),
    ];

    /// <summary>Clean.</summary>
    public SimulatedAttribute Sex { get; init; } = new("sex", "female", ("female", 0.52), ("male", 0.48));

    /// <summary>Age in years; one band has stretched risks.</summary>
    public SimulatedAge Age { get; init; } = new(18, 89, [40, 60, 75], "40-<60");

    /// <summary>One level is under-diagnosed, one is too small to judge (about 80 patients).</summary>
    public SimulatedAttribute Ethnicity { get; init; } = new(
        "ethnicity", "majority", ("majority", 0.62), ("minority A", 0.18), ("minority B", 0.196), ("minority C", 0.004));

    /// <summary>One level has another deprivation index.</summary>
    public SimulatedAttribute Residence { get; init; } = new("residence", "urban", ("urban", 0.5), ("town", 0.2), ("rural", 0.3));

    /// <summary>Rows of the intersection.</summary>
    public SimulatedAttribute Region { get; init; } = new(
        "region", "capital", ("capital", 0.38), ("north", 0.27), ("coast", 0.2), ("south", 0.15));

    /// <summary>Columns of the intersection.</summary>
    public SimulatedAttribute Insurance { get; init; } = new("insurance", "public", ("public", 0.55), ("private", 0.3), ("none", 0.15));

    /// <summary>Plant: events of one ethnicity were recorded less often where the model was trained.</summary>
    public UnderDiagnosis UnderDiagnosis { get; init; } = new("minority B", 0.65);

    /// <summary>Plant: the model is overconfident in one band of age.</summary>
    public StretchedRisk StretchedRisk { get; init; } = new(">=75", 1.7);

    /// <summary>Plant: one intersection is found less often, and the rest of its region and insurance more often.</summary>
    public UnfairIntersection UnfairIntersection { get; init; } = new("south", "none", 0.36);

    /// <summary>Plant: the model takes deprivation for risk.</summary>
    public ScoreProxy Proxy { get; init; } = new("deprivation_index", 20, 4, "rural", 12, 0.045);

    /// <summary>Level of <see cref="Ethnicity"/> that is fair and too small to judge.</summary>
    public string TooSmall { get; init; } = "minority C";

    /// <summary>The attributes in the order of the files: sex, age (in bands), ethnicity, residence, region, insurance.</summary>
    public IReadOnlyList<SimulatedAttribute> Attributes => [Sex, Age.Bands, Ethnicity, Residence, Region, Insurance];

    /// <summary>Distance of the events' true log-odds from the others', in standard deviations of either: √Σ shift².</summary>
    public double Separation => Math.Sqrt(Laboratory.Sum(l => l.EventShift * l.EventShift));

    /// <summary>Log-odds of <see cref="Threshold"/>.</summary>
    public double ThresholdLogOdds => SpecialFunctions.Logit(Threshold);

    /// <summary>True log-odds of the event given the laboratory values: logit prevalence + Σ (shift·z − shift² / 2).</summary>
    /// <param name="values">One per entry of <see cref="Laboratory"/>, in its unit.</param>
    public double TrueLogOdds(ReadOnlySpan<double> values)
    {
        var logOdds = SpecialFunctions.Logit(Prevalence);
        for (var k = 0; k < Laboratory.Count; k++)
        {
            var (mean, deviation, shift) = (Laboratory[k].Mean, Laboratory[k].Deviation, Laboratory[k].EventShift);
            logOdds += (shift * (values[k] - mean) / deviation) - (shift * shift / 2);
        }
        return logOdds;
    }
}

/// <summary>A laboratory value, normally distributed among those with and among those without the event.</summary>
/// <param name="Name">Name of its column.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Mean">Mean without the event.</param>
/// <param name="Deviation">Standard deviation with and without the event, positive.</param>
/// <param name="EventShift">Mean with the event less mean without it, in standard deviations; 0 for a value that says nothing.</param>
public sealed record LaboratoryValue(string Name, string Unit, double Mean, double Deviation, double EventShift);
