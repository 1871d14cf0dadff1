using System.Numerics;

namespace AuditHarness.Explanations.Trees;

/// <summary>The answers of a node to many values at once: all bits set where <see cref="Tree.Takes"/> is true, else none.</summary>
internal static class NodeMask
{
    public static void Fill<T>(Tree tree, int node, ReadOnlySpan<double> values, Span<T> masks) where T : unmanaged, IBinaryInteger<T>
    {
        var threshold = tree.Threshold[node];
        if (tree.Missing[node] == MissingRule.ZeroOrNaN || tree.Operator[node] > SplitOperator.Greater)
        {
            for (var r = 0; r < masks.Length; r++) masks[r] = tree.Takes(node, values[r]) ? ~T.Zero : T.Zero;
            return;
        }
        // A comparison with NaN is false. Where NaN takes the true branch, ask for the opposite and turn the answer round.
        var flip = tree.Takes(node, double.NaN) ? ~T.Zero : T.Zero;
        switch (tree.Operator[node], T.IsZero(flip))
        {
            case (SplitOperator.LessOrEqual, true) or (SplitOperator.Greater, false):
                for (var r = 0; r < masks.Length; r++) masks[r] = (T.Zero - T.CreateTruncating(values[r] <= threshold ? 1u : 0u)) ^ flip;
                break;
            case (SplitOperator.Less, true) or (SplitOperator.GreaterOrEqual, false):
                for (var r = 0; r < masks.Length; r++) masks[r] = (T.Zero - T.CreateTruncating(values[r] < threshold ? 1u : 0u)) ^ flip;
                break;
            case (SplitOperator.GreaterOrEqual, true) or (SplitOperator.Less, false):
                for (var r = 0; r < masks.Length; r++) masks[r] = (T.Zero - T.CreateTruncating(values[r] >= threshold ? 1u : 0u)) ^ flip;
                break;
            default:
                for (var r = 0; r < masks.Length; r++) masks[r] = (T.Zero - T.CreateTruncating(values[r] > threshold ? 1u : 0u)) ^ flip;
                break;
        }
    }
}
