using System.Globalization;
using System.Text;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Learners;

/// <summary>What a model learns from or is tried on.</summary>
/// <param name="Features">One column per feature of the plan.</param>
/// <param name="Labels">1 for an event, else 0.</param>
/// <param name="Weights">Sampling weights; null when every row counts once.</param>
public sealed record TrainingRows(FeatureTable Features, byte[] Labels, double[]? Weights)
{
    /// <summary>Rows with an event.</summary>
    public int Events => Labels.Count(l => l == 1);
}

/// <summary>A data file with rows to learn from and rows to be tried on.</summary>
/// <param name="File">Path relative to the config's folder.</param>
/// <param name="Label">Column with the outcome; rows without one are left out.</param>
/// <param name="Positive">Text of the label column that means an event.</param>
/// <param name="Weight">Column with sampling weights, or null.</param>
/// <param name="Split">Column that names the part of a row, and the value of the part to learn from; null takes all rows.</param>
public sealed record TrainingDataPlan(string File, string Label, string Positive, string? Weight, (string Column, string Train)? Split);

/// <summary>Reads a data file for training.</summary>
public static class TrainingFile
{
    /// <summary>Reads the rows that have a label, by part.</summary>
    /// <param name="plan">The file and its columns.</param>
    /// <param name="features">What a model is given.</param>
    /// <param name="folder">Folder that the path is relative to.</param>
    /// <param name="stop">Cancels.</param>
    /// <returns>The rows to learn from, every other row (null when there is none), and the file's identity.</returns>
    /// <exception cref="AuditInputException">The file or a column is missing, a value is not valid, or there is one outcome only.</exception>
    public static (TrainingRows Train, TrainingRows? HeldOut, InputFile Input) Read(
        TrainingDataPlan plan, IReadOnlyList<FeaturePlan> features, string folder, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(features);
        var faults = new InputFaults();
        using var file = TableFile.Open(new(plan.File, "data.file"), folder, stop);
        var label = new LabelColumn(file, file.Find(plan.Label, "data.label", faults), plan.Positive, faults);
        var weight = plan.Weight is null ? null : new NumberColumn(file, file.Find(plan.Weight, "data.weight", faults), NumberRange.Positive, faults);
        var split = plan.Split is { } s ? file.Find(s.Column, "data.split.column", faults) : -1;
        FeatureReader[] readers = [.. features.Select(f => FeatureReader.Of(f, file, file.Find(f.Column, "features", faults), faults))];
        faults.ThrowIfAny();

        var (labels, weights, learns) = (new List<byte>(), new List<double>(), new List<bool>());
        var train = Encoding.UTF8.GetBytes(plan.Split?.Train ?? "");
        while (file.Read(faults))
        {
            if (label.IsMissing) continue;
            learns.Add(plan.Split is null || file.Field(split).SequenceEqual(train));
            labels.Add(label.Read());
            var w = 1.0;
            weight?.TryRead(out w);
            weights.Add(w);
            foreach (var reader in readers) reader.Read();
        }
        label.Finish();
        var table = new FeatureTable([.. readers.Select(r => r.Finish(faults))]);
        faults.ThrowIfAny();

        TrainingRows Part(bool learning)
        {
            int[] rows = [.. Enumerable.Range(0, learns.Count).Where(r => learns[r] == learning)];
            return new(table.Take(rows), Array.ConvertAll(rows, r => labels[r]), weight is null ? null : Array.ConvertAll(rows, r => weights[r]));
        }
        var (toLearn, others) = (Part(true), Part(false));
        if (toLearn.Labels.Distinct().Count() != 2)
            throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
                $"{file.Shown} has {toLearn.Labels.Length} labelled rows to learn from, {toLearn.Events} of them with the positive label, and a model learns from both outcomes. Correct 'data.split' or 'data.positive'."));
        return (toLearn, others.Labels.Length == 0 ? null : others, file.Identity("data")[0]);
    }
}
