namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>The cell of each row of a table: by one column, or by two of them crossed.</summary>
/// <param name="first">Code of each row; negative where it is missing.</param>
/// <param name="second">Code of each row in the other column; null for one column.</param>
/// <param name="stride">Codes of the other column.</param>
internal readonly struct CellCodes(int[] first, int[]? second = null, int stride = 1)
{
    /// <summary>The cell of a row; −1 where a column is missing.</summary>
    /// <param name="row">Position from 0.</param>
    public int this[int row] => second is null ? first[row] : first[row] < 0 || second[row] < 0 ? -1 : (first[row] * stride) + second[row];
}

/// <summary>Cells of the rows of both tables.</summary>
/// <param name="Count">Number of cells.</param>
/// <param name="Train">Cells of the training rows.</param>
/// <param name="Synthetic">Cells of the made-up rows.</param>
internal readonly record struct RowCells(int Count, CellCodes Train, CellCodes Synthetic);

/// <summary>Rows of two tables in the same cells.</summary>
/// <param name="Train">Training rows in each cell; longer than there are cells, and overwritten by the next count.</param>
/// <param name="Synthetic">Made-up rows in each cell, likewise.</param>
/// <param name="TrainRows">Training rows that are in a cell.</param>
/// <param name="SyntheticRows">Made-up rows that are in a cell.</param>
internal readonly record struct CellCounts(int[] Train, int[] Synthetic, int TrainRows, int SyntheticRows)
{
    /// <summary>Rows that a comparison can rest on: those of the smaller table.</summary>
    public int Rows => Math.Min(TrainRows, SyntheticRows);
}
