using AuditHarness.Adapters.Generators.References;
using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>Resolves a generator that ships, and what is done to its records.</summary>
/// <param name="reference">The section.</param>
/// <param name="columns">Which columns records have.</param>
internal sealed class ReferenceReader(ConfigSection<ReferenceConfig> reference, RecordColumns columns)
{
    /// <summary>The plan; to be used only when there are no faults.</summary>
    public ReferencePlan Read()
    {
        var drop = reference.Section<ReferenceDropConfig>(nameof(ReferenceConfig.Drop));
        var column = columns.Named(drop[nameof(ReferenceDropConfig.Column)]);
        if (column is not null) columns.Hold(column, drop[nameof(ReferenceDropConfig.Column)]!, "a group that is dropped shares a category", RecordKind.Category);
        return new(reference.Choice(nameof(ReferenceConfig.Method), ReferenceSource.Methods) ?? "")
        {
            Noise = reference.Number(nameof(ReferenceConfig.Noise)) ?? ReferenceConfig.None,
            Flips = reference.Number(nameof(ReferenceConfig.Flips)) ?? ReferenceConfig.None,
            Copied = reference.Number(nameof(ReferenceConfig.Copied)) ?? ReferenceConfig.None,
            DroppedColumn = column, DroppedLevel = drop.Level(nameof(ReferenceDropConfig.Level)),
            Dropped = drop.Number(nameof(ReferenceDropConfig.Share)) ?? ReferenceDropConfig.Whole,
        };
    }
}
