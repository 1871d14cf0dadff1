using CsvHelper;

namespace AuditHarness.Benchmarks;

/// <summary>A row of the benchmark's CSV file, as CsvHelper's record reading takes it.</summary>
[CsvRecord]
internal sealed partial class TableRecord
{
    [CsvColumn("id")]
    public string Id { get; set; } = "";

    [CsvColumn("event")]
    public int Event { get; set; }

    [CsvColumn("risk")]
    public double Risk { get; set; }

    [CsvColumn("sex")]
    public string Sex { get; set; } = "";

    [CsvColumn("region")]
    public string Region { get; set; } = "";

    [CsvColumn("age")]
    public int Age { get; set; }

    [CsvColumn("ward")]
    public string Ward { get; set; } = "";

    [CsvColumn("admitted")]
    public DateOnly Admitted { get; set; }

    [CsvColumn("days")]
    public int Days { get; set; }

    public double? L0 { get; set; }

    public double? L1 { get; set; }

    public double? L2 { get; set; }

    public double? L3 { get; set; }

    public double? L4 { get; set; }

    public double? L5 { get; set; }

    public double? L6 { get; set; }

    public double? L7 { get; set; }

    public double? L8 { get; set; }

    public double? L9 { get; set; }

    public double? L10 { get; set; }

    public double? L11 { get; set; }

    public double? L12 { get; set; }

    public double? L13 { get; set; }

    public double? L14 { get; set; }

    public double? L15 { get; set; }

    public double? L16 { get; set; }

    public double? L17 { get; set; }

    public double? L18 { get; set; }

    public double? L19 { get; set; }

    public double? L20 { get; set; }
}
