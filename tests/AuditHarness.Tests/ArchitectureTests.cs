using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace AuditHarness;

/// <summary>The arrows of the architecture, read off the built assemblies and the project files.</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] Ours = ["AuditHarness", "AuditHarness.Adapters", "AuditHarness.Cli", "AuditHarness.Core", "AuditHarness.Reporting"];

    [TestCase("AuditHarness.Core")]
    [TestCase("AuditHarness.Adapters", "AuditHarness.Core")]
    [TestCase("AuditHarness.Reporting", "AuditHarness.Core")]
    [TestCase("AuditHarness", "AuditHarness.Adapters", "AuditHarness.Core", "AuditHarness.Reporting")]
    public void An_assembly_uses_only_what_lies_further_in(string assembly, params string[] allowed) =>
        Assert.That(ReferencesOf(Built(assembly)).Intersect(Ours), Is.SubsetOf(allowed));

    /// <summary>The core measures and judges; whatever touches the world outside is at the edge.</summary>
    [Test]
    public void The_core_uses_nothing_that_touches_files_console_network_processes_or_native_code()
    {
        string[] allowed =
        [
            "System.Runtime", "System.Collections", "System.Collections.Immutable", "System.Collections.Concurrent", "System.Linq",
            "System.Memory", "System.Numerics.Tensors", "System.Numerics.Vectors", "System.Runtime.Numerics", "System.Runtime.Extensions",
            "System.Runtime.Intrinsics", "System.Security.Cryptography", "System.Text.Encodings.Web", "System.Text.Json",
            "System.Text.RegularExpressions", "System.Threading", "System.Threading.Tasks", "System.Threading.Tasks.Parallel", "MathNet.Numerics",
            // For views of lists and memory as spans; that no native library is called is seen below.
            "System.Runtime.InteropServices",
        ];
        Assert.That(ReferencesOf(Built("AuditHarness.Core")), Is.SubsetOf(allowed));
        Assert.That(Read(Built("AuditHarness.Core"), m => Enumerable.Repeat("native", m.GetTableRowCount(TableIndex.ModuleRef))), Is.Empty);
    }

    /// <summary>Files, console and clock are in System.Runtime too, where the list of assemblies does not show them.</summary>
    [Test]
    public void The_core_names_no_type_of_files_console_or_clock()
    {
        string[] shunned =
        [
            "System.IO.File", "System.IO.FileInfo", "System.IO.FileStream", "System.IO.Directory", "System.IO.DirectoryInfo", "System.IO.Path",
            "System.Console", "System.Diagnostics.Process", "System.Diagnostics.Stopwatch", "System.TimeProvider", "System.Random",
            "System.Guid",
        ];
        Assert.That(TypesNamedBy(Built("AuditHarness.Core")).Intersect(shunned), Is.Empty);
    }

    [Test]
    public void The_checks_of_the_core_can_fail() =>
        Assert.That(TypesNamedBy(Built("AuditHarness")), Does.Contain("System.IO.File").And.Contain("System.TimeProvider"));

    [TestCase("AuditHarness.Core")]
    [TestCase("AuditHarness.Adapters", "AuditHarness.Core")]
    [TestCase("AuditHarness.Reporting", "AuditHarness.Core")]
    [TestCase("AuditHarness", "AuditHarness.Adapters", "AuditHarness.Core", "AuditHarness.Reporting")]
    [TestCase("AuditHarness.Cli", "AuditHarness")]
    public void A_project_references_what_the_architecture_draws(string project, params string[] expected)
    {
        var references = ProjectFile("src", project).Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.That(references, Is.EquivalentTo(expected));
    }

    [Test]
    public void Every_project_is_one_of_the_architecture() =>
        Assert.That(
            Directory.EnumerateFiles(Repository.In("src"), "*.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension),
            Is.EquivalentTo(Ours));

    [Test]
    public void A_test_project_stands_beside_every_project() =>
        Assert.That(Ours.Where(p => !File.Exists(Repository.In("tests", p + ".Tests", p + ".Tests.csproj"))), Is.Empty);

    [Test]
    public void The_top_folder_holds_only_what_belongs_there() =>
        Assert.That(
            Directory.EnumerateDirectories(Repository.Root).Select(Path.GetFileName),
            Is.SubsetOf(new[] { ".git", ".ci", ".audit", ".vs", ".idea", ".vscode", "configs", "datasets", "reports", "src", "tests", "TestResults" }));

    [Test]
    public void Versions_of_packages_are_pinned_in_the_central_file_alone()
    {
        var projects = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories).ToList();
        Assert.That(projects, Has.Count.GreaterThan(Ours.Length));
        Assert.Multiple(() =>
        {
            foreach (var project in projects)
                Assert.That(
                    XDocument.Load(project).Descendants("PackageReference").Where(p => p.Attribute("Version") is not null || p.Element("Version") is not null || p.Attribute("VersionOverride") is not null),
                    Is.Empty, project);
            foreach (var version in XDocument.Load(Repository.In("Directory.Packages.props")).Descendants("PackageVersion"))
                Assert.That(version.Attribute("Version")!.Value, Does.Match(@"^\d+\.\d+\.\d+(\.\d+)?$"), version.ToString());
        });
    }

    private static XDocument ProjectFile(string folder, string project) => XDocument.Load(Repository.In(folder, project, project + ".csproj"));

    private static string Built(string assembly) => Path.Combine(TestContext.CurrentContext.TestDirectory, assembly + ".dll");

    private static List<string> ReferencesOf(string assembly) =>
        Read(assembly, m => m.AssemblyReferences.Select(r => m.GetString(m.GetAssemblyReference(r).Name)));

    private static List<string> TypesNamedBy(string assembly) => Read(assembly, m => m.TypeReferences.Select(h =>
    {
        var type = m.GetTypeReference(h);
        return $"{m.GetString(type.Namespace)}.{m.GetString(type.Name)}";
    }));

    private static List<string> Read(string assembly, Func<MetadataReader, IEnumerable<string>> names)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        return [.. names(file.GetMetadataReader())];
    }
}
