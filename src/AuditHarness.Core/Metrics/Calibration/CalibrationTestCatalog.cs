namespace AuditHarness.Metrics.Calibration;

/// <summary>Every test of calibration there is, in the order in which they are shown.</summary>
public static class CalibrationTestCatalog
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ICalibrationTest> All { get; } = [new RecalibrationTest(), new SpiegelhalterTest(), new HosmerLemeshowTest()];
}
