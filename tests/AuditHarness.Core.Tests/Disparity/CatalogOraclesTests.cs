using System.Reflection;
using AuditHarness.Metrics;

namespace AuditHarness.Disparity;

/// <summary>No figure without a source and a test that holds it against something other than our own output.</summary>
public sealed class CatalogOraclesTests
{
    public static IEnumerable<TestCaseData> Entries =>
    [
        .. MetricCatalog.Infos.Select(m => new TestCaseData(m.Id, m.Definition, m.Source, m.IntervalMethod, m.Oracle).SetArgDisplayNames(m.Id)),
        .. DisparityCatalog.Entries.Select(d => new TestCaseData(d.Info.Id, d.Info.Definition, d.Info.Source, d is MetricDisparity ? "its metric's" : d.Info.IntervalMethod, d.Info.Oracle).SetArgDisplayNames(d.Info.Id)),
    ];

    [TestCaseSource(nameof(Entries))]
    public void Every_entry_names_definition_source_interval_and_a_test_that_exists(string id, string definition, string source, string interval, string oracle) =>
        Assert.Multiple(() =>
        {
            Assert.That(definition, Is.Not.Empty);
            Assert.That(source, Does.Match(@"\d{4}"), "a source has a year");
            Assert.That(interval, Is.Not.Empty);
            Assert.That(Tests.Contains(oracle), Is.True, $"{id} names '{oracle}', which is no test of this assembly");
        });

    [Test]
    public void Ids_are_unique_over_both_catalogs() =>
        Assert.That(MetricCatalog.Infos.Select(m => m.Id).Concat(DisparityCatalog.All.Select(d => d.Id)), Is.Unique);

    [Test]
    public void Every_metric_that_a_disparity_rests_on_is_in_the_catalog() =>
        Assert.That(DisparityCatalog.All.SelectMany(d => d.Metrics).Where(m => MetricCatalog.Find(m) is null), Is.Empty);

    private static HashSet<string> Tests { get; } =
    [
        .. from type in Assembly.GetExecutingAssembly().GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance)
           where method.GetCustomAttributes().Any(a => a is TestAttribute or TestCaseAttribute or TestCaseSourceAttribute)
           select $"{type.Name}.{method.Name}",
    ];
}
