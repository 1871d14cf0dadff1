using AuditHarness.Cohorts;
using AuditHarness.Statistics;

namespace AuditHarness.Audits;

/// <summary>Something to look at beside the measurements. Data, not drawing.</summary>
/// <param name="Id">Stable name in the result, unique, of letters, digits and hyphens.</param>
/// <param name="Title">Heading.</param>
public abstract record Exhibit(string Id, string Title)
{
    /// <summary>Rows and columns.</summary>
    /// <param name="Id">Stable name.</param>
    /// <param name="Title">Heading.</param>
    /// <param name="Columns">Headings of the columns.</param>
    /// <param name="Rows">Cells, as many per row as there are columns.</param>
    /// <param name="Note">What a reader must know to read it, or null.</param>
    public sealed record Table(
        string Id, string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows, string? Note)
        : Exhibit(Id, Title);

    /// <summary>Observed event rate against predicted risk, bin by bin, for one subgroup.</summary>
    /// <param name="Id">Stable name.</param>
    /// <param name="Title">Heading.</param>
    /// <param name="Subgroup">Whose curve it is.</param>
    /// <param name="Bins">Bins with at least one row, ascending.</param>
    /// <param name="Reason">Why there are no bins, or null.</param>
    public sealed record ReliabilityCurve(
        string Id, string Title, Subgroup Subgroup, IReadOnlyList<ReliabilityBin> Bins, string? Reason) : Exhibit(Id, Title);

    /// <summary>What a reader should be warned of: one sentence each.</summary>
    /// <param name="Id">Stable name.</param>
    /// <param name="Title">Heading.</param>
    /// <param name="Sentences">In the order in which they came up.</param>
    public sealed record Notices(string Id, string Title, IReadOnlyList<string> Sentences) : Exhibit(Id, Title);
}

/// <summary>A cell of a table: a text, a number, or nothing (with the reason in words).</summary>
public abstract record Cell
{
    private Cell() { }

    /// <summary>A text.</summary>
    public sealed record Text(string Value) : Cell;

    /// <summary>A count, shown without decimals.</summary>
    public sealed record Count(long Value) : Cell;

    /// <summary>A finite number.</summary>
    public sealed record Number(double Value) : Cell;

    /// <summary>Not shown, and why, such as "suppressed: 1 to 10 patients".</summary>
    public sealed record Hidden(string Reason) : Cell;
}

/// <summary>One bin of a reliability curve.</summary>
/// <param name="From">Lower edge of the bin.</param>
/// <param name="To">Upper edge of the bin.</param>
/// <param name="N">Rows in the bin; null when suppressed, and then the figures are null too.</param>
/// <param name="MeanScore">Weighted mean predicted risk.</param>
/// <param name="EventRate">Weighted observed event rate.</param>
/// <param name="Interval">95 % interval of the event rate.</param>
public sealed record ReliabilityBin(
    double From, double To, int? N, double? MeanScore, double? EventRate, Interval? Interval);
