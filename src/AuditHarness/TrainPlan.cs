using System.Text.RegularExpressions;
using AuditHarness.Adapters.Learners;
using AuditHarness.Audits;
using AuditHarness.Config;
using AuditHarness.Statistics;

namespace AuditHarness;

/// <summary>A training config, resolved.</summary>
/// <param name="Name">Name of the model and of its folder.</param>
/// <param name="About">What it is for.</param>
/// <param name="Data">What it learns from; all of it when <paramref name="Simulate"/> says where the rows come from.</param>
/// <param name="Licence">Licence of the data.</param>
/// <param name="HeldOutLabel">Column with the outcome by which it is tried.</param>
/// <param name="Simulate">Seed and number of the simulated patients to learn from; null learns from a part of the file.</param>
/// <param name="Features">What it is given.</param>
/// <param name="Learner">How it learns.</param>
/// <param name="Seed">Where chance comes from.</param>
internal sealed record TrainPlan(
    string Name, string About, TrainingDataPlan Data, string Licence, string HeldOutLabel, (Seed Seed, int Patients)? Simulate,
    IReadOnlyList<FeaturePlan> Features, LearnerPlan Learner, Seed Seed)
{
    /// <summary>Reads a training config; all its faults are reported at once.</summary>
    /// <param name="path">Path of the config.</param>
    /// <returns>The plan, and the config's folder.</returns>
    /// <exception cref="AuditInputException">The file cannot be read, is not JSON, or breaks a rule.</exception>
    public static (TrainPlan Plan, string Folder) Load(string path)
    {
        var shown = ConfigText.Shown(path, longest: 300);
        var bytes = ConfigFile.Bytes(path, shown);
        var faults = new ConfigFaults(shown, "Correct the training config; those in configs/train are examples.");
        var plan = Read(ConfigParser.Parse(bytes, faults), faults);
        faults.ThrowIfAny();
        return (plan, Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    private static TrainPlan Read(ConfigNode root, ConfigFaults faults)
    {
        var config = new ConfigSection<TrainConfig>(root, faults);
        var name = config.Text(nameof(TrainConfig.Name)) ?? "";
        if (name.Length > 0 && !Regex.IsMatch(name, AuditConfig.NamePattern, RegexOptions.CultureInvariant))
            faults.Add(config[nameof(TrainConfig.Name)]!, $"'{ConfigText.Shown(name)}' cannot name a folder. Use up to 100 letters, digits, spaces, '.', '_' and '-', with no '.' or space at either end.");
        var data = config.Section<TrainDataConfig>(nameof(TrainConfig.Data));
        var label = data.Text(nameof(TrainDataConfig.Label)) ?? "";
        var split = data.Section<TrainSplitConfig>(nameof(TrainDataConfig.Split));
        var simulate = data.Section<TrainSimulationConfig>(nameof(TrainDataConfig.Simulate));
        if (data.Node is ConfigNode.Map && (split.Node is null) == (simulate.Node is null))
            faults.Add(data.Node, "exactly one of 'split' and 'simulate' says which rows are learnt from. Give one of them.");
        var plan = new TrainingDataPlan(
            data.Text(nameof(TrainDataConfig.File)) ?? "", label, data.Level(nameof(TrainDataConfig.Positive)) ?? "", data.Text(nameof(TrainDataConfig.Weight)),
            split.Node is null ? null : (split.Text(nameof(TrainSplitConfig.Column)) ?? "", split.Level(nameof(TrainSplitConfig.Train)) ?? ""));
        var heldOutLabel = data.Text(nameof(TrainDataConfig.HeldOutLabel)) ?? label;
        return new(
            name, config.Text(nameof(TrainConfig.About)) ?? "", plan, data.Text(nameof(TrainDataConfig.Licence)) ?? "", heldOutLabel,
            simulate.Node is null ? null
                : (new((ulong)(simulate.Whole(nameof(TrainSimulationConfig.Seed)) ?? 0)), simulate.Whole(nameof(TrainSimulationConfig.Patients)) ?? 0),
            ReadFeatures(config, [label, heldOutLabel, .. plan.Weight is null ? [] : new[] { plan.Weight }], faults),
            ReadLearner(config.Section<LearnerConfig>(nameof(TrainConfig.Learner))),
            new((ulong)(config.Whole(nameof(TrainConfig.Seed)) ?? 0)));
    }

    private static List<FeaturePlan> ReadFeatures(ConfigSection<TrainConfig> config, string[] never, ConfigFaults faults)
    {
        var features = new List<FeaturePlan>();
        foreach (var node in config.List(nameof(TrainConfig.Features)))
        {
            if (ModelReader.Feature(node, faults) is not { } feature) continue;
            if (features.Any(f => f.Name == feature.Name))
                faults.Add(node, $"a feature '{ConfigText.Shown(feature.Name)}' is already declared. Give this one another \"name\", or take it out.");
            if (never.Contains(feature.Column))
                faults.Add(node, $"column '{ConfigText.Shown(feature.Column)}' is an outcome or a weight, which no model may be given. Name another column.");
            features.Add(feature);
        }
        return features;
    }

    private static LearnerPlan ReadLearner(ConfigSection<LearnerConfig> learner)
    {
        var plan = new LearnerPlan(learner.Choice<LearnerKind>(nameof(LearnerConfig.Kind)) ?? LearnerKind.FastTree);
        return plan with
        {
            Trees = learner.Whole(nameof(LearnerConfig.Trees)) ?? plan.Trees,
            Leaves = learner.Whole(nameof(LearnerConfig.Leaves)) ?? plan.Leaves,
            LearningRate = learner.Number(nameof(LearnerConfig.LearningRate)) ?? plan.LearningRate,
            MinimumRowsPerLeaf = learner.Whole(nameof(LearnerConfig.MinimumRowsPerLeaf)) ?? plan.MinimumRowsPerLeaf,
            L2 = learner.Number(nameof(LearnerConfig.L2)) ?? plan.L2,
            Iterations = learner.Whole(nameof(LearnerConfig.Iterations)) ?? plan.Iterations,
        };
    }
}
