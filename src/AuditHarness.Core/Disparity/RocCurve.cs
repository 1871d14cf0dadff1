using System.Runtime.CompilerServices;
using AuditHarness.Metrics;

namespace AuditHarness.Disparity;

/// <summary>
/// A ROC curve as a function of the false positive rate: straight pieces between the points of distinct scores (ties slope), with jumps
/// where only events share a score.
/// </summary>
/// <param name="From">False positive rate at which each piece starts; ascending.</param>
/// <param name="To">False positive rate at which it ends; the last is 1.</param>
/// <param name="Start">True positive rate at the start.</param>
/// <param name="End">True positive rate at the end.</param>
internal sealed record RocCurve(double[] From, double[] To, double[] Start, double[] End)
{
    /// <summary>The curve of a group.</summary>
    /// <param name="group">At least one patient of each outcome.</param>
    public static RocCurve Of(SubgroupEvidence group)
    {
        var ranked = group.Ranked;
        var (events, nonEvents) = (ranked.Events.Sum().Weight, ranked.NonEvents.Sum().Weight);
        double x = 0, y = 0, passedEvents = 0, passedNonEvents = 0;
        var pieces = 0;
        foreach (var rows in ranked.NonEvents.Rows) pieces += rows > 0 ? 1 : 0;
        var (from, to, start, end, at) = (new double[pieces], new double[pieces], new double[pieces], new double[pieces], 0);
        var lastNonEvent = ranked.NonEvents.First();
        for (var i = ranked.Count - 1; i >= 0; i--)
        {
            (passedEvents, passedNonEvents) = (passedEvents + ranked.Events[i].Weight, passedNonEvents + ranked.NonEvents[i].Weight);
            var (nextX, nextY) = (i == lastNonEvent ? 1 : Math.Min(1, passedNonEvents / nonEvents), Math.Min(1, passedEvents / events));
            if (ranked.NonEvents[i].Rows > 0)
            {
                (from[at], to[at], start[at], end[at]) = (x, nextX, y, nextY);
                at++;
            }
            (x, y) = (nextX, nextY);
        }
        return new(from, to, start, end);
    }

    /// <summary>Area between two curves, exact, and the area of this one less that of the other.</summary>
    /// <param name="other">The other curve.</param>
    public (double Absolute, double Signed) AreaTo(RocCurve other)
    {
        double absolute = 0, signed = 0, x = 0;
        double[] ends = To, otherEnds = other.To;
        for (int i = 0, j = 0; i < ends.Length && j < otherEnds.Length;)
        {
            var next = Math.Min(ends[i], otherEnds[j]);
            var width = next - x;
            if (width > 0)
            {
                var (first, last) = (At(i, x) - other.At(j, x), At(i, next) - other.At(j, next));
                signed += width * (first + last) / 2;
                // Of a difference that changes its sign within the piece, both triangles count.
                absolute += width * (first * last >= 0 ? Math.Abs(first + last) / 2
                    : ((first * first) + (last * last)) / (2 * (Math.Abs(first) + Math.Abs(last))));
            }
            x = next;
            // Which of them ends here is a toss-up: added without a jump.
            (i, j) = (i + (ends[i] <= next ? 1 : 0), j + (otherEnds[j] <= next ? 1 : 0));
        }
        return (absolute, signed);
    }

    // In line, for the few walks along a curve are so long that they are over before a call is compiled well.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double At(int piece, double x) => To[piece] > From[piece]
        ? Start[piece] + ((End[piece] - Start[piece]) * Math.Clamp((x - From[piece]) / (To[piece] - From[piece]), 0, 1)) : End[piece];
}
