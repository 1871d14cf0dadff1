using System.Globalization;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Models.Predictions;

/// <summary>The columns with the probabilities of all classes, which must sum to 1 on every row.</summary>
internal sealed class ProbabilitySum
{
    private readonly TableFile _file;
    private readonly InputFaults _faults;
    private readonly int[] _columns;
    private readonly NumberColumn[] _probabilities;

    private ProbabilitySum(TableFile file, int[] columns, InputFaults faults)
    {
        (_file, _columns, _faults) = (file, columns, faults);
        _probabilities = [.. columns.Select(column => new NumberColumn(file, column, NumberRange.Risk, faults))];
    }

    /// <summary>Finds the columns; null when the plan does not name them.</summary>
    public static ProbabilitySum? Of(ModelPlan plan, TableFile file, InputFaults faults) =>
        plan.Classes.Count == 0 ? null : new(file, [.. plan.Classes.Select(name => file.Find(name, "model.classes", faults))], faults);

    /// <summary>Sums the current row, and notes when it is not 1.</summary>
    public void Check()
    {
        var sum = 0.0;
        foreach (var probability in _probabilities)
        {
            if (!probability.TryRead(out var value)) return;
            sum += value;
        }
        Note(_file, sum, _columns.Length, _file.Place, _faults);
    }

    /// <summary>Notes probabilities that do not sum to 1.</summary>
    /// <param name="file">Where they stand.</param>
    /// <param name="sum">Their sum.</param>
    /// <param name="classes">How many there are.</param>
    /// <param name="place">The patient's row, or the first of them.</param>
    /// <param name="faults">Where it is noted.</param>
    public static void Note(TableFile file, double sum, int classes, RowPlace place, InputFaults faults)
    {
        // Not for NaN, which is the sum of what is no probability: that is told already.
        if (!(Math.Abs(sum - 1) > (LongPlan.TolerancePerClass * classes) + 1e-12)) return;
        faults.Add($"{file.Shown}: the probabilities of a patient's classes do not sum to 1",
            FormattableString.Invariant($"Give the probability of every class, unrounded: their sum may differ from 1 by {LongPlan.TolerancePerClass:R} for each class."),
            place, string.Create(CultureInfo.InvariantCulture, $"their sum is {sum:0.######}"));
    }
}
