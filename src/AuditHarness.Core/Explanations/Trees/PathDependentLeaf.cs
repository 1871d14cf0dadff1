using System.Runtime.Intrinsics;

namespace AuditHarness.Explanations.Trees;

/// <summary>
/// Absent players send a row down both branches, in the shares of the training data that went there. With a = 1 where the explained
/// row meets a player's conditions and r the share that does, player i gets value · ∫₀¹ (aᵢ − rᵢ) Π_{j≠i} (rⱼ + u (aⱼ − rⱼ)) du. The
/// polynomial has degree d − 1, so ⌈d/2⌉ Gauss–Legendre points make it exact, and nothing is divided by a share of 0.
/// </summary>
internal sealed class PathDependentLeaf(PathLeaf leaf) : LeafGame
{
    public override void Add(UInt128 present, Span<double> into)
    {
        var reach = leaf.Reach;
        Span<double> gain = stackalloc double[reach.Length];
        for (var j = 0; j < gain.Length; j++, present >>= 1) gain[j] = ((ulong)present & 1) - reach[j];

        // Four points at a time on every machine, so that sums have one order everywhere.
        var (at, weight) = ShapleyWeights.Quadrature(reach.Length);
        Span<Vector256<double>> factor = stackalloc Vector256<double>[reach.Length], before = stackalloc Vector256<double>[reach.Length];
        for (var k = 0; k < at.Length; k += Vector256<double>.Count)
        {
            var u = Vector256.Create(at, k);
            var product = Vector256.Create(weight, k) * leaf.Value;
            for (var j = 0; j < gain.Length; j++)
            {
                factor[j] = Vector256.Create(reach[j]) + (u * gain[j]);
                before[j] = product;
                product *= factor[j];
            }
            var after = Vector256<double>.One;
            for (var j = gain.Length - 1; j >= 0; j--)
            {
                var others = before[j] * after;
                into[j] += gain[j] * (others[0] + others[1] + (others[2] + others[3]));
                after *= factor[j];
            }
        }
    }
}
