using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;

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
        // An editor then tells what one kind of config lacks, and not that neither fits.
        var isOfGenerator = new JsonObject
        {
            ["anyOf"] = new JsonArray([.. PlanReader.Generator.Select(SchemaNodes.Required)]),
            ["not"] = SchemaNodes.Required(PlanReader.Model),
        };
        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "AuditHarness config",
            ["description"] = "What a run of AuditHarness audits: a model that scores patients (data, model, threshold), or a generator that makes up their records (records, generator); whom to compare, and what must hold.",
            ["type"] = "object",
            ["if"] = isOfGenerator,
            ["then"] = Of(typeof(SyntheticRecordsConfig)),
            ["else"] = Of(typeof(AuditConfig)),
        }.ToJsonString(s_text);
    }

    private static JsonNode Of(Type config)
    {
        var root = ConfigKey.Json.GetJsonSchemaAsNode(config, new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, schema) => SchemaNodes.Of(context, schema.AsObject()),
        });
        Spell(root, root);
        return root;
    }

    // The exporter describes a type once and points there from elsewhere; spelt out, every key says what it means where it stands.
    private static void Spell(JsonNode node, JsonNode root)
    {
        if (node is JsonArray items)
            foreach (var item in items.OfType<JsonNode>()) Spell(item, root);
        if (node is not JsonObject map) return;
        if (map["$ref"] is { } pointer && pointer.GetValueKind() == JsonValueKind.String)
        {
            var target = ((string)pointer!).Split('/').Skip(1).Aggregate(root, Step);
            map.Remove("$ref");
            // What is said here goes before what is said there, in the order of there.
            foreach (var (keyword, value) in target.AsObject())
            {
                var said = (map[keyword] ?? value)?.DeepClone();
                map.Remove(keyword);
                map[keyword] = said;
            }
        }
        foreach (var (_, value) in map)
            if (value is not null) Spell(value, root);
    }

    // A pointer knows nothing of the other form, a text, that an object may have.
    private static JsonNode Step(JsonNode at, string step) => at switch
    {
        JsonArray list => list[int.Parse(step, CultureInfo.InvariantCulture)]!,
        JsonObject map when !map.ContainsKey(step) && map["anyOf"] is JsonArray forms => forms.First(f => f!["properties"] is not null)![step]!,
        _ => at[step]!,
    };
}
