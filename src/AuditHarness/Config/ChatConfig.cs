using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>A model for texts that is used as a classifier by prompt.</summary>
internal sealed record ChatConfig : EndpointConfig
{
    public const string DefaultMissing = "unknown";
    public const double DefaultTemperature = 0;
    public const int DefaultMaxTokens = 1000;
    public const int DefaultRepeats = 1;
    public const bool DefaultOffline = false;

    [Description("Where it answers: the part before '/chat/completions', such as \"https://models.example.org/v1\". https, or http to this machine; without user, '?' and '#'.")]
    [JsonPropertyOrder(-1)]
    public required string Url { get; init; }

    [Description("Name of the model at the endpoint.")]
    [JsonPropertyOrder(-1)]
    public required string Model { get; init; }

    [Description("What the model is told beforehand, the same for all patients: a text, or a list of lines. Default: nothing.")]
    [MinLength(1)]
    [MaxLength(1000)]
    [JsonPropertyOrder(-1)]
    public IReadOnlyList<string>? System { get; init; }

    [Description("What it is asked about each patient: a text, or a list of lines. {feature} stands for the patient's value; every feature must be in it. Braces that are meant as such are doubled: {{ and }}.")]
    [MinLength(1)]
    [MaxLength(1000)]
    [JsonPropertyOrder(-1)]
    public required IReadOnlyList<string> Prompt { get; init; }

    [Description("Stands in the prompt for a missing value.")]
    [DefaultValue(DefaultMissing)]
    [JsonPropertyOrder(-1)]
    public string? Missing { get; init; }

    [Description("How an answer becomes a risk.")]
    [JsonPropertyOrder(-1)]
    public required ChatAnswersConfig Answers { get; init; }

    [Description("How much chance there is in an answer.")]
    [Range(0.0, 2.0)]
    [DefaultValue(DefaultTemperature)]
    [JsonPropertyOrder(-1)]
    public double Temperature { get; init; }

    [Description("Seed that is sent with the first repeat; the following count up from it. Default: none is sent.")]
    [Range(0.0, 2147483647.0)]
    [JsonPropertyOrder(-1)]
    public int? Seed { get; init; }

    [Description("Most tokens of an answer. One that is cut there counts as unanswered.")]
    [Range(1.0, 100000.0)]
    [DefaultValue(DefaultMaxTokens)]
    [JsonPropertyOrder(-1)]
    public int MaxTokens { get; init; }

    [Description("How often each prompt is asked; the risk is the mean of its answers.")]
    [Range(1.0, 100.0)]
    [DefaultValue(DefaultRepeats)]
    [JsonPropertyOrder(-1)]
    public int Repeats { get; init; }

    [Description("Risk that a refusal, an unreadable answer and one that was cut stand for; the report says how many. Default: one of them refuses the audit.")]
    [Range(0.0, 1.0)]
    [JsonPropertyOrder(-1)]
    public double? Unanswered { get; init; }

    [Description("Folder of kept answers, by which the audit can be repeated without the endpoint; relative to the config's folder. Answers can hold what a prompt told of a patient: keep it as you keep the data.")]
    [DefaultValue(ChatPlan.DefaultCache)]
    [JsonPropertyOrder(-1)]
    public string? Cache { get; init; }

    [Description("Uses kept answers alone and contacts nobody.")]
    [DefaultValue(DefaultOffline)]
    [JsonPropertyOrder(-1)]
    public bool Offline { get; init; }
}

/// <summary>How an answer becomes a risk: one of words and number.</summary>
internal sealed record ChatAnswersConfig
{
    [Description("Words and the risks that they stand for, such as { \"yes\": 1, \"no\": 0 }. Capital letters, and spaces, quotes and full stops around a word, do not matter.")]
    public IReadOnlyDictionary<string, double>? Words { get; init; }

    [Description("In place of words, the answer is a number: a \"probability\" from 0 to 1, or a \"percentage\" from 0 to 100.")]
    public ChatNumber? Number { get; init; }

    [Description("Regular expression of .NET with a group named 'answer' around the word or number, such as \"Risk: (?<answer>[0-9.]+)\". Where it finds several they must say the same. Default: the whole answer.")]
    public string? Pattern { get; init; }
}
