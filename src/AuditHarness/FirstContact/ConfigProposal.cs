using System.Text;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;
using AuditHarness.Config;

namespace AuditHarness.FirstContact;

/// <summary>A config for data that nobody has written one for: what was guessed, why, and the text, which was tried before it is shown.</summary>
/// <param name="Text">The config, with comments.</param>
/// <param name="Guesses">What it says, part by part, in its order.</param>
/// <param name="Doubts">What whoever runs it should look at first, one sentence each.</param>
/// <param name="RowsEvaluated">Rows that an audit by it evaluates; null where that was not tried.</param>
public sealed record ConfigProposal(string Text, IReadOnlyList<Guess> Guesses, IReadOnlyList<string> Doubts, int? RowsEvaluated)
{
    /// <summary>Looks at data and model, and proposes a config. Writes nothing.</summary>
    /// <param name="options">What it is for.</param>
    /// <exception cref="AuditInputException">
    /// A file is at fault, or something that a config needs cannot be guessed: the message says what was looked at, and which option says it.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ConfigProposal Make(ProposalOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (folder, file) = (Path.GetFullPath(options.Folder), Relative(options.Data, options.Folder));
        options.Progress?.Report(new("Looking at the data", 0, 1));
        var data = new ProposedData(file, folder, options);
        options.Progress?.Report(new("Looking at the model", 0, 1));
        var model = ProposedModel.Of(data, file, folder, options);
        var draft = Draft.Of(data, model, folder, options);
        var text = ProposedConfig.Write(draft, options);
        return draft.Model.Runs is { Kind: ModelCatalog.MlNet } && options.Sha256 is null
            ? new(text, draft.Guesses, [.. draft.Doubts, "The archive of ML.NET was not opened: that is done by 'audit run', once you trust the hash in the config."], null)
            : Tried(draft, text, folder, options);
    }

    // The very reading of 'audit run', up to where measuring begins.
    private static ConfigProposal Tried(Draft draft, string text, string folder, ProposalOptions options)
    {
        options.Progress?.Report(new("Trying the config", 0, 1));
        var plan = Plan(text, folder, options.FileName);
        using var model = ModelCatalog.Open(plan.Model, new(folder, options.Progress, options.Stop));
        var cohort = CohortFile.Load(plan, folder, model, options.Progress, options.Stop).Cohort;
        var scores = new ScoresSeen(cohort.Scores, cohort.Labels);
        if (scores.Rank < ScoresSeen.Backwards)
            draft = draft.With("Events have lower scores than others: the score may be the chance of the good outcome, or the event may be the other value of the label.");
        // A threshold that flags nobody, or everybody, would make every group alike.
        if (draft.Threshold is { } threshold && scores.Vacuous(threshold) && scores.Instead(cohort.Labels) is { } instead)
            draft = draft with { Threshold = instead, ThresholdWhy = "It flags about as many rows as have an event. Their share itself flags next to nobody or next to everybody, so these scores are no risks of this event: see the expectation on calibration." };
        return new(ProposedConfig.Write(draft, options), draft.Guesses, draft.Doubts, cohort.Count);
    }

    private static DiagnosticPlan Plan(string text, string folder, string name)
    {
        var faults = new ConfigFaults(ConfigText.Shown(name, 300));
        var plan = new PlanReader(folder, faults).Read(ConfigParser.Parse(Encoding.UTF8.GetBytes(text), faults));
        faults.ThrowIfAny();
        return (DiagnosticPlan)plan;
    }

    /// <summary>A path from the current folder as a config in a folder writes it.</summary>
    internal static string Relative(string path, string folder)
    {
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal))
            throw new AuditInputException("An empty text is no path of a file. Name the data with --data FILE.");
        return Path.GetRelativePath(Path.GetFullPath(folder), Path.GetFullPath(path)).Replace('\\', '/');
    }
}
