using AuditHarness.Adapters.Models.Chat;
using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>Resolves the chat model: where it answers, what it is asked, and how its answers are read.</summary>
/// <param name="model">The section of the model.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class ChatSectionReader(ConfigSection<ModelConfig> model, ConfigFaults faults)
{
    /// <summary>The plan; null when it is not said, which is a fault where the model is a chat model.</summary>
    /// <param name="kind">Kind of the model, or null when that is not known.</param>
    /// <param name="isChat">True when the kind is that of chat models.</param>
    /// <param name="features">Names of the features; null when they are not known.</param>
    public ChatPlan? Read(string? kind, bool isChat, IReadOnlyCollection<string>? features)
    {
        if (model[nameof(ModelConfig.Chat)] is not { } node)
        {
            if (isChat && model.Node is ConfigNode.Map) faults.Add(model.Node, "the key 'chat' is missing: a model of kind 'chat' is an endpoint and a prompt. Give its 'url', 'model', 'prompt' and 'answers'.");
            return null;
        }
        if (kind is not null && !isChat) faults.Add(node, $"a model of kind '{kind}' is asked with no prompt, so this key has nothing to say. Take it out, or give the kind 'chat'.");
        if (isChat)
            foreach (var property in new[] { nameof(ModelConfig.PositiveClass), nameof(ModelConfig.Output) })
                if (model[property] is { } idle) faults.Add(idle, "'chat.answers' says how the answers of a chat model are read, so this key has nothing to say. Take it out.");
        var section = model.Section<ChatConfig>(nameof(ModelConfig.Chat));
        return new()
        {
            Endpoint = new EndpointReader<ChatConfig>(section, nameof(ChatConfig.Url), faults).Read(),
            Model = section.Text(nameof(ChatConfig.Model)) ?? "",
            System = Lines(section, nameof(ChatConfig.System)),
            Prompt = Prompt(section, features) ?? "",
            Missing = section.Text(nameof(ChatConfig.Missing)) ?? ChatConfig.DefaultMissing,
            Answers = Answers(section),
            Temperature = section.Number(nameof(ChatConfig.Temperature)) ?? ChatConfig.DefaultTemperature,
            Seed = section.Whole(nameof(ChatConfig.Seed)),
            MaxTokens = section.Whole(nameof(ChatConfig.MaxTokens)) ?? ChatConfig.DefaultMaxTokens,
            Repeats = section.Whole(nameof(ChatConfig.Repeats)) ?? ChatConfig.DefaultRepeats,
            Unanswered = section.Number(nameof(ChatConfig.Unanswered)),
            Cache = section.Text(nameof(ChatConfig.Cache)) ?? ChatPlan.DefaultCache,
            Offline = section.Flag(nameof(ChatConfig.Offline)) ?? ChatConfig.DefaultOffline,
        };
    }

    private string? Prompt(ConfigSection<ChatConfig> section, IReadOnlyCollection<string>? features)
    {
        if (Lines(section, nameof(ChatConfig.Prompt)) is not { } prompt || features is null) return null;
        List<string> wrong = [];
        ChatPrompt.Parse(prompt, features, wrong);
        foreach (var fault in wrong) faults.Add(section[nameof(ChatConfig.Prompt)]!, fault);
        return prompt;
    }

    // A text is one line everywhere in a config; a prompt may have several, which may be empty.
    private string? Lines(ConfigSection<ChatConfig> section, string property)
    {
        if (section[property] is not { } node) return null;
        if (node is ConfigNode.Text) return node.AsText(faults);
        if (node is not ConfigNode.List)
        {
            node.Expected("a text, or a list of lines", faults);
            return null;
        }
        var lines = section.List(property).Select(line => line is ConfigNode.Text { Value.Length: 0 } ? "" : line.AsText(faults)).ToList();
        if (lines.Count > 0 && lines.All(line => line is "")) faults.Add(node, "all lines are empty. Write what is meant.");
        return lines.Count == 0 || lines.Contains(null) ? null : string.Join('\n', lines);
    }

    private ChatAnswers Answers(ConfigSection<ChatConfig> chat)
    {
        var section = chat.Section<ChatAnswersConfig>(nameof(ChatConfig.Answers));
        var number = section.Choice<ChatNumber>(nameof(ChatAnswersConfig.Number));
        var pattern = section.Text(nameof(ChatAnswersConfig.Pattern));
        if (pattern is not null && ChatReader.Fault(pattern) is { } fault) faults.Add(section[nameof(ChatAnswersConfig.Pattern)]!, fault);
        if (section.Node is ConfigNode.Map && section[nameof(ChatAnswersConfig.Words)] is null == section[nameof(ChatAnswersConfig.Number)] is null)
            faults.Add(section.Node, "expected one of 'words', such as { \"yes\": 1, \"no\": 0 }, and 'number', which is \"probability\" or \"percentage\".");
        return new() { Words = Words(section), Number = number, Pattern = pattern };
    }

    private OrderedDictionary<string, double>? Words(ConfigSection<ChatAnswersConfig> section)
    {
        if (section[nameof(ChatAnswersConfig.Words)] is not { } node) return null;
        var words = new OrderedDictionary<string, double>(StringComparer.OrdinalIgnoreCase);
        foreach (var (word, risk) in section.Map(nameof(ChatAnswersConfig.Words)))
        {
            if (risk.AsNumber(faults) is not { } value) continue;
            if (value is < 0 or > 1) risk.Expected("a risk from 0 to 1", faults);
            else if (word.Trim().Length == 0 || word.Trim() != word) faults.Add(risk, "a word has no space around it, and is not empty. Correct it.");
            else if (!words.TryAdd(word, value + 0.0)) faults.Add(risk, $"'{ConfigText.Shown(word)}' stands here twice, for capital letters do not matter. Keep one of them.");
        }
        if (node is ConfigNode.Map && words.Values.Distinct().Count() < 2 && words.Count == section.Map(nameof(ChatAnswersConfig.Words)).Count)
            faults.Add(node, "all words stand for the same risk, so nobody could be told apart. Name at least two with different risks.");
        return words;
    }
}
