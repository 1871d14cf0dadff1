using System.Globalization;
using System.Text;
using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Datasets;

/// <summary>Reads one feature of a model that runs, row by row.</summary>
internal abstract class FeatureReader
{
    /// <summary>Takes the current row.</summary>
    public abstract void Read();

    /// <summary>The rows that were taken.</summary>
    /// <param name="faults">Where faults are noted.</param>
    public abstract FeatureColumn Finish(InputFaults faults);

    /// <summary>A reader of a feature.</summary>
    /// <param name="plan">What to read.</param>
    /// <param name="file">The data.</param>
    /// <param name="column">Index of its column.</param>
    /// <param name="faults">Where faults are noted.</param>
    public static FeatureReader Of(FeaturePlan plan, TableFile file, int column, InputFaults faults) =>
        plan.Kind == FeatureKind.Text ? new OfTexts(plan.Name, file, column) : new OfNumbers(plan, file, column, faults);

    private sealed class OfNumbers(FeaturePlan plan, TableFile file, int column, InputFaults faults) : FeatureReader
    {
        private readonly (byte[] Text, double Number)[] _codes = [.. (plan.Codes ?? new Dictionary<string, double>()).Select(c => (Encoding.UTF8.GetBytes(c.Key), c.Value))];
        private readonly NumberColumn _numbers = new(file, column, NumberRange.Finite, faults)
        {
            MendOfTexts = plan.Codes is null
                ? "; give texts numbers in the feature's 'codes', or read it with \"kind\": \"text\""
                : "; only texts among the feature's 'codes' stand for a number",
        };

        private readonly List<double> _values = [];

        public override void Read()
        {
            if (_numbers.IsMissing) _values.Add(double.NaN);
            else if (_codes.Length > 0 && Code(file.Field(column)) is { } number) _values.Add(number);
            else
            {
                _numbers.TryRead(out var value);
                _values.Add(value);
            }
        }

        public override FeatureColumn Finish(InputFaults faults) => new FeatureColumn.Numeric(plan.Name, [.. _values]);

        private double? Code(ReadOnlySpan<byte> field)
        {
            foreach (var (text, number) in _codes)
                if (field.SequenceEqual(text)) return number;
            return null;
        }
    }

    private sealed class OfTexts(string name, TableFile file, int column) : FeatureReader
    {
        /// <summary>Most different texts, so that memory is bounded.</summary>
        private const int MostTexts = 1_000_000;

        private readonly TextLevels _texts = new(MostTexts);
        private readonly List<int> _codes = [];

        public override void Read() => _codes.Add(file.Field(column) is { IsEmpty: false } field ? _texts.Code(field) : -1);

        public override FeatureColumn Finish(InputFaults faults)
        {
            if (_texts.Overflowed)
                faults.Add(string.Create(CultureInfo.InvariantCulture,
                    $"{file.Shown}, column {Quoted.Text(file.Columns[column])}: the feature {Quoted.Text(name)} has more than {MostTexts:N0} different texts. Evaluate fewer rows."));
            var order = Enumerable.Range(0, _texts.Texts.Count).OrderBy(code => _texts.Texts[code], StringComparer.Ordinal).ToArray();
            var position = new int[order.Length];
            for (var k = 0; k < order.Length; k++) position[order[k]] = k;
            return new FeatureColumn.Text(name, [.. order.Select(code => _texts.Texts[code])], [.. _codes.Select(code => code < 0 ? -1 : position[code])]);
        }
    }
}
