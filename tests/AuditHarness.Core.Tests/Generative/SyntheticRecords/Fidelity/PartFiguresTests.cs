using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>What a mean over columns is of where not all of them can be compared.</summary>
public sealed class PartFiguresTests
{
    private static RecordTable Numbers(params double[][] columns) => new([.. columns.Select((c, k) => new RecordColumn.Number($"x{k}", c))], columns[0].Length);

    private static readonly double[] s_none = [double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN];
    private static readonly double[] s_rising = [1, 2, 3, 4, 5, 6], s_other = [2, 1, 4, 3, 6, 5], s_constant = [7, 7, 7, 7, 7, 7];

    [Test]
    public void A_column_that_nobody_made_up_does_not_drop_out_of_the_mean()
    {
        var evidence = RecordWorlds.Of(Numbers(s_rising, s_other), null, Numbers(s_rising, s_none), RecordRoles.None);
        foreach (var (measure, metric) in new (IRecordMeasure, string)[]
        {
            (new KolmogorovSmirnovComplement(), "KolmogorovSmirnovComplement"), (new WassersteinDistance(), "WassersteinDistance"),
            (new StatisticSimilarity(), "MeanSimilarity"), (new RangeCoverage(), "RangeCoverage"), (new JensenShannonDistance(), "JensenShannonDistance"),
        })
        {
            var figures = measure.Figures(evidence).Where(f => f.Metric == metric).ToDictionary(f => f.Subject ?? "", f => f.Estimate);
            Assert.That(figures["x0"], Is.TypeOf<Estimate.Known>(), metric);
            Assert.That((figures[""] as Estimate.Undefined)?.Reason.ToString(), Is.EqualTo("1 of 2 parts cannot be compared: no made-up record has a value"), metric);
        }
    }

    [Test]
    public void A_pair_that_is_constant_among_made_up_records_alone_does_not_drop_out_either()
    {
        var evidence = RecordWorlds.Of(Numbers(s_rising, s_other, s_other), null, Numbers(s_rising, s_other, s_constant), RecordRoles.None);
        Assert.That((new CorrelationSimilarity().Whole(evidence) as Estimate.Undefined)?.Reason.ToString(), Is.EqualTo("2 of 3 parts cannot be compared: a column is constant in one of the tables: no correlation"));
        Assert.That((new MutualInformationGap().Whole(evidence) as Estimate.Undefined)?.Reason.ToString(), Does.StartWith("2 of 3 parts"));
    }

    [Test]
    public void What_the_training_records_of_a_group_do_not_have_is_no_part_of_it()
    {
        var evidence = RecordWorlds.Of(Numbers(s_rising, s_other, s_constant, s_none), null, Numbers(s_other, s_rising, s_rising, s_rising), RecordRoles.None);
        foreach (var measure in new IRecordMeasure[] { new CorrelationSimilarity(), new MutualInformationGap(), new RangeCoverage() })
        {
            double[] parts = [.. measure.Figures(evidence).Where(f => f.Subject is not null).Select(f => f.Estimate).OfType<Estimate.Known>().Select(k => k.Value)];
            Assert.That(parts, Has.Length.EqualTo(measure is RangeCoverage ? 2 : 1));
            Assert.That(measure.Value(evidence), Is.EqualTo(parts.Average()).Within(1e-12));
        }
    }
}
