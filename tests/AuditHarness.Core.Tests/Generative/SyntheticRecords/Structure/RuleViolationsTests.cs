using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Structure;

public sealed class RuleViolationsTests
{
    [Test]
    public void Violations_are_what_counting_row_by_row_gives()
    {
        var evidence = RecordWorlds.Evidence(21);
        static (bool?, bool?) Violates(RecordTable t, int r)
        {
            double Number(string name) => ((RecordColumn.Number)t.Find(name)!).Values[r];
            var (age, pressure, weight, isMan) = (Number("age"), Number("pressure"), Number("weight"), ((RecordColumn.Category)t.Find("sex")!).Codes[r] == 1);
            return (double.IsNaN(pressure) ? null : pressure <= 1.6 * age, !isMan ? false : double.IsNaN(weight) ? null : weight < 70);
        }
        static (int Of, int Violating, int Undecided) Counts(RecordTable t, int[] rows, string? rule)
        {
            var (of, violating, undecided) = (0, 0, 0);
            foreach (var row in rows)
            {
                var (first, second) = Violates(t, row);
                bool?[] asked = rule is null ? [first, second] : rule.StartsWith('p') ? [first] : [second];
                if (asked.Any(a => a is not null)) of++;
                if (asked.Contains(true)) violating++;
                if (asked.Contains(null)) undecided++;
            }
            return (of, violating, undecided);
        }
        var figures = new RuleViolations().Figures(evidence);
        Assert.That(figures.Count(f => f.Estimate is Estimate.Known), Is.GreaterThan(60));
        foreach (var figure in figures)
        {
            if (figure.Estimate is not Estimate.Known known) continue;
            var group = evidence.Groups.Single(g => g.Subgroup.Equals(figure.Group));
            var (made, real) = (Counts(evidence.Synthetic, group.Synthetic, figure.Subject), Counts(evidence.Train, group.Train, figure.Subject));
            var expected = figure.Metric switch
            {
                "RuleViolationRate" => made.Violating / (double)made.Of,
                "RealRuleViolationRate" => real.Violating / (double)real.Of,
                "RuleViolationExcess" => (made.Violating / (double)made.Of) - (real.Violating / (double)real.Of),
                "RuleUndecidedRate" => made.Undecided / (double)group.Synthetic.Length,
                _ => double.NaN,
            };
            Assert.That(known.Value, Is.EqualTo(expected).Within(1e-12), $"{figure}");
        }
    }

    [Test]
    public void None_of_fifty_is_compatible_with_seven_percent()
    {
        var evidence = RecordWorlds.Numbers([1, 2, 3], [.. Enumerable.Range(1, 50)]) with { Rules = [RecordRule.Parse("x > 0")] };
        var interval = ((Estimate.Known)new RuleViolations().Whole(evidence)).Sampling!.Interval(0.95);
        // Clopper and Pearson's upper limit of 0 of n is 1 − 0.025^(1/n).
        Assert.That((interval.Lower, interval.Upper), Is.EqualTo((0, 1 - Math.Pow(0.025, 1 / 50.0))).Using<(double, double)>((a, b) => Math.Abs(a.Item2 - b.Item2) < 1e-9 && a.Item1 == b.Item1));
    }

    [Test]
    public void A_misspelt_category_is_no_rule_that_everybody_meets()
    {
        var evidence = RecordWorlds.Evidence(22) with { Rules = [RecordRule.Parse("sex == \"Male\" or age > 0"), RecordRule.Parse("age > 40")] };
        var figures = new RuleViolations().Figures(evidence).Where(f => f.Metric == "RuleViolationRate" && f.Group.IsOverall).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(((Estimate.Undefined)figures[0].Estimate).Reason.ToString(), Is.EqualTo("the rule asks for sex = Male, which no record has"));
            Assert.That(figures[1].Estimate, Is.TypeOf<Estimate.Known>(), "the other rule is measured");
            Assert.That((figures[2].Estimate as Estimate.Undefined)?.Reason.ToString(), Is.EqualTo("1 of 2 parts cannot be compared: the rule asks for sex = Male, which no record has"), "of any rule nothing is known");
        });
    }
}
