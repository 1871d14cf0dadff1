namespace AuditHarness.Runs;

/// <summary>Links are followed wherever they stand on the way.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase), Platform(Exclude = "Win")]
public sealed class LinkedPathTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void A_path_leads_where_its_links_lead()
    {
        Directory.CreateDirectory(_folder.In("a/b"));
        Directory.CreateSymbolicLink(_folder.In("absolute"), _folder.In("a"));
        Directory.CreateSymbolicLink(_folder.In("a/relative"), "../absolute/b");
        Directory.CreateSymbolicLink(_folder.In("dangling"), "not/there");
        var root = LinkedPath.Real(_folder.FullPath);
        string Real(string path) => Path.GetRelativePath(root, LinkedPath.Real(_folder.In(path)));
        Assert.Multiple(() =>
        {
            Assert.That(Real("a/b"), Is.EqualTo("a/b"));
            Assert.That(Real("absolute/b/"), Is.EqualTo("a/b"));
            Assert.That(Real("absolute/relative/new/file"), Is.EqualTo("a/b/new/file"));
            Assert.That(Real("dangling/x"), Is.EqualTo("not/there/x"));
            Assert.That(LinkedPath.Real("/"), Is.EqualTo("/"));
        });
    }

    [Test]
    public void A_circle_is_refused()
    {
        Directory.CreateSymbolicLink(_folder.In("one"), "two");
        Directory.CreateSymbolicLink(_folder.In("two"), "one");
        Assert.That(() => LinkedPath.Real(_folder.In("one/x")), Throws.TypeOf<AuditInputException>().With.Message.Contains("in a circle"));
    }
}
