using AuditHarness.Audits;
using AuditHarness.Explanations;
using AuditHarness.Explanations.Trees;
using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;

namespace AuditHarness.Adapters.Models.MlNet;

/// <summary>
/// What can be seen inside a saved pipeline: trees or weights behind a calibrator, behind transforms that treat every feature by
/// itself. Whatever is of another form is a black box, which is explained by calling it.
/// </summary>
internal static class MlNetStructure
{
    /// <summary>The structure whose link of the margin is the risk that the model gives; null when it is not known.</summary>
    /// <param name="model">The loaded pipeline.</param>
    /// <param name="inputs">How features become its columns.</param>
    /// <param name="output">How its answer is read.</param>
    /// <param name="features">The plan's features.</param>
    public static ModelStructure? Of(ITransformer model, MlNetInputs inputs, MlNetOutput output, IReadOnlyList<FeaturePlan> features)
    {
        if (output.IsOfClasses) return null;
        ITransformer[] parts = [.. Flat(model)];
        if (parts[^1] is not ISingleFeaturePredictionTransformer<object> { FeatureColumnName: var column, Model: var predictor }) return null;
        var margin = (Slope: 1.0, Offset: 0.0);
        if (predictor is CalibratedModelParametersBase calibrated)
        {
            predictor = calibrated.SubModel;
            if (output.IsCalibrated)
            {
                // p = 1 / (1 + e^(slope · score + offset)): the margin is the negative of that exponent.
                if (calibrated.Calibrator is not PlattCalibrator platt) return null;
                margin = (-platt.Slope, -platt.Offset);
            }
        }
        var link = output.IsCalibrated || output.IsLogit ? Link.Logit : Link.Identity;
        // Other linear models, such as Poisson regression, bend their sum before they answer.
        if (predictor is not (TreeEnsembleModelParameters or LinearBinaryModelParameters or LinearRegressionModelParameters)) return null;
        if (MlNetEncoding.Of(parts[..^1], column, inputs, features) is not { } encoding) return null;
        return predictor switch
        {
            TreeEnsembleModelParameters trees when MlNetTrees.Read(trees, encoding.Slots.Count, margin.Slope, margin.Offset) is { } ensemble =>
                new ModelStructure.TreeSum(encoding, link, ensemble),
            LinearModelParameters linear when linear.Weights.Count == encoding.Slots.Count => new ModelStructure.Linear(
                encoding, link, (linear.Bias * margin.Slope) + margin.Offset, [.. linear.Weights.Select(w => w * margin.Slope)]),
            _ => null,
        };
    }

    private static IEnumerable<ITransformer> Flat(ITransformer model) =>
        model is TransformerChain<ITransformer> chain ? chain.SelectMany(Flat) : [model];
}
