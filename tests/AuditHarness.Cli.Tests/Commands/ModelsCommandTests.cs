using AuditHarness.Adapters.Models;
using AuditHarness.Config;

namespace AuditHarness.Cli.Commands;

public sealed class ModelsCommandTests
{
    [Test]
    public void Every_source_is_listed_with_what_it_needs_and_a_minimal_section()
    {
        var ended = AuditProgram.RunIn(Path.GetTempPath(), "models");
        Assert.That((ended.ExitCode, ended.Error), Is.EqualTo((0, "")));
        foreach (var source in ModelCatalog.All)
            Assert.That(ended.Output, Does.Contain($"{source.Kind}\n  {source.What}\n  Needs: {source.Needs}\n  \"model\": {source.Example}\n"));
    }

    [TestCaseSource(nameof(Kinds))]
    public void The_smallest_config_of_each_is_a_config(string kind)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.In("audit.json"), ModelsCommand.Config(ModelCatalog.Of(kind)));
        Assert.That(ConfigFile.Load(folder.In("audit.json")).Plan.Diagnostic().Model.Kind, Is.EqualTo(kind));
    }

    [Test]
    public void One_is_printed_whole_and_a_misspelt_one_offered()
    {
        Assert.That(AuditProgram.RunIn(Path.GetTempPath(), "models", "onnx").Output, Is.EqualTo(ModelsCommand.Config(ModelCatalog.Of("onnx"))));
        Assert.That(AuditProgram.RunIn(Path.GetTempPath(), "models", "onx"), Has.Property("ExitCode").EqualTo(2).And.Property("Error").Contains("Did you mean 'onnx'?"));
    }

    private static IEnumerable<string> Kinds() => ModelCatalog.All.Select(s => s.Kind);
}
