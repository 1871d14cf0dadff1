using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Metrics.Discrimination;
using AuditHarness.Models;
using AuditHarness.Statistics;
using MathNet.Numerics;

namespace AuditHarness.Explanations;

/// <summary>How well one level of an attribute is told from all others.</summary>
/// <param name="Level">The level.</param>
/// <param name="Inside">Rows with it.</param>
/// <param name="Outside">Rows without.</param>
/// <param name="Area">AUROC from all features together: 0.5 when the level is hidden.</param>
/// <param name="Proxies">Each player by itself, the one that tells most first.</param>
public sealed record LevelRecoverability(string Level, int Inside, int Outside, Estimate Area, IReadOnlyList<Proxy> Proxies);

/// <summary>How well one player alone tells a level from all others.</summary>
/// <param name="Player">The player.</param>
/// <param name="Area">AUROC: 0.5 when it tells nothing.</param>
public sealed record Proxy(string Player, Estimate Area);

/// <summary>
/// How well each level of a protected attribute can be recovered from what the model is given, and from which part of it: a model that is
/// not given the attribute may still know it. Feldman et al. (2015), KDD 21:259–268.
/// </summary>
/// <remarks>
/// A level's own logistic model with ridge 1 is fitted on four folds (stratified, by the seed) and asked about the fifth, so no row is
/// scored by a model that saw it. A number enters standardised and squared, so that a middle range can be told too, and a text with
/// an indicator per level; a missing value as the mean with an indicator of its own. A single text column is scored by the rate of the
/// level among patients of the same text in the other folds. The interval is DeLong's, of the scores as they are.
/// </remarks>
public sealed record AttributeRecoverability
{
    /// <summary>A level needs as many rows inside and outside.</summary>
    public const int MinimumRows = 20;

    /// <summary>Most rows that are used; of more a seeded sample is taken.</summary>
    public const int MaximumRows = 10_000;

    private const int Folds = 5;

    /// <summary>Most columns of the feature table for which it is measured: beyond, fits take longer than anybody waits.</summary>
    public const int MaximumColumns = 200;

    /// <summary>Name of the attribute.</summary>
    public required string Attribute { get; init; }

    /// <summary>Rows used.</summary>
    public required int Rows { get; init; }

    /// <summary>The levels, in the order of the attribute.</summary>
    public required IReadOnlyList<LevelRecoverability> Levels { get; init; }

    /// <summary>Measures.</summary>
    /// <param name="features">What the model is given of each evaluated row.</param>
    /// <param name="players">Which columns belong together.</param>
    /// <param name="attribute">The attribute of the same rows.</param>
    /// <param name="weights">Sampling weights, or null.</param>
    /// <param name="seed">Where folds (and the sample) come from.</param>
    /// <param name="stop">Cancels.</param>
    public static AttributeRecoverability Of(
        FeatureTable features, PlayerMap players, AttributeColumn attribute, double[]? weights, Seed seed, CancellationToken stop = default)
    {
        var rows = Sample(features.Count, seed.For("recoverability/rows"));
        var table = rows.Length == features.Count ? features : features.Take(rows);
        var codes = Array.ConvertAll(rows, r => attribute.Codes[r]);
        var ofRows = weights is null ? null : Array.ConvertAll(rows, r => weights[r]);
        var everything = new StandardInputs(table, [.. table.Columns]);
        var byPlayer = Enumerable.Range(0, players.Names.Count).Select(p => new StandardInputs(
            table, [.. table.Columns.Where((_, k) => players.OfColumn[k] == p)])).ToArray();

        var levels = new List<LevelRecoverability>();
        for (var level = 0; level < attribute.Levels.Count; level++)
        {
            stop.ThrowIfCancellationRequested();
            // Told from the other of two is told from all others: the same question with the answers exchanged.
            if (attribute.Levels.Count == 2 && levels is [{ Area: Estimate.Known } twin])
            {
                levels.Add(twin with { Level = attribute.Levels[1], Inside = twin.Outside, Outside = twin.Inside });
                continue;
            }
            var labels = Array.ConvertAll(codes, c => (byte)(c == level ? 1 : 0));
            var inside = labels.Sum(y => y);
            var recovery = new Recovery(labels, ofRows, FoldsOf(labels, seed.For($"recoverability/{attribute.Name}/{attribute.Levels[level]}")));
            Estimate Measured(StandardInputs inputs) =>
                table.Columns.Count > MaximumColumns ? new Estimate.Undefined(Phrase.Of($"not measured for more than {MaximumColumns} features"))
                : inside < MinimumRows ? new Estimate.Undefined(Phrase.Of($"fewer than {MinimumRows} patients have this level"))
                : labels.Length - inside < MinimumRows ? new Estimate.Undefined(Phrase.Of($"fewer than {MinimumRows} patients have another level"))
                : recovery.Area(inputs);
            var area = Measured(everything);
            var proxies = byPlayer.Select((inputs, p) => new Proxy(players.Names[p], Measured(inputs)));
            levels.Add(new(attribute.Levels[level], inside, labels.Length - inside, area, [.. proxies.OrderByDescending(ValueOf)]));
        }
        return new() { Attribute = attribute.Name, Rows = rows.Length, Levels = levels };
    }

    private static double ValueOf(Proxy proxy) => proxy.Area is Estimate.Known known ? known.Value : double.NegativeInfinity;

    private sealed record Recovery(byte[] Labels, double[]? Weights, int[] Fold)
    {
        /// <summary>AUROC of scores that each fold gets from the others.</summary>
        public Estimate Area(StandardInputs inputs)
        {
            // What a score says beyond the level's share in the folds that it comes from: the share differs a little from fold to fold,
            // always against the patients left out.
            var scores = new double[Labels.Length];
            Array.Fill(scores, 0.5);
            for (var fold = 0; fold < Folds && !inputs.IsConstant; fold++)
            {
                if (inputs.OnlyText is { } text) ScoreByRate(text, fold, scores);
                else ScoreByModel(inputs, fold, scores);
            }
            var order = new ScoreOrder(scores, Labels, Weights);
            var evidence = new SubgroupEvidence(Subgroup.Overall, order.Split(GroupIndex.Overall(Labels.Length))[0], 0.5, order.IsWeighted);
            return new AreaUnderRoc().Measure(evidence);
        }

        private void ScoreByModel(StandardInputs inputs, int fold, double[] scores)
        {
            int[] others = [.. Enumerable.Range(0, Fold.Length).Where(i => Fold[i] != fold)];
            var weights = Weights is null ? null : Array.ConvertAll(others, i => Weights[i]);
            var learner = LogisticLearner.Fit(inputs.Take(others), Array.ConvertAll(others, i => Labels[i]), weights);
            var share = others.Sum(i => Weight(i) * Labels[i]) / others.Sum(Weight);
            for (var i = 0; i < Fold.Length; i++)
                if (Fold[i] == fold) scores[i] = SpecialFunctions.Logistic(learner.LogOdds(inputs.Row(i)) - SpecialFunctions.Logit(share));
        }

        // The rate in the other folds, drawn towards everybody's there by one row: of a text that is new it is everybody's.
        private void ScoreByRate(FeatureColumn.Text text, int fold, double[] scores)
        {
            var (events, all) = (new double[text.Levels.Count + 1], new double[text.Levels.Count + 1]);
            for (var i = 0; i < Fold.Length; i++)
            {
                if (Fold[i] == fold) continue;
                events[text.Codes[i] + 1] += Weight(i) * Labels[i];
                all[text.Codes[i] + 1] += Weight(i);
            }
            var (row, share) = (all.Sum() / Fold.Count(f => f != fold), events.Sum() / all.Sum());
            for (var i = 0; i < Fold.Length; i++)
            {
                if (Fold[i] != fold) continue;
                var rate = (events[text.Codes[i] + 1] + (row * share)) / (all[text.Codes[i] + 1] + row);
                scores[i] = SpecialFunctions.Logistic(SpecialFunctions.Logit(rate) - SpecialFunctions.Logit(share));
            }
        }

        private double Weight(int row) => Weights is null ? 1 : Weights[row];
    }

    // Rows with the level and rows without are dealt out separately, each in a random order.
    private static int[] FoldsOf(byte[] labels, Seed seed)
    {
        var folds = new int[labels.Length];
        int[] dealt = [0, 0];
        foreach (var row in Shuffled(labels.Length, seed)) folds[row] = dealt[labels[row]]++ % Folds;
        return folds;
    }

    private static int[] Sample(int count, Seed seed)
    {
        if (count <= MaximumRows) return [.. Enumerable.Range(0, count)];
        var rows = Shuffled(count, seed)[..MaximumRows];
        Array.Sort(rows);
        return rows;
    }

    // Each row has a number of its own; ties, one in 2⁵² pairs, go by row.
    private static int[] Shuffled(int count, Seed seed)
    {
        var random = seed.Generator();
        var keys = new double[count];
        for (var i = 0; i < count; i++) keys[i] = random.NextUniform();
        return [.. Enumerable.Range(0, count).OrderBy(i => keys[i])];
    }
}
