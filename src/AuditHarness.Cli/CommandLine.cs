using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;
using System.Text;
using AuditHarness.Cli.Commands;

namespace AuditHarness.Cli;

/// <summary>The program: commands, and what becomes of everything that can go wrong in them.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> args)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        // Figures and messages are the same wherever they are read.
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentUICulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        return Guard(() =>
        {
            var nothingAsked = args.Count == 0;
            var parsed = Root().Parse(nothingAsked ? ["--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Errors.Count > 0) return UsageError(parsed);
            var code = parsed.Invoke(new()
            {
                EnableDefaultExceptionHandler = false,
                Output = nothingAsked ? Console.Error : Console.Out,
            });
            return nothingAsked ? ExitCode.CouldNotRun : code;
        });
    }

    /// <summary>Runs a command and turns whatever it throws into one message and an exit code.</summary>
    internal static int Guard(Func<int> command)
    {
        try
        {
            return command();
        }
        catch (AuditInputException e)
        {
            return Failed(e.Message, e);
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("audit: cancelled; nothing was written.");
            return ExitCode.Cancelled;
        }
        catch (Exception e)
        {
            // The message may hold values of patients, so only the type is shown.
            return Failed(
                $"this is a defect in AuditHarness ({e.GetType().Name}), not in your input. Nothing was written. " +
                "Set AUDIT_DEBUG=1 to see where it happened, and report it.", e);
        }
    }

    private static RootCommand Root()
    {
        var root = new RootCommand(
            "Audits clinical models: measures them by subgroup, judges them against what the config says must hold, and reports.")
        {
            HelpName = "audit",
        };
        root.Subcommands.Add(InitCommand.Build());
        root.Subcommands.Add(DescribeCommand.Build());
        root.Subcommands.Add(RunCommand.Build());
        root.Subcommands.Add(ReportCommand.Build());
        root.Subcommands.Add(ListCommand.Build());
        root.Subcommands.Add(SchemaCommand.Build());
        root.Subcommands.Add(SimulateCommand.Build());
        root.Subcommands.Add(TrainCommand.Build());
        root.Subcommands.Add(ModelsCommand.Build());
        root.Subcommands.Add(MetricsCommand.Build());
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    private static int UsageError(ParseResult parsed)
    {
        // What follows an unknown word is its value or its fault: one message is enough.
        var message = parsed.UnmatchedTokens.Count > 0
            ? $"'{parsed.UnmatchedTokens[0]}' is neither a command nor an option here.{Offer(parsed)}"
            : parsed.Errors[0].Message;
        Console.Error.WriteLine(Printable.Of("audit: " + message));
        var command = parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
        Console.Error.WriteLine($"Run 'audit {command}--help' to see what there is.");
        return ExitCode.CouldNotRun;
    }

    private static string Offer(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var names = command.Subcommands.Select(c => c.Name).Concat(command.Options.Select(o => o.Name));
        return NearestName.Of(parsed.UnmatchedTokens[0], names) is { } name ? $" Did you mean '{name}'?" : "";
    }

    private static int Failed(string message, Exception cause)
    {
        Console.Error.WriteLine(Printable.Of("audit: " + message));
        if (Environment.GetEnvironmentVariable("AUDIT_DEBUG") == "1") Console.Error.WriteLine(Printable.Of(cause.ToString()));
        return ExitCode.CouldNotRun;
    }

    /// <summary>The usual help, and below it the command's examples.</summary>
    private sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var code = usual.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            var command = parseResult.CommandResult.Command as ExampledCommand;
            output.WriteLine("Examples:");
            foreach (var example in command?.Examples ?? RunCommand.FirstSteps) output.WriteLine("  " + example);
            output.WriteLine();
            if (command is not null && command.Name is not ("run" or "report")) return code;
            output.WriteLine("Exit codes:");
            foreach (var line in ExitCode.Table) output.WriteLine("  " + line);
            return code;
        }
    }
}
