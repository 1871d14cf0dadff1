using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

public sealed class ContingencySimilarityTests
{
    private static RecordTable Pair(IReadOnlyList<string> a, int[] first, IReadOnlyList<string> b, int[] second) =>
        new([new RecordColumn.Category("a", a, first), new RecordColumn.Category("b", b, second)], first.Length);

    [Test]
    public void Published_case_comes_out()
    {
        // SDMetrics, unit test of its ContingencySimilarity: real (1,1) (2.4,2) (2.6,3) (.8,5), made up (1,2) (1.8,3) (2.6,4) (1,1).
        string[] a = ["0.8", "1", "2.4", "2.6", "1.8"], b = ["1", "2", "3", "5", "4"];
        var evidence = RecordWorlds.Of(Pair(a, [1, 2, 3, 0], b, [0, 1, 2, 3]), null, Pair(a, [1, 4, 3, 1], b, [1, 2, 4, 0]), RecordRoles.None);
        Assert.That(new ContingencySimilarity().Value(evidence), Is.EqualTo(0.25).Within(1e-12));
    }

    [Test]
    public void Rows_without_one_of_the_values_do_not_count()
    {
        string[] levels = ["x", "y"];
        var evidence = RecordWorlds.Of(
            Pair(levels, [0, 0, 1, 1, -1], levels, [0, 1, 1, -1, 0]), null, Pair(levels, [0, 1, 1, -1, 1, 0], levels, [0, 1, 1, 0, 0, -1]), RecordRoles.None);
        // (x,x) (x,y) (y,y) each 1/3 against (x,x) 1/4, (y,y) 2/4, (y,x) 1/4.
        Assert.That(new ContingencySimilarity().Value(evidence), Is.EqualTo(1 - (((1 / 12.0) + (1 / 3.0) + (1 / 6.0) + 0.25) / 2)).Within(1e-12));
    }

    [Test]
    public void Numbers_are_binned_and_crossed_with_categories()
    {
        var evidence = RecordWorlds.Evidence(21, 200, 0, 150);
        var train = ((RecordColumn.Number)evidence.Train.Find("age")!).Values;
        var synthetic = ((RecordColumn.Number)evidence.Synthetic.Find("age")!).Values;
        int Bin(double x) => Math.Min(9, (int)(10 * (train.Count(t => t < x) + (train.Count(t => t == x) / 2.0)) / train.Length));
        var (sexes, made) = (((RecordColumn.Category)evidence.Train.Find("sex")!).Codes, ((RecordColumn.Category)evidence.Synthetic.Find("sex")!).Codes);
        var apart = 0.0;
        for (var b = 0; b < 10; b++)
            for (var s = 0; s < 2; s++)
                apart += Math.Abs((train.Zip(sexes).Count(p => Bin(p.First) == b && p.Second == s) / 200.0) - (synthetic.Zip(made).Count(p => Bin(p.First) == b && p.Second == s) / 150.0));
        var figure = new MixedPairSimilarity().Figures(evidence).First(f => f.Subject == "age × sex");
        Assert.That(((Metrics.Estimate.Known)figure.Estimate).Value, Is.EqualTo(1 - (apart / 2)).Within(1e-12));
    }

    [Test]
    public void Too_many_cells_are_a_reason()
    {
        string[] many = [.. Enumerable.Range(0, 3000).Select(i => $"{i:0000}")];
        var codes = Enumerable.Range(0, 3000).ToArray();
        var evidence = RecordWorlds.Of(Pair(many, codes, many, codes), null, Pair(many, codes, many, codes), RecordRoles.None);
        Assert.That(new ContingencySimilarity().Figures(evidence)[0].Estimate.ToString(), Does.Contain("3,000 by 3,000 categories are too many to cross"));
    }
}
