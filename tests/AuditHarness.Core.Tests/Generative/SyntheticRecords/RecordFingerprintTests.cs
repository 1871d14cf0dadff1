using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords;

/// <summary>Equal records have one fingerprint, others another.</summary>
public sealed class RecordFingerprintTests
{
    private static readonly RecordTable s_table = new(
    [
        new RecordColumn.Number("x", [1, double.NaN, 0]), new RecordColumn.Category("c", ["a", "b"], [1, 0, -1]), new RecordColumn.Key("k", ["p", null, ""]), new RecordColumn.Date("d", [1, 2, 3]),
    ], 3);

    [Test]
    public void How_a_table_is_held_does_not_count() => Assert.That(RecordFingerprint.Of(new(
    [
        new RecordColumn.Number("x", [1, BitConverter.Int64BitsToDouble(0x7FF8000000000123), -0.0]), new RecordColumn.Category("c", ["unused", "b", "a"], [1, 2, -1]), s_table.Columns[2], s_table.Columns[3],
    ], 3)), Is.EqualTo(RecordFingerprint.Of(s_table)).And.Match("^[0-9a-f]{64}$"));

    [Test]
    public void Every_name_kind_value_and_order_counts()
    {
        RecordTable With(int column, RecordColumn other) => new([.. s_table.Columns.Select((c, k) => k == column ? other : c)], 3);
        RecordTable[] others =
        [
            s_table, With(0, new RecordColumn.Number("y", [1, double.NaN, 0])), With(0, new RecordColumn.Number("x", [1, 0, 0])), With(0, new RecordColumn.Date("x", [1, double.NaN, 0])),
            With(1, new RecordColumn.Category("c", ["a", "b"], [0, 1, -1])), With(1, new RecordColumn.Category("c", ["a", "B"], [1, 0, -1])), With(1, new RecordColumn.Category("c", ["a", "b"], [1, 0, 0])),
            With(2, new RecordColumn.Key("k", ["p", "", null])), With(2, new RecordColumn.Key("k", ["", null, "p"])), s_table.Take([0, 2, 1]), s_table.Take([0, 1]), new([.. s_table.Columns.Reverse()], 3),
        ];
        Assert.That(others.Select(RecordFingerprint.Of), Is.Unique);
    }
}
