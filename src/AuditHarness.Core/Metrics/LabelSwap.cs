namespace AuditHarness.Metrics;

/// <summary>
/// What a figure is once event and non-event have changed places and every risk r and the threshold t have become 1 − r and 1 − t: the same
/// decisions about the same patients, told of the other outcome.
/// </summary>
public abstract record LabelSwap
{
    private LabelSwap() { }

    /// <summary>A figure of the catalog, on a scale of its own: figure = <paramref name="Offset"/> + <paramref name="Factor"/> · that figure of the swapped patients.</summary>
    /// <param name="Id">Id of the figure; it may be the same one.</param>
    /// <param name="Factor">Not 0; below 0 when it is turned round.</param>
    /// <param name="Offset">0 unless it is turned round about another value.</param>
    public sealed record Into(string Id, double Factor = 1, double Offset = 0) : LabelSwap;

    /// <summary>The reciprocal of a figure of the catalog.</summary>
    /// <param name="Id">Id of the figure; it may be the same one.</param>
    public sealed record Inverse(string Id) : LabelSwap;

    /// <summary>No figure of the catalog.</summary>
    /// <param name="Why">The reason, in one sentence.</param>
    public sealed record None(string Why) : LabelSwap;
}
