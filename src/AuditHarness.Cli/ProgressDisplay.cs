using AuditHarness.Audits;
using Spectre.Console;

namespace AuditHarness.Cli;

/// <summary>Progress bars on standard error, on a terminal only, gone when the work is done.</summary>
internal static class ProgressDisplay
{
    /// <summary>Does the work, showing how far it is.</summary>
    /// <param name="quiet">Shows nothing; nor does a standard error that is piped.</param>
    /// <param name="work">The work; it is given null when nothing is shown.</param>
    public static T Around<T>(bool quiet, Func<IProgress<AuditProgress>?, T> work)
    {
        if (quiet || Console.IsErrorRedirected) return work(null);
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress().AutoClear(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .Start(context => work(new Bars(context)));
    }

    /// <summary>A bar per step; told from any thread.</summary>
    private sealed class Bars(ProgressContext context) : IProgress<AuditProgress>
    {
        private readonly Lock _gate = new();
        private string? _step;
        private ProgressTask? _bar;

        public void Report(AuditProgress value)
        {
            lock (_gate)
            {
                if (_step != value.Step)
                {
                    if (_bar is not null) _bar.Value = _bar.MaxValue;
                    (_step, _bar) = (value.Step, context.AddTask(Markup.Escape(value.Step)));
                }
                _bar!.MaxValue = Math.Max(value.Total, 1);
                // Threads may report out of order; a bar only grows.
                _bar.Value = Math.Max(_bar.Value, value.Done);
                _bar.IsIndeterminate = value is { Total: 1, Done: 0 };
            }
        }
    }
}
