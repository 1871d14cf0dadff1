using AuditHarness.Audits;
using AuditHarness.Cohorts;

namespace AuditHarness.FirstContact;

/// <summary>No small group can be read, nor worked out from the others and from all together.</summary>
public sealed class ShownGroupsTests
{
    [TestCase("100 200 300", "100 200 300")]
    [TestCase("100 200 5", "- 200 -")]
    [TestCase("100 5 4", "- - -")]
    [TestCase("100 20 25", "100 - -")]
    [TestCase("1000 5 4 90", "1000 - - -")]
    [TestCase("5", "-")]
    public void Small_groups_are_hidden_with_so_many_others_that_they_cannot_be_worked_out(string rows, string shown)
    {
        var sizes = rows.Split(' ').Select(int.Parse).ToArray();
        var attribute = new AttributeColumn("a", [.. sizes.Select((_, k) => $"l{k}")], [.. sizes.SelectMany((n, k) => Enumerable.Repeat(k, n))], 0, false);
        var groups = ShownGroups.Of(attribute, new SubgroupPlan([], [], 30, "missing"));
        Assert.That(string.Join(' ', groups.Select(g => g.Rows?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-")), Is.EqualTo(shown));
    }
}
