using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Generative.SyntheticRecords.References;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Audits.Records;

/// <summary>The records that stand beside the audited ones: real ones, and those of generators that ship.</summary>
internal static class BaselineRecords
{
    /// <summary>The evidence of a baseline: as that of the audited records, with others in their place.</summary>
    /// <param name="name">Its name in <see cref="RecordBaselines"/>.</param>
    /// <param name="audited">The audited records.</param>
    /// <param name="groups">Whom to compare.</param>
    /// <param name="seed">Seed of the audit.</param>
    /// <param name="stop">Cancels.</param>
    public static MeasuredRecords Of(string name, RecordEvidence audited, RecordGroups groups, Seed seed, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (name != RecordBaselines.Real)
        {
            using var generator = Generator(name, audited.Train, stop);
            var drawn = (ulong)(seed.For($"baseline/{name}").Value >> 11);
            var made = generator.Sample(new(audited.Synthetic.Count, [], drawn, 0), stop);
            return With(new([.. audited.Train.Columns.Select(c => WithLevelsOf(c, made.Find(c.Name)!))], made.Count), audited.Holdout);
        }
        if (audited.Holdout is not { } holdout) return new(name, null, Phrase.Of($"there are no held-out records"));
        var halves = Halves(holdout, audited.Roles, seed.For("baseline/halves"));
        return halves is null ? new(name, null, Phrase.Of($"there are fewer than 2 held-out patients")) : With(holdout.Take(halves.Value.Made), holdout.Take(halves.Value.Held));

        MeasuredRecords With(RecordTable made, RecordTable? held) => new(name, audited with { Synthetic = made, Holdout = held, Groups = groups.In(audited.Train, held, made) }, null);
    }

    /// <summary>Held-out patients in two halves: all rows of a patient are in the same. Patients are numbered by what their rows hold, so that the order of the file changes nothing.</summary>
    /// <param name="holdout">The held-out records.</param>
    /// <param name="roles">What the columns mean.</param>
    /// <param name="seed">Where chance comes from.</param>
    /// <returns>Rows of each half; null for fewer than two patients.</returns>
    public static (int[] Made, int[] Held)? Halves(RecordTable holdout, RecordRoles roles, Seed seed)
    {
        int[] rows = [.. Enumerable.Range(0, holdout.Count)];
        var patients = RecordUnits.Of(holdout, rows, roles);
        if (patients.Count < 2) return null;
        var isMade = new bool[patients.Count];
        foreach (var patient in SimpleRandomSample.Rows(patients.Count, patients.Count / 2, seed)) isMade[patient] = true;
        return ([.. rows.Where(r => isMade[patients.OfRow[r]])], [.. rows.Where(r => !isMade[patients.OfRow[r]])]);
    }

    // What is compared has the same levels in the same order; a generator makes no others than it was fitted on.
    private static RecordColumn WithLevelsOf(RecordColumn train, RecordColumn made)
    {
        if (train is not RecordColumn.Category known || made is not RecordColumn.Category category || ReferenceEquals(known.Levels, category.Levels)) return made;
        var codes = known.Levels.Select((level, k) => (level, k)).ToDictionary(p => p.level, p => p.k, StringComparer.Ordinal);
        return new RecordColumn.Category(known.Name, known.Levels, Array.ConvertAll(category.Codes, c => c < 0 ? -1 : codes[category.Levels[c]]));
    }

    private static IRecordGenerator Generator(string name, RecordTable train, CancellationToken stop) => name switch
    {
        RecordBaselines.Memoriser => new Memoriser(train),
        RecordBaselines.IndependentMarginals => new IndependentMarginals(train),
        RecordBaselines.BootstrapWithNoise => new NoiseDial(new RowBootstrap(train), train, ReferenceCatalog.Noise, ReferenceCatalog.Flips),
        RecordBaselines.GaussianCopula => new GaussianCopula(train, stop),
        _ => throw new AuditInputException($"There is no baseline '{Unprintable.Replace(name)}'. Name some of {RecordDeclarations.List(RecordBaselines.All)} in 'baselines'."),
    };
}
