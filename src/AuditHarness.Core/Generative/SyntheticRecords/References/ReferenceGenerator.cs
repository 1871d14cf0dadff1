using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.References;

/// <summary>
/// A generator that ships: a floor or a ceiling beside the audited one, or one with a dial whose effect is known. Fitted once, and all
/// its chance comes from the seed of the request.
/// </summary>
public abstract class ReferenceGenerator : IRecordGenerator
{
    /// <summary>Kind in the identity of each.</summary>
    public const string Kind = "reference";

    /// <summary>A generator.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="madeOf">Hash of what it was fitted on, or of the generator that it changes.</param>
    /// <param name="settings">What else its records depend on; two generators that differ in it have another identity.</param>
    protected ReferenceGenerator(string name, string madeOf, FormattableString settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var text = $"{name}\n{settings.ToString(CultureInfo.InvariantCulture)}\n{madeOf}";
        Identity = new(new(Kind, name, null, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))), Modality.Records, [], TakesSeeds: true);
    }

    /// <inheritdoc/>
    public GeneratorIdentity Identity { get; }

    /// <inheritdoc/>
    public abstract Phrase Reading { get; }

    /// <inheritdoc/>
    public RecordTable Sample(SampleRequest request, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Count, 1, nameof(request));
        if (request.Conditions.Count > 0) throw new AuditInputException(
            $"The reference generator '{Identity.Model.Name}' takes no conditions, and is asked for records of one '{Unprintable.Replace(request.Conditions[0].Key)}'. Ask it for records without conditions.");
        stop.ThrowIfCancellationRequested();
        return Draw(request, new Seed(request.Seed).For(string.Create(CultureInfo.InvariantCulture, $"{Identity.Model.Name}/{request.Repeat}")), stop);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes up the rows.</summary>
    /// <param name="request">What is asked, without conditions.</param>
    /// <param name="seed">Where this generator's own chance comes from: other requests have others.</param>
    /// <param name="stop">Cancels.</param>
    protected abstract RecordTable Draw(SampleRequest request, Seed seed, CancellationToken stop);

    /// <summary>Lets go of what it holds; most hold nothing.</summary>
    /// <param name="disposing">Always true.</param>
    protected virtual void Dispose(bool disposing) { }

    /// <summary>Refuses to be fitted on nothing.</summary>
    /// <param name="train">The training records.</param>
    /// <exception cref="AuditInputException">They have no row.</exception>
    protected static RecordTable Fitted(RecordTable train)
    {
        ArgumentNullException.ThrowIfNull(train);
        return train.Count > 0 ? train : throw new AuditInputException("The training records have no rows, and a reference generator learns from them. Give it at least one.");
    }

    /// <summary>Rows drawn with replacement.</summary>
    /// <param name="rows">How many there are; at least 1.</param>
    /// <param name="count">How many are drawn.</param>
    /// <param name="seed">Where chance comes from.</param>
    protected static int[] WithReplacement(int rows, int count, Seed seed)
    {
        var random = seed.Generator();
        var drawn = new int[count];
        for (var k = 0; k < count; k++) drawn[k] = (int)(random.NextUniform() * rows);
        return drawn;
    }
}
