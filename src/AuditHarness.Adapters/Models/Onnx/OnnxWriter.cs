using AuditHarness.Audits;
using AuditHarness.Explanations;
using AuditHarness.Explanations.Trees;

namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>
/// Writes a structure as an ONNX model with the same answers: the twin of a model of another format. Numbers are compared,
/// scaled and added in double; where the structure's own runtime rounds to float before it compares, so does the twin.
/// </summary>
public static class OnnxWriter
{
    /// <summary>Name of the input of a model without texts.</summary>
    public const string InputName = "features";

    /// <summary>Name of the output: the risk, or for the identity link the margin itself; double, one column.</summary>
    public const string OutputName = "probability";

    private const long StandardVersion = 15;

    /// <summary>The bytes of an ONNX file: the same for the same structure.</summary>
    /// <param name="structure">What to write.</param>
    /// <param name="features">
    /// The columns of the feature table that the structure reads. Without a text among them the model has one input, a row of
    /// numbers in their order; else one input for each, by its name.
    /// </param>
    /// <exception cref="NotSupportedException">
    /// A text column keeps a missing value missing, which the one-hot operator cannot; or a feature has the name of the output.
    /// </exception>
    public static byte[] Write(ModelStructure structure, IReadOnlyList<FeaturePlan> features) => new Graph(structure, features).Bytes();

    private sealed class Graph
    {
        private readonly ModelStructure _structure;
        private readonly IReadOnlyList<FeaturePlan> _features;
        private readonly List<OnnxMessage> _nodes = [], _tensors = [], _inputs = [];
        private readonly bool _single, _affine;
        private int _values;

        public Graph(ModelStructure structure, IReadOnlyList<FeaturePlan> features)
        {
            (_structure, _features) = (structure, features);
            _single = structure is ModelStructure.TreeSum { Ensemble.SinglePrecision: true };
            _affine = structure.Encoding.Slots.Any(s => s.Offset != 0 || s.Scale != 1);
        }

        public byte[] Bytes()
        {
            var slots = Slots();
            var sets = _structure is ModelStructure.TreeSum trees && OnnxTreeWriter.NeedsSets(trees.Ensemble);
            var margin = _structure switch
            {
                ModelStructure.TreeSum sum => Trees(sum.Ensemble, slots, sets),
                ModelStructure.Linear linear => Add("Add", Add("MatMul", slots, Constant(linear.Weights, linear.Weights.Length, 1)), Constant([linear.Intercept], 1)),
                _ => throw new NotSupportedException($"A {_structure.GetType().Name} has no ONNX form."),
            };
            _nodes.Add(OnnxMessage.Node("", _structure.Link == Link.Logit ? "Sigmoid" : "Identity", [margin], [OutputName]));
            var graph = new OnnxMessage();
            foreach (var node in _nodes) graph.Message(1, node);
            graph.Text(2, "model");
            foreach (var tensor in _tensors) graph.Message(5, tensor);
            foreach (var input in _inputs) graph.Message(11, input);
            graph.Message(12, OnnxMessage.Value(OutputName, OnnxType.Double, 0, 1));
            return OnnxMessage.Model(graph, ("", StandardVersion), ("ai.onnx.ml", sets ? 5 : 3)).ToArray();
        }

        private string Trees(TreeEnsemble ensemble, string slots, bool sets)
        {
            // Where zero is missing, or a set is asked for a whole number, nodes read a twin of their slot.
            static (bool ZeroIsMissing, bool Whole, int Slot) Read(Tree tree, int node) =>
                (tree.Missing[node] == MissingRule.ZeroOrNaN, tree.Operator[node] == SplitOperator.Member, tree.Slot[node]);

            var twins = ensemble.Trees.SelectMany(t => Enumerable.Range(0, t.Slot.Length).Select(n => Read(t, n))).Where(r => r.ZeroIsMissing || r.Whole).Distinct().Order().ToArray();
            List<string> blocks = [slots];
            foreach (var group in twins.GroupBy(t => (t.ZeroIsMissing, t.Whole)))
            {
                var values = Add("Gather", slots, Constant([.. group.Select(t => (long)t.Slot)]), OnnxMessage.Attribute("axis", 1));
                if (group.Key.ZeroIsMissing)
                    values = Add("Where", [Add("LessOrEqual", Add("Abs", [values]), Constant([OnnxTreeWriter.ZeroBand], 1)), Constant([double.NaN], 1), values]);
                blocks.Add(group.Key.Whole ? Add("Floor", [values]) : values);
            }
            if (blocks.Count > 1) slots = Add("Concat", [.. blocks], OnnxMessage.Attribute("axis", 1));
            int SlotOf(Tree tree, int node) => Array.IndexOf(twins, Read(tree, node)) is var twin and >= 0 ? ensemble.Slots + twin : tree.Slot[node];
            var sum = NewValue();
            _nodes.Add(sets ? OnnxTreeWriter.WithSets(ensemble, slots, sum, SlotOf) : OnnxTreeWriter.Regressor(ensemble, slots, sum, SlotOf));
            return sets ? Add("Add", sum, Constant([ensemble.Base], 1)) : Cast(sum, OnnxType.Double);
        }

        // The encoded row, in double.
        private string Slots()
        {
            var slots = _structure.Encoding.Slots;
            var (all, places) = Columns();
            var picked = slots.Select(s => (long)places[(s.Column, s.Level)]).ToArray();
            if (!picked.SequenceEqual(Enumerable.Range(0, places.Count).Select(i => (long)i)))
                all = Add("Gather", all, Constant(picked), OnnxMessage.Attribute("axis", 1));
            if (slots.Any(s => s.Level is null && !double.IsNaN(s.WhenMissing)))
            {
                var filled = slots.Select(s => s.Level is not null ? double.NaN : _single && !_affine ? (float)s.WhenMissing : s.WhenMissing).ToArray();
                all = Add("Where", [Add("IsNaN", [all]), Constant(filled, 1, filled.Length), all]);
            }
            if (slots.Any(s => s.Offset != 0)) all = Add("Sub", all, Constant([.. slots.Select(s => s.Offset)], 1, slots.Count));
            if (slots.Any(s => s.Scale != 1)) all = Add("Mul", all, Constant([.. slots.Select(s => s.Scale)], 1, slots.Count));
            return _single && _affine ? Cast(Cast(all, OnnxType.Float), OnnxType.Double) : all;
        }

        // All columns side by side, texts as one column per level; and where each stands.
        private (string Value, Dictionary<(int Column, string? Level), int> Places) Columns()
        {
            // What the structure's runtime takes as float is taken as float; scaled numbers are scaled first.
            var type = _single && !_affine ? OnnxType.Float : OnnxType.Double;
            var places = new Dictionary<(int, string?), int>();
            if (_features.All(f => f.Kind == FeatureKind.Number))
            {
                _inputs.Add(OnnxMessage.Value(InputName, type, 0, _features.Count));
                for (var c = 0; c < _features.Count; c++) places[(c, null)] = c;
                return (type == OnnxType.Float ? Cast(InputName, OnnxType.Double) : InputName, places);
            }
            if (_features.Any(f => f.Name == OutputName)) throw new NotSupportedException($"A feature has the name of the output, '{OutputName}'.");
            List<string> blocks = [];
            for (var c = 0; c < _features.Count; c++)
            {
                var name = _features[c].Name;
                var column = c;
                if (_features[c].Kind == FeatureKind.Number)
                {
                    _inputs.Add(OnnxMessage.Value(name, type, 0, 1));
                    places[(c, null)] = places.Count;
                    blocks.Add(type == OnnxType.Float ? Cast(name, OnnxType.Double) : name);
                    continue;
                }
                _inputs.Add(OnnxMessage.Value(name, OnnxType.String, 0, 1));
                var slots = _structure.Encoding.Slots.Where(s => s.Column == column).ToArray();
                if (slots.Any(s => s.Level is null || s.WhenMissing != (s.Level.Length == 0 ? 1 : 0)))
                    throw new NotSupportedException($"The text feature '{name}' keeps a missing value missing, or is read as a number.");
                var levels = slots.Select(s => s.Level!).Distinct().ToArray();
                if (levels.Length == 0) continue;
                foreach (var level in levels) places[(c, level)] = places.Count;
                var hot = NewValue();
                _nodes.Add(OnnxMessage.Node("ai.onnx.ml", "OneHotEncoder", [name], [hot], OnnxMessage.Attribute("cats_strings", levels), OnnxMessage.Attribute("zeros", 1)));
                blocks.Add(Cast(Add("Reshape", hot, Constant([-1L, levels.Length])), OnnxType.Double));
            }
            return (blocks.Count == 1 ? blocks[0] : Add("Concat", [.. blocks], OnnxMessage.Attribute("axis", 1)), places);
        }

        private string Cast(string value, OnnxType to) => Add("Cast", [value], OnnxMessage.Attribute("to", (long)to));

        private string Add(string name, string first, string second, params OnnxMessage[] attributes) => Add(name, [first, second], attributes);

        private string Add(string name, string[] inputs, params OnnxMessage[] attributes)
        {
            var output = NewValue();
            _nodes.Add(OnnxMessage.Node("", name, inputs, [output], attributes));
            return output;
        }

        private string Constant(double[] values, params long[] shape)
        {
            var name = NewValue();
            _tensors.Add(OnnxMessage.Tensor(name, values, shape));
            return name;
        }

        private string Constant(long[] values)
        {
            var name = NewValue();
            _tensors.Add(OnnxMessage.Tensor(name, values, values.Length));
            return name;
        }

        // Names of features are given: ours give way.
        private string NewValue()
        {
            string name;
            do name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"value_{_values++}");
            while (_features.Any(f => f.Name == name));
            return name;
        }
    }
}
