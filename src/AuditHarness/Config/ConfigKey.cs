using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AuditHarness.Config;

/// <summary>A key that a config type declares, as the reader and the schema both see it.</summary>
/// <param name="json">The serializer's view of the property.</param>
internal sealed class ConfigKey(JsonPropertyInfo json)
{
    /// <summary>How config types look as JSON: "worstPair" for WorstPair, and no key but the declared ones.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerOptions.Default)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Name as a config writes it.</summary>
    public string Name => json.Name;

    /// <summary>Name of the property that declares it.</summary>
    public string Property => ((PropertyInfo)json.AttributeProvider!).Name;

    /// <summary>What it means, in sentences.</summary>
    public string Description => Attribute<DescriptionAttribute>()!.Description;

    /// <summary>Whether a config must give it.</summary>
    public bool IsRequired => json.IsRequired;

    /// <summary>The keys of a config type, in the order of its properties.</summary>
    public static IReadOnlyList<ConfigKey> Of(Type config) => [.. Json.GetTypeInfo(config).Properties.Select(p => new ConfigKey(p))];

    /// <summary>What the property says of itself: description, range, least length, default.</summary>
    public TAttribute? Attribute<TAttribute>() where TAttribute : Attribute =>
        ((PropertyInfo)json.AttributeProvider!).GetCustomAttribute<TAttribute>();
}
