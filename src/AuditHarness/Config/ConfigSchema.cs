using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using AuditHarness.Audits;
using AuditHarness.Reporting.Requirements;

namespace AuditHarness.Config;

/// <summary>The JSON Schema (draft 2020-12) of a config, written from the config types that the reader reads by.</summary>
/// <remarks>It holds what one value can break by itself; rules between keys are checked when a config is read.</remarks>
public static class ConfigSchema
{
    private static readonly JsonSerializerOptions s_text = new()
    {
        WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema as indented JSON text, the same on every machine.</summary>
    public static string Json { get; } = Write();

    private static string Write()
    {
        var root = ConfigKey.Json.GetJsonSchemaAsNode(typeof(AuditConfig), new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, schema) => Enrich(context, schema.AsObject()),
        });
        Spell(root, root);
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "AuditHarness config",
            ["description"] = "What a run of AuditHarness audits: data, model, threshold, subgroups, and what must hold.",
        };
        foreach (var (keyword, value) in root.AsObject()) schema[keyword] = value?.DeepClone();
        return schema.ToJsonString(s_text);
    }

    // The exporter describes a type once and points there from elsewhere; spelt out, every key says what it means where it stands.
    private static void Spell(JsonNode node, JsonNode root)
    {
        if (node is JsonArray items)
            foreach (var item in items.OfType<JsonNode>()) Spell(item, root);
        if (node is not JsonObject map) return;
        if (map["$ref"] is { } pointer && pointer.GetValueKind() == JsonValueKind.String)
        {
            var target = ((string)pointer!).Split('/').Skip(1).Aggregate(root, (at, step) => at is JsonArray list ? list[int.Parse(step, CultureInfo.InvariantCulture)]! : at[step]!);
            map.Remove("$ref");
            foreach (var (keyword, value) in target.AsObject()) map[keyword] = value?.DeepClone();
        }
        foreach (var (_, value) in map)
            if (value is not null) Spell(value, root);
    }

    private static JsonObject Enrich(JsonSchemaExporterContext context, JsonObject schema)
    {
        NoNull(schema);
        var pointer = schema.ContainsKey("$ref");
        if (!pointer && (context.TypeInfo.Type == typeof(AttributeConfig) || context.TypeInfo.Type == typeof(FeatureConfig))) schema = Either(Text(), schema);
        if (context.TypeInfo.Type == typeof(ThresholdConfig)) schema = Threshold(schema);
        if (context.TypeInfo.Type == typeof(DataConfig)) schema["oneOf"] = new JsonArray(Required("file"), Required("query"));
        if (context.TypeInfo.Type == typeof(ExpectationConfig)) schema["oneOf"] = new JsonArray(Required("atMost"), Required("atLeast"));
        if (context.PropertyInfo is not { } property) return schema;

        var key = new ConfigKey(property);
        switch (property.DeclaringType.Name, key.Property)
        {
            case (nameof(DataConfig), nameof(DataConfig.Positive)):
            case (nameof(SplitConfig), nameof(SplitConfig.Evaluate) or nameof(SplitConfig.Calibrate)):
            case (nameof(ModelConfig), nameof(ModelConfig.PositiveClass)):
                schema = Level();
                break;
            case (nameof(ModelConfig), nameof(ModelConfig.PositiveClasses)):
                schema["items"] = Level();
                schema["uniqueItems"] = true;
                break;
            case (nameof(ImagesConfig), nameof(ImagesConfig.Std)):
                schema["items"] = new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = 0 };
                break;
            case (nameof(SubgroupsConfig), nameof(SubgroupsConfig.Reference)):
            case (nameof(ExpectationConfig), nameof(ExpectationConfig.Where)):
                schema["additionalProperties"] = Level();
                break;
            case (nameof(SubgroupsConfig), nameof(SubgroupsConfig.Intersections)):
                schema["items"] = new JsonObject { ["type"] = "array", ["items"] = Text(), ["minItems"] = 2, ["uniqueItems"] = true };
                schema["uniqueItems"] = true;
                break;
            case (nameof(WorkerConfig), nameof(WorkerConfig.Command)):
                schema["items"] = Text();
                break;
            case (nameof(WorkerConfig), nameof(WorkerConfig.Environment)):
                schema["items"] = new JsonObject { ["type"] = "string", ["pattern"] = WorkerConfig.NamePattern };
                schema["uniqueItems"] = true;
                break;
            case (nameof(ChatConfig), nameof(ChatConfig.System) or nameof(ChatConfig.Prompt)):
                schema["items"] = new JsonObject { ["type"] = "string" };
                Limits(key, schema);
                schema = Either(Text(), schema);
                schema.Insert(0, "description", key.Description);
                return schema;
            case (nameof(ChatAnswersConfig), nameof(ChatAnswersConfig.Words)):
                schema["additionalProperties"] = new JsonObject { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 1 };
                schema["minProperties"] = 2;
                break;
            case (nameof(DataConfig), nameof(DataConfig.Query)):
                schema = Either(Text(), new() { ["type"] = "array", ["items"] = Text(), ["minItems"] = 1 });
                break;
            case (nameof(DataConfig), nameof(DataConfig.Tables)):
                schema["additionalProperties"] = Text();
                break;
            case (nameof(ModelConfig), nameof(ModelConfig.AllowDomains) or nameof(ModelConfig.Classes)):
            case (nameof(CsvConfig), nameof(CsvConfig.Missing)):
            case (nameof(WorkerConfig), nameof(WorkerConfig.Files)):
                schema["items"] = Text();
                schema["uniqueItems"] = true;
                break;
            case (nameof(ExplanationConfig), nameof(ExplanationConfig.Players)):
                schema["additionalProperties"] = new JsonObject { ["type"] = "array", ["items"] = Text(), ["minItems"] = 1, ["uniqueItems"] = true };
                break;
            case (nameof(AuditConfig), nameof(AuditConfig.Audits)):
                schema["items"] = new JsonObject { ["enum"] = Names(AuditCatalog.All) };
                schema["uniqueItems"] = true;
                break;
            case (nameof(AuditConfig), nameof(AuditConfig.ModelCard)):
                schema = Card(schema["additionalProperties"]!);
                break;
            case (nameof(EvidenceConfig), nameof(EvidenceConfig.Profiles)):
                schema["items"] = new JsonObject { ["enum"] = Names(EvidenceProfiles.All.Select(p => p.Id)) };
                schema["uniqueItems"] = true;
                break;
            case (nameof(AttachmentConfig), nameof(AttachmentConfig.For)):
                schema["items"] = Text();
                schema["uniqueItems"] = true;
                break;
            case (nameof(ExpectationConfig), nameof(ExpectationConfig.Metric)):
                schema = new JsonObject { ["enum"] = Names(ExpectationReader.Ids) };
                break;
            case (nameof(AuditConfig), nameof(AuditConfig.Schema)):
                break;
            default:
                if (schema["type"]?.GetValueKind() == JsonValueKind.String && (string?)schema["type"] == "string") schema["minLength"] = 1;
                break;
        }
        Limits(key, schema);
        schema.Insert(0, "description", key.Description);
        return schema;
    }

    private static void Limits(ConfigKey key, JsonObject schema)
    {
        if (key.Attribute<AllowedValuesAttribute>() is { } allowed)
        {
            schema.Clear();
            schema["enum"] = new JsonArray([.. allowed.Values.Select(v => JsonSerializer.SerializeToNode(v, v!.GetType()))]);
        }
        if (key.Attribute<RegularExpressionAttribute>() is { } expression) schema["pattern"] = expression.Pattern;
        if (key.Attribute<MinLengthAttribute>() is { } least) schema["minItems"] = least.Length;
        if (key.Attribute<MaxLengthAttribute>() is { } most) schema["maxItems"] = most.Length;
        if (key.Attribute<RangeAttribute>() is { } range)
        {
            schema[range.MinimumIsExclusive ? "exclusiveMinimum" : "minimum"] = (double)range.Minimum;
            schema[range.MaximumIsExclusive ? "exclusiveMaximum" : "maximum"] = (double)range.Maximum;
        }
        if (key.Property == nameof(AuditConfig.Seed)) (schema["minimum"], schema["maximum"]) = (0, ulong.MaxValue);
        if (key.Attribute<DefaultValueAttribute>() is { Value: { } value })
            schema["default"] = JsonSerializer.SerializeToNode(value, value.GetType(), ConfigKey.Json);
    }

    /// <summary>The exporter lets optional values be null; a config leaves the key out instead.</summary>
    private static void NoNull(JsonObject schema)
    {
        if (schema["type"] is JsonArray types && types.FirstOrDefault(t => (string?)t != "null") is { } type) schema["type"] = (string?)type;
        if (schema["enum"] is JsonArray values) values.RemoveAll(v => v is null);
    }

    private static JsonObject Threshold(JsonObject rule)
    {
        (rule["minProperties"], rule["maxProperties"]) = (1, 1);
        return new JsonObject
        {
            ["anyOf"] = new JsonArray(
                new JsonObject { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 1 },
                new JsonObject { ["const"] = ThresholdConfig.Youden },
                rule),
        };
    }

    /// <summary>The fields of a model card: each a text, or an object with its own author and day.</summary>
    private static JsonObject Card(JsonNode entry)
    {
        var properties = new JsonObject
        {
            [ModelCardReader.DeclaredBy] = Described("Who declares every field that names nobody itself.", Text()),
            [ModelCardReader.DeclaredOn] = Described("When, such as 2026-11-24.", new() { ["type"] = "string", ["pattern"] = ConfigDay.Pattern }),
        };
        foreach (var field in ModelCardCatalog.All)
            properties[field.Id] = Described($"{field.Question} Shown as '{field.Title}'.", Either(Text(), entry.DeepClone().AsObject()));
        return new() { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
    }

    private static JsonObject Described(string description, JsonObject schema)
    {
        schema.Insert(0, "description", description);
        return schema;
    }

    private static JsonObject Either(JsonObject one, JsonObject other) => new() { ["anyOf"] = new JsonArray(one, other) };

    private static JsonObject Text() => new() { ["type"] = "string", ["minLength"] = 1 };

    private static JsonObject Level() => new() { ["type"] = new JsonArray("string", "number", "boolean"), ["minLength"] = 1 };

    private static JsonObject Required(string key) => new() { ["required"] = new JsonArray(key) };

    private static JsonArray Names(IEnumerable<string> names) => [.. names.Select(n => (JsonNode)n)];
}
