using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>How many records <see cref="SurvivalFidelity"/> leaves out of its curves.</summary>
public sealed class MissingFollowUp : IRecordMeasure
{
    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        Info("MissingFollowUpRate", "Records without usable follow-up", "Share of made-up records that are in no survival curve."),
        Info("RealMissingFollowUpRate", "Training records without usable follow-up", "Share of training records that are in no survival curve: what there is to imitate."),
    ];

    private static MetricInfo Info(string id, string title, string definition) => new(
        id, title, MetricBasis.Records, Direction.Neither, null, 0, 1, definition, RecordShares.Interval, "Clopper, Pearson (1934), Biometrika 26:404–413, for the limits")
    {
        Convention = "A record is in no curve that has no time or a negative one, no event status or, where arms are declared, no arm.",
        Oracle = "MissingFollowUpTests.Rows_that_are_in_no_curve_are_counted", IsExact = true, Prominence = Prominence.Detail,
    };

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return
        [
            .. evidence.Groups.Select(g => Figure(Infos[0], g, evidence.Synthetic, g.Synthetic, Because.NoSynthetic)),
            .. evidence.Groups.Select(g => Figure(Infos[1], g, evidence.Train, g.Train, Because.NoTrain)),
        ];

        RecordFigure Figure(MetricInfo info, RecordGroup group, RecordTable table, int[] rows, Phrase nobody) => new(
            info.Id, null, group.Subgroup, FollowUp.Of(table, evidence.Roles) is not { } followUp
                ? new Estimate.Undefined(Because.NoTimes)
                : RecordShares.Of(rows.Count(r => !followUp.IsUsable(r)), rows.Length, RecordShares.Independent(evidence, table, rows), nobody));
    }
}
