using AuditHarness.Audits;
using AuditHarness.Explanations;
using AuditHarness.Models;
using AuditHarness.Statistics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace AuditHarness.Adapters.Models.MlNet;

/// <summary>
/// How a pipeline makes its feature vector. ML.NET does not tell, so it is asked: every feature is varied by itself and the slots
/// that follow are those of the feature; then the description found is checked on rows in which everything varies at once.
/// </summary>
internal static class MlNetEncoding
{
    private const int CheckedRows = 64;
    private const double Far = 1e6;

    /// <summary>The encoding, or null when a slot depends on several features, on none, or in another way than the form can say.</summary>
    /// <param name="transforms">What stands before the predictor.</param>
    /// <param name="vector">Name of the feature vector.</param>
    /// <param name="inputs">How features become columns.</param>
    /// <param name="features">The plan's features.</param>
    public static FeatureEncoding? Of(IReadOnlyList<ITransformer> transforms, string vector, MlNetInputs inputs, IReadOnlyList<FeaturePlan> features)
    {
        var levels = Levels(transforms, inputs.View(Blank(features)));
        var probes = new Probes(features, k => inputs.TypeOf(k));
        var encoded = Encode(transforms, vector, inputs.View(probes.Table(levels)));
        if (encoded.Length == 0 || encoded.Any(row => row.Length != encoded[0].Length)) return null;

        var slots = new FeatureSlot[encoded[0].Length];
        for (var s = 0; s < slots.Length; s++)
        {
            if (probes.Slot(levels, row => encoded[row][s]) is not { } slot) return null;
            slots[s] = slot;
        }
        var encoding = new FeatureEncoding(slots);
        var table = Varied(features, levels, inputs);
        var (expected, actual) = (Encode(transforms, vector, inputs.View(table)), encoding.Encode(table));
        for (var row = 0; row < table.Count; row++)
            for (var s = 0; s < slots.Length; s++)
                if (!Close(expected[row][s], actual[(row * slots.Length) + s], slots[s])) return null;
        return encoding;
    }

    // Single precision rounds the value, the difference and the product.
    private static bool Close(double expected, double actual, FeatureSlot slot) => expected.Equals(actual) ||
        Math.Abs(expected - actual) <= 1e-6 * (Math.Abs(expected) + Math.Abs(slot.Offset * slot.Scale));

    private static double[][] Encode(IReadOnlyList<ITransformer> transforms, string vector, TableView rows)
    {
        IDataView view = rows;
        foreach (var transform in transforms) view = transform.Transform(view);
        if (view.Schema.GetColumnOrNull(vector) is not { Type: VectorDataViewType { ItemType: NumberDataViewType { RawType: var raw }, IsKnownSize: true } } column || raw != typeof(float)) return [];
        using var cursor = view.GetRowCursor([column]);
        var getter = cursor.GetGetter<VBuffer<float>>(column);
        var encoded = new List<double[]>();
        VBuffer<float> buffer = default;
        while (cursor.MoveNext())
        {
            getter(ref buffer);
            encoded.Add([.. buffer.DenseValues().Select(v => (double)v)]);
        }
        return [.. encoded];
    }

    /// <summary>Every text that the pipeline knows a key for, whichever feature it is of.</summary>
    private static string[] Levels(IReadOnlyList<ITransformer> transforms, TableView rows)
    {
        var levels = new SortedSet<string>(StringComparer.Ordinal);
        var schema = rows.Schema;
        foreach (var transform in transforms)
        {
            schema = transform.GetOutputSchema(schema);
            foreach (var column in schema)
            {
                if (column.Annotations.Schema.GetColumnOrNull("KeyValues")?.Type is not VectorDataViewType { ItemType: TextDataViewType }) continue;
                VBuffer<ReadOnlyMemory<char>> values = default;
                column.GetKeyValues(ref values);
                foreach (var value in values.DenseValues()) levels.Add(value.ToString());
            }
        }
        return [.. levels];
    }

    private static FeatureTable Blank(IReadOnlyList<FeaturePlan> features) => new([.. features.Select(f =>
        f.Kind == FeatureKind.Text ? (FeatureColumn)new FeatureColumn.Text(f.Name, [], [-1]) : new FeatureColumn.Numeric(f.Name, [0]))]);

    /// <summary>Rows in which everything varies at once, missing values among them.</summary>
    private static FeatureTable Varied(IReadOnlyList<FeaturePlan> features, string[] levels, MlNetInputs inputs)
    {
        var random = new Seed(20260101).For("ML.NET encoding").Generator();
        return new([.. features.Select((f, k) =>
        {
            var type = inputs.TypeOf(k);
            double Number() => random.NextUniform() < 0.1 && !ViewColumn.TakesWholeNumbers(type) && type is not BooleanDataViewType ? double.NaN
                : type is BooleanDataViewType ? Math.Round(random.NextUniform()) : Math.Round((random.NextUniform() - 0.5) * 200);
            return f.Kind == FeatureKind.Text
                ? (FeatureColumn)new FeatureColumn.Text(f.Name, levels, [.. Enumerable.Range(0, CheckedRows).Select(_ => (int)(random.NextUniform() * (levels.Length + 1)) - 1)])
                : new FeatureColumn.Numeric(f.Name, [.. Enumerable.Range(0, CheckedRows).Select(_ => Number())]);
        })]);
    }

    /// <summary>Rows that differ from a blank one in a single feature: row 0 is blank, then come the rows of each feature.</summary>
    private sealed class Probes(IReadOnlyList<FeaturePlan> features, Func<int, DataViewType> typeOf)
    {
        private readonly List<(int Feature, double Number, int Level)> _rows = [];

        public FeatureTable Table(string[] levels)
        {
            _rows.Clear();
            _rows.Add((-1, 0, -1));
            for (var k = 0; k < features.Count; k++)
            {
                var feature = k;
                if (features[k].Kind == FeatureKind.Text) _rows.AddRange(levels.Select((_, l) => (feature, 0.0, l)));
                else _rows.AddRange(Numbers(typeOf(k)).Select(n => (feature, n, -1)));
            }
            return new([.. features.Select((f, k) => f.Kind == FeatureKind.Text
                ? (FeatureColumn)new FeatureColumn.Text(f.Name, levels, [.. _rows.Select(r => r.Feature == k ? r.Level : -1)])
                : new FeatureColumn.Numeric(f.Name, [.. _rows.Select(r => r.Feature == k ? r.Number : 0)]))]);
        }

        /// <summary>What a slot is, by its values in the rows.</summary>
        public FeatureSlot? Slot(string[] levels, Func<int, double> valueAt)
        {
            var blank = valueAt(0);
            var moved = Enumerable.Range(1, _rows.Count - 1).Where(r => !valueAt(r).Equals(blank)).ToArray();
            if (moved.Length == 0 || moved.Select(r => _rows[r].Feature).Distinct().Count() > 1) return null;
            var feature = _rows[moved[0]].Feature;
            if (features[feature].Kind == FeatureKind.Text)
                return blank == 0 && moved.Length == 1 && valueAt(moved[0]) == 1 ? new(feature, levels[_rows[moved[0]].Level]) { WhenMissing = 0 } : null;

            double At(double number) => _rows.FindIndex(r => r.Feature == feature && r.Number.Equals(number)) is >= 0 and var row ? valueAt(row) : double.NaN;
            var (known, far) = (Numbers(typeOf(feature)).Where(double.IsFinite).ToArray(), typeOf(feature) is BooleanDataViewType ? 1 : Far);
            var whenMissing = Numbers(typeOf(feature)).Contains(double.NaN) ? At(double.NaN) : double.NaN;
            if (known.All(n => At(n) == (float)n)) return new(feature) { WhenMissing = whenMissing };
            var scale = far == 1 ? At(1) - blank : (At(far) - At(-far)) / (2 * far);
            var offset = -blank / scale;
            if (!double.IsFinite(scale) || scale == 0 || !double.IsFinite(offset)) return null;
            return new(feature) { Offset = offset, Scale = scale, WhenMissing = (whenMissing / scale) + offset };
        }

        private static double[] Numbers(DataViewType type) => type is BooleanDataViewType ? [0, 1]
            : ViewColumn.TakesWholeNumbers(type) ? [0, 1, -1, Far, -Far] : [0, 1, -1, Far, -Far, 0.1, double.NaN];
    }
}
