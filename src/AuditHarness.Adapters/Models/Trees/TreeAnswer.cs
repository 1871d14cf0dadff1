using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;
using AuditHarness.Explanations;

namespace AuditHarness.Adapters.Models.Trees;

/// <summary>What the sum of the trees means by the model's objective.</summary>
internal enum TreeSumMeaning
{
    /// <summary>Log-odds, which the model itself turns into a probability.</summary>
    LogOddsOfRisk,
    /// <summary>Log-odds, which the model gives as they are.</summary>
    LogOdds,
    /// <summary>The answer of a regression.</summary>
    Value,
    /// <summary>The file does not say.</summary>
    Unsaid,
}

/// <summary>How the sum of a model's trees becomes the risk.</summary>
/// <param name="Link">From margin to risk.</param>
/// <param name="Sign">1, or −1 when the risk is that of class 0.</param>
/// <param name="Sentence">The same for the report, with a full stop.</param>
internal sealed record TreeAnswer(Link Link, double Sign, Phrase Sentence)
{
    /// <summary>Settles it from the file and the config.</summary>
    /// <param name="file">The model file.</param>
    /// <param name="plan">What the config says about the model.</param>
    /// <param name="meaning">What the file says.</param>
    /// <param name="objective">The objective as the file writes it.</param>
    /// <exception cref="AuditInputException">They contradict each other, or nobody says it.</exception>
    public static TreeAnswer Of(TreeModelFile file, ModelPlan plan, TreeSumMeaning meaning, string objective)
    {
        var shown = Quoted.Text(objective);
        switch (meaning)
        {
            case TreeSumMeaning.LogOddsOfRisk when plan.Output is ModelOutput.Logit:
                throw file.Unsupported($"answers with a probability (objective {shown}), but 'model.output' says logit",
                    "Leave 'output' out, or say \"probability\".");
            case TreeSumMeaning.LogOdds when plan.Output is ModelOutput.Probability:
                throw file.Unsupported($"answers with log-odds (objective {shown}), but 'model.output' says probability",
                    "Leave 'output' out, or say \"logit\".");
            case TreeSumMeaning.Unsaid when plan.Output is null:
                throw file.Unsupported("does not say its objective, so that its answer may be a probability or log-odds",
                    "Say \"output\": \"probability\" or \"output\": \"logit\" in 'model'.");
        }

        var link = meaning is TreeSumMeaning.LogOddsOfRisk or TreeSumMeaning.LogOdds || plan.Output is ModelOutput.Logit ? Link.Logit : Link.Identity;
        var sign = plan.PositiveClass switch
        {
            null or "1" => 1,
            "0" when link == Link.Logit => -1,
            var other => throw file.Unsupported(
                $"has no class {Quoted.Text(other)} ('model.positiveClass')",
                link == Link.Logit ? "Its classes are '0' and '1'." : "It is a regression and has no classes: leave 'positiveClass' out."),
        };
        return new TreeAnswer(link, sign, link switch
        {
            Link.Identity => Phrase.Of($"The sum of its trees is read as the risk as it stands."),
            _ when sign < 0 => Phrase.Of($"The sum of its trees is read as the log-odds of class 1; the risk is that of class 0."),
            _ => Phrase.Of($"The sum of its trees is read as log-odds of the event and turned into a risk."),
        });
    }
}
