using AuditHarness.Audits;

namespace AuditHarness.Metrics.Discrimination;

/// <summary>Precision and recall at the top.</summary>
public sealed class TopShareTests
{
    private static Estimate.Known Measure(IMetric metric, Rows rows, double share) => rows.Evidence is var e
        ? (Estimate.Known)metric.Measure(new SubgroupEvidence(e.Subgroup, e.Ranked, e.Threshold, e.IsWeighted) { Measures = new MeasurePlan { TopShare = share } }) : null!;

    // k = 2, 3 or 5 of ten patients of whom several share scores: the mean over all 10! orders is that over random ones, here over all
    // orders of the patients with the score at the boundary.
    [TestCase(0.2)]
    [TestCase(0.3)]
    [TestCase(0.5)]
    public void Both_are_the_mean_over_every_order_of_tied_patients(double share)
    {
        double[] scores = [0.9, 0.7, 0.7, 0.7, 0.7, 0.4, 0.4, 0.2, 0.2, 0.1];
        byte[] labels = [1, 1, 0, 0, 1, 1, 0, 0, 0, 0];
        var k = (int)Math.Round(share * scores.Length);
        var found = new List<int>();
        foreach (var order in Orders([.. Enumerable.Range(1, 4)]))
        {
            int[] ranked = [0, .. order, 5, 6, 7, 8, 9];
            found.Add(ranked.Take(k).Count(i => labels[i] == 1));
        }
        var rows = new Rows(scores, labels, null, 0.5);
        Assert.That(Measure(new PrecisionAtTop(), rows, share).Value, Is.EqualTo(found.Average() / k).Within(1e-12));
        Assert.That(Measure(new RecallAtTop(), rows, share).Value, Is.EqualTo(found.Average() / 4).Within(1e-12));

        static IEnumerable<int[]> Orders(int[] of) => of.Length <= 1 ? [of] : of.SelectMany(first => Orders([.. of.Where(i => i != first)]).Select(rest => (int[])[first, .. rest]));
    }

    [Test]
    public void Without_ties_both_count_the_patients_with_the_highest_scores()
    {
        var rows = Rows.Random(4, 500, ties: false);
        rows = rows with { Scores = [.. rows.Scores.Select((s, i) => s + (i * 1e-9))] };
        var top = Enumerable.Range(0, 500).OrderByDescending(i => rows.Scores[i]).Take(50).Count(i => rows.Labels[i] == 1);
        Assert.That(Measure(new PrecisionAtTop(), rows, 0.1).Value, Is.EqualTo(top / 50.0).Within(1e-12));
        Assert.That(Measure(new RecallAtTop(), rows, 0.1).Value, Is.EqualTo(top / (double)rows.Labels.Count(y => y == 1)).Within(1e-12));
        Assert.That(Measure(new PrecisionAtTop(), rows, 0.1).Tells!.Value.Flagged.Rows, Is.EqualTo(50));
    }

    // Resampled from a population of continuous scores: the spread of both figures beside the error that each sample states.
    [Test]
    public void Stated_errors_are_the_spread_over_samples()
    {
        var random = new Random(1);
        var (precisions, recalls) = (new List<Estimate.Known>(), new List<Estimate.Known>());
        for (var draw = 0; draw < 1500; draw++)
        {
            var scores = Array.ConvertAll(new double[400], _ => random.NextDouble());
            var rows = new Rows(scores, Array.ConvertAll(scores, s => (byte)(random.NextDouble() < 0.5 * s * s ? 1 : 0)), null, 0.5);
            precisions.Add(Measure(new PrecisionAtTop(), rows, 0.1));
            recalls.Add(Measure(new RecallAtTop(), rows, 0.1));
        }
        foreach (var known in new[] { precisions, recalls })
        {
            var mean = known.Average(k => k.Value);
            Assert.That(known.Average(k => k.Sampling!.StandardError), Is.EqualTo(Math.Sqrt(known.Average(k => Math.Pow(k.Value - mean, 2)))).Within(6).Percent);
        }
    }
}
