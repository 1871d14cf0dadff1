using System.Globalization;
using System.Text.Json.Nodes;
using AuditHarness.Adapters.Datasets.Records;
using AuditHarness.Adapters.Generators;
using AuditHarness.Audits;
using AuditHarness.Models;
using static AuditHarness.Examples.SyntheticRecordsRuns;

namespace AuditHarness.Examples;

/// <summary>
/// What a memoriser and a generator that loses a group make up is written to a file and audited from there: no measure can know the
/// generator, so every figure must be what it is when the generator is asked.
/// </summary>
public sealed class SyntheticRecordsFileTests
{
    [Test]
    public void The_rows_of_a_generator_that_loses_a_group_have_the_same_figures_and_findings_from_a_file()
    {
        const string example = "records_health_insurance_lost_group";
        var live = Of(example);
        var plan = (SyntheticRecordsPlan)live.Result.Plan;
        var loaded = RecordFiles.Load(plan.Records, Repository.Root);
        using var generator = GeneratorCatalog.Open(plan.Generator, loaded.Train, new(Repository.Root));
        var draw = live.Result.Records!.Draws.Single();
        Write(generator.Sample(new(draw.Rows, draw.Conditions, draw.Seed, draw.Repeat)), In("made.csv"));
        var config = Example(example);
        config["generator"] = new JsonObject { ["kind"] = "file", ["file"] = In("made.csv").Replace('\\', '/'), ["name"] = "unknown" };
        var fromFile = Execute("from_file", config);
        Assert.Multiple(() =>
        {
            Assert.That(Figures(fromFile), Is.EqualTo(Figures(live)).And.Count.GreaterThan(500));
            Assert.That(Findings(fromFile), Is.EqualTo(Findings(live)));
            Assert.That(fromFile.Result.Records!.Generator.Model.Name, Is.EqualTo("unknown"));
        });
    }

    // The file has the training records in another order than the generator gives them: figures hang on rows, not on their order.
    [Test]
    public void The_rows_of_a_memoriser_have_its_figures_and_findings_from_a_file()
    {
        var (live, fromFile) = (Of("records_flchain_memoriser"), Of("records_flchain_file"));
        Assert.That(Findings(fromFile), Is.EqualTo(Findings(live)));
        Assert.That(fromFile.Result.Records!.Figures, Has.Count.EqualTo(live.Result.Records!.Figures.Count).And.Count.GreaterThan(500));
        Assert.Multiple(() =>
        {
            foreach (var (own, other) in fromFile.Result.Records.Figures.Zip(live.Result.Records.Figures))
            {
                var what = $"{own.Metric} of {own.Subject} for {own.Group}";
                Assert.That((own.Metric, own.Subject, own.Group, own.Figure.N, own.Figure.Reason), Is.EqualTo((other.Metric, other.Subject, other.Group, other.Figure.N, other.Figure.Reason)), what);
                Assert.That(own.Figure.Value ?? 0, Is.EqualTo(other.Figure.Value ?? 0).Within(1e-9), what);
                Assert.That(own.Figure.Interval?.Lower ?? 0, Is.EqualTo(other.Figure.Interval?.Lower ?? 0).Within(1e-9), what);
                Assert.That(own.Figure.Interval?.Upper ?? 0, Is.EqualTo(other.Figure.Interval?.Upper ?? 0).Within(1e-9), what);
            }
        });
    }

    private static void Write(RecordTable table, string path)
    {
        string Cell(RecordColumn column, int row) => column.IsMissing(row) ? "" : column switch
        {
            RecordColumn.Number number => number.Values[row].ToString("R", CultureInfo.InvariantCulture),
            RecordColumn.Category category => category.Levels[category.Codes[row]],
            RecordColumn.Key key => key.Values[row]!,
            _ => throw new ArgumentException("The examples have no dates.", nameof(table)),
        };
        File.WriteAllLines(path, [string.Join(',', table.Columns.Select(c => c.Name)), .. Enumerable.Range(0, table.Count).Select(r => string.Join(',', table.Columns.Select(c => Cell(c, r))))]);
    }
}
