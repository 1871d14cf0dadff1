using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;

namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>A message inside a buffer, read field by field without copying what is inside it.</summary>
/// <param name="buffer">The whole file.</param>
/// <param name="start">First byte of the message.</param>
/// <param name="length">Its length.</param>
#pragma warning disable CA1001 // A stream over an array holds nothing to release.
internal sealed class OnnxFields(byte[] buffer, int start, int length)
#pragma warning restore CA1001
{
    private readonly CodedInputStream _stream = new(buffer, start, length);
    private WireFormat.WireType _wire;
    private int _payload, _end;

    /// <summary>Number of the field that was read last.</summary>
    public int Field { get; private set; }

    /// <summary>Length in bytes of the field that was read last, when it holds a message, text or packed numbers.</summary>
    public int Length => _end - _payload;

    /// <summary>Reads the next field.</summary>
    /// <exception cref="InvalidProtocolBufferException">The bytes end too early or are no message.</exception>
    public bool Read()
    {
        var tag = _stream.ReadTag();
        if (tag == 0) return false;
        (Field, _wire) = (WireFormat.GetTagFieldNumber(tag), WireFormat.GetTagWireType(tag));
        if (_wire is WireFormat.WireType.StartGroup or WireFormat.WireType.EndGroup) throw new InvalidDataException("It holds groups, which ONNX does not have.");
        _payload = (int)_stream.Position;
        _stream.SkipLastField();
        _end = (int)_stream.Position;
        if (_wire == WireFormat.WireType.LengthDelimited)
        {
            var prefix = new CodedInputStream(buffer, _payload, _end - _payload);
            prefix.ReadLength();
            _payload = (int)prefix.Position;
        }
        return true;
    }

    /// <summary>The field as a message.</summary>
    public OnnxFields Message()
    {
        Expect(WireFormat.WireType.LengthDelimited);
        return new(buffer, _payload, Length);
    }

    /// <summary>The bytes of the field.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        Expect(WireFormat.WireType.LengthDelimited);
        return buffer.AsSpan(_payload, Length);
    }

    /// <summary>The field as text.</summary>
    public string Text() => Encoding.UTF8.GetString(Bytes());

    /// <summary>The field as a whole number.</summary>
    public long Int()
    {
        Expect(WireFormat.WireType.Varint);
        return new CodedInputStream(buffer, _payload, Length).ReadInt64();
    }

    /// <summary>Adds the whole numbers of the field, packed or single.</summary>
    public void Ints(List<long> to)
    {
        if (_wire == WireFormat.WireType.Varint)
        {
            to.Add(Int());
            return;
        }
        Expect(WireFormat.WireType.LengthDelimited);
        var packed = new CodedInputStream(buffer, _payload, Length);
        while (!packed.IsAtEnd) to.Add(packed.ReadInt64());
    }

    /// <summary>Adds the floats of the field, packed or single.</summary>
    public void Floats(List<double> to)
    {
        if (_wire != WireFormat.WireType.LengthDelimited) Expect(WireFormat.WireType.Fixed32);
        var bytes = buffer.AsSpan(_payload, Length);
        Whole(bytes.Length, sizeof(float));
        for (var i = 0; i < bytes.Length; i += sizeof(float)) to.Add(BinaryPrimitives.ReadSingleLittleEndian(bytes[i..]));
    }

    /// <summary>Adds the doubles of the field, packed or single.</summary>
    public void Doubles(List<double> to)
    {
        if (_wire != WireFormat.WireType.LengthDelimited) Expect(WireFormat.WireType.Fixed64);
        var bytes = buffer.AsSpan(_payload, Length);
        Whole(bytes.Length, sizeof(double));
        for (var i = 0; i < bytes.Length; i += sizeof(double)) to.Add(BinaryPrimitives.ReadDoubleLittleEndian(bytes[i..]));
    }

    private static void Whole(int bytes, int size)
    {
        if (bytes % size != 0) throw new InvalidDataException("A list of numbers ends within a number.");
    }

    private void Expect(WireFormat.WireType wire)
    {
        if (_wire != wire) throw new InvalidDataException($"Field {Field} is not of the kind that ONNX gives it.");
    }
}
