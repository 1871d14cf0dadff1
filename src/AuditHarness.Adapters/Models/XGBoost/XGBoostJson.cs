using System.Text.Json;
using System.Text.Json.Serialization;

namespace AuditHarness.Adapters.Models.XGBoost;

// The parts of XGBoost's JSON that the audit reads, named as there (https://xgboost.readthedocs.io/en/stable/tutorials/saving_model.html).
// Numbers may stand in quotes.

internal sealed record XGBoostJson
{
    public Learner? Learner { get; init; }
    public int[]? Version { get; init; }

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Reads the whole text.</summary>
    /// <exception cref="JsonException">It is no such JSON; the path says where.</exception>
    public static XGBoostJson? Parse(ReadOnlySpan<byte> text) => JsonSerializer.Deserialize<XGBoostJson>(WithQuotedNaN(text), Options);

    // XGBoost writes NaN and Infinity bare, as thresholds of categorical splits among others; JSON knows them only in quotes.
    private static ReadOnlySpan<byte> WithQuotedNaN(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf("NaN"u8) < 0 && text.IndexOf("Infinity"u8) < 0) return text;
        using var quoted = new MemoryStream(text.Length + 1024);
        for (var i = 0; i < text.Length;)
        {
            var rest = text[i..];
            var word = rest.StartsWith("NaN"u8) ? 3 : rest.StartsWith("Infinity"u8) ? 8 : rest.StartsWith("-Infinity"u8) ? 9 : 0;
            var length = word > 0 ? word : rest[0] == '"' ? StringLength(rest) : 1;
            if (word > 0) quoted.WriteByte((byte)'"');
            quoted.Write(rest[..length]);
            if (word > 0) quoted.WriteByte((byte)'"');
            i += length;
        }
        return quoted.ToArray();
    }

    private static int StringLength(ReadOnlySpan<byte> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '"') return i + 1;
        }
        return text.Length;
    }
}

internal sealed record Learner
{
    public Dictionary<string, Written>? Attributes { get; init; }
    public string[]? FeatureNames { get; init; }
    public Booster? GradientBooster { get; init; }
    public LearnerModelParam? LearnerModelParam { get; init; }
    public Objective? Objective { get; init; }
}

internal sealed record LearnerModelParam
{
    public Written? BaseScore { get; init; }
    public int NumClass { get; init; }
    public int NumFeature { get; init; }
    public int NumTarget { get; init; } = 1;
}

/// <summary>A value that old and new versions write in different ways: a string, or else the JSON as it stands.</summary>
/// <param name="Text">The text.</param>
[JsonConverter(typeof(WrittenConverter))]
internal sealed record Written(string Text);

internal sealed record Objective
{
    public string? Name { get; init; }
}

internal sealed record Booster
{
    public string? Name { get; init; }
    public BoosterModel? Model { get; init; }
    public Booster? Gbtree { get; init; }
    public float[]? WeightDrop { get; init; }
}

internal sealed record BoosterModel
{
    public GbtreeModelParam? GbtreeModelParam { get; init; }
    public int[]? IterationIndptr { get; init; }
    public int[]? TreeInfo { get; init; }
    public TreeJson[]? Trees { get; init; }
    public float[]? WeightDrop { get; init; }
}

internal sealed record GbtreeModelParam
{
    public int NumParallelTree { get; init; } = 1;
    public int NumTrees { get; init; }
}

internal sealed record TreeJson
{
    public int[]? LeftChildren { get; init; }
    public int[]? RightChildren { get; init; }
    public int[]? SplitIndices { get; init; }
    public float[]? SplitConditions { get; init; }

    [JsonConverter(typeof(FlagsConverter))]
    public bool[]? DefaultLeft { get; init; }

    [JsonConverter(typeof(FlagsConverter))]
    public bool[]? SplitType { get; init; }

    public float[]? SumHessian { get; init; }
    public int[]? Categories { get; init; }
    public int[]? CategoriesNodes { get; init; }
    public long[]? CategoriesSegments { get; init; }
    public long[]? CategoriesSizes { get; init; }
    public TreeParam? TreeParam { get; init; }
}

internal sealed record TreeParam
{
    public int SizeLeafVector { get; init; }
}

/// <summary>Yes and no, written as true and false by old versions and as 1 and 0 by new ones.</summary>
internal sealed class FlagsConverter : JsonConverter<bool[]>
{
    public override bool[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException();
        var flags = new List<bool>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            flags.Add(reader.TokenType switch
            {
                JsonTokenType.True => true,
                JsonTokenType.False => false,
                JsonTokenType.Number when reader.TryGetInt32(out var flag) && flag is 0 or 1 => reader.GetInt32() == 1,
                _ => throw new JsonException(),
            });
        }
        return [.. flags];
    }

    public override void Write(Utf8JsonWriter writer, bool[] value, JsonSerializerOptions options) => throw new NotSupportedException();
}

internal sealed class WrittenConverter : JsonConverter<Written>
{
    public override Written Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return new Written(reader.GetString()!);
        using var value = JsonDocument.ParseValue(ref reader);
        return new Written(value.RootElement.GetRawText());
    }

    public override void Write(Utf8JsonWriter writer, Written value, JsonSerializerOptions options) => throw new NotSupportedException();
}
