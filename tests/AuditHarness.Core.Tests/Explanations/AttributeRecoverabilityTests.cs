using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Explanations;

public sealed class AttributeRecoverabilityTests
{
    private static AttributeColumn Attribute(params int[] codes) =>
        new("group", [.. Enumerable.Range(0, codes.Max() + 1).Select(k => $"g{k}")], codes, 0, true);

    private static AttributeRecoverability Of(FeatureTable table, AttributeColumn attribute, double[]? weights = null, ulong seed = 1) =>
        AttributeRecoverability.Of(table, Tables.Singles(table), attribute, weights, new Seed(seed));

    private static double Area(Estimate estimate) => ((Estimate.Known)estimate).Value;

    private static double Area(LevelRecoverability level, string player) => Area(level.Proxies.Single(p => p.Player == player).Area);

    [Test]
    public void An_attribute_among_the_features_is_recovered_entirely_and_named_first()
    {
        var random = new Random(1);
        int[] codes = [.. Enumerable.Range(0, 400).Select(_ => random.Next(3))];
        var table = new FeatureTable([
            new FeatureColumn.Numeric("noise", [.. codes.Select(_ => Tables.Gauss(random))]),
            new FeatureColumn.Text("itself", ["x", "y", "z"], [.. codes.Select(c => 2 - c)])]);
        foreach (var level in Of(table, Attribute(codes)).Levels)
        {
            Assert.That(Area(level.Area), Is.GreaterThan(0.999));
            Assert.That((level.Proxies[0].Player, Area(level.Proxies[0].Area)), Is.EqualTo(("itself", 1.0)));
        }
    }

    [Test]
    public void A_band_in_the_middle_of_a_number_is_recovered_from_it()
    {
        var random = new Random(2);
        double[] age = [.. Enumerable.Range(0, 900).Select(_ => 20 + (60 * random.NextDouble()))];
        var bands = Attribute([.. age.Select(a => a < 40 ? 0 : a < 60 ? 1 : 2)]);
        var table = new FeatureTable([new FeatureColumn.Numeric("age", age)]);
        Assert.That(Of(table, bands).Levels.Select(l => Area(l.Area)), Is.All.GreaterThan(0.99));
    }

    [Test]
    public void Missing_values_can_give_a_group_away()
    {
        var random = new Random(3);
        int[] codes = [.. Enumerable.Range(0, 500).Select(_ => random.Next(2))];
        var table = new FeatureTable([
            new FeatureColumn.Numeric("measured", [.. codes.Select(c => random.NextDouble() < (c == 1 ? 0.6 : 0.1) ? double.NaN : Tables.Gauss(random))]),
            new FeatureColumn.Text("text", ["a"], [.. codes.Select(c => random.NextDouble() < (c == 1 ? 0.6 : 0.1) ? -1 : 0)])]);
        var level = Of(table, Attribute(codes)).Levels[1];
        // Of a yes-or-no sign the area is ½ + (difference of rates) / 2.
        Assert.That(Area(level, "text"), Is.EqualTo(0.75).Within(0.05));
        Assert.That(Area(level, "measured"), Is.EqualTo(0.75).Within(0.06));
    }

    [Test]
    public void Of_two_levels_each_is_told_as_well_as_the_other()
    {
        var random = new Random(4);
        int[] codes = [.. Enumerable.Range(0, 300).Select(_ => random.Next(3) / 2)];
        var table = new FeatureTable([new FeatureColumn.Numeric("x", [.. codes.Select(c => c + Tables.Gauss(random))])]);
        var levels = Of(table, Attribute(codes)).Levels;
        Assert.That(levels[1].Area, Is.EqualTo(levels[0].Area));
        Assert.That((levels[1].Inside, levels[1].Outside), Is.EqualTo((levels[0].Outside, levels[0].Inside)));
        // Normal, one deviation apart.
        Assert.That(Area(levels[0].Area), Is.EqualTo(MathNet.Numerics.Distributions.Normal.CDF(0, 1, 1 / Math.Sqrt(2))).Within(0.06));
    }

    [Test]
    public void Small_levels_say_so()
    {
        int[] codes = [.. Enumerable.Repeat(0, 200), .. Enumerable.Repeat(1, 19), .. Enumerable.Repeat(2, 50)];
        var table = Tables.Normal(codes.Length, 2, 1);
        var levels = Of(table, Attribute(codes)).Levels;
        Assert.That(levels[1].Area, Is.EqualTo(new Estimate.Undefined(Phrase.Of($"fewer than {20} patients have this level"))));
        Assert.That(levels[1].Proxies.Select(p => p.Area), Is.All.InstanceOf<Estimate.Undefined>());
        Assert.That(levels[0].Area, Is.InstanceOf<Estimate.Known>());
        var alone = Of(table.Take([.. Enumerable.Range(0, 210)]), Attribute(codes[..210])).Levels;
        Assert.That(alone[0].Area, Is.EqualTo(new Estimate.Undefined(Phrase.Of($"fewer than {20} patients have another level"))));
        Assert.That(alone[1].Area, Is.EqualTo(new Estimate.Undefined(Phrase.Of($"fewer than {20} patients have this level"))));
        Assert.That((alone[1].Inside, alone[1].Outside), Is.EqualTo((10, 200)));
    }

    [Test]
    public void Columns_in_which_all_are_alike_tell_exactly_nothing()
    {
        int[] codes = [.. Enumerable.Range(0, 103).Select(i => i % 4 / 3)];
        var table = new FeatureTable([
            new FeatureColumn.Numeric("one", [.. codes.Select(_ => 1.0)]), new FeatureColumn.Text("a", ["a"], new int[codes.Length]),
            new FeatureColumn.Numeric("missing", [.. codes.Select(_ => double.NaN)])]);
        var level = Of(table, Attribute(codes)).Levels[0];
        foreach (var area in level.Proxies.Select(p => p.Area).Append(level.Area)) Assert.That(Area(area), Is.EqualTo(0.5));
    }

    // Fitted and asked on the same rows, thirty columns of noise would tell 150 patients apart with an area of about 0.8.
    [Test]
    public void Noise_tells_nothing_because_no_row_is_scored_by_a_model_that_saw_it()
    {
        var random = new Random(5);
        double[] areas = [.. Enumerable.Range(0, 30).Select(k =>
            Area(Of(Tables.Normal(150, 12, 100 + k), Attribute([.. Enumerable.Range(0, 150).Select(_ => random.Next(2))])).Levels[0].Area))];
        Assert.That(areas.Average(), Is.EqualTo(0.5).Within(0.03));
    }

    [Test]
    public void The_seed_decides_the_folds_and_weights_count()
    {
        var random = new Random(6);
        int[] codes = [.. Enumerable.Range(0, 300).Select(_ => random.Next(2))];
        var table = new FeatureTable([new FeatureColumn.Numeric("x", [.. codes.Select(c => (0.5 * c) + Tables.Gauss(random))])]);
        double[] weights = [.. codes.Select(_ => 0.1 + (5 * random.NextDouble()))];
        var attribute = Attribute(codes);
        Assert.That(Area(Of(table, attribute).Levels[0].Area), Is.EqualTo(Area(Of(table, attribute).Levels[0].Area)));
        Assert.That(Area(Of(table, attribute, seed: 2).Levels[0].Area), Is.Not.EqualTo(Area(Of(table, attribute).Levels[0].Area)));
        Assert.That(Area(Of(table, attribute, weights).Levels[0].Area), Is.Not.EqualTo(Area(Of(table, attribute).Levels[0].Area)));
        Assert.That(
            Area(Of(table, attribute, [.. codes.Select(_ => 3.0)]).Levels[0].Area), Is.EqualTo(Area(Of(table, attribute).Levels[0].Area)).Within(0.01));
    }

    [Test]
    public void Of_many_rows_a_seeded_sample_is_used()
    {
        int[] codes = [.. Enumerable.Range(0, 10_500).Select(i => i % 2)];
        var table = new FeatureTable([new FeatureColumn.Numeric("x", [.. codes.Select((c, i) => (double)((i * 7919) % 1000) + (c * 500))])]);
        var recovered = Of(table, Attribute(codes));
        Assert.That(recovered.Rows, Is.EqualTo(AttributeRecoverability.MaximumRows));
        Assert.That(recovered.Levels[0].Inside + recovered.Levels[0].Outside, Is.EqualTo(recovered.Rows));
        // Uniform on 1000, half of that apart: 1 − ½ · ½².
        Assert.That(Area(recovered.Levels[0].Area), Is.EqualTo(0.875).Within(0.015));
    }
}
