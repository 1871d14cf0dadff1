using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models;

/// <summary>A source of models, as configs name it by its kind and <c>audit models</c> lists it.</summary>
/// <param name="Kind">How a config names it.</param>
/// <param name="What">What it is, in one sentence.</param>
/// <param name="Needs">What it needs of the machine and of the config, in one sentence.</param>
public sealed record ModelSource(string Kind, string What, string Needs)
{
    /// <summary>The smallest 'model' of a config, as JSON.</summary>
    public required string Example { get; init; }

    /// <summary>Opens a model; null where no model runs, because its scores stand in a file already.</summary>
    public Func<ModelPlan, ModelPlace, IDiagnosticModel>? Open { get; init; }

    /// <summary>True when 'file' names the model; else a section of the config's own says where it is.</summary>
    public bool IsFile { get; init; } = true;

    /// <summary>True when it is code, and is opened only with the SHA-256 that the config gives.</summary>
    public bool NeedsHash { get; init; }

    /// <summary>
    /// What asking it many times over comes to: an explanation of a black box asks for up to four million rows. Where that is not free
    /// the audit 'explanations' is made only when a config names it; where it would say nothing it is refused.
    /// </summary>
    public Asking Asking { get; init; } = Asking.Free;

    /// <summary>The library that runs it, with its version; null where none does, or our own code.</summary>
    public Func<(string Name, string Version)>? Runtime { get; init; }
}

/// <summary>What asking a model many times over comes to.</summary>
public enum Asking
{
    /// <summary>Time of this machine only.</summary>
    Free,
    /// <summary>Somebody's money, quota or patience.</summary>
    Costly,
    /// <summary>Nothing: what it is given are no features that could be exchanged between patients, such as pictures.</summary>
    Pointless,
}

/// <summary>Where a model is opened, and who is told while it answers.</summary>
/// <param name="Folder">The folder that the plan's paths are relative to, absolute.</param>
/// <param name="Progress">Told how far scoring is, by sources that take long; null tells nobody.</param>
/// <param name="Stop">Cancels the opening.</param>
public sealed record ModelPlace(string Folder, IProgress<AuditProgress>? Progress = null, CancellationToken Stop = default);
