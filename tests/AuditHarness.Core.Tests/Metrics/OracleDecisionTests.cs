using AuditHarness.Audits;
using System.Text.Json;
using AuditHarness.Metrics.ErrorRates;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics;

/// <summary>Decisions at the threshold against scikit-learn 1.2.1, statsmodels 0.13.5 and fairlearn 0.12.0.</summary>
public sealed class OracleDecisionTests
{
    private const double Exact = 1e-12;

    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Counts_and_rates_agree_with_scikit_learn_overall_and_in_every_group(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var (who, theirs, ours) in oracle.Groups(oracle.Metrics, model))
        {
            var at = theirs.GetProperty("threshold");
            double Theirs(string name) => at.GetProperty(name).GetDouble();
            var cells = ours.Confusion;
            agreement.Check($"{who} tp", cells.TruePositives.Rows, Theirs("tp"), 0);
            agreement.Check($"{who} fp", cells.FalsePositives.Rows, Theirs("fp"), 0);
            agreement.Check($"{who} tn", cells.TrueNegatives.Rows, Theirs("tn"), 0);
            agreement.Check($"{who} fn", cells.FalseNegatives.Rows, Theirs("fn"), 0);
            agreement.Check($"{who} accuracy", new Accuracy().Measure(ours), Theirs("accuracy"), Exact);
            agreement.Check($"{who} balanced accuracy", new BalancedAccuracy().Measure(ours), Theirs("balanced_accuracy"), Exact);
            agreement.Check($"{who} recall", new Sensitivity().Measure(ours), Theirs("recall"), Exact);
            agreement.Check($"{who} f1", new F1Score().Measure(ours), Theirs("f1"), Exact);

            // scikit-learn gives 0 for a share of nobody.
            if (cells.Flagged.Rows > 0) agreement.Check($"{who} precision", new PositivePredictiveValue().Measure(ours), Theirs("precision"), Exact);
            else agreement.IsUndefined($"{who} precision", new PositivePredictiveValue().Measure(ours));
            if (cells.Flagged.Rows > 0 && cells.NotFlagged.Rows > 0) agreement.Check($"{who} mcc", new MatthewsCorrelation().Measure(ours), Theirs("mcc"), Exact);
            else agreement.IsUndefined($"{who} mcc", new MatthewsCorrelation().Measure(ours));
        }
        agreement.Holds(atLeast: 6 * 10);
    }

    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Wilson_intervals_agree_with_statsmodels(string folder, string model) =>
        IntervalsAgreeWithStatsmodels(folder, model, ProportionMethod.Wilson, "wilson");

    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Clopper_Pearson_intervals_agree_with_statsmodels(string folder, string model) =>
        IntervalsAgreeWithStatsmodels(folder, model, ProportionMethod.ClopperPearson, "clopper_pearson");

    private static void IntervalsAgreeWithStatsmodels(string folder, string model, ProportionMethod method, string key)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var (who, theirs, ours) in oracle.Groups(oracle.Metrics, model, intervals: new() { Proportions = method }))
        {
            foreach (var (name, metric) in new (string, IMetric)[]
            {
                ("tpr", new Sensitivity()), ("fpr", new FalsePositiveRate()), ("ppv", new PositivePredictiveValue()),
                ("npv", new NegativePredictiveValue()), ("accuracy", new Accuracy()), ("selection_rate", new SelectionRate()),
            })
            {
                var limits = theirs.GetProperty("threshold").GetProperty("ci95_" + name).GetProperty(key);
                if (limits.ValueKind == JsonValueKind.Null)
                {
                    agreement.IsUndefined($"{who} {name}", metric.Measure(ours));
                    continue;
                }
                var interval = ((Estimate.Known)metric.Measure(ours)).Sampling!.Interval(0.95);
                agreement.Check($"{who} {name} lower", interval.Lower, limits[0].GetDouble(), 1e-11);
                agreement.Check($"{who} {name} upper", interval.Upper, limits[1].GetDouble(), 1e-11);
            }
        }
        agreement.Holds(atLeast: 6 * 11);
    }

    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Rates_of_every_group_and_intersection_agree_with_fairlearn(string folder, string model) =>
        AgreesWithFairlearn(OracleFolder.Of(folder), model, "fairlearn", weighted: false, atLeast: 3 * 4 * 7);

    [TestCase("lr")]
    [TestCase("gb")]
    [TestCase("rf")]
    public void Weighted_rates_of_every_group_and_intersection_agree_with_fairlearn(string model) =>
        AgreesWithFairlearn(OracleFolder.Of("nhanes_weighted"), model, "fairlearn_weighted", weighted: true, atLeast: 18 * 7);

    private static void AgreesWithFairlearn(OracleFolder oracle, string model, string node, bool weighted, int atLeast)
    {
        var agreement = new Agreement();
        foreach (var attributes in oracle.Metrics.GetProperty("models").GetProperty(model).GetProperty(node).EnumerateObject())
        {
            var evidence = oracle.Evidence(model, attributes.Name, weighted);
            var groups = attributes.Value.GetProperty("by_group").EnumerateObject().ToArray();
            Assert.That(evidence.Keys, Is.EquivalentTo(groups.Select(g => g.Name)), "groups that occur");
            foreach (var group in groups)
            {
                var (who, ours) = (group.Name, evidence[group.Name]);
                void Rate(string name, IMetric metric, Tally denominator)
                {
                    // Fairlearn gives 0 for a rate over nobody.
                    if (denominator.Rows == 0) agreement.IsUndefined($"{who} {name}", metric.Measure(ours));
                    else agreement.Check($"{who} {name}", metric.Measure(ours), group.Value.GetProperty(name).GetDouble(), Exact);
                }
                agreement.Check($"{who} count", ours.Count, group.Value.GetProperty("count").GetDouble(), 0);
                Rate("accuracy", new Accuracy(), ours.All);
                Rate("selection_rate", new SelectionRate(), ours.All);
                Rate("tpr", new Sensitivity(), ours.Events);
                Rate("fnr", new FalseNegativeRate(), ours.Events);
                Rate("fpr", new FalsePositiveRate(), ours.NonEvents);
                Rate("tnr", new Specificity(), ours.NonEvents);
                Rate("precision", new PositivePredictiveValue(), ours.Confusion.Flagged);
            }
        }
        agreement.Holds(atLeast);
    }
}
