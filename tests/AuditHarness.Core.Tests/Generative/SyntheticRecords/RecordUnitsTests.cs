using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords;

public sealed class RecordUnitsTests
{
    [Test]
    public void Patients_are_numbered_by_all_that_their_rows_hold_in_whatever_order_the_file_is()
    {
        // All begin alike; what tells them apart comes in later rows.
        string?[] keys = ["a", "a", "b", "b", "c", "c", "d", null];
        double[] values = [1, 3, 1, 2, 1, 4, 1, 1];
        RecordTable Table(int[] order) => new([new RecordColumn.Key("key", [.. order.Select(r => keys[r])]), new RecordColumn.Number("x", [.. order.Select(r => values[r])])], order.Length);
        var random = new Random(3);
        var roles = new RecordRoles { Patient = "key" };
        int[]? first = null;
        for (var i = 0; i < 20; i++)
        {
            int[] order = [.. Enumerable.Range(0, keys.Length)];
            random.Shuffle(order);
            var units = RecordUnits.Of(Table(order), [.. Enumerable.Range(0, order.Length)], roles);
            // The two patients of one row of the same content may change places.
            int[] numbers = [.. Enumerable.Range(0, keys.Length).Where(r => r < 6).Select(r => units.OfRow[Array.IndexOf(order, r)])];
            Assert.That(numbers, Is.EqualTo(first ??= numbers));
            Assert.That(units.Count, Is.EqualTo(5));
        }
        Assert.That(first, Is.EqualTo(new[] { 3, 3, 2, 2, 4, 4 }), "those of one row first, then by their second rows");
    }
}
