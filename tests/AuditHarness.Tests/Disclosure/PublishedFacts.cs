using System.Numerics;
using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disclosure;

/// <summary>Something published that ties counts together: the counts, each so many times, add up to a number.</summary>
/// <param name="Name">Where it is published.</param>
/// <param name="Terms">Variable and coefficient; variable 4 g + c is cell c of group g.</param>
/// <param name="Sum">What they add up to.</param>
internal sealed record LinearFact(string Name, IReadOnlyList<(int Variable, BigInteger Times)> Terms, BigInteger Sum);

/// <summary>Something published that some decision tables of a group do not agree with.</summary>
internal sealed record GroupFact(string Name, int Group, Func<Cells, bool> Agrees);

/// <summary>
/// All that one who reads the outputs knows of counts: every number in them turned back into what it says of patients. Knows the
/// definitions of the metrics, that intervals are mid-P ones, and that counts are whole; knows nothing of the data.
/// </summary>
internal sealed class PublishedFacts
{
    private readonly Dictionary<Subgroup, int> _index = [];
    private readonly Dictionary<(int Group, string Metric), double> _rates = [];
    private readonly bool _weighted;
    private readonly MeasurePlan _measures;
    private readonly double _threshold;
    private readonly long _most;

    public PublishedFacts(AuditResult published)
    {
        _weighted = published.Plan.Diagnostic().Data.Weight is not null;
        (_measures, _threshold) = (published.Plan.Diagnostic().Measures, published.Threshold!.Value);
        Groups = [.. published.Measurements.Select(m => m.Subgroup).Distinct()];
        foreach (var group in Groups) _index[group] = _index.Count;
        Hidden = Array.ConvertAll(Groups, _ => (false, false, false));
        var flow = published.Exhibits.OfType<Exhibit.Table>().Single(e => e.Id == "cohort-flow");
        _most = ((Cell.Count)flow.Rows[^1][1]).Value;
        Equal("cohort flow, rows evaluated", _index[Subgroup.Overall], [1, 1, 1, 1], _most);
        Margins();
        foreach (var measurement in published.Measurements) Read(measurement);
        foreach (var finding in published.Findings)
            if (finding.Subgroup is { } group && _index.TryGetValue(group, out var g) && finding.Value is { } value && Cells.Fraction(finding.Expectation.Metric) is not null)
                Rate($"finding on {finding.Expectation.Metric} in {group}", g, finding.Expectation.Metric, value, finding.Interval);
        ReadSubgroups(published.Exhibits.OfType<Exhibit.Table>().Single(e => e.Id == "subgroups"), Math.Max(11, published.Plan.Subgroups.MinimumSize));
        foreach (var table in published.Exhibits.OfType<Exhibit.Table>().Where(e => e.Id == "consequences")) ReadConsequences(table);
        foreach (var gap in published.Disparities) Read(gap, Math.Max(11, published.Plan.Subgroups.MinimumSize));
        foreach (var curve in published.Exhibits.OfType<Exhibit.ReliabilityCurve>()) Read(curve, published.Threshold!.Value);
        foreach (var curve in published.Exhibits.OfType<Exhibit.OperatingCurve>()) Read(curve);
    }

    public Subgroup[] Groups { get; }

    public List<LinearFact> Linear { get; } = [];

    public List<GroupFact> ByGroup { get; } = [];

    /// <summary>For each group whether patients, events and non-events are withheld.</summary>
    public (bool Patients, bool Events, bool NonEvents)[] Hidden { get; }

    /// <summary>Metrics that are withheld to protect a small group.</summary>
    public List<(int Group, string Metric)> HiddenMetrics { get; } = [];

    public int IndexOf(Subgroup group) => _index[group];

    private void Equal(string name, int group, int[] times, long sum) =>
        Linear.Add(new(name, [.. Enumerable.Range(0, 4).Where(c => times[c] != 0).Select(c => ((4 * group) + c, (BigInteger)times[c]))], sum));

    // Every group of several attributes is part of a group of some of them, and all groups are part of everybody.
    private void Margins()
    {
        foreach (var family in Groups.Where(g => !g.IsOverall).GroupBy(g => g.Attributes))
        {
            var names = family.First().Conditions.Select(c => c.Attribute).ToHashSet();
            foreach (var parent in Groups.Where(p => p.Conditions.Count < names.Count && p.Conditions.All(c => names.Contains(c.Attribute))))
            {
                var parts = family.Where(g => parent.Conditions.All(g.Conditions.Contains)).Select(g => _index[g]).ToArray();
                for (var cell = 0; cell < 4; cell++)
                    Linear.Add(new($"{parent} is the sum of its groups by {family.Key}",
                        [((4 * _index[parent]) + cell, -1), .. parts.Select(p => ((4 * p) + cell, BigInteger.One))], 0));
            }
        }
    }

    private void Read(Measurement measurement)
    {
        var g = _index[measurement.Subgroup];
        var name = $"{measurement.Metric} in {measurement.Subgroup}";
        if (measurement.N is { } n) Equal($"patients beside {name}", g, [1, 1, 1, 1], n);
        if (measurement.Events is { } events) Equal($"events beside {name}", g, [1, 0, 0, 1], events);
        Hidden[g] = (measurement.N is null, measurement.Events is null, Hidden[g].NonEvents);
        switch (measurement)
        {
            case Measurement.Known known:
                Rate(name, g, known.Metric, known.Value, known.Interval);
                break;
            case Measurement.Unknown { Suppressed: true }:
                HiddenMetrics.Add((g, measurement.Metric));
                break;
            case Measurement.Unknown { Suppressed: false } when default(Cells).Metric(measurement.Metric) is null && Cells.Fraction(measurement.Metric) is not null:
                ByGroup.Add(new($"{name} is undefined", g, cells => cells.Metric(measurement.Metric) is null));
                break;
            default:
                break;
        }
    }

    private void Rate(string name, int g, string metric, double value, Interval? interval)
    {
        if (_weighted) return;
        _rates.TryAdd((g, metric), value);
        if (Cells.Fraction(metric) is var (above, below))
        {
            if (Fractions.Of(value, 2 * _most) is var (p, q))
                Linear.Add(new(name, [.. Enumerable.Range(0, 4).Where(c => (q * above[c]) != p * below[c]).Select(c => ((4 * g) + c, (q * above[c]) - (p * below[c])))], 0));
            if (metric is not ("F1Score" or "NumberNeededToEvaluate" or "FalseNegativesPerFalsePositive") && interval is not null && interval.Method.ToString() == "mid-P")
                Equal($"interval of {name}", g, below, SizeOf(value / Cells.Whole(metric), interval, Cells.Whole(metric)));
        }
        if (metric == "AreaUnderRoc") ByGroup.Add(new(name, g, cells => cells.CanHaveArea(value)));
        if (default(Cells) with { Tp = 1, Fp = 1, Tn = 1, Fn = 1 } is var any && any.Metric(metric, _measures, _threshold) is not null)
            ByGroup.Add(new(name, g, cells => cells.Metric(metric, _measures, _threshold) is not { } v || Math.Abs(v - value) < 1e-9 * Math.Max(1, Math.Abs(v))));
    }

    private static long SizeOf(double share, Interval interval, double whole) =>
        Fractions.SizeOf(share, interval with { Lower = interval.Lower / whole, Upper = interval.Upper / whole });

    // Per 1,000 patients: shares of the group, and intervals that tell of how many patients.
    private void ReadConsequences(Exhibit.Table table)
    {
        int[][] parts = [[1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 1, 0, 0], [0, 0, 1, 0], [1, 0, 0, 1], [0, 1, 1, 0]];
        if (_weighted) return;
        for (var g = 0; g < Groups.Length; g++)
            for (var c = 0; c < parts.Length; c++)
                if (table.Rows[g][c + 1] is Cell.Figure figure)
                {
                    var (name, share) = ($"consequences, {table.Columns[c + 1]} of {Groups[g]}", figure.Value / 1000);
                    if (Fractions.Of(share, 2 * _most) is var (p, q))
                        Linear.Add(new(name, [.. Enumerable.Range(0, 4).Where(i => (q * parts[c][i]) != p).Select(i => ((4 * g) + i, (q * parts[c][i]) - p))], 0));
                    if (figure.Interval is { } interval && interval.Method.ToString() == "mid-P")
                        Equal($"interval of {name}", g, [1, 1, 1, 1], SizeOf(share, interval, 1000));
                }
    }

    private void ReadSubgroups(Exhibit.Table table, int minimum)
    {
        for (var g = 0; g < Groups.Length; g++)
        {
            var row = table.Rows[g];
            var name = $"table of subgroups, {Groups[g]}";
            if (row[2] is Cell.Count n) Equal(name, g, [1, 1, 1, 1], n.Value);
            if (row[3] is Cell.Count events) Equal(name, g, [1, 0, 0, 1], events.Value);
            if (row[4] is Cell.Count nonEvents) Equal(name, g, [0, 1, 1, 0], nonEvents.Value);
            if (!_weighted && row[5] is Cell.Count effective) Equal(name, g, [1, 1, 1, 1], effective.Value);
            Hidden[g] = (row[2] is Cell.Hidden, row[3] is Cell.Hidden, row[4] is Cell.Hidden);
            var note = row[6] switch { Cell.Text t => t.Value, Cell.Said s => s.Value.ToString(), _ => "" };
            if (note == "too small for gaps") ByGroup.Add(new($"{name}: {note}", g, cells => cells.All < minimum));
        }
    }

    private void Read(GroupDisparity gap, int minimum)
    {
        var info = DisparityCatalog.Find(gap.Metric)!;
        if (info.Metrics.Count != 1) return;
        var metric = info.Metrics[0];
        if (gap is { Form: DisparityForm.Value, Group: { } worst, Value: { } whole } && _index.TryGetValue(worst, out var at)) Rate($"{gap.Metric} of {worst}", at, metric, whole, null);
        if (gap is { Metric: "DemographicDisparity", Group: { } part, Value: { } disparity } && !_weighted
            && _rates.TryGetValue((_index[Subgroup.Overall], "SelectionRate"), out var rate) && Math.Round(rate * _most) is var flagged and > 0 && flagged < _most)
        {
            // not flagged / all not flagged − flagged / all flagged, times both.
            var (f, n) = ((BigInteger)flagged, (BigInteger)(_most - flagged));
            var first = 4 * _index[part];
            Linear.Add(new($"demographic disparity of {part}", [(first, -n), (first + 1, -n), (first + 2, f), (first + 3, f)], (BigInteger)Math.Round(disparity * flagged * (_most - flagged))));
        }
        // What is no difference or ratio of two rates.
        if (info.IntervalMethod.Length > 0) return;
        var name = $"{gap.Metric} of {gap.Group} against {gap.Against} over {string.Join(" & ", gap.Attributes)}";
        // Who is left out is too small or has no such rate; one error per other may lack an interval too.
        if (Cells.Fraction(metric) is not null && metric != "FalseNegativesPerFalsePositive" && gap is { Comparison: Comparison.WorstPair, Form: DisparityForm.Difference })
            foreach (var group in Groups.Where(x => x.Conditions.Select(c => c.Attribute).SequenceEqual(gap.Attributes)))
            {
                var left = gap.LeftOut.FirstOrDefault(l => l.Subgroup.Equals(group));
                ByGroup.Add(new($"{gap.Metric}: {group} {(left is null ? "is compared" : "is left out")}", _index[group],
                    cells => (cells.All < minimum || cells.Metric(metric) is null) == left is not null));
            }
        if (_weighted || gap.Value is not { } value || gap.Group is null || gap.Against is null) return;
        var (a, b) = (_index[gap.Group], _index[gap.Against]);
        var ratio = info.Form == DisparityForm.Ratio;
        if (_rates.TryGetValue((b, metric), out var rateB) && !_rates.ContainsKey((a, metric))) Rate($"{name} with the rate of {gap.Against}", a, metric, ratio ? value * rateB : value + rateB, null);
        if (_rates.TryGetValue((a, metric), out var rateA) && !_rates.ContainsKey((b, metric)) && !(ratio && value == 0)) Rate($"{name} with the rate of {gap.Group}", b, metric, ratio ? rateA / value : rateA - value, null);
    }

    private void Read(Exhibit.ReliabilityCurve curve, double threshold)
    {
        if (curve.Bins.Count == 0 || !_index.TryGetValue(curve.Subgroup, out var g)) return;
        var name = $"reliability bins of {curve.Subgroup}";
        Equal(name, g, [1, 1, 1, 1], curve.Bins.Sum(b => (long)b.N!));
        if (_weighted) return;
        var bins = curve.Bins.Select(b => (b.From, b.To, N: (long)b.N!, Events: (long)Math.Round(b.N!.Value * b.EventRate!.Value))).ToArray();
        Equal(name, g, [1, 0, 0, 1], bins.Sum(b => b.Events));
        // Edges are rounded to three decimals.
        var flagged = bins.Where(b => b.From > threshold + 0.0006).ToArray();
        var either = bins.Where(b => b.From <= threshold + 0.0006 && b.To >= threshold - 0.0006).ToArray();
        long tp = flagged.Sum(b => b.Events), fp = flagged.Sum(b => b.N - b.Events);
        long moreTp = either.Sum(b => b.Events), moreFp = either.Sum(b => b.N - b.Events);
        ByGroup.Add(new(name, g, cells => cells.Tp >= tp && cells.Tp <= tp + moreTp && cells.Fp >= fp && cells.Fp <= fp + moreFp));
    }

    private void Read(Exhibit.OperatingCurve curve)
    {
        if (_weighted || curve.Points.Count == 0 || !_index.TryGetValue(curve.Subgroup, out var g)) return;
        var name = $"operating points of {curve.Subgroup}";
        var last = curve.Points[^1];
        var events = Fractions.SizeOf(last.Sensitivity, last.SensitivityInterval!);
        var all = Fractions.SizeOf(last.Precision!.Value, last.PrecisionInterval!);
        Equal(name, g, [1, 0, 0, 1], events);
        Equal(name, g, [1, 1, 1, 1], all);
        var points = curve.Points.Select(p => (Tp: (long)Math.Round(p.Sensitivity * events), Fp: (long)Math.Round(p.FalsePositiveRate * (all - events)))).ToArray();
        // Wherever the threshold is, it lies on a point or between two neighbours.
        ByGroup.Add(new(name, g, cells => points.Zip(points.Skip(1), (a, b) => cells.Tp >= a.Tp && cells.Tp <= b.Tp && cells.Fp >= a.Fp && cells.Fp <= b.Fp).Any(fits => fits)));
    }
}

/// <summary>Numbers turned back into the counts they were made of.</summary>
internal static class Fractions
{
    /// <summary>The fraction with the smallest denominator that gives a rate to 11 digits, or null when it would be larger than all patients.</summary>
    public static (BigInteger P, BigInteger Q)? Of(double value, long most)
    {
        // Convergents of the continued fraction.
        (BigInteger h0, BigInteger k0, BigInteger h1, BigInteger k1) = (0, 1, 1, 0);
        var rest = value;
        for (var step = 0; step < 40; step++)
        {
            var whole = Math.Floor(rest);
            (h0, k0, h1, k1) = (h1, k1, ((BigInteger)whole * h1) + h0, ((BigInteger)whole * k1) + k0);
            if (k1 > most) return null;
            if (Math.Abs(value - ((double)h1 / (double)k1)) < 1e-11) return (h1, k1);
            rest = 1 / (rest - whole);
        }
        return null;
    }

    /// <summary>Patients behind a mid-P interval of level 0.95: the more there are, the nearer the limit is to the share.</summary>
    public static long SizeOf(double share, Interval interval)
    {
        const double z = 1.959963984540054;
        double Distance(double size)
        {
            var (lower, upper) = new ProportionSampling(share, size, ProportionMethod.MidP).Limits(z);
            return share < 0.5 ? upper - share : share - lower;
        }
        var distance = share < 0.5 ? interval.Upper - share : share - interval.Lower;
        var (few, many) = (0.0, Math.Log(1e9));
        for (var i = 0; i < 60; i++)
        {
            var middle = (few + many) / 2;
            if (Distance(Math.Exp(middle)) > distance) few = middle;
            else many = middle;
        }
        return (long)Math.Round(Math.Exp(many));
    }
}
