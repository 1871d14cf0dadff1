namespace AuditHarness.FirstContact;

/// <summary>What a glance at scores tells of them: whether they rank the right way, and whether a threshold divides anybody.</summary>
internal sealed class ScoresSeen
{
    /// <summary>Below this rank scores are likely turned round: chance alone seldom gives less once there are 50 events.</summary>
    public const double Backwards = 0.4;

    private const int FewestOfEach = 50;
    private const double FewestFlagged = 0.01;

    private readonly double[] _ascending;

    /// <param name="scores">Scores in [0, 1]; at least one.</param>
    /// <param name="labels">1 for an event, else 0; same length.</param>
    public ScoresSeen(double[] scores, byte[] labels)
    {
        _ascending = [.. scores.Order()];
        double[] others = [.. scores.Where((_, k) => labels[k] == 0).Order()];
        if (others.Length < FewestOfEach || labels.Length - others.Length < FewestOfEach) return;
        var wins = 0.0;
        for (var k = 0; k < scores.Length; k++)
            if (labels[k] == 1) wins += (Below(others, scores[k]) + Below(others, double.BitIncrement(scores[k]))) / 2.0;
        Rank = wins / others.Length / (labels.Length - others.Length);
    }

    /// <summary>Chance that an event has a higher score than another row, ties counted half; 1 where there are too few rows to say.</summary>
    public double Rank { get; } = 1;

    /// <summary>True when a threshold flags next to nobody, or next to everybody.</summary>
    /// <param name="threshold">Flagged from here on.</param>
    public bool Vacuous(double threshold) => 1 - ((double)Below(_ascending, threshold) / _ascending.Length) is var flagged && flagged is < FewestFlagged or > 1 - FewestFlagged;

    /// <summary>A threshold that flags about as many rows as have an event, in two digits; null where no such threshold divides the rows.</summary>
    /// <param name="labels">The outcomes.</param>
    public double? Instead(byte[] labels)
    {
        var place = Math.Clamp(_ascending.Length - labels.Sum(l => l), 0, _ascending.Length - 1);
        foreach (var digits in new[] { 2, 3, 4 })
            if (Math.Round(_ascending[place], digits) is var threshold && threshold > 0 && !Vacuous(threshold)) return threshold;
        return null;
    }

    private static int Below(double[] ascending, double value)
    {
        var (from, to) = (0, ascending.Length);
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (ascending[middle] < value) from = middle + 1;
            else to = middle;
        }
        return from;
    }
}
