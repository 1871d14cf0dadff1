using System.Collections.Frozen;
using AuditHarness.Adapters.Datasets;

namespace AuditHarness.FirstContact;

/// <summary>Which column identifies a row, and which says that rows belong to one patient.</summary>
internal static class IdGuess
{
    private static readonly FrozenSet<string> Ids = Words(
        "id ids pid rowid row rownames rowname rownum rownumber rn index idx sno seqn seq serial subjid subject subjectid patient patientid patientnbr patientnr mrn record recordid encounter encounterid visit visitid stay stayid hadm hadmid " +
        "case caseid caseno key uuid guid no nr num nbr number nummer fallnummer fallnr fallid patientennummer patientennr patnr pat kennung identifier identifiant identificador unnamed usubjid eid");

    // What says whose a row is, as far as it can come twice.
    private static readonly FrozenSet<string> People = Words("patient patients pat subject subjid person people participant member mrn patientid patientnbr patientennummer patnr individual mother proband teilnehmer paciente usubjid");

    private static readonly FrozenSet<string> NoIds = Words("admission source discharge type disposition reason of count hospital site ward center centre physician doctor provider clinic");

    /// <summary>The column that identifies a row.</summary>
    /// <param name="table">The data.</param>
    /// <param name="asked">Column that the user names; null lets it be found.</param>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="AuditInputException">The column that the user names is not there, or does not identify a row.</exception>
    public static (string Column, Guess Guess)? Of(TableInspection table, string? asked)
    {
        if (asked is not null) return (Asked(table, asked).Name, new("id", Named.One(asked), "Named by --id."));
        var candidates = Candidates(table);
        if (candidates is not [var id, ..])
            return null;
        var others = candidates.Skip(1).ToArray();
        return (id, new("id", Named.One(id), $"Its name is that of an id, and no two rows have the same. It is given to no model.{Named.PassedOver(others)}"));
    }

    /// <summary>The columns that can identify a row, the likeliest first.</summary>
    /// <param name="table">A table.</param>
    public static IReadOnlyList<string> Candidates(TableInspection table) =>
        [.. table.Columns.Where(c => c.IsUnique && IsNamedSo(c.Name)).Select(c => c.Name)
            .OrderBy(n => ColumnWords.Of(n).Has(Strong) ? 0 : 1)];

    /// <summary>A column by which several rows belong to one patient; null where there is none.</summary>
    /// <param name="table">The data.</param>
    public static (string Column, Guess Guess)? Cluster(TableInspection table)
    {
        var column = table.Columns.FirstOrDefault(c => !c.IsUnique && c.Missing == 0 && c.Levels is null && c.Type is not Audits.ColumnType.Number
            && ColumnWords.Of(c.Name) is var words && words.Has(People) && (words.Has(Ids) && !words.Has(NoIds)));
        return column is null ? null : (column.Name, new("cluster", Named.One(column.Name),
            "It names patients, and some have several rows. Rows of one patient are not independent: intervals rest on how patients differ."));
    }

    /// <summary>True for a name that says id.</summary>
    /// <param name="column">Name of the column.</param>
    public static bool IsNamedSo(string column) => column.Length == 0 || (ColumnWords.Of(column) is var words && words.Has(Ids) && !words.Has(NoIds));

    private static readonly FrozenSet<string> Strong = Words("id rowid pid patientid subjid seqn mrn uuid encounterid stayid caseid");

    private static TableColumn Asked(TableInspection table, string asked)
    {
        var column = table.Columns.FirstOrDefault(c => c.Name == asked)
            ?? throw new AuditInputException($"There is no column {Named.One(asked)} that --id names.{Config.ConfigText.DidYouMean(asked, [.. table.Columns.Select(c => c.Name)])}");
        return column.IsUnique ? column : throw new AuditInputException($"The column {Named.One(asked)} that --id names does not identify a row: it has empty fields, the same value twice, or numbers with decimals. Name another column.");
    }

    private static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
