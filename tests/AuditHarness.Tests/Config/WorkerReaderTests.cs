using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>What a config says of a worker, and every rule broken once.</summary>
public class WorkerReaderTests
{
    [Test, SetCulture("de-DE")]
    public void A_worker_becomes_the_plan_it_says()
    {
        var model = SampleConfig.Load(SampleConfig.Working).Plan.Diagnostic().Model;
        var worker = model.Worker!;
        Assert.Multiple(() =>
        {
            Assert.That((model.Kind, model.File, model.Name, model.Version), Is.EqualTo(("worker", "", "", (string?)null)), "it names itself");
            Assert.That(worker.Command, Is.EqualTo(new[] { "python3", "models/worker.py", "--depth", "3" }));
            Assert.That(worker.Files, Is.EqualTo(new[] { "models/weights.json" }));
            Assert.That((worker.BatchRows, worker.StartSeconds, worker.BatchSeconds, worker.Restarts, worker.MemoryMegabytes), Is.EqualTo((500, 90.0, 2.5, 3, 512)));
            Assert.That(worker.Environment, Is.EqualTo(new[] { "MODEL_TOKEN" }));
        });
    }

    [Test]
    public void The_least_that_it_must_say_is_its_command()
    {
        var worker = SampleConfig.Load(Model("\"kind\": \"worker\", \"worker\": { \"command\": [\"m\", \"-v\", \"-v\"] }, \"features\": [\"a\"]")).Plan.Diagnostic().Model.Worker!;
        var least = new WorkerPlan { Command = worker.Command };
        Assert.Multiple(() =>
        {
            Assert.That(worker.Command, Is.EqualTo(new[] { "m", "-v", "-v" }), "an argument may come twice");
            Assert.That(worker with { Files = least.Files, Environment = least.Environment }, Is.EqualTo(least));
            Assert.That((worker.Files.Count, worker.Environment.Count), Is.EqualTo((0, 0)));
        });
    }

    [TestCase("\"kind\": \"worker\", \"features\": [\"a\"]", ": the key 'worker' is missing: a model of kind 'worker' is a program. Give its 'command'.")]
    [TestCase("\"kind\": \"worker\", \"worker\": { \"command\": [\"m\"] }", ": the key 'features' is missing: a model of kind 'worker' scores columns of the data.")]
    [TestCase("\"kind\": \"worker\", \"worker\": { }, \"features\": [\"a\"]", ".worker: the key 'command' is missing.")]
    [TestCase("\"kind\": \"worker\", \"file\": \"m\", \"worker\": { \"command\": [\"m\"] }, \"features\": [\"a\"]", ".file: a model of kind 'worker' is no file")]
    [TestCase("\"kind\": \"worker\", \"positiveClass\": 1, \"worker\": { \"command\": [\"m\"] }, \"features\": [\"a\"]", ".positiveClass: a worker answers with the risk itself")]
    [TestCase("\"kind\": \"onnx\", \"file\": \"m.onnx\", \"worker\": { \"command\": [\"m\"] }, \"features\": [\"a\"]", ".worker: a model of kind 'onnx' is no program to be started")]
    [TestCase("\"kind\": \"predictions\", \"worker\": { \"command\": [\"m\"] }", ".worker: a model of kind 'predictions' is no program to be started")]
    [TestCase("\"kind\": \"worker\", \"worker\": { \"command\": [\"m\", \"\"] }, \"features\": [\"a\"]", ".worker.command[1]: the text is empty.")]
    [TestCase("\"kind\": \"worker\", \"worker\": { \"command\": [\"m\"], \"environment\": [\"TOKEN=1\"] }, \"features\": [\"a\"]", ".worker.environment[0]: 'TOKEN=1' cannot name an environment variable. Give its name alone, never its value.")]
    public void A_worker_says_what_it_needs_and_nothing_else(string model, string words)
    {
        PlanReaderTests.Fault(Model(model), "line 4, $.model");
        PlanReaderTests.Fault(Model(model), words);
    }

    private static string Model(string model) => SampleConfig.LeastBut("\"kind\": \"predictions\"", model);
}
