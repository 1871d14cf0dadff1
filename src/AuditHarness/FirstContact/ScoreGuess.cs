using System.Collections.Frozen;
using AuditHarness.Adapters.Datasets;

namespace AuditHarness.FirstContact;

/// <summary>Which column holds the risk that a model gave.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="Reversed">True when it is the chance of the good outcome, so that the risk is 1 less it.</param>
/// <param name="Missing">Rows without one.</param>
/// <param name="Guess">Why.</param>
internal sealed record ScoreGuess(string Column, bool Reversed, int Missing, Guess Guess)
{
    /// <summary>True when there are others, so that its name tells which model it is of.</summary>
    public bool OneOfSeveral { get; init; }

    private static readonly FrozenSet<string> Whole = Words("score scores risk risks probability prob proba pred preds prediction predictions predicted predictedrisk predictedprobability riskscore yhat ypred yprob yscore phat p risiko wahrscheinlichkeit vorhersage prognose riesgo probabilidad risque probabilite prediccion rischio risco modelscore modeloutput");
    private static readonly FrozenSet<string> Survival = Words("surv survival survive survives alive uberleben survie supervivencia");
    // What a simulation knows and no model does, and ranks that people are given beforehand.
    private static readonly FrozenSet<string> Others = Words("true actual real observed polygenic genetic label");

    /// <summary>Guesses.</summary>
    /// <param name="table">The data, or a table of predictions.</param>
    /// <param name="where">What the table is, for messages, such as "the data".</param>
    /// <param name="asked">Column that the user names; null lets it be found.</param>
    /// <returns>Null where no column is named so, or none so named holds risks.</returns>
    /// <exception cref="AuditInputException">The column that the user names is not there, or holds no risks.</exception>
    public static ScoreGuess? Of(TableInspection table, string where, string? asked)
    {
        if (asked is not null && table.Columns.FirstOrDefault(c => c.Name == asked) is { } named)
            return named.IsRisk ? new(asked, ColumnWords.Of(asked).Has(Survival), named.Missing, new("score", Named.One(asked), "Named by --score; all its values are from 0 to 1."))
                : throw new AuditInputException($"The column {Named.One(asked)} that --score names holds no risks: a risk is a number from 0 to 1, and in some row neither 0 nor 1. Give probabilities, not log-odds, percentages or decisions.");
        if (asked is not null) return null;
        var found = table.Columns.Where(c => c.IsRisk).Select(c => (Column: c, Points: Points(c.Name))).Where(c => c.Points > 0).OrderByDescending(c => c.Points).ToArray();
        if (found is not [var best, ..]) return null;
        var others = found.Skip(1).Select(c => c.Column.Name).ToArray();
        var reversed = ColumnWords.Of(best.Column.Name).Has(Survival);
        return new(best.Column.Name, reversed, best.Column.Missing, new("score", Named.One(best.Column.Name),
            $"Its name is that of a {(reversed ? "chance of survival" : "risk")}, and all its values in {where} are from 0 to 1." +
            (reversed ? " The risk is 1 less it." : "") +
            (others.Length == 0 ? "" : $" One audit judges one model; for another, write its column here instead.{Named.PassedOver(others)}"))) { OneOfSeveral = others.Length > 0 };
    }

    private static int Points(string name)
    {
        var words = ColumnWords.Of(name);
        if (words.Has(Others)) return 10;
        if (words.All.Any(w => Survival.Contains(w))) return 50;
        // "predicted" as one word is known; "pred_xgb" and "p_death" begin with one that is.
        if (Whole.Contains(words.Whole)) return 100;
        if (words.All is [var first, ..] && Whole.Contains(first)) return 80;
        return words.All.Any(w => Whole.Contains(w) && w.Length > 1) ? 70 : 0;
    }

    private static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
