using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;
using AuditHarness.Generative.SyntheticRecords.References;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Generators.References;

/// <summary>Generators that ship, as a config names them: to try an audit before there is a generator, and to see what it finds.</summary>
public static class ReferenceSource
{
    private static readonly OrderedDictionary<string, Func<RecordTable, CancellationToken, IRecordGenerator>> s_methods = new(StringComparer.Ordinal)
    {
        ["memoriser"] = (train, _) => new Memoriser(train),
        ["independentMarginals"] = (train, _) => new IndependentMarginals(train),
        ["bootstrap"] = (train, _) => new RowBootstrap(train),
        ["gaussianCopula"] = (train, stop) => new GaussianCopula(train, stop),
    };

    /// <summary>What 'method' may say.</summary>
    public static IReadOnlyCollection<string> Methods => s_methods.Keys;

    /// <summary>Fits a generator: first its method, then noise, then copies, then what is dropped.</summary>
    /// <param name="plan">The generator; its <see cref="GeneratorPlan.Reference"/> says which.</param>
    /// <param name="train">The training records.</param>
    /// <param name="place">Who cancels.</param>
    /// <exception cref="AuditInputException">There is no such method, or the training records have no rows.</exception>
    public static IRecordGenerator Open(GeneratorPlan plan, RecordTable train, ModelPlace place)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(place);
        var reference = plan.Reference ?? throw new ArgumentException("The plan says nothing of a reference generator.", nameof(plan));
        if (!s_methods.TryGetValue(reference.Method, out var fit)) throw new AuditInputException(
            $"There is no reference generator {Quoted.Text(reference.Method)}.{Quoted.Nearest(reference.Method, s_methods.Keys)} Name one of {Quoted.List(s_methods.Keys)}.");
        var generator = fit(train, place.Stop);
        if (reference.Noise > 0 || reference.Flips > 0) generator = new NoiseDial(generator, train, reference.Noise, reference.Flips);
        if (reference.Copied > 0) generator = new CopyDial(generator, train, reference.Copied);
        if (reference is { DroppedColumn: { } column, DroppedLevel: { } level }) generator = new DropDial(generator, column, level, reference.Dropped);
        return new Named(generator, plan);
    }

    // What the config calls it stands in its identity; its hash stays that of what it does and was fitted on.
    private sealed class Named(IRecordGenerator inner, GeneratorPlan plan) : IRecordGenerator
    {
        public GeneratorIdentity Identity { get; } = inner.Identity with
        {
            Model = inner.Identity.Model with { Name = plan.Name.Length > 0 ? plan.Name : inner.Identity.Model.Name, Version = plan.Version },
        };

        public Phrase Reading => inner.Reading;

        public RecordTable Sample(SampleRequest request, CancellationToken stop = default) => inner.Sample(request, stop);

        public void Dispose() => inner.Dispose();
    }
}
