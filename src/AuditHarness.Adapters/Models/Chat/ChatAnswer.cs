namespace AuditHarness.Adapters.Models.Chat;

/// <summary>What a model answered, as it is kept.</summary>
/// <param name="Text">The answer; empty when there is none.</param>
/// <param name="End">How it ended.</param>
/// <param name="Model">Name under which the endpoint answered, or empty.</param>
/// <param name="TokensIn">Tokens of the prompt as the endpoint counts them; 0 when it does not.</param>
/// <param name="TokensOut">Tokens of the answer as the endpoint counts them; 0 when it does not.</param>
/// <param name="Repeated">How often the request had to be repeated until it came.</param>
internal sealed record ChatAnswer(string Text, ChatEnd End, string Model, long TokensIn, long TokensOut, int Repeated);

/// <summary>How an answer ended.</summary>
internal enum ChatEnd
{
    /// <summary>By itself.</summary>
    Whole,
    /// <summary>The model, or a filter before it, refused to answer.</summary>
    Refused,
    /// <summary>At the limit of tokens.</summary>
    Cut,
}
