using System.Text.Json;
using AuditHarness.Metrics.Calibration;
using AuditHarness.Metrics.Discrimination;
using AuditHarness.Metrics.ErrorRates;

namespace AuditHarness.Metrics;

/// <summary>Score-based metrics against scikit-learn 1.2.1.</summary>
public sealed class OracleProbabilityTests
{
    private const double Exact = 1e-12;

    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Score_metrics_and_reliability_bins_agree_with_scikit_learn(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var (who, theirs, ours) in oracle.Groups(oracle.Metrics, model))
        {
            var probability = theirs.GetProperty("probability");
            agreement.Check($"{who} n", ours.Count, probability.GetProperty("n").GetDouble(), 0);
            agreement.Check($"{who} events", ours.Events.Rows, probability.GetProperty("n_pos").GetDouble(), 0);
            agreement.Check($"{who} prevalence", new Prevalence().Measure(ours), probability.GetProperty("n_pos").GetDouble() / probability.GetProperty("n").GetDouble(), Exact);
            ScoreMetrics(agreement, who, probability, ours);
            agreement.Check($"{who} ece", new ExpectedCalibrationError().Measure(ours), probability.GetProperty("ece_uniform").GetDouble(), Exact);

            var curve = probability.GetProperty("calibration_uniform");
            var bins = EqualWidthBins.Of(ours.Ranked);
            agreement.Check($"{who} bins", bins.Count, curve.GetProperty("count").GetArrayLength(), 0);
            for (var i = 0; i < bins.Count; i++)
            {
                agreement.Check($"{who} bin {i} count", bins[i].All.Rows, curve.GetProperty("count")[i].GetDouble(), 0);
                agreement.Check($"{who} bin {i} event rate", bins[i].EventRate, curve.GetProperty("prob_true")[i].GetDouble(), Exact);
                agreement.Check($"{who} bin {i} mean score", bins[i].MeanScore, curve.GetProperty("prob_pred")[i].GetDouble(), Exact);
            }
            agreement.Check($"{who} largest gap", bins.Max(b => Math.Abs(b.EventRate - b.MeanScore)), probability.GetProperty("mce_uniform").GetDouble(), Exact);
        }
        agreement.Holds(atLeast: 6 * 15);
    }

    [TestCase("lr")]
    [TestCase("gb")]
    [TestCase("rf")]
    public void Weighted_score_metrics_agree_with_scikit_learn(string model)
    {
        var oracle = OracleFolder.Of("nhanes_weighted");
        var agreement = new Agreement();
        foreach (var (who, theirs, ours) in oracle.Groups(oracle.Metrics, model, weighted: true))
        {
            var probability = theirs.GetProperty("probability_weighted");
            // Rows, whatever they weigh.
            agreement.Check($"{who} n", ours.Count, probability.GetProperty("n").GetDouble(), 0);
            agreement.Check($"{who} events", ours.Events.Rows, probability.GetProperty("n_pos").GetDouble(), 0);
            ScoreMetrics(agreement, who, probability, ours);
        }
        agreement.Holds(atLeast: 11 * 6);
    }

    private static void ScoreMetrics(Agreement agreement, string who, JsonElement theirs, SubgroupEvidence ours)
    {
        agreement.Check($"{who} auroc", new AreaUnderRoc().Measure(ours), theirs.GetProperty("roc_auc").GetDouble(), Exact);
        agreement.Check($"{who} average precision", new AveragePrecision().Measure(ours), theirs.GetProperty("average_precision").GetDouble(), Exact);
        agreement.Check($"{who} brier", new BrierScore().Measure(ours), theirs.GetProperty("brier").GetDouble(), Exact);
        agreement.Check($"{who} log loss", new LogLoss().Measure(ours), theirs.GetProperty("log_loss").GetDouble(), 1e-9);
    }
}
