using AuditHarness.Audits;
using AuditHarness.Statistics;

namespace AuditHarness.Explanations;

public sealed class PermutationShapleyTests
{
    [Test]
    public void Fifty_aeroplanes_share_as_the_closed_form_says_within_the_stated_error()
    {
        double[] costs = [.. Enumerable.Range(1, 50).Select(k => Math.Pow(k, 1.5))];
        var truth = FunctionGame.AirportValues(costs);
        var (values, errors) = PermutationShapley.Of(FunctionGame.Airport(costs), new Seed(1), 200);
        var standard = values.Zip(truth, (v, t) => v - t).Zip(errors, (d, e) => d / e).ToArray();
        Assert.That(standard.Max(Math.Abs), Is.LessThan(4.5));
        Assert.That(standard.Average(z => z * z), Is.InRange(0.2, 2));
        Assert.That(values.Sum(), Is.EqualTo(costs[^1]).Within(1e-9));
    }

    // Castro et al. prove nothing of the kind for one direction: both together cancel every interaction of two players.
    [Test]
    public void One_pass_is_exact_for_any_quadratic_model([Values(1, 2, 3, 8, 17, 60, 75)] int players)
    {
        var random = new Random(players);
        var (linear, quadratic) = (new double[players], new double[players, players]);
        for (var i = 0; i < players; i++)
        {
            linear[i] = Tables.Gauss(random);
            for (var j = 0; j <= i; j++) quadratic[i, j] = Tables.Gauss(random) / players;
        }
        double Score(double[] x)
        {
            var sum = 0.25;
            for (var i = 0; i < players; i++)
            {
                sum += linear[i] * x[i];
                for (var j = 0; j <= i; j++) sum += quadratic[i, j] * x[i] * x[j];
            }
            return sum;
        }
        var (rows, background) = (Tables.Normal(3, players, 5), Tables.Normal(4, players, 6));
        var model = new ModelGame(Tables.Score(Score), rows, background, Tables.Singles(rows));
        for (var r = 0; r < 3; r++)
        {
            // Closed form: a square belongs to its player, half of every product to each of its two.
            var truth = new double[players];
            for (var b = 0; b < 4; b++)
            {
                var (x, z) = (Tables.Row(rows, r), Tables.Row(background, b));
                for (var i = 0; i < players; i++)
                {
                    truth[i] += linear[i] * (x[i] - z[i]) / 4;
                    for (var j = 0; j <= i; j++)
                    {
                        if (i == j) truth[i] += quadratic[i, i] * ((x[i] * x[i]) - (z[i] * z[i])) / 4;
                        else
                        {
                            truth[i] += quadratic[i, j] * (x[i] - z[i]) * (x[j] + z[j]) / 8;
                            truth[j] += quadratic[i, j] * (x[j] - z[j]) * (x[i] + z[i]) / 8;
                        }
                    }
                }
            }
            Assert.That(PermutationShapley.Of(model.Of(r), new Seed(9), passes: 1).Values, Is.EqualTo(truth).Within(1e-12));
        }
    }

    [Test]
    public void It_agrees_with_the_enumeration_within_its_error()
    {
        var squares = new List<double>();
        for (var seed = 1; seed <= 20; seed++)
        {
            var game = FunctionGame.Random(7, seed);
            var (values, errors) = PermutationShapley.Of(game, new Seed((ulong)seed), 60);
            squares.AddRange(values.Zip(ExactShapley.Of(game), (v, t) => v - t).Zip(errors, (d, e) => d * d / e / e));
        }
        Assert.That(squares.Max(), Is.LessThan(20));
        Assert.That(squares.Average(), Is.InRange(0.5, 1.4));
    }

    [Test]
    public void The_stated_error_is_honest_over_many_seeds([Values(8, 16, 40)] int passes)
    {
        var game = FunctionGame.Random(6, 3);
        var truth = ExactShapley.Of(game);
        var t = CriticalValue.Student(CriticalValue.TwoSided(0.95), passes - 1);
        var (covered, all, squaredError, squaredClaim) = (0, 0, 0.0, 0.0);
        for (var seed = 0UL; seed < 500; seed++)
        {
            var (values, errors) = PermutationShapley.Of(game, new Seed(seed), passes);
            for (var p = 0; p < truth.Length; p++, all++)
            {
                if (Math.Abs(values[p] - truth[p]) <= t * errors[p]) covered++;
                (squaredError, squaredClaim) = (squaredError + Math.Pow(values[p] - truth[p], 2), squaredClaim + (errors[p] * errors[p]));
            }
        }
        Assert.That((double)covered / all, Is.GreaterThan(0.935));
        Assert.That(Math.Sqrt(squaredClaim / squaredError), Is.InRange(0.95, 1.35), "not much wider than it has to be");
    }

    [Test]
    public void A_game_without_chance_has_no_error_and_one_pass_has_none_that_is_known()
    {
        var game = new FunctionGame(5, m => m.Count(x => x) * 0.25);
        Assert.That(PermutationShapley.Of(game, new Seed(1), 8).Errors, Is.All.Zero);
        Assert.That(PermutationShapley.Of(game, new Seed(1), 1).Errors, Is.All.NaN);
    }

    [Test]
    public void A_dummy_has_exactly_nothing_and_the_values_add_up_for_any_number_of_passes([Values(1, 2, 7)] int passes)
    {
        var inner = FunctionGame.Random(5, 4);
        var worth = new double[1];
        var game = new FunctionGame(6, m =>
        {
            inner.Evaluate(m.AsSpan(0, 5), worth);
            return worth[0];
        });
        var values = PermutationShapley.Of(game, new Seed(3), passes).Values;
        Assert.That(values[5], Is.Zero);
        Assert.That(values.Sum(), Is.EqualTo(game.Everybody - game.Nobody).Within(1e-14));
    }

    [Test]
    public void Each_player_opens_equally_many_passes()
    {
        // The first player to join gets 1; so each share is how often it opened a pass forwards or backwards.
        const int players = 6;
        var opened = new int[players];
        var game = new OrderRecorder(players, first => opened[first]++);
        _ = PermutationShapley.Of(game, new Seed(8), passes: 3 * players);
        Assert.That(opened, Is.All.EqualTo(3));
    }

    private sealed class OrderRecorder(int players, Action<int> opens) : CoalitionGame
    {
        public override int Players => players;
        public override double Nobody => 0;
        public override double Everybody => 0;

        public override void Evaluate(ReadOnlySpan<bool> members, Span<double> worth)
        {
            for (var c = 0; c < worth.Length; c += 2 * (players - 1)) opens(members.Slice(c * players, players).IndexOf(true));
        }
    }

    [Test]
    public void The_seed_decides_and_nothing_else()
    {
        var (rows, background) = (Tables.Normal(4, 15, 1), Tables.Normal(10, 15, 2));
        var score = Tables.Score(r => r.Aggregate(1.0, (a, b) => a * (1 + (0.3 * b))));
        Attributions Explain(ulong seed) => PermutationShapley.Explain(
            new(score, rows, background, Tables.Singles(rows)), [0, 1, 2, 3], ExplainedOutput.Margin, Phrase.Of($"10 rows"), new Seed(seed), 4);
        var (first, again, other) = (Explain(1), Explain(1), Explain(2));
        Assert.That(again.Values, Is.EqualTo(first.Values));
        Assert.That(other.Values, Is.Not.EqualTo(first.Values));
        Assert.That(first.LargestLocalError, Is.LessThan(1e-13));
        Assert.That(first.MonteCarloErrors, Is.All.Positive);
        Assert.That(first.Method.ToString(), Is.EqualTo("permutation sampling, 4 paired passes over each of 10 parts of the background"));
    }

    // Products of three and of four: interactions that no pass settles by itself.
    private static double Product(double[] x) => (x[0] * x[1] * x[2] * (1 + x[3])) + (x[4] * x[5]) - x[0];

    [Test]
    public void Over_the_parts_of_a_background_the_stated_error_is_honest([Values(2, 5, 16)] int passes, [Values(3, 40)] int backgroundRows)
    {
        var (rows, background) = (Tables.Normal(1, 6, 1), Tables.Normal(backgroundRows, 6, 2));
        Attributions Explain(ulong seed) => PermutationShapley.Explain(
            new(Tables.Score(Product), rows, background, Tables.Singles(rows)), [0], ExplainedOutput.Margin, Phrase.Of($""), new Seed(seed), passes);
        var truth = ExactShapley.Explain(new(Tables.Score(Product), rows, background, Tables.Singles(rows)), [0], ExplainedOutput.Margin, Phrase.Of($"")).Values;
        var (mean, squaredError, squaredClaim) = (new double[6], 0.0, 0.0);
        for (var seed = 0UL; seed < 200; seed++)
        {
            var explained = Explain(seed);
            Assert.That(explained.LargestLocalError, Is.LessThan(1e-13));
            for (var p = 0; p < 6; p++)
            {
                mean[p] += explained.Values[p] / 200;
                squaredError += Math.Pow(explained.Values[p] - truth[p], 2);
                squaredClaim += Math.Pow(explained.MonteCarloErrors![p], 2);
            }
        }
        Assert.That(mean, Is.EqualTo(truth).Within(5 * Math.Sqrt(squaredError / 200 / 200)), "no bias");
        Assert.That(Math.Sqrt(squaredClaim / squaredError), Is.InRange(0.9, 1.45));
    }

    [Test]
    public void Passes_four_times_as_many_err_half_as_much_and_cost_no_more_than_they_should()
    {
        var (rows, background) = (Tables.Normal(1, 6, 1), Tables.Normal(60, 6, 2));
        Attributions Explain(int passes, ulong seed) => PermutationShapley.Explain(
            new(Tables.Score(Product), rows, background, Tables.Singles(rows)), [0], ExplainedOutput.Margin, Phrase.Of($""), new Seed(seed), passes);
        var truth = ExactShapley.Explain(new(Tables.Score(Product), rows, background, Tables.Singles(rows)), [0], ExplainedOutput.Margin, Phrase.Of($"")).Values;
        double Error(int passes) => Math.Sqrt(Enumerable.Range(0, 100).Average(seed =>
        {
            var explained = Explain(passes, (ulong)seed);
            Assert.That(explained.ModelCalls.Rows, Is.LessThanOrEqualTo(61 + (60 * Math.Min(passes * 10, 62))), "no splice twice");
            return explained.Values.Zip(truth, (v, t) => (v - t) * (v - t)).Sum();
        }));
        Assert.That(Error(16) / Error(4), Is.EqualTo(0.5).Within(0.1));
    }

    [Test]
    public void A_single_pass_is_refused_where_its_error_would_be_shown()
    {
        var rows = Tables.Normal(1, 2, 1);
        Assert.That(
            () => PermutationShapley.Explain(
                new(Tables.Score(r => r[0]), rows, rows, Tables.Singles(rows)), [0], ExplainedOutput.Margin, Phrase.Of($""), new Seed(1), 1),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
