using System.Runtime.CompilerServices;
using AuditHarness.Metrics;
using AuditHarness.Metrics.ErrorRates;

namespace AuditHarness.Audits.Disclosure;

/// <summary>
/// Where a curve over all thresholds may show a point, so that nobody can be told from it: between neighbouring points stand 0 or
/// more than 10 patients with the event, and 0 or more than 10 without. What readers know of the same ranking from elsewhere (the
/// decisions at the threshold, the bins of the reliability curve) counts as a neighbour too.
/// </summary>
internal static class CurveCuts
{
    /// <summary>Chooses cuts.</summary>
    /// <param name="parties">All who are cut at the same scores; each must meet the rule. At least one, all of the same number of cuts.</param>
    /// <param name="barred">Cuts that may not be chosen, unless it is the one to keep.</param>
    /// <param name="keep">A cut to keep when thinning, if it may be shown at all; negative for none.</param>
    /// <param name="most">How many cuts at most; at least 4.</param>
    /// <param name="threshold">The threshold at each cut, falling.</param>
    /// <returns>Numbers of cuts, ascending: the first (nobody), the last (everybody) and what may stand between.</returns>
    public static IReadOnlyList<int> Choose(IReadOnlyList<CutParty> parties, IReadOnlySet<int> barred, int keep, int most, Func<int, double> threshold)
    {
        var last = parties[0].Cuts - 1;
        // Asked at every cut: by position, for an enumerator each time would be garbage.
        bool Step(int from, int to)
        {
            for (var i = 0; i < parties.Count; i++)
                if (!parties[i].Step(from, to)) return false;
            return true;
        }
        bool Allowed(int cut)
        {
            for (var i = 0; i < parties.Count; i++)
                if (parties[i] is var party && (!party.Step(0, cut) || !party.Step(cut, last) || !party.IsClear(cut))) return false;
            return true;
        }
        // The cut to keep is known anyway; only where its counts are not, it must not become a point.
        keep = keep > 0 && keep < last && parties.All(p => p.Step(0, keep) && p.Step(keep, last) && !p.Hides(keep)) ? keep : -1;
        List<int> chosen = [0];
        for (var cut = 1; cut < last; cut++)
            if (cut == keep || (Step(chosen[^1], cut) && (keep < cut || Step(cut, keep)) && Allowed(cut) && !barred.Contains(cut))) chosen.Add(cut);
        chosen.Add(last);
        return chosen.Count <= most ? chosen : Thinned(parties, chosen, keep, most, threshold);
    }

    // Where decisions are taken in medicine, so that decision curves have points there.
    private static readonly double[] Looked = [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.075, 0.1, 0.125, 0.15, 0.175, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5];

    // Nearest to the thresholds that are looked at, and beside these even along the curve: each patient with the event counts as the
    // share of events that he is, each without likewise.
    private static List<int> Thinned(IReadOnlyList<CutParty> parties, List<int> chosen, int keep, int most, Func<int, double> threshold)
    {
        var along = chosen.Select(cut => parties.Average(p => p.Along(cut))).ToArray();
        var thresholds = chosen.ConvertAll(cut => threshold(cut));
        var kept = new SortedSet<int> { 0, chosen.Count - 1 };
        if (chosen.IndexOf(keep) is > 0 and var at) kept.Add(at);
        foreach (var looked in Looked.Take(Math.Max(0, (most / 2) - kept.Count)))
            kept.Add(Nearest(thresholds, looked));
        var wanted = most - kept.Count + 1;
        for (int k = 1, i = 0; k < wanted; k++)
        {
            var here = k / (double)wanted;
            while (i + 1 < chosen.Count && Math.Abs(along[i + 1] - here) <= Math.Abs(along[i] - here)) i++;
            kept.Add(i);
        }
        return [.. kept.Select(i => chosen[i])];
    }

    // Of falling thresholds the one nearest to a number, of several the highest.
    private static int Nearest(List<double> falling, double number)
    {
        var (low, high) = (0, falling.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (falling[middle] > number) low = middle + 1;
            else high = middle;
        }
        // The first that is not above the number, or one that is.
        if (low > 0 && Math.Abs(falling[low - 1] - number) <= Math.Abs(falling[low] - number)) low--;
        while (low > 0 && falling[low - 1] == falling[low]) low--;
        return low;
    }
}

/// <summary>Patients who are cut: one group, or groups of which only the sum can be worked out.</summary>
/// <param name="Events">At each cut the flagged with the event: 0 at the first, all at the last, never falling.</param>
/// <param name="NonEvents">At each cut the flagged without.</param>
/// <param name="Marks">What is known of the ranking from elsewhere.</param>
internal sealed record CutParty(int[] Events, int[] NonEvents, IReadOnlyList<CutMark> Marks)
{
    /// <summary>Number of cuts.</summary>
    public int Cuts => Events.Length;

    /// <summary>True when two cuts may both be shown.</summary>
    // Within the loop over all cuts of a group, which is over before a call is compiled well.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Step(int from, int to) =>
        !CellTable.IsSmall(Math.Abs(Events[to] - Events[from])) && !CellTable.IsSmall(Math.Abs(NonEvents[to] - NonEvents[from]));

    /// <summary>True when a cut may be shown beside all that is known from elsewhere.</summary>
    public bool IsClear(int cut)
    {
        for (var i = 0; i < Marks.Count; i++)
            if (Marks[i] is var mark && !mark.Allows(Math.Abs(Events[cut] - mark.Events), Math.Abs(NonEvents[cut] - mark.NonEvents))) return false;
        return true;
    }

    /// <summary>True when a point there would tell what is hidden.</summary>
    public bool Hides(int cut)
    {
        foreach (var mark in Marks)
            if (mark.Kind == CutMarkKind.Hidden && !mark.Allows(Math.Abs(Events[cut] - mark.Events), Math.Abs(NonEvents[cut] - mark.NonEvents))) return true;
        return false;
    }

    /// <summary>How far along the curve a cut is, 0 to 1.</summary>
    public double Along(int cut) => ((Events[cut] / (double)Math.Max(1, Events[^1])) + (NonEvents[cut] / (double)Math.Max(1, NonEvents[^1]))) / 2;
}

/// <summary>A place in a ranking that readers know of, or must not learn of.</summary>
/// <param name="Events">The patients with the event above it.</param>
/// <param name="NonEvents">The patients without above it.</param>
/// <param name="Kind">What is known of it.</param>
internal readonly record struct CutMark(int Events, int NonEvents, CutMarkKind Kind)
{
    /// <summary>
    /// The places in the ranking of a group of the threshold and, under profile public, of every other threshold at which a metric
    /// that is shown tells the decisions.
    /// </summary>
    /// <param name="table">The groups.</param>
    /// <param name="group">Which of them.</param>
    /// <param name="suppression">What must not be shown.</param>
    /// <param name="whenShown">What is known of it when the decisions are shown.</param>
    public static IReadOnlyList<CutMark> Of(GroupTable table, int group, Suppression suppression, CutMarkKind whenShown)
    {
        var evidence = table.Evidence[group];
        bool Hides(string metric) => suppression.Hides(MetricCatalog.Find(metric)!.Info, evidence.Subgroup, table.Of(metric)[group]);
        CutMark At(ConfusionCounts cells, CutMarkKind kind) => new(cells.TruePositives.Rows, cells.FalsePositives.Rows, kind);
        return
        [
            At(evidence.Confusion, Hides(nameof(Sensitivity)) || Hides(nameof(Specificity)) ? CutMarkKind.Hidden : whenShown),
            .. suppression.ToldElsewhere(evidence.Subgroup).Select(cells => At(cells, whenShown)),
        ];
    }

    /// <summary>True when a point so far from it may be shown.</summary>
    public bool Allows(int events, int nonEvents) => Kind switch
    {
        CutMarkKind.Counts => !CellTable.IsSmall(events) && !CellTable.IsSmall(nonEvents),
        CutMarkKind.Patients => !CellTable.IsSmall(events + nonEvents),
        _ => events > CellTable.LargestSmall / 2 && nonEvents > CellTable.LargestSmall / 2,
    };
}

/// <summary>What is known of a place in a ranking.</summary>
internal enum CutMarkKind
{
    /// <summary>The patients with and without the event above it are shown, and neither may be told apart from a point's by 1 to 10.</summary>
    Counts,
    /// <summary>As <see cref="Counts"/>, but only patients in all are looked at: under profile internal a bin may hold few events.</summary>
    Patients,
    /// <summary>
    /// How many patients stand above it may be known, the events among them not: no point may come so near that the step in which
    /// it lies tells them.
    /// </summary>
    Hidden,
}
