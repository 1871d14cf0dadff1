using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models.Trees;
using AuditHarness.Audits;
using AuditHarness.Explanations.Trees;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.XGBoost;

/// <summary>
/// Models that XGBoost saved as JSON, versions 1 to 3: tree boosters with one output (gbtree and dart, categorical splits among them),
/// scored by the audit itself.
/// </summary>
public static class XGBoostModel
{
    /// <summary>How such a file is made, as a sentence.</summary>
    internal const string Export = "Save the model where it was trained, in Python by model.save_model(\"model.json\"), and name that file.";

    private const string OneOutput =
        "Models with one output are audited: binary:logistic, binary:logitraw, reg:logistic, and regressions without a log link such as reg:squarederror.";

    /// <summary>Reads a model.</summary>
    /// <param name="plan">Names the file, the features and how the answer is read.</param>
    /// <param name="folder">Folder that the path is relative to.</param>
    /// <exception cref="AuditInputException">
    /// The file is missing, damaged or of another kind, the model is of a kind that is not audited, or the features do not fit it.
    /// </exception>
    public static IDiagnosticModel Open(ModelPlan plan, string folder)
    {
        var file = TreeModelFile.Open(plan, folder, Export);
        var json = Parse(file);
        var learner = json.Learner ?? throw file.NotThis("has no 'learner', so it is no saved XGBoost model");
        var parameters = learner.LearnerModelParam ?? throw file.Damaged("'learner_model_param' is missing");
        var booster = learner.GradientBooster ?? throw file.Damaged("'gradient_booster' is missing");
        var model = (booster.Name == "dart" ? booster.Gbtree : booster)?.Model;
        if (booster.Name is not ("gbtree" or "dart"))
            throw file.Unsupported($"is of the booster {Quoted.Text(booster.Name ?? "")}, not of trees", "Audit a model of the booster gbtree or dart.");
        if (model is null) throw file.Damaged("'gradient_booster.model' is missing");
        if (parameters.NumClass > 1 || parameters.NumTarget > 1)
            throw file.Unsupported("answers for several classes or targets at once", OneOutput);

        var trees = Trees(file, model);
        var objective = learner.Objective?.Name ?? throw file.Damaged("'objective.name' is missing");
        var answer = TreeAnswer.Of(file, plan, Meaning(file, objective), objective);
        var named = Names(file, learner, parameters);
        var features = ModelFeatures.Of(file, plan.Features, named, parameters.NumFeature);

        var weights = booster.WeightDrop ?? model.WeightDrop;
        if (weights is { Length: > 0 } && (weights.Length != trees.Length || !weights.All(float.IsFinite)))
            throw file.Damaged("'weight_drop' does not have a number for each tree");
        var used = Used(file, learner, model, trees.Length);
        var read = new Tree[used];
        for (var k = 0; k < used; k++)
        {
            try
            {
                if (trees[k] is not { } tree) throw new FormatException("it is null");
                if (tree.TreeParam?.SizeLeafVector > 1) throw file.Unsupported("has trees of several outputs each", OneOutput);
                read[k] = XGBoostTree.Read(tree, parameters.NumFeature, answer.Sign * (weights is { Length: > 0 } ? weights[k] : 1));
            }
            catch (FormatException e)
            {
                throw file.Damaged($"tree {Text(k)}: {e.Message}");
            }
        }

        var ensemble = new TreeEnsemble(read, answer.Sign * Base(file, parameters, objective), parameters.NumFeature, SinglePrecision: true);
        ensemble.Check(file.Shown);
        return new TreeModel(
            new ModelIdentity(plan.Kind, plan.Name, plan.Version, file.Sha256), Reading(json, objective, trees.Length, used, features, answer),
            file.Input, features, ensemble, answer.Link);
    }

    private static XGBoostJson Parse(TreeModelFile file)
    {
        var start = file.Bytes.TrimStart(" \t\r\n"u8);
        if (start.IsEmpty || start[0] != '{')
        {
            throw file.NotThis(!start.IsEmpty && start[0] == '['
                ? "is a dump, which lacks the base score and the objective" : "is not JSON, so it is no XGBoost model that can be read");
        }
        if (!Utf8.IsValid(file.Bytes)) throw file.Damaged("its JSON is not valid UTF-8");
        try
        {
            return XGBoostJson.Parse(file.Bytes) ?? throw file.NotThis("is empty");
        }
        catch (JsonException e)
        {
            var path = e.Path is { Length: > 0 and < 200 } at ? $" at {Quoted.Text(at)}" : "";
            throw file.Damaged($"its JSON cannot be read on line {Text((e.LineNumber ?? 0) + 1)}, byte {Text(e.BytePositionInLine ?? 0)}{path}");
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or OverflowException or NotSupportedException)
        {
            throw file.Damaged("its JSON holds something that is not text or no number");
        }
    }

    /// <summary>The features of a model, in its order; no names where it has none.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="AuditInputException">The file is damaged or of another kind.</exception>
    internal static (string[]? Names, int Count) Features(TreeModelFile file)
    {
        var learner = Parse(file).Learner ?? throw file.NotThis("has no 'learner', so it is no saved XGBoost model");
        var parameters = learner.LearnerModelParam ?? throw file.Damaged("'learner_model_param' is missing");
        return (Names(file, learner, parameters), parameters.NumFeature);
    }

    private static string[]? Names(TreeModelFile file, Learner learner, LearnerModelParam parameters)
    {
        var named = learner.FeatureNames is { Length: > 0 } names ? names : null;
        if (named is not null && (named.Length != parameters.NumFeature || named.Contains(null)))
            throw file.Damaged($"'feature_names' does not name each of the {Text(parameters.NumFeature)} features");
        return named;
    }

    private static TreeJson?[] Trees(TreeModelFile file, BoosterModel model)
    {
        var trees = model.Trees ?? throw file.Damaged("'trees' is missing");
        if (trees.Length == 0) throw file.Unsupported("has no trees", "Train it for at least one round.");
        if (model.GbtreeModelParam?.NumTrees is { } count && count != trees.Length)
            throw file.Damaged($"it declares {Text(count)} trees and has {Text(trees.Length)}");
        if (model.TreeInfo is { } groups && (groups.Length != trees.Length || groups.Any(g => g != 0)))
            throw file.Unsupported("has trees for several outputs", OneOutput);
        return trees;
    }

    private static TreeSumMeaning Meaning(TreeModelFile file, string objective) => objective switch
    {
        "binary:logistic" or "reg:logistic" => TreeSumMeaning.LogOddsOfRisk,
        "binary:logitraw" => TreeSumMeaning.LogOdds,
        "reg:squarederror" or "reg:linear" or "reg:squaredlogerror" or "reg:absoluteerror" or "reg:pseudohubererror" => TreeSumMeaning.Value,
        _ => throw file.Unsupported($"has the objective {Quoted.Text(objective)}, whose answer is no risk of an event", OneOutput),
    };

    // A string such as "5E-1", or since version 3 a list in a string, "[5E-1]"; a probability where the objective is logistic.
    private static double Base(TreeModelFile file, LearnerModelParam parameters, string objective)
    {
        var text = parameters.BaseScore?.Text ?? throw file.Damaged("'base_score' is missing");
        if (!float.TryParse(text.Trim().TrimStart('[').TrimEnd(']').Trim(' ', '"'), NumberStyles.Float, CultureInfo.InvariantCulture, out var score)
            || !float.IsFinite(score))
            throw file.Damaged($"'base_score' is {Quoted.Text(text)} and not one number");
        if (objective is not ("binary:logistic" or "reg:logistic")) return score;
        if (score is < 0 or > 1) throw file.Damaged($"'base_score' is {Quoted.Text(text)} and not a probability");
        var probability = Math.Clamp(score, 1e-6, 1 - 1e-6);    // as XGBoost does where it accepts 0 and 1
        return Math.Log(probability / (1 - probability));
    }

    // Early stopping leaves the rounds after the best one in the file; XGBoost's scikit-learn interface does not use them.
    private static int Used(TreeModelFile file, Learner learner, BoosterModel model, int trees)
    {
        var parallel = model.GbtreeModelParam?.NumParallelTree ?? 1;
        if (parallel < 1) throw file.Damaged("'num_parallel_tree' is below 1");
        long used = trees;
        if (Attribute(file, learner, "best_iteration") is { } best)
            used = model.IterationIndptr is { } begins && best + 1 < begins.Length ? begins[best + 1] : (best + 1) * parallel;
        else if (Attribute(file, learner, "best_ntree_limit") is { } limit and > 0) used = limit;
        return used < 1 ? throw file.Damaged("'best_iteration' leaves no tree") : (int)Math.Min(used, trees);
    }

    private static long? Attribute(TreeModelFile file, Learner learner, string key)
    {
        if (learner.Attributes?.GetValueOrDefault(key) is not { } value) return null;
        return uint.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : throw file.Damaged($"the attribute '{key}' is {Quoted.Text(value.Text)} and not a whole number from 0");
    }

    private static Phrase Reading(XGBoostJson json, string objective, int trees, int used, ModelFeatures features, TreeAnswer answer)
    {
        var format = "XGBoost" + (json.Version is { Length: > 0 } v ? " " + string.Join(".", v.Take(3).Select(p => Text(p))) : "");
        var sum = used < trees ? Phrase.Of($"{used} trees (up to the best iteration, of {trees})") : Phrase.Of($"{used} trees");
        return Phrase.Of($"{format}, objective {objective}, {sum}, scored by the audit's own tree scorer on numbers in single precision; {features.Reading}. {answer.Sentence}");
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
