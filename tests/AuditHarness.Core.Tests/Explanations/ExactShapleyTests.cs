using AuditHarness.Audits;

namespace AuditHarness.Explanations;

public sealed class ExactShapleyTests
{
    [Test]
    public void Aeroplanes_share_the_pieces_of_the_runway() =>
        Assert.That(ExactShapley.Of(FunctionGame.Airport(1, 2, 4)), Is.EqualTo(new[] { 1 / 3.0, 5 / 6.0, 17 / 6.0 }).Within(1e-15));

    [Test]
    public void Twelve_aeroplanes_follow_the_closed_form()
    {
        double[] costs = [.. Enumerable.Range(1, 12).Select(k => k * Math.Sqrt(k))];
        Assert.That(ExactShapley.Of(FunctionGame.Airport(costs)), Is.EqualTo(FunctionGame.AirportValues(costs)).Within(1e-12));
    }

    [Test]
    public void Three_two_and_one_votes_of_four_have_two_thirds_and_a_sixth_each_of_the_power() =>
        Assert.That(ExactShapley.Of(FunctionGame.Voting(4, 3, 2, 1)), Is.EqualTo(new[] { 2 / 3.0, 1 / 6.0, 1 / 6.0 }).Within(1e-15));

    // Another road to the same values: the mean over all orders in which the players can join.
    [Test]
    public void Any_game_agrees_with_the_mean_over_all_orders([Range(1, 6)] int players)
    {
        var game = FunctionGame.Random(players, players);
        var sums = new double[players];
        var orders = 0;
        foreach (var order in Orders([.. Enumerable.Range(0, players)]))
        {
            var members = new bool[players];
            var worth = new double[1];
            var before = game.Nobody;
            foreach (var player in order)
            {
                members[player] = true;
                game.Evaluate(members, worth);
                sums[player] += worth[0] - before;
                before = worth[0];
            }
            orders++;
        }
        Assert.That(ExactShapley.Of(game), Is.EqualTo(Array.ConvertAll(sums, s => s / orders)).Within(1e-13));
    }

    private static IEnumerable<int[]> Orders(int[] rest) => rest.Length == 0 ? [[]]
        : rest.SelectMany(first => Orders([.. rest.Where(r => r != first)]).Select(others => (int[])[first, .. others]));

    [Test]
    public void A_dummy_has_nothing_and_twins_have_the_same([Range(1, 5)] int seed)
    {
        var random = FunctionGame.Random(4, seed);
        var worth = new double[1];
        // Players 2 and 3 are interchangeable, player 5 changes nothing.
        var game = new FunctionGame(6, m =>
        {
            random.Evaluate([m[0], m[1], m[2] ^ m[3], m[4]], worth);
            return worth[0] + (m[2] && m[3] ? 0.7 : 0);
        });
        var values = ExactShapley.Of(game);
        Assert.That(values[5], Is.Zero);
        Assert.That(values[2], Is.EqualTo(values[3]).Within(1e-15));
        Assert.That(values[2], Is.Not.Zero);
        Assert.That(values.Sum(), Is.EqualTo(game.Everybody - game.Nobody).Within(1e-14));
    }

    [Test]
    public void Exclusive_or_credits_whom_it_should()
    {
        var rows = Tables.Of([0, 0], [0, 1], [1, 0], [1, 1]);
        var xor = Tables.Score(r => r[0] != r[1] ? 1 : 0);
        var zero = ExactShapley.Explain(new(xor, rows, Tables.Of([0, 0]), Tables.Singles(rows)), [0, 1, 2, 3], ExplainedOutput.Margin, Phrase.Of($"zeros"));
        Assert.That(zero.Values, Is.EqualTo(new double[] { 0, 0, 0, 1, 1, 0, 0, 0 }));
        var uniform = ExactShapley.Explain(new(xor, rows, rows, Tables.Singles(rows)), [0, 1, 2, 3], ExplainedOutput.Margin, Phrase.Of($"all four"));
        Assert.That(uniform.BaseValue, Is.EqualTo(0.5));
        Assert.That(uniform.Values, Is.EqualTo(new[] { -0.25, -0.25, 0.25, 0.25, 0.25, 0.25, -0.25, -0.25 }));
    }

    [Test]
    public void A_product_is_shared_equally_against_a_background_of_zeros([Range(1, 8)] int factors)
    {
        var rows = Tables.Of([.. Enumerable.Repeat(1.0, factors)]);
        var model = new ModelGame(Tables.Score(r => r.Aggregate((a, b) => a * b)), rows, Tables.Of(new double[factors]), Tables.Singles(rows));
        var explained = ExactShapley.Explain(model, [7], ExplainedOutput.Probability, Phrase.Of($"zeros"));
        Assert.That(explained.Values, Is.EqualTo(Enumerable.Repeat(1.0 / factors, factors)).Within(1e-15));
        Assert.That((explained.Rows[0], explained.Output, explained.MonteCarloErrors), Is.EqualTo((7, ExplainedOutput.Probability, (double[]?)null)));
    }

    [Test]
    public void Every_row_adds_up_to_its_output()
    {
        var (rows, background) = (Tables.Normal(20, 7, 1), Tables.Normal(30, 7, 2));
        var score = Tables.Score(r => 1 / (1 + Math.Exp(-((r[0] * r[1]) + Math.Max(r[2], r[3]) - (r[4] * r[5] * r[6])))));
        var explained = ExactShapley.Explain(
            new(score, rows, background, Tables.Singles(rows)), [.. Enumerable.Range(0, 20)], ExplainedOutput.Probability, Phrase.Of($"30 rows"));
        Assert.That(explained.LargestLocalError, Is.LessThan(1e-14));
        Assert.That(explained.Method.ToString(), Is.EqualTo("exact enumeration, 128 coalitions"));
    }

    [Test]
    public void More_than_12_players_are_refused() =>
        Assert.That(() => ExactShapley.Of(new FunctionGame(13, _ => 0)), Throws.ArgumentException.With.Message.Contains("13 players"));

    [Test]
    public void A_game_without_players_has_no_values() => Assert.That(ExactShapley.Of(new FunctionGame(0, _ => 3)), Is.Empty);
}
