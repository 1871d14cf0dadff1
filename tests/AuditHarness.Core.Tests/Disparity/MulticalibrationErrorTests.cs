namespace AuditHarness.Disparity;

public sealed class MulticalibrationErrorTests
{
    // Tests of the MCGrad package, their four patients as many times as a group needs: σ-scaled errors grow with its root.
    [TestCase(new byte[] { 0, 1, 0, 1 }, 0.67082)]
    [TestCase(new byte[] { 1, 1, 1, 1 }, 2.23607)]
    [TestCase(new byte[] { 0, 1, 0, 0 }, 1.34164)]
    public void Sigma_scaled_errors_are_those_of_mcgrads_worked_cases(byte[] labels, double sigmas)
    {
        double[] scores = [0.6, 0.8, 0.2, 0.4];
        var cohort = new ComparedCohort(
            [.. Enumerable.Range(0, 36).Select(i => scores[i % 4]), .. Enumerable.Range(0, 40).Select(i => 0.5)],
            [.. Enumerable.Range(0, 36).Select(i => labels[i % 4]), .. Enumerable.Range(0, 40).Select(i => (byte)(i % 2))],
            [.. Enumerable.Range(0, 76).Select(i => i < 36 ? "a" : "calibrated")]);
        Assert.That(cohort.Compare("MulticalibrationError").Single().Value, Is.EqualTo(3 * sigmas).Within(3e-5));
    }

    [Test]
    public void It_is_at_least_what_chance_leaves_in_both_groups_and_at_most_what_is_normal_about_the_worse()
    {
        // Feller (1951): P(range > r) = 8 Σ (−1)ᵏ⁻¹ k (1 − Φ(k r)), of two calibrated groups at once.
        double Exceeded(double r) => 8 * Enumerable.Range(1, 50).Sum(k => (k % 2 == 1 ? 1 : -1) * k * MathNet.Numerics.Distributions.Normal.CDF(0, 1, -k * r));
        var (low, high) = (1.0, 6.0);
        for (var i = 0; i < 60; i++) (low, high) = Exceeded((low + high) / 2) > 1 - Math.Sqrt(0.95) ? ((low + high) / 2, high) : (low, (low + high) / 2);
        double[] scores = [0.6, 0.8, 0.2, 0.4];
        var cohort = new ComparedCohort(
            [.. Enumerable.Range(0, 36).Select(i => scores[i % 4]), .. Enumerable.Range(0, 40).Select(i => 0.5)],
            [.. Enumerable.Range(0, 36).Select(_ => (byte)1), .. Enumerable.Range(0, 40).Select(i => (byte)(i % 2))],
            [.. Enumerable.Range(0, 76).Select(i => i < 36 ? "a" : "calibrated")]);
        var gap = cohort.Compare("MulticalibrationError").Single();
        Assert.Multiple(() =>
        {
            Assert.That(gap.Interval!.Lower, Is.EqualTo((3 * Math.Sqrt(5)) - low).Within(1e-6));
            Assert.That(gap.Interval!.Upper, Is.EqualTo((3 * Math.Sqrt(5)) + 1.959963984540054).Within(1e-9));
        });
    }

    [Test]
    public void Where_less_than_one_event_is_the_rule_the_limit_allows_for_two()
    {
        // 20 risks of 0.02 and 3 events: (3 − 0.4) / √0.392 units. Of 0.4 expected more than two events come in 0.8 % of samples, more than one in 6.2 %;
        // Brownian motion would allow for 2.50 units only.
        var cohort = new ComparedCohort([.. Enumerable.Repeat(0.02, 20)], [.. Enumerable.Range(0, 20).Select(i => (byte)(i < 3 ? 1 : 0))], [.. Enumerable.Repeat("a", 20)]);
        var gap = cohort.Compare("MulticalibrationError").Single();
        Assert.Multiple(() =>
        {
            Assert.That(gap.Value, Is.EqualTo(2.6 / Math.Sqrt(0.392)).Within(1e-9));
            Assert.That(gap.Interval!.Lower, Is.EqualTo(0.6 / Math.Sqrt(0.392)).Within(1e-9));
            // More than two in 1 − e^−0.4 (1 + 0.4 + 0.08) of samples, at which level the limit jumps.
            Assert.That(gap.PValue, Is.EqualTo(1 - (Math.Exp(-0.4) * 1.48)).Within(1e-6));
        });
    }

    [Test]
    public void The_range_of_Brownian_motion_is_that_of_simulated_walks()
    {
        var random = new Random(3);
        const int walks = 20_000, steps = 1000;
        var ranges = new double[walks];
        for (var w = 0; w < walks; w++)
        {
            double at = 0, low = 0, high = 0;
            for (var s = 0; s < steps; s++)
            {
                at += random.Next(2) == 0 ? 1 : -1;
                (low, high) = (Math.Min(low, at), Math.Max(high, at));
            }
            // A walk in steps misses the ends of the path between them: by about 0.58 steps at each end.
            ranges[w] = (high - low + 1.16) / Math.Sqrt(steps);
        }
        Assert.Multiple(() =>
        {
            Assert.That(BrownianRange.ExpectedLargest(1), Is.EqualTo(Math.Sqrt(8 / Math.PI)).Within(1e-6), "Feller 1951");
            Assert.That(ranges.Average(), Is.EqualTo(BrownianRange.ExpectedLargest(1)).Within(0.02));
            foreach (var r in new[] { 1.0, 1.5, 2, 2.5 })
                Assert.That(ranges.Count(x => x <= r) / (double)walks, Is.EqualTo(BrownianRange.Cumulative(r)).Within(0.02), $"{r}");
            Assert.That(BrownianRange.Cumulative(BrownianRange.Exceeded(0.05)), Is.EqualTo(0.95).Within(1e-9));
        });
    }

    [Test]
    public void A_calibrated_model_is_rarely_accused_and_a_group_that_is_off_is_found()
    {
        var random = new Random(5);
        var (accused, found, worlds) = (0, 0, 300);
        for (var world = 0; world < worlds; world++)
        {
            ComparedCohort World(double off)
            {
                double[] scores = [.. Enumerable.Range(0, 800).Select(_ => random.NextDouble())];
                return new(scores, [.. scores.Select((s, i) => (byte)(random.NextDouble() < s + (i % 4 == 0 ? off : 0) ? 1 : 0))], [.. scores.Select((_, i) => $"g{i % 4}")]);
            }
            if (World(0).Compare("MulticalibrationError").Single().Interval!.Lower > 0) accused++;
            if (World(0.15).Compare("MulticalibrationError").Single().Interval!.Lower > 0) found++;
        }
        Assert.Multiple(() =>
        {
            Assert.That(accused / (double)worlds, Is.LessThan(0.075));
            Assert.That(found / (double)worlds, Is.GreaterThan(0.8));
        });
    }
}
