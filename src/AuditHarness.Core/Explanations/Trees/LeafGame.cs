namespace AuditHarness.Explanations.Trees;

/// <summary>Exact Shapley values of one leaf's contribution to the margin, for any pattern of the explained row.</summary>
internal abstract class LeafGame
{
    /// <summary>Adds each player's attribution.</summary>
    /// <param name="present">Bit j: the explained row meets player j's conditions.</param>
    /// <param name="into">One sum per player of the way.</param>
    public abstract void Add(UInt128 present, Span<double> into);
}
