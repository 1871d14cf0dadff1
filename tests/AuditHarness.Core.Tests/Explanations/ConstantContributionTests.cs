using AuditHarness.Audits;
using AuditHarness.Cohorts;

namespace AuditHarness.Explanations;

[TestFixture]
internal sealed class ConstantContributionTests
{
    [Test]
    public void A_feature_that_is_the_attribute_itself_contributes_exactly_and_is_judged_so()
    {
        // sex adds 0.5 for f and −0.5 for m, the same for everybody of a sex; the lab varies.
        const int rows = 40;
        var attributions = new Attributions
        {
            Players = ["sex", "lab"], Rows = [.. Enumerable.Range(0, rows)],
            Values = [.. Enumerable.Range(0, rows).SelectMany(i => new[] { i % 2 == 0 ? 0.5 : -0.5, Math.Sin(i) })],
            Outputs = [.. Enumerable.Range(0, rows).Select(i => (i % 2 == 0 ? 0.5 : -0.5) + Math.Sin(i))], BaseValue = 0,
            ValueFunction = ValueFunction.Interventional, Output = ExplainedOutput.Margin, Method = Phrase.Of($"test"), Background = Phrase.Of($"test"),
        };
        var index = GroupIndex.Of([new AttributeColumn("sex", ["f", "m"], [.. Enumerable.Range(0, rows).Select(i => i % 2)], 1, true)]);
        var part = GapDecomposition.Of(attributions, index, null, 0).Contributions.Single(c => c.Player == "sex");
        Assert.Multiple(() =>
        {
            Assert.That((part.Value, part.Interval!.Lower, part.Interval.Upper, part.Reason), Is.EqualTo((1.0, 1.0, 1.0, (string?)null)));
            Assert.That(part.Interval.Method.ToString(), Does.Contain("no variation within either group"));
            Assert.That(part.LimitsWhenGrown!(2, 2), Is.EqualTo((1.0, 1.0)));
        });
    }
}
