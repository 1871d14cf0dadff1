using System.Buffers.Binary;
using System.Globalization;

namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>Reads constant tensors (TensorProto of onnx.proto, whose field numbers stand below).</summary>
internal static class OnnxTensorReader
{
    private const long MostNumbers = 50_000_000;
    private const long LargestTensor = 1L << 40;

    /// <summary>Reads a tensor, and holds its sizes to the data it has.</summary>
    /// <param name="fields">TensorProto.</param>
    /// <param name="external">Where a reference to data in another file is added.</param>
    /// <exception cref="InvalidDataException">Sizes and data do not fit.</exception>
    public static OnnxTensor Read(OnnxFields fields, List<OnnxExternal> external)
    {
        var (name, type, isElsewhere, texts) = ("", OnnxType.Undefined, false, 0L);
        List<long> shape = [], ints = [];
        List<double> floats = [];
        byte[]? raw = null;
        var rawLength = 0;
        Dictionary<string, string> elsewhere = [];
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
                    elsewhere[key] = value;
                    break;
                case 14: isElsewhere = fields.Int() == 1; break;
            }
        }
        var size = Size(shape);
        if (isElsewhere || elsewhere.Count > 0)
        {
            external.Add(External(name, elsewhere));
            return new(name, type, [.. shape], null);
        }
        if (Width(type) is var width && width > 0 && rawLength > 0 && size != rawLength / width)
            throw new InvalidDataException($"The sizes of a tensor do not fit its data ({size} elements said, {rawLength / width} given).");
        var given = Math.Max(Math.Max(floats.Count, ints.Count), texts);
        if (rawLength == 0 && size > 2 * Math.Max(given, 1))
            throw new InvalidDataException($"The sizes of a tensor do not fit its data ({size} elements said, {given} given).");
        var numbers = raw is { Length: > 0 } ? Numbers(raw, type) : floats.Count > 0 ? [.. floats] : ints.Count > 0 ? [.. ints.Select(i => (double)i)] : null;
        return new(name, type, [.. shape], numbers);
    }

    private static long Size(List<long> shape)
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
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
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
}
