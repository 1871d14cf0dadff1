namespace AuditHarness.Cohorts;

/// <summary>A protected attribute of a cohort: its levels, and for each row the level it has.</summary>
/// <param name="Name">Name of the attribute as the plan declares it.</param>
/// <param name="Levels">
/// The levels that occur, each once: texts in ordinal order, bins in ascending order; the missing level, if any, last.
/// </param>
/// <param name="Codes">For each row the index of its level in <paramref name="Levels"/>.</param>
/// <param name="Reference">
/// Index of the level the others are compared with: pinned by the plan, else the level with the most rows (the first of them at a tie).
/// </param>
/// <param name="ReferenceIsPinned">True when the plan names the reference.</param>
public sealed record AttributeColumn(
    string Name, IReadOnlyList<string> Levels, int[] Codes, int Reference, bool ReferenceIsPinned);
