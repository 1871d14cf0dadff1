using System.Globalization;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Draws;

/// <summary>
/// A generator that is not there any more, or need not be: of it there is what it is known to be, and one draw that is kept. Its files are
/// not opened, nothing is started, and it makes nothing.
/// </summary>
public sealed class KeptGenerator : IRecordGenerator
{
    private KeptGenerator(Draw draw, GeneratorPlan plan)
    {
        Draw = draw;
        var model = draw.Generator with { Name = plan.Name.Length > 0 ? plan.Name : draw.Generator.Name, Version = plan.Version ?? draw.Generator.Version };
        Identity = new(model, draw.Modality, [.. draw.Request.Conditions.Select(c => c.Key)], draw.TakesSeeds) { OwnVersion = draw.OwnVersion };
    }

    /// <summary>The draw.</summary>
    public Draw Draw { get; }

    /// <inheritdoc/>
    public GeneratorIdentity Identity { get; }

    /// <inheritdoc/>
    public Phrase Reading => Phrase.Of($"Records that the generator made earlier, read from the store of draws; the generator itself was not opened.");

    /// <summary>The generator of the one kept draw that answers what a plan asks.</summary>
    /// <param name="store">Where draws are kept.</param>
    /// <param name="plan">The generator; its hash, where it gives one, must be that of the draw. Of several versions that differ in nothing else its version says which.</param>
    /// <param name="asked">SHA-256 of the settings with which it is asked.</param>
    /// <param name="count">Rows; null takes a draw of any number.</param>
    /// <param name="conditions">Values that all rows have, in ordinal order of the columns.</param>
    /// <param name="seed">Seed of the request.</param>
    /// <exception cref="AuditInputException">None is kept, or several of different generators or sizes.</exception>
    public static KeptGenerator Of(DrawStore store, GeneratorPlan plan, string asked, int? count, IReadOnlyList<KeyValuePair<string, string>> conditions, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(plan);
        var (all, unreadable) = store.All();
        Draw[] kept = [.. all.Where(d => d.Modality == Modality.Records && d.Asked == asked
            && (plan.Sha256 is null || string.Equals(plan.Sha256, d.Generator.Sha256, StringComparison.OrdinalIgnoreCase))
            && (count is null || d.Request.Count == count) && d.Request.Seed == seed && d.Request.Repeat == 0 && d.Request.Conditions.SequenceEqual(conditions))];
        if (kept.Length > 1 && plan.Version is { } version && kept.Where(d => d.OwnVersion == version).ToArray() is { Length: > 0 } named) kept = named;
        var rows = count is { } n ? string.Create(CultureInfo.InvariantCulture, $"{n:N0} rows") : "rows";
        var others = unreadable == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
            $" {unreadable:N0} other kept {(unreadable == 1 ? "draw is damaged or of another version, and was" : "draws are damaged or of another version, and were")} not looked at.");
        return kept switch
        {
            [var draw] => new(draw, plan),
            [] => throw new AuditInputException(
                $"No draw of {rows} that this config asks of a generator of the kind {Quoted.Text(plan.Kind)} is kept, with the same training records, settings, conditions and seed, so that nothing can be replayed.{others} Run once without '--replay', or name the folder of its draws with '--draws'."),
            _ => throw new AuditInputException(
                $"Several kept draws answer what this config asks: of the generators {Quoted.List([.. kept.Select(d => d.Generator.Sha256).Distinct()])}. Say which is meant with 'generator.sha256' or 'generator.version', and how many rows with 'generator.count'."),
        };
    }

    /// <inheritdoc/>
    /// <exception cref="AuditInputException">Always: it makes nothing.</exception>
    public RecordTable Sample(SampleRequest request, CancellationToken stop = default) =>
        throw new AuditInputException($"The generator {Quoted.Text(Identity.Model.Name)} is replayed from its kept draw, and makes no other records. Run without '--replay'.");

    /// <inheritdoc/>
    public void Dispose() { }
}
