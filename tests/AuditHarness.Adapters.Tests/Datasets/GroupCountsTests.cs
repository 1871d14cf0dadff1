using AuditHarness.Audits;

namespace AuditHarness.Adapters.Datasets;

public sealed class GroupCountsTests
{
    private const string Data = "id,sex,age,died,part\n1,f,30,0,test\n2,m,50,1,test\n3,f,70,1,test\n4,,71,0,test\n5,m,20,,test\n6,f,40,1,train\n";

    private static readonly DataPlan s_plan = new("data.csv", null, "died", "1", null, null, new("part", "test", null));

    [Test]
    public void Rows_to_evaluate_with_a_label_are_counted_by_level_and_by_bin()
    {
        using var folder = new CohortFolder(Data);
        var counts = GroupCounts.Of(s_plan, [new("sex", "sex", null, null), new("age", "age", [40, 60], null)], folder.Path, "none");
        Assert.That((counts.Rows, counts.Events), Is.EqualTo((4, 2)));
        Assert.That(counts.Levels["sex"], Is.EqualTo(new LevelCount[] { new("f", 2, 1), new("m", 1, 1), new("none", 1, 0) }));
        Assert.That(counts.Levels["age"], Is.EqualTo(new LevelCount[] { new("<40", 1, 0), new("40-<60", 1, 1), new(">=60", 2, 1) }));
    }

    [Test]
    public void Faults_are_told_as_an_audit_tells_them()
    {
        using var folder = new CohortFolder(Data);
        Assert.That(Fault(s_plan with { Label = "dead" }), Does.Contain("Column 'dead' ('data.label')"));
        Assert.That(Fault(s_plan with { Positive = "2" }), Does.Contain("no row to evaluate has the positive label '2'"));
        Assert.That(Fault(s_plan with { Split = new("part", "none", null) }), Does.Contain("no row is in the part 'none'"));

        string Fault(DataPlan plan) => Assert.Throws<AuditInputException>(() => GroupCounts.Of(plan, [], folder.Path, "none"))!.Message;
    }

    [Test]
    public void Rows_without_any_label_are_none()
    {
        using var folder = new CohortFolder("sex,died\nf,\nm,\n");
        Assert.That(GroupCounts.Of(s_plan with { Split = null }, [new("sex", "sex", null, null)], folder.Path, "none").Rows, Is.Zero);
    }
}
