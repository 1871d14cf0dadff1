using AuditHarness.Generative.SyntheticRecords.Privacy;
using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Distances;

public sealed class RecordDistancesTests
{
    [Test]
    public void Distances_are_computed_once_and_those_of_real_records_for_every_generator()
    {
        var evidence = RecordWorlds.Evidence(1, 60, 40, 50);
        var sets = new Neighbours[8];
        Parallel.For(0, sets.Length, i => sets[i] = evidence.Distances.SyntheticToTrain);
        Assert.That(sets, Is.All.SameAs(sets[0]));
        var other = evidence with { Synthetic = evidence.Train, Groups = RecordWorlds.Groups(evidence.Train, evidence.Holdout, evidence.Train) };
        Assert.That(other.Distances.TrainToHoldout, Is.SameAs(evidence.Distances.TrainToHoldout));
        Assert.That(other.Distances.SyntheticToTrain, Is.Not.SameAs(sets[0]));
        Assert.That(other.Distances.SyntheticToTrain.Distance(3), Is.Zero);
        var without = evidence with { Holdout = null };
        Assert.That(without.Distances.TrainToTrain.Distances, Is.EqualTo(evidence.Distances.TrainToTrain.Distances));
    }

    // Every patient comes twice: with a key each is as far from the others as when it came once, and no figure is surer than that.
    [Test]
    public void Rows_of_a_patient_are_no_neighbours_of_each_other_and_make_no_figure_surer()
    {
        RecordTable Twice(RecordTable t) => t.Take([.. Enumerable.Range(0, t.Count), .. Enumerable.Range(0, t.Count)]);
        var once = RecordWorlds.Evidence(4, 80, 60, 70);
        var roles = once.Roles with { Patient = "id" };
        var twice = RecordWorlds.Of(Twice(once.Train), Twice(once.Holdout!), Twice(once.Synthetic), roles);
        Assert.That(twice.Distances.TrainToTrain.Distance(85), Is.EqualTo(once.Distances.TrainToTrain.Distance(5)));
        foreach (var (measure, id) in new (IRecordMeasure, string)[] { (new AdversarialAccuracy(), "NearestNeighbourAdversarialAccuracy"), (new DistanceToClosestRecord(), "CloserToTrainShare") })
        {
            var (a, b) = (DistanceWorlds.Overall(measure, once, id), DistanceWorlds.Overall(measure, twice, id));
            Assert.That(b.Value, Is.EqualTo(a.Value).Within(1e-9), id);
            // Mutual neighbours are fewer among twins, of whom one is taken.
            Assert.That(Width(b), Is.GreaterThan(0.88 * Width(a)), id);
        }

        static double Width(Estimate.Known known) => known.Sampling!.Interval(0.95) is var i ? i.Upper - i.Lower : 0;
    }

    [Test]
    public void Rows_of_a_single_patient_have_figures_without_limits_or_with_wide_ones()
    {
        RecordTable OfOne(RecordTable t) => RecordWorlds.With(t, new RecordColumn.Key("id", [.. Enumerable.Repeat("one", t.Count)]));
        var whole = RecordWorlds.Evidence(5, 60, 50, 40);
        var evidence = RecordWorlds.Of(OfOne(whole.Train), OfOne(whole.Holdout!), OfOne(whole.Synthetic), whole.Roles with { Patient = "id" });
        foreach (var figure in RecordMeasureCatalog.Privacy.SelectMany(m => m.Figures(evidence)))
            if (figure.Estimate is Estimate.Known known)
            {
                Assert.That(known.Value, Is.Not.NaN, figure.Metric);
                Assert.That(known.Sampling?.Interval(0.95) is var i && (i is null || i.Upper - i.Lower > 0.2), Is.True, $"{figure.Metric} {i}");
            }
    }

    [Test]
    public void What_was_stopped_is_computed_when_asked_for_again()
    {
        var evidence = RecordWorlds.Evidence(2, 60, 40, 50);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var stopped = evidence with { Options = evidence.Options with { Stop = stop.Token } };
        Assert.That(() => stopped.Distances.TrainToTrain, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(evidence.Distances.TrainToTrain.Count, Is.EqualTo(60));
    }

    [Test]
    public void A_measure_that_is_stopped_stops()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var evidence = RecordWorlds.Evidence(3, 60, 40, 50) with { Options = new() { Stop = stop.Token } };
        foreach (var measure in RecordMeasureCatalog.Privacy)
            Assert.That(() => measure.Figures(evidence), Throws.InstanceOf<OperationCanceledException>(), measure.Infos[0].Id);
    }
}
