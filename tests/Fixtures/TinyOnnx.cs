using System.Text;

namespace AuditHarness.Fixtures;

/// <summary>
/// An ONNX file put together field by field (onnx.proto, IR 8, opset 13): risk = 1 / (1 + e^−(0.05 · age + 0.3 · male − 2.5)), unless
/// a test bends it.
/// </summary>
internal sealed record TinyOnnx
{
    public const int Float = 1, Complex64 = 14;

    /// <summary>One weight per column of the input.</summary>
    public float[] Weights { get; init; } = [0.05f, 0.3f];

    /// <summary>Log-odds where everything is 0.</summary>
    public float Bias { get; init; } = -2.5f;

    /// <summary>Whether age and male are inputs of their own, each float[N,1], instead of one tensor of two columns.</summary>
    public bool NamedInputs { get; init; }

    /// <summary>Element type of the inputs.</summary>
    public int InputType { get; init; } = Float;

    /// <summary>What turns the log-odds "margin" into "risk": operator, its domain and its inputs.</summary>
    public (string Operator, string Domain, string[] Inputs)[] Last { get; init; } = [("Sigmoid", "", ["margin"])];

    /// <summary>File that holds the weights, as the model names it; null when they are in the model.</summary>
    public string? WeightsFile { get; init; }

    /// <summary>The file.</summary>
    public byte[] ToBytes()
    {
        var graph = new Message();
        if (NamedInputs) graph.Add(1, Node("Concat", "", ["age", "male"], "features", Attribute("axis", 1)));
        graph.Add(1, Node("MatMul", "", ["features", "weights"], "weighted")).Add(1, Node("Add", "", ["weighted", "bias"], "margin"));
        for (var k = 0; k < Last.Length; k++)
            graph.Add(1, Node(Last[k].Operator, Last[k].Domain, Last[k].Inputs, k == Last.Length - 1 ? "risk" : $"step{k}"));
        graph.Add(2, "tiny").Add(5, Tensor("weights", [Weights.Length, 1], Weights, WeightsFile)).Add(5, Tensor("bias", [1], [Bias], null));
        foreach (var input in NamedInputs ? new[] { "age", "male" } : ["features"]) graph.Add(11, Value(input, InputType, NamedInputs ? 1 : Weights.Length));
        graph.Add(12, Value("risk", Float, 1));
        var domains = Last.Select(l => l.Domain).Distinct().Where(d => d.Length > 0);
        var model = new Message().Add(1, 8).Add(7, graph).Add(8, new Message().Add(1, "").Add(2, 13));
        foreach (var domain in domains) model.Add(8, new Message().Add(1, domain).Add(2, 1));
        return model.ToBytes();
    }

    private static Message Node(string type, string domain, string[] inputs, string output, Message? attribute = null)
    {
        var node = new Message();
        foreach (var input in inputs) node.Add(1, input);
        node.Add(2, output).Add(3, output + "_node").Add(4, type);
        if (attribute is not null) node.Add(5, attribute);
        return node.Add(7, domain);
    }

    private static Message Attribute(string name, long value) => new Message().Add(1, name).Add(3, value).Add(20, 2);

    private static Message Value(string name, int type, long width) => new Message().Add(1, name).Add(2, new Message().Add(1, new Message()
        .Add(1, type).Add(2, new Message().Add(1, new Message().Add(2, "N")).Add(1, new Message().Add(1, width)))));

    private static Message Tensor(string name, long[] dimensions, float[] values, string? file)
    {
        var tensor = new Message();
        foreach (var dimension in dimensions) tensor.Add(1, dimension);
        tensor.Add(2, Float).Add(8, name);
        return file is null
            ? tensor.Add(9, [.. values.SelectMany(BitConverter.GetBytes)])
            : tensor.Add(13, new Message().Add(1, "location").Add(2, file)).Add(14, 1);
    }

    /// <summary>A protobuf message: tags, variable-length integers, and what has a length.</summary>
    private sealed class Message
    {
        private readonly List<byte> _bytes = [];

        public Message Add(int field, long value) => Integer((ulong)field << 3).Integer((ulong)value);

        public Message Add(int field, string text) => Add(field, Encoding.UTF8.GetBytes(text));

        public Message Add(int field, Message message) => Add(field, message.ToBytes());

        public Message Add(int field, byte[] bytes)
        {
            Integer(((ulong)field << 3) | 2).Integer((ulong)bytes.Length);
            _bytes.AddRange(bytes);
            return this;
        }

        public byte[] ToBytes() => [.. _bytes];

        private Message Integer(ulong value)
        {
            for (; value > 127; value >>= 7) _bytes.Add((byte)(value | 128));
            _bytes.Add((byte)value);
            return this;
        }
    }
}
