using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;

namespace AuditHarness.Disclosure;

/// <summary>What is to be protected in an audit, and what an attacker recovers of it.</summary>
internal static class Recovery
{
    /// <summary>Everything withheld that can be worked out, each with how; empty when all is well.</summary>
    /// <param name="published">What can be read in the outputs.</param>
    /// <param name="cohort">The truth.</param>
    public static IReadOnlyList<string> Of(AuditResult published, ScoredCohort cohort)
    {
        var facts = new PublishedFacts(published);
        Cells[] truth = [.. facts.Groups.Select(group => Count(cohort, group, published.Threshold!.Value))];
        var attacker = new Attacker(facts, truth);
        string[] misread = [.. attacker.Misread().Take(5)];
        return misread.Length > 0 ? [.. misread.Select(m => $"misread: {m}")] : attacker.Recovers(Targets(facts, truth, published));
    }

    private static List<Target> Targets(PublishedFacts facts, Cells[] truth, AuditResult published)
    {
        var weighted = published.Plan.Diagnostic().Data.Weight is not null;
        var isPublic = published.Plan.Report.Profile == ReportProfile.Public;
        var targets = new List<Target>();
        for (var group = 0; group < truth.Length; group++)
        {
            var g = group;
            void Add(string name, bool withheld, bool[] uses)
            {
                double? Sum(Cells cells) => Enumerable.Range(0, 4).Where(c => uses[c]).Sum(c => cells[c]);
                if (withheld || Sum(truth[g]) is > 0 and <= 10) targets.Add(new(g, name, uses, Sum));
            }
            Add("patients", facts.Hidden[g].Patients, [true, true, true, true]);
            Add("events", facts.Hidden[g].Events, [true, false, false, true]);
            Add("non-events", facts.Hidden[g].NonEvents, [false, true, true, false]);
            if (weighted) continue;
            if (isPublic)
            {
                Add("true positives", false, [true, false, false, false]);
                Add("false positives", false, [false, true, false, false]);
                Add("true negatives", false, [false, false, true, false]);
                Add("false negatives", false, [false, false, false, true]);
                Add("flagged", false, [true, true, false, false]);
                Add("not flagged", false, [false, false, true, true]);
            }
        }
        // A rate of 0 or 1 says that a count is 0, which is no secret. Under profile internal decisions are none either: of a group whose
        // events are hidden the share flagged is shown, and where its neighbours flag nobody, its predictive values and numbers of each decision can follow.
        bool IsNoSecret(int g, string metric) => !isPublic && facts.Hidden[g] != (false, false, false) && metric is ("PositivePredictiveValue" or "NegativePredictiveValue" or "FalseDiscoveryRate" or "FalseOmissionRate" or "NumberNeededToEvaluate" or "FalseNegativesPerFalsePositive"
            or "TruePositivesPer1000" or "FalseNegativesPer1000" or "FalsePositivesPer1000" or "TrueNegativesPer1000");
        if (!weighted)
            foreach (var (g, metric) in facts.HiddenMetrics)
                if (Cells.Fraction(metric) is var (_, below) && truth[g].Metric(metric) / Cells.Whole(metric) is > 0 and < 1 && !IsNoSecret(g, metric))
                    targets.Add(new(g, metric, Array.ConvertAll(below, b => b != 0), cells => cells.Metric(metric)));
        return targets;
    }

    private static Cells Count(ScoredCohort cohort, Subgroup group, double threshold)
    {
        var columns = group.Conditions.Select(c => cohort.Attributes.Single(a => a.Name == c.Attribute) is var a ? (a.Codes, Level: a.Levels.ToList().IndexOf(c.Level)) : default).ToArray();
        var cells = default(Cells);
        for (var i = 0; i < cohort.Count; i++)
        {
            if (!Array.TrueForAll(columns, c => c.Codes[i] == c.Level)) continue;
            cells = (cohort.Scores[i] >= threshold, cohort.Labels[i] == 1) switch
            {
                (true, true) => cells with { Tp = cells.Tp + 1 },
                (true, false) => cells with { Fp = cells.Fp + 1 },
                (false, false) => cells with { Tn = cells.Tn + 1 },
                _ => cells with { Fn = cells.Fn + 1 },
            };
        }
        return cells;
    }
}
