using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Generative.SyntheticRecords.References;
using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

public sealed class MissingFollowUpTests
{
    private static readonly MissingFollowUp Measure = new();
    private static readonly RecordRoles Roles = new() { Time = "weeks", Event = "status", EventLevel = "relapse", Arm = "arm" };

    // Of each five faulty rows the first lacks a time, the second has a negative one, the third lacks a status, the fourth an arm, the fifth everything.
    private static RecordTable Trial(int rows, int faulty) => new(
        [
            new RecordColumn.Number("weeks", [.. Enumerable.Range(0, rows).Select(r => r < faulty ? (r % 5) switch { 0 or 4 => double.NaN, 1 => -3, _ => 5 } : 1 + (r % 7))]),
            new RecordColumn.Category("status", ["censored", "relapse"], [.. Enumerable.Range(0, rows).Select(r => r < faulty && r % 5 is 2 or 4 ? -1 : r % 2)]),
            new RecordColumn.Category("arm", ["one", "two"], [.. Enumerable.Range(0, rows).Select(r => r < faulty && r % 5 is 3 or 4 ? -1 : r / 2 % 2)]),
        ], rows);

    [Test]
    public void Rows_that_are_in_no_curve_are_counted()
    {
        var evidence = RecordWorlds.Of(Trial(40, 5), null, Trial(30, 10), Roles);
        var (made, real) = ((Estimate.Known)Measure.Whole(evidence, "MissingFollowUpRate"), (Estimate.Known)Measure.Whole(evidence, "RealMissingFollowUpRate"));
        Assert.Multiple(() =>
        {
            Assert.That((made.Value, made.Denominator, real.Value, real.Denominator), Is.EqualTo((10 / 30.0, 30, 5 / 40.0, 40)));
            // Where 5 or more and where 5 or fewer of 40 have a probability of 0.025, by bisection of the binomial sum.
            var limits = real.Sampling!.Interval(0.95);
            Assert.That((limits.Lower, limits.Upper), Is.EqualTo((0.04185962614, 0.26803291736)).Using<(double, double)>((a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-9 && Math.Abs(a.Item2 - b.Item2) < 1e-9));
        });
    }

    [Test]
    public void Those_that_are_in_a_curve_and_those_that_are_in_none_are_all_rows()
    {
        var evidence = RecordWorlds.Of(Trial(40, 5), null, Trial(400, 10), Roles);
        var missing = (Estimate.Known)Measure.Whole(evidence, "RealMissingFollowUpRate");
        var compared = (Estimate.Known)new SurvivalFidelity().Whole(evidence, "SurvivalCurveGap");
        Assert.That(compared.Denominator + (missing.Value * missing.Denominator), Is.EqualTo(40).Within(1e-9));
    }

    [Test]
    public void Without_arms_nobody_lacks_one() =>
        Assert.That(Measure.Value(RecordWorlds.Of(Trial(40, 5), null, Trial(30, 10), Roles with { Arm = null }), "MissingFollowUpRate"), Is.EqualTo(8 / 30.0));

    [Test]
    public void Where_no_times_are_declared_there_is_no_share_of_those_without() =>
        Assert.That(((Estimate.Undefined)Measure.Whole(RecordWorlds.Of(Trial(40, 5), null, Trial(30, 10), RecordRoles.None), "MissingFollowUpRate")).Reason, Is.SameAs(Because.NoTimes));

    [TestCase(ReportProfile.Internal, 5, false)]
    [TestCase(ReportProfile.Public, 5, true)]
    [TestCase(ReportProfile.Public, 0, false)]
    [TestCase(ReportProfile.Public, 60, false)]
    public void Few_training_patients_who_are_in_no_curve_are_hidden_from_the_public_with_the_curves_whose_n_would_tell_them(ReportProfile profile, int negative, bool hides)
    {
        RecordTable train = Negative(Trial(400, 0), negative), made = Trial(400, 0);
        var plan = new SyntheticRecordsPlan
        {
            Name = "records", Audits = [AuditCatalog.Fidelity], Expectations = [], Seed = 7, Report = new("t", profile), Roles = Roles, Baselines = [RecordBaselines.Memoriser],
            Subgroups = new([], [], 1, "missing"), Records = new() { Train = new("train.csv", "records.train") }, Generator = new("reference", "", null),
        };
        var drawn = new DrawnRecords(RecordAlignment.Of(train, null, made), new Memoriser(train).Identity, Phrase.Of($"made in a test"), [], [new("config", "c.json", 1, new string('0', 64))], []);
        var result = SyntheticRecordsAudit.Run(plan, drawn, new("run", DateTimeOffset.UnixEpoch, 0, "test"), new(), null, [new SurvivalFidelity(), Measure]).Records!;
        RecordMeasurement Of(string metric) => result.Figures.Single(f => f.Metric == metric && f.Subject is null && f.Group.Equals(Subgroup.Overall));
        Assert.Multiple(() =>
        {
            Assert.That(Of("RealMissingFollowUpRate").Figure.Suppressed, Is.EqualTo(hides));
            Assert.That(Of("MissingFollowUpRate").Figure.Suppressed, Is.False, "nobody's records");
            Assert.That(Of("MissingFollowUpRate").Baselines[0].Suppressed, Is.EqualTo(hides), "the memoriser's are the training patients");
            Assert.That(Of("SurvivalCurveGap").Figure.Suppressed, Is.EqualTo(hides));
        });

        static RecordTable Negative(RecordTable table, int rows)
        {
            var times = (double[])((RecordColumn.Number)table.Columns[0]).Values.Clone();
            for (var r = 0; r < rows; r++) times[r] = -1;
            return new([new RecordColumn.Number("weeks", times), .. table.Columns.Skip(1)], table.Count);
        }
    }
}
