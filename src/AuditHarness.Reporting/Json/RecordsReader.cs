using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Reporting.Json;

/// <summary>Reads what <see cref="RecordsJson"/> wrote.</summary>
internal static class RecordsReader
{
    /// <summary>What was measured of made-up records; what no audit could have written is refused with its place.</summary>
    /// <param name="json">The object under "records".</param>
    /// <exception cref="AuditInputException">It is damaged or changed.</exception>
    public static RecordResults Read(ResultsNode json)
    {
        var counts = json.List("counts", Counted);
        if (counts.Count == 0 || !counts[0].Group.IsOverall) throw json["counts"].Fault("do not begin with those of everybody");
        var groups = counts.Select(c => c.Group).ToHashSet();
        if (groups.Count != counts.Count) throw json["counts"].Fault("name a group twice");
        if (counts.Any(c => c.Train > counts[0].Train || c.Holdout > counts[0].Holdout || c.Synthetic > counts[0].Synthetic)) throw json["counts"].Fault("are of a group more than of everybody");
        var columns = json.List("columns", n => new RecordColumnKind(n["name"].Text(), n["kind"].Choice<RecordKind>()));
        if (columns.DistinctBy(c => c.Name).Count() != columns.Count) throw json["columns"].Fault("name a column twice");
        var baselines = json.List("baselines", Baseline);
        if (baselines.DistinctBy(b => b.Name).Count() != baselines.Count) throw json["baselines"].Fault("name one twice");
        var seen = new HashSet<(string, string?, Subgroup)>();
        return new()
        {
            Generator = Generator(json["generator"]), Reading = json.Said("reading"), Draws = json.List("draws", Draw),
            Counts = counts, Columns = columns, Baselines = baselines,
            Figures = json.List("figures", n => Measured(n, groups, baselines.Count) is var measured && seen.Add((measured.Metric, measured.Subject, measured.Group))
                ? measured : throw n.Fault("is there twice")),
        };
    }

    private static GeneratorIdentity Generator(ResultsNode json) => new(
        new ModelIdentity(json["kind"].Text(), json["name"].Text(), json.OrNull("version", n => n.Text()), json["sha256"].Sha256()),
        json["modality"].Choice<Modality>(), json.List("conditions", n => n.Text()), json["takesSeeds"].Flag());

    private static DrawReference Draw(ResultsNode json) => new(
        json["id"].Sha256(), json["rows"].Count(), [.. json["conditions"].Members().Select(m => KeyValuePair.Create(m.Key, m.Value.Text()))],
        json["seed"] is { Json: { ValueKind: System.Text.Json.JsonValueKind.Number } number } && number.TryGetUInt64(out var seed) ? seed
            : throw json["seed"].Fault("is not a whole number from 0 to 18446744073709551615"),
        json["repeat"].Count(), json["sha256"].Sha256());

    private static RecordCounts Counted(ResultsNode json) =>
        new(json["group"].Subgroup(), json["train"].CountOrNull(), json["holdout"].CountOrNull(), json["synthetic"].CountOrNull());

    private static RecordBaseline Baseline(ResultsNode json)
    {
        var (name, rows, reason) = (json["name"].Text(), json["rows"].CountOrNull(), json.SaidOrNull("reason"));
        if (!RecordBaselines.All.Contains(name)) throw json["name"].Fault("is nothing that this version knows to stand beside figures");
        return rows is null == reason is not null ? new(name, rows, reason) : throw json.Fault("has to have either rows or a reason");
    }

    private static RecordMeasurement Measured(ResultsNode json, HashSet<Subgroup> groups, int baselines)
    {
        var id = json["metric"].Text();
        var info = RecordMeasureCatalog.Find(id) ?? throw json["metric"].Fault("is no figure that this version knows");
        var group = json["group"].Subgroup();
        if (!groups.Contains(group)) throw json["group"].Fault("is none of the groups that 'counts' names");
        var beside = json.List("baselines", n => Figure(n, info));
        return beside.Count == baselines ? new(id, json.OrNull("subject", n => n.Text()), group, Figure(json, info), beside)
            : throw json["baselines"].Fault("are not as many as 'records.baselines' names");
    }

    private static RecordFigureShown Figure(ResultsNode json, MetricInfo info)
    {
        var (value, interval, n) = (json["value"].NumberOrNull(), json.OrNull("interval", i => i.Interval()), json["n"].CountOrNull());
        var (reason, suppressed) = (json.SaidOrNull("reason"), json["suppressed"].Flag());
        if (value is not { } known)
        {
            if (suppressed && n is not null) throw json["n"].Fault("is told of what is suppressed");
            if (interval is not null) throw json["interval"].Fault("is an interval around no value");
            return reason is not null || suppressed ? new(null, null, n, reason, suppressed) : throw json["reason"].Fault("is null, and there is no value either");
        }
        if (suppressed) throw json.Fault("is suppressed and has a value all the same");
        if (!ResultsReader.Within(known, info.Min, info.Max)) throw json["value"].Fault("is no value that the figure can have");
        if (n is null) throw json["n"].Fault("is null, and there is a value");
        if (interval is not null && interval.Level != Audit.Level) throw json["interval"].Fault("has another level than every audit of records gives");
        if (interval is not null && !(ResultsReader.Within(interval.Lower, info.Min, info.Max) && ResultsReader.Within(interval.Upper, info.Min, info.Max))) throw json["interval"].Fault("reaches beyond what the figure can be");
        if (interval is not null && !ResultsReader.Within(known, interval.Lower, interval.Upper)) throw json["value"].Fault("lies outside its interval");
        if (interval is null && reason is null) throw json["reason"].Fault("is null, and there is no interval");
        return new(known, interval, n, reason, false);
    }
}
