using System.Globalization;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models.Trees;
using AuditHarness.Audits;
using AuditHarness.Explanations.Trees;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.LightGbm;

/// <summary>
/// Models that LightGBM saved as text, versions 2 to 4: boosted trees and random forests of a binary or plain regression objective,
/// and one class of one-versus-all, scored by the audit itself.
/// </summary>
public static class LightGbmModel
{
    /// <summary>How such a file is made, as a sentence.</summary>
    internal const string Export =
        "Save the model as text where it was trained, in Python by model.booster_.save_model(\"model.txt\"), and name that file.";

    private const string Audited =
        "Models with one risk are audited: binary, cross_entropy, one class of multiclassova, and regressions without a log link.";

    /// <summary>Reads a model.</summary>
    /// <param name="plan">Names the file, the features and how the answer is read.</param>
    /// <param name="folder">Folder that the path is relative to.</param>
    /// <exception cref="AuditInputException">
    /// The file is missing, damaged or of another kind, the model is of a kind that is not audited, or the features do not fit it.
    /// </exception>
    public static IDiagnosticModel Open(ModelPlan plan, string folder)
    {
        var file = TreeModelFile.Open(plan, folder, Export);
        var text = new LightGbmText(file);
        var (names, count) = Features(file, text);

        var objective = text.Header("objective") ?? "";
        var (meaning, slope) = Meaning(file, objective);
        var (first, step) = Group(file, text, plan, objective);
        var answer = TreeAnswer.Of(file, step > 1 ? plan with { PositiveClass = null } : plan, meaning, objective);
        var features = ModelFeatures.Of(file, plan.Features, AreMadeUp(names, plan) ? null : names, count);

        if (text.Trees == 0 || text.Trees % step != 0)
            throw file.Damaged($"it has {LightGbmText.Number(text.Trees)} trees for {LightGbmText.Number(step)} outputs");
        var rounds = text.Trees / step;
        var averaged = text.Header("average_output") is not null;
        var weight = answer.Sign * slope / (averaged ? rounds : 1);
        var trees = new Tree[rounds];
        for (var k = 0; k < rounds; k++)
        {
            var number = first + (k * step);
            try
            {
                if (text.Has(number, "is_linear") && text.Numbers<int>(number, "is_linear", 1)[0] != 0)
                    throw file.Unsupported("has linear functions at its leaves (linear_tree)", "Train it with linear_tree=false.");
                trees[k] = LightGbmTree.Read(text, number, count, weight);
            }
            catch (FormatException e)
            {
                throw file.Damaged($"tree {LightGbmText.Number(number)}: {e.Message}");
            }
        }

        var ensemble = new TreeEnsemble(trees, 0, count, SinglePrecision: false);
        ensemble.Check(file.Shown);
        var format = "LightGBM text" + (text.Header("version") is { } version ? " " + Quoted.Text(version)[1..^1] : "");
        var aim = objective.Length == 0 ? Phrase.Of($"no objective") : Phrase.Of($"objective {Quoted.Text(objective)[1..^1]}");
        var sum = step > 1 ? Phrase.Of($"{rounds} trees of class {first}") : Phrase.Of($"{rounds} trees");
        if (averaged) sum = Phrase.Of($"{sum}, averaged");
        return new TreeModel(new ModelIdentity(plan.Kind, plan.Name, plan.Version, file.Sha256),
            Phrase.Of($"{format}, {aim}, {sum}, scored by the audit's own tree scorer; {features.Reading}. {answer.Sentence}"),
            file.Input, features, ensemble, answer.Link);
    }

    /// <summary>The features of a model, in its order; LightGBM makes up names where it was given none.</summary>
    /// <param name="file">The file.</param>
    /// <param name="text">The same, taken apart.</param>
    /// <exception cref="AuditInputException">The file is damaged.</exception>
    internal static (string[] Names, int Count) Features(TreeModelFile file, LightGbmText text)
    {
        var count = text.Whole("max_feature_idx", lowest: 0) is var last and < int.MaxValue ? last + 1 : throw file.Damaged("'max_feature_idx' is too large");
        var names = (text.Header("feature_names") ?? throw file.Damaged("'feature_names' is missing")).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return names.Length == count ? (names, count)
            : throw file.Damaged($"'feature_names' names {LightGbmText.Number(names.Length)} features, and {LightGbmText.Number(count)} are expected");
    }

    // The objective and its settings, such as "binary sigmoid:1"; the slope is what the sum of the trees is multiplied with.
    private static (TreeSumMeaning Meaning, double Slope) Meaning(TreeModelFile file, string objective)
    {
        var words = objective.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words.FirstOrDefault())
        {
            case null or "custom" or "none":
                return (TreeSumMeaning.Unsaid, 1);
            case "binary" or "multiclassova":
                var setting = words.FirstOrDefault(w => w.StartsWith("sigmoid:", StringComparison.Ordinal));
                return double.TryParse(setting?["sigmoid:".Length..], NumberStyles.Float, CultureInfo.InvariantCulture, out var slope)
                    && double.IsFinite(slope) && slope > 0
                    ? (TreeSumMeaning.LogOddsOfRisk, slope) : throw file.Damaged($"the objective {Quoted.Text(objective)} does not say its sigmoid");
            case "cross_entropy" or "xentropy":
                return (TreeSumMeaning.LogOddsOfRisk, 1);
            case "regression" or "regression_l1" or "regression_l2" or "l1" or "l2" or "huber" or "fair" or "mape" when !words.Contains("sqrt"):
                return (TreeSumMeaning.Value, 1);
            default:
                throw file.Unsupported($"has the objective {Quoted.Text(objective)}, whose answer is no risk of an event", Audited);
        }
    }

    // Trees of several outputs take turns.
    private static (int First, int Step) Group(TreeModelFile file, LightGbmText text, ModelPlan plan, string objective)
    {
        var step = text.Whole("num_tree_per_iteration", lowest: 1, otherwise: text.Whole("num_class", lowest: 1));
        if (step == 1) return (0, 1);
        if (!objective.StartsWith("multiclassova ", StringComparison.Ordinal)) throw file.Unsupported("answers for several classes at once", Audited);
        return int.TryParse(plan.PositiveClass, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked < step
            ? (asked, step)
            : throw file.Unsupported($"answers for {LightGbmText.Number(step)} classes, each against all others",
                $"Say in 'model.positiveClass' which is the event: \"0\" to \"{LightGbmText.Number(step - 1)}\".");
    }

    // LightGBM makes up Column_0, Column_1, … for data without names; a config that uses these names is still taken at its word.
    private static bool AreMadeUp(string[] names, ModelPlan plan) =>
        names.Select((n, k) => n == "Column_" + LightGbmText.Number(k)).All(same => same)
        && !plan.Features.Select(f => f.Name).Any(n => names.Contains(n, StringComparer.Ordinal));
}
