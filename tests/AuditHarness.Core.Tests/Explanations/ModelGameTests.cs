using AuditHarness.Audits;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Explanations;

public sealed class ModelGameTests
{
    private static double Curved(double[] x) => (x[0] * x[1] * x[2]) + Math.Sin(x[3]) - Math.Max(x[1], x[3]);

    [Test]
    public void A_coalition_is_worth_the_mean_over_the_background_of_its_values_spliced_in()
    {
        var (rows, background) = (Tables.Normal(2, 4, 1), Tables.Normal(9, 4, 2));
        var game = new ModelGame(Tables.Score(Curved), rows, background, Tables.Singles(rows)).Of(1);
        bool[] members = [true, false, false, true, false, true, false, false, true, true, true, true, false, false, false, false];
        var worth = new double[4];
        game.Evaluate(members, worth);
        for (var c = 0; c < 4; c++)
        {
            var truth = Enumerable.Range(0, 9).Average(z => Curved([.. Enumerable.Range(0, 4)
                .Select(k => members[(c * 4) + k] ? Tables.Row(rows, 1)[k] : Tables.Row(background, z)[k])]));
            Assert.That(worth[c], Is.EqualTo(truth).Within(1e-14));
        }
        Assert.That(game.Nobody, Is.EqualTo(worth[3]).Within(1e-15));
        Assert.That(game.Everybody, Is.EqualTo(Curved(Tables.Row(rows, 1))));
    }

    [Test]
    public void Calls_are_bounded_counted_and_come_to_the_same_wherever_they_end()
    {
        var (rows, background) = (Tables.Normal(1, 8, 1), Tables.Normal(900, 8, 2));
        var (calls, most, all) = (0, 0, 0L);
        double[] Score(FeatureTable table)
        {
            (calls, most, all) = (calls + 1, Math.Max(most, table.Count), all + table.Count);
            return Tables.Score(Curved)(table);
        }
        var model = new ModelGame(Score, rows, background, Tables.Singles(rows));
        var explained = ExactShapley.Explain(model, [0], ExplainedOutput.Margin, Phrase.Of($"900 rows"));
        Assert.That(most, Is.InRange(60_000, ModelGame.RowsPerCall));
        Assert.That(explained.ModelCalls, Is.EqualTo(((long)calls, all)));
        Assert.That(all, Is.EqualTo(1 + 900 + (254 * 900)));
        Assert.That(calls, Is.EqualTo(6), "x, the background, and 228,600 splices");
        var parts = Enumerable.Range(0, 3).Select(k => ExactShapley.Explain(
            new(Tables.Score(Curved), rows, background.Take([.. Enumerable.Range(k * 300, 300)]), Tables.Singles(rows)), [0], ExplainedOutput.Margin, Phrase.Of($""))).ToArray();
        Assert.That(explained.Values, Is.EqualTo(Enumerable.Range(0, 8).Select(p => parts.Average(a => a.Values[p]))).Within(1e-12));
    }

    [Test]
    public void A_batch_that_ends_among_rows_that_agree_with_the_background_changes_nothing()
    {
        var random = new Random(4);
        var background = Tables.Of([.. Enumerable.Range(0, 2000).Select(_ => Enumerable.Range(0, 8).Select(_ => (double)random.Next(3)).ToArray())]);
        Attributions Explain(FeatureTable part) => ExactShapley.Explain(
            new(Tables.Score(Curved), Tables.Of([1, 2, 0, 1, 2, 0, 1, 1]), part, Tables.Singles(background)), [0], ExplainedOutput.Margin, Phrase.Of($""));
        var all = Explain(background);
        var parts = Enumerable.Range(0, 4).Select(k => Explain(background.Take([.. Enumerable.Range(k * 500, 500)]))).ToArray();
        Assert.That(all.ModelCalls.Calls, Is.GreaterThan(3), "several batches");
        Assert.That(parts.Select(p => p.ModelCalls.Calls), Is.All.EqualTo(3), "one each, beside x and the background");
        Assert.That(all.Values, Is.EqualTo(Enumerable.Range(0, 8).Select(p => parts.Average(a => a.Values[p]))).Within(1e-12));
    }

    [Test]
    public void No_splice_is_scored_twice()
    {
        // z differs from x in two of four values: of 16 coalitions, 2 splices are neither x nor z.
        var (rows, background) = (Tables.Of([1, 2, 3, 4]), Tables.Of([1, 5, 3, 6], [1, 2, 3, 4]));
        var model = new ModelGame(Tables.Score(Curved), rows, background, Tables.Singles(rows));
        var explained = ExactShapley.Explain(model, [0], ExplainedOutput.Margin, Phrase.Of($"2 rows"));
        Assert.That(explained.ModelCalls.Rows, Is.EqualTo(1 + 2 + 2));
        Assert.That(explained.Values[0], Is.Zero);
        Assert.That(explained.Values[1] + explained.Values[3], Is.EqualTo(explained.Outputs[0] - explained.BaseValue).Within(1e-14));
    }

    [Test]
    public void Columns_of_one_player_come_and_go_together()
    {
        var (rows, background) = (Tables.Normal(3, 4, 1), Tables.Normal(5, 4, 2));
        var players = PlayerMap.Of(["x0", "x1", "x2", "x3"], new Dictionary<string, IReadOnlyList<string>> { ["pair"] = ["x1", "x3"] });
        var model = new ModelGame(Tables.Score(Curved), rows, background, players);
        var explained = ExactShapley.Explain(model, [0, 1, 2], ExplainedOutput.Margin, Phrase.Of($"5 rows"));
        Assert.That(explained.Players, Is.EqualTo(new[] { "x0", "pair", "x2" }));
        double Worth(int row, bool first, bool pair, bool last) => Enumerable.Range(0, 5).Average(z =>
        {
            var (a, b) = (Tables.Row(rows, row), Tables.Row(background, z));
            return Curved([first ? a[0] : b[0], pair ? a[1] : b[1], last ? a[2] : b[2], pair ? a[3] : b[3]]);
        });
        for (var r = 0; r < 3; r++)
        {
            var truth = ((Worth(r, false, true, false) - Worth(r, false, false, false)) / 3)
                + ((Worth(r, true, true, false) - Worth(r, true, false, false)) / 6)
                + ((Worth(r, false, true, true) - Worth(r, false, false, true)) / 6)
                + ((Worth(r, true, true, true) - Worth(r, true, false, true)) / 3);
            Assert.That(explained.Values[(r * 3) + 1], Is.EqualTo(truth).Within(1e-13));
        }
    }

    [Test]
    public void Players_that_are_not_used_get_0_and_cost_nothing()
    {
        var (rows, background) = (Tables.Normal(2, 20, 1), Tables.Normal(5, 20, 2));
        var linear = new ModelStructure.Linear(
            FeatureEncoding.Direct(20), Link.Logit, 0.1, [.. Enumerable.Range(0, 20).Select(k => k is 3 or 8 or 19 ? k / 10.0 : 0)]);
        var used = UsedPlayers.Of(linear, Tables.Singles(rows));
        var risk = Tables.Score(r => 1 / (1 + Math.Exp(-(0.1 + (0.3 * r[3]) + (0.8 * r[8]) + (1.9 * r[19])))));
        var model = new ModelGame(risk, rows, background, Tables.Singles(rows), used);
        Assert.That(model.Used, Is.EqualTo(new[] { 3, 8, 19 }));
        var explained = ExactShapley.Explain(model, [0, 1], ExplainedOutput.Probability, Phrase.Of($"5 rows"));
        Assert.That(explained.Values.Where((_, at) => at % 20 is not (3 or 8 or 19)), Is.All.Zero);
        Assert.That(explained.LargestLocalError, Is.LessThan(1e-14));
        Assert.That(explained.ModelCalls.Rows, Is.EqualTo(2 + 5 + (2 * 6 * 5)));
        var all = PermutationShapley.Explain(
            new(risk, rows, background, Tables.Singles(rows)), [0, 1], ExplainedOutput.Probability, Phrase.Of($"5 rows"), new Seed(1), 400);
        for (var at = 0; at < all.Values.Length; at++)
            Assert.That(all.Values[at], Is.EqualTo(explained.Values[at]).Within((5 * all.MonteCarloErrors![at]) + 1e-12));
    }

    [Test]
    public void Texts_and_missing_values_are_spliced_as_they_are()
    {
        string[] levels = ["a", "b", "c"];
        FeatureTable Table(int[] codes, params double[] numbers) => new([new FeatureColumn.Text("t", levels, codes), new FeatureColumn.Numeric("n", numbers)]);
        var score = Tables.Score(r => (r[0] == 2 ? 1 : 0) + (double.IsNaN(r[1]) ? 10 : 100));
        var model = new ModelGame(score, Table([2, -1], double.NaN, 5), Table([0, 2], 1, double.NaN), new(["t", "n"], [0, 1]));
        var explained = ExactShapley.Explain(model, [0, 1], ExplainedOutput.Margin, Phrase.Of($"2 rows"));
        Assert.That(explained.Values, Is.EqualTo(new[] { 0.5, -45, -0.5, 45 }).Within(1e-12));
    }

    [Test]
    public void More_players_than_bits_in_a_word_follow_the_closed_form_of_a_linear_model()
    {
        const int columns = 130;
        var (rows, background) = (Tables.Normal(2, columns, 1), Tables.Normal(6, columns, 2));
        var linear = new ModelStructure.Linear(FeatureEncoding.Direct(columns), Link.Identity, 0.5, [.. Enumerable.Range(0, columns).Select(k => Math.Cos(k))]);
        var score = Tables.Score(r => 0.5 + r.Select((x, k) => Math.Cos(k) * x).Sum());
        var sampled = PermutationShapley.Explain(
            new(score, rows, background, Tables.Singles(rows)), [0, 1], ExplainedOutput.Margin, Phrase.Of($"6 rows"), new Seed(4), 2);
        var exact = LinearShap.Explain(linear, rows, background, Tables.Singles(rows), [0, 1], Phrase.Of($"6 rows"));
        Assert.That(sampled.Values, Is.EqualTo(exact.Values).Within(1e-12));
        Assert.That(sampled.MonteCarloErrors, Is.All.LessThan(1e-12));
    }

    [Test]
    public void Tables_that_do_not_fit_are_refused()
    {
        var numbers = Tables.Of([1, 2]);
        FeatureTable Text(params string[] levels) => new([new FeatureColumn.Text("t", levels, [0])]);
        var score = Tables.Score(_ => 0);
        Assert.That(() => new ModelGame(score, Text("a"), Text("b"), new(["t"], [0])), Throws.ArgumentException);
        Assert.That(() => new ModelGame(score, numbers, Tables.Of([1]), new(["x0"], [0])), Throws.ArgumentException);
        Assert.That(() => new ModelGame(score, numbers, numbers.Take([]), new(["x0", "x1"], [0, 1])), Throws.ArgumentException);
        Assert.That(() => new ModelGame(_ => [], numbers, numbers, new(["x0", "x1"], [0, 1])), Throws.InvalidOperationException);
    }
}
