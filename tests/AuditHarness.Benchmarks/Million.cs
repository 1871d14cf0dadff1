using System.Diagnostics;
using System.Globalization;
using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Expectations;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Benchmarks;

/// <summary>
/// Measures 1,000,000 patients in 40 groups (10 attributes of 4 levels): every metric with a closed form, the gaps and the curves over
/// all thresholds. Ends with 0 when it takes under 10 s and 2 GB, else with 1.
/// </summary>
internal static class Million
{
    private const int Patients = 1_000_000;
    private const int Attributes = 10;
    private const int Levels = 4;

    public static int Run(TextWriter output)
    {
        var cohort = Cohort();
        var plan = Plan();
        var watch = Stopwatch.StartNew();
        var result = Audit.Run(
            plan, cohort, new ModelIdentity("predictions", "million", "1", new string('0', 64)), [], [],
            new RunInfo("million", DateTimeOffset.UnixEpoch, 0, "0"), new AuditOptions { Progress = new Steps(watch, output) });
        var seconds = watch.Elapsed.TotalSeconds;
        using var process = Process.GetCurrentProcess();
        var gigabytes = process.PeakWorkingSet64 / (1024.0 * 1024 * 1024);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Patients:#,##0} patients, {Attributes * Levels} groups: {seconds:0.0} s, {gigabytes:0.00} GB; {result.Measurements.Count:#,##0} measurements, {result.Disparities.Count:#,##0} gaps, {result.Exhibits.Count} exhibits."));
        return seconds < 10 && gigabytes < 2 ? 0 : 1;
    }

    // When each step ended: where the time goes.
    private sealed class Steps(Stopwatch watch, TextWriter output) : IProgress<AuditProgress>
    {
        public void Report(AuditProgress value)
        {
            if (value.Done != value.Total) return;
            lock (output) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Step,-24} until {watch.Elapsed.TotalSeconds:0.0} s"));
        }
    }

    private static ScoredCohort Cohort()
    {
        var random = new Seed(1).For("million").Generator();
        var (scores, labels) = (new double[Patients], new byte[Patients]);
        var codes = Enumerable.Range(0, Attributes).Select(_ => new int[Patients]).ToArray();
        for (var i = 0; i < Patients; i++)
        {
            var marker = random.NextUniform() + random.NextUniform() + random.NextUniform() - 1.5;
            scores[i] = 1 / (1 + Math.Exp(1.5 - (2.5 * marker)));
            labels[i] = (byte)(random.NextUniform() < scores[i] ? 1 : 0);
            foreach (var column in codes) column[i] = (int)(random.NextUniform() * Levels);
        }
        return new ScoredCohort
        {
            Scores = scores, Labels = labels,
            Attributes = [.. codes.Select((column, a) => new AttributeColumn(Name(a), ["a", "b", "c", "d"], column, 0, true))],
            Flow = new CohortFlow(Patients, [], 0, Patients, Patients, 0),
        };
    }

    private static DiagnosticPlan Plan() => new()
    {
        Name = "million", Data = new("cohort.csv", "id", "event", "1", null, null, null),
        Model = new(ModelPlan.Predictions, "scores.csv", "id", "score", "million", "1"), Threshold = new ThresholdPlan.Fixed(0.25),
        Subgroups = new([.. Enumerable.Range(0, Attributes).Select(a => new AttributePlan(Name(a), Name(a), null, "a"))], [], 30, "missing"),
        Audits = AuditCatalog.OfScores, Expectations = [], Seed = 1, Report = new("Million", ReportProfile.Internal),
    };

    private static string Name(int attribute) => FormattableString.Invariant($"attribute {attribute + 1}");
}
