namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>Reasons that measures of records share.</summary>
internal static class Because
{
    public static readonly Phrase NoTrain = Phrase.Of($"no training record");
    public static readonly Phrase NoSynthetic = Phrase.Of($"no made-up record");
    public static readonly Phrase NoTrainValue = Phrase.Of($"no training record has a value");
    public static readonly Phrase NoSyntheticValue = Phrase.Of($"no made-up record has a value");
    public static readonly Phrase TooFew = Phrase.Of($"fewer than 2 training or made-up records with a value: no variance");
    public static readonly Phrase NoVariation = Phrase.Of($"the samples show no variation: no variance");
    public static readonly Phrase NoPart = Phrase.Of($"no column or pair of columns of this kind can be compared");
    public static readonly Phrase Extremes = Phrase.Of($"what a sample does not reach has no sampling distribution to speak of");
    public static readonly Phrase NoCorrelation = Phrase.Of($"a column is constant in one of the tables: no correlation");
    public static readonly Phrase NoInformation = Phrase.Of($"a column is constant in one of the tables: no information to share");
    public static readonly Phrase NoTimes = Phrase.Of($"no follow-up time and event are declared");
    public static readonly Phrase NoFollowUp = Phrase.Of($"no common follow-up");
    public static readonly Phrase PValue = Phrase.Of($"a p-value is no estimate");
    public static readonly Phrase NoEvents = Phrase.Of($"no event in either table");
    public static readonly Phrase TooLarge = Phrase.Of($"values are too large to compute with");
    public static readonly Phrase SeveralRows = Phrase.Of($"patients have several rows, which are not independent: no fair reference");
    public static readonly Phrase Constant = Phrase.Of($"all values of the training records are the same");

    /// <summary>Why a group cannot be compared at all, or null.</summary>
    public static Phrase? Nobody(RecordGroup group) => group.Train.Length == 0 ? NoTrain : group.Synthetic.Length == 0 ? NoSynthetic : null;

    /// <summary>Why a mean over parts is unknown.</summary>
    /// <param name="missing">Why each of those that cannot be compared has no figure.</param>
    /// <param name="parts">How many parts there are.</param>
    public static Phrase Missing(IReadOnlyList<Phrase> missing, int parts) => Phrase.Of($"{missing.Count:count} of {parts:count} parts cannot be compared: {missing[0]}");

    /// <summary>Why two columns cannot be crossed, or null.</summary>
    public static Phrase? TooManyCells(CodedColumn first, CodedColumn second) => (long)first.Levels * second.Levels <= CodedColumn.MostCells
        ? null
        : Phrase.Of($"{first.Levels:count} by {second.Levels:count} categories are too many to cross");
}
