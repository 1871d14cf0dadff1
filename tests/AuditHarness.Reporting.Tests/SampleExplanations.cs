using AuditHarness.Audits;
using AuditHarness.Cohorts;

namespace AuditHarness.Reporting;

/// <summary>Explanations made by hand: plausible figures whose sums hold, since an exhibit promises them.</summary>
internal static class SampleExplanations
{
    /// <summary>More features than a chart draws.</summary>
    public static IReadOnlyList<string> Features { get; } =
    [
        "deprivation index", "age", "serum free light chain, kappa", "creatinine", "serum free light chain, lambda", "household income",
        "smoking", "MGUS", "systolic blood pressure", "body mass index", "prior admissions", "haemoglobin", "albumin", "distance to hospital", "insurance",
    ];

    public const string Footer =
        "Interventional value function; background of 1,000 evaluated rows, sampled with the seed; scale: log-odds (the margin, before the logistic link); interventional TreeSHAP, exact.";

    /// <summary>All kinds of exhibits: importance and profiles by family, decompositions against a reference, one distribution.</summary>
    /// <param name="features">Names, the most important first.</param>
    /// <param name="families">Groups by attribute or intersection.</param>
    /// <param name="small">A group of which nothing may be shown.</param>
    /// <param name="footer">Footer of every exhibit.</param>
    public static IReadOnlyList<Exhibit> Of(
        IReadOnlyList<string> features, IReadOnlyList<IReadOnlyList<Subgroup>> families, Subgroup small, string footer = Footer)
    {
        var exhibits = new List<Exhibit> { Swarm(features, footer), Profile("profile-overall", features, Subgroup.Overall, -1, false, footer) };
        for (var f = 0; f < families.Count; f++)
        {
            var groups = families[f];
            exhibits.Add(new Exhibit.AttributionBars($"importance-{f}", Phrase.Of($"Importance by {Words.Family([.. groups[0].Conditions.Select(c => c.Attribute)])}"), "log-odds",
                [.. features.SelectMany((name, i) => groups.Prepend(Subgroup.Overall).Select((g, k) => Bar(name, i, g, k, g.Equals(small))))], Phrase.Verbatim(footer)));
            var reference = groups[Math.Min(2, groups.Count - 1)];
            exhibits.AddRange(groups.Where(g => !g.Equals(reference)).Select((g, k) => Gap($"gap-{f}-{k}", features, g, reference, k, g.Equals(small), footer)));
            exhibits.AddRange(groups.Select((g, k) => Profile($"profile-{f}-{k}", features, g, k, g.Equals(small), footer)));
        }
        exhibits.Add(new Exhibit.Table("proxies", Phrase.Of($"How well each attribute is told from the features"), ["Attribute", "From", "AUROC"],
            [[new Cell.Text("ethnicity = afam"), new Cell.Text("all features"), new Cell.Number(0.83)], [new Cell.Text("ethnicity = afam"), new Cell.Text(features[0]), new Cell.Number(0.79)]], Phrase.Of($"0.5 when it is hidden.")));
        exhibits.Add(new Exhibit.Table("model-reading", Phrase.Of($"What was read of the model"), ["What", "Value"],
            [[new Cell.Text("trees"), new Cell.Count(100)], [new Cell.Text("largest local error"), new Cell.Number(0)]], null));
        return exhibits;
    }

    private static double Size(int feature) => Math.Round(0.62 * Math.Pow(0.74, feature), 6);

    private static double Lean(int feature, int group) => Math.Round(Size(feature) * (feature == 0 ? 0.85 - (0.45 * group) : 0.45 * Math.Cos((feature * 2.1) + (group * 1.3))), 6);

    private static AttributionBar Bar(string name, int feature, Subgroup group, int k, bool hidden)
    {
        if (hidden) return new(name, group, null, null, null, null);
        var size = Size(feature) * (1 + (0.3 * Math.Cos((k * 1.7) + feature)));
        return new(name, group, size, SampleAudit.Around(size, 0.02 + (0.01 * k), 0), Lean(feature, k), 0.26 * Math.Pow(0.74, feature));
    }

    private static Exhibit.GapDecomposition Gap(string id, IReadOnlyList<string> features, Subgroup group, Subgroup against, int k, bool hidden, string footer)
    {
        var title = Phrase.Of($"What carries the difference between {group.ToString()} and {against.Levels}");
        if (hidden) return new(id, title, "log-odds", group, against, null, [], Phrase.Of($"suppressed: 1 to 10 patients"), Phrase.Verbatim(footer));
        var parts = features.Select((name, i) => new GapPart(name, Lean(i, k), SampleAudit.Around(Lean(i, k), 0.03 + (0.01 * k)))).OrderByDescending(p => Math.Abs(p.Contribution)).ToList();
        return new(id, title, "log-odds", group, against, parts.Sum(p => p.Contribution), parts, null, Phrase.Verbatim(footer));
    }

    private static Exhibit.Waterfall Profile(string id, IReadOnlyList<string> features, Subgroup group, int k, bool hidden, string footer)
    {
        var title = group.IsOverall ? Phrase.Of($"From the background to the average of everybody") : Phrase.Of($"From the background to the average of {group.ToString()}");
        if (hidden) return new(id, title, "log-odds", group, 0, 0, [], Phrase.Of($"suppressed: 1 to 10 patients"), Phrase.Verbatim(footer));
        var steps = features.Select((name, i) => new WaterfallStep(name, i % 3 == 2 ? null : i % 3 == 1 ? Phrase.Of($"median {71.0:G3}") : Phrase.Of($"mostly {"high"}"), Lean(i, k) / 2)).OrderByDescending(s => Math.Abs(s.Attribution)).ToList();
        return new(id, title, "log-odds", group, -1.84, -1.84 + steps.Sum(s => s.Attribution), steps, null, Phrase.Verbatim(footer));
    }

    private static Exhibit.Beeswarm Swarm(IReadOnlyList<string> features, string footer) =>
        new("distribution", Phrase.Of($"How attributions are spread"), "log-odds",
            [.. features.Select((name, i) => new BeeswarmRow(name, i == 7 ? Two() : i == 13 ? [] : Hump(Size(i), i)))], Phrase.Verbatim(footer));

    // A feature of two values: two narrow bins far apart.
    private static List<BeeswarmBin> Two() => [new(-0.05, -0.02, 4800, 0.48), new(0.52, 0.55, 200, 0.98)];

    // A skewed hump of 5,000 patients in bins of 0.08, the tails merged.
    private static List<BeeswarmBin> Hump(double size, int feature)
    {
        const double width = 0.08;
        var bins = new List<BeeswarmBin>();
        var (centre, spread) = (-0.3 * size, 1.1 * size);
        var from = width * Math.Floor((centre - (3 * spread)) / width);
        for (var (edge, start, held) = (from, from, 0.0); edge < centre + (4 * spread); edge += width)
        {
            var z = (edge + (width / 2) - centre) / spread;
            held += 5000 * width / spread * 0.4 * Math.Exp(-z * z / (z > 0 ? 3.2 : 1.2));
            if (held < 11) continue;
            var rank = Math.Clamp(0.5 + ((feature % 4 == 3 ? -0.3 : 0.3) * z), 0, 1);
            bins.Add(new(start, edge + width, (int)held, feature == 6 ? null : feature == 2 ? 0.5 + (0.2 * Math.Sin(5 * z)) : rank));
            (start, held) = (edge + width, 0);
        }
        return bins;
    }
}
