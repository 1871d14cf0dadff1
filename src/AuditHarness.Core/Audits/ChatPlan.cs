namespace AuditHarness.Audits;

/// <summary>A model for texts that is used as a classifier: each patient becomes a prompt, and its answer a risk.</summary>
public sealed record ChatPlan
{
    /// <summary>Where it answers: the part before "/chat/completions".</summary>
    public required EndpointPlan Endpoint { get; init; }

    /// <summary>Name of the model at the endpoint.</summary>
    public required string Model { get; init; }

    /// <summary>What the model is told beforehand, the same for all patients; null tells nothing.</summary>
    public string? System { get; init; }

    /// <summary>What it is asked: {feature} stands for the patient's value, {{ and }} for braces. Every feature is in it.</summary>
    public required string Prompt { get; init; }

    /// <summary>Stands in the prompt for a missing value.</summary>
    public string Missing { get; init; } = "unknown";

    /// <summary>How an answer is read.</summary>
    public required ChatAnswers Answers { get; init; }

    /// <summary>How much chance there is in an answer. 0 to 2.</summary>
    public double Temperature { get; init; }

    /// <summary>Seed of the first repeat, the following count up from it; null sends none.</summary>
    public long? Seed { get; init; }

    /// <summary>Most tokens of an answer; an answer that is cut there is none. 1 to 100,000.</summary>
    public int MaxTokens { get; init; } = 1000;

    /// <summary>How often each prompt is asked; the risk is the mean. 1 to 100.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>Risk that stands for a refusal and for an answer that cannot be read, in [0, 1]; null refuses the audit.</summary>
    public double? Unanswered { get; init; }

    /// <summary>Folder of the answers that are kept, relative to the config's folder.</summary>
    public string Cache { get; init; } = DefaultCache;

    /// <summary>True when only kept answers are used, and nothing is contacted.</summary>
    public bool Offline { get; init; }

    /// <summary>Where answers are kept unless the config says otherwise.</summary>
    public const string DefaultCache = ".audit/chat";
}

/// <summary>How an answer is read: by its words, or as a number. Exactly one of <see cref="Words"/> and <see cref="Number"/> is there.</summary>
public sealed record ChatAnswers
{
    /// <summary>Name of the group of <see cref="Pattern"/> that holds what is read.</summary>
    public const string Group = "answer";

    /// <summary>Words and the risks that they stand for, in [0, 1]; capital letters do not matter.</summary>
    public IReadOnlyDictionary<string, double>? Words { get; init; }

    /// <summary>What a number is.</summary>
    public ChatNumber? Number { get; init; }

    /// <summary>Regular expression with a group "answer" that finds the word or number; null reads the whole answer.</summary>
    public string? Pattern { get; init; }
}

/// <summary>What a number in an answer is.</summary>
public enum ChatNumber
{
    /// <summary>A probability in [0, 1].</summary>
    Probability,
    /// <summary>A percentage in [0, 100].</summary>
    Percentage,
}
