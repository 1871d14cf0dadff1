using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>Measures are quiet where there is nothing, and say more where there is more.</summary>
public sealed class FidelityDosesTests
{
    // Whose ideal is that of copies, and out of reach of another sample of the same population, as their definitions say.
    private static readonly string[] IdealOfCopies = ["ManifoldPrecision", "ManifoldRecall", "BetaRecall"];

    private static IEnumerable<TestCaseData> Infos =>
        from measure in RecordMeasureCatalog.Fidelity
        from info in measure.Infos
        where info.Ideal is not null && !info.HasNoInterval && !IdealOfCopies.Contains(info.Id)
        select new TestCaseData(measure, info).SetArgDisplayNames(info.Id);

    [TestCaseSource(nameof(Infos))]
    public void Samples_of_one_population_are_compatible_with_no_difference(IRecordMeasure measure, MetricInfo info)
    {
        // Every column and group of 12 pairs of samples; figures of one pair hang together, so that the share varies more than that of coins.
        var (held, all) = (0, 0);
        for (var pair = 0; pair < 12; pair++)
        {
            var evidence = RecordWorlds.Of(RecordWorlds.Patients(600 + pair, 320), null, RecordWorlds.Patients(700 + pair, 280), RecordWorlds.Roles);
            foreach (var figure in measure.Figures(evidence).Where(f => f.Metric == info.Id))
            {
                if (figure.Estimate is not Estimate.Known { Sampling: { } sampling }) continue;
                var interval = sampling.Interval(0.95);
                all++;
                if (interval.Lower <= info.Ideal + 1e-12 && info.Ideal - 1e-12 <= interval.Upper) held++;
            }
        }
        Assert.That(all, Is.GreaterThanOrEqualTo(60));
        Assert.That(held / (double)all, Is.GreaterThanOrEqualTo(0.92), $"{held} of {all}");
    }

    // Each patient has four visits that hold nearly the same: 80 and 70 patients' worth of evidence, not 320 and 280 rows' worth.
    [TestCase("KolmogorovSmirnovComplement")]
    [TestCase("TotalVariationComplement")]
    [TestCase("WassersteinDistance")]
    [TestCase("JensenShannonDistance")]
    [TestCase("CorrelationSimilarity")]
    [TestCase("MissingnessSimilarity")]
    [TestCase("ContingencySimilarity")]
    [TestCase("RealOrSyntheticAuroc")]
    public void Visits_of_patients_are_no_more_evidence_than_patients(string id)
    {
        static RecordTable Visits(int seed, int patients)
        {
            var rows = RecordWorlds.Patients(seed, patients).Take([.. Enumerable.Range(0, 4 * patients).Select(i => i / 4)]);
            var random = new Random(seed);
            return RecordWorlds.With(rows, new RecordColumn.Number("pressure", [.. ((RecordColumn.Number)rows.Find("pressure")!).Values.Select(v => v + random.NextDouble())]));
        }
        var measure = RecordMeasureCatalog.Fidelity.Single(m => m.Infos.Any(i => i.Id == id));
        var ideal = measure.Infos.Single(i => i.Id == id).Ideal!.Value;
        var (held, all) = (0, 0);
        for (var pair = 0; pair < 12; pair++)
        {
            var evidence = RecordWorlds.Of(Visits(900 + pair, 80), null, Visits(950 + pair, 70), RecordWorlds.Roles with { Patient = "id" });
            foreach (var figure in measure.Figures(evidence).Where(f => f.Metric == id && f.Group.IsOverall))
            {
                if (figure.Estimate is not Estimate.Known { Sampling: { } sampling }) continue;
                var interval = sampling.Interval(0.95);
                all++;
                if (interval.Lower <= ideal + 1e-12 && ideal - 1e-12 <= interval.Upper) held++;
            }
        }
        Assert.That(held / (double)all, Is.GreaterThanOrEqualTo(0.9), $"{held} of {all}");
    }

    // Age is drawn 10 years off and a site is left empty, more and more.
    [TestCase("KolmogorovSmirnovComplement", -1)]
    [TestCase("WassersteinDistance", 1)]
    [TestCase("TotalVariationComplement", -1)]
    [TestCase("JensenShannonDistance", 1)]
    [TestCase("HellingerDistance", 1)]
    [TestCase("MeanSimilarity", -1)]
    [TestCase("MedianSimilarity", -1)]
    [TestCase("MixedPairSimilarity", -1)]
    [TestCase("ContingencySimilarity", -1)]
    [TestCase("SurvivalCurveGap", 1)]
    [TestCase("MaximumMeanDiscrepancy", 1)]
    [TestCase("RealOrSyntheticAuroc", 1)]
    [TestCase("PropensityMseRatio", 1)]
    public void A_drift_moves_what_it_touches(string id, int direction) => AssertMoves(id, direction, dose => RecordWorlds.Patients(801, 700, dose), [0.0, 0.5, 1.0, 2.0]);

    // Columns are shuffled by themselves, more and more of their rows: margins stay.
    [TestCase("CorrelationSimilarity", -1)]
    [TestCase("MixedPairSimilarity", -1)]
    [TestCase("MutualInformationGap", 1)]
    [TestCase("RealOrSyntheticAuroc", 1)]
    [TestCase("KolmogorovSmirnovComplement", 0)]
    [TestCase("TotalVariationComplement", 0)]
    [TestCase("MissingnessSimilarity", 0)]
    public void Shuffled_columns_move_pairs_and_leave_margins(string id, int direction) => AssertMoves(id, direction, dose =>
    {
        var table = RecordWorlds.Patients(801, 700);
        var random = new Random(3);
        return new(
            [
                .. table.Columns.Select(column =>
                {
                    var rows = Enumerable.Range(0, 700).ToArray();
                    random.Shuffle(rows.AsSpan(0, (int)(700 * dose)));
                    return column.Take(rows);
                }),
            ], 700);
    }, [0.0, 0.5, 1.0]);

    // Values are lost, more and more.
    [TestCase("MissingnessSimilarity", -1)]
    [TestCase("JointMissingnessSimilarity", -1)]
    [TestCase("RealOrSyntheticAuroc", 1)]
    public void Lost_values_move_missingness(string id, int direction) => AssertMoves(id, direction, dose =>
    {
        var table = RecordWorlds.Patients(801, 700);
        foreach (var name in new[] { "weight", "pressure" })
        {
            var values = ((RecordColumn.Number)table.Find(name)!).Values;
            table = RecordWorlds.With(table, new RecordColumn.Number(name, [.. values.Select((v, i) => i < 700 * dose ? double.NaN : v)]));
        }
        return table;
    }, [0.0, 0.2, 0.5]);

    private static void AssertMoves(string id, int direction, Func<double, RecordTable> made, double[] doses)
    {
        var measure = RecordMeasureCatalog.Fidelity.Single(m => m.Infos.Any(i => i.Id == id));
        var train = RecordWorlds.Patients(800, 800);
        var figures = doses.Select(dose => (Estimate.Known)measure.Whole(RecordWorlds.Of(train, null, made(dose), RecordWorlds.Roles), id)).ToList();
        var values = string.Join(", ", figures.Select(f => f.Value));
        var first = figures[0].Sampling!.Interval(0.95);
        for (var d = 1; d < figures.Count; d++)
        {
            if (direction == 0) Assert.That(figures[d].Value, Is.InRange(first.Lower - 0.02, first.Upper + 0.02), values);
            else Assert.That(Math.Sign(figures[d].Value - figures[d - 1].Value), Is.EqualTo(direction), values);
        }
        if (direction != 0) Assert.That(figures[^1].Value, Is.Not.InRange(first.Lower, first.Upper), $"{values}: the largest dose is beyond chance");
    }
}
