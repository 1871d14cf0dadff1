using AuditHarness.Generative.SyntheticRecords.Fidelity;
using AuditHarness.Metrics;

namespace AuditHarness.Generative.SyntheticRecords.Privacy;

/// <summary>How the made-up records would do as a release of their own: classes of records with the same quasi-identifiers.</summary>
public sealed class ReleaseAnonymity : IRecordMeasure
{
    private const string Convention =
        "Class: made-up records of the group with the same values of all quasi-identifiers, numbers exactly, a missing value a value of its own. That a made-up person is alone in a class harms nobody by itself: see whether real ones are met (k-map, attacks).";

    private static readonly Phrase Extreme = Phrase.Of($"an extreme over classes has no sampling distribution to speak of");

    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        Info("KAnonymity", "k-anonymity", Direction.Higher, 1, double.PositiveInfinity, "Number of made-up records in the smallest class.", "Sweeney (2002), Int. J. Uncertain. Fuzziness Knowl.-Based Syst. 10:557–570"),
        Info("KMap", "k-map", Direction.Higher, 1, double.PositiveInfinity,
            "Smallest number of training records of the group that a made-up record of the group may be taken for, since they have its values of all quasi-identifiers; made-up records that no training record is like in them are left out.",
            "Sweeney (2001), Computational Disclosure Control, thesis, MIT; El Emam, Dankar (2008), J. Am. Med. Inform. Assoc. 15:627–637"),
        Info("DistinctLDiversity", "l-diversity, distinct", Direction.Higher, 1, double.PositiveInfinity,
            "Smallest number of different values of a sensitive column in a class: of each sensitive column, and the least of them.",
            "Machanavajjhala, Kifer, Gehrke, Venkitasubramaniam (2007), ACM Trans. Knowl. Discov. Data 1:3"),
        Info("EntropyLDiversity", "l-diversity, by entropy", Direction.Higher, 1, double.PositiveInfinity,
            "Smallest exp(−Σ p log p) of a class, p the shares of the values of a sensitive column in it: of each sensitive column, and the least of them.",
            "Machanavajjhala, Kifer, Gehrke, Venkitasubramaniam (2007), ACM Trans. Knowl. Discov. Data 1:3"),
        Info("TCloseness", "t-closeness", Direction.Lower, 0, 1,
            "Largest ½ Σ |p − q| of a class, p and q the shares of the values of a sensitive column in it and in the group: of each sensitive column, and the largest of them.",
            "Li, Li, Venkatasubramanian (2007), Proc. IEEE ICDE:106–115, with equal ground distances"),
    ];

    private static MetricInfo Info(string id, string title, Direction better, double min, double max, string definition, string source) => new(
        id, title, MetricBasis.Records, better, null, min, max, definition, "none: an extreme over classes, which more records move", source)
    {
        Convention = Convention, Oracle = "ReleaseAnonymityTests.Figures_are_what_grouping_row_by_row_gives", HasNoInterval = true, FollowsSize = true,
        Prominence = Prominence.Detail,
    };

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var known = KnownColumns.Among(evidence, evidence.Roles.QuasiIdentifiers);
        var sensitive = KnownColumns.Among(evidence, evidence.Roles.Sensitive).Except(known).ToList();
        var lacking = known.Length == 0 ? Phrase.Of($"no quasi-identifiers are declared") : null;
        var cells = CrossedCells.Of(evidence, known, 0);
        int[][] secrets = [.. sensitive.Select(s => CrossedCells.Of(evidence, [s], 0).Synthetic)];
        foreach (var info in Infos)
            foreach (var group in evidence.Groups)
            {
                evidence.Options.Stop.ThrowIfCancellationRequested();
                RecordFigure Figure(string? subject, Estimate estimate) => new(info.Id, subject, group.Subgroup, estimate);
                Estimate.Known Known(double value) => new(value, null, group.Synthetic.Length, Extreme);
                var why = lacking ?? (group.Synthetic.Length == 0 ? Because.NoSynthetic : null);
                if (why is null && (info.Id is "KAnonymity" or "KMap"))
                {
                    var made = cells.Counts(cells.Synthetic, group.Synthetic);
                    if (info.Id == "KAnonymity") yield return Figure(null, Known(made.Where(n => n > 0).Min()));
                    else
                    {
                        var real = cells.Counts(cells.Train, group.Train).Where((n, c) => n > 0 && made[c] > 0).ToList();
                        yield return Figure(null, real.Count == 0 ? new Estimate.Undefined(Phrase.Of($"no made-up record has the quasi-identifiers of a training record")) : Known(real.Min()));
                    }
                    continue;
                }
                why ??= sensitive.Count == 0 ? Phrase.Of($"no sensitive column is declared") : null;
                if (why is not null)
                {
                    yield return Figure(null, new Estimate.Undefined(why));
                    continue;
                }
                double[] each = [.. secrets.Select(s => Worst(info.Id, cells.Synthetic, s, group.Synthetic))];
                for (var s = 0; s < each.Length; s++) yield return Figure(sensitive[s], Known(each[s]));
                yield return Figure(null, Known(info.Id == "TCloseness" ? each.Max() : each.Min()));
            }
    }

    private static double Worst(string id, int[] cells, int[] secret, int[] rows)
    {
        // Rows by class and value: runs of a class, and of a value in it.
        var keys = Array.ConvertAll(rows, r => ((long)cells[r] << 32) | (uint)secret[r]);
        Array.Sort(keys);
        var overall = rows.GroupBy(r => secret[r]).ToDictionary(g => g.Key, g => g.Count() / (double)rows.Length);
        var worst = id == "TCloseness" ? 0.0 : double.PositiveInfinity;
        for (var start = 0; start < keys.Length;)
        {
            var end = start;
            var counts = new List<(int Value, int Count)>();
            while (end < keys.Length && keys[end] >> 32 == keys[start] >> 32)
            {
                var value = end;
                while (end < keys.Length && keys[end] == keys[value]) end++;
                counts.Add(((int)(uint)keys[value], end - value));
            }
            double size = end - start;
            worst = id switch
            {
                "DistinctLDiversity" => Math.Min(worst, counts.Count),
                "EntropyLDiversity" => Math.Min(worst, Math.Max(1, Math.Exp(-counts.Select(c => c.Count / size).Order().Sum(p => p * Math.Log(p))))),
                // What the class has less of is as much as it has more of.
                _ => Math.Max(worst, Math.Clamp(counts.Select(c => (c.Count / size) - overall[c.Value]).Where(d => d > 0).Order().Sum(), 0, 1)),
            };
            start = end;
        }
        return worst;
    }
}
