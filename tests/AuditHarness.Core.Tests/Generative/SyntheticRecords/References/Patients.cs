using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.References;

/// <summary>Made-up training records whose law is known.</summary>
internal static class Patients
{
    public const double Correlation = 0.6;
    public const double ShareFemale = 0.5;
    public const double ShareMissing = 0.2;

    /// <summary>
    /// age (whole), pressure (one decimal; hidden correlation 0.6 with age), sex (median cut of a normal that has 0.6 with age's), ill
    /// (the same of another), born (days), lab (missing where a normal is high), empty (all missing), constant, id.
    /// </summary>
    public static RecordTable Of(int count, ulong seed = 1)
    {
        var (age, pressure, born, lab) = (new double[count], new double[count], new double[count], new double[count]);
        var (sex, ill) = (new int[count], new int[count]);
        var root = Math.Sqrt(1 - (Correlation * Correlation));
        for (var row = 0; row < count; row++)
        {
            var random = new Seed(seed).Generator((ulong)row);
            double Beside(double x) => (Correlation * x) + (root * random.NextNormal());
            var hidden = random.NextNormal();
            age[row] = Math.Round(50 + (12 * hidden));
            pressure[row] = Math.Round(130 + (20 * Beside(hidden)), 1);
            var second = Beside(hidden);
            sex[row] = second > 0 ? 1 : 0;
            ill[row] = Beside(second) > 0 ? 1 : 0;
            born[row] = Math.Floor(2000 + (3000 * random.NextUniform()));
            lab[row] = random.NextUniform() < ShareMissing ? double.NaN : Math.Exp(Beside(hidden));
        }
        return new(
        [
            new RecordColumn.Key("id", [.. Enumerable.Range(0, count).Select(k => $"p{k}")]),
            new RecordColumn.Number("age", age),
            new RecordColumn.Number("pressure", pressure),
            new RecordColumn.Category("sex", ["female", "male", "nobody"], sex),
            new RecordColumn.Category("ill", ["no", "yes"], ill),
            new RecordColumn.Date("born", born),
            new RecordColumn.Number("lab", lab),
            new RecordColumn.Number("empty", [.. Enumerable.Repeat(double.NaN, count)]),
            new RecordColumn.Category("site", ["a"], new int[count]),
        ], count);
    }

    public static SampleRequest Ask(int count, ulong seed = 7, int repeat = 0) => new(count, [], seed, repeat);

    public static double[] Values(RecordTable table, string column) => ValueGrid.Values(table.Find(column)!)!;

    public static int[] Codes(RecordTable table, string column) => ((RecordColumn.Category)table.Find(column)!).Codes;

    public static double Pearson(double[] x, double[] y)
    {
        var (mx, my) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / Math.Sqrt(x.Sum(a => (a - mx) * (a - mx)) * y.Sum(b => (b - my) * (b - my)));
    }
}
