namespace AuditHarness.Explanations.Trees;

public sealed class TreeEnsembleTests
{
    private static readonly Tree Sound = new()
    {
        Slot = [0, 1, 0], Operator = [SplitOperator.Less, SplitOperator.Member, SplitOperator.Greater], Threshold = [1, 0, 2],
        WhenTrue = [1, ~0, ~2], WhenFalse = [2, ~1, ~3], Missing = new MissingRule[3], MissingIsTrue = new bool[3], Members = [null, [0, 4], null],
        Leaf = [1, 2, 3, 4], NodeCover = [10, 6, 4], LeafCover = [3, 3, 2, 2],
    };

    private static readonly TestCaseData[] Faults =
    [
        Fault("a loop", Sound with { WhenTrue = [1, 0, ~2] }, "node 1: its child node 0"),
        Fault("a loop apart from the root", Sound with { WhenTrue = [~0, 2, 1], WhenFalse = [~2, ~1, ~3] }, "node 1: no way leads to it"),
        Fault("a child twice", Sound with { WhenFalse = [1, ~1, ~3] }, "node 0: its child node 1"),
        Fault("a leaf twice", Sound with { WhenFalse = [2, ~0, ~3] }, "its child leaf 0"),
        Fault("a child beyond the nodes", Sound with { WhenTrue = [1, 3, ~2] }, "node 1: its child 3"),
        Fault("a child beyond the leaves", Sound with { WhenTrue = [1, ~4, ~2] }, "node 1: its child -5"),
        Fault("a slot beyond the row", Sound with { Slot = [0, 2, 0] }, "node 1: reads slot 2"),
        Fault("a negative slot", Sound with { Slot = [0, -1, 0] }, "node 1: reads slot -1"),
        Fault("a threshold that is no number", Sound with { Threshold = [1, 0, double.NaN] }, "node 2: its threshold"),
        Fault("an unknown operator", Sound with { Operator = [SplitOperator.Less, (SplitOperator)9, SplitOperator.Less] }, "node 1: operator 9"),
        Fault("an unknown missing rule", Sound with { Missing = [0, (MissingRule)7, 0] }, "node 1: missing rule 7"),
        Fault("no set", Sound with { Members = [null, null, null] }, "node 1: it asks for a member"),
        Fault("no sets at all", Sound with { Members = null }, "node 1: it asks for a member"),
        Fault("a set out of order", Sound with { Members = [null, [4, 0], null] }, "node 1: its set does not ascend"),
        Fault("a negative member", Sound with { Members = [null, [-1, 0], null] }, "node 1: its set holds the negative -1"),
        Fault("an infinite leaf", Sound with { Leaf = [1, 2, double.PositiveInfinity, 4] }, "leaf 2"),
        Fault("a missing leaf", Sound with { Leaf = [1, 2, 3], LeafCover = [3, 3, 2] }, "3 leaves"),
        Fault("a short array", Sound with { Threshold = [1, 2] }, "2 thresholds"),
        Fault("a negative cover", Sound with { NodeCover = [10, -6, 4] }, "node 1: its cover"),
        Fault("a leaf cover that is no number", Sound with { LeafCover = [3, double.NaN, 2, 2] }, "leaf 1: its cover"),
        Fault("half a cover", Sound with { NodeCover = null }, "not both"),
    ];

    [Test]
    public void A_sound_tree_passes() => Assert.That(() => new TreeEnsemble([Sound, Tree.OfLeaf(1)], 0, 2, false).Check(), Throws.Nothing);

    [TestCaseSource(nameof(Faults))]
    public void A_fault_is_named_with_its_tree_and_node(Tree tree, string message)
    {
        var ensemble = new TreeEnsemble([Sound, tree], 0, 2, false);
        Assert.That(() => ensemble.Check("risk.json"), Throws.TypeOf<AuditInputException>()
            .With.Message.StartWith("risk.json: tree 1, ").And.Message.Contains(message).And.Message.Contains("export"));
    }

    [Test]
    public void A_base_must_be_finite() =>
        Assert.That(() => new TreeEnsemble([Sound], double.NaN, 2, false).Check("risk.json"), Throws.TypeOf<AuditInputException>().With.Message.Contains("base value"));

    private static TestCaseData Fault(string name, Tree tree, string message) => new TestCaseData(tree, message).SetArgDisplayNames(name);
}
