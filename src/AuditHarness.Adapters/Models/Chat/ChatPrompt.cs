using System.Globalization;
using System.Text;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Chat;

/// <summary>A template that becomes the prompt of a patient: {feature} is a value, {{ and }} are braces. What a value holds is never read as a template.</summary>
public sealed class ChatPrompt
{
    // Text, or the name of a feature.
    private readonly IReadOnlyList<(string Text, bool IsFeature)> _pieces;

    private ChatPrompt(IReadOnlyList<(string Text, bool IsFeature)> pieces) => _pieces = pieces;

    /// <summary>Reads a template.</summary>
    /// <param name="template">The template.</param>
    /// <param name="features">Names of the features, each of which must be in it.</param>
    /// <param name="faults">Takes what is wrong with it, one sentence each.</param>
    public static ChatPrompt Parse(string template, IReadOnlyCollection<string> features, ICollection<string> faults)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(faults);
        var pieces = new List<(string Text, bool IsFeature)>();
        var text = new StringBuilder();
        var unknown = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < template.Length; at++)
        {
            var c = template[at];
            if (c is '{' or '}' && at + 1 < template.Length && template[at + 1] == c)
            {
                text.Append(c);
                at++;
                continue;
            }
            var end = c == '{' ? template.IndexOf('}', at) : -1;
            if (c == '}' || (c == '{' && end < 0))
            {
                faults.Add(c == '}' ? "a '}' closes nothing. Write }} for a brace that is meant as one." : "a '{' is not closed. Write {{ for a brace that is meant as one.");
                break;
            }
            if (c != '{')
            {
                text.Append(c);
                continue;
            }
            var name = template[(at + 1)..end];
            if (!features.Contains(name) && unknown.Add(name))
                faults.Add($"{Quoted.Text("{" + name + "}")} is no feature of 'model.features'.{Quoted.Nearest(name, features)} Write {{{{ and }}}} for braces that are meant as such.");
            pieces.Add((text.ToString(), false));
            text.Clear();
            pieces.Add((name, true));
            at = end;
        }
        pieces.Add((text.ToString(), false));
        if (faults.Count == 0)
            foreach (var name in features.Where(f => !pieces.Contains((f, true))))
                faults.Add($"the feature {Quoted.Text(name)} is not in it, so the model would not be told. Write {Quoted.Text("{" + name + "}")} where its value belongs, or take it out of 'model.features'.");
        return new(pieces);
    }

    /// <summary>The prompts of all rows, in their order.</summary>
    /// <param name="patients">The rows.</param>
    /// <param name="missing">Stands for a missing value.</param>
    public string[] Of(FeatureTable patients, string missing)
    {
        ArgumentNullException.ThrowIfNull(patients);
        var columns = patients.Columns.ToDictionary(c => c.Name, StringComparer.Ordinal);
        var prompts = new string[patients.Count];
        var text = new StringBuilder();
        for (var row = 0; row < prompts.Length; row++)
        {
            text.Clear();
            foreach (var (piece, isFeature) in _pieces) text.Append(isFeature ? Value(columns[piece], row, missing) : piece);
            prompts[row] = text.ToString();
        }
        return prompts;
    }

    private static string Value(FeatureColumn column, int row, string missing) => column switch
    {
        FeatureColumn.Numeric { Values: var values } => double.IsFinite(values[row]) ? values[row].ToString("R", CultureInfo.InvariantCulture) : missing,
        FeatureColumn.Text { Codes: var codes, Levels: var levels } => codes[row] >= 0 ? levels[codes[row]] : missing,
        _ => missing,
    };
}
