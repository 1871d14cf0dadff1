using System.Text.Json;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models.Endpoints;

namespace AuditHarness.Adapters.Models.Http;

/// <summary>A tensor as a server describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Type of its elements, such as "FP64".</param>
/// <param name="Shape">Its dimensions; −1 for one of any length.</param>
internal sealed record TensorInfo(string Name, string Type, IReadOnlyList<long> Shape)
{
    private static readonly string[] s_numbers = ["FP64", "FP32", "INT64", "INT32"];
    private const int MostTensors = 10_000;

    /// <summary>Types that are understood.</summary>
    public static IReadOnlyList<string> Types { get; } = [.. s_numbers, "BYTES"];

    /// <summary>True for texts.</summary>
    public bool IsText => Type == "BYTES";

    /// <summary>True for whole numbers.</summary>
    public bool IsWhole => Type is "INT64" or "INT32";

    /// <summary>The tensors that metadata list under a key.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <param name="key">"inputs" or "outputs".</param>
    /// <param name="faults">Words the refusals.</param>
    public static IReadOnlyList<TensorInfo> Of(JsonElement metadata, string key, EndpointFaults faults)
    {
        var listed = metadata.TryGetProperty(key, out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() is > 0 and <= MostTensors
            ? list.EnumerateArray().Select(Read).ToList() : [];
        if (listed.Count == 0 || listed.Any(t => t is null) || listed.Select(t => t!.Name).Distinct(StringComparer.Ordinal).Count() < listed.Count)
            throw faults.Of($"does not say in its metadata which '{key}' its model has, each with a name, a datatype and a shape", "It must describe its model as the Open Inference Protocol asks for.");
        return [.. listed.Select(t => t!)];
    }

    /// <summary>Refuses a type that is not understood.</summary>
    public void CheckType(EndpointFaults faults)
    {
        if (!Types.Contains(Type)) throw faults.Of($"has a tensor {Quoted.Text(Name)} of the type {Quoted.Text(Type)}", $"Understood are {string.Join(", ", Types)}; export the model with one of them.");
    }

    private static TensorInfo? Read(JsonElement tensor)
    {
        if (tensor.ValueKind != JsonValueKind.Object || !tensor.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String) return null;
        if (!tensor.TryGetProperty("datatype", out var type) || type.ValueKind != JsonValueKind.String) return null;
        if (!tensor.TryGetProperty("shape", out var shape) || shape.ValueKind != JsonValueKind.Array || shape.GetArrayLength() > 8) return null;
        var sizes = new List<long>();
        foreach (var size in shape.EnumerateArray())
        {
            if (size.ValueKind != JsonValueKind.Number || !size.TryGetInt64(out var length) || length < -1) return null;
            sizes.Add(length);
        }
        return new(name.GetString()!, type.GetString()!, sizes);
    }
}
