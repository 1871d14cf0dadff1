using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Discrimination;

public sealed class AreaUnderRocTests
{
    private static Estimate.Known Measure(Rows rows) => (Estimate.Known)new AreaUnderRoc().Measure(rows.Evidence);

    // One for a pair in the right order, a half for a tie.
    private static double Concordance(double eventScore, double nonEventScore) =>
        eventScore > nonEventScore ? 1 : eventScore == nonEventScore ? 0.5 : 0;

    /// <summary>All pairs, and placements as DeLong et al. (1988) define them.</summary>
    private static (double Area, double Variance) BruteForce(Rows rows)
    {
        var events = Enumerable.Range(0, rows.Count).Where(i => rows.Labels[i] == 1).ToArray();
        var others = Enumerable.Range(0, rows.Count).Where(i => rows.Labels[i] == 0).ToArray();
        var (eventWeight, otherWeight) = (events.Sum(rows.Weight), others.Sum(rows.Weight));
        var area = 0.0;
        foreach (var e in events)
            foreach (var o in others) area += rows.Weight(e) * rows.Weight(o) * Concordance(rows.Scores[e], rows.Scores[o]);
        area /= eventWeight * otherWeight;
        double Spread(int[] of, double weight, Func<int, double> placement)
        {
            var size = weight * weight / of.Sum(i => rows.Weight(i) * rows.Weight(i));
            return of.Sum(i => Math.Pow(rows.Weight(i) * (placement(i) - area) / weight, 2)) * size / (size - 1);
        }
        return (area,
            Spread(events, eventWeight, e => others.Sum(o => rows.Weight(o) * Concordance(rows.Scores[e], rows.Scores[o])) / otherWeight)
            + Spread(others, otherWeight, o => events.Sum(e => rows.Weight(e) * Concordance(rows.Scores[e], rows.Scores[o])) / eventWeight));
    }

    [Test]
    public void Area_and_variance_equal_those_over_all_pairs([Range(1, 6)] int seed, [Values] bool ties, [Values] bool weighted)
    {
        var rows = Rows.Random(seed, 40 * seed, ties, weighted);
        var (known, (area, variance)) = (Measure(rows), BruteForce(rows));
        Assert.Multiple(() =>
        {
            Assert.That(known.Value, Is.EqualTo(area).Within(1e-13));
            Assert.That(AreaUnderRoc.DeLong(rows.Evidence.Ranked, rows.Evidence.Events, rows.Evidence.NonEvents).Variance, Is.EqualTo(variance).Within(1e-13));
        });
    }

    // P2: pROC tests/testthat/test-numeric-accuracy.R is about scores that differ in the last bit only.
    [Test]
    public void Near_ties_are_not_merged_only_exactly_equal_scores_are()
    {
        var (a, b) = (0.1 + 0.2, 0.3);
        Assert.That(a, Is.GreaterThan(b), "they differ in the last bit");
        Assert.Multiple(() =>
        {
            Assert.That(Measure(new([a, b], [1, 0], null, 0.5)).Value, Is.EqualTo(1));
            Assert.That(Measure(new([b, a], [1, 0], null, 0.5)).Value, Is.Zero);
            Assert.That(Measure(new([b, b], [1, 0], null, 0.5)).Value, Is.EqualTo(0.5));
            Assert.That(Measure(new([0.0, -0.0], [1, 0], null, 0.5)).Value, Is.EqualTo(0.5), "0 and −0 are one number");
        });
    }

    [Test]
    public void Ties_count_half_by_midranks_in_any_order_of_rows() => Assert.Multiple(() =>
    {
        // Mann–Whitney by hand: events 2, 3, 3; non-events 1, 2, 3 → (1 + ½ + 0) + 2 (1 + 1 + ½) = 6.5 of 9.
        double[] scores = [0.2, 0.3, 0.3, 0.1, 0.2, 0.3];
        byte[] labels = [1, 1, 1, 0, 0, 0];
        for (var seed = 0; seed < 10; seed++)
            Assert.That(Measure(new Rows(scores, labels, null, 0.5).Shuffled(seed)).Value, Is.EqualTo(6.5 / 9).Within(1e-15));
    });

    [Test]
    public void A_model_that_ranks_the_wrong_way_is_not_flipped() =>
        Assert.That(Measure(new([0.1, 0.2, 0.8, 0.9, 0.15], [1, 1, 0, 0, 0], null, 0.5)).Value, Is.EqualTo(1.0 / 6).Within(1e-15));

    // Trap: pROC prints [1, 1]; confidenceinterval#15 1.0000001.
    [TestCase(4, 9)]
    [TestCase(30, 3)]
    public void Perfect_separation_is_exactly_1_but_not_printed_as_certain(int events, int nonEvents)
    {
        double[] scores = [.. Enumerable.Repeat(0.9, events), .. Enumerable.Repeat(0.1, nonEvents)];
        byte[] labels = [.. Enumerable.Repeat((byte)1, events), .. Enumerable.Repeat((byte)0, nonEvents)];
        var (up, down) = (Measure(new(scores, labels, null, 0.5)), Measure(new(Array.ConvertAll(scores, s => 1 - s), labels, null, 0.5)));
        var (lower, upper) = up.Sampling!.Limits(CriticalValue.TwoSided(0.95));
        // The limit solves Newcombe's equation, (1 − A)² = z² V(A), the largest component that a class can have counting 1 to his (size − 1)².
        var his = ((1 - lower) / (2 - lower) / 2) + (lower / (1 + lower) / 2);
        double Of(double size) => (1 + ((size - 1) * (size - 1) * his)) / (1 + ((size - 1) * (size - 1)));
        var variance = lower * (1 - lower) * (1 + ((nonEvents - 1) * Of(events)) + ((events - 1) * Of(nonEvents))) / (events * nonEvents);
        Assert.Multiple(() =>
        {
            Assert.That((up.Value, down.Value), Is.EqualTo((1.0, 0.0)));
            Assert.That((1 - lower) / Math.Sqrt(variance), Is.EqualTo(CriticalValue.TwoSided(0.95)).Within(1e-9));
            Assert.That(upper, Is.EqualTo(1));
            Assert.That(down.Sampling!.Interval(0.95).Lower, Is.Zero);
            Assert.That(down.Sampling!.Interval(0.95).Upper, Is.EqualTo(1 - lower).Within(1e-9));
        });
    }

    [Test]
    public void Weights_with_rounding_do_not_hide_perfect_separation()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var rows = Rows.Random(seed, 60, ties: false, weighted: true);
            var separated = rows with { Labels = Array.ConvertAll(rows.Scores, s => (byte)(s > 0.5 ? 1 : 0)) };
            Assert.That(Measure(separated).Value, Is.EqualTo(1));
        }
    }

    [Test]
    public void Two_perfect_areas_are_not_compared_with_certainty()
    {
        var perfect = Measure(new([0.9, 0.8, 0.7, 0.2, 0.1, 0.3], [1, 1, 1, 0, 0, 0], null, 0.5));
        var other = Measure(Rows.Random(3, 60));
        var contrast = Contrast.Difference(perfect.Value, perfect.Sampling!, other.Value, other.Sampling!);
        var (lower, upper) = contrast.Limits(1.959963984540054);
        Assert.Multiple(() =>
        {
            Assert.That(upper, Is.GreaterThan(contrast.Value));
            // Only three patients of each class stand behind the 1, so nothing is shown.
            Assert.That(lower, Is.LessThan(0));
            Assert.That(contrast.PValue, Is.GreaterThan(0.05));
        });
    }
}
