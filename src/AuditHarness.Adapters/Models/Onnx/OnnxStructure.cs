using AuditHarness.Audits;
using AuditHarness.Explanations;

namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>
/// The trees or weights inside a graph, where all of it is understood: preprocessing, the model, and what is done to its scores.
/// How ONNX Runtime treats the classifiers of two classes follows its own conventions, which the tests hold this to.
/// </summary>
internal sealed class OnnxStructure(OnnxGraph graph, OnnxInputs inputs, OnnxOutput output)
{
    private readonly OnnxSlots _slots = new(graph, inputs);
    private (ModelOutput? Kind, int? Positive)? _readFor;
    private ModelStructure? _read;

    // Raw scores of a model: how many, and a weighted sum of them as one structure.
    private sealed record Scores(int Count, Func<double[], Link, ModelStructure?> Sum)
    {
        public ModelStructure? Of(int column, Link link, double factor = 1) => Sum([.. Enumerable.Range(0, Count).Select(c => c == column ? factor : 0.0)], link);

        public ModelStructure? Difference(int column, Link link) => Count == 2 ? Sum([.. Enumerable.Range(0, 2).Select(c => c == column ? 1.0 : -1.0)], link) : null;
    }

    // What stands in an output: values of which each column is a structure, and whether they are risks by construction.
    private sealed record Answer(int Count, bool Risk, Func<int, ModelStructure?> Column, Func<int, ModelStructure?>? Difference = null);

    /// <summary>The structure as the answer is read now; null for a black box.</summary>
    public ModelStructure? Read()
    {
        var readFor = (output.Kind, output.Positive);
        if (_readFor != readFor) (_readFor, _read) = (readFor, Find());
        return _read;
    }

    private ModelStructure? Find()
    {
        if (AnswerOf(output.Name, 0) is not { } answer || (output.Positive is null && answer.Count != 1)) return null;
        var column = output.Positive ?? 0;
        if (column >= answer.Count) return null;
        if (output.Kind != ModelOutput.Logit) return answer.Column(column);
        // A logit of what is a risk already is nothing that a margin describes.
        if (answer.Risk) return null;
        return answer.Count == 1 ? answer.Column(0) is { } one ? one with { Link = Link.Logit } : null : answer.Difference?.Invoke(column);
    }

    private Answer? AnswerOf(string value, int depth)
    {
        if (depth > 20 || graph.MakerOf(value) is not { Inputs.Count: > 0 } node) return null;
        switch (node.Domain, node.Operator)
        {
            case ("", "Identity"):
            case ("", "Cast") when node.Int("to", 0) is 1 or 11:
            case ("ai.onnx.ml", "ZipMap"):
                return AnswerOf(node.Inputs[0], depth + 1);
            case ("ai.onnx.ml", "Normalizer") when node.Text("norm", "MAX") == "L1":
                // The two columns of a classifier sum to 1 already; of others that cannot be known.
                return AnswerOf(node.Inputs[0], depth + 1) is { Risk: true, Count: 2 } sums ? sums : null;
            case ("", "Sigmoid"):
                return ScoresOf(node.Inputs[0], 0) is { Count: 1 } margin ? new(1, true, _ => margin.Of(0, Link.Logit)) : null;
            case ("", "Softmax") when node.Int("axis", graph.Opsets.GetValueOrDefault("") < 13 ? 1 : -1) is 1 or -1:
                return ScoresOf(node.Inputs[0], 0) is { Count: 2 } pair ? new(2, true, c => pair.Difference(c, Link.Logit)) : null;
            case ("ai.onnx.ml", "TreeEnsembleClassifier") when node.Outputs.Count > 1 && node.Outputs[1] == value:
                return OnnxTreeReader.OfArrays(node) is { } trees && _slots.Of(node.Inputs[0]) is { } read ? Classified(node, trees, read) : null;
            case ("ai.onnx.ml", "LinearClassifier") when node.Outputs.Count > 1 && node.Outputs[1] == value:
                return Classified(node);
            default:
                return ScoresOf(value, 0) is { } raw ? new(raw.Count, false, c => raw.Of(c, Link.Identity), c => raw.Difference(c, Link.Logit)) : null;
        }
    }

    private static Answer? Classified(OnnxNode node, OnnxTrees trees, OnnxSlot[] slots)
    {
        var transform = node.Text("post_transform", "NONE");
        var votedFor = node.Ints("class_ids").Distinct().ToArray();
        if (trees.Outputs == 2 && votedFor.Length == 1)
        {
            // One score stands for both classes.
            var only = (int)votedFor[0];
            var positive = node.FloatsOrTensor("class_weights").All(w => w >= 0);
            ModelStructure? Score(Link link, double factor, double shift) =>
                trees.Combine([only == 0 ? factor : 0, only == 1 ? factor : 0], only == 0 ? [trees.OnlyBase + (shift / factor), 0] : [0, shift / factor], slots, link);
            return (only, trees.BaseValues, positive, transform) switch
            {
                // Weights that are all positive are taken for probabilities, unless a logistic follows.
                (0, 0 or 1, true, "NONE" or "SOFTMAX") => new(2, true, c => c == 1 ? Score(Link.Identity, 1, 0) : Score(Link.Identity, -1, 1)),
                (0, 0 or 1, _, "LOGISTIC") => new(2, true, c => Score(Link.Logit, c == 1 ? 1 : -1, 0)),
                _ => null,
            };
        }
        var plainBase = trees.BaseValues == 0 || (trees.Outputs > 2 && trees.BaseValues == trees.Outputs);
        if (trees.Outputs < 2 || !plainBase || (trees.Outputs == 2 && !trees.AlwaysVotes(1))) return null;
        var scores = new Scores(trees.Outputs, (coefficients, link) => trees.Combine(coefficients, trees.Base, slots, link));
        return transform switch
        {
            "NONE" => new(scores.Count, false, c => scores.Of(c, Link.Identity), c => scores.Difference(c, Link.Logit)),
            "LOGISTIC" => new(scores.Count, scores.Count > 2, c => scores.Of(c, Link.Logit)),
            "SOFTMAX" when scores.Count == 2 => new(2, true, c => scores.Difference(c, Link.Logit)),
            _ => null,
        };
    }

    private Answer? Classified(OnnxNode node)
    {
        var (weights, intercepts) = (node.Floats("coefficients"), node.Floats("intercepts"));
        if (_slots.Of(node.Inputs[0]) is not { } slots || intercepts.Length < 1 || weights.Length != intercepts.Length * slots.Length) return null;
        var scores = new Scores(intercepts.Length, (c, link) => Linear(slots, weights, intercepts, c, link));
        return (scores.Count, node.Text("post_transform", "NONE")) switch
        {
            // Two rows that mirror each other: the two risks sum to 1.
            (2, "LOGISTIC") => new(2, Mirrored(weights) && Mirrored(intercepts), c => scores.Of(c, Link.Logit)),
            (2, "SOFTMAX") => new(2, true, c => scores.Difference(c, Link.Logit)),
            ( > 2, "LOGISTIC") => new(scores.Count, true, c => scores.Of(c, Link.Logit)),
            ( >= 2, "NONE") => new(scores.Count, false, c => scores.Of(c, Link.Identity), c => scores.Difference(c, Link.Logit)),
            _ => null,
        };
    }

    private static bool Mirrored(double[] rows) => rows[..(rows.Length / 2)].Zip(rows[(rows.Length / 2)..]).All(p => p.First == -p.Second);

    private Scores? ScoresOf(string value, int depth)
    {
        if (depth > 20 || graph.MakerOf(value) is not { Inputs.Count: > 0 } node) return null;
        switch (node.Domain, node.Operator)
        {
            case ("", "Identity"):
            case ("", "Cast") when node.Int("to", 0) is 1 or 11:
                return ScoresOf(node.Inputs[0], depth + 1);
            case ("ai.onnx.ml", "TreeEnsembleRegressor") when node.Text("post_transform", "NONE") == "NONE":
                return OnnxTreeReader.OfArrays(node) is { } trees && (trees.BaseValues == 0 || trees.BaseValues == trees.Outputs) ? Trees(trees, node) : null;
            case ("ai.onnx.ml", "TreeEnsemble") when node.Int("post_transform", 0) == 0:
                return OnnxTreeReader.OfVersion5(node) is { } five ? Trees(five, node) : null;
            case ("ai.onnx.ml", "LinearRegressor") when node.Text("post_transform", "NONE") == "NONE":
                var (weights, intercepts) = (node.Floats("coefficients"), node.Floats("intercepts"));
                if (intercepts.Length == 0) intercepts = new double[Math.Clamp(node.Int("targets", 1), 0, 10_000)];
                return _slots.Of(node.Inputs[0]) is { } slots && intercepts.Length > 0 && weights.Length == intercepts.Length * slots.Length
                    ? new(intercepts.Length, (c, link) => Linear(slots, weights, intercepts, c, link)) : null;
            case ("", "Gemm") when node.Float("alpha", 1) == 1 && node.Float("beta", 1) == 1 && node.Int("transA", 0) == 0:
                return Product(node, node.Int("transB", 0) == 1, node.Inputs.Count > 2 ? node.Inputs[2] : "");
            case ("", "MatMul"):
                return Product(node, false, "");
            case ("", "Add") when node.Inputs.Count == 2:
                var constant = _slots.Constant(node.Inputs[1]) ?? _slots.Constant(node.Inputs[0]);
                var inner = constant is null ? null : ScoresOf(node.Inputs[_slots.Constant(node.Inputs[1]) is null ? 1 : 0], depth + 1);
                return inner is not null && (constant!.Length == 1 || constant.Length == inner.Count)
                    ? new(inner.Count, (c, link) => Shifted(inner.Sum(c, link), c.Select((w, i) => w * constant[constant.Length == 1 ? 0 : i]).Sum())) : null;
            default:
                return null;
        }
    }

    private static ModelStructure? Shifted(ModelStructure? structure, double by) => structure switch
    {
        ModelStructure.Linear linear => linear with { Intercept = linear.Intercept + by },
        ModelStructure.TreeSum trees => trees with { Ensemble = trees.Ensemble with { Base = trees.Ensemble.Base + by } },
        _ => null,
    };

    private Scores? Trees(OnnxTrees trees, OnnxNode node) =>
        _slots.Of(node.Inputs[0]) is { } slots ? new(trees.Outputs, (c, link) => trees.Combine(c, trees.Base, slots, link)) : null;

    private Scores? Product(OnnxNode node, bool transposed, string shift)
    {
        if (node.Inputs.Count < 2 || _slots.Constant(node.Inputs[1]) is not { Length: > 0 } matrix || _slots.Of(node.Inputs[0]) is not { } slots || matrix.Length % slots.Length != 0) return null;
        var columns = matrix.Length / slots.Length;
        double[]? shifts = shift.Length == 0 ? new double[columns] : _slots.Constant(shift) is { } given ? given.Length == 1 ? [.. Enumerable.Repeat(given[0], columns)] : given : null;
        if (shifts?.Length != columns) return null;
        var rows = new double[matrix.Length];
        for (var c = 0; c < columns; c++)
            for (var s = 0; s < slots.Length; s++) rows[(c * slots.Length) + s] = matrix[transposed ? (c * slots.Length) + s : (s * columns) + c];
        return new(columns, (c, link) => Linear(slots, rows, shifts, c, link));
    }

    private static ModelStructure.Linear Linear(OnnxSlot[] slots, double[] weights, double[] intercepts, double[] coefficients, Link link)
    {
        var summed = new double[slots.Length];
        for (var c = 0; c < intercepts.Length; c++)
            for (var s = 0; s < slots.Length; s++) summed[s] += coefficients[c] * weights[(c * slots.Length) + s];
        return new(new([.. slots.Select(s => s.Composed())]), link, intercepts.Zip(coefficients, (i, c) => i * c).Sum(), summed);
    }
}
