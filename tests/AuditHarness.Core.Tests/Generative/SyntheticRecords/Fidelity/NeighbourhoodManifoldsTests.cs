using AuditHarness.Generative.SyntheticRecords.Distances;
using static AuditHarness.Generative.SyntheticRecords.Distances.DistanceWorlds;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

public sealed class NeighbourhoodManifoldsTests
{
    private readonly NeighbourhoodManifolds _measure = new();

    // The definitions of prdc, whose k is 5 without the point itself, on a matrix of distances.
    [Test]
    public void Figures_are_what_comparing_pair_by_pair_gives()
    {
        var evidence = PartlyCopied();
        double[][] Plain(Models.RecordTable a, Models.RecordTable b) => PlainDistances.Between(evidence.Train, a, b);
        double[] real = Nearest(Plain(evidence.Train, evidence.Train), true, 4), made = Nearest(Plain(evidence.Synthetic, evidence.Synthetic), true, 4);
        var across = Plain(evidence.Train, evidence.Synthetic);
        bool IsIn(double distance, double radius) => distance < radius - 1e-11;
        int Balls(int s) => real.Select((radius, r) => (radius, r)).Count(p => IsIn(across[p.r][s], p.radius));
        AssertFigures(_measure, evidence, "ManifoldPrecision", g => Mean(g.Synthetic, s => Balls(s) > 0 ? 1 : 0));
        AssertFigures(_measure, evidence, "ManifoldRecall", g => Mean(g.Train, r => made.Select((radius, s) => IsIn(across[r][s], radius)).Any(i => i) ? 1 : 0));
        AssertFigures(_measure, evidence, "ManifoldDensity", g => Mean(g.Synthetic, s => Balls(s) / 5.0));
        AssertFigures(_measure, evidence, "ManifoldCoverage", g => Mean(g.Train, r => across[r].Any(d => IsIn(d, real[r])) ? 1 : 0));
    }

    // Naeem et al. (2020): in expectation, whatever the distribution and the distance, density 1 and coverage 1 − Π (N − i) / (N + M − i).
    [Test]
    public void Records_of_the_same_distribution_have_the_expected_density_and_coverage([Values(2, 20)] int columns)
    {
        const int worlds = 40, real = 150, made = 100;
        var (density, coverage) = (0.0, 0.0);
        for (var w = 0; w < worlds; w++)
        {
            var evidence = RecordWorlds.Of(Normal(w, real, columns), null, Normal(1000 + w, made, columns), RecordRoles.None);
            density += _measure.Value(evidence, "ManifoldDensity") / worlds;
            coverage += _measure.Value(evidence, "ManifoldCoverage") / worlds;
        }
        var expected = 1 - Enumerable.Range(1, 5).Aggregate(1.0, (p, i) => p * (real - i) / (real + made - i));
        Assert.That(density, Is.EqualTo(1).Within(0.04));
        Assert.That(coverage, Is.EqualTo(expected).Within(0.012));
    }

    // The README of prdc: two samples of N(0, I), 10,000 × 1,000, k = 5, by Euclidean distance; by sums of absolute
    // differences, as here, figures are near those and not the same.
    [Test, Explicit("takes a minute")]
    public void Two_samples_in_a_thousand_dimensions_look_as_published()
    {
        var evidence = RecordWorlds.Of(Normal(1, 10_000, 1000), null, Normal(2, 10_000, 1000), RecordRoles.None);
        (string Id, double Published, double Off)[] figures = [("ManifoldPrecision", 0.4772, 0.1), ("ManifoldRecall", 0.4705, 0.1), ("ManifoldDensity", 1.0555, 0.1), ("ManifoldCoverage", 0.9735, 0.01)];
        Assert.Multiple(() =>
        {
            foreach (var (id, published, off) in figures)
            {
                TestContext.Out.WriteLine($"{id} {_measure.Value(evidence, id)}");
                Assert.That(_measure.Value(evidence, id), Is.EqualTo(published).Within(off), id);
            }
        });
    }

    // torch-fidelity's case: N(0, .1²) against N(0, 3²), 200 × 16, the narrow one as made up: precision > .8, recall < .3.
    [Test]
    public void What_is_made_up_in_the_middle_alone_is_precise_and_recalls_little()
    {
        var wide = Normal(3, 200, 16);
        var narrow = new Models.RecordTable(
            [.. Normal(4, 200, 16).Columns.Select(c => ((Models.RecordColumn.Number)c) with { Values = Array.ConvertAll(((Models.RecordColumn.Number)c).Values, v => v / 30) })], 200);
        var evidence = RecordWorlds.Of(wide, null, narrow, RecordRoles.None);
        Assert.That(_measure.Value(evidence, "ManifoldPrecision"), Is.GreaterThan(0.8));
        Assert.That(_measure.Value(evidence, "ManifoldRecall"), Is.LessThan(0.3));
    }
}
