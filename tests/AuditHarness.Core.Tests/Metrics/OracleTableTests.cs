using System.Text.Json;
using AuditHarness.Metrics.ErrorRates;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics;

/// <summary>Further functions of the decision table, and mean scores, against scikit-learn 1.2.1, statsmodels 0.13.5, AIF360 0.6.1 and R.</summary>
public sealed class OracleTableTests
{
    private const double Exact = 1e-12;

    private static double Value(IMetric metric, SubgroupEvidence evidence) => ((Estimate.Known)metric.Measure(evidence)).Value;

    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Kappa_agrees_with_scikit_learn(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var (who, theirs, ours) in oracle.Groups(oracle.Metrics, model))
            agreement.Check($"{who} kappa", new CohenKappa().Measure(ours), theirs.GetProperty("threshold").GetProperty("kappa").GetDouble(), Exact);
        agreement.Holds(atLeast: 6);
    }

    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void The_error_rate_is_scikit_learns_accuracy_turned_round(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var (who, theirs, ours) in oracle.Groups(oracle.Metrics, model))
            agreement.Check($"{who} error rate", new ErrorRate().Measure(ours), 1 - theirs.GetProperty("threshold").GetProperty("accuracy").GetDouble(), Exact);
        agreement.Holds(atLeast: 6);
    }

    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void F_beta_is_the_weighted_harmonic_mean_of_scikit_learns_precision_and_recall(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var (who, theirs, ours) in oracle.Groups(oracle.Metrics, model))
        {
            double precision = theirs.GetProperty("threshold").GetProperty("precision").GetDouble(), recall = theirs.GetProperty("threshold").GetProperty("recall").GetDouble();
            agreement.Check($"{who} F2", new FBetaScore().Measure(ours), precision + recall > 0 ? 5 * precision * recall / ((4 * precision) + recall) : 0, Exact);
        }
        agreement.Holds(atLeast: 6);
    }

    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Number_needed_to_evaluate_is_the_reciprocal_of_statsmodels_limits(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var (who, theirs, ours) in oracle.Groups(oracle.Metrics, model))
        {
            var at = theirs.GetProperty("threshold");
            if (ours.Confusion.TruePositives.Rows == 0) agreement.IsUndefined(who, new NumberNeededToEvaluate().Measure(ours));
            else
            {
                var known = (Estimate.Known)new NumberNeededToEvaluate().Measure(ours);
                var limits = at.GetProperty("ci95_ppv").GetProperty("clopper_pearson");
                agreement.Check($"{who} value", known.Value, 1 / at.GetProperty("precision").GetDouble(), Exact);
                agreement.Check($"{who} lower", known.Sampling!.Interval(0.95).Lower, 1 / limits[1].GetDouble(), 1e-9);
                agreement.Check($"{who} upper", known.Sampling!.Interval(0.95).Upper, 1 / limits[0].GetDouble(), 1e-9);
            }
        }
        agreement.Holds(atLeast: 6);
    }

    // AIF360's figures are those of the unprivileged, pooled, less those of the privileged.
    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void False_discovery_and_omission_rates_agree_with_AIF360(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var attribute in oracle.Metrics.GetProperty("models").GetProperty(model).GetProperty("aif360").EnumerateObject())
        {
            var (privileged, others) = Split(oracle, model, attribute);
            if (privileged.Confusion.Flagged.Rows == 0 || others.Confusion.Flagged.Rows == 0) continue;
            void Check(string name, IMetric metric) => agreement.Check(
                $"{attribute.Name} {name}", Value(metric, others) - Value(metric, privileged), attribute.Value.GetProperty(name).GetDouble(), Exact);
            Check("false_discovery_rate_difference", new FalseDiscoveryRate());
            Check("false_omission_rate_difference", new FalseOmissionRate());
        }
        agreement.Holds(atLeast: 2);
    }

    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Generalized_rates_agree_with_AIF360(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var overall = oracle.Evidence(model, "")["overall"];
        var theirs = oracle.Metrics.GetProperty("models").GetProperty(model).GetProperty("aif360").EnumerateObject().First().Value;
        Assert.Multiple(() =>
        {
            Assert.That(Value(new GeneralizedTruePositiveRate(), overall), Is.EqualTo(theirs.GetProperty("generalized_true_positive_rate").GetDouble()).Within(Exact));
            Assert.That(Value(new GeneralizedFalsePositiveRate(), overall), Is.EqualTo(theirs.GetProperty("generalized_false_positive_rate").GetDouble()).Within(Exact));
        });
    }

    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Mean_predictions_are_the_event_rate_over_rs_observed_expected_ratio(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var (who, theirs, ours) in oracle.Groups(oracle.R, model))
            if (theirs.TryGetProperty("calibration", out var calibration) && calibration.TryGetProperty("glm", out var glm))
                agreement.Check($"{who} mean", new MeanPrediction().Measure(ours), ours.Events.Rows / (double)ours.Count / glm.GetProperty("oe_ratio").GetDouble(), 1e-9);
        agreement.Holds(atLeast: 3);
    }

    private static (SubgroupEvidence Privileged, SubgroupEvidence Others) Split(OracleFolder oracle, string model, JsonProperty attribute)
    {
        var texts = oracle.Texts(attribute.Name);
        var privileged = attribute.Value.GetProperty("privileged").GetString();
        var rows = new Rows(oracle.Numbers("score_" + model), oracle.Labels, null, oracle.Threshold);
        SubgroupEvidence Those(bool are) => rows.Take(Enumerable.Range(0, rows.Count).Where(i => texts[i] == privileged == are)).Evidence;
        return (Those(true), Those(false));
    }
}
