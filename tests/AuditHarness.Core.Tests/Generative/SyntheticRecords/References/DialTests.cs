using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.References;

/// <summary>Dials move what they say, by what they say, and all rows one way.</summary>
public sealed class DialTests
{
    private const int Rows = 20_000;
    private static readonly double[] s_shares = [0, 0.1, 0.25, 0.5, 0.9, 1];

    [Test]
    public void Noise_adds_its_variance_and_exchanges_its_share()
    {
        var train = Patients.Of(3000);
        using var plain = new RowBootstrap(train);
        var before = plain.Sample(Patients.Ask(Rows));
        foreach (var h in new[] { 0.2, 1.0 })
        {
            using var noisy = new NoiseDial(new RowBootstrap(train), train, h, h / 4);
            var after = noisy.Sample(Patients.Ask(Rows));
            var sd = Spread(Patients.Values(train, "pressure"));
            double[] errors = [.. Patients.Values(after, "pressure").Zip(Patients.Values(before, "pressure"), (a, b) => (a - b) / sd)];
            // The standard error of a standard deviation is about σ/√(2n).
            Assert.That(Spread(errors), Is.EqualTo(h).Within(4.5 * h / Math.Sqrt(2 * Rows)));
            Assert.That(errors.Average(), Is.Zero.Within(4.5 * h / Math.Sqrt(Rows)));
            var flipped = Patients.Codes(after, "sex").Zip(Patients.Codes(before, "sex")).Count(p => p.First != p.Second) / (double)Rows;
            Assert.That(flipped, Is.EqualTo(h / 4).Within(4.5 * Math.Sqrt(h / 4 / Rows)));
            Assert.That(Patients.Codes(after, "sex"), Has.None.EqualTo(2), "a level that nobody has");
            Assert.That(Patients.Values(after, "age").All(a => a == Math.Round(a)), "whole years");
            Assert.That(Patients.Values(after, "lab").Select(double.IsNaN), Is.EqualTo(Patients.Values(before, "lab").Select(double.IsNaN)));
        }
        using var none = new NoiseDial(new RowBootstrap(train), train, 0, 0);
        Assert.That(RecordFingerprint.Of(none.Sample(Patients.Ask(Rows))), Is.EqualTo(RecordFingerprint.Of(before)));
    }

    [Test]
    public void More_noise_moves_every_number_further_and_exchanges_no_fewer()
    {
        var train = Patients.Of(300);
        using var plain = new RowBootstrap(train);
        var before = plain.Sample(Patients.Ask(500));
        RecordTable[] tables = [.. new[] { 0.1, 0.5, 2 }.Select(h => new NoiseDial(new RowBootstrap(train), train, h, h / 4).Sample(Patients.Ask(500)))];
        foreach (var (less, more) in tables.Zip(tables.Skip(1)))
        {
            for (var row = 0; row < 500; row++)
            {
                double Gap(RecordTable t) => Math.Abs(Patients.Values(t, "pressure")[row] - Patients.Values(before, "pressure")[row]);
                Assert.That(Gap(more), Is.GreaterThanOrEqualTo(Gap(less)));
                if (Patients.Codes(less, "ill")[row] != Patients.Codes(before, "ill")[row])
                    Assert.That(Patients.Codes(more, "ill")[row], Is.EqualTo(Patients.Codes(less, "ill")[row]));
            }
        }
    }

    [Test]
    public void The_share_that_is_copied_is_the_one_asked_for_and_each_setting_copies_what_lower_ones_do()
    {
        var train = Patients.Of(3000);
        var real = Patients.Values(train, "pressure").Zip(Patients.Values(train, "born")).ToHashSet();
        bool[]? last = null;
        foreach (var share in s_shares)
        {
            using var dial = new CopyDial(new GaussianCopula(train), train, share);
            var made = dial.Sample(Patients.Ask(4000));
            bool[] copied = [.. Patients.Values(made, "pressure").Zip(Patients.Values(made, "born")).Select(real.Contains)];
            // A made-up pair may be a real one by chance: seldom, as there are thousands of days.
            Assert.That(copied.Average(c => c ? 1.0 : 0), Is.EqualTo(share).Within((4.5 * Math.Sqrt(share * (1 - share) / 4000)) + 0.02));
            if (last is not null) Assert.That(last.Zip(copied).All(p => !p.First || p.Second), "what was copied stays copied");
            last = copied;
        }
    }

    [Test]
    public void A_dropped_subgroup_keeps_one_minus_the_share_and_nobody_comes_back()
    {
        var train = Patients.Of(3000);
        var real = Patients.Codes(train, "sex").Average();
        int[]? last = null;
        foreach (var share in s_shares)
        {
            using var dial = new DropDial(new IndependentMarginals(train), "sex", "male", share);
            var made = dial.Sample(Patients.Ask(Rows));
            var codes = Patients.Codes(made, "sex");
            Assert.That(codes.Average(), Is.EqualTo(real * (1 - share)).Within(4.5 * Math.Sqrt(0.25 / Rows)));
            if (share == 1) Assert.That(codes, Has.None.EqualTo(1));
            if (last is not null) Assert.That(last.Zip(codes).All(p => p.First == 1 || p.Second != 1));
            Assert.That(((RecordColumn.Key)made.Find("id")!).Values, Is.Unique);
            last = codes;
        }
    }

    [Test]
    public void Nobody_else_and_no_such_column_are_refused()
    {
        var train = Patients.Of(30);
        using var everybody = new DropDial(new RowBootstrap(train), "site", "a", 1);
        using var number = new DropDial(new RowBootstrap(train), "age", "50", 1);
        Assert.That(() => everybody.Sample(Patients.Ask(10)), Throws.TypeOf<AuditInputException>().With.Message.Contains("site = a"));
        Assert.That(() => number.Sample(Patients.Ask(10)), Throws.TypeOf<AuditInputException>().With.Message.Contains("'age'"));
    }

    private static double Spread(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }
}
