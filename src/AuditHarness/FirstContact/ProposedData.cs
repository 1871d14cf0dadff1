using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;

namespace AuditHarness.FirstContact;

/// <summary>The data as it was seen: how it is written, its columns, and which of them are what.</summary>
internal sealed class ProposedData
{
    // Words that programs write for no value. "none" and "unknown" are left alone: they may be answers.
    private static readonly string[] NoValue = ["NA", "N/A", "#N/A", "<NA>", "NaN", "nan", "NULL", "null", "?", "."];

    private readonly ProposalOptions _asked;

    /// <param name="file">Path as the config is to write it.</param>
    /// <param name="folder">Folder that it is relative to.</param>
    /// <param name="asked">What the user says.</param>
    public ProposedData(string file, string folder, ProposalOptions asked)
    {
        (_asked, Folder) = (asked, folder);
        var plan = new DataPlan(file, null, "", "", null, null, null) { Csv = CsvDialect.Guess(file, folder) };
        (Plan, Table) = WithMissing(plan, Usable(TableInspection.Of(plan, folder, asked.Stop)));
        Read = new("data", Named.File(file), FormattableString.Invariant($"{Table.Kind}; {Table.Rows:N0} rows, {Table.Columns.Count} columns.") +
            (Plan.Csv.Missing.Count == 0 ? "" : $" {Named.All(Plan.Csv.Missing)} stands for no value.") +
            (Table.Unusable.Count == 0 ? "" : $" Lists or records, which are not read: {Named.All(Table.Unusable)}."));
        if (Table.Rows == 0) throw new AuditInputException($"The data {Named.File(file)} has a header and no rows. Give it one row per patient.");
        Recognise();
    }

    /// <summary>Folder that paths are relative to.</summary>
    public string Folder { get; }

    /// <summary>How it is read; id, label and split are not said yet.</summary>
    public DataPlan Plan { get; private set; }

    /// <summary>Its columns.</summary>
    public TableInspection Table { get; private set; }

    /// <summary>How it is written, in words.</summary>
    public Guess Read { get; }

    /// <summary>The column that identifies a row, or null.</summary>
    public (string Column, Guess Guess)? Id { get; private set; }

    /// <summary>The column by which rows belong to one patient, or null.</summary>
    public (string Column, Guess Guess)? Cluster { get; private set; }

    /// <summary>Which rows are held out, or null.</summary>
    public (SplitPlan Plan, Guess Guess)? Split { get; private set; }

    /// <summary>The design of a survey.</summary>
    public SurveyGuess Survey { get; private set; } = new(null, null, null, []);

    /// <summary>The score, where it stands in the data.</summary>
    public ScoreGuess? Score { get; private set; }

    /// <summary>The label.</summary>
    public LabelGuess Label { get; private set; } = null!;

    /// <summary>Columns that are named as protected attributes are.</summary>
    public IReadOnlyList<(TableColumn Column, ProtectedKind Kind)> Protected { get; private set; } = [];

    /// <summary>Lets a query make the data, so that it has what the file lacks.</summary>
    /// <param name="recoding">What it makes.</param>
    /// <param name="score">Name of the column with the risk, where it makes one.</param>
    /// <param name="label">Name of the column with the event, where it makes one.</param>
    public void Recode(Recoding recoding, string? score, string? label)
    {
        var (before, scoreBefore) = (Label, Score);
        Plan = recoding.Of(Plan);
        Table = Usable(TableInspection.Of(Plan, Folder, _asked.Stop));
        Recognise(score ?? scoreBefore?.Column, label ?? before.Column, label is null ? before.Positive : "1");
        Label = Label with { Guess = before.Guess };
        if (Score is not null && scoreBefore is not null) Score = Score with { Guess = scoreBefore.Guess };
    }

    private void Recognise(string? score = null, string? label = null, string? positive = null)
    {
        Id = IdGuess.Of(Table, _asked.Id);
        Split = SplitGuess.Of(Table);
        Survey = SurveyGuess.Of(Table);
        Cluster = Survey.Cluster is null ? IdGuess.Cluster(Table) : null;
        Protected = AttributeGuess.Candidates(Table);
        Score = ScoreGuess.Of(Table, "the data", score ?? _asked.Score);
        var taken = Protected.Select(p => p.Column.Name).Concat([Id?.Column, Split?.Plan.Column, Survey.Weight, Survey.Cluster, Survey.Stratum, Cluster?.Column]).OfType<string>().ToHashSet(StringComparer.Ordinal);
        Label = LabelGuess.Of(Table, taken, label ?? _asked.Label, positive ?? _asked.Positive);
        Protected = [.. Protected.Where(p => p.Column.Name != Label.Column)];
    }

    private (DataPlan, TableInspection) WithMissing(DataPlan plan, TableInspection table)
    {
        if (table.Columns.All(c => c.Origin == TypeOrigin.Stored)) return (plan, table);
        var seen = NoValue.Where(word => table.Columns.Any(c => c.Levels?.Any(l => l.Text == word) == true)).ToArray();
        // Of columns with many values the words are not known: whether they would be numbers without them tells.
        string[] texts = [.. table.Columns.Where(c => c.Type == ColumnType.Text && c.Levels is null).Select(c => c.Name)];
        if (seen.Length == 0 && texts.Length == 0) return (plan, table);
        var (tried, without) = Missing(NoValue);
        var numbers = without.Columns.Any(c => texts.Contains(c.Name) && c.Type is ColumnType.Number or ColumnType.Integer && table.Columns.First(b => b.Name == c.Name).Type == ColumnType.Text);
        return numbers ? (tried, without) : seen.Length == 0 ? (plan, table) : Missing(seen);

        (DataPlan, TableInspection) Missing(string[] words)
        {
            var changed = plan with { Csv = plan.Csv with { Missing = words } };
            return (changed, Usable(TableInspection.Of(changed, Folder, _asked.Stop)));
        }
    }

    // Columns without a name, or with one that could be taken for another, cannot stand in a config; two of one name cannot be told apart.
    private static TableInspection Usable(TableInspection table) => table with
    {
        Columns = [.. table.Columns.GroupBy(c => c.Name).Where(g => g.Count() == 1).Select(g => g.Single()).Where(c => !string.IsNullOrWhiteSpace(c.Name) && !Config.ConfigText.IsUnsafe(c.Name))],
    };
}
