using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>Resolves a config tree into a plan: every default made explicit, every rule between keys checked. Its keys say what is audited.</summary>
/// <param name="folder">The config's folder, absolute; decides whether two paths mean the same file.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class PlanReader(string folder, ConfigFaults faults)
{
    /// <summary>Keys of which one makes a config that of a generator, unless <see cref="Model"/> is there too.</summary>
    public static IReadOnlyList<string> Generator { get; } = ["records", "generator"];

    /// <summary>The key that makes it that of a model whatever else there is.</summary>
    public const string Model = "model";

    /// <summary>The plan; to be used only when there are no faults.</summary>
    public AuditPlan Read(ConfigNode root) =>
        root is ConfigNode.Map { Members: var members } && Generator.Any(members.ContainsKey) && !members.ContainsKey(Model)
            ? new SyntheticRecordsReader(folder, faults).Read(root) : new DiagnosticReader(folder, faults).Read(root);

    /// <summary>What is said of a key that only configs of generators have; null of any other.</summary>
    public static string? OfGenerators(string key) => Names<SyntheticRecordsConfig>(key)
        ? $"'{key}' is of a generator of records, and this config audits a model that scores patients. Take it out, or give the generator a config of its own." : null;

    /// <summary>What is said of a key that only configs of models have; null of any other.</summary>
    public static string? OfModels(string key) => Names<AuditConfig>(key)
        ? $"'{key}' is of a model that scores patients, and this config audits a generator of records. Take it out, or give the model a config of its own." : null;

    private static bool Names<TConfig>(string key) => ConfigKey.Of(typeof(TConfig)).Any(k => k.Name == key);
}
