using System.Globalization;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;
using AuditHarness.Explanations;

namespace AuditHarness.Adapters.Models.Trees;

/// <summary>The features of the plan, brought into the order of a model that reads numbers only.</summary>
internal sealed class ModelFeatures
{
    private ModelFeatures(IReadOnlyList<FeaturePlan> features, int[] columns, bool byName) =>
        (Names, Columns, ByName) = ([.. features.Select(f => f.Name)], columns, byName);

    /// <summary>Names in the order of the plan.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>For each feature of the model its place in the plan.</summary>
    public IReadOnlyList<int> Columns { get; }

    /// <summary>True when they were found by name, false when the order decided.</summary>
    public bool ByName { get; }

    /// <summary>The same for the report.</summary>
    public Phrase Reading => ByName ? Phrase.Of($"features by name") : Phrase.Of($"features by order, as the file does not name them");

    /// <summary>How the encoded row is made: one slot per feature of the model, in its order.</summary>
    public FeatureEncoding Encoding => new([.. Columns.Select(c => new FeatureSlot(c))]);

    /// <summary>Name of a feature of the model, as the plan has it.</summary>
    /// <param name="slot">Its place in the model.</param>
    public string Name(int slot) => Names[Columns[slot]];

    /// <summary>Finds the features that the file names, or takes them by order when it names none.</summary>
    /// <param name="file">The model file.</param>
    /// <param name="plan">The features that the config gives.</param>
    /// <param name="named">Names in the file, in its order; null when the file has only made-up ones.</param>
    /// <param name="count">Number of features of the model.</param>
    /// <exception cref="AuditInputException">The features do not fit.</exception>
    public static ModelFeatures Of(TreeModelFile file, IReadOnlyList<FeaturePlan> plan, IReadOnlyList<string>? named, int count)
    {
        var texts = plan.Where(f => f.Kind == FeatureKind.Text).Select(f => Quoted.Text(f.Name)).ToList();
        if (texts.Count > 0)
        {
            throw AuditInputException.Of(
                $"The model {file.Shown} ('model.file') reads numbers only, but 'model.features' gives it texts:", texts, texts.Count,
                "Say in 'codes' of each such feature which number the model was trained with for each text, such as \"codes\": { \"no\": 0, \"yes\": 1 }.");
        }

        if (named is not null) return new ModelFeatures(plan, Find(file, plan, named), byName: true);
        if (plan.Count != count)
        {
            throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
                $"The model {file.Shown} ('model.file') reads {count} features and does not name them, but 'model.features' lists {plan.Count}. " +
                $"List all {count} in the order of training."));
        }
        return new ModelFeatures(plan, [.. Enumerable.Range(0, count)], byName: false);
    }

    private static int[] Find(TreeModelFile file, IReadOnlyList<FeaturePlan> plan, IReadOnlyList<string> named)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var k = 0; k < plan.Count; k++) places.TryAdd(plan[k].Name, k);
        var known = named.ToHashSet(StringComparer.Ordinal);
        if (known.Count < named.Count) throw file.Damaged("two of its features have the same name");

        var unknown = plan.Select(f => f.Name).Where(n => !known.Contains(n)).ToList();
        var absent = named.Where(n => !places.ContainsKey(n)).ToList();
        var faults = unknown.Select(n => $"{Quoted.Text(n)} is no feature of the model.{Quoted.Nearest(n, absent)}")
            .Concat(absent.Select(n => $"{Quoted.Text(n)} is asked for by the model and not listed.")).ToList();
        if (faults.Count > 0)
        {
            throw AuditInputException.Of($"The features of the model {file.Shown} ('model.file') are not those of 'model.features':",
                faults, faults.Count, $"Name the features as the model does: {Quoted.List(named)}.");
        }
        if (plan.Count > named.Count) throw new AuditInputException("'model.features' lists a feature twice. Remove all but one of the same name.");
        return [.. named.Select(n => places[n])];
    }
}
