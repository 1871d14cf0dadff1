namespace AuditHarness.Audits.Disclosure;

[TestFixture]
internal sealed class CellTableTests
{
    [Test]
    public void Counts_of_1_to_10_are_hidden_and_0_and_11_are_not()
    {
        var table = new CellTable();
        int[] cells = [table.Add(0, 0), table.Add(1, 1), table.Add(10, 2), table.Add(11, 3)];
        table.Protect();
        Assert.That(cells.Select(table.IsHidden), Is.EqualTo(new[] { false, true, true, false }));
    }

    [Test]
    public void The_only_hidden_part_of_a_shown_sum_takes_the_smallest_other_part_with_it()
    {
        var table = new CellTable();
        int[] parts = [table.Add(7, 0), table.Add(300, 1), table.Add(40, 2), table.Add(0, 3)];
        var total = table.Add(347, 4);
        table.Sum(total, parts);
        table.Protect();
        Assert.Multiple(() =>
        {
            Assert.That(parts.Select(table.IsHidden), Is.EqualTo(new[] { true, false, true, false }));
            Assert.That(table.IsHidden(total), Is.False);
        });
    }

    [Test]
    public void A_cell_that_follows_only_from_several_sums_together_is_found()
    {
        // x + y = 20, y + z = 45, x + z = 31 (each sum has two hidden parts) give x = 3: one of the sums must go.
        var table = new CellTable();
        int x = table.Add(3, 0), y = table.Add(17, 0), z = table.Add(28, 0);
        int xy = table.Add(20, 0), yz = table.Add(45, 0), xz = table.Add(31, 0);
        var alsoY = table.Add(9, 0);
        var alsoZ = table.Add(5, 0);
        table.Sum(xy, [x, y]);
        table.Sum(yz, [y, z]);
        table.Sum(xz, [x, z]);
        table.Sum(table.Add(26, 0), [y, alsoY]);
        table.Sum(table.Add(33, 0), [z, alsoZ]);
        table.Protect();
        Assert.That(new[] { xy, yz, xz }.Any(table.IsHidden), Is.True);
    }

    [Test]
    public void Two_hidden_cells_that_sum_to_2_would_be_1_each_so_a_third_is_hidden()
    {
        var table = new CellTable();
        int[] parts = [table.Add(1, 0), table.Add(1, 1), table.Add(100, 2), table.Add(120, 3)];
        table.Sum(table.Add(222, 4), parts);
        table.Protect();
        Assert.That(parts.Select(table.IsHidden), Is.EqualTo(new[] { true, true, true, false }));
    }

    // The attacker: knows the sums and the shown cells, and that counts are whole and not negative; tries every way to fill the rest.
    [Test]
    public void No_filling_in_of_a_table_with_its_margins_recovers_a_small_cell([Range(0, 39)] int seed)
    {
        var random = new Random(seed);
        var counts = Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 3).Select(_ => random.Next(3) == 0 ? random.Next(1, 11) : random.Next(11, 22)).ToArray()).ToArray();
        var table = new CellTable();
        var cells = counts.Select((row, r) => row.Select((count, c) => table.Add(count, (3 * r) + c)).ToArray()).ToArray();
        var rows = Array.ConvertAll(counts, row => table.Add(row.Sum(), 9));
        var columns = Enumerable.Range(0, 3).Select(c => table.Add(counts.Sum(row => row[c]), 10)).ToArray();
        for (var i = 0; i < 3; i++)
        {
            table.Sum(rows[i], cells[i]);
            table.Sum(columns[i], [.. cells.Select(row => row[i])]);
        }
        var total = table.Add(counts.Sum(row => row.Sum()), 11);
        table.Sum(total, rows);
        table.Sum(total, columns);
        table.Protect();
        if (rows.Concat(columns).Append(total).Any(table.IsHidden)) return;     // less is known than the attacker below assumes

        var seen = Enumerable.Range(0, 9).Select(_ => new HashSet<int>()).ToArray();
        Fill(counts, cells, table, [.. counts.Select(row => row.Sum())], [.. Enumerable.Range(0, 3).Select(c => counts.Sum(row => row[c]))], new int[9], 0, seen);
        Assert.That(counts.SelectMany((row, r) => row.Select((count, c) => (count, cell: (3 * r) + c))).Where(x => CellTable.IsSmall(x.count)).Select(x => seen[x.cell].Count),
            Has.All.GreaterThan(1));
    }

    // What is left of the rows and columns is kept, for this is tried for millions of tables.
    private static void Fill(int[][] counts, int[][] cells, CellTable table, int[] leftOfRows, int[] leftOfColumns, int[] filled, int at, HashSet<int>[] seen)
    {
        if (at == 9)
        {
            if (leftOfColumns.Any(left => left != 0)) return;
            for (var i = 0; i < 9; i++) seen[i].Add(filled[i]);
            return;
        }
        var (row, column) = (at / 3, at % 3);
        var left = leftOfRows[row];
        var (from, to) = !table.IsHidden(cells[row][column]) ? (counts[row][column], counts[row][column]) : column == 2 ? (left, left) : (0, left);
        if (column == 2 && from != left) return;
        for (var value = from; value <= to && value <= leftOfColumns[column]; value++)
        {
            filled[at] = value;
            (leftOfRows[row], leftOfColumns[column]) = (left - value, leftOfColumns[column] - value);
            Fill(counts, cells, table, leftOfRows, leftOfColumns, filled, at + 1, seen);
            (leftOfRows[row], leftOfColumns[column]) = (left, leftOfColumns[column] + value);
        }
    }
}
