using AuditHarness.Cohorts;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Generative.SyntheticRecords.References;
using AuditHarness.Models;

namespace AuditHarness.Audits.Disclosure;

/// <summary>Attacks on a public report, by whoever has its figures to all digits and the made-up records: each must end with nothing.</summary>
public sealed class RecordAttackTests
{
    private static readonly Subgroup s_women = new(new AttributeLevel("sex", "female")), s_men = new(new AttributeLevel("sex", "male"));

    private static readonly Lazy<(AuditResult Result, RecordTable Made)> s_published = new(Audited);

    private static RecordResults Published => s_published.Value.Result.Records!;

    [Test]
    public void A_part_does_not_follow_from_the_mean_over_the_parts()
    {
        var hidden = 0;
        Assert.Multiple(() =>
        {
            foreach (var figures in Published.Figures.Where(f => IsOfColumns(f.Metric)).GroupBy(f => (f.Metric, f.Group)))
                for (var set = 0; set <= Published.Baselines.Count; set++)
                {
                    RecordFigureShown[] parts = [.. figures.Where(f => f.Subject is not null).Select(f => Column(f, set))];
                    if (!parts.Any(p => p.Suppressed)) continue;
                    hidden++;
                    // One equation, or few, for whole numbers that have fewer digits.
                    var whole = Column(figures.Single(f => f.Subject is null), set);
                    Assert.That(whole.Value, Is.Null, $"{figures.Key} in column {set}: {parts.Count(p => p.Suppressed)} parts are hidden, and their sum is {whole.Value * parts.Length - parts.Sum(p => p.Value)}");
                }
        });
        Assert.That(hidden, Is.GreaterThan(10));
    }

    [Test]
    public void Levels_of_a_column_do_not_follow_from_a_pair_with_one_that_never_varies()
    {
        // Of women sex never varies: crossed with it, a column is itself. Nine of them have the rare level.
        var made = s_published.Value.Made;
        int[] women = [.. Enumerable.Range(0, made.Count).Where(r => Code(made, "sex", r) == 0)];
        var share = women.Count(r => Code(made, "rare", r) == 1) / (double)women.Length;
        var train = Published.Counts.Single(c => c.Group.Equals(s_women)).Train!.Value;
        List<double> found = [];
        foreach (var figure in Published.Figures.Where(f => f.Metric == "ContingencySimilarity" && f.Group.Equals(s_women) && f.Subject == "sex × rare"))
            if (figure.Figure.Value is { } similarity) found.AddRange([train * (share + 1 - similarity), train * (share - 1 + similarity)]);
        Assert.That(found.Where(n => Math.Abs(n - 9) < 1e-6), Is.Empty);
    }

    [Test]
    public void Numbers_of_missing_values_do_not_follow_from_n()
    {
        var counts = Published.Counts.ToDictionary(c => c.Group);
        Assert.Multiple(() =>
        {
            foreach (var figure in Published.Figures.Where(f => f.Subject is not null && RecordMeasureCatalog.AuditOf(f.Metric) == AuditCatalog.Fidelity && !f.Metric.StartsWith("Survival", StringComparison.Ordinal)))
                for (var set = 0; set <= Published.Baselines.Count; set++)
                    if (counts[figure.Group] is { Train: { } all, Synthetic: var made } && Column(figure, set).N is { } n && n != made)
                        Assert.That(all - n is >= 1 and <= 10, Is.False, $"{figure.Metric} of {figure.Subject} in {figure.Group}, column {set}: {all - n} of {all} have no value");
        });
    }

    [Test]
    public void Numbers_of_missing_values_of_a_group_do_not_follow_from_those_of_the_others()
    {
        // Seven men and forty women have no weight, so that of all forty-seven have none.
        int? Missing(Subgroup group) => Published.Counts.Single(c => c.Group.Equals(group)).Train
            - Column(Published.Figures.Single(f => f.Metric == "KolmogorovSmirnovComplement" && f.Subject == "weight" && f.Group.Equals(group)), Memoriser).N;
        Assert.That(Missing(Subgroup.Overall) - Missing(s_women), Is.Null);
    }

    [Test]
    public void A_hidden_secret_does_not_follow_from_the_mean_over_secrets()
    {
        Assert.Multiple(() =>
        {
            foreach (var metric in new[] { "AttributeInferenceAttackRate", "AttributeInferenceControlRate", "AttributeInferenceBaselineRate" })
                foreach (var figures in Published.Figures.Where(f => f.Metric == metric).GroupBy(f => f.Group))
                    for (var set = 0; set <= Published.Baselines.Count; set++)
                        if (figures.Any(f => f.Subject is not null && Column(f, set).Suppressed))
                            Assert.That(Column(figures.Single(f => f.Subject is null), set).Value, Is.Null, $"{metric} in {figures.Key}, column {set}");
        });
        Assert.That(Published.Figures.Single(f => f is { Metric: "AttributeInferenceAttackRate", Subject: "mark" } && f.Group.IsOverall).Figure.Suppressed, Is.True, "six have another mark than is guessed");
    }

    [Test]
    public void Held_out_records_near_a_training_record_are_not_told_by_subtraction()
    {
        // Five women and forty men: of both together forty-five.
        int? Near(Subgroup group, int set)
        {
            RecordFigureShown Of(string metric) => Column(Published.Figures.Single(f => f.Metric == metric && f.Group.Equals(group)), set);
            return (Of("NearCopyRate").Value - Of("NearCopyExcess").Value) * Published.Counts.Single(c => c.Group.Equals(group)).Holdout is { } near ? (int)Math.Round(near) : null;
        }
        Assert.Multiple(() =>
        {
            foreach (var set in new[] { 0, Memoriser })
            {
                Assert.That(Near(s_women, set), Is.Null);
                Assert.That(Near(Subgroup.Overall, set) - Near(s_men, set), Is.Null);
            }
        });
    }

    [Test]
    public void Made_up_records_of_a_hidden_group_are_not_told_by_subtraction()
    {
        // Of the smallest group's companion nobody was made up.
        var counts = Published.Counts;
        var sites = counts.Where(c => c.Group.Attributes == "site").ToList();
        Assert.That(sites.Count(c => c.Train is null), Is.EqualTo(2));
        var rest = counts.Single(c => c.Group.IsOverall).Synthetic - sites.Sum(s => s.Synthetic ?? 0);
        Assert.That(sites.Count(s => s.Synthetic is null), Is.Not.EqualTo(1), $"the one hidden group has {rest}");
        // Nor by the n of what is measured of the made-up records alone.
        foreach (var site in sites.Where(s => s.Synthetic is null))
            Assert.That(Published.Figures.Where(f => f.Group.Equals(site.Group) && f.Figure.N is not null), Is.Empty);
    }

    [Test]
    public void Classes_of_real_people_are_not_told_by_baselines_that_are_real_people()
    {
        var shown = Published.Figures.Where(f => f.Metric is "KAnonymity" or "KMap" or "EntropyLDiversity" or "TCloseness").ToList();
        Assert.Multiple(() =>
        {
            foreach (var figure in shown)
                for (var set = 1; set <= Published.Baselines.Count; set++)
                    if (Published.Baselines[set - 1].Name is RecordBaselines.Real or RecordBaselines.Memoriser)
                        Assert.That(Column(figure, set).Value, Is.Null.Or.GreaterThan(10), $"{figure.Metric} in {figure.Group}, column {set}");
        });
        Assert.That(shown.Where(f => f.Metric == "KAnonymity").Select(f => f.Figure.Value), Has.Some.Not.Null, "of made-up records it may be told");
    }

    [Test]
    public void How_many_cells_have_one_record_does_not_follow_from_what_chance_keeps()
    {
        var all = Published.Counts.Single(c => c.Group.IsOverall);
        var chance = Published.Figures.Single(f => f.Metric == "RareCellsKeptByChance" && f.Group.IsOverall).Figure;
        if (chance.Value is not { } kept) return;
        double[] p = [.. Enumerable.Range(1, 5).Select(k => 1 - Math.Pow(1 - (k / (double)all.Train!.Value), all.Synthetic!.Value))];
        var (cells, width) = (chance.N!.Value, Math.Round(kept, 2) == kept ? 0.005 : 1e-12);
        HashSet<int> alone = [];
        for (var a = 0; a <= cells; a++)
            for (var b = 0; a + b <= cells; b++)
                for (var c = 0; a + b + c <= cells; c++)
                    for (var d = 0; a + b + c + d <= cells; d++)
                        if (Math.Abs((((a * p[0]) + (b * p[1]) + (c * p[2]) + (d * p[3]) + ((cells - a - b - c - d) * p[4])) / cells) - kept) <= width) alone.Add(a);
        Assert.That(alone, Has.Count.GreaterThan(5), $"{string.Join(", ", alone)} of {cells} rare cells have one record");
    }

    [Test]
    public void How_many_are_below_a_value_does_not_follow_from_the_largest_gap_of_two_distributions()
    {
        var (all, made) = (Published.Counts[0].Train!.Value, Published.Counts[0].Synthetic!.Value);
        var gap = 1 - Published.Figures.Single(f => f is { Metric: "KolmogorovSmirnovComplement", Subject: "low" } && f.Group.IsOverall).Figure.Value;
        int[] below = [.. Enumerable.Range(1, 10).Where(i => Enumerable.Range(0, made + 1).Any(j => gap is { } g && Math.Abs(Math.Abs((i / (double)all) - (j / (double)made)) - g) < 1e-13))];
        Assert.That(below, Is.Empty);
        Assert.That(Published.Figures.Single(f => f is { Metric: "KolmogorovSmirnovComplement", Subject: "size" } && f.Group.IsOverall).Figure.Value, Is.Not.Null);
    }

    [Test]
    public void Shares_of_real_people_count_nobody_few()
    {
        foreach (var figure in Published.Figures.Where(f => f.Metric is "ManifoldRecall" or "ManifoldCoverage" or "CopiedRecordRate" or "Identifiability"))
            for (var set = 0; set <= Published.Baselines.Count; set++)
                if (Column(figure, set) is { Value: { } value, N: { } n })
                    Assert.That(new[] { (int)Math.Round(value * n), n - (int)Math.Round(value * n) }, Has.None.InRange(1, 10), $"{figure.Metric} in {figure.Group}, column {set}");
    }

    [Test]
    public void Who_lacks_the_outcome_is_not_what_n_leaves_over()
    {
        // Six held-out women do not have the outcome.
        var holdout = Published.Counts.Single(c => c.Group.Equals(s_women)).Holdout!.Value;
        foreach (var figure in Published.Figures.Where(f => f.Metric.EndsWith("Sensitivity", StringComparison.Ordinal) && RecordMeasureCatalog.AuditOf(f.Metric) == AuditCatalog.Utility && f.Group.Equals(s_women)))
            Assert.That(holdout - figure.Figure.N, Is.Null.Or.GreaterThan(10), figure.Metric);
    }

    [Test]
    public void Most_is_shown_all_the_same()
    {
        var ofAll = Published.Figures.Where(f => f.Group.IsOverall).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(ofAll.Count(f => !f.Figure.Suppressed), Is.GreaterThan(ofAll.Count / 2));
            Assert.That(ofAll.Single(f => f.Metric == "TotalVariationComplement" && f.Subject == "outcome").Figure.Value, Is.Not.Null);
            Assert.That(ofAll.Single(f => f.Metric == "RepresentationRatio").Figure.Suppressed, Is.False);
            Assert.That(Published.Figures.Single(f => f.Metric == "RepresentationRatio" && f.Group.Equals(s_women)).Figure.Value, Is.Not.Null);
        });
    }

    private static int Memoriser => 1 + Published.Baselines.ToList().FindIndex(b => b.Name == RecordBaselines.Memoriser);

    private static RecordFigureShown Column(RecordMeasurement figure, int set) => set == 0 ? figure.Figure : figure.Baselines[set - 1];

    private static bool IsOfColumns(string metric) => RecordMeasureCatalog.AuditOf(metric) == AuditCatalog.Fidelity && !metric.StartsWith("Survival", StringComparison.Ordinal)
        && metric != "RestrictedMeanSurvivalDifference";

    private static int Code(RecordTable table, string column, int row) => ((RecordColumn.Category)table.Find(column)!).Codes[row];

    // Women first. Of 600 training patients 5 are of site d and 20 of its companion c, of whom nobody is made up.
    private static RecordTable Patients(int seed, int count, int rare, int marked, bool isReal)
    {
        var random = new Random(seed);
        string[] wards = [.. Enumerable.Range(0, 60).Select(w => $"w{w:00}")];
        var women = count / 2;
        int[] Of(Func<int, int> code) => [.. Enumerable.Range(0, count).Select(code)];
        var sex = Of(r => r < women ? 0 : 1);
        var site = Of(r => r % 120 == 7 ? 3 : isReal && r % 30 == 11 ? 2 : r % 2);
        // Twenty wards of one patient, ten of two, six of three, and two large ones.
        var ward = Of(r => r < 20 ? r : r < 40 ? 20 + ((r - 20) / 2) : r < 58 ? 30 + ((r - 40) / 3) : 58 + (r % 2));
        var weight = new double[count];
        var size = new double[count];
        for (var r = 0; r < count; r++)
        {
            weight[r] = isReal && (r < 40 || r >= count - 7) ? double.NaN : 50 + (40 * random.NextDouble());
            size[r] = 150 + (40 * random.NextDouble());
        }
        return new(
            [
                new RecordColumn.Category("sex", ["female", "male"], sex), new RecordColumn.Category("site", ["a", "b", "c", "d"], site),
                new RecordColumn.Category("ward", wards, ward), new RecordColumn.Number("weight", weight), new RecordColumn.Number("size", size),
                // Six real patients lie below all others, and there both tables are furthest apart.
                new RecordColumn.Number("low", [.. Enumerable.Range(0, count).Select(r => isReal && r % 100 == 50 ? 0.0 : 10 + (r % 10))]),
                new RecordColumn.Category("rare", ["x", "y"], Of(r => r >= 100 && r < 100 + rare ? 1 : 0)),
                new RecordColumn.Category("mark", ["no", "yes"], Of(r => r >= count - marked ? 1 : 0)),
                new RecordColumn.Category("secret", ["p", "q"], Of(_ => random.Next(2))),
                new RecordColumn.Category("outcome", ["no", "yes"], Of(r => r < women ? (r < 6 ? 0 : 1) : random.Next(2))),
            ], count);
    }

    private static (AuditResult Result, RecordTable Made) Audited()
    {
        var (train, made) = (Patients(1, 600, 9, 6, true), Patients(3, 499, 30, 0, false));
        // Of the held-out records five women and forty men are in training.
        var fresh = Patients(2, 400, 0, 30, true);
        RecordColumn Joined(RecordColumn seen, RecordColumn unseen)
        {
            int[] from = [.. Enumerable.Range(0, 400).Select(r => r is >= 60 and < 65 ? r + 1000 : r is >= 250 and < 290 ? r + 1100 : r)];
            return (seen, unseen) switch
            {
                (RecordColumn.Number a, RecordColumn.Number b) => new RecordColumn.Number(a.Name, Array.ConvertAll(from, r => r < 1000 ? b.Values[r] : a.Values[r - 1000])),
                (RecordColumn.Category a, RecordColumn.Category b) => new RecordColumn.Category(a.Name, a.Levels, Array.ConvertAll(from, r => r < 1000 ? b.Codes[r] : a.Codes[r - 1000])),
                _ => throw new InvalidOperationException(),
            };
        }
        RecordTable holdout = new([.. train.Columns.Zip(fresh.Columns, Joined)], 400);
        var plan = new SyntheticRecordsPlan
        {
            Name = "records", Audits = AuditCatalog.OfRecords, Expectations = [], Seed = 7, Report = new("t", ReportProfile.Public),
            Roles = new() { Outcome = "outcome", Positive = "yes", QuasiIdentifiers = ["ward"], Sensitive = ["mark", "secret"] },
            Subgroups = new([new("sex", "sex", null, null), new("site", "site", null, null)], [], 1, "missing"),
            Records = new() { Train = new("train.csv", "records.train") }, Generator = new("reference", "", null),
        };
        var drawn = new DrawnRecords(RecordAlignment.Of(train, holdout, made), new Memoriser(train).Identity, Phrase.Of($"made in a test"), [], [new("config", "c.json", 1, new string('0', 64))], []);
        return (SyntheticRecordsAudit.Run(plan, drawn, new("run", DateTimeOffset.UnixEpoch, 0, "test"), new()), made);
    }
}
