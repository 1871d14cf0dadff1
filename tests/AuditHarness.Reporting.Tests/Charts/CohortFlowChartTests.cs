using AuditHarness.Audits;

namespace AuditHarness.Reporting.Charts;

public sealed class CohortFlowChartTests
{
    [Test]
    public void Beginning_and_end_stand_below_each_other_and_what_left_to_the_side()
    {
        var svg = CohortFlowChart.Draw("x", Flow("rows", "left out: no label", "evaluated"));
        Assert.That(SvgShapes.Boxes(svg, "sunken").Select(b => b.X), Is.EqualTo(new[] { 1.0, 1.0 }));
        Assert.That(SvgShapes.TextAt(svg, "left out: no label").X, Is.GreaterThan(180));
        Assert.That(SvgShapes.TextAt(svg, "rows").Y, Is.LessThan(SvgShapes.TextAt(svg, "left out: no label").Y));
        Assert.That(SvgShapes.TextAt(svg, "evaluated").Y, Is.GreaterThan(SvgShapes.TextAt(svg, "left out: no label").Y));
        Assert.That(SvgShapes.Texts(svg), Has.Member("1,000").And.Member("1,001").And.Member("1,002"));
        Assert.That(SvgShapes.Label(svg), Does.EndWith("rows: 1,000; left out: no label: 1,001; evaluated: 1,002."));
    }

    [Test]
    public void A_long_reason_is_broken_into_lines_within_its_box()
    {
        var svg = CohortFlowChart.Draw("x", Flow("rows", "left out: the label 'death within five years' is missing or is neither of the two values that the config names", "evaluated"));
        SvgShapes.AssertSound(svg);
        SvgShapes.AssertNothingCut(svg);
        Assert.That(SvgShapes.Texts(svg).Count(t => t.Contains("label", StringComparison.Ordinal) || t.Contains("config", StringComparison.Ordinal)), Is.GreaterThanOrEqualTo(2));
    }

    [Test]
    public void Texts_from_data_stay_in_their_elements_and_within_the_picture()
    {
        foreach (var payload in SampleAudit.Hostile)
        {
            var svg = CohortFlowChart.Draw("x", Flow(payload, payload, payload));
            SvgShapes.AssertSound(svg);
            if (!payload.Any(char.IsControl)) SvgShapes.AssertNothingCut(svg);
        }
    }

    private static Exhibit.Table Flow(params string[] steps) =>
        new("cohort-flow", Phrase.Of($"Flow"), ["Rows", "Number"], [.. steps.Select((s, i) => (IReadOnlyList<Cell>)[new Cell.Text(s), new Cell.Count(1000 + i)])], null);
}
