namespace AuditHarness.Explanations;

/// <summary>Which players a structure reads at all: the others are dummies, and their attribution is exactly 0.</summary>
public static class UsedPlayers
{
    /// <summary>For each player whether the structure reads one of its slots.</summary>
    /// <param name="structure">The inside of a model.</param>
    /// <param name="players">Which columns belong to which player.</param>
    public static bool[] Of(ModelStructure structure, PlayerMap players)
    {
        var used = new bool[players.Names.Count];
        var owner = players.OfSlots(structure.Encoding);
        var slots = structure switch
        {
            ModelStructure.Linear linear => Enumerable.Range(0, owner.Length).Where(s => linear.Weights[s] != 0),
            ModelStructure.TreeSum sum => sum.Ensemble.Trees.SelectMany(t => t.Slot),
            _ => Enumerable.Range(0, owner.Length),
        };
        foreach (var slot in slots) used[owner[slot]] = true;
        return used;
    }
}
