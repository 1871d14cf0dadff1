using System.Text.RegularExpressions;
using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>Resolves the worker of a model or a generator: what is started, and its limits.</summary>
/// <typeparam name="TConfig">What is a worker; its key is called as that of a model.</typeparam>
/// <param name="owner">The section of the model or generator.</param>
/// <param name="what">"model" or "generator".</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class WorkerReader<TConfig>(ConfigSection<TConfig> owner, string what, ConfigFaults faults)
{
    /// <summary>The plan; null when it is not said, which is a fault where it is a worker.</summary>
    /// <param name="kind">Kind of the model or generator, or null when that is not known.</param>
    /// <param name="isWorker">True when the kind is that of workers.</param>
    public WorkerPlan? Read(string? kind, bool isWorker)
    {
        if (owner[nameof(ModelConfig.Worker)] is not { } node)
        {
            if (isWorker && owner.Node is ConfigNode.Map) faults.Add(owner.Node, $"the key 'worker' is missing: a {what} of kind 'worker' is a program. Give its 'command'.");
            return null;
        }
        if (kind is not null && !isWorker) faults.Add(node, $"a {what} of kind '{kind}' is no program to be started, so this key has nothing to say. Take it out, or give the kind 'worker'.");
        var section = owner.Section<WorkerConfig>(nameof(ModelConfig.Worker));
        return new()
        {
            Key = $"{what}.worker",
            Command = [.. section.List(nameof(WorkerConfig.Command)).Select(n => n.AsText(faults)).OfType<string>()],
            Files = [.. ModelReader.Texts(section.List(nameof(WorkerConfig.Files)), faults)],
            BatchRows = section.Whole(nameof(WorkerConfig.BatchRows)) ?? WorkerConfig.DefaultBatchRows,
            StartSeconds = section.Number(nameof(WorkerConfig.StartSeconds)) ?? WorkerConfig.DefaultStartSeconds,
            BatchSeconds = section.Number(nameof(WorkerConfig.BatchSeconds)) ?? WorkerConfig.DefaultBatchSeconds,
            Restarts = section.Whole(nameof(WorkerConfig.Restarts)) ?? WorkerConfig.DefaultRestarts,
            MemoryMegabytes = section.Whole(nameof(WorkerConfig.MemoryMegabytes)) ?? WorkerConfig.DefaultMemoryMegabytes,
            Environment = [.. Names(section.List(nameof(WorkerConfig.Environment)))],
        };
    }

    private IEnumerable<string> Names(IReadOnlyList<ConfigNode> nodes)
    {
        foreach (var node in nodes)
            if (node is ConfigNode.Text { Value: var name } && name.Length > 0 && !Regex.IsMatch(name, WorkerConfig.NamePattern))
                faults.Add(node, $"'{ConfigText.Shown(name)}' cannot name an environment variable. Give its name alone, never its value.");
        return ModelReader.Texts(nodes, faults);
    }
}
