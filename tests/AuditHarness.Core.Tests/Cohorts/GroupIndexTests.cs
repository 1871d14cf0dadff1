namespace AuditHarness.Cohorts;

public sealed class GroupIndexTests
{
    private static readonly AttributeColumn Sex = new("sex", ["female", "male"], [0, 1, 1, 0, 1], Reference: 1, ReferenceIsPinned: true);
    private static readonly AttributeColumn Age = new("age", ["<40", "40-<60", ">=60"], [2, 0, 0, 2, 2], Reference: 0, ReferenceIsPinned: false);

    private static string[] Names(GroupIndex index) => [.. index.Groups.Select(g => g.ToString())];

    [Test]
    public void Groups_of_an_attribute_stand_in_the_order_of_its_levels() => Assert.Multiple(() =>
    {
        var index = GroupIndex.Of([Sex]);
        Assert.That(Names(index), Is.EqualTo(new[] { "sex = female", "sex = male" }));
        Assert.That(index.Codes, Is.EqualTo(new[] { 0, 1, 1, 0, 1 }));
        Assert.That((index.Reference, index.ReferenceGroup.ToString()), Is.EqualTo((1, "sex = male")));
        Assert.That(index.Attributes, Is.EqualTo(new[] { "sex" }));
    });

    [Test]
    public void Only_cells_of_an_intersection_that_occur_are_groups()
    {
        var index = GroupIndex.Of([Sex, Age]);
        Assert.Multiple(() =>
        {
            Assert.That(Names(index), Is.EqualTo(new[] { "sex = female & age = >=60", "sex = male & age = <40", "sex = male & age = >=60" }));
            Assert.That(index.Codes, Is.EqualTo(new[] { 0, 1, 1, 0, 2 }));
            Assert.That(index.Reference, Is.EqualTo(1));
        });
    }

    [Test]
    public void Very_many_possible_groups_are_told_apart_like_few()
    {
        string[] levels = [.. Enumerable.Range(0, 400).Select(i => FormattableString.Invariant($"level {i:000}"))];
        var (one, other) = (new AttributeColumn("one", levels, [399, 0, 399, 7], 399, false), new AttributeColumn("other", levels, [399, 1, 399, 0], 399, false));
        var index = GroupIndex.Of([one, other]);
        Assert.That(Names(index), Is.EqualTo(new[] { "one = level 000 & other = level 001", "one = level 007 & other = level 000", "one = level 399 & other = level 399" }));
        Assert.That(index.Codes, Is.EqualTo(new[] { 2, 0, 2, 1 }));
        Assert.That(index.Reference, Is.EqualTo(2));
    }

    [Test]
    public void A_reference_cell_that_no_row_is_in_has_index_minus_1_and_keeps_its_name()
    {
        var index = GroupIndex.Of([Sex with { Reference = 0 }, Age with { Reference = 1 }]);
        Assert.That((index.Reference, index.ReferenceGroup.ToString()), Is.EqualTo((-1, "sex = female & age = 40-<60")));
    }

    [Test]
    public void Every_row_is_in_the_group_whose_levels_it_has()
    {
        var random = new Random(1);
        AttributeColumn[] columns = [.. Enumerable.Range(0, 4).Select(k => new AttributeColumn(
            $"a{k}", [.. Enumerable.Range(0, 5).Select(l => $"level {l}")], [.. Enumerable.Range(0, 300).Select(_ => random.Next(5))], 2, false))];
        var index = GroupIndex.Of(columns);
        for (var row = 0; row < 300; row++)
            Assert.That(index.Groups[index.Codes[row]].Conditions, Is.EqualTo(columns.Select(c => new AttributeLevel(c.Name, c.Levels[c.Codes[row]]))));
        Assert.That(index.Groups, Is.Unique);
        Assert.That(index.Codes.Distinct().Count(), Is.EqualTo(index.Groups.Count), "no group is empty");
    }

    [Test]
    public void The_order_of_groups_does_not_depend_on_the_order_of_rows()
    {
        static AttributeColumn Backwards(AttributeColumn column) => column with { Codes = [.. column.Codes.Reverse()] };
        Assert.That(Names(GroupIndex.Of([Backwards(Sex), Backwards(Age)])), Is.EqualTo(Names(GroupIndex.Of([Sex, Age]))));
    }

    [Test]
    public void Everybody_is_one_group_without_conditions_and_its_own_reference()
    {
        var index = GroupIndex.Overall(3);
        Assert.That((index.Groups.Single(), index.Codes.Sum(), index.Reference, index.Attributes.Count), Is.EqualTo((Subgroup.Overall, 0, 0, 0)));
    }
}
