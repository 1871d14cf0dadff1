using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords;

public sealed class RecordBootstrapTests
{
    private static double[] Normals(int seed, int count)
    {
        var random = new Seed((ulong)seed).Generator();
        return [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
    }

    private static double MeanGap(double[] train, double[] synthetic, RecordResample drawn)
    {
        static double Mean(double[] values, int[] counts) => values.Zip(counts).Sum(p => p.First * p.Second) / counts.Sum();
        return Mean(synthetic, drawn.Synthetic) - Mean(train, drawn.Train);
    }

    private static Bootstrapped Gap(RecordEvidence evidence, string purpose = "gap", RecordSamples samples = RecordSamples.Train | RecordSamples.Synthetic)
    {
        var (train, synthetic) = (((RecordColumn.Number)evidence.Train.Columns[0]).Values, ((RecordColumn.Number)evidence.Synthetic.Columns[0]).Values);
        return RecordBootstrap.Of(evidence, evidence.Groups[0], purpose, synthetic.Average() - train.Average(), d => MeanGap(train, synthetic, d), -10, 10, samples);
    }

    [Test]
    public void Standard_error_of_a_gap_of_means_is_the_textbook_one()
    {
        var (train, synthetic) = (Normals(1, 400), Normals(2, 150));
        static double Variance(double[] v) => v.Sum(x => (x - v.Average()) * (x - v.Average())) / (v.Length - 1) / v.Length;
        var both = Gap(RecordWorlds.Numbers(train, synthetic)).Sampling!;
        var error = Math.Sqrt(Variance(train) + Variance(synthetic));
        Assert.That(both.StandardError, Is.EqualTo(error).Within(0.12 * error), "400 replicates know it to 3.5 %");
        Assert.That(both.Interval(0.95).Upper - both.Interval(0.95).Lower, Is.EqualTo(2 * 1.96 * error).Within(0.2 * error * 2));
        var made = Gap(RecordWorlds.Numbers(train, synthetic), samples: RecordSamples.Synthetic).Sampling!;
        Assert.That(made.StandardError, Is.EqualTo(Math.Sqrt(Variance(synthetic))).Within(0.12 * error));
    }

    [Test]
    public void Order_of_rows_and_number_of_workers_change_nothing_and_the_purpose_does()
    {
        var evidence = RecordWorlds.Numbers(Normals(3, 90), Normals(4, 70));
        var first = Gap(evidence).Sampling!.Interval(0.95);
        var mixed = Gap(RecordWorlds.Shuffled(evidence, 9)).Sampling!.Interval(0.95);
        Assert.Multiple(() =>
        {
            Assert.That((mixed.Lower, mixed.Upper), Is.EqualTo((first.Lower, first.Upper)).Using<(double, double)>((a, b) => Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) < 1e-12));
            Assert.That(Gap(evidence with { Options = new() { Workers = 7 } }).Sampling!.Interval(0.95), Is.EqualTo(first));
            Assert.That(Gap(evidence, "another").Sampling!.Interval(0.95), Is.Not.EqualTo(first));
        });
    }

    [Test]
    public void Patients_with_several_rows_are_drawn_whole()
    {
        // Each patient has four equal rows: the mean varies as that of 50 patients, not of 200 rows.
        var values = Normals(5, 50);
        RecordTable Visits(string prefix) => new(
            [
                new RecordColumn.Number("x", [.. values.SelectMany(v => Enumerable.Repeat(v, 4))]),
                new RecordColumn.Key("id", [.. Enumerable.Range(0, 200).Select(i => $"{prefix}{i / 4}")]),
            ], 200);
        var rows = RecordWorlds.Of(Visits("r"), null, Visits("s"), RecordRoles.None);
        var patients = rows with { Roles = new() { Patient = "id" } };
        Assert.That(Gap(patients).Sampling!.StandardError / Gap(rows).Sampling!.StandardError, Is.EqualTo(2).Within(0.25));
    }

    [Test]
    public void One_patient_or_no_variation_gives_a_reason() => Assert.Multiple(() =>
    {
        Assert.That(Gap(RecordWorlds.Numbers([1, 2], [1])).Reason!.ToString(), Is.EqualTo("fewer than 2 patients to draw from: no variance"));
        Assert.That(Gap(RecordWorlds.Numbers([1, 1, 1], [2, 2])).Reason!.ToString(), Is.EqualTo("every bootstrap replicate gives the same figure: no variance"));
    });
}
