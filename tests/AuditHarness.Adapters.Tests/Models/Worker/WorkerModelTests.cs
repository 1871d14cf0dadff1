using System.Security.Cryptography;
using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Worker;

/// <summary>A real worker is started, asked and ended.</summary>
public sealed class WorkerModelTests
{
    [Test]
    public void Scores_are_those_of_the_worker_whatever_the_size_of_a_batch([Values(1, 7, 100, 1000)] int batch)
    {
        using var sample = new WorkerSample("good", w => w with { BatchRows = batch });
        using var model = sample.Open();
        var table = WorkerSample.Table(100);
        Assert.That(model.Score(table), Is.EqualTo(WorkerSample.Risks(table)).Within(1e-15));
        Assert.That(model.Notices, Is.Empty);
    }

    [Test]
    public void Missing_values_and_texts_of_all_kinds_arrive_as_they_are()
    {
        using var sample = new WorkerSample("texts");
        sample.Plan = sample.Plan with { Features = [new("t", "t", FeatureKind.Text), new("n", "n", FeatureKind.Number)] };
        using var model = sample.Open();
        var table = new FeatureTable(
        [
            new FeatureColumn.Text("t", ["no", "yes", "\u00fc \"\\\n\u2028\U0001f600"], [1, 0, -1, 2, 2]),
            new FeatureColumn.Numeric("n", [1, double.NaN, 3, -0.0, double.NaN]),
        ]);
        Assert.That(model.Score(table), Is.EqualTo(new[] { 0.9, 0.15, 0.5, 0.7, 0.75 }).Within(1e-15));
    }

    [Test]
    public void Log_odds_become_risks_by_the_config_or_by_what_the_worker_says()
    {
        using var sample = new WorkerSample("logit");
        sample.Plan = sample.Plan with { Output = ModelOutput.Logit };
        using var model = sample.Open();
        var table = WorkerSample.Table(50);
        Assert.Multiple(() =>
        {
            Assert.That(model.Score(table), Is.EqualTo(WorkerSample.Risks(table)).Within(1e-14));
            Assert.That(model.Reading.ToString(), Does.Contain("log-odds"));
        });
        using var described = new WorkerSample("describe-logit");
        using var logit = described.Open();
        Assert.That(logit.Score(table), Is.EqualTo(WorkerSample.Risks(table).Select(p => 1 / (1 + Math.Exp(-p)))).Within(1e-14), "its answers are taken for log-odds");
    }

    [Test]
    public void The_worker_names_its_model_where_the_config_does_not()
    {
        using var sample = new WorkerSample("good");
        using (var model = sample.Open())
            Assert.That((model.Identity.Kind, model.Identity.Name, model.Identity.Version), Is.EqualTo(("worker", "its own name", "its own version")));
        sample.Plan = sample.Plan with { Name = "the config's", Version = "2" };
        using var named = sample.Open();
        Assert.Multiple(() =>
        {
            Assert.That((named.Identity.Name, named.Identity.Version), Is.EqualTo(("the config's", "2")));
            Assert.That(named.Notices.Select(n => n.ToString()), Is.EqualTo(new[] { "The config says that the model has version '2', and the worker says 'its own version'." }));
            Assert.That(named.Structure, Is.Null);
        });
    }

    [Test]
    public void It_is_the_files_among_its_arguments_and_those_that_the_config_names_in_order()
    {
        using var sample = new WorkerSample("good", w => w with { Files = ["b.json", "a.json", "./b.json"] });
        File.WriteAllText(sample.In("b.json"), "bee");
        File.WriteAllText(sample.In("a.json"), "a");
        var script = File.ReadAllBytes(sample.In("worker.py"));
        string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
        using var model = sample.Open();
        Assert.Multiple(() =>
        {
            Assert.That(model.Files, Is.EqualTo(new InputFile[]
            {
                new("model", "worker.py", script.Length, Hash(script)), new("model-data", "b.json", 3, Hash("bee"u8.ToArray())), new("model-data", "a.json", 1, Hash("a"u8.ToArray())),
            }));
            Assert.That(model.Identity.Sha256, Is.EqualTo(Hash([.. script, .. "beea"u8])));
            Assert.That(model.Reading.ToString(), Does.EndWith("the SHA-256 is that of its 3 files one after the other."));
        });
        sample.Plan = sample.Plan with { Sha256 = model.Identity.Sha256.ToUpperInvariant() };
        using var held = sample.Open();
        Assert.That(held.Identity.Sha256, Is.EqualTo(model.Identity.Sha256));
    }

    [Test]
    public void A_program_of_its_own_is_its_file_and_runs_in_the_folder_of_the_config()
    {
        if (OperatingSystem.IsWindows()) Assert.Ignore("a script is no program here");
        using var sample = new WorkerSample("good");
        File.WriteAllText(sample.In("start"), $"#!/bin/sh\nexec '{Interpreters.Python}' worker.py good {sample.Token}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(sample.In("start"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        sample.Plan = sample.Plan with { Worker = new() { Command = ["./start"] } };
        using var model = sample.Open();
        Assert.That(model.Files.Select(f => f.File), Is.EqualTo(new[] { "./start" }));
        Assert.That(model.Score(WorkerSample.Table(3)), Is.EqualTo(WorkerSample.Risks(WorkerSample.Table(3))).Within(1e-15));
    }

    [Test]
    public void A_worker_that_ends_is_started_anew_and_asked_again_and_the_report_says_so()
    {
        using var sample = new WorkerSample("die-once", w => w with { BatchRows = 10, Restarts = 1 });
        using var model = sample.Open();
        var table = WorkerSample.Table(35);
        Assert.Multiple(() =>
        {
            Assert.That(model.Score(table), Is.EqualTo(WorkerSample.Risks(table)).Within(1e-15));
            Assert.That(model.Notices.Select(n => n.ToString()), Is.EqualTo(new[]
            {
                "The worker process ended by itself and was started anew 1 time while it scored; what it had not answered was asked again.",
            }));
        });
    }

    [Test]
    public void Without_restarts_the_first_end_is_the_last()
    {
        using var sample = new WorkerSample("die-once", w => w with { Restarts = 0 });
        using var model = sample.Open();
        Assert.That(Assert.Throws<AuditInputException>(() => model.Score(WorkerSample.Table(3)))!.Message, Does.Contain("ended by itself with code 3 while it scored 3 rows; it wrote last"));
    }

    [Test]
    public void After_a_cancellation_it_can_be_asked_again()
    {
        using var sample = new WorkerSample("slow", w => w with { BatchRows = 1, Restarts = 0 });
        using var model = sample.Open();
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(700));
        Assert.That(() => model.Score(WorkerSample.Table(100), source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(model.Score(WorkerSample.Table(2)), Is.EqualTo(WorkerSample.Risks(WorkerSample.Table(2))).Within(1e-15));
        Assert.That(model.Notices, Is.Empty);
    }

    [Test]
    public void What_it_writes_to_standard_error_neither_stops_it_nor_reaches_anybody()
    {
        using var sample = new WorkerSample("flood-errors");
        using var model = sample.Open();
        Assert.That(model.Score(WorkerSample.Table(3)), Is.EqualTo(WorkerSample.Risks(WorkerSample.Table(3))).Within(1e-15));
        Assert.That(model.Notices, Is.Empty);
    }

    [Test]
    public void Children_that_it_left_behind_are_gone_at_the_end([Values("children", "stays")] string mode)
    {
        using var sample = new WorkerSample(mode);
        using (var model = sample.Open())
        {
            model.Score(WorkerSample.Table(3));
            if (OperatingSystem.IsLinux()) Assert.That(TokenProcesses.With(sample.Token), Has.Count.EqualTo(mode == "children" ? 4 : 1), "it, a child, one in a session of its own, and one whose parent has ended");
        }
        Assert.That(TokenProcesses.With(sample.Token), Is.Empty);
    }

    [Test]
    public void It_is_given_what_a_program_needs_and_what_the_config_names_and_no_more()
    {
        const string Secret = "AUDIT_TEST_WORKER_SECRET", Named = "AUDIT_TEST_WORKER_NAMED";
        Environment.SetEnvironmentVariable(Secret, "x");
        Environment.SetEnvironmentVariable(Named, "y");
        try
        {
            using var sample = new WorkerSample("environment", w => w with { Environment = [Named] });
            using var model = sample.Open();
            var message = Assert.Throws<AuditInputException>(() => model.Score(WorkerSample.Table(1)))!.Message;
            var given = message.Split("an error: '")[1].Split('\'')[0].Split(' ');
            Assert.That(given, Does.Contain(Named).And.Contain("PATH").And.Not.Contain(Secret));
            Assert.That(given.Where(n => !n.StartsWith("LC_", StringComparison.Ordinal)), Is.SubsetOf(new[]
            {
                Named, "PATH", "HOME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "AUDIT_WORKER_MARK", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "TEMP", "TMP", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "PROGRAMFILES",
            }));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Secret, null);
            Environment.SetEnvironmentVariable(Named, null);
        }
    }

    [Test]
    public void Arguments_reach_it_as_they_are_and_no_shell_reads_them()
    {
        using var sample = new WorkerSample("arguments", null, "a; touch x", "$(touch x)", "\"", "*", "--n=1 2");
        using var model = sample.Open();
        var message = Assert.Throws<AuditInputException>(() => model.Score(WorkerSample.Table(1)))!.Message;
        Assert.That(message, Does.Contain("'state | a; touch x | $(touch x) | \" | * | --n=1 2'"));
        Assert.That(File.Exists(sample.In("x")), Is.False);
    }

    [Test]
    public void Progress_is_told_once_for_each_batch_of_the_first_scoring()
    {
        using var sample = new WorkerSample("good", w => w with { BatchRows = 10 });
        var told = new List<AuditProgress>();
        using var model = sample.Open(new Told(told));
        model.Score(WorkerSample.Table(25));
        model.Score(WorkerSample.Table(25));
        Assert.That(told.Select(p => (p.Step, p.Done, p.Total)), Is.EqualTo(new[] { ("Scoring the patients", 10, 25), ("Scoring the patients", 20, 25), ("Scoring the patients", 25, 25) }));
    }

    private sealed class Told(List<AuditProgress> told) : IProgress<AuditProgress>
    {
        public void Report(AuditProgress value) => told.Add(value);
    }
}
