using System.Collections.Concurrent;
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

    private static readonly Dictionary<string, (Func<double, RecordTable> Made, double[] Doses)> s_dials = new()
    {
        // Age is drawn 10 years off and a site is left empty, more and more.
        ["drift"] = (dose => RecordWorlds.Patients(801, 700, dose), [0.0, 0.5, 1.0, 2.0]),
        // Columns are shuffled by themselves, more and more of their rows: margins stay.
        ["shuffled columns"] = (Shuffled, [0.0, 0.5, 1.0]),
        ["lost values"] = (WithLostValues, [0.0, 0.2, 0.5]),
        // Numbers and dates are drawn towards their means, all by the same factor: means, correlations and categories stay.
        ["narrowed numbers"] = (Narrowed, [0.0, 0.3, 0.6, 0.9]),
        // The event status is lost, of more and more patients: those who remain live as long.
        ["lost status"] = (WithLostStatus, [0.0, 0.2, 0.5]),
        // None, one, two of the three sites are made up no more.
        ["lost categories"] = (WithLostSites, [0.0, 1.0, 2.0]),
    };

    private static readonly RecordTable s_train = RecordWorlds.Patients(800, 800), s_made = RecordWorlds.Patients(801, 700);

    private static readonly ConcurrentDictionary<(string Dial, double Dose), Lazy<RecordEvidence>> s_worlds = new();

    /// <summary>Which way a dial moves a figure of the records as a whole; 0 where it must not.</summary>
    internal static IEnumerable<(string Dial, string Metric, int Direction)> Turned()
    {
        (string Dial, (string Metric, int Direction)[] Figures)[] all =
        [
            ("drift",
            [
                ("KolmogorovSmirnovComplement", -1), ("WassersteinDistance", 1), ("TotalVariationComplement", -1), ("JensenShannonDistance", 1), ("HellingerDistance", 1),
                ("MeanSimilarity", -1), ("MedianSimilarity", -1), ("MixedPairSimilarity", -1), ("ContingencySimilarity", -1), ("SurvivalCurveGap", 1),
                ("RestrictedMeanSurvivalDifference", -1), ("MaximumMeanDiscrepancy", 1), ("RealOrSyntheticAuroc", 1), ("PropensityMseRatio", 1),
            ]),
            ("shuffled columns",
            [
                ("CorrelationSimilarity", -1), ("MixedPairSimilarity", -1), ("MutualInformationGap", 1), ("RealOrSyntheticAuroc", 1),
                ("KolmogorovSmirnovComplement", 0), ("TotalVariationComplement", 0), ("MissingnessSimilarity", 0), ("StandardDeviationSimilarity", 0), ("RangeCoverage", 0),
            ]),
            ("lost values", [("MissingnessSimilarity", -1), ("JointMissingnessSimilarity", -1), ("RealOrSyntheticAuroc", 1), ("RuleUndecidedRate", 1)]),
            ("lost status", [("MissingFollowUpRate", 1), ("MissingnessSimilarity", -1), ("SurvivalCurveGap", 0), ("KolmogorovSmirnovComplement", 0), ("RangeCoverage", 0)]),
            ("narrowed numbers",
            [
                ("StandardDeviationSimilarity", -1), ("RangeCoverage", -1), ("AlphaPrecision", -1), ("ManifoldRecall", -1),
                ("MeanSimilarity", 0), ("CorrelationSimilarity", 0), ("TotalVariationComplement", 0), ("MissingnessSimilarity", 0), ("CategoryCoverage", 0),
            ]),
            ("lost categories", [("CategoryCoverage", -1), ("TotalVariationComplement", -1), ("KolmogorovSmirnovComplement", 0), ("MissingnessSimilarity", 0), ("RangeCoverage", 0)]),
        ];
        return from dial in all from figure in dial.Figures select (dial.Dial, figure.Metric, figure.Direction);
    }

    [Test, Combinatorial]
    public void A_dial_moves_what_it_touches_and_leaves_the_rest([ValueSource(nameof(Turned))] (string Dial, string Metric, int Direction) turned)
    {
        var (dial, metric, direction) = turned;
        var measure = RecordMeasureCatalog.All.Single(m => m.Infos.Any(i => i.Id == metric));
        var figures = s_dials[dial].Doses.Select(dose => (Estimate.Known)measure.Whole(World(dial, dose), metric)).ToList();
        var values = string.Join(", ", figures.Select(f => f.Value));
        var first = figures[0].Sampling?.Interval(0.95);
        var (lower, upper) = (first?.Lower ?? figures[0].Value, first?.Upper ?? figures[0].Value);
        for (var d = 1; d < figures.Count; d++)
        {
            if (direction == 0) Assert.That(figures[d].Value, Is.InRange(lower - 0.02, upper + 0.02), values);
            else Assert.That(Math.Sign(figures[d].Value - figures[d - 1].Value), Is.EqualTo(direction), values);
        }
        if (direction != 0) Assert.That(figures[^1].Value, Is.Not.InRange(lower, upper), $"{values}: the largest dose is beyond chance");
    }

    private static RecordEvidence World(string dial, double dose) =>
        s_worlds.GetOrAdd((dial, dose), key => new(() => RecordWorlds.Of(s_train, null, s_dials[key.Dial].Made(key.Dose), RecordWorlds.Roles))).Value;

    private static RecordTable Shuffled(double dose)
    {
        var random = new Random(3);
        return new(
            [
                .. s_made.Columns.Select(column =>
                {
                    var rows = Enumerable.Range(0, 700).ToArray();
                    random.Shuffle(rows.AsSpan(0, (int)(700 * dose)));
                    return column.Take(rows);
                }),
            ], 700);
    }

    private static RecordTable WithLostValues(double dose)
    {
        var table = s_made;
        foreach (var name in new[] { "weight", "pressure" })
        {
            var values = ((RecordColumn.Number)table.Find(name)!).Values;
            table = RecordWorlds.With(table, new RecordColumn.Number(name, [.. values.Select((v, i) => i < 700 * dose ? double.NaN : v)]));
        }
        return table;
    }

    private static RecordTable WithLostStatus(double dose)
    {
        var status = (RecordColumn.Category)s_made.Find(RecordWorlds.Roles.Event!)!;
        return RecordWorlds.With(s_made, status with { Codes = [.. status.Codes.Select((c, i) => i < 700 * dose ? -1 : c)] });
    }

    private static RecordTable Narrowed(double dose)
    {
        double[] Drawn(double[] values)
        {
            var mean = values.Where(v => !double.IsNaN(v)).Average();
            return Array.ConvertAll(values, v => mean + ((1 - dose) * (v - mean)));
        }
        return new([.. s_made.Columns.Select(column => column switch
        {
            RecordColumn.Number number => new RecordColumn.Number(number.Name, Drawn(number.Values)),
            RecordColumn.Date date => new RecordColumn.Date(date.Name, Drawn(date.Days)),
            _ => column,
        })], 700);
    }

    private static RecordTable WithLostSites(double lost)
    {
        var site = (RecordColumn.Category)s_made.Find("site")!;
        return RecordWorlds.With(s_made, site with { Codes = Array.ConvertAll(site.Codes, c => Math.Min(c, 2 - (int)lost)) });
    }
}
