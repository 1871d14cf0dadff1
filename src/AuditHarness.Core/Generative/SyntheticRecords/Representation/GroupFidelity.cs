using AuditHarness.Generative.SyntheticRecords.Fidelity;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Representation;

/// <summary>
/// How alike the training and made-up records of a group are, at its own numbers of patients and at smaller ones. Noise is no summand of a
/// distance: it hides most of a small one and little of a large one, so that groups can only be compared at numbers that they share.
/// </summary>
internal sealed class GroupFidelity
{
    /// <summary>Draws of patients that a distance at smaller numbers, and a floor, are the mean of.</summary>
    public const int Draws = 10;

    private readonly RecordEvidence _evidence;
    private readonly RecordGroup _group;
    private readonly RecordUnits _train, _made;
    private readonly Seed _seed;

    /// <summary>Compares the group at its own numbers.</summary>
    /// <param name="evidence">The records.</param>
    /// <param name="group">A group with training and made-up records.</param>
    /// <param name="seed">Where draws come from; may be the same for every group.</param>
    public GroupFidelity(RecordEvidence evidence, RecordGroup group, Seed seed)
    {
        (_evidence, _group, _seed) = (evidence, group, seed);
        (_train, _made) = (RecordUnits.Of(evidence.Train, group.Train, evidence.Roles), RecordUnits.Of(evidence.Synthetic, group.Synthetic, evidence.Roles));
        Apart = ColumnDistance.Of(evidence, group);
    }

    /// <summary>Numbers of training and made-up patients.</summary>
    public (int Train, int Made) Size => (_train.Count, _made.Count);

    /// <summary>All records of the group against each other.</summary>
    public ColumnDistance Apart { get; }

    /// <summary>
    /// The distance that two real samples of these sizes would show: mean over random halves of as many training patients, whose distance
    /// falls with √(1 / n + 1 / m) as that of samples of one population does.
    /// </summary>
    /// <param name="size">Numbers of patients, no more than <see cref="Size"/>; at least 2 training patients.</param>
    /// <returns>The mean and its error, which tells of the draws; NaN when no column has values in both halves.</returns>
    public (double Mean, double Error) Floor((int Train, int Made) size)
    {
        var (real, half) = (_evidence with { Synthetic = _evidence.Train }, size.Train / 2);
        var (mean, error) = Mean(draw =>
        {
            var place = Places(_train, _seed.Generator((ulong)draw));
            return MarginalFidelity.Of(real, new(_group.Subgroup, Rows(_group.Train, _train, place, 0, half), [], Rows(_group.Train, _train, place, half, 2 * half)));
        });
        var scale = Math.Sqrt(((1.0 / size.Train) + (1.0 / size.Made)) / (2.0 / half));
        return (scale * mean, scale * error);
    }

    /// <summary>
    /// By how much the distance of the group's records at some numbers exceeds <see cref="Floor"/>: above 0 where noise does not explain it.
    /// Not below: no sample is more alike than real ones but a copy, and one group's copies make no other group's records worse.
    /// </summary>
    /// <param name="size">Numbers of patients, no more than <see cref="Size"/>; where they are fewer, the distance is the mean over random draws.</param>
    /// <returns>The excess and its error; NaN when no column has values in both tables.</returns>
    public (double Value, double Error) Excess((int Train, int Made) size)
    {
        var seed = _seed.For("equal numbers");
        var (distance, error) = size == Size ? (Apart.Distance, 0) : Mean(draw => MarginalFidelity.Of(_evidence, new(
            _group.Subgroup,
            Rows(_group.Train, _train, Places(_train, seed.Generator(2 * (ulong)draw)), 0, size.Train), [],
            Rows(_group.Synthetic, _made, Places(_made, seed.Generator((2 * (ulong)draw) + 1)), 0, size.Made))));
        var floor = Floor(size);
        // A mean over draws of all patients varies as they do; noise blurs what each adds, so that the error of the whole group is on the safe side.
        return (Math.Max(0, distance - floor.Mean), double.Hypot(Apart.StandardError, double.Hypot(error, floor.Error)));
    }

    private (double Mean, double Error) Mean(Func<int, double?> fidelity)
    {
        var each = new double[Draws];
        for (var d = 0; d < Draws; d++)
        {
            _evidence.Options.Stop.ThrowIfCancellationRequested();
            if (fidelity(d) is not { } found) return (double.NaN, 0);
            each[d] = 1 - found;
        }
        var mean = each.Average();
        // Of the mean over draws of these very records.
        return (mean, Math.Sqrt(each.Sum(d => (d - mean) * (d - mean)) / (Draws - 1) / Draws));
    }

    // For each patient the place in an order by chance.
    private static int[] Places(RecordUnits units, CounterRandom random)
    {
        var order = Enumerable.Range(0, units.Count).ToArray();
        Array.Sort(Array.ConvertAll(order, _ => random.NextUniform()), order);
        var place = new int[order.Length];
        for (var k = 0; k < order.Length; k++) place[order[k]] = k;
        return place;
    }

    private static int[] Rows(int[] rows, RecordUnits units, int[] place, int from, int to) =>
        [.. rows.Where((_, i) => place[units.OfRow[i]] >= from && place[units.OfRow[i]] < to)];
}
