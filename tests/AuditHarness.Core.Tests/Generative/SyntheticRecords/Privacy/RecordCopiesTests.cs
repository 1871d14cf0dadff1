using AuditHarness.Generative.SyntheticRecords.Distances;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Privacy;

public sealed class RecordCopiesTests
{
    [Test]
    public void Every_rate_is_what_comparing_pair_by_pair_gives()
    {
        var evidence = DistanceWorlds.PartlyCopied();
        bool IsNear(RecordTable a, int i, RecordTable b, int j, double tolerance) => Enumerable.Range(0, a.Columns.Count).All(c =>
        {
            if (a.Columns[c] is RecordColumn.Key) return true;
            if (a.Columns[c].IsMissing(i) || b.Columns[c].IsMissing(j)) return a.Columns[c].IsMissing(i) && b.Columns[c].IsMissing(j);
            if (a.Columns[c] is RecordColumn.Category category) return category.Codes[i] == ((RecordColumn.Category)b.Columns[c]).Codes[j];
            static double[] Values(RecordColumn column) => column is RecordColumn.Date date ? date.Days : ((RecordColumn.Number)column).Values;
            var known = Values(evidence.Train.Columns[c]).Where(v => !double.IsNaN(v)).ToArray();
            return Math.Abs(Values(a.Columns[c])[i] - Values(b.Columns[c])[j]) <= tolerance * (known.Max() - known.Min());
        });
        double? Rate(int[] rows, RecordTable table, RecordTable others, double tolerance) =>
            DistanceWorlds.Mean(rows, i => Enumerable.Range(0, others.Count).Any(j => IsNear(table, i, others, j, tolerance)) ? 1 : 0);
        var measure = new RecordCopies();
        var (train, holdout, synthetic) = (evidence.Train, evidence.Holdout!, evidence.Synthetic);
        DistanceWorlds.AssertFigures(measure, evidence, "ExactCopyRate", g => Rate(g.Synthetic, synthetic, train, 0));
        DistanceWorlds.AssertFigures(measure, evidence, "NearCopyRate", g => Rate(g.Synthetic, synthetic, train, 0.01));
        DistanceWorlds.AssertFigures(measure, evidence, "NearCopyExcess", g => Rate(g.Synthetic, synthetic, train, 0.01) - Rate(g.Holdout, holdout, train, 0.01));
        DistanceWorlds.AssertFigures(measure, evidence, "CopiedRecordRate", g => Rate(g.Train, train, synthetic, 0.01));
        // 14 copies, and 14 near ones of which those 0.8 years off are not near.
        Assert.That(measure.Value(evidence, "ExactCopyRate"), Is.GreaterThanOrEqualTo(14.0 / 70));
        Assert.That(measure.Value(evidence, "NearCopyRate"), Is.GreaterThan(measure.Value(evidence, "ExactCopyRate")));
    }

    // Clopper–Pearson for 0 of 70: 1 − 0.025^(1/70).
    [Test]
    public void No_copy_among_70_leaves_a_rate_open_as_exact_limits_say()
    {
        var evidence = DistanceWorlds.PartlyCopied(share: 0);
        var none = DistanceWorlds.Overall(new RecordCopies(), evidence, "ExactCopyRate");
        Assert.That((none.Value, none.Denominator), Is.EqualTo((0.0, 70)));
        Assert.That(none.Sampling!.Interval(0.95).Upper, Is.EqualTo(1 - Math.Pow(0.025, 1 / 70.0)).Within(1e-9));
    }

    [Test]
    public void More_copies_are_more_copies()
    {
        double[] rates = [.. new[] { 0, 0.1, 0.2, 0.4 }.Select(s => new RecordCopies().Value(DistanceWorlds.PartlyCopied(3, share: s), "NearCopyExcess"))];
        Assert.That(rates, Is.Ordered.And.Unique);
        Assert.That(rates[0], Is.EqualTo(0).Within(0.02));
    }
}
