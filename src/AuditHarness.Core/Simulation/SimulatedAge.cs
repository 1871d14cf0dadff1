using AuditHarness.Audits;

namespace AuditHarness.Simulation;

/// <summary>Age in whole years, each as likely as the other, and the bands in which it is audited.</summary>
public sealed class SimulatedAge
{
    /// <summary>Ages from one to another.</summary>
    /// <param name="youngest">Youngest age, in years.</param>
    /// <param name="oldest">Oldest age, in years.</param>
    /// <param name="edges">Inner edges of the bands, ascending, between the two; at least one.</param>
    /// <param name="reference">Band the others are compared with.</param>
    /// <exception cref="ArgumentException">A band would be empty, or the reference is not a band.</exception>
    public SimulatedAge(int youngest, int oldest, IReadOnlyList<double> edges, string reference)
    {
        (Youngest, Oldest, Edges) = (youngest, oldest, edges);
        var names = new AttributePlan("age", "age", edges, reference).BinLevels!;
        var years = Enumerable.Range(youngest, Years).CountBy(BandOf).ToDictionary();
        if (years.Count != names.Count) throw new ArgumentException("Every band of age needs a year.", nameof(edges));
        Bands = new SimulatedAttribute("age", reference, [.. names.Select((name, band) => (name, (double)years[band] / Years))]);
    }

    /// <summary>Youngest age, in years.</summary>
    public int Youngest { get; }

    /// <summary>Oldest age, in years.</summary>
    public int Oldest { get; }

    /// <summary>Inner edges of the bands, ascending.</summary>
    public IReadOnlyList<double> Edges { get; }

    /// <summary>The bands as an attribute.</summary>
    public SimulatedAttribute Bands { get; }

    private int Years => Oldest - Youngest + 1;

    /// <summary>Index of the band of an age.</summary>
    /// <param name="age">Age in years.</param>
    public int BandOf(int age) => Edges.Count(edge => age >= edge);

    /// <summary>Age that a uniform draw falls on.</summary>
    /// <param name="uniform">In (0, 1).</param>
    public int Draw(double uniform) => Youngest + (int)(uniform * Years);
}
