using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;

namespace AuditHarness.FirstContact;

/// <summary>Everything that a proposed config says, before it is written down.</summary>
/// <param name="Data">The data.</param>
/// <param name="Model">Where the scores come from.</param>
/// <param name="Plan">The data with id, label, split and design.</param>
/// <param name="Attributes">Whom to compare.</param>
/// <param name="PassedOver">Columns that look like protected attributes and are not compared, and why.</param>
/// <param name="Leaks">Columns that tell the outcome, and why.</param>
/// <param name="MissingLevel">Name for rows without a value; null keeps the usual one.</param>
/// <param name="Expectations">What must hold.</param>
internal sealed record Draft(
    ProposedData Data, ProposedModel Model, DataPlan Plan, IReadOnlyList<AttributeGuess> Attributes, IReadOnlyList<(string Column, string Why)> PassedOver,
    IReadOnlyList<(string Column, string Why)> Leaks, string? MissingLevel, IReadOnlyList<ExpectationGuess> Expectations)
{
    private const string Missing = "missing";
    private const int Few = 10;
    // A count keeps a number per row and column.
    private const int MostCells = 20_000_000;

    /// <summary>Flagged from here on.</summary>
    public double? Threshold { get; init; }

    /// <summary>Why.</summary>
    public required string ThresholdWhy { get; init; }

    /// <summary>What to look at first.</summary>
    public IReadOnlyList<string> Doubts { get; init; } = [];

    /// <summary>Every guess, in the order of the config.</summary>
    public IReadOnlyList<Guess> Guesses =>
    [
        Data.Read, .. Id is { } id ? [id] : Array.Empty<Guess>(), Data.Label.Guess, .. Data.Split is { } split ? [split.Guess] : Array.Empty<Guess>(), .. Data.Survey.Guesses,
        .. Data.Cluster is { } cluster ? [cluster.Guess] : Array.Empty<Guess>(), .. Model.Guesses,
        new("threshold", FormattableString.Invariant($"{Threshold}"), ThresholdWhy), .. Attributes.Select(a => a.Guess),
        .. PassedOver.Select(p => new Guess("passed over", Named.One(p.Column), $"Not compared: {p.Why}.")),
        .. Leaks.Select(l => new Guess("outcome", Named.One(l.Column), $"To be given to no model: {l.Why}.")),
        new("expectations", FormattableString.Invariant($"{Expectations.Where(e => e.Judged).Sum(e => Math.Max(1, e.Levels.Count))}{(Expectations.Any(e => !e.Judged) ? FormattableString.Invariant($", and {Expectations.Count(e => !e.Judged)} written down as a comment, for the data could not show them") : "")}"), "Modest ones to begin with: their limits depend on how many patients there are, never on what the model does."),
    ];

    /// <summary>Why the id was chosen; null where there is none.</summary>
    public Guess? Id => Plan.Id is null ? null : Data.Id is { } own && own.Column == Plan.Id ? own.Guess : new("id", Named.One(Plan.Id), "No two rows have the same, and the predictions have it too.");

    /// <summary>The same with a doubt more.</summary>
    public Draft With(string doubt) => this with { Doubts = [.. Doubts, doubt] };

    /// <summary>Puts it together.</summary>
    /// <param name="data">The data.</param>
    /// <param name="model">The model.</param>
    /// <param name="folder">Folder that paths are relative to.</param>
    /// <param name="asked">What the user says.</param>
    public static Draft Of(ProposedData data, ProposedModel model, string folder, ProposalOptions asked)
    {
        var plan = data.Plan with
        {
            Id = model.DataId ?? data.Id?.Column, Label = data.Label.Column, Positive = data.Label.Positive, Split = data.Split?.Plan,
            Weight = data.Survey.Weight, Cluster = data.Survey.Cluster ?? data.Cluster?.Column, Stratum = data.Survey.Stratum,
        };
        var missing = data.Protected.Any(p => p.Column.Levels?.Any(l => l.Text == Missing) == true) ? "no value" : null;
        var plans = data.Protected.Select(p => AttributeGuess.Countable(p.Column, p.Kind).Plan).OfType<AttributePlan>().ToList();
        AttributePlan[] others = [.. LeakGuess.Countable(data.Table, plan.Label).Where(c => plans.All(p => p.Name != c.Name)).Select(c => new AttributePlan(c.Name, c.Name, null, null))];
        var most = MostCells / data.Table.Rows;
        plans.AddRange(others.Take(most));
        var counts = GroupCounts.Of(plan, plans, folder, AttributeGuess.NoValue, asked.Stop);
        if (counts.Events is 0 || counts.Events == counts.Rows)
            throw new AuditInputException($"Among the rows to evaluate the label {Named.One(plan.Label)} is {(counts.Events == 0 ? "never" : "always")} {Named.One(plan.Positive)}, and a model can be judged only where there are both outcomes. Say with --label and --positive what the event is, or give more rows.");
        List<(string, string)> passedOver = [];
        var attributes = AttributeGuess.Of(data.Protected, counts, missing ?? Missing, passedOver);
        (string Column, string)[] leaks = [.. LeakGuess.Of(data.Table, plan.Label, counts).Where(l => l.Column != model.Plan.Score && l.Column != plan.Id && l.Column != data.Score?.Column)];
        var few = counts.Events <= Few || counts.Rows - counts.Events <= Few;
        var draft = new Draft(data, model, plan, attributes, passedOver, leaks, missing, ExpectationGuess.Of(attributes))
        {
            Threshold = few ? 0.5 : Digits((double)counts.Events / counts.Rows),
            ThresholdWhy = "There is no default, for it is a clinical choice: from which risk on would somebody act? " + (few ? "0.5 only stands for it." : "Here it is the share of events among the rows, so that whoever has more than the average risk is flagged."),
        };
        if (few) draft = draft.With("There are 10 events or fewer, or as few rows without one: hardly a figure can be shown.");
        if (others.Length > most) draft = draft.With(FormattableString.Invariant($"The data is large: only the first {most} of {others.Length} columns with few values were looked at for telling the outcome."));
        if (attributes.Count == 0) draft = draft.With($"No protected attribute was found, so nobody is compared. Columns looked at: {Named.All([.. data.Table.Columns.Select(c => c.Name)])}.");
        if (model.Runs is { } runs && runs.Features.Select(f => f.Column).Where(f => leaks.Any(l => l.Column == f)).ToArray() is { Length: > 0 } given)
            draft = draft.With($"The model is given {Named.All(given)}, which may tell the outcome: {leaks.First(l => l.Column == given[0]).Item2}. Its figures would then mean nothing.");
        return draft;
    }

    // Two digits: more would only pretend that they matter.
    private static double Digits(double share) => Math.Round(share, Math.Clamp(1 - (int)Math.Floor(Math.Log10(share)), 2, 6));
}
