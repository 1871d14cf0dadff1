using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using AuditHarness.Cohorts;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Metrics;

namespace AuditHarness.Audits.Records;

/// <summary>
/// Runs every check on the audited records and on those of each baseline. A check that breaks loses its own figures and no others: each is
/// there with the reason, so that nothing that the plan lists vanishes.
/// </summary>
internal static class RecordMeasuring
{
    /// <summary>Measures.</summary>
    /// <param name="sets">The audited records and the baselines, not measured yet.</param>
    /// <param name="measures">The checks.</param>
    /// <param name="options">Workers, progress, cancellation.</param>
    /// <returns>The same sets with their figures, and what broke.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="AuditInputException">A check refuses the records.</exception>
    public static (IReadOnlyList<MeasuredRecords> Measured, IReadOnlyList<Phrase> Notices) Run(IReadOnlyList<MeasuredRecords> sets, IReadOnlyList<IRecordMeasure> measures, AuditOptions options)
    {
        // All checks of one set before those of the next, whose distances need not be held meanwhile.
        (int Set, int Measure)[] tasks = [.. from s in Enumerable.Range(0, sets.Count) where sets[s].Evidence is not null from m in Enumerable.Range(0, measures.Count) select (s, m)];
        var found = new IReadOnlyList<RecordFigure>[sets.Count, measures.Count];
        var broken = new Exception?[sets.Count, measures.Count];
        var done = 0;
        options.Progress?.Report(new("Measuring records", 0, tasks.Length));
        try
        {
            Parallel.ForEach(
                Partitioner.Create(tasks, EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = options.Stop }, task =>
            {
                var evidence = sets[task.Set].Evidence!;
                (found[task.Set, task.Measure], broken[task.Set, task.Measure]) = Figures(measures[task.Measure], evidence, options.Stop);
                options.Progress?.Report(new("Measuring records", Interlocked.Increment(ref done), tasks.Length));
            });
        }
        catch (AggregateException e)
        {
            options.Stop.ThrowIfCancellationRequested();
            if (Refusal(e) is { } refusal) ExceptionDispatchInfo.Throw(refusal);
            throw;
        }
        List<MeasuredRecords> measured = [];
        List<Phrase> notices = [];
        for (var s = 0; s < sets.Count; s++)
        {
            var figures = new OrderedDictionary<(string, string?, Subgroup), RecordFigure>();
            for (var m = 0; m < measures.Count && sets[s].Evidence is not null; m++)
            {
                foreach (var figure in found[s, m]) figures.TryAdd((figure.Metric, figure.Subject, figure.Group), figure);
                if (broken[s, m] is { } fault)
                    notices.Add(sets[s].Name is { } name
                        ? Phrase.Of($"The check '{measures[m].GetType().Name}' failed on the baseline '{name}' ({TypeOf(fault)}): its figures are missing there. That is a fault of this program; all other checks stand.")
                        : Phrase.Of($"The check '{measures[m].GetType().Name}' failed ({TypeOf(fault)}): its figures are missing. That is a fault of this program; all other checks stand."));
            }
            measured.Add(sets[s] with { Figures = figures });
        }
        return (measured, notices);
    }

    private static (IReadOnlyList<RecordFigure> Figures, Exception? Fault) Figures(IRecordMeasure measure, RecordEvidence evidence, CancellationToken stop)
    {
        try
        {
            stop.ThrowIfCancellationRequested();
            return ([.. measure.Measure(evidence)], null);
        }
        catch (Exception e) when (!stop.IsCancellationRequested && Refusal(e) is null)
        {
            var why = new Estimate.Undefined(Phrase.Of($"the check failed ({TypeOf(e)})"));
            return ([.. from info in measure.Infos from g in evidence.Groups select new RecordFigure(info.Id, null, g.Subgroup, why)], e);
        }
    }

    private static AuditInputException? Refusal(Exception e) => e as AuditInputException ?? (e as AggregateException)?.Flatten().InnerExceptions.OfType<AuditInputException>().FirstOrDefault();

    // Its message could hold a value of a patient.
    private static string TypeOf(Exception e) => ((e as AggregateException)?.Flatten().InnerExceptions[0] ?? e).GetType().Name;
}
