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

    [Test]
    public void It_is_at_least_what_holds_for_both_decisions_and_at_most_what_holds_for_the_worse()
    {
        // 6 of 30 and 24 of 40 flagged. Limits of a count, by halving: the rate at which as many or more come with the probability of the tail; for mid-P these half.
        static double Lower(double successes, double size, double tail, double itself)
        {
            var (low, high) = (0.0, successes / size);
            for (var i = 0; i < 100; i++)
            {
                var rate = (low + high) / 2;
                var same = Math.Exp(MathNet.Numerics.SpecialFunctions.GammaLn(size + 1) - MathNet.Numerics.SpecialFunctions.GammaLn(successes + 1) - MathNet.Numerics.SpecialFunctions.GammaLn(size - successes + 1)
                    + (successes * Math.Log(rate)) + ((size - successes) * Math.Log(1 - rate)));
                (low, high) = MathNet.Numerics.SpecialFunctions.BetaRegularized(successes, size - successes + 1, rate) - (same * itself) > tail ? (low, rate) : (rate, high);
            }
            return low;
        }
        // MOVER on the log scale, of the group with the larger share to the other. Exact: the farther of the limits of the share and of the smoothed one.
        static (double Lower, double Upper) Gap(double x, double n, double y, double m, double tail, bool isExact)
        {
            double Low(double count, double of) => isExact ? Math.Min(Lower(count, of, tail, 0), Lower(count + 0.5, of + 1, tail, 0)) : Lower(count + 0.5, of + 1, tail, 0.5);
            var (p, q) = ((x + 0.5) / (n + 1), (y + 0.5) / (m + 1));
            double l1 = Low(x, n), u1 = 1 - Low(n - x, n), l2 = Low(y, m), u2 = 1 - Low(m - y, m);
            var gap = Math.Log(p / q);
            return (gap - double.Hypot(Math.Log(p / l1), Math.Log(u2 / q)), gap + double.Hypot(Math.Log(u1 / p), Math.Log(q / l2)));
        }
        var cohort = new ComparedCohort(
            [.. Enumerable.Range(0, 70).Select(i => i < 6 || i is >= 30 and < 54 ? 0.9 : 0.1)], [.. Enumerable.Range(0, 70).Select(i => (byte)(i % 2))],
            [.. Enumerable.Range(0, 70).Select(i => i < 30 ? "a" : "b")]) { Threshold = 0.5 };
        var interval = cohort.Compare("DifferentialFairness").Single().Interval!;
        var (both, one) = ((1 - Math.Sqrt(0.95)) / 2, 0.025);
        Assert.Multiple(() =>
        {
            Assert.That(interval.Lower, Is.EqualTo(Math.Max(Gap(24, 40, 6, 30, both, false).Lower, Gap(24, 30, 16, 40, both, false).Lower)).Within(1e-6));
            Assert.That(interval.Upper, Is.EqualTo(Math.Max(Gap(24, 40, 6, 30, one, true).Upper, Gap(24, 30, 16, 40, one, true).Upper)).Within(1e-6));
        });
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
