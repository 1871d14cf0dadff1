using System.Globalization;

namespace AuditHarness.Adapters.Datasets;

/// <summary>Where a row stands: a line of a text file (the header being line 1), or a row of a table (the first being row 1).</summary>
/// <param name="Unit">"line" or "row".</param>
/// <param name="Number">Which one, from 1.</param>
internal readonly record struct RowPlace(string Unit, long Number)
{
    /// <summary>A line of a text file.</summary>
    public const string Line = "line";

    /// <summary>A row of a table that has no lines.</summary>
    public const string Row = "row";

    /// <summary>"line 12".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Unit} {Number}");
}
