using System.Collections.Frozen;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Config;

namespace AuditHarness.FirstContact;

/// <summary>Which column holds the outcome, and which of its values is the event.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="Positive">Text that means an event.</param>
/// <param name="Others">Its other texts; more than one when it is still to be made binary.</param>
/// <param name="Guess">Why.</param>
internal sealed record LabelGuess(string Column, string Positive, IReadOnlyList<string> Others, Guess Guess)
{
    // Most levels of an outcome that is worth asking about.
    private const int MostLevels = 12;

    private static readonly FrozenSet<string> Targets = Words("label labels target outcome outcomes y event events ground truth groundtruth groundtruthlabel class ziel zielgroesse zielgrosse zielvariable zielereignis ereignis evento resultado evenement desfecho");

    private static readonly FrozenSet<string> Outcomes = Words(
        "death deaths dead died mortality deceased expired expire expireflag hospdead deathevent fatality fatal readmitted readmission readmit rehospitalized rehospitalised recurrence recurred relapse relapsed progression progressed " +
        "complication complications sepsis septic aki stroke infarction bleeding malignant malignancy metastasis icu decompensation deterioration arrest intubated " +
        "verstorben gestorben tod todesfall exitus letal wiederaufnahme rezidiv krank erkrankt muerte fallecido fallecimiento deces decede mort obito morto overleden");

    private static readonly FrozenSet<string> Diseases = Words("disease diagnosis diagnosed diabetes diabetic cancer tumor tumour condition case positive present dx chd cvd hf copd pneumonia dementia diagnose befund krankheit enfermedad maladie");

    // Weaker words: they tell an outcome where nothing better does.
    private static readonly FrozenSet<string> Hints = Words("poor high low elevated abnormal bad severe status result response risk health healthy alive survived survival");

    private static readonly FrozenSet<string> Reversed = Words("alive survived survival survivor healthy healthier lebt uberlebt vivo vivant recovered cured discharged");

    private static readonly FrozenSet<string> Filling = Words("in within at of the by any all is has had hosp hospital inhospital day days d month months mo m year years yr yrs y week weeks wk hour hours h flag ind indicator cd code bin binary patient");

    private static readonly FrozenSet<string> Yes = Words("1 1.0 yes y true t dead died death deceased expired positive pos event case present malignant abnormal poor bad disease diseased sick readmitted relapse ja j si s oui o sim verstorben tot gestorben krank muerto fallecido si + x");

    private static readonly FrozenSet<string> No = Words("0 0.0 no n false f alive survived survivor negative neg control absent benign normal good healthy censored nein non nao lebt lebend gesund none -");

    /// <summary>Guesses.</summary>
    /// <param name="table">The data.</param>
    /// <param name="taken">Columns that are something else.</param>
    /// <param name="asked">Column that the user names; null lets it be found.</param>
    /// <param name="positive">Value that the user names; null lets it be found.</param>
    /// <exception cref="AuditInputException">No column can be told to be the label, or it has more than two values and none was named.</exception>
    public static LabelGuess Of(TableInspection table, IReadOnlySet<string> taken, string? asked, string? positive)
    {
        if (asked is not null) return Asked(table, asked, positive);
        var candidates = table.Columns.Where(c => !taken.Contains(c.Name) && c.Levels is { Count: >= 2 and <= MostLevels } && !c.IsRisk)
            .Select(c => (Column: c, Points: Points(c))).OrderByDescending(c => c.Points).ToArray();
        // Three values are an outcome only when the name says so; two may be anything.
        var binary = candidates.Where(c => c.Column.Levels!.Count == 2).ToArray();
        var best = candidates.FirstOrDefault(c => c.Points > 0 && (c.Column.Levels!.Count == 2 || c.Points >= 60));
        var other = candidates.Where(c => c.Column != best.Column && c.Points > 0 && c.Column.Levels!.Count == 2).Select(c => c.Column.Name).ToArray();
        var unnamed = binary.Where(c => c.Points == 0).Select(c => c.Column.Name).ToArray();
        if (best.Column is null && binary is [var only]) return Of(only.Column, positive, "It is the only column with two values that is nothing else, though its name does not say so: check it.", []);
        if (best.Column is null)
            throw new AuditInputException((binary.Length == 0
                ? $"No column can be the label: none has exactly two values, apart from ids, protected attributes and the split.{Constant(table)} Columns looked at: {Named.All([.. table.Columns.Select(c => c.Name)])}. "
                : $"Several columns could be the label and no name says which: {Named.All(unnamed)}. ") +
                "Say which with --label COLUMN, and with --positive VALUE which value is the event.");
        if (candidates.Count(c => c.Points == best.Points && c.Column.Levels!.Count == 2) > 1)
            throw new AuditInputException($"{Named.All([.. candidates.Where(c => c.Points == best.Points).Select(c => c.Column.Name)])} could each be the label, and their names say so alike. Say which with --label COLUMN, and with --positive VALUE which value is the event.");
        return Of(best.Column, positive, "Its name is that of an outcome" + (best.Column.Levels!.Count == 2 ? ", and it has two values." : "."), other);
    }

    /// <summary>True when the name of a column says outcome: such a column tells what a model is to foresee.</summary>
    /// <param name="column">Name of the column.</param>
    public static bool IsOutcome(string column) => Points(ColumnWords.Of(column)) >= 70;

    /// <summary>The value that says event, of a column of classes; null where nothing says it.</summary>
    /// <param name="column">The column.</param>
    public static string? EventOf(TableColumn column) => Event(column).Item1;

    private static string Constant(TableInspection table) =>
        table.Columns.Where(c => (c.Levels is null or { Count: < 2 }) && IsOutcome(c.Name)).Select(c => c.Name).ToArray() is { Length: > 0 } named
            ? $" Named as an outcome, but with one value only, none, or very many: {Named.All(named)}." : "";

    private static LabelGuess Asked(TableInspection table, string asked, string? positive)
    {
        var column = table.Columns.FirstOrDefault(c => c.Name == asked)
            ?? throw new AuditInputException($"There is no column {Named.One(asked)} that --label names.{ConfigText.DidYouMean(asked, [.. table.Columns.Select(c => c.Name)])}");
        return column.Levels is { Count: >= 2 } ? Of(column, positive, "Named by --label.", [])
            : throw new AuditInputException($"The column {Named.One(asked)} that --label names has {(column.Levels is null ? $"more than {TableColumn.MostLevels} different values" : "one value only")}, and a label has two. Name another column, or recode this one.");
    }

    private static LabelGuess Of(TableColumn column, string? positive, string why, IReadOnlyCollection<string> passedOver)
    {
        string[] texts = [.. column.Levels!.Select(l => l.Text)];
        var (event_, because) = positive is not null
            ? (texts.FirstOrDefault(t => t == positive), "named by --positive")
            : Event(column);
        if (event_ is null)
            throw new AuditInputException(positive is not null
                ? $"The label {Named.One(column.Name)} has no value {Named.One(positive)} that --positive names; it has {Named.Levels(column.Levels!)}."
                : $"The column {Named.One(column.Name)} looks like the label and has {texts.Length} values: {Named.Levels(column.Levels!)}. A label has two. Say with --positive VALUE which is the event, and the others count as none; or name another column with --label.");
        string[] others = [.. texts.Where(t => t != event_)];
        var missing = column.Missing > 0 ? " Rows without a value are left out." : "";
        return new(column.Name, event_, others, new("label", $"{Named.One(column.Name)}, an event when it is {Named.One(event_)}",
            $"{why} The event is {Named.One(event_)}: {because}.{(others.Length > 1 ? $" {Named.Levels(column.Levels!.Where(l => l.Text != event_))} count as no event." : "")}{missing}{Named.PassedOver(passedOver)}"));
    }

    private static (string?, string) Event(TableColumn column)
    {
        var texts = column.Levels!.Select(l => l.Text).ToArray();
        var reversed = ColumnWords.Of(column.Name).Has(Reversed);
        var (yes, no) = (texts.Where(t => Yes.Contains(Plain(t))).ToArray(), texts.Where(t => No.Contains(Plain(t))).ToArray());
        if (reversed && no is [var without] && texts.Length == 2) return (without, "the name of the column says the good outcome, so that its absence is what a model warns of; check it");
        // 1 and 2 are "yes" and "no" in one survey and "no" and "yes" in another.
        var coded = yes is ["1"] && texts.Any(t => t is not "1" && t.All(char.IsAsciiDigit) && t is not "0");
        if (!coded && yes is [var one] && (texts.Length == 2 || no.Length == texts.Length - 1)) return (one, "it says so");
        if (texts.Length != 2) return (null, "");
        if (no is [var other]) return (texts.First(t => t != other), $"the other, {Named.One(other)}, says no event");
        var rarer = column.Levels!.MinBy(l => l.Rows)!.Text;
        return (rarer, "nothing says which of the two it is, and events are usually the rarer one; check it");
    }

    private static int Points(TableColumn column)
    {
        var points = Points(ColumnWords.Of(column.Name));
        // Outcomes are more often written as numbers than as words.
        return points > 0 && column.Levels!.All(l => l.Text is "0" or "1") ? points + 3 : points;
    }

    private static int Points(ColumnWords words)
    {
        string[] told = [.. words.All.Where(w => !Filling.Contains(w) && !w.All(char.IsDigit))];
        // "y" alone is a target; in "death_5y" it is a unit of time.
        if (told.Length == 0) return words.Whole == "y" ? 100 : 0;
        var horizon = words.All.Any(w => w.All(char.IsDigit)) || words.All.Contains("inhospital") || words.Whole.StartsWith("hosp", StringComparison.Ordinal) || words.Whole.Contains("inhosp", StringComparison.Ordinal) ? 7 : 0;
        if (Targets.Contains(words.Whole) || told.All(Targets.Contains)) return 100;
        // A horizon makes of a follow-up an outcome that a risk can be held to.
        if (Outcomes.Contains(words.Whole) || told.All(w => Outcomes.Contains(w) || Targets.Contains(w))) return 90 + horizon;
        if (told.Any(Targets.Contains)) return 75;
        if (told.Any(Outcomes.Contains)) return 70 + horizon;
        if (told.All(Diseases.Contains)) return 65;
        if (told.Any(Diseases.Contains)) return 55;
        return told.Any(Hints.Contains) ? told.Any(Reversed.Contains) ? 40 : 50 : 0;
    }

    private static string Plain(string text) => text.Trim().ToLowerInvariant();

    private static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
