using AuditHarness.Audits;
using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords;

/// <summary>Shares of records, whose limits rest on as many independent records as there are patients.</summary>
internal static class RecordShares
{
    /// <summary>What catalogs say of limits.</summary>
    public const string Interval = "Clopper–Pearson; where a patient has several rows, on as many as there are patients";

    public static readonly Phrase NoRecord = Phrase.Of($"no record of the group");

    /// <summary>Independent records for each row, in (0, 1]: at worst all rows of a patient say the same.</summary>
    /// <param name="evidence">The records.</param>
    /// <param name="table">One of its tables.</param>
    /// <param name="rows">Rows of it.</param>
    public static double Independent(RecordEvidence evidence, RecordTable table, int[] rows) =>
        evidence.Roles.Patient is null || rows.Length == 0 ? 1 : RecordUnits.Of(table, rows, evidence.Roles).Count / (double)rows.Length;

    /// <summary>A share as it varies.</summary>
    /// <param name="counted">How many count.</param>
    /// <param name="of">Of how many; at least 1.</param>
    /// <param name="independent">Independent records for each.</param>
    /// <param name="method">How limits are made.</param>
    public static ProportionSampling Sampling(int counted, int of, double independent = 1, ProportionMethod method = ProportionMethod.ClopperPearson) =>
        new(counted / (double)of, of * independent, method);

    /// <summary>A share as an estimate.</summary>
    /// <param name="counted">How many count.</param>
    /// <param name="of">Of how many.</param>
    /// <param name="independent">Independent records for each.</param>
    /// <param name="empty">Why there is none of nobody.</param>
    /// <param name="method">How limits are made.</param>
    public static Estimate Of(int counted, int of, double independent, Phrase empty, ProportionMethod method = ProportionMethod.ClopperPearson) =>
        of == 0 ? new Estimate.Undefined(empty) : new Estimate.Known(counted / (double)of, Sampling(counted, of, independent, method), of);

    /// <summary>The difference of two shares of different records.</summary>
    /// <param name="first">One.</param>
    /// <param name="second">What is subtracted.</param>
    /// <param name="denominator">Records of the smaller group.</param>
    public static Estimate Difference(ProportionSampling first, ProportionSampling second, int denominator) => new Estimate.Known(
        first.Proportion - second.Proportion,
        new SquareAndAddSampling(Phrase.Of($"Newcombe with {first.Method} limits"), p => p[0] - p[1], [first, second], -1, 1, isSum: true), denominator);
}
