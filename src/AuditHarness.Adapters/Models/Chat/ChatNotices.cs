using AuditHarness.Audits;

namespace AuditHarness.Adapters.Models.Chat;

/// <summary>How answers ended, counted.</summary>
internal sealed class ChatCount
{
    /// <param name="answers">The answers.</param>
    /// <param name="reader">Reads those that are whole.</param>
    public ChatCount(IEnumerable<ChatAnswer> answers, ChatReader reader)
    {
        foreach (var answer in answers)
        {
            Answers++;
            if (answer.End == ChatEnd.Refused) Refused++;
            else if (answer.End == ChatEnd.Cut) Cut++;
            else if (reader.Read(answer.Text) is null) Unreadable++;
        }
    }

    /// <summary>All answers.</summary>
    public int Answers { get; }

    /// <summary>Refusals.</summary>
    public int Refused { get; }

    /// <summary>Answers that ended at the limit of tokens.</summary>
    public int Cut { get; }

    /// <summary>Whole answers without a risk in them.</summary>
    public int Unreadable { get; }

    /// <summary>Answers without a risk.</summary>
    public int Unanswered => Refused + Cut + Unreadable;
}

/// <summary>What the report says of how a chat model answered: counts, and nothing of an answer.</summary>
/// <param name="chat">What was asked.</param>
/// <param name="answers">The answers of each prompt.</param>
/// <param name="reader">Reads them.</param>
internal sealed class ChatNotices(ChatPlan chat, IReadOnlyCollection<ChatAnswer[]> answers, ChatReader reader)
{
    private const int MostNames = 5;

    /// <summary>The sentences.</summary>
    /// <param name="url">Where was asked.</param>
    public IReadOnlyList<Phrase> Of(Uri url)
    {
        if (answers.Count == 0) return [];
        ChatAnswer[] all = [.. answers.SelectMany(a => a)];
        List<Phrase> notices =
        [
            Phrase.Of($"The chat model was asked {answers.Count:count} different {answers.Count:plural(prompt|prompts)}, each {chat.Repeats:count} {chat.Repeats:plural(time|times)}, with {all.Sum(a => a.TokensIn):count} tokens in and {all.Sum(a => a.TokensOut):count} tokens out as the endpoint counts them."),
            Phrase.Of($"Its answers are kept and each is asked for once, so the check that a model answers the same a second time says nothing of it."),
        ];
        var count = new ChatCount(all, reader);
        if (count.Unanswered > 0 && chat.Unanswered is { } risk)
            notices.Add(Phrase.Of($"Of {count.Answers:count} answers {count.Refused:count} were refusals, {count.Unreadable:count} could not be read and {count.Cut:count} were cut at the limit of tokens; each stands for a risk of {risk:exact}, as the config says."));
        if (chat.Repeats > 1)
            notices.Add(Phrase.Of($"{answers.Count(Varies):count} of {answers.Count:count} prompts were not given the same risk in each of {chat.Repeats:count} repeats."));
        if (all.Sum(a => a.Repeated) is > 0 and var repeated)
            notices.Add(Phrase.Of($"{repeated:count} {repeated:plural(request|requests)} to the chat model had to be repeated, because the endpoint was busy, failed or was not reached."));
        string[] names = [.. all.Select(a => a.Model).Where(m => m.Length > 0 && m != chat.Model).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (names.Length > 0)
            notices.Add(Phrase.Of($"The endpoint says that it answered as {string.Join(", ", names.Take(MostNames)) + (names.Length > MostNames ? ", …" : "")}."));
        if (url is { Scheme: "http", IsLoopback: false })
            notices.Add(Phrase.Of($"The rows went to the model's endpoint without encryption, as the config allows."));
        return notices;
    }

    private bool Varies(ChatAnswer[] repeats) => repeats.Select(a => a.End == ChatEnd.Whole ? reader.Read(a.Text) : null).Distinct().Count() > 1;
}
