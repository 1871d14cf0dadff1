using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>Whether made-up patients of each arm live as long as real ones.</summary>
public sealed class SurvivalFidelity : IRecordMeasure
{
    private const string Convention = "Rows with a time that is not negative, an event status and, where arms are declared, an arm: how many have not stands beside. Patients censored at a time are at risk of the events at it. Curves are compared up to the shorter of the two longest follow-up times of an arm. Where an arm of training patients has no made-up ones, all arms together are unknown. Where a patient has several rows, variances are multiplied by the rows per patient.";
    private static readonly Phrase Method = Phrase.Of($"Greenwood's variance of a restricted mean");

    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        new("SurvivalCurveGap", "Survival-curve gap", MetricBasis.Records, Direction.Lower, 0, 0, 1,
            "∫ |S_R(t) − S_S(t)| dt / τ from 0 to τ, S_R and S_S the Kaplan–Meier curves of the training and of the made-up records, τ their common follow-up: of each arm, and their mean.",
            "Greenwood's variance of the area between the curves; on the side of no difference further by the mean area of two samples of this size from one population",
            "Kaplan, Meier (1958), J. Am. Stat. Assoc. 53:457–481; Gill (1983), Ann. Stat. 11:49–58")
        {
            Convention = Convention, Oracle = "SurvivalFidelityTests.Freireichs_trial_comes_out_as_published", Prominence = Prominence.Headline,
        },
        new("RestrictedMeanSurvivalDifference", "Difference of restricted mean survival time (RMST)", MetricBasis.Records, Direction.Target, 0, double.NegativeInfinity, double.PositiveInfinity,
            "∫ S_S(t) − S_R(t) dt from 0 to τ, in the unit of the follow-up time: how much longer made-up patients live within the common follow-up τ; of each arm, and their mean.",
            "normal, Greenwood's variance of a restricted mean", "Royston, Parmar (2013), BMC Med. Res. Methodol. 13:152; Gill (1983), Ann. Stat. 11:49–58")
        {
            Convention = Convention, Oracle = "SurvivalFidelityTests.Freireichs_trial_comes_out_as_published", Prominence = Prominence.Detail,
        },
        new("SurvivalLogRank", "Log-rank p-value of survival", MetricBasis.Records, Direction.Neither, null, 0, 1,
            "Two-sided p-value of the log-rank test of equal hazards in the training and in the made-up records: of each arm, and stratified by arm for all. A small one says that they differ, a large one not that they agree.",
            "none: a p-value is no estimate", "Mantel (1966), Cancer Chemother. Rep. 50:163–170; Peto, Peto (1972), J. R. Stat. Soc. A 135:185–207")
        {
            Convention = "Hypergeometric variance, no continuity correction, over the whole follow-up of both tables. Not measured where patients have several rows.", HasNoInterval = true,
            Oracle = "SurvivalFidelityTests.Freireichs_trial_comes_out_as_published", Prominence = Prominence.Detail,
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        if (FollowUp.Of(evidence.Train, evidence.Roles) is not { } train || FollowUp.Of(evidence.Synthetic, evidence.Roles) is not { } synthetic)
        {
            return from info in Infos
                   from g in evidence.Groups
                   select new RecordFigure(info.Id, null, g.Subgroup, new Estimate.Undefined(Because.NoTimes));
        }
        var arms = new Arm[evidence.Groups.Count][];
        Parallel.For(
            0, arms.Length, new() { MaxDegreeOfParallelism = evidence.Options.Workers, CancellationToken = evidence.Options.Stop },
            g => arms[g] = [.. Enumerable.Range(0, train.Arms.Count).Select(a => new Arm(
                train.Arms[a], train.Curve(evidence.Groups[g].Train, a), synthetic.Curve(evidence.Groups[g].Synthetic, a)))]);
        double[] perPatient = [.. evidence.Groups.Select(g => Because.Nobody(g) is null ? PartFigures.RowsPerPatient(evidence, g) : 1)];
        return Infos.SelectMany(info => evidence.Groups.SelectMany((g, i) => Figures(info, g, arms[i], perPatient[i])));
    }

    private IEnumerable<RecordFigure> Figures(MetricInfo info, RecordGroup group, Arm[] all, double perPatient)
    {
        // An arm that nobody of the group is in is none of its arms, and one that only made-up patients are in has nothing to be compared with.
        Arm[] arms = [.. all.Where(a => a.Train.Curve.Patients + a.Synthetic.Curve.Patients > 0)];
        RecordFigure Figure(string? subject, Estimate estimate) => new(info.Id, subject, group.Subgroup, estimate);
        foreach (var arm in arms)
            if (arm.Name is { } name) yield return Figure(name, arm.Undefined is { } reason ? new Estimate.Undefined(reason) : Of(info, [arm], perPatient));
        // An arm of training patients that cannot be compared, since none was made up for it, must not drop out of the mean.
        Arm[] real = [.. arms.Where(a => a.Train.Curve.Patients > 0)];
        Phrase[] missing = [.. real.Select(a => a.Undefined).OfType<Phrase>()];
        yield return Figure(null, Because.Nobody(group) is { } nobody ? new Estimate.Undefined(nobody)
            : real.Length == 0 ? new Estimate.Undefined(Because.NoTrainValue)
            : missing.Length == 0 ? Of(info, real, perPatient)
            : new Estimate.Undefined(real is [{ Name: null }] ? missing[0] : Because.Missing(missing, real.Length)));
    }

    private Estimate Of(MetricInfo info, Arm[] arms, double perPatient)
    {
        // At worst the rows of a patient all say the same.
        int Patients(Arm arm) => Math.Max(1, (int)(Math.Min(arm.Train.Curve.Patients, arm.Synthetic.Curve.Patients) / perPatient));
        var patients = arms.Sum(Patients);
        if (info == Infos[2])
        {
            if (perPatient > 1) return new Estimate.Undefined(Because.SeveralRows);
            var tests = Array.ConvertAll(arms, a => SurvivalComparison.LogRank(a.Train.Curve, a.Synthetic.Curve, a.Train.Times, a.Synthetic.Times));
            var variance = tests.Sum(t => t.Variance);
            return variance > 0
                ? new Estimate.Known(SurvivalComparison.PValue(tests.Sum(t => t.Excess), variance), null, patients, Because.PValue)
                : new Estimate.Undefined(Because.NoEvents);
        }
        double k = arms.Length;
        if (info == Infos[0])
        {
            return PartFigures.Estimated(
                info, arms.Sum(a => a.Apart.Area / a.Apart.Horizon) / k, Math.Sqrt(perPatient * arms.Sum(a => a.Apart.AreaVariance / (a.Apart.Horizon * a.Apart.Horizon))) / k,
                Math.Sqrt(perPatient) * arms.Sum(a => a.Apart.Noise / a.Apart.Horizon) / k, patients, arms.Min(Patients));
        }
        var (difference, error) = (arms.Sum(a => a.Apart.Difference) / k, Math.Sqrt(perPatient * arms.Sum(a => a.Apart.DifferenceVariance)) / k);
        return error > 0
            ? new Estimate.Known(difference, new NormalSampling(Method, difference, error), patients)
            : new Estimate.Known(difference, null, patients, Because.NoVariation);
    }

    /// <summary>One arm in both tables.</summary>
    private sealed record Arm(string? Name, (KaplanMeier Curve, double[] Times) Train, (KaplanMeier Curve, double[] Times) Synthetic)
    {
        private readonly Lazy<SurvivalComparison> _apart = new(() => new(Train.Curve, Synthetic.Curve));

        public SurvivalComparison Apart => _apart.Value;

        public Phrase? Undefined => Train.Curve.Patients == 0 ? Because.NoTrainValue
            : Synthetic.Curve.Patients == 0 ? Because.NoSyntheticValue
            : Math.Min(Train.Curve.LastTime, Synthetic.Curve.LastTime) > 0 ? null : Because.NoFollowUp;
    }
}
