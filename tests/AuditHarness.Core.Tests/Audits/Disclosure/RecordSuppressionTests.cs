using AuditHarness.Cohorts;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Generative.SyntheticRecords.References;
using AuditHarness.Models;

namespace AuditHarness.Audits.Disclosure;

/// <summary>Whoever subtracts what is shown from what is shown finds no count of 1 to 10 real people.</summary>
public sealed class RecordSuppressionTests
{
    // Shares of real people, whose n and numerators add up over the groups of an attribute.
    private static readonly string[] s_shares =
    [
        "CopiedRecordRate", "Identifiability", "RealRuleViolationRate", "RealInventedCellRate", "TrainSyntheticTestRealSensitivity", "TrainRealTestRealSensitivity",
        "LinkabilityAttackRate", "LinkabilityControlRate",
    ];

    [Test]
    public void Nothing_small_is_left_when_shown_groups_are_taken_from_their_whole([Values] ReportProfile profile)
    {
        var result = Audited(profile);
        var counts = result.Records!.Counts;
        Subtract(counts.ToDictionary(c => c.Group, c => c.Train), "training records");
        Subtract(counts.ToDictionary(c => c.Group, c => c.Holdout), "held-out records");
        Assert.That(counts.Count(c => c.Train is null), Is.GreaterThan(2), "there is something to protect");
        var columns = result.Records.Baselines.Count + 1;
        var subtracted = 0;
        foreach (var metric in s_shares)
            for (var k = 0; k < columns; k++)
            {
                var shown = result.Records.Figures.Where(f => f.Metric == metric && f.Subject is null).ToDictionary(f => f.Group, f => k == 0 ? f.Figure : f.Baselines[k - 1]);
                // What has no n for want of anybody counts nobody.
                int? Of(RecordFigureShown f, Func<RecordFigureShown, int> count) => f.Suppressed ? null : f.N is null ? 0 : count(f);
                subtracted += Subtract(shown.ToDictionary(s => s.Key, s => Of(s.Value, f => f.N!.Value)), $"n of {metric} in column {k}");
                if (profile == ReportProfile.Internal) continue;
                Subtract(shown.ToDictionary(s => s.Key, s => Of(s.Value, f => (int)Math.Round(f.Value!.Value * f.N!.Value))), $"numerator of {metric} in column {k}");
                Subtract(shown.ToDictionary(s => s.Key, s => Of(s.Value, f => f.N!.Value - (int)Math.Round(f.Value!.Value * f.N!.Value))), $"rest of {metric} in column {k}");
            }
        Assert.That(subtracted, Is.GreaterThan(50), "most is shown");
    }

    [Test]
    public void No_figure_of_a_hidden_group_is_shown_in_any_column_or_finding()
    {
        var records = Audited(ReportProfile.Internal).Records!;
        var hidden = records.Counts.Where(c => c.Train is null || c.Holdout is null).Select(c => c.Group).ToHashSet();
        Assert.That(hidden, Is.Not.Empty);
        Assert.That(records.Figures.Where(f => hidden.Contains(f.Group)).SelectMany(f => f.Baselines.Append(f.Figure)).Where(f => f.Value is not null || f.N is not null || f.Interval is not null), Is.Empty);
    }

    [Test]
    public void A_column_of_which_few_patients_have_a_level_shows_its_distance_to_no_public()
    {
        RecordFigureShown Shown(ReportProfile profile, string metric, string column) =>
            Audited(profile).Records!.Figures.Single(f => f.Metric == metric && f.Subject == column && f.Group.IsOverall).Figure;
        Assert.Multiple(() =>
        {
            // Nine of 400 have a level of their own.
            Assert.That(Shown(ReportProfile.Internal, "TotalVariationComplement", "rare").Value, Is.Not.Null);
            Assert.That(Shown(ReportProfile.Public, "TotalVariationComplement", "rare").Suppressed, Is.True);
            Assert.That(Shown(ReportProfile.Public, "MissingnessSimilarity", "rare").Value, Is.Not.Null, "nobody is without a value");
            Assert.That(Shown(ReportProfile.Public, "TotalVariationComplement", "outcome").Value, Is.Not.Null);
        });
    }

    [Test]
    public void Every_metric_of_which_it_is_known_whom_it_counts_is_in_the_catalog() =>
        Assert.That(RealCounts.Listed, Is.Unique.And.SubsetOf(RecordMeasureCatalog.Infos.Select(i => i.Id)));

    // Shown counts themselves, and each whole less its shown parts where one part is hidden: each must be 0 or above 10, and no group follows alone.
    private static int Subtract(Dictionary<Subgroup, int?> counts, string what)
    {
        foreach (var (group, count) in counts) Assert.That(count is >= 1 and <= 10, Is.False, $"{what}: {group} shows {count}");
        var subtracted = 0;
        foreach (var family in counts.Keys.Where(g => !g.IsOverall).GroupBy(g => g.Attributes))
            foreach (var whole in counts.Keys.Where(w => w.Conditions.Count < family.First().Conditions.Count && counts[w] is not null))
            {
                var parts = family.Where(p => whole.Conditions.All(p.Conditions.Contains)).ToList();
                if (parts.Count == 0) continue;
                subtracted++;
                var rest = counts[whole]!.Value - parts.Sum(p => counts[p] ?? 0);
                // That nobody counts is no secret.
                if (rest == 0) continue;
                if (parts.Count(p => counts[p] is null) == 1) Assert.Fail($"{what}: {whole} less its shown parts tells {parts.Single(p => counts[p] is null)}: {rest}");
                if (parts.Any(p => counts[p] is null)) Assert.That(rest, Is.GreaterThan(10), $"{what}: the hidden parts of {whole} are {rest} together");
            }
        return subtracted;
    }

    private static AuditResult Audited(ReportProfile profile)
    {
        RecordTable Rare(RecordTable table, int rows) => RecordWorlds.With(table, new RecordColumn.Category(
            "site", ["a", "b", "c", "d"], [.. ((RecordColumn.Category)table.Find("site")!).Codes.Select((c, r) => r < rows ? 3 : c)]));
        var (train, holdout) = (Rare(RecordWorlds.Patients(1, 400), 16), Rare(RecordWorlds.Patients(1001, 300), 9));
        var made = RecordWorlds.Patients(2001, 300, 0.3);
        RecordTable With(RecordTable table) => new([.. table.Columns, new RecordColumn.Category("rare", ["x", "y"], [.. Enumerable.Range(0, table.Count).Select(r => r < 9 ? 1 : 0)])], table.Count);
        (train, holdout, made) = (With(train), With(holdout), With(made));
        var plan = new SyntheticRecordsPlan
        {
            Name = "records", Audits = AuditCatalog.OfRecords, Expectations = [], Seed = 7, Report = new("t", profile), Roles = RecordWorlds.Roles,
            Subgroups = new([new("sex", "sex", null, null), new("site", "site", null, null)], [["sex", "site"]], 1, "missing"),
            Records = new() { Train = new("train.csv", "records.train") }, Generator = new("reference", "", null),
            Rules = [.. RecordWorlds.Rules.Select(r => new RecordRulePlan(r.Name, r.Text))],
        };
        var drawn = new DrawnRecords(RecordAlignment.Of(train, holdout, made), new Memoriser(train).Identity, Phrase.Of($"made in a test"), [], [new("config", "c.json", 1, new string('0', 64))], []);
        return SyntheticRecordsAudit.Run(plan, drawn, new("run", DateTimeOffset.UnixEpoch, 0, "test"), new());
    }
}
