namespace AuditHarness.Cli.Commands;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DescribeCommandTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Test]
    public void Data_model_groups_and_what_will_run_are_shown()
    {
        var ended = AuditProgram.RunIn(Repository.Root, "describe", "configs/flchain_lightgbm.json");
        Assert.That((ended.ExitCode, ended.Error), Is.EqualTo((0, "")));
        Assert.That(ended.Output, Does.Contain("7,874 rows, 13 columns").And.Contain("female | male  <- attribute, feature").And.Contain("<- label")
            .And.Contain("groups        sex: female 1,131, male 905").And.Contain("'female' = 0, 'male' = 1").And.Contain("of the first 1,000 rows: half are above").And.Contain("will run"));
    }

    [Test]
    public void Small_groups_rare_values_and_single_scores_are_not()
    {
        // 3 patients of one group, a rare level, a name per row.
        File.WriteAllText(_root.In("data.csv"), "id,name,race,lab,died,score\n" + string.Concat(Enumerable.Range(0, 200).Select(k =>
            FormattableString.Invariant($"{k},Name{k},{(k < 3 ? "green" : k % 2 == 0 ? "black" : "white")},{(k < 3 ? "" : "1")},{(k % 3 == 0 ? 1 : 0)},{(k == 5 ? "0.98765" : "0.5")}\n"))));
        File.WriteAllText(_root.In("audit.json"), """
            { "name": "x", "data": { "file": "data.csv", "id": "id", "label": "died", "positive": 1 }, "model": { "kind": "predictions" }, "threshold": 0.2, "subgroups": { "attributes": ["race"] } }
            """);
        var ended = AuditProgram.RunIn(_root.FullPath, "describe", "audit.json");
        Assert.That((ended.ExitCode, ended.Error), Is.EqualTo((0, "")));
        Assert.That(ended.Output, Does.Contain("black | white | 1 rare").And.Contain("green (hidden)").And.Contain("a few missing").And.Not.Contain("Name1").And.Not.Contain("0.98"));
        Assert.That(ended.Output, Does.Match("race: black (\\(hidden\\), green \\(hidden\\), white [0-9]+|[0-9]+, green \\(hidden\\), white \\(hidden\\))"), "one more is hidden, that the small one cannot be worked out");
    }

    /// <summary>The address in it leads nowhere: were it asked, this would fail.</summary>
    [Test]
    public void A_model_that_costs_money_is_not_asked()
    {
        var ended = AuditProgram.RunIn(Repository.Root, "describe", "configs/examples/chat.json");
        Assert.That((ended.ExitCode, ended.Error), Is.EqualTo((0, "")));
        Assert.That(ended.Output, Does.Contain("not asked for"));
    }

    [Test]
    public void A_fault_is_told_as_a_run_tells_it() =>
        Assert.That(AuditProgram.RunIn(_root.FullPath, "describe", "none.json"), Has.Property("ExitCode").EqualTo(2).And.Property("Error").Contains("There is no config file 'none.json'"));
}
