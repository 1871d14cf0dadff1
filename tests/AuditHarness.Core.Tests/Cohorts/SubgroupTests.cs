namespace AuditHarness.Cohorts;

public sealed class SubgroupTests
{
    private static readonly Subgroup Women = new(new AttributeLevel("sex", "female"));
    private static readonly Subgroup OldWomen = new(new("sex", "female"), new AttributeLevel("age", ">=60"));

    [Test]
    public void Subgroups_with_the_same_conditions_are_equal() => Assert.Multiple(() =>
    {
        Assert.That(new Subgroup(new AttributeLevel("sex", "female")), Is.EqualTo(Women));
        Assert.That(new Subgroup(new AttributeLevel("sex", "female")).GetHashCode(), Is.EqualTo(Women.GetHashCode()));
        Assert.That(OldWomen, Is.Not.EqualTo(Women));
        Assert.That(new Subgroup(), Is.EqualTo(Subgroup.Overall));
        Assert.That(Women.Equals(null), Is.False);
    });

    [Test]
    public void It_reads_as_its_conditions() => Assert.Multiple(() =>
    {
        Assert.That((OldWomen.ToString(), OldWomen.Attributes, OldWomen.Levels), Is.EqualTo(("sex = female & age = >=60", "sex & age", "female & >=60")));
        Assert.That((Subgroup.Overall.ToString(), Subgroup.Overall.Attributes, Subgroup.Overall.Levels), Is.EqualTo(("overall", "", "overall")));
        Assert.That((Subgroup.Overall.IsOverall, Women.IsOverall), Is.EqualTo((true, false)));
    });

    [Test]
    public void An_attribute_named_twice_is_refused() =>
        Assert.That(() => new Subgroup(new("sex", "female"), new AttributeLevel("sex", "male")), Throws.ArgumentException);

    [Test]
    public void A_list_changed_afterwards_does_not_change_it()
    {
        var conditions = new List<AttributeLevel> { new("sex", "female") };
        var subgroup = new Subgroup(conditions);
        conditions.Clear();
        Assert.That(subgroup, Is.EqualTo(Women));
    }
}
