using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>Resolves scores that stand in a file already: in the data or beside it, a column of risks or a row per class.</summary>
/// <param name="model">The section.</param>
/// <param name="dataSection">The section of the data, where faults of both are told.</param>
/// <param name="data">The data.</param>
/// <param name="folder">The config's folder, absolute; decides whether two paths mean the same file.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class PredictionsReader(
    ConfigSection<ModelConfig> model, ConfigSection<DataConfig> dataSection, DataPlan data, string folder, ConfigFaults faults)
{
    /// <summary>The plan; to be used only when there are no faults.</summary>
    /// <param name="plan">What the section says so far, with the defaults of a file of its own.</param>
    /// <param name="id">The id as the config gives it, or null.</param>
    public ModelPlan Read(ModelPlan plan, string? id)
    {
        plan = Long(plan) with { Csv = new CsvReader(model.Section<CsvConfig>(nameof(ModelConfig.Csv)), faults).Read() };
        plan = plan with { Classes = Classes(plan) };
        if (data.File.Length == 0 && data.Query is null) return plan;
        if (data.Query is null ? Path.GetFullPath(plan.File, folder) != Path.GetFullPath(data.File, folder) : plan.File.Length > 0)
        {
            if (dataSection[nameof(DataConfig.Id)] is null)
                faults.Add(dataSection.Node!, "the key 'id' is missing: the scores stand in another file, and an id joins them to the data. Name the data's column that identifies a row.");
            return plan;
        }
        if (id is not null && id != data.Id)
            faults.Add(model[nameof(ModelConfig.Id)]!, "the scores stand in the data file itself, where no id joins them. Leave this 'id' out; 'data.id' names the column.");
        if (plan.Score == data.Label && model.Node is not null)
            faults.Add(model[nameof(ModelConfig.Score)] ?? model.Node, $"the score is the label itself: both are column '{ConfigText.Shown(plan.Score)}' of one file. Name the column with the predicted risk.");
        if (model[nameof(ModelConfig.Csv)] is { } csv)
            faults.Add(csv, "the scores stand in the data file itself, and how it is written is said once. Take this out, or move it to 'data.csv'.");
        if (model[nameof(ModelConfig.Long)] is { } rows)
            faults.Add(rows, "the scores stand in the data file itself, which has one row per patient and not one per class. Name a predictions file in 'model.file', or the column of the risk in 'score'.");
        return plan with { File = data.File, Id = data.Id, Csv = data.Csv };
    }

    private ModelPlan Long(ModelPlan plan)
    {
        var section = model.Section<LongConfig>(nameof(ModelConfig.Long));
        var (column, probability) = (section.Text(nameof(LongConfig.Class)), section.Text(nameof(LongConfig.Probability)));
        var before = faults.Count;
        var (positive, name) = (model[nameof(ModelConfig.PositiveClass)], model.Level(nameof(ModelConfig.PositiveClass)));
        if (section.Node is null)
        {
            if (positive is not null && faults.Count == before) faults.Add(positive, "predictions stand in a file already, so this key has nothing to say, unless 'long' names the column of the classes. Take it out, name the column of the risk in 'score', or give the 'kind' of a model that runs.");
            return plan;
        }
        if (positive is null)
            faults.Add(section.Node, "the key 'positiveClass' is missing beside it: which class's probability is the risk. Name the class as the file does.");
        if (model[nameof(ModelConfig.Score)] is { } score)
            faults.Add(score, "with 'long' the risk stands in its column 'probability', in the rows of the positive class. Take 'score' out, or 'long'.");
        if (column is not null && column == probability)
            faults.Add(section.Node, $"the class and its probability are both column '{ConfigText.Shown(column)}'. Correct one of them.");
        return plan with { Score = null, PerClass = new(column ?? "", probability ?? ""), PositiveClass = name };
    }

    private string[] Classes(ModelPlan plan)
    {
        if (model[nameof(ModelConfig.Classes)] is not { } node) return [];
        string[] classes = [.. ModelReader.Texts(model.List(nameof(ModelConfig.Classes)), faults)];
        if (classes.Length == 1) faults.Add(node, "of one class alone nothing can sum to 1. Name the columns of all classes, or take this out.");
        if (plan.PerClass is not null)
            faults.Add(node, "with 'long' the classes are rows and not columns. Take this out, or 'long'.");
        else if (classes.Length > 0 && plan.Score is { } score && !classes.Contains(score))
            faults.Add(node, $"the column of the risk, '{ConfigText.Shown(score)}', is not among the classes, whose probabilities sum to 1. Add it, or correct 'score'.");
        return classes;
    }
}
