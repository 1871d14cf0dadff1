using System.Globalization;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace AuditHarness.Adapters.Models.MlNet;

/// <summary>How the answer of a saved model becomes a risk: decided once, by the schema of its output and by the plan.</summary>
internal sealed class MlNetOutput
{
    private const double SumsToOne = 1e-3;

    private readonly string _column;
    private readonly int _class = -1;
    private readonly bool _logit;
    private readonly string _shown;

    /// <summary>Decides how the answer is read.</summary>
    /// <param name="output">Schema of what the model gives.</param>
    /// <param name="plan">The plan.</param>
    /// <exception cref="AuditInputException">The model gives no risk, or the plan leaves open which.</exception>
    public MlNetOutput(DataViewSchema output, ModelPlan plan)
    {
        _shown = Quoted.Text(plan.File);
        var (score, probability) = (output.GetColumnOrNull("Score"), output.GetColumnOrNull("Probability"));
        if (score is not { } scores)
            throw new AuditInputException($"The ML.NET model {_shown} gives no column 'Score': the archive transforms data but predicts nothing. Save the whole pipeline, its trainer last.");
        _logit = plan.Output == ModelOutput.Logit;
        if (scores.Type is VectorDataViewType)
        {
            (_column, _class) = ("Score", Class(scores, plan));
            var name = Quoted.Text(ClassNames(scores)![_class]);
            Reading = _logit ? Phrase.Of($"the score of class {name}, declared logits: softmax over the classes") : Phrase.Of($"the score of class {name}");
            return;
        }
        if (scores.Type != NumberDataViewType.Single)
            throw new AuditInputException($"The ML.NET model {_shown} gives a 'Score' of type {scores.Type}, which is no risk. Use a model for binary classification, regression or several classes.");
        if (plan.PositiveClass is { } positive)
            throw new AuditInputException($"The ML.NET model {_shown} gives a single score, and 'model.positiveClass' names a class {Quoted.Text(positive)} of several. Take 'positiveClass' out.");
        if (probability?.Type == NumberDataViewType.Single && !_logit)
        {
            (_column, IsCalibrated) = ("Probability", true);
            Reading = Phrase.Of($"its calibrated probability");
            return;
        }
        _column = "Score";
        Reading = plan.Output switch
        {
            ModelOutput.Logit => Phrase.Of($"its score, declared a logit: risk = 1 / (1 + e^−score)"),
            ModelOutput.Probability => Phrase.Of($"its score, declared a probability"),
            _ => throw new AuditInputException(
                $"The ML.NET model {_shown} gives a score and no calibrated probability, and nothing says what the score is. Set 'model.output' to \"logit\" or \"probability\", or calibrate the model."),
        };
    }

    /// <summary>True when the risk is the probability that the model's own calibrator makes of its score.</summary>
    public bool IsCalibrated { get; }

    /// <summary>True when the risk is one score of several classes.</summary>
    public bool IsOfClasses => _class >= 0;

    /// <summary>True when the score is a logit.</summary>
    public bool IsLogit => _logit;

    /// <summary>How the answer is read, in words.</summary>
    public Phrase Reading { get; }

    /// <summary>Reads the risks.</summary>
    /// <param name="answer">What the model gives.</param>
    /// <param name="rows">How many rows it was asked about.</param>
    /// <param name="stop">Cancels.</param>
    /// <exception cref="AuditInputException">The answer is too short, not a number, or no risk.</exception>
    public double[] Risks(IDataView answer, int rows, CancellationToken stop)
    {
        var column = answer.Schema[_column];
        using var cursor = answer.GetRowCursor([column]);
        var read = _class < 0 ? Single(cursor.GetGetter<float>(column)) : OfClass(cursor.GetGetter<VBuffer<float>>(column));
        var risks = new List<double>(rows);
        var (notNumbers, outside) = (0, 0);
        while (cursor.MoveNext())
        {
            if ((risks.Count & 0x3FF) == 0) stop.ThrowIfCancellationRequested();
            var risk = read();
            if (double.IsNaN(risk)) notNumbers++;
            else if (risk is < 0 or > 1) outside++;
            risks.Add(risk);
        }
        if (risks.Count != rows)
            throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
                $"The ML.NET model {_shown} answers {risks.Count} of {rows} rows. A model that drops rows cannot be audited: take the filter out of its pipeline."));
        if (notNumbers > 0)
            throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
                $"The ML.NET model {_shown} answers NaN for {notNumbers} of {rows} rows. Most likely it cannot take missing values: fill them in, or put a replacement of missing values into its pipeline."));
        if (outside > 0)
            throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
                $"The ML.NET model {_shown} answers outside [0, 1] for {outside} of {rows} rows, so its score is no probability. Set 'model.output' to \"logit\" if it is a log-odds, or calibrate the model."));
        return [.. risks];
    }

    private Func<double> Single(ValueGetter<float> getter) => () =>
    {
        float value = 0;
        getter(ref value);
        return _logit ? 1 / (1 + Math.Exp(-(double)value)) : value;
    };

    private Func<double> OfClass(ValueGetter<VBuffer<float>> getter)
    {
        VBuffer<float> buffer = default;
        return () =>
        {
            getter(ref buffer);
            var values = buffer.DenseValues().Select(v => (double)v).ToArray();
            if (_logit)
            {
                var largest = values.Max();
                values = Array.ConvertAll(values, v => Math.Exp(v - largest));
                return values[_class] / values.Sum();
            }
            if (Math.Abs(values.Sum() - 1) > SumsToOne)
                throw new AuditInputException($"The scores that the ML.NET model {_shown} gives for its classes do not sum to 1, so they are no probabilities. Set 'model.output' to \"logit\" if a softmax makes them so, or calibrate the model.");
            return values[_class];
        };
    }

    private int Class(DataViewSchema.Column scores, ModelPlan plan)
    {
        var names = ClassNames(scores) ?? throw new AuditInputException(
            $"The ML.NET model {_shown} scores several classes and does not say which is which. Save it with the names of its classes (a label mapped from values to keys).");
        if (plan.PositiveClass is { } positive)
            return Array.IndexOf(names, positive) is >= 0 and var index ? index : throw new AuditInputException(
                $"The ML.NET model {_shown} has no class {Quoted.Text(positive)} ('model.positiveClass'); its classes are {Quoted.List(names)}.{Quoted.Nearest(positive, names)} Correct 'model.positiveClass'.");
        foreach (var yes in (string[])["1", "True"])
            if (names.Length == 2 && Array.FindIndex(names, n => n.Equals(yes, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index) return index;
        throw new AuditInputException($"The ML.NET model {_shown} scores the classes {Quoted.List(names)}, and nothing says which is the event. Name it in 'model.positiveClass'.");
    }

    private static string[]? ClassNames(DataViewSchema.Column scores)
    {
        if (MlNetInputs.SlotNames(scores) is { } named) return named;
        var values = scores.Annotations.Schema.GetColumnOrNull("TrainingLabelValues");
        return values?.Type is not VectorDataViewType { ItemType: var item } ? null
            : item is TextDataViewType ? Texts<ReadOnlyMemory<char>>()
            : item.RawType == typeof(float) ? Texts<float>()
            : item.RawType == typeof(double) ? Texts<double>()
            : item.RawType == typeof(int) ? Texts<int>()
            : item.RawType == typeof(bool) ? Texts<bool>()
            : null;

        string[] Texts<T>()
        {
            VBuffer<T> buffer = default;
            scores.Annotations.GetValue("TrainingLabelValues", ref buffer);
            return [.. buffer.DenseValues().Select(v => Convert.ToString((object)v! is ReadOnlyMemory<char> m ? m.ToString() : v, CultureInfo.InvariantCulture)!)];
        }
    }
}
