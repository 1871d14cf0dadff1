using AuditHarness.Statistics;

namespace AuditHarness.Simulation;

public sealed class SimulatedCohortTests
{
    private static readonly SimulationPlan Plan = new();
    private static readonly SimulatedCohort Cohort = SimulatedCohort.Create(Plan, new Seed(5));

    [Test]
    public void A_larger_cohort_begins_with_the_smaller_one()
    {
        var small = SimulatedCohort.Create(Plan with { Patients = 300 }, new Seed(5));
        for (var i = 0; i < 300; i++) Assert.That(Shown(small.Patients[i]), Is.EqualTo(Shown(Cohort.Patients[i])));
    }

    [Test]
    public void A_further_laboratory_value_changes_no_other_column()
    {
        var wider = SimulatedCohort.Create(
            Plan with { Patients = 300, Laboratory = [.. Plan.Laboratory, new("crp_mg_l", "mg/L", 40, 5, 0)] }, new Seed(5));
        for (var i = 0; i < 300; i++)
            Assert.That(Shown(wider.Patients[i] with { Laboratory = [.. wider.Patients[i].Laboratory.SkipLast(1)] }), Is.EqualTo(Shown(Cohort.Patients[i])));
    }

    [Test]
    public void Another_seed_gives_other_patients() => Assert.That(
        SimulatedCohort.Create(Plan with { Patients = 50 }, new Seed(6)).Patients.Select(Shown), Is.Not.EqualTo(Cohort.Patients.Take(50).Select(Shown)));

    [Test]
    public void Levels_occur_as_often_as_planned_and_independently_of_event_and_of_each_other()
    {
        var n = Plan.Patients;
        for (var a = 0; a < Plan.Attributes.Count; a++)
        {
            for (var level = 0; level < Plan.Attributes[a].Levels.Count; level++)
            {
                var share = Plan.Attributes[a].Shares[level];
                var (at, level1) = (a, level);
                Within(Cohort.Patients.Count(p => p.Codes[at] == level1), n, share);
                Within(Cohort.Patients.Count(p => p.Codes[at] == level1 && p.HasEvent), n, share * Plan.Prevalence);
                for (var b = a + 1; b < Plan.Attributes.Count; b++)
                    for (var other = 0; other < Plan.Attributes[b].Levels.Count; other++)
                        Within(Cohort.Patients.Count(p => p.Codes[at] == level1 && p.Codes[b] == other), n, share * Plan.Attributes[b].Shares[other]);
            }
        }
    }

    [Test]
    public void Laboratory_values_have_the_planned_mean_and_deviation_with_and_without_the_event()
    {
        for (var k = 0; k < Plan.Laboratory.Count; k++)
        {
            var (_, _, mean, deviation, shift) = Plan.Laboratory[k];
            foreach (var group in Cohort.Patients.GroupBy(p => p.HasEvent))
            {
                var standard = group.Select(p => (p.Laboratory[k] - mean) / deviation - (group.Key ? shift : 0)).ToList();
                Assert.That(standard.Average(), Is.EqualTo(0).Within(4.5 / Math.Sqrt(standard.Count)));
                Assert.That(standard.Average(z => z * z), Is.EqualTo(1).Within(4.5 * Math.Sqrt(2.0 / standard.Count)));
            }
        }
    }

    [Test]
    public void True_risk_is_the_share_of_events_at_every_level_of_risk()
    {
        foreach (var tenth in Cohort.Patients.OrderBy(p => p.TrueRisk).Chunk(Plan.Patients / 10))
        {
            var variance = tenth.Sum(p => p.TrueRisk * (1 - p.TrueRisk));
            Assert.That(tenth.Count(p => p.HasEvent), Is.EqualTo(tenth.Sum(p => p.TrueRisk)).Within(4.5 * Math.Sqrt(variance)));
        }
    }

    [Test]
    public void Events_are_left_unrecorded_in_the_under_diagnosed_group_alone_and_none_is_made_up()
    {
        var code = Plan.Ethnicity.Code(Plan.UnderDiagnosis.Level);
        Assert.That(Cohort.Patients.Any(p => p.IsRecorded && !p.HasEvent), Is.False);
        Assert.That(Cohort.Patients.Where(p => p.HasEvent && p.Codes[2] != code).All(p => p.IsRecorded), Is.True);
        var events = Cohort.Patients.Where(p => p.HasEvent && p.Codes[2] == code).ToList();
        Within(events.Count(p => p.IsRecorded), events.Count, Plan.UnderDiagnosis.Detection);
    }

    [Test]
    public void The_recorded_event_is_what_the_model_predicts_well_in_the_under_diagnosed_group()
    {
        // Without the other plants the score is the risk of being recorded.
        var plan = Plan with
        {
            StretchedRisk = Plan.StretchedRisk with { Factor = 1 }, Proxy = Plan.Proxy with { Weight = 0 },
            UnfairIntersection = Plan.UnfairIntersection with { SensitivityLoss = 0 },
        };
        var code = plan.Ethnicity.Code(plan.UnderDiagnosis.Level);
        var group = SimulatedCohort.Create(plan, new Seed(5)).Patients.Where(p => p.Codes[2] == code).ToList();
        Assert.That(group.Count(p => p.IsRecorded), Is.EqualTo(group.Sum(p => p.Score)).Within(4.5 * Math.Sqrt(group.Sum(p => p.Score * (1 - p.Score)))));
    }

    [Test]
    public void Stretching_changes_no_decision()
    {
        var plain = SimulatedCohort.Create(Plan with { StretchedRisk = Plan.StretchedRisk with { Factor = 1 } }, new Seed(5));
        Assert.That(
            plain.Patients.Select(p => p.Score >= Plan.Threshold), Is.EqualTo(Cohort.Patients.Select(p => p.Score >= Plan.Threshold)));
        Assert.That(plain.Patients.Select(p => p.Score), Is.Not.EqualTo(Cohort.Patients.Select(p => p.Score)));
    }

    [Test]
    public void The_audit_sees_the_levels_that_occur_in_the_loaders_order()
    {
        var scored = SimulatedCohort.Create(Plan with { Patients = 40 }, new Seed(5)).ToScoredCohort();
        Assert.That(scored.Count, Is.EqualTo(40));
        foreach (var (column, k) in scored.Attributes.Select((c, k) => (c, k)))
        {
            var patients = Cohort.Patients.Take(40).ToList();
            var levels = patients.Select(p => Plan.Attributes[k].Levels[p.Codes[k]]).ToList();
            Assert.That(column.Codes.Select(c => column.Levels[c]), Is.EqualTo(levels));
            Assert.That(column.Levels[column.Reference], Is.EqualTo(Plan.Attributes[k].Reference));
            if (column.Name == "age") Assert.That(column.Levels, Is.SubsetOf(new[] { "<40", "40-<60", "60-<75", ">=75" }).And.EqualTo(Plan.Age.Bands.Levels.Intersect(levels)));
            else Assert.That(column.Levels, Is.EqualTo(levels.Distinct().Order(StringComparer.Ordinal)));
        }
    }

    private static string Shown(SimulatedPatient p) =>
        $"{p.Id} {p.Age} {string.Join(' ', p.Codes)} {string.Join(' ', p.Laboratory)} {p.Proxy} {p.HasEvent} {p.IsRecorded} {p.TrueRisk} {p.Score}";

    // 4.5 standard errors: of some 300 comparisons none exceeds them by chance in 99.8 % of seeds, and the seed is fixed.
    private static void Within(int count, int of, double share) =>
        Assert.That(count, Is.EqualTo(of * share).Within(4.5 * Math.Sqrt(of * share * (1 - share))));
}
