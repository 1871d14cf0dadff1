using System.Numerics;

namespace AuditHarness.Disclosure;

/// <summary>
/// Tries to recover what is withheld from all that is published, and gives every count up that has another whole number that
/// fits: then there is another world of patients with the very same outputs, and it is found and checked.
/// </summary>
/// <remarks>
/// All linear facts are solved together (exact rational elimination). Then whole-number steps that change none of them are
/// added to the true world, at random and with repairs, until it agrees with the rest too. The truth is only where the search starts: a
/// reader's set of possible worlds holds it. What is never changed counts as recovered: a weak search is a false alarm, never a miss.
/// </remarks>
internal sealed class Attacker
{
    private const int Rounds = 40_000;

    private readonly PublishedFacts _facts;
    private readonly Cells[] _truth;
    private readonly Elimination _solved;
    private readonly List<(int Variable, long Step)[]> _steps;
    private readonly ILookup<int, GroupFact> _byGroup;
    private readonly ILookup<int, int> _byVariable;

    public Attacker(PublishedFacts facts, Cells[] truth)
    {
        (_facts, _truth) = (facts, truth);
        _byGroup = facts.ByGroup.ToLookup(f => f.Group);
        _solved = new Elimination(facts.Linear);
        _steps = _solved.Steps(4 * truth.Length);
        _byVariable = _steps.SelectMany((step, k) => step.Select(s => (s.Variable, k))).ToLookup(s => s.Variable, s => s.k);
    }

    /// <summary>Facts that are not true of the data: there must be none, or the attacker misreads the outputs.</summary>
    public IEnumerable<string> Misread() =>
        _facts.Linear.Where(f => f.Terms.Aggregate(BigInteger.Zero, (sum, t) => sum + (t.Times * _truth[t.Variable / 4][t.Variable % 4])) != f.Sum).Select(f => f.Name)
            .Concat(_facts.ByGroup.Where(f => !f.Agrees(_truth[f.Group])).Select(f => f.Name));

    /// <summary>What of the targets can be worked out, each with how.</summary>
    public IReadOnlyList<string> Recovers(IEnumerable<Target> targets)
    {
        var open = targets.ToHashSet();
        var random = new Random(1);
        for (var round = 0; round < Rounds && open.Count > 0 && _steps.Count > 0; round++)
        {
            // A step that moves one of the counts still to be moved, and others until all fits again.
            var target = open.ElementAt(random.Next(open.Count));
            var moved = Enumerable.Range(0, 4).Where(c => target.Uses[c]).SelectMany(c => _byVariable[(4 * target.Group) + c]).ToArray();
            if (moved.Length == 0) continue;
            var change = new Dictionary<int, long>();
            var times = random.Next(3) == 0 ? random.Next(2, 13) : 1;
            Add(change, _steps[moved[random.Next(moved.Length)]], random.Next(2) == 0 ? times : -times);
            for (var repair = 0; repair < 40; repair++)
            {
                if (Amiss(change, random) is not { } wrong)
                {
                    open.RemoveWhere(t => t.Value(World(change, t.Group)) != t.Value(_truth[t.Group]));
                    break;
                }
                int[] candidates = [.. _byVariable[wrong.Variable]];
                if (candidates.Length == 0) break;
                var step = _steps[candidates[random.Next(candidates.Length)]];
                var sign = Math.Sign(step.First(s => s.Variable == wrong.Variable).Step);
                Add(change, step, wrong.Up ? sign : -sign);
            }
        }
        return [.. open.OrderBy(t => t.Group).Select(Told)];
    }

    private static void Add(Dictionary<int, long> change, (int Variable, long Step)[] step, long times)
    {
        foreach (var (variable, by) in step)
            if ((change[variable] = change.GetValueOrDefault(variable) + (times * by)) == 0) change.Remove(variable);
    }

    private Cells World(Dictionary<int, long> change, int g)
    {
        long At(int cell) => _truth[g][cell] + change.GetValueOrDefault((4 * g) + cell);
        return new(At(0), At(1), At(2), At(3));
    }

    // A count below 0, or one of a group that no longer agrees with what is published; null when all fits.
    private (int Variable, bool Up)? Amiss(Dictionary<int, long> change, Random random)
    {
        List<(int, bool)> amiss = [.. change.Keys.Where(v => _truth[v / 4][v % 4] + change[v] < 0).Select(v => (v, true))];
        if (amiss.Count == 0)
            foreach (var g in change.Keys.Select(v => v / 4).Distinct())
            {
                var cells = World(change, g);
                if (!_byGroup[g].All(f => f.Agrees(cells))) amiss.AddRange(change.Keys.Where(v => v / 4 == g).Select(v => (v, change[v] < 0)));
            }
        return amiss.Count == 0 ? null : amiss[random.Next(amiss.Count)];
    }

    private string Told(Target target)
    {
        var name = $"{target.Name} of {_facts.Groups[target.Group]} ({target.Value(_truth[target.Group])})";
        // A count needs the sum of its cells, a metric each of them.
        (int Variable, BigInteger Times)[] cells = [.. Enumerable.Range(0, 4).Where(c => target.Uses[c]).Select(c => ((4 * target.Group) + c, BigInteger.One))];
        (int Variable, BigInteger Times)[][] counts = target.IsMetric ? [.. cells.Select(c => new[] { c })] : [cells];
        bool Tells(Elimination solved) => Array.TrueForAll(counts, solved.Determines);
        if (!Tells(_solved)) return $"{name}: no other whole numbers fit all that is published: {string.Join("; ", _byGroup[target.Group].Select(f => f.Name).Distinct())}";
        // The shortest way found: facts are dropped as long as the rest still tells.
        var needed = _facts.Linear.ToList();
        for (var size = needed.Count / 2; size >= 1; size /= 2)
            for (var at = 0; at < needed.Count;)
            {
                var fewer = needed.Take(at).Concat(needed.Skip(at + size)).ToList();
                if (Tells(new Elimination(fewer))) needed = fewer;
                else at += size;
            }
        return $"{name} = {string.Join(" + ", needed.Select(f => f.Name).Distinct())}";
    }
}

/// <summary>Something withheld.</summary>
/// <param name="Group">Of which group.</param>
/// <param name="Name">What.</param>
/// <param name="Uses">Cells of which it is the sum; for a metric those that it needs.</param>
/// <param name="Value">Its value in a world.</param>
internal sealed record Target(int Group, string Name, bool[] Uses, Func<Cells, double?> Value)
{
    public bool IsMetric => Cells.Fraction(Name) is not null;
}

/// <summary>Linear facts solved exactly.</summary>
internal sealed class Elimination
{
    private readonly Dictionary<int, Dictionary<int, Ratio>> _rows = [];      // pivot → its row without the pivot; right-hand sides are not needed

    public Elimination(IEnumerable<LinearFact> facts)
    {
        foreach (var fact in facts)
        {
            var row = Reduced(fact.Terms);
            if (row.Count == 0) continue;
            var pivot = row.MinBy(t => (t.Value.Size, t.Key)).Key;
            var scale = row[pivot];
            row.Remove(pivot);
            foreach (var key in row.Keys.ToArray()) row[key] /= scale;
            foreach (var other in _rows.Values)
                if (other.Remove(pivot, out var times)) Subtract(other, row, times);
            _rows[pivot] = row;
        }
    }

    /// <summary>True when the sum of these variables has one value only.</summary>
    public bool Determines(IEnumerable<(int Variable, BigInteger Times)> terms) => Reduced(terms).Count == 0;

    /// <summary>Whole-number changes that leave every fact true: a basis, made of short ones where that is easy.</summary>
    public List<(int Variable, long Step)[]> Steps(int variables)
    {
        var steps = new List<Dictionary<int, BigInteger>>();
        for (var free = 0; free < variables; free++)
        {
            if (_rows.ContainsKey(free)) continue;
            var step = new Dictionary<int, Ratio> { [free] = new(1, 1) };
            foreach (var (pivot, row) in _rows)
                if (row.TryGetValue(free, out var times)) step[pivot] = -times;
            var scale = step.Values.Aggregate(BigInteger.One, (lcm, v) => lcm * v.Below / BigInteger.GreatestCommonDivisor(lcm, v.Below));
            steps.Add(step.ToDictionary(s => s.Key, s => s.Value.Above * scale / s.Value.Below));
        }
        // Shorter by adding or taking away another.
        for (var shorter = true; shorter;)
        {
            shorter = false;
            for (var i = 0; i < steps.Count; i++)
                for (var j = 0; j < steps.Count; j++)
                {
                    if (i == j || !steps[i].Keys.Any(steps[j].ContainsKey)) continue;
                    foreach (var sign in new[] { 1, -1 })
                    {
                        var sum = new Dictionary<int, BigInteger>(steps[i]);
                        foreach (var (key, value) in steps[j])
                            if ((sum[key] = sum.GetValueOrDefault(key) + (sign * value)) == 0) sum.Remove(key);
                        if (Length(sum) >= Length(steps[i])) continue;
                        steps[i] = sum;
                        shorter = true;
                    }
                }
        }
        return [.. steps.Where(s => Length(s) < 1_000_000_000).Select(s => s.Select(t => (t.Key, (long)t.Value)).ToArray())];
        static BigInteger Length(Dictionary<int, BigInteger> step) => step.Values.Aggregate(BigInteger.Zero, (sum, v) => sum + BigInteger.Abs(v));
    }

    private Dictionary<int, Ratio> Reduced(IEnumerable<(int Variable, BigInteger Times)> terms)
    {
        var row = new Dictionary<int, Ratio>();
        foreach (var (variable, times) in terms)
        {
            if (_rows.TryGetValue(variable, out var known)) Subtract(row, known, new(times, 1));
            else Add(row, variable, new(times, 1));
        }
        return row;
    }

    private static void Subtract(Dictionary<int, Ratio> row, Dictionary<int, Ratio> other, Ratio times)
    {
        foreach (var (key, value) in other) Add(row, key, -(times * value));
    }

    private static void Add(Dictionary<int, Ratio> row, int key, Ratio value)
    {
        var sum = row.TryGetValue(key, out var old) ? old + value : value;
        if (sum.Above.IsZero) row.Remove(key);
        else row[key] = sum;
    }
}

/// <summary>An exact fraction in lowest terms; the denominator is positive.</summary>
internal readonly struct Ratio
{
    public Ratio(BigInteger above, BigInteger below)
    {
        var divisor = BigInteger.GreatestCommonDivisor(above, below) * below.Sign;
        (Above, Below) = (above / divisor, below / divisor);
    }

    public BigInteger Above { get; }

    public BigInteger Below { get; }

    public BigInteger Size => BigInteger.Abs(Above) * Below;

    public static Ratio operator +(Ratio a, Ratio b) => new((a.Above * b.Below) + (b.Above * a.Below), a.Below * b.Below);

    public static Ratio operator -(Ratio a) => new(-a.Above, a.Below);

    public static Ratio operator *(Ratio a, Ratio b) => new(a.Above * b.Above, a.Below * b.Below);

    public static Ratio operator /(Ratio a, Ratio b) => new(a.Above * b.Below, a.Below * b.Above);
}
