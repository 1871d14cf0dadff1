using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models.Endpoints;
using AuditHarness.Audits;
using AuditHarness.Explanations;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Chat;

/// <summary>
/// A model for texts used as a classifier by prompt: see CHAT.md. Each answer is kept on this machine, so that the audit can be repeated
/// to the byte without the endpoint; so is what is told of it.
/// </summary>
public sealed class ChatModel : IDiagnosticModel
{
    private const string Section = "chat";
    private readonly ModelPlan _plan;
    private readonly ChatPlan _chat;
    private readonly ChatPrompt _prompt;
    private readonly ChatReader _reader;
    private readonly ChatCache _cache;
    private readonly ChatEndpoint? _endpoint;
    private readonly EndpointFaults _faults;
    private readonly IProgress<AuditProgress>? _progress;

    // What each prompt was answered, one for each repeat.
    private readonly Dictionary<string, ChatAnswer[]> _known = new(StringComparer.Ordinal);

    private ChatModel(ModelPlan plan, ChatPlan chat, ChatPrompt prompt, ChatCache cache, ChatEndpoint? endpoint, EndpointFaults faults, IProgress<AuditProgress>? progress)
    {
        (_plan, _chat, _prompt, _reader, _cache, _endpoint, _faults, _progress) = (plan, chat, prompt, new(chat.Answers), cache, endpoint, faults, progress);
        Identity = new(plan.Kind, plan.Name.Length > 0 ? plan.Name : chat.Model, plan.Version, ChatRequest.Sha256(chat, plan.Version));
        var read = chat.Answers.Number is null ? Phrase.Of($"words that the config gives a risk") : Phrase.Of($"a number in the answer");
        Reading = Phrase.Of($"Chat model {chat.Model}, each patient a prompt; the risk is the mean of {chat.Repeats:count} {chat.Repeats:plural(answer|answers)}, read by {read}; the SHA-256 is that of its name, the prompt and the settings, for an endpoint shows nothing of the model itself.");
    }

    /// <inheritdoc/>
    public ModelIdentity Identity { get; }

    /// <inheritdoc/>
    public Phrase Reading { get; }

    /// <inheritdoc/>
    /// <remarks>It is a black box.</remarks>
    public ModelStructure? Structure => null;

    /// <inheritdoc/>
    /// <remarks>The same whether an answer came from the endpoint or was kept.</remarks>
    public IReadOnlyList<Phrase> Notices => new ChatNotices(_chat, _known.Values, _reader).Of(new Uri(_chat.Endpoint.Url));

    /// <summary>Reads the token and the prompt; asks nothing yet.</summary>
    /// <param name="plan">The model; its <see cref="ModelPlan.Chat"/> says what is asked, and where.</param>
    /// <param name="place">Where answers are kept, and who is told.</param>
    /// <exception cref="AuditInputException">The token is not there, or the prompt or the pattern is unsound.</exception>
    public static IDiagnosticModel Open(ModelPlan plan, ModelPlace place)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(place);
        var chat = plan.Chat ?? throw new ArgumentException("The plan says nothing of a chat model.", nameof(plan));
        List<string> wrong = [];
        var prompt = ChatPrompt.Parse(chat.Prompt, [.. plan.Features.Select(f => f.Name)], wrong);
        if (chat.Answers.Pattern is { } pattern && ChatReader.Fault(pattern) is { } fault) wrong.Add(fault);
        if (wrong.Count > 0) throw new AuditInputException($"The chat model in 'model.chat' cannot be asked: {wrong[0]}");
        var faults = new EndpointFaults(chat.Endpoint.Url, Section);
        var sha256 = ChatRequest.Sha256(chat, plan.Version);
        if (plan.Sha256 is { } expected && !string.Equals(expected, sha256, StringComparison.OrdinalIgnoreCase))
            throw faults.Of($"is asked with a prompt and settings whose SHA-256 is {sha256}, but 'model.sha256' says {expected}", "Restore them, or correct the hash after checking them.");
        return new ChatModel(plan, chat, prompt, new(place.Folder, chat.Cache), chat.Offline ? null : new(chat, faults), faults, place.Progress);
    }

    /// <inheritdoc/>
    public double[] Score(FeatureTable patients, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(patients);
        Check(patients);
        stop.ThrowIfCancellationRequested();
        var prompts = _prompt.Of(patients, _chat.Missing);
        // Patients who are alike to the model are asked about once.
        string[] asked = [.. prompts.Distinct(StringComparer.Ordinal).Where(p => !_known.ContainsKey(p))];
        var answers = Array.ConvertAll(asked, _ => new ChatAnswer[_chat.Repeats]);
        var total = asked.Length * _chat.Repeats;
        ParallelRequests.Run(total, _chat.Endpoint.Concurrency, async (number, ended) =>
        {
            var (prompt, repeat) = Math.DivRem(number, _chat.Repeats);
            answers[prompt][repeat] = await Answer(new(asked[prompt], repeat), ended).ConfigureAwait(false);
        }, done => _progress?.Report(new("Asking the chat model", done, total)), stop);
        for (var k = 0; k < asked.Length; k++) _known.Add(asked[k], answers[k]);
        Answered(prompts);
        var risks = prompts.Distinct(StringComparer.Ordinal).ToDictionary(p => p, p => _known[p].Average(Risk), StringComparer.Ordinal);
        return Array.ConvertAll(prompts, p => risks[p]);
    }

    /// <inheritdoc/>
    public void Dispose() => _endpoint?.Dispose();

    private async Task<ChatAnswer> Answer(ChatRequest request, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var key = request.Key(_chat);
        if (_cache.Find(key) is { } kept) return kept;
        if (_endpoint is null) throw new AuditInputException(
            $"The chat model is offline ('model.chat.offline'), and an answer that is needed is not among those kept in {_cache.Shown}: another prompt, model, parameter or address, or a damaged file. Run the audit once without 'offline'.");
        var answer = await _endpoint.Ask(request, stop).ConfigureAwait(false);
        _cache.Keep(key, answer);
        return answer;
    }

    private double Risk(ChatAnswer answer) => (answer.End == ChatEnd.Whole ? _reader.Read(answer.Text) : null) ?? _chat.Unanswered!.Value;

    private void Answered(IEnumerable<string> prompts)
    {
        if (_chat.Unanswered is not null) return;
        var count = new ChatCount(prompts.Distinct(StringComparer.Ordinal).SelectMany(p => _known[p]), _reader);
        if (count.Unanswered > 0) throw _faults.Of(
            EndpointFaults.Invariant($"gave {count.Unanswered:N0} of {count.Answers:N0} answers without a risk: {count.Refused:N0} refusals, {count.Unreadable:N0} that 'model.chat.answers' does not read, {count.Cut:N0} cut at 'model.chat.maxTokens'"),
            $"Mend the prompt or the pattern, or say in {_faults.Key("unanswered")} which risk they stand for. The answers are kept in {_cache.Shown} and are not asked for again.");
    }

    private void Check(FeatureTable patients)
    {
        if (!patients.Columns.Select(c => c.Name).SequenceEqual(_plan.Features.Select(f => f.Name)))
            throw _faults.Of(
                $"is asked about the columns {Quoted.List([.. _plan.Features.Select(f => f.Name)])}, but is given {Quoted.List([.. patients.Columns.Select(c => c.Name)])}", "Correct 'model.features'.");
        foreach (var (column, feature) in patients.Columns.Zip(_plan.Features))
            if (column is FeatureColumn.Text != (feature.Kind == FeatureKind.Text))
                throw _faults.Of($"is asked about {Quoted.Text(column.Name)} as a {(feature.Kind == FeatureKind.Text ? "text" : "number")}, but is given another kind", "Correct its 'kind' in 'model.features'.");
    }
}
