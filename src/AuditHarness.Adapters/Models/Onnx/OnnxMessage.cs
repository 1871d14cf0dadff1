using System.Buffers.Binary;
using Google.Protobuf;

namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>A protocol-buffer message, written field by field.</summary>
#pragma warning disable CA1001 // A stream in memory holds nothing to release.
internal sealed class OnnxMessage
#pragma warning restore CA1001
{
    private readonly MemoryStream _bytes = new();

    /// <summary>The message so far.</summary>
    public byte[] ToArray() => _bytes.ToArray();

    /// <summary>Adds a whole number.</summary>
    public OnnxMessage Int(int field, long value) => Write(WireFormat.WireType.Varint, field, s => s.WriteInt64(value));

    /// <summary>Adds a float.</summary>
    public OnnxMessage Float(int field, float value) => Write(WireFormat.WireType.Fixed32, field, s => s.WriteFloat(value));

    /// <summary>Adds text.</summary>
    public OnnxMessage Text(int field, string value) => Write(WireFormat.WireType.LengthDelimited, field, s => s.WriteString(value));

    /// <summary>Adds bytes.</summary>
    public OnnxMessage Bytes(int field, byte[] value) => Write(WireFormat.WireType.LengthDelimited, field, s => s.WriteBytes(ByteString.CopyFrom(value)));

    /// <summary>Adds a message.</summary>
    public OnnxMessage Message(int field, OnnxMessage value) => Bytes(field, value.ToArray());

    private OnnxMessage Write(WireFormat.WireType wire, int field, Action<CodedOutputStream> value)
    {
        using var stream = new CodedOutputStream(_bytes, leaveOpen: true);
        stream.WriteTag(field, wire);
        value(stream);
        return this;
    }

    /// <summary>TensorProto of whole numbers.</summary>
    public static OnnxMessage Tensor(string name, long[] values, params long[] shape)
    {
        var raw = new byte[values.Length * sizeof(long)];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(raw.AsSpan(i * sizeof(long)), values[i]);
        return Tensor(name, OnnxType.Int64, raw, shape);
    }

    /// <summary>TensorProto of doubles.</summary>
    public static OnnxMessage Tensor(string name, double[] values, params long[] shape)
    {
        var raw = new byte[values.Length * sizeof(double)];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteDoubleLittleEndian(raw.AsSpan(i * sizeof(double)), values[i]);
        return Tensor(name, OnnxType.Double, raw, shape);
    }

    /// <summary>TensorProto of given bytes.</summary>
    public static OnnxMessage Tensor(string name, OnnxType type, byte[] raw, params long[] shape)
    {
        var tensor = new OnnxMessage();
        foreach (var size in shape) tensor.Int(1, size);
        return tensor.Int(2, (long)type).Text(8, name).Bytes(9, raw);
    }

    /// <summary>ValueInfoProto of a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its elements.</param>
    /// <param name="shape">Its sizes, 0 or less is free; none leaves even their number open.</param>
    public static OnnxMessage Value(string name, OnnxType type, params long[] shape)
    {
        var sizes = new OnnxMessage();
        foreach (var size in shape) sizes.Message(1, size > 0 ? new OnnxMessage().Int(1, size) : new OnnxMessage().Text(2, "N"));
        var tensor = new OnnxMessage().Int(1, (long)type);
        if (shape.Length > 0) tensor.Message(2, sizes);
        return new OnnxMessage().Text(1, name).Message(2, new OnnxMessage().Message(1, tensor));
    }

    /// <summary>NodeProto.</summary>
    /// <param name="domain">"" for the standard operators.</param>
    /// <param name="name">Of the operator.</param>
    /// <param name="inputs">Names of values.</param>
    /// <param name="outputs">Names of values.</param>
    /// <param name="attributes">AttributeProto messages.</param>
    public static OnnxMessage Node(string domain, string name, string[] inputs, string[] outputs, params OnnxMessage[] attributes)
    {
        var node = new OnnxMessage();
        foreach (var input in inputs) node.Text(1, input);
        foreach (var output in outputs) node.Text(2, output);
        node.Text(3, outputs[0] + " by " + name).Text(4, name);
        foreach (var attribute in attributes) node.Message(5, attribute);
        return domain.Length == 0 ? node : node.Text(7, domain);
    }

    /// <summary>AttributeProto of one whole number.</summary>
    public static OnnxMessage Attribute(string name, long value) => new OnnxMessage().Text(1, name).Int(3, value).Int(20, 2);

    /// <summary>AttributeProto of one text.</summary>
    public static OnnxMessage Attribute(string name, string value) => new OnnxMessage().Text(1, name).Text(4, value).Int(20, 3);

    /// <summary>AttributeProto of a tensor.</summary>
    public static OnnxMessage Attribute(string name, OnnxMessage tensor) => new OnnxMessage().Text(1, name).Message(5, tensor).Int(20, 4);

    /// <summary>AttributeProto of floats.</summary>
    public static OnnxMessage Attribute(string name, IEnumerable<float> values)
    {
        var attribute = new OnnxMessage().Text(1, name);
        foreach (var value in values) attribute.Float(7, value);
        return attribute.Int(20, 6);
    }

    /// <summary>AttributeProto of whole numbers.</summary>
    public static OnnxMessage Attribute(string name, IEnumerable<long> values)
    {
        var attribute = new OnnxMessage().Text(1, name);
        foreach (var value in values) attribute.Int(8, value);
        return attribute.Int(20, 7);
    }

    /// <summary>AttributeProto of texts.</summary>
    public static OnnxMessage Attribute(string name, IEnumerable<string> values)
    {
        var attribute = new OnnxMessage().Text(1, name);
        foreach (var value in values) attribute.Text(9, value);
        return attribute.Int(20, 8);
    }

    /// <summary>ModelProto.</summary>
    /// <param name="graph">GraphProto.</param>
    /// <param name="opsets">Domains and their versions.</param>
    public static OnnxMessage Model(OnnxMessage graph, params (string Domain, long Version)[] opsets)
    {
        var model = new OnnxMessage().Int(1, 8).Text(2, "AuditHarness").Message(7, graph);
        foreach (var (domain, version) in opsets) model.Message(8, new OnnxMessage().Text(1, domain).Int(2, version));
        return model;
    }
}
