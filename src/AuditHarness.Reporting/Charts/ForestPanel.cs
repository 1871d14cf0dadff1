using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Expectations;
using AuditHarness.Reporting.Html;

namespace AuditHarness.Reporting.Charts;

/// <summary>What one forest plot shows: one disparity over the groups of an attribute, with the limits that the plan sets for it.</summary>
/// <param name="Family">The groups.</param>
/// <param name="Gaps">Gaps of one disparity, in result order; all of one form.</param>
/// <param name="Limits">The plan's limits, both sides of equality, ascending.</param>
internal sealed record ForestPanel(GroupFamily Family, IReadOnlyList<GroupDisparity> Gaps, IReadOnlyList<double> Limits)
{
    // Beyond so many groups those with the largest gaps come first.
    private const int InOrder = 12;

    /// <summary>Id of the disparity.</summary>
    public string Metric => Gaps[0].Metric;

    /// <summary>Whether the figures are ratios.</summary>
    public bool IsRatio => Gaps[0].Form == DisparityForm.Ratio;

    /// <summary>The group the others are compared with, or null.</summary>
    public Subgroup? Reference => Gaps.FirstOrDefault(g => g is { Comparison: Comparison.Reference, Against: not null })?.Against;

    /// <summary>Every disparity of an attribute or intersection that is shown at once, those with a limit in the plan first.</summary>
    /// <param name="view">The result.</param>
    /// <param name="family">The groups.</param>
    public static IReadOnlyList<ForestPanel> Of(ReportView view, GroupFamily family) =>
    [
        .. GapFigures.Pairs(view, family).GroupBy(d => (d.Metric, d.Form))
            .Select(p => new ForestPanel(family, [.. p], LimitsOf(view.Audit.Plan.Expectations, p.Key.Metric, p.Key.Form, family.Attributes)))
            .OrderBy(p => p.Limits.Count == 0),
    ];

    /// <summary>The limits that expectations draw into a disparity: both sides of equality.</summary>
    /// <param name="expectations">The plan's expectations.</param>
    /// <param name="disparity">Id of the disparity.</param>
    /// <param name="form">Its form.</param>
    /// <param name="attributes">The attributes compared.</param>
    public static IReadOnlyList<double> LimitsOf(
        IEnumerable<Expectation> expectations, string disparity, DisparityForm form, IReadOnlyList<string> attributes) =>
        [.. expectations.Where(e => e.Metric == disparity && e.Where.Count == attributes.Count && e.Where.All(w => attributes.Contains(w.Attribute)))
            .SelectMany(e => form == DisparityForm.Ratio ? e.Limit > 0 ? new[] { e.Limit, 1 / e.Limit } : [] : [-e.Limit, e.Limit])
            .Distinct().Order()];

    /// <summary>Every group with its gap, or with why it has none; null for both is the reference.</summary>
    public IReadOnlyList<(Subgroup Group, GroupDisparity? Gap, LeftOut? Out)> Rows
    {
        get
        {
            var rows = Family.Groups.Select(group => (
                Group: group, Gap: Gaps.FirstOrDefault(g => g.Comparison == Comparison.Reference && group.Equals(g.Group)),
                Out: Gaps.SelectMany(g => g.LeftOut).FirstOrDefault(l => l.Subgroup.Equals(group)))).ToList();
            return rows.Count <= InOrder ? rows : [.. rows.OrderByDescending(r => r.Gap?.Value is { } value ? Size(value) : -1)];
        }
    }

    /// <summary>The two groups furthest apart, or null.</summary>
    public GroupDisparity? Worst => Gaps.FirstOrDefault(g => g.Comparison == Comparison.WorstPair);

    /// <summary>How far a figure is from equality, to either side alike.</summary>
    /// <param name="value">A difference or a ratio.</param>
    public double Size(double value) => Math.Abs(Scale(value));

    /// <summary>Position on the axis: ratios on a logarithmic one.</summary>
    /// <param name="value">A difference or a ratio.</param>
    public double Scale(double value) => IsRatio ? Math.Log(Math.Max(value, 1e-300)) : value;

    /// <summary>A range that holds equality, the limits and the intervals; intervals that are far wider than the rest run out of it.</summary>
    public (double From, double To) Range
    {
        get
        {
            var values = Gaps.SelectMany(g => new[] { g.Value, g.Interval?.Lower, g.Interval?.Upper, g.ExpectedUnderEquality }).OfType<double>().Concat(Limits)
                .Where(v => !IsRatio || v > 0).ToList();
            if (IsRatio)
            {
                var reach = Math.Clamp(values.Select(v => Math.Abs(Math.Log(v))).DefaultIfEmpty(0).Max() * 1.08, Math.Log(1.25), Math.Log(100));
                return (Math.Exp(-reach), Math.Exp(reach));
            }
            var (low, high) = (Math.Min(0, values.DefaultIfEmpty(0).Min()), Math.Max(0, values.DefaultIfEmpty(0).Max()));
            var margin = Math.Max(0.06 * (high - low), 0.01);
            return (low - margin, high + margin);
        }
    }
}
