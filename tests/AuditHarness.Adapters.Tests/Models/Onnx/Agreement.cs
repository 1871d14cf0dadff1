using AuditHarness.Explanations;
using AuditHarness.Explanations.Trees;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>Scores by a structure, plainly: one row, one tree, one node after the other.</summary>
internal static class Agreement
{
    public static double[] Risks(ModelStructure structure, FeatureTable table)
    {
        var encoded = structure.Encoding.Encode(table);
        var slots = structure.Encoding.Slots.Count;
        return [.. Enumerable.Range(0, table.Count).Select(row =>
        {
            var x = encoded.AsSpan(row * slots, slots).ToArray();
            var margin = structure switch
            {
                ModelStructure.TreeSum sum => Margin(sum.Ensemble, x),
                ModelStructure.Linear linear => linear.Intercept + linear.Weights.Zip(x, (w, v) => w * v).Sum(),
                _ => throw new NotSupportedException(),
            };
            return structure.Link == Link.Logit ? 1 / (1 + Math.Exp(-margin)) : margin;
        })];
    }

    private static double Margin(TreeEnsemble ensemble, double[] x) => ensemble.Base + ensemble.Trees.Sum(tree =>
    {
        var at = tree.Slot.Length == 0 ? -1 : 0;
        while (at >= 0)
        {
            var value = x[tree.Slot[at]];
            at = tree.Takes(at, ensemble.SinglePrecision ? (float)value : value) ? tree.WhenTrue[at] : tree.WhenFalse[at];
        }
        return tree.Leaf[~at];
    });

    public static double Largest(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max();

    /// <summary>The first row again for each threshold of each tree: at the threshold, and one float step to either side.</summary>
    public static FeatureTable AtThresholds(ModelStructure.TreeSum sum, FeatureTable table, int most = 3000)
    {
        List<int> rows = [];
        List<(int Column, double Value)> changes = [];
        foreach (var tree in sum.Ensemble.Trees)
            for (var n = 0; n < tree.Slot.Length && changes.Count < most; n++)
            {
                if (sum.Encoding.Slots[tree.Slot[n]] is not { Level: null } slot) continue;
                var t = (float)tree.Threshold[n];
                foreach (var value in new[] { t, MathF.BitIncrement(t), MathF.BitDecrement(t) })
                {
                    if (!float.IsFinite(value)) continue;
                    rows.Add(changes.Count % table.Count);
                    changes.Add((slot.Column, value));
                }
            }
        var taken = table.Take([.. rows]);
        for (var i = 0; i < changes.Count; i++) ((FeatureColumn.Numeric)taken.Columns[changes[i].Column]).Values[i] = changes[i].Value;
        return taken;
    }

    /// <summary>The rows with each column missing in turn, then all.</summary>
    public static FeatureTable WithMissing(FeatureTable table, bool numbers = true)
    {
        var columns = table.Columns.Count;
        var taken = table.Take([.. Enumerable.Range(0, table.Count * (columns + 1)).Select(i => i / (columns + 1))]);
        for (var i = 0; i < taken.Count; i++)
            for (var c = 0; c < columns; c++)
            {
                if (i % (columns + 1) != c && i % (columns + 1) != columns) continue;
                if (taken.Columns[c] is FeatureColumn.Numeric number && numbers) number.Values[i] = double.NaN;
                else if (taken.Columns[c] is FeatureColumn.Text texts) texts.Codes[i] = -1;
            }
        return taken;
    }
}
