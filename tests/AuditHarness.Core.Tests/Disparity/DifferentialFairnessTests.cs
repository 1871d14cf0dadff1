using AuditHarness.Metrics;

namespace AuditHarness.Disparity;

public sealed class DifferentialFairnessTests
{
    [Test]
    public void Epsilon_of_a_worked_case()
    {
        // 3 of 9 and 6 of 9 flagged: (3.5 / 10) and (6.5 / 10) after smoothing, and the same of those not flagged.
        Assert.That(DifferentialFairness.Epsilon([DifferentialFairness.Smoothed(3 / 9.0, 9), DifferentialFairness.Smoothed(6 / 9.0, 9)]),
            Is.EqualTo(Math.Log(6.5 / 3.5)).Within(1e-12));
        // The decision that fewer get decides: ln 3 of 0.1 and 0.3, and not ln (0.9 / 0.7).
        Assert.That(DifferentialFairness.Epsilon([0.1, 0.3, 0.2]), Is.EqualTo(Math.Log(3)).Within(1e-12));
    }

    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Its_difference_of_decisions_and_outcomes_agrees_with_aif360(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var attribute in oracle.Metrics.GetProperty("models").GetProperty(model).GetProperty("aif360").EnumerateObject())
        {
            // AIF360 knows the privileged group and all others pooled.
            var privileged = attribute.Value.GetProperty("privileged").GetString();
            var pooled = Array.ConvertAll(oracle.Texts(attribute.Name), t => t == privileged ? "privileged" : "other");
            var cohort = new ComparedCohort(oracle.Numbers("score_" + model), oracle.Labels, pooled) { Threshold = oracle.Threshold };
            // Of the outcomes: as if each were decided.
            var outcomes = cohort with { Scores = Array.ConvertAll(cohort.Labels, y => (double)y), Threshold = 0.5 };
            agreement.Check(attribute.Name, cohort.Compare("DifferentialFairness").Single().Value!.Value - outcomes.Compare("DifferentialFairness").Single().Value!.Value,
                attribute.Value.GetProperty("differential_fairness_bias_amplification").GetDouble(), 1e-12);
        }
        agreement.Holds(atLeast: 2);
    }
}
