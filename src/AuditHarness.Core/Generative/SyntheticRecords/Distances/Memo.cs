using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AuditHarness.Generative.SyntheticRecords.Distances;

/// <summary>What is computed when first asked for, once, from any thread. What fails or is cancelled is tried again by who asks next.</summary>
internal sealed class Memo
{
    private readonly ConcurrentDictionary<string, Place> _places = new(StringComparer.Ordinal);

    /// <summary>The value of a name.</summary>
    /// <param name="make">Computes it.</param>
    /// <param name="name">Name of the property that asks.</param>
    public T Once<T>(Func<T> make, [CallerMemberName] string name = "") where T : class
    {
        var place = _places.GetOrAdd(name, _ => new());
        lock (place) return (T)(place.Value ??= make());
    }

    private sealed class Place
    {
        public object? Value { get; set; }
    }
}
