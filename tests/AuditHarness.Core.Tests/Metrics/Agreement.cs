namespace AuditHarness.Metrics;

/// <summary>Collects comparisons of our figures with an oracle's: all that differ are reported at once, and too few are a failure.</summary>
internal sealed class Agreement
{
    private readonly List<string> _differences = [];
    private int _compared;

    /// <summary>Compares; the tolerance is absolute for figures up to 1 and relative above.</summary>
    public void Check(string what, double ours, double theirs, double tolerance)
    {
        _compared++;
        if (!(Math.Abs(ours - theirs) <= tolerance * Math.Max(1, Math.Abs(theirs)))) Differs(what, ours, theirs);
    }

    /// <summary>Compares relative to their figure, for those that are small by nature, such as variances.</summary>
    public void CheckRelative(string what, double ours, double theirs, double tolerance)
    {
        _compared++;
        if (!(Math.Abs(ours - theirs) <= tolerance * Math.Abs(theirs))) Differs(what, ours, theirs);
    }

    /// <summary>Compares a metric's value; an undefined one differs from any figure.</summary>
    public void Check(string what, Estimate ours, double theirs, double tolerance) =>
        Check(what, ours is Estimate.Known known ? known.Value : double.NaN, theirs, tolerance);

    /// <summary>Where peers give 0 for a rate over nobody, ours must have no figure but a reason.</summary>
    public void IsUndefined(string what, Estimate ours)
    {
        _compared++;
        if (ours is not Estimate.Undefined { Reason.Template.Length: > 0 }) _differences.Add($"{what}: {ours}, expected undefined with a reason");
    }

    /// <summary>Fails with all differences, or when fewer figures were compared than there should be.</summary>
    public void Holds(int atLeast)
    {
        Assert.That(_compared, Is.GreaterThanOrEqualTo(atLeast), "figures compared");
        Assert.That(_differences, Is.Empty);
    }

    private void Differs(string what, double ours, double theirs) =>
        _differences.Add(FormattableString.Invariant($"{what}: ours {ours:R}, theirs {theirs:R}"));
}
