using System.Diagnostics;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Models.Worker;

/// <summary>What a worker can do wrong, each done by a real one: one clear message in time, and no process left.</summary>
[Parallelizable(ParallelScope.None)]
public sealed class WorkerFaultTests
{
    // A machine under load starts an interpreter slowly.
    private const double Overhead = 30;

    [TestCase("hang-start", 1, "gave no answer within 1 seconds while it started, and was ended; it wrote nothing to standard error.", "model.worker.startSeconds")]
    [TestCase("children-start", 1, "gave no answer within 1 seconds while it started")]
    [TestCase("die-start", 20, "ended by itself with code 1 while it started; it wrote last to standard error:\n  No module named 'sklaern'\nRun the command")]
    [TestCase("die-quietly", 20, "ended by itself with code 7 while it started; it wrote nothing to standard error. Run the command by itself")]
    [TestCase("print-start", 20, "a line to its standard output that is no message of the protocol: 'Loading the model …'. Print to standard error instead: in Python print(…, file=sys.stderr)")]
    [TestCase("protocol-2", 20, "does not speak version 1 of the protocol, but version 2. See the protocol in ")]
    [TestCase("no-score", 20, "does not list \"score\" in 'capabilities'")]
    public void A_worker_that_does_not_start_is_refused(string mode, double seconds, params string[] says)
    {
        using var sample = new WorkerSample(mode, w => w with { StartSeconds = seconds });
        var clock = Stopwatch.StartNew();
        var refusal = Assert.Throws<AuditInputException>(() => sample.Open().Dispose())!;
        Says(refusal, clock.Elapsed, Math.Min(seconds, 2), says);
    }

    [TestCase("hang", "gave no answer within 1 seconds while it scored 40 rows, and was ended", "model.worker.batchSeconds", "flushes")]
    [TestCase("late", "gave no answer within 1 seconds while it scored 40 rows")]
    [TestCase("children-hang", "gave no answer within 1 seconds")]
    [TestCase("die", "ended by itself with code 3 while it scored 40 rows, and had been started anew 2 times; it wrote last to standard error:\n  Traceback (most recent call last):\n    its own\n  ValueError: something \uFFFD[31mbroke\nRun the command")]
    [TestCase("killed", "was killed from outside (signal 9")]
    [TestCase("children-die", "ended by itself with code 4 while it scored 40 rows, and had been started anew 2 times")]
    [TestCase("flood", "to its standard output")]
    [TestCase("line", "wrote a line of more than 16 MB to its standard output. Answer in one line")]
    [TestCase("garbage", "that is no message of the protocol: 42 bytes, not shown as they may hold patients' values. Print to standard error instead")]
    [TestCase("bytes", "is no message of the protocol: 4 bytes, not shown")]
    [TestCase("empty", "is no message of the protocol: 0 bytes, not shown")]
    [TestCase("half", "ended by itself with code 0 while it scored 40 rows, and had been started anew 2 times")]
    [TestCase("closed", "closed its standard output while it scored 40 rows")]
    [TestCase("few", "gave 39 answers for 40 rows. It must answer once for each row, in order.")]
    [TestCase("many", "gave 41 answers for 40 rows.")]
    [TestCase("nan", "answered 'score' with NaN or Infinity, which are no numbers of JSON. Check its inputs in 'model.features'")]
    [TestCase("null", "gave 1 of 40 rows an answer that is no number. Check its inputs")]
    [TestCase("huge", "gave 1 of 40 rows an answer that is no number.")]
    [TestCase("outside", "gave 1 of 40 rows an answer outside [0, 1], such as 1.5. If its answer is log-odds, say \"output\": \"logit\"")]
    [TestCase("text-risks", "answered 'score' with something else than numbers in 'risks'")]
    [TestCase("no-risks", "gave an answer without a list 'risks'")]
    [TestCase("wrong-id", "answered another request than it was asked: its 'id' is not 1. Give each answer the 'id' of its request, and answer in order.")]
    [TestCase("no-id", "wrote an answer without an 'id' to its standard output.")]
    [TestCase("error", "answered 'score' with an error: 'The coefficient table\\u000ahas no row for it.'. Correct the worker")]
    [TestCase("renamed", "says of itself something else after it was started anew than it said before.")]
    public void A_worker_that_answers_badly_is_refused(string mode, params string[] says)
    {
        var slow = mode is "hang" or "late" or "children-hang";
        using var sample = new WorkerSample(mode, w => w with { BatchSeconds = slow ? 1 : 20, Restarts = 2 });
        using var model = sample.Open();
        var clock = Stopwatch.StartNew();
        var refusal = Assert.Throws<AuditInputException>(() => model.Score(WorkerSample.Table(40)))!;
        Says(refusal, clock.Elapsed, 1, says);
        // What is no risk is seen when the worker has done its part; it ends with the model.
        if (mode != "outside") Assert.That(TokenProcesses.With(sample.Token), Is.Empty, "ended with the refusal already");
    }

    [Test]
    public void Who_asks_again_after_a_refusal_hears_it_again_at_once()
    {
        using var sample = new WorkerSample("hang", w => w with { BatchSeconds = 1 });
        using var model = sample.Open();
        var first = Assert.Throws<AuditInputException>(() => model.Score(WorkerSample.Table(40)))!;
        var clock = Stopwatch.StartNew();
        Assert.That(Assert.Throws<AuditInputException>(() => model.Score(WorkerSample.Table(7)))!.Message, Is.EqualTo(first.Message));
        Assert.That(clock.Elapsed.TotalSeconds, Is.LessThan(0.9));
    }

    [TestCase("twice")]
    [TestCase("flood-answers")]
    public void More_answers_than_were_asked_for_are_refused_with_the_next_request(string mode)
    {
        using var sample = new WorkerSample(mode, w => w with { BatchRows = 10 });
        using var model = sample.Open();
        Says(Assert.Throws<AuditInputException>(() => model.Score(WorkerSample.Table(400)))!, default, 1, "more lines to its standard output than it was asked for", "answered another request");
    }

    [Test]
    public void A_request_that_the_worker_does_not_read_is_over_in_time_too()
    {
        using var sample = new WorkerSample("deaf", w => w with { BatchRows = 50_000, BatchSeconds = 2 });
        using var model = sample.Open();
        var table = WorkerSample.Table(100_000);
        var clock = Stopwatch.StartNew();
        Says(Assert.Throws<AuditInputException>(() => model.Score(table))!, clock.Elapsed, 2, "gave no answer within 2 seconds while it scored 50,000 rows");
    }

    [TestCase("grow")]
    [TestCase("child-grows")]
    public void A_worker_that_grows_beyond_its_memory_is_ended(string mode)
    {
        using var sample = new WorkerSample(mode, w => w with { MemoryMegabytes = 200 });
        using var model = sample.Open();
        var clock = Stopwatch.StartNew();
        var refusal = Assert.Throws<AuditInputException>(() => model.Score(WorkerSample.Table(40)))!;
        Assert.That(refusal.Message, Does.Match(@"used [\d,]+ MB with what it started while it scored 40 rows, which is more than 'model\.worker\.memoryMegabytes' allows, and was ended\."));
        Says(refusal, clock.Elapsed, 10);
    }

    [Test]
    public void What_is_cancelled_meanwhile_ends_at_once([Values("hang", "children-hang", "deaf")] string mode)
    {
        using var sample = new WorkerSample(mode);
        using var model = sample.Open();
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var clock = Stopwatch.StartNew();
        Assert.That(() => model.Score(WorkerSample.Table(40), source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(clock.Elapsed.TotalSeconds, Is.LessThan(1 + Overhead));
        Assert.That(TokenProcesses.With(sample.Token), Is.Empty);
    }

    [Test]
    public void Opening_can_be_cancelled_too()
    {
        using var sample = new WorkerSample("hang-start");
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        Assert.That(() => sample.Open(stop: source.Token).Dispose(), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(TokenProcesses.With(sample.Token), Is.Empty);
    }

    [TestCase("nosuchprogram-7f3a", "The program 'nosuchprogram-7f3a' ('model.worker.command') is not on the PATH. Install it, or give its path relative to the config's folder, such as \"./nosuchprogram-7f3a\".")]
    [TestCase("./bin/none", "The program './bin/none' ('model.worker.command') does not exist. Correct the path, which is relative to the config's folder")]
    [TestCase("./worker.py", "The program './worker.py' ('model.worker.command') may not be run. Make it executable, or name the interpreter first and the script as its argument.")]
    [TestCase("./text", "cannot be started: the system refuses to run the program. Check that it is built for this machine")]
    public void A_program_that_is_not_there_or_does_not_run_is_refused(string program, string says)
    {
        using var sample = new WorkerSample("good", w => w with { Command = [program] });
        File.WriteAllText(sample.In("text"), "#!/no/such/interpreter\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(sample.In("text"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Says(Assert.Throws<AuditInputException>(() => sample.Open())!, default, 1, says);
    }

    [Test]
    public void A_file_that_is_not_there_a_command_of_no_file_and_a_variable_that_is_not_set_are_refused() => Assert.Multiple(() =>
    {
        foreach (var (change, says) in new (Func<WorkerPlan, WorkerPlan>, string)[]
        {
            (w => w with { Files = ["weights.json"] }, "The file 'weights.json' ('model.worker.files') does not exist."),
            (w => w with { Command = [w.Command[0], "wroker.py"] }, "is a file, so that nothing says which model it is. Correct its path"),
            (w => w with { Environment = ["AUDIT_TEST_NOT_SET"] }, "The environment variable 'AUDIT_TEST_NOT_SET' ('model.worker.environment') is not set."),
        })
        {
            using var sample = new WorkerSample("good", change);
            Says(Assert.Throws<AuditInputException>(() => sample.Open())!, default, 1, says);
        }
    });

    [TestCase("describe-name", "'z' is no input of the worker. Did you mean 'zz'?", "'zz' is taken by the worker and not listed.", "Name the features as the worker does: 'zz', 'x'.")]
    [TestCase("describe-kind", "'z' is a text for the worker, and a number in the config.")]
    public void A_worker_that_describes_itself_is_held_to_it(string mode, params string[] says)
    {
        using var sample = new WorkerSample(mode);
        Says(Assert.Throws<AuditInputException>(() => sample.Open())!, default, 1, says);
    }

    [Test]
    public void Another_output_than_the_config_says_is_refused()
    {
        using var sample = new WorkerSample("describe-logit");
        sample.Plan = sample.Plan with { Output = ModelOutput.Probability };
        Says(Assert.Throws<AuditInputException>(() => sample.Open())!, default, 1, "says that its answer is a logit, but 'model.output' says probability.");
    }

    [Test]
    public void Nothing_is_started_that_has_another_hash()
    {
        using var sample = new WorkerSample("started");
        sample.Plan = sample.Plan with { Sha256 = new string('0', 64) };
        Says(Assert.Throws<AuditInputException>(() => sample.Open())!, default, 1, "is made of 'worker.py', one after the other with the SHA-256", "'model.sha256' says 000", "A worker is code, and was not started.");
        Assert.That(File.Exists(sample.In("state")), Is.False);
    }

    // Any of the words will do where which of two things is seen first depends on the moment.
    private static void Says(AuditInputException refusal, TimeSpan took, double seconds, params string[] says)
    {
        TestContext.Out.WriteLine(refusal.Message);
        Assert.Multiple(() =>
        {
            if (says is [var one, _, ..] && one.StartsWith("more lines", StringComparison.Ordinal)) Assert.That(says.Any(w => refusal.Message.Contains(w, StringComparison.Ordinal)), refusal.Message);
            else foreach (var words in says) Assert.That(refusal.Message, Does.Contain(words));
            Assert.That(refusal.Message, Does.EndWith("."));
            Assert.That(refusal.Message, Does.Not.Contain("Exception"));
            Assert.That(took.TotalSeconds, Is.LessThan(seconds + Overhead));
        });
    }
}
