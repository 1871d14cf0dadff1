namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>The absolute difference of the shares of rows that meet a condition.</summary>
internal static class ShareGap
{
    /// <summary>Compares them, with what each row adds.</summary>
    /// <param name="influences">Takes what each row adds.</param>
    /// <param name="isTrain">Whether a training row meets the condition.</param>
    /// <param name="isSynthetic">Whether a made-up row does.</param>
    public static PartDistance Compare(RowInfluences influences, Func<int, bool> isTrain, Func<int, bool> isSynthetic)
    {
        var group = influences.Group;
        var (n, m) = (group.Train.Length, group.Synthetic.Length);
        var (a, b) = (group.Train.Count(isTrain), group.Synthetic.Count(isSynthetic));
        var sign = (long)a * m >= (long)b * n ? 1 : -1;
        for (var i = 0; i < n; i++) influences.Train[i] = sign * ((isTrain(group.Train[i]) ? 1 : 0) - (a / (double)n)) / n;
        for (var i = 0; i < m; i++) influences.Synthetic[i] = -sign * ((isSynthetic(group.Synthetic[i]) ? 1 : 0) - (b / (double)m)) / m;
        // Near 0 and 1 a share seems to vary less than it does: Agresti and Coull's four more patients make up for it.
        var (error, least) = (influences.StandardError, Math.Sqrt(Variance(a, n, influences.TrainPatients) + Variance(b, m, influences.SyntheticPatients)));
        return new(Math.Abs((a / (double)n) - (b / (double)m)), Math.Sqrt(2 / Math.PI) * Math.Max(error, least), Math.Min(n, m), null)
        {
            Extra = Math.Sqrt(Math.Max(0, (least * least) - (error * error))),
        };
    }

    private static double Variance(int count, int rows, int patients)
    {
        var share = ((count / (double)rows * patients) + 2) / (patients + 4);
        return share * (1 - share) / (patients + 4);
    }
}
