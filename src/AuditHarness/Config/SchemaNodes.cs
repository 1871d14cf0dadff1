using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using AuditHarness.Adapters.Learners;
using AuditHarness.Audits;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Reporting.Requirements;

namespace AuditHarness.Config;

/// <summary>One node of the schema: what the exporter knows of a type, and what the config types declare besides.</summary>
internal static class SchemaNodes
{
    /// <summary>What the exporter makes of a type or a key, completed by what is declared of it.</summary>
    /// <param name="context">Type and key.</param>
    /// <param name="schema">What the exporter makes of it.</param>
    public static JsonObject Of(JsonSchemaExporterContext context, JsonObject schema)
    {
        NoNull(schema);
        var pointer = schema.ContainsKey("$ref");
        if (!pointer && (context.TypeInfo.Type == typeof(AttributeConfig) || context.TypeInfo.Type == typeof(FeatureConfig))) schema = Either(Text(), schema);
        // Where a table is asked for, its path is one.
        if (context.TypeInfo.Type == typeof(RecordTableConfig)) schema = pointer ? schema : Either(Text(), OneOf(schema, "file", "query"));
        if (context.TypeInfo.Type == typeof(ThresholdConfig)) schema = Threshold(schema);
        if (context.TypeInfo.Type == typeof(DataConfig)) OneOf(schema, "file", "query");
        if (context.TypeInfo.Type == typeof(ExpectationConfig) || context.TypeInfo.Type == typeof(RecordExpectationConfig)) OneOf(schema, "atMost", "atLeast");
        if (context.PropertyInfo is not { } property) return schema;

        var key = new ConfigKey(property);
        switch (property.DeclaringType.Name, key.Property)
        {
            case (nameof(DataConfig), nameof(DataConfig.Positive)):
            case (nameof(SplitConfig), nameof(SplitConfig.Evaluate) or nameof(SplitConfig.Calibrate)):
            case (nameof(ModelConfig), nameof(ModelConfig.PositiveClass)):
            case (nameof(RecordOutcomeConfig), nameof(RecordOutcomeConfig.Positive)):
            case (nameof(RecordSurvivalConfig), nameof(RecordSurvivalConfig.EventLevel)):
            case (nameof(ReferenceDropConfig), nameof(ReferenceDropConfig.Level)):
                schema = Level();
                break;
            case (nameof(ModelConfig), nameof(ModelConfig.PositiveClasses)):
            case (nameof(DecodedColumnConfig), nameof(DecodedColumnConfig.Levels)):
            case (nameof(OnnxConditionConfig), nameof(OnnxConditionConfig.Levels)):
                schema["items"] = Level();
                schema["uniqueItems"] = true;
                break;
            case (nameof(ImagesConfig), nameof(ImagesConfig.Std)):
                schema["items"] = new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = 0 };
                break;
            case (nameof(SubgroupsConfig), nameof(SubgroupsConfig.Reference)):
            case (nameof(ExpectationConfig) or nameof(RecordExpectationConfig), nameof(ExpectationConfig.Where)):
            case (nameof(GeneratorConfig), nameof(GeneratorConfig.Conditions)):
                schema["additionalProperties"] = Level();
                break;
            case (nameof(PopulationShareConfig), nameof(PopulationShareConfig.Where)):
                schema["additionalProperties"] = Level();
                schema["minProperties"] = 1;
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
            case (nameof(DataConfig) or nameof(RecordTableConfig), nameof(DataConfig.Query)):
                schema = Either(Text(), new() { ["type"] = "array", ["items"] = Text(), ["minItems"] = 1 });
                break;
            case (nameof(DataConfig) or nameof(RecordTableConfig), nameof(DataConfig.Tables)):
                schema["additionalProperties"] = Text();
                break;
            case (nameof(ModelConfig), nameof(ModelConfig.AllowDomains) or nameof(ModelConfig.Classes)):
            case (nameof(CsvConfig), nameof(CsvConfig.Missing)):
            case (nameof(WorkerConfig), nameof(WorkerConfig.Files)):
            case (nameof(RecordsConfig), nameof(RecordsConfig.Columns) or nameof(RecordsConfig.QuasiIdentifiers) or nameof(RecordsConfig.Sensitive)):
            case (nameof(OnnxGeneratorConfig), nameof(OnnxGeneratorConfig.AllowedDomains)):
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
            case (nameof(SyntheticRecordsConfig), nameof(SyntheticRecordsConfig.Audits)):
                schema["items"] = new JsonObject { ["enum"] = Names(AuditCatalog.OfRecords) };
                schema["uniqueItems"] = true;
                break;
            case (nameof(SyntheticRecordsConfig), nameof(SyntheticRecordsConfig.Baselines)):
                schema["items"] = new JsonObject { ["enum"] = Names(RecordBaselines.All) };
                schema["uniqueItems"] = true;
                break;
            case (nameof(SyntheticRecordsConfig), nameof(SyntheticRecordsConfig.Learners)):
                schema["items"] = new JsonObject { ["enum"] = Names(LearnerCatalog.All.Select(l => l.Kind)) };
                schema["uniqueItems"] = true;
                break;
            case (nameof(AuditConfig) or nameof(SyntheticRecordsConfig), nameof(AuditConfig.ModelCard)):
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
            case (nameof(RecordExpectationConfig), nameof(RecordExpectationConfig.Metric)):
                schema = new JsonObject { ["enum"] = Names(RecordExpectationReader.Ids) };
                break;
            case (nameof(DecodedColumnConfig), nameof(DecodedColumnConfig.Scale)):
                schema["not"] = new JsonObject { ["const"] = 0 };
                break;
            case (nameof(AuditConfig) or nameof(SyntheticRecordsConfig), nameof(AuditConfig.Schema)):
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

    private static JsonObject OneOf(JsonObject schema, string one, string other)
    {
        schema["oneOf"] = new JsonArray(Required(one), Required(other));
        return schema;
    }

    /// <summary>What has a key.</summary>
    public static JsonObject Required(string key) => new() { ["required"] = new JsonArray(key) };

    private static JsonArray Names(IEnumerable<string> names) => [.. names.Select(n => (JsonNode)n)];
}
