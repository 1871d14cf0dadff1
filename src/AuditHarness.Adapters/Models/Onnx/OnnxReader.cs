using Google.Protobuf;

namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>
/// Reads an ONNX file field by field (ModelProto of onnx.proto, whose field numbers stand below), without running anything.
/// Nodes, nesting and sizes are bounded; graphs within nodes and functions are gone through for their operators and external data.
/// </summary>
internal sealed class OnnxReader
{
    private const int DeepestGraph = 16;
    private const int MostNodes = 1_000_000;

    private readonly HashSet<(string, string)> _operators = [];
    private readonly HashSet<(string, string)> _functions = [];
    private readonly List<OnnxExternal> _external = [];
    private int _nodes;

    private OnnxReader() { }

    /// <summary>Reads a file.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <exception cref="InvalidDataException">The bytes are no ONNX model, end too early, or go beyond a bound; the message ends with a full stop.</exception>
    public static OnnxGraph Read(byte[] bytes)
    {
        try
        {
            return new OnnxReader().Model(new OnnxFields(bytes, 0, bytes.Length));
        }
        catch (InvalidProtocolBufferException)
        {
            throw new InvalidDataException("It ends too early, or its bytes are damaged.");
        }
    }

    private sealed class Graph
    {
        public List<OnnxNode> Nodes { get; } = [];
        public List<OnnxValue> Inputs { get; } = [];
        public List<OnnxValue> Outputs { get; } = [];
        public Dictionary<string, OnnxTensor> Tensors { get; } = [];
    }

    private OnnxGraph Model(OnnxFields model)
    {
        var (producer, version) = ("", 0L);
        var opsets = new SortedDictionary<string, long>(StringComparer.Ordinal);
        Graph? graph = null;
        while (model.Read())
        {
            switch (model.Field)
            {
                case 1: version = model.Int(); break;
                case 2: producer = model.Text(); break;
                case 7 when graph is null: graph = GraphOf(model.Message(), 0); break;
                case 7: throw new InvalidDataException("It holds two graphs.");
                case 8:
                    var (domain, opset) = Opset(model.Message());
                    opsets[domain] = opset;
                    break;
                case 20: Training(model.Message()); break;
                case 25: Function(model.Message()); break;
            }
        }
        if (graph is null || version == 0) throw new InvalidDataException("It holds no ONNX graph.");
        if (graph.Nodes.Count == 0) throw new InvalidDataException("Its graph has no operators.");
        var inputs = graph.Inputs.Where(i => !graph.Tensors.ContainsKey(i.Name)).ToArray();
        return new(producer, opsets, inputs, graph.Outputs, graph.Nodes, graph.Tensors, _operators, _functions, _external);
    }

    private static (string, long) Opset(OnnxFields fields)
    {
        var (domain, version) = ("", 0L);
        while (fields.Read())
            if (fields.Field == 1) domain = fields.Text();
            else if (fields.Field == 2) version = fields.Int();
        return (Domain(domain), version);
    }

    // "ai.onnx" is another name of the standard domain.
    private static string Domain(string domain) => domain == "ai.onnx" ? "" : domain;

    private void Training(OnnxFields fields)
    {
        while (fields.Read())
            if (fields.Field is 1 or 2) GraphOf(fields.Message(), 0);
    }

    private void Function(OnnxFields fields)
    {
        var (name, domain) = ("", "");
        while (fields.Read())
        {
            switch (fields.Field)
            {
                case 1: name = fields.Text(); break;
                case 7: NodeOf(fields.Message(), 0); break;
                case 10: domain = Domain(fields.Text()); break;
                case 11: AttributeOf(fields.Message(), 0); break;
            }
        }
        _functions.Add((domain, name));
    }

    private Graph GraphOf(OnnxFields fields, int depth)
    {
        if (depth > DeepestGraph) throw new InvalidDataException($"Its graphs are nested more than {DeepestGraph} deep.");
        var graph = new Graph();
        while (fields.Read())
        {
            switch (fields.Field)
            {
                case 1: graph.Nodes.Add(NodeOf(fields.Message(), depth)); break;
                case 5:
                    var tensor = OnnxTensorReader.Read(fields.Message(), _external);
                    graph.Tensors[tensor.Name] = tensor;
                    break;
                case 11: graph.Inputs.Add(OnnxValueReader.Read(fields.Message())); break;
                case 12: graph.Outputs.Add(OnnxValueReader.Read(fields.Message())); break;
                case 15: Sparse(fields.Message()); break;
            }
        }
        return graph;
    }

    private OnnxNode NodeOf(OnnxFields fields, int depth)
    {
        if (++_nodes > MostNodes) throw new InvalidDataException($"It has more than {MostNodes} operators.");
        var (domain, name) = ("", "");
        List<string> inputs = [], outputs = [];
        Dictionary<string, OnnxAttribute> attributes = [];
        while (fields.Read())
        {
            switch (fields.Field)
            {
                case 1: inputs.Add(fields.Text()); break;
                case 2: outputs.Add(fields.Text()); break;
                case 4: name = fields.Text(); break;
                case 5:
                    var (key, attribute) = AttributeOf(fields.Message(), depth);
                    attributes[key] = attribute;
                    break;
                case 7: domain = Domain(fields.Text()); break;
            }
        }
        _operators.Add((domain, name));
        return new(domain, name, inputs, outputs, attributes);
    }

    private (string, OnnxAttribute) AttributeOf(OnnxFields fields, int depth)
    {
        var name = "";
        List<double> floats = [];
        List<long> ints = [];
        List<string> strings = [];
        OnnxTensor? tensor = null;
        while (fields.Read())
        {
            switch (fields.Field)
            {
                case 1: name = fields.Text(); break;
                case 2 or 7: fields.Floats(floats); break;
                case 3 or 8: fields.Ints(ints); break;
                case 4 or 9: strings.Add(fields.Text()); break;
                case 5: tensor = OnnxTensorReader.Read(fields.Message(), _external); break;
                case 10: OnnxTensorReader.Read(fields.Message(), _external); break;
                case 6 or 11: GraphOf(fields.Message(), depth + 1); break;
                case 22 or 23: Sparse(fields.Message()); break;
            }
        }
        return (name, new([.. floats], [.. ints], [.. strings], tensor));
    }

    private void Sparse(OnnxFields fields)
    {
        while (fields.Read())
            if (fields.Field is 1 or 2) OnnxTensorReader.Read(fields.Message(), _external);
    }
}
