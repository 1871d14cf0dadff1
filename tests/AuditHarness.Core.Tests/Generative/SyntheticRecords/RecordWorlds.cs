using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Generative.SyntheticRecords.Structure;
using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords;

/// <summary>Records that tests make up, reorder, relabel and break.</summary>
internal static class RecordWorlds
{
    public static IReadOnlyList<string> Sexes { get; } = ["female", "male"];

    public static RecordRoles Roles { get; } = new()
    {
        Outcome = "outcome", Positive = "yes", Time = "time", Event = "event", EventLevel = "dead", Arm = "arm",
        QuasiIdentifiers = ["sex", "site", "age"], Sensitive = ["outcome"],
    };

    /// <summary>Patients with numbers, whole numbers, a date, categories, values missing together, follow-up times; the drift moves them away from those of drift 0.</summary>
    public static RecordTable Patients(int seed, int count, double drift = 0)
    {
        var random = new Random(seed);
        var (age, pressure, weight, admitted, time) = (new double[count], new double[count], new double[count], new double[count], new double[count]);
        var (sex, site, outcome, died, arm) = (new int[count], new int[count], new int[count], new int[count], new int[count]);
        var keys = new string?[count];
        for (var i = 0; i < count; i++)
        {
            double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            keys[i] = $"p{seed}-{i}";
            sex[i] = random.Next(2);
            site[i] = random.NextDouble() < 0.5 - (0.2 * drift) ? 0 : random.NextDouble() < 0.7 ? 1 : 2;
            arm[i] = random.Next(2);
            age[i] = Math.Round(60 + (4 * sex[i]) + (12 * Normal()) + (10 * drift));
            pressure[i] = 90 + (0.6 * age[i]) + (12 * Normal());
            weight[i] = random.NextDouble() < 0.1 ? double.NaN : Math.Round(70 + (10 * sex[i]) + (9 * Normal()), 1);
            if (double.IsNaN(weight[i]) && random.NextDouble() < 0.6) pressure[i] = double.NaN;
            admitted[i] = 18000 + random.Next(720) + (random.Next(24) / 24.0);
            outcome[i] = random.NextDouble() < 1 / (1 + Math.Exp(1 - ((age[i] - 60) / 12))) ? 1 : 0;
            time[i] = Math.Ceiling(-900 * Math.Exp(-((age[i] - 60) / 30) - (0.4 * arm[i])) * Math.Log(1 - random.NextDouble()));
            died[i] = time[i] <= 1000 ? 1 : 0;
            time[i] = Math.Min(time[i], 1000);
        }
        return new(
            [
                new RecordColumn.Key("id", keys), new RecordColumn.Number("age", age), new RecordColumn.Number("pressure", pressure),
                new RecordColumn.Number("weight", weight), new RecordColumn.Date("admitted", admitted),
                new RecordColumn.Category("sex", Sexes, sex), new RecordColumn.Category("site", ["a", "b", "c", "d"], site),
                new RecordColumn.Category("outcome", ["no", "yes"], outcome), new RecordColumn.Number("time", time),
                new RecordColumn.Category("event", ["alive", "dead"], died), new RecordColumn.Category("arm", ["new", "old"], arm),
            ], count);
    }

    public static RecordEvidence Evidence(int seed = 1, int train = 300, int holdout = 200, int synthetic = 260, double drift = 0.4) =>
        Of(Patients(seed, train), holdout == 0 ? null : Patients(seed + 1000, holdout), Patients(seed + 2000, synthetic, drift), Roles);

    /// <summary>Groups: everybody, each sex, each sex at each site (nobody is at the last).</summary>
    public static RecordEvidence Of(RecordTable train, RecordTable? holdout, RecordTable synthetic, RecordRoles roles) => new()
    {
        Train = train, Holdout = holdout, Synthetic = synthetic, Roles = roles, Seed = new Seed(20261128), Options = new() { Workers = 2 },
        Groups = Groups(train, holdout, synthetic), Rules = train.Find("age") is null || train.Find("sex") is null ? [] : Rules,
    };

    /// <summary>What some of them violate.</summary>
    public static IReadOnlyList<RecordRule> Rules { get; } =
        [RecordRule.Parse("pressure > 1.6 * age"), RecordRule.Parse("not (sex == \"male\" and weight < 70)", "no light men")];

    /// <summary>One column of numbers in each table, everybody in one group.</summary>
    public static RecordEvidence Numbers(double[] train, double[] synthetic) =>
        Of(new([new RecordColumn.Number("x", train)], train.Length), null, new([new RecordColumn.Number("x", synthetic)], synthetic.Length), RecordRoles.None);

    /// <summary>One column of categories in each table; a null is missing.</summary>
    public static RecordEvidence Categories(string?[] train, string?[] synthetic)
    {
        string[] levels = [.. train.OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        levels = [.. levels, .. synthetic.OfType<string>().Distinct().Except(levels).Order(StringComparer.Ordinal)];
        RecordTable Table(string?[] values) =>
            new([new RecordColumn.Category("c", levels, Array.ConvertAll(values, v => v is null ? -1 : Array.IndexOf(levels, v)))], values.Length);
        return Of(Table(train), null, Table(synthetic), RecordRoles.None);
    }

    /// <summary>The same rows in another order.</summary>
    public static RecordEvidence Shuffled(RecordEvidence evidence, int seed)
    {
        var random = new Random(seed);
        RecordTable Mixed(RecordTable table)
        {
            var rows = Enumerable.Range(0, table.Count).ToArray();
            random.Shuffle(rows);
            return table.Take(rows);
        }
        var (train, holdout, synthetic) = (Mixed(evidence.Train), evidence.Holdout is { } h ? Mixed(h) : null, Mixed(evidence.Synthetic));
        return evidence with { Train = train, Holdout = holdout, Synthetic = synthetic, Groups = Groups(train, holdout, synthetic) };
    }

    public static IReadOnlyList<RecordGroup> Groups(RecordTable train, RecordTable? holdout, RecordTable synthetic)
    {
        RecordGroup Group(Subgroup subgroup, Func<RecordTable, int, bool> isIn) => new(
            subgroup, Rows(train, isIn), holdout is null ? [] : Rows(holdout, isIn), Rows(synthetic, isIn));
        static int[] Rows(RecordTable table, Func<RecordTable, int, bool> isIn) => [.. Enumerable.Range(0, table.Count).Where(r => isIn(table, r))];
        var groups = new List<RecordGroup> { Group(Subgroup.Overall, (_, _) => true) };
        if (train.Find("sex") is not RecordColumn.Category sexes || train.Find("site") is not RecordColumn.Category sites) return groups;
        foreach (var sex in sexes.Levels) groups.Add(Group(new(new AttributeLevel("sex", sex)), (t, r) => Is(t, "sex", sex, r)));
        foreach (var site in sites.Levels)
            groups.Add(Group(
                new(new AttributeLevel("sex", sexes.Levels[0]), new AttributeLevel("site", site)),
                (t, r) => Is(t, "sex", sexes.Levels[0], r) && Is(t, "site", site, r)));
        return groups;
    }

    private static bool Is(RecordTable table, string column, string level, int row) =>
        table.Find(column) is RecordColumn.Category category && category.Codes[row] >= 0 && category.Levels[category.Codes[row]] == level;

    /// <summary>A column of a table replaced.</summary>
    public static RecordTable With(RecordTable table, RecordColumn column) => new([.. table.Columns.Select(c => c.Name == column.Name ? column : c)], table.Count);

    /// <summary>What a measure says, as a list.</summary>
    public static IReadOnlyList<RecordFigure> Figures(this IRecordMeasure measure, RecordEvidence evidence) => [.. measure.Measure(evidence)];

    /// <summary>The whole figure of a measure for everybody.</summary>
    public static Estimate Whole(this IRecordMeasure measure, RecordEvidence evidence, string? metric = null) =>
        measure.Measure(evidence).Single(f => f.Subject is null && f.Group.IsOverall && f.Metric == (metric ?? measure.Infos[0].Id)).Estimate;

    /// <summary>Its value.</summary>
    public static double Value(this IRecordMeasure measure, RecordEvidence evidence, string? metric = null) =>
        measure.Whole(evidence, metric) is Estimate.Known known ? known.Value : throw new AssertionException($"{measure.Whole(evidence, metric)}");
}
