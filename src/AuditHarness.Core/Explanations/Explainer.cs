using AuditHarness.Audits;
using AuditHarness.Explanations.Trees;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Explanations;

/// <summary>Explains a model by the exact way that its structure allows, else by calling it.</summary>
public static class Explainer
{
    /// <summary>Most background rows of a game, where every coalition of every row is scored against each of them.</summary>
    public const int GameBackground = 100;

    /// <summary>Most rows scored for games on a known structure, and by calling a model.</summary>
    private const long StructureBudget = 40_000_000, ModelBudget = 4_000_000;

    /// <summary>Explains a sample of the evaluated rows.</summary>
    /// <param name="plan">What is explained, and how.</param>
    /// <param name="model">The model.</param>
    /// <param name="features">The evaluated rows.</param>
    /// <param name="players">Which columns count as one.</param>
    /// <param name="seed">Draws rows and background.</param>
    /// <param name="options">Workers and cancellation.</param>
    /// <exception cref="AuditInputException">The plan asks for something that this model does not allow.</exception>
    public static Attributions Explain(
        ExplanationPlan plan, IDiagnosticModel model, FeatureTable features, PlayerMap players, Seed seed, AuditOptions options)
    {
        RefuseWhatCannotBeExplained(plan, model);
        var rows = SimpleRandomSample.Rows(features.Count, plan.Rows, seed.For("rows"));
        var background = SimpleRandomSample.Rows(features.Count, plan.Background, seed.For("background"));
        return (model.Structure, plan.Output) switch
        {
            (ModelStructure.TreeSum trees, ExplainedOutput.Margin) => OfTrees(plan, trees, features, rows, background, players, options),
            (ModelStructure.Linear linear, ExplainedOutput.Margin) =>
                LinearShap.Explain(linear, features.Take(rows), features.Take(background), players, rows, Words(background.Length, features.Count)),
            _ => OfGame(plan, model, features, rows, players, seed, options),
        };
    }

    private static void RefuseWhatCannotBeExplained(ExplanationPlan plan, IDiagnosticModel model)
    {
        if (plan.ValueFunction != ValueFunction.PathDependent) return;
        var why = model.Structure switch
        {
            ModelStructure.TreeSum when plan.Output == ExplainedOutput.Probability => "it is defined on the margin, and 'explanations.output' is \"probability\"",
            ModelStructure.TreeSum { Ensemble.HasCover: true } => null,
            ModelStructure.TreeSum => $"the trees of the model '{model.Identity.Name}' do not say how much training data reached each node",
            _ => $"the model '{model.Identity.Name}' is not a sum of trees that can be read",
        };
        if (why is not null)
            throw new AuditInputException($"'explanations.valueFunction' is \"pathDependent\", but {why}. Set it to \"interventional\", which every model allows.");
    }

    private static Attributions OfTrees(
        ExplanationPlan plan, ModelStructure.TreeSum trees, FeatureTable features, int[] rows, int[] background, PlayerMap players, AuditOptions options)
    {
        var ofSlots = players.OfSlots(trees.Encoding);
        var pathDependent = plan.ValueFunction == ValueFunction.PathDependent;
        var shap = pathDependent
            ? TreeShap.PathDependent(trees.Ensemble, ofSlots, players.Names.Count)
            : TreeShap.Interventional(trees.Ensemble, ofSlots, players.Names.Count, trees.Encoding.Encode(features.Take(background)), background.Length);
        var encoded = trees.Encoding.Encode(features.Take(rows));
        var values = new double[rows.Length * players.Names.Count];
        shap.Explain(encoded, rows.Length, values, options.Workers, options.Stop);
        return new Attributions
        {
            Players = players.Names, Rows = rows, Values = values, BaseValue = shap.BaseValue,
            Outputs = TreeScorer.Margins(trees.Ensemble, encoded, rows.Length, options.Workers, options.Stop),
            ValueFunction = plan.ValueFunction, Output = ExplainedOutput.Margin,
            Method = pathDependent ? Phrase.Of($"path-dependent TreeSHAP, exact") : Phrase.Of($"interventional TreeSHAP, exact"),
            Background = pathDependent ? Phrase.Of($"the training data as the trees' covers tell it") : Words(background.Length, features.Count),
        };
    }

    private static Attributions OfGame(
        ExplanationPlan plan, IDiagnosticModel model, FeatureTable features, int[] rows, PlayerMap players, Seed seed, AuditOptions options)
    {
        var structure = model.Structure;
        Func<FeatureTable, double[]> score = structure is null ? table => model.Score(table, options.Stop) : structure.Risks;
        var used = structure is null ? null : UsedPlayers.Of(structure, players);
        var playing = used?.Count(u => u) ?? players.Names.Count;
        var exact = playing <= ExactShapley.MaximumPlayers;
        var coalitions = exact ? 1L << playing : 2L * PermutationShapley.DefaultPasses * playing;
        var background = SimpleRandomSample.Rows(features.Count, Math.Min(plan.Background, GameBackground), seed.For("background"));
        // So many rows that the model is not asked for longer than anybody waits; the method says how many there were.
        var affordable = (int)Math.Max(1, (structure is null ? ModelBudget : StructureBudget) / (coalitions * background.Length));
        if (affordable < rows.Length) rows = SimpleRandomSample.Rows(features.Count, affordable, seed.For("rows"));
        var game = new ModelGame(score, features.Take(rows), features.Take(background), players, used);
        var words = Words(background.Length, features.Count);
        return exact
            ? ExactShapley.Explain(game, rows, ExplainedOutput.Probability, words, options.Stop)
            : PermutationShapley.Explain(game, rows, ExplainedOutput.Probability, words, seed.For("orders"), PermutationShapley.DefaultPasses, options.Stop);
    }

    private static Phrase Words(int rows, int of) => rows == of
        ? Phrase.Of($"all {of:count} evaluated rows")
        : Phrase.Of($"{rows:count} of {of:count} evaluated rows, drawn with the seed");
}
