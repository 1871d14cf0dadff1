using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AuditHarness.Config;

/// <summary>
/// A validator for the JSON Schema keywords that the config's schema uses, written from the draft's text and apart from the reader.
/// A keyword it does not know is an error, so that none goes unchecked.
/// </summary>
internal static class TestSchema
{
    public static IReadOnlyList<string> Faults(JsonNode? value, JsonNode schema, string path = "$") =>
        [.. schema.AsObject().SelectMany(k => Keyword(k.Key, k.Value, value, schema, path))];

    private static IEnumerable<string> Keyword(string keyword, JsonNode? rule, JsonNode? value, JsonNode schema, string path)
    {
        var kind = value?.GetValueKind() ?? JsonValueKind.Null;
        var number = kind == JsonValueKind.Number ? double.Parse(value!.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture) : double.NaN;
        var (list, map) = (value as JsonArray, value as JsonObject);
        bool holds;
        switch (keyword)
        {
            case "$schema" or "title" or "description" or "default": return [];
            case "then" or "else": return [];
            case "if": return schema[Faults(value, rule!, path).Count == 0 ? "then" : "else"] is { } branch ? Faults(value, branch, path) : [];
            case "properties":
                return map is null ? [] : map.Where(m => rule![m.Key] is not null).SelectMany(m => Faults(m.Value, rule![m.Key]!, $"{path}.{m.Key}"));
            case "additionalProperties":
                var others = map?.Where(m => schema["properties"]?[m.Key] is null) ?? [];
                return rule is JsonObject ? others.SelectMany(m => Faults(m.Value, rule, $"{path}.{m.Key}")) : others.Select(m => $"{path}.{m.Key}: not possible");
            case "items":
                return list is null ? [] : list.SelectMany((v, i) => Faults(v, rule!, $"{path}[{i}]"));
            case "type":
                string[] types = rule is JsonArray several ? [.. several.Select(t => (string)t!)] : [(string)rule!];
                holds = types.Any(t => t switch
                {
                    "string" => kind == JsonValueKind.String,
                    "number" => kind == JsonValueKind.Number,
                    "integer" => kind == JsonValueKind.Number && number == Math.Floor(number),
                    "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
                    "array" => list is not null,
                    "object" => map is not null,
                    _ => throw new NotSupportedException(t),
                });
                break;
            case "enum": holds = rule!.AsArray().Any(v => JsonNode.DeepEquals(v, value)); break;
            case "const": holds = JsonNode.DeepEquals(rule, value); break;
            case "anyOf": holds = rule!.AsArray().Any(s => Faults(value, s!, path).Count == 0); break;
            case "not": holds = Faults(value, rule!, path).Count > 0; break;
            case "oneOf": holds = rule!.AsArray().Count(s => Faults(value, s!, path).Count == 0) == 1; break;
            case "required": holds = map is null || rule!.AsArray().All(k => map.ContainsKey((string)k!)); break;
            case "pattern": holds = kind != JsonValueKind.String || Regex.IsMatch((string)value!, (string)rule!); break;
            case "minLength": holds = kind != JsonValueKind.String || ((string)value!).Length >= (int)rule!; break;
            case "minItems": holds = list is null || list.Count >= (int)rule!; break;
            case "maxItems": holds = list is null || list.Count <= (int)rule!; break;
            case "uniqueItems": holds = list is null || list.Select(v => v?.ToJsonString()).Distinct().Count() == list.Count; break;
            case "minProperties": holds = map is null || map.Count >= (int)rule!; break;
            case "maxProperties": holds = map is null || map.Count <= (int)rule!; break;
            case "minimum": holds = !(number < Limit(rule)); break;
            case "maximum": holds = !(number > Limit(rule)); break;
            case "exclusiveMinimum": holds = !(number <= Limit(rule)); break;
            case "exclusiveMaximum": holds = !(number >= Limit(rule)); break;
            default: throw new NotSupportedException($"{path}: keyword {keyword}");
        }
        return holds ? [] : [$"{path}: {keyword}"];
    }

    private static double Limit(JsonNode? rule) => double.Parse(rule!.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);
}
