using AuditHarness.Metrics.Calibration;
using AuditHarness.Metrics.Discrimination;
using AuditHarness.Metrics.ErrorRates;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics;

/// <summary>DeLong against pROC 1.18.0 and recalibration against glm of R 4.2.2.</summary>
public sealed class OracleRTests
{
    private const double Close = 1e-6;

    private static (double Area, NormalSampling Sampling) DeLong(SubgroupEvidence evidence)
    {
        var (area, variance) = AreaUnderRoc.DeLong(evidence.Ranked, evidence.Events, evidence.NonEvents);
        return (area, new NormalSampling(Phrase.Of($"DeLong"), area, Math.Sqrt(variance), evidence.All.EffectiveSize, min: 0, max: 1));
    }

    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Area_variance_and_interval_agree_with_proc(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var (who, theirs, ours) in oracle.Groups(oracle.R, model))
        {
            var auc = theirs.GetProperty("auc");
            var known = (Estimate.Known)new AreaUnderRoc().Measure(ours);
            var (area, delong) = DeLong(ours);
            var interval = delong.Interval(0.95);
            agreement.Check($"{who} auc", known.Value, auc.GetProperty("auc").GetDouble(), 1e-12);
            agreement.Check($"{who} area", area, known.Value, 0);
            agreement.CheckRelative($"{who} variance", Math.Pow(delong.StandardError, 2), auc.GetProperty("var_delong").GetDouble(), Close);
            agreement.Check($"{who} lower", interval.Lower, auc.GetProperty("ci95_delong_low").GetDouble(), Close);
            agreement.Check($"{who} upper", interval.Upper, auc.GetProperty("ci95_delong_high").GetDouble(), Close);

            // The interval that is shown leans inward and draws on the formula for small classes; in large ones it is DeLong's.
            var shown = known.Sampling!.Interval(0.95);
            if (Math.Min(ours.Events.EffectiveSize, ours.NonEvents.EffectiveSize) >= 300)
                agreement.Check($"{who} width of the score interval", (shown.Upper - shown.Lower) / (interval.Upper - interval.Lower), 1, 0.05);
        }
        agreement.Holds(atLeast: 6 * 4);
    }

    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Areas_of_two_groups_are_compared_as_proc_does_unpaired(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var attribute in oracle.R.GetProperty("models").GetProperty(model).GetProperty("between_groups").EnumerateObject())
        {
            var evidence = oracle.Evidence(model, attribute.Name);
            foreach (var pair in attribute.Value.EnumerateObject())
            {
                var groups = pair.Name.Split(" vs ");
                var ((first, firstSampling), (second, secondSampling)) = (DeLong(evidence[groups[0]]), DeLong(evidence[groups[1]]));
                var contrast = Contrast.Difference(first, firstSampling, second, secondSampling);
                double Theirs(string name) => pair.Value.GetProperty(name).GetDouble();
                agreement.Check($"{pair.Name} t", contrast.Value / contrast.StandardError, Theirs("statistic"), Close);
                agreement.Check($"{pair.Name} p", contrast.PValue!.Value, Theirs("p"), Close);

                // The degrees of freedom show in the width of the interval.
                var (lower, upper) = contrast.Limits(CriticalValue.TwoSided(0.95));
                var width = 2 * contrast.StandardError * CriticalValue.Student(CriticalValue.TwoSided(0.95), Theirs("df"));
                agreement.Check($"{pair.Name} width by their degrees of freedom", upper - lower, width, 1e-9);
            }
        }
        agreement.Holds(atLeast: 3 * 4);
    }

    // rms counts its C in risks rounded down to 5,000ths, and Dxy = 2 C − 1.
    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Areas_of_risks_rounded_down_are_the_C_of_val_prob(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var (who, theirs, ours) in oracle.Groups(oracle.R, model))
        {
            var rows = oracle.Rows(model, ours.Subgroup);
            var known = (Estimate.Known)new AreaUnderRoc().Measure((rows with { Scores = Array.ConvertAll(rows.Scores, s => Math.Floor(s * 5000) / 5000) }).Evidence);
            var peer = theirs.GetProperty("calibration").GetProperty("val_prob");
            agreement.Check($"{who} C", known.Value, peer.GetProperty("C (ROC)").GetDouble(), 1e-12);
            agreement.Check($"{who} Dxy", (2 * known.Value) - 1, peer.GetProperty("Dxy").GetDouble(), 1e-12);
        }
        agreement.Holds(atLeast: 6 * 2);
    }

    // val.prob's likelihood ratio against the prevalence alone, and Nagelkerke's R²: of the log loss and the prevalence.
    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Log_loss_and_prevalence_give_val_probs_likelihood_ratio(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var (who, theirs, ours) in oracle.Groups(oracle.R, model))
        {
            double Value(IMetric metric) => ((Estimate.Known)metric.Measure(ours)).Value;
            var (n, loss, prevalence) = ((double)ours.Count, Value(new LogLoss()), Value(new Prevalence()));
            var without = -(prevalence * Math.Log(prevalence)) - ((1 - prevalence) * Math.Log(1 - prevalence));
            var peer = theirs.GetProperty("calibration").GetProperty("val_prob");
            agreement.Check($"{who} likelihood ratio", 2 * n * (without - loss), peer.GetProperty("D:Chi-sq").GetDouble(), 1e-9);
            agreement.Check($"{who} R2", (1 - Math.Exp(-2 * (without - loss))) / (1 - Math.Exp(-2 * without)), peer.GetProperty("R2").GetDouble(), 1e-9);
        }
        agreement.Holds(atLeast: 6 * 2);
    }

    // Decisions against outcomes, corrected for continuity: how many err and how the errors are traded off give both counts.
    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void The_two_errors_give_Rs_McNemar_test(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var ours = oracle.Evidence(model, "")["overall"];
        double Value(IMetric metric) => ((Estimate.Known)metric.Measure(ours)).Value;
        var (wrong, odds) = (Value(new ErrorRate()) * ours.Count, Value(new FalseNegativesPerFalsePositive()));
        var test = Math.Pow((wrong * Math.Abs(1 - odds) / (1 + odds)) - 1, 2) / wrong;
        Assert.That(test, Is.EqualTo(oracle.R.GetProperty("tests").GetProperty(model).GetProperty("mcnemar_chisq_cc").GetDouble()).Within(1e-9));
    }

    // glm takes its standard errors from the step before the last one, up to 1e-4 of their size away from the maximum. The plain
    // fit stops where glm does and gives its very figures; driven to the maximum it gives ours.
    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Recalibration_agrees_with_glm(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var (who, theirs, ours) in oracle.Groups(oracle.R, model))
        {
            var glm = theirs.GetProperty("calibration").GetProperty("glm");
            void Figure(string name, double figure) => agreement.Check($"{who} {name}", figure, glm.GetProperty(name).GetDouble(), Close);
            var slope = (Estimate.Known)new CalibrationSlope().Measure(ours);
            var large = (Estimate.Known)new CalibrationIntercept().Measure(ours);
            Figure("slope", slope.Value);
            Figure("intercept_joint", ((Estimate.Known)new CalibrationJointIntercept().Measure(ours)).Value);
            Figure("intercept_in_the_large", large.Value);
            Figure("oe_ratio", ((Estimate.Known)new ObservedExpectedRatio().Measure(ours)).Value);

            var rows = oracle.Rows(model, ours.Subgroup);
            Figure("slope_se", RowwiseLogistic.Fit(rows, fixSlope: false, RowwiseLogistic.AsInR).SlopeError);
            Figure("intercept_in_the_large_se", RowwiseLogistic.Fit(rows, fixSlope: true, RowwiseLogistic.AsInR).InterceptError);
            LogisticRecalibration.TryFit(ours, fixSlope: false, out var joint);
            LogisticRecalibration.TryFit(ours, fixSlope: true, out var fixedSlope);
            agreement.Check($"{who} slope error at the maximum", joint!.ModelSlopeError, RowwiseLogistic.Fit(rows, false, RowwiseLogistic.Maximum).SlopeError, 1e-9);
            agreement.Check($"{who} error in the large at the maximum", fixedSlope!.ModelInterceptError, RowwiseLogistic.Fit(rows, true, RowwiseLogistic.Maximum).InterceptError, 1e-9);
        }
        agreement.Holds(atLeast: 6 * 8);
    }

    // rms prints its joint intercept as "Intercept" and CalibrationCurves its calibration-in-the-large: two metrics here.
    [Test]
    public void The_two_intercepts_that_peers_give_one_name_are_two_metrics()
    {
        var overall = OracleFolder.Of("health_insurance").Evidence("lr", "")["overall"];
        Assert.Multiple(() =>
        {
            Assert.That(((Estimate.Known)new CalibrationJointIntercept().Measure(overall)).Value, Is.EqualTo(0.464392894013817).Within(Close));
            Assert.That(((Estimate.Known)new CalibrationIntercept().Measure(overall)).Value, Is.EqualTo(0.0116609411938858).Within(Close));
        });
    }
}
