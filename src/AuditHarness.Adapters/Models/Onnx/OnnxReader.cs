using System.Buffers.Binary;
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
    private const long MostNumbers = 50_000_000;
    private const long LargestTensor = 1L << 40;

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
                    var tensor = TensorOf(fields.Message());
                    graph.Tensors[tensor.Name] = tensor;
                    break;
                case 11: graph.Inputs.Add(ValueOf(fields.Message())); break;
                case 12: graph.Outputs.Add(ValueOf(fields.Message())); break;
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
                case 5: tensor = TensorOf(fields.Message()); break;
                case 10: TensorOf(fields.Message()); break;
                case 6 or 11: GraphOf(fields.Message(), depth + 1); break;
                case 22 or 23: Sparse(fields.Message()); break;
            }
        }
        return (name, new([.. floats], [.. ints], [.. strings], tensor));
    }

    private void Sparse(OnnxFields fields)
    {
        while (fields.Read())
            if (fields.Field is 1 or 2) TensorOf(fields.Message());
    }

    private OnnxTensor TensorOf(OnnxFields fields)
    {
        var (name, type, elsewhere, texts) = ("", OnnxType.Undefined, false, 0L);
        List<long> shape = [], ints = [];
        List<double> floats = [];
        byte[]? raw = null;
        var rawLength = 0;
        Dictionary<string, string> external = [];
        while (fields.Read())
        {
            switch (fields.Field)
            {
                case 1: fields.Ints(shape); break;
                case 2: type = (OnnxType)fields.Int(); break;
                case 4: fields.Floats(floats); break;
                case 5 or 7 or 11: fields.Ints(ints); break;
                case 6: texts++; break;
                case 8: name = fields.Text(); break;
                case 9:
                    rawLength = fields.Length;
                    raw = rawLength / sizeof(float) <= MostNumbers ? fields.Bytes().ToArray() : null;
                    break;
                case 10: fields.Doubles(floats); break;
                case 13:
                    var (key, value) = Entry(fields.Message());
                    external[key] = value;
                    break;
                case 14: elsewhere = fields.Int() == 1; break;
            }
        }
        var size = Size(name, shape);
        if (elsewhere || external.Count > 0)
        {
            _external.Add(External(name, external));
            return new(name, type, [.. shape], null);
        }
        if (Width(type) is var width && width > 0 && rawLength > 0 && size != rawLength / width)
            throw new InvalidDataException($"The sizes of a tensor do not fit its data ({size} elements said, {rawLength / width} given).");
        var given = Math.Max(Math.Max(floats.Count, ints.Count), texts);
        if (rawLength == 0 && size > 2 * Math.Max(given, 1))
            throw new InvalidDataException($"The sizes of a tensor do not fit its data ({size} elements said, {given} given).");
        return new(name, type, [.. shape], raw is not null && rawLength > 0 ? Numbers(raw, type) : floats.Count > 0 ? [.. floats] : ints.Count > 0 ? [.. ints.Select(i => (double)i)] : null);
    }

    private static long Size(string name, List<long> shape)
    {
        var size = 1L;
        foreach (var dimension in shape)
        {
            if (dimension < 0 || (dimension > 0 && size > LargestTensor / dimension))
                throw new InvalidDataException($"The sizes of a tensor are not possible ({string.Join(" × ", shape.Take(8))}).");
            size *= dimension;
        }
        return size;
    }

    private static int Width(OnnxType type) => type switch
    {
        OnnxType.Float or OnnxType.Int32 => 4,
        OnnxType.Double or OnnxType.Int64 => 8,
        OnnxType.Bool or OnnxType.UInt8 => 1,
        _ => 0,
    };

    private static double[]? Numbers(byte[] raw, OnnxType type)
    {
        Func<int, double>? read = type switch
        {
            OnnxType.Float => at => BinaryPrimitives.ReadSingleLittleEndian(raw.AsSpan(at)),
            OnnxType.Double => at => BinaryPrimitives.ReadDoubleLittleEndian(raw.AsSpan(at)),
            OnnxType.Int32 => at => BinaryPrimitives.ReadInt32LittleEndian(raw.AsSpan(at)),
            OnnxType.Int64 => at => BinaryPrimitives.ReadInt64LittleEndian(raw.AsSpan(at)),
            OnnxType.UInt8 or OnnxType.Bool => at => raw[at],
            _ => null,
        };
        if (read is null) return null;
        var numbers = new double[raw.Length / Width(type)];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = read(i * Width(type));
        return numbers;
    }

    private static OnnxExternal External(string tensor, Dictionary<string, string> entries)
    {
        if (!entries.TryGetValue("location", out var location)) throw new InvalidDataException("Data in another file are announced without its name.");
        return new(tensor, location, Whole("offset", 0), Whole("length", -1));

        long Whole(string key, long otherwise) =>
            !entries.TryGetValue(key, out var text) ? otherwise
            : long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number
            : throw new InvalidDataException("Data in another file are announced at a place that is no number.");
    }

    private static (string, string) Entry(OnnxFields fields)
    {
        var (key, value) = ("", "");
        while (fields.Read())
            if (fields.Field == 1) key = fields.Text();
            else if (fields.Field == 2) value = fields.Text();
        return (key, value);
    }

    private static OnnxValue ValueOf(OnnxFields fields)
    {
        var name = "";
        var (kind, type, shape) = (OnnxValueKind.Other, OnnxType.Undefined, (long[]?)null);
        while (fields.Read())
            if (fields.Field == 1) name = fields.Text();
            else if (fields.Field == 2) (kind, type, shape) = TypeOf(fields.Message(), 0);
        return new(name, kind, type, shape);
    }

    private static (OnnxValueKind, OnnxType, long[]?) TypeOf(OnnxFields fields, int depth)
    {
        var answer = (OnnxValueKind.Other, OnnxType.Undefined, (long[]?)null);
        while (fields.Read())
        {
            if (depth > DeepestGraph) throw new InvalidDataException("A type is nested too deep.");
            switch (fields.Field)
            {
                case 1:
                    answer = Tensor(fields.Message());
                    break;
                // A sequence (4) of maps (5), or a map's values: the inner type is what matters.
                case 4 or 5:
                    var (field, inner) = (fields.Field, fields.Message());
                    while (inner.Read())
                    {
                        if (inner.Field != (field == 4 ? 1 : 2) ) continue;
                        var (kind, type, _) = TypeOf(inner.Message(), depth + 1);
                        answer = (field == 5 && kind == OnnxValueKind.Tensor) || (field == 4 && kind == OnnxValueKind.SequenceOfMaps)
                            ? (OnnxValueKind.SequenceOfMaps, type, null) : (OnnxValueKind.Other, type, null);
                    }
                    break;
            }
        }
        return answer;
    }

    private static (OnnxValueKind, OnnxType, long[]?) Tensor(OnnxFields fields)
    {
        var type = OnnxType.Undefined;
        long[]? shape = null;
        while (fields.Read())
        {
            if (fields.Field == 1) type = (OnnxType)fields.Int();
            if (fields.Field != 2) continue;
            List<long> sizes = [];
            var dimensions = fields.Message();
            while (dimensions.Read())
            {
                if (dimensions.Field != 1) continue;
                var (size, dimension) = (-1L, dimensions.Message());
                while (dimension.Read())
                    if (dimension.Field == 1) size = dimension.Int();
                sizes.Add(size > 0 ? size : -1);
            }
            shape = [.. sizes];
        }
        return (OnnxValueKind.Tensor, type, shape);
    }
}
