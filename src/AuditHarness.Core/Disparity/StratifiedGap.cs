namespace AuditHarness.Disparity;

/// <summary>A weighted mean of independent gaps, one per stratum.</summary>
internal static class StratifiedGap
{
    /// <summary>
    /// The mean; its limits are recovered from those of the strata, √Σ(wᵢ(dᵢ − lᵢ))² below and likewise above: Zou and Donner (2008),
    /// Stat. Med. 27:1693–1702; Yan and Su (2010), Stat. Biopharm. Res. 2:323–335.
    /// </summary>
    /// <param name="parts">Weight and gap of each stratum that has one; at least one.</param>
    /// <param name="strata">How many strata there are.</param>
    public static GapFigure Mean(IReadOnlyList<(double Weight, GapFigure.Known Gap)> parts, int strata)
    {
        var total = parts.Sum(p => p.Weight);
        var value = parts.Sum(p => p.Weight / total * p.Gap.Value);
        (double, double) Limits(Func<GapFigure.Known, (double Lower, double Upper)> of)
        {
            var (below, above) = (0.0, 0.0);
            foreach (var (weight, gap) in parts)
            {
                var (lower, upper) = of(gap);
                below += Square(weight / total * (gap.Value - lower));
                above += Square(weight / total * (upper - gap.Value));
            }
            return (Math.Max(-1, value - Math.Sqrt(below)), Math.Min(1, value + Math.Sqrt(above)));
        }
        return new GapFigure.Known(value,
            parts.Count == strata ? Phrase.Of($"MOVER of Newcombe's within {strata} {strata:plural(stratum|strata)}")
                : Phrase.Of($"MOVER of Newcombe's within {parts.Count} of {strata} strata; the others cannot be compared"),
            z => Limits(g => g.Limits(z)))
        {
            PValue = GapFigure.Inverted(z => Limits(g => g.Limits(z))),
            Grown = (one, other, z) => Limits(g => g.Grown!(one, other, z)),
        };
    }

    /// <summary>The mean by itself, without limits; null where no stratum has a gap.</summary>
    /// <param name="parts">Weight and gap of each stratum; those without one drop out.</param>
    public static double? Mean(IReadOnlyList<(double Weight, double? Gap)> parts)
    {
        var known = parts.Where(p => p.Gap is not null).ToArray();
        var total = known.Sum(p => p.Weight);
        return known.Length == 0 ? null : known.Sum(p => p.Weight / total * p.Gap!.Value);
    }

    private static double Square(double x) => x * x;
}
