namespace AuditHarness.Cli;

/// <summary>Usage, help and version, on the built program.</summary>
public sealed class CommandLineTests
{
    [Test]
    public void The_version_is_the_librarys()
    {
        var ended = Run("--version");
        Assert.That((ended.ExitCode, ended.Output.Trim(), ended.Error), Is.EqualTo((0, Tool.Version, "")));
    }

    [TestCase("init")]
    [TestCase("describe")]
    [TestCase("models")]
    [TestCase("run")]
    [TestCase("list")]
    [TestCase("schema")]
    [TestCase("simulate")]
    [TestCase("metrics")]
    public void Every_command_has_help_with_examples(string command)
    {
        var ended = Run(command, "--help");
        Assert.That(ended.ExitCode, Is.Zero);
        Assert.That(ended.Output, Does.Contain($"audit {command}").And.Contain("Examples:\n  audit " + command));
    }

    [Test]
    public void The_programs_help_names_every_command_and_exit_code()
    {
        var ended = Run("--help");
        Assert.That(ended.ExitCode, Is.Zero);
        foreach (var word in new[] { "init", "describe <CONFIG>", "models", "run <CONFIG>", "list <CONFIG>", "schema", "simulate", "metrics", "Exit codes:", "130" })
            Assert.That(ended.Output, Does.Contain(word));
    }

    [TestCase("rnu", "run")]
    [TestCase("metircs", "metrics")]
    public void A_misspelt_command_is_offered_its_name(string asked, string meant)
    {
        var ended = Run(asked);
        Assert.That((ended.ExitCode, ended.Output), Is.EqualTo((2, "")));
        Assert.That(ended.Error, Does.Contain($"Did you mean '{meant}'?"));
    }

    [Test]
    public void Nothing_asked_is_a_usage_error_that_shows_the_help()
    {
        var ended = Run();
        Assert.That((ended.ExitCode, ended.Output), Is.EqualTo((2, "")));
        Assert.That(ended.Error, Does.Contain("Usage:"));
    }

    [TestCase("'rin'", "rin", "x.json")]
    [TestCase("CONFIG", "run")]
    [TestCase("'y.json'", "run", "x.json", "y.json")]
    [TestCase("'--worker'", "run", "x.json", "--worker", "3")]
    [TestCase("'--worker'", "run", "--worker")]
    [TestCase("--workers takes a whole number from 1 to 1024, not '0'", "run", "x.json", "--workers", "0")]
    [TestCase("--workers takes a whole number from 1 to 1024, not 'two'", "run", "x.json", "--workers", "two")]
    [TestCase("--workers takes a whole number from 1 to 1024, not '1.5'", "run", "x.json", "--workers", "1.5")]
    [TestCase("--seed takes a whole number from 0 to 18446744073709551615, not '-1'", "run", "x.json", "--seed", "-1")]
    [TestCase("--fail-on takes fail, inconclusive or never, not 'always'", "run", "x.json", "--fail-on", "always")]
    [TestCase("--fail-on takes fail, inconclusive or never, not '1'", "run", "x.json", "--fail-on", "1")]
    [TestCase("--fail-on takes fail, inconclusive or never, not ''", "run", "x.json", "--fail-on", "")]
    [TestCase("--output", "run", "x.json", "--output")]
    public void A_usage_error_ends_with_2_one_message_and_a_hint(string message, params string[] arguments)
    {
        var ended = Run(arguments);
        Assert.That((ended.ExitCode, ended.Output), Is.EqualTo((2, "")));
        Assert.That(ended.Error, Does.StartWith("audit: ").And.Contain(message));
        Assert.That(ended.Error.TrimEnd().Split('\n'), Has.Length.EqualTo(2));
        Assert.That(ended.Error, Does.Match("Run 'audit (run )?--help' to see"));
    }

    [Test, NonParallelizable]
    public void A_defect_of_ours_is_one_line_with_its_type_and_no_value_of_a_patient()
    {
        var (code, error) = Guarded(() => throw new InvalidOperationException("patient Jane Doe"));
        Assert.That(code, Is.EqualTo(2));
        Assert.That(error, Does.StartWith("audit: this is a defect in AuditHarness (InvalidOperationException)").And.Not.Contain("Doe"));
        Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
    }

    [Test, NonParallelizable]
    public void A_trace_is_shown_to_whoever_asks_for_it()
    {
        Environment.SetEnvironmentVariable("AUDIT_DEBUG", "1");
        try
        {
            Assert.That(Guarded(() => throw new InvalidOperationException("x")).Error, Does.Contain(nameof(A_trace_is_shown_to_whoever_asks_for_it)));
        }
        finally
        {
            Environment.SetEnvironmentVariable("AUDIT_DEBUG", null);
        }
    }

    [Test, NonParallelizable]
    public void A_fault_of_the_input_is_its_message_and_a_cancellation_130()
    {
        Assert.That(Guarded(() => throw new AuditInputException("Mend \u001b[31mthis.")), Is.EqualTo((2, $"audit: Mend \uFFFD[31mthis.{Environment.NewLine}")));
        Assert.That(Guarded(() => throw new OperationCanceledException()).Code, Is.EqualTo(130));
    }

    private static (int Code, string Error) Guarded(Func<int> command)
    {
        var before = Console.Error;
        using var error = new StringWriter();
        Console.SetError(error);
        try
        {
            return (CommandLine.Guard(command), error.ToString());
        }
        finally
        {
            Console.SetError(before);
        }
    }

    private static Ended Run(params string[] arguments) => AuditProgram.RunIn(Path.GetTempPath(), arguments);
}
