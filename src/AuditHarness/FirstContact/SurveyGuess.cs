using System.Collections.Frozen;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;

namespace AuditHarness.FirstContact;

/// <summary>The design of a survey: sampling weights, sampling units and strata, where columns are named so. A plain "weight" is the body's.</summary>
/// <param name="Weight">Column with sampling weights, or null.</param>
/// <param name="Cluster">Column with sampling units, or null.</param>
/// <param name="Stratum">Column with strata, or null.</param>
/// <param name="Guesses">Why.</param>
internal sealed record SurveyGuess(string? Weight, string? Cluster, string? Stratum, IReadOnlyList<Guess> Guesses)
{
    private static readonly FrozenSet<string> Weights = Words("mecweight wtmec wtmec2yr wtmec4yr wtint wtint2yr wtmecprp wtintprp wtsaf2yr sampleweight sampleweights samplingweight surveyweight pweight personweight finalweight finalwt perwt sampwt stichprobengewicht wtfa wtfasa llcpwt");
    private static readonly FrozenSet<string> Units = Words("psu sdmvpsu psuid primarysamplingunit ppsu varpsu");
    private static readonly FrozenSet<string> Strata = Words("stratum strata sdmvstra strat pstrat varstrat ststr schicht");

    /// <summary>Guesses.</summary>
    /// <param name="table">The data.</param>
    public static SurveyGuess Of(TableInspection table)
    {
        var weight = Find(Weights, c => c.Type is ColumnType.Number or ColumnType.Integer);
        var unit = Find(Units, c => c.Missing == 0);
        var stratum = unit is null ? null : Find(Strata, c => c.Missing == 0);
        var guesses = new List<Guess>();
        if (weight is not null) guesses.Add(new("weight", Named.One(weight), "Its name is that of sampling weights: every figure then stands for the population that was sampled."));
        if (unit is not null)
            guesses.Add(new("cluster", Named.One(unit) + (stratum is null ? "" : $" within {Named.One(stratum)}"),
                "It names primary sampling units, whose people are not independent: every interval rests on how the units differ."));
        return new(weight, unit, stratum, guesses);

        string? Find(FrozenSet<string> words, Func<TableColumn, bool> fits) =>
            table.Columns.FirstOrDefault(c => words.Contains(ColumnWords.Of(c.Name).Whole) && c.Missing == 0 && fits(c))?.Name;
    }

    private static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
