namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>Reads what the inputs and outputs of a graph are (ValueInfoProto and TypeProto of onnx.proto).</summary>
internal static class OnnxValueReader
{
    private const int DeepestType = 16;

    /// <summary>Reads an input or output.</summary>
    /// <param name="fields">ValueInfoProto.</param>
    public static OnnxValue Read(OnnxFields fields)
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
            if (depth > DeepestType) throw new InvalidDataException("A type is nested too deep.");
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
                        if (inner.Field != (field == 4 ? 1 : 2)) continue;
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
