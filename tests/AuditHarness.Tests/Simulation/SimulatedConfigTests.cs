using System.Text.Json;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;
using AuditHarness.Config;

namespace AuditHarness.Simulation;

/// <summary>configs/simulated.json and its files against the audit that the simulator declares for itself.</summary>
public sealed class SimulatedConfigTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly LoadedConfig Config = ConfigFile.Load(Path.Combine(RepositoryRoot, "configs", "simulated.json"));

    [Test]
    public void The_config_says_what_the_simulated_audit_says()
    {
        var plan = SimulatedAudit.Plan(new SimulationPlan());
        Assert.That(Config.Plan.Diagnostic().Threshold, Is.EqualTo(plan.Threshold));
        Assert.That(Shown(Config.Plan with { Card = ModelCard.Empty, Evidence = EvidencePlan.None }), Is.EqualTo(Shown(plan)));
    }

    [Test]
    public void The_loaded_cohort_is_the_simulated_one()
    {
        var loaded = CohortFile.Load(Config.Plan.Diagnostic(), Config.Folder);
        var simulated = SimulatedCohort.Create(new SimulationPlan(), SimulatedFiles.DefaultSeed).ToScoredCohort();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(loaded.Cohort.Labels.AsSpan().SequenceEqual(simulated.Labels), Is.True);
            Assert.That(loaded.Cohort.Scores.AsSpan().SequenceEqual(simulated.Scores), Is.True);
            Assert.That(loaded.Cohort.Attributes, Has.Count.EqualTo(simulated.Attributes.Count));
            foreach (var (ours, theirs) in simulated.Attributes.Zip(loaded.Cohort.Attributes))
            {
                Assert.That(theirs.Name, Is.EqualTo(ours.Name));
                Assert.That(theirs.Levels, Is.EqualTo(ours.Levels));
                Assert.That(theirs.Codes.AsSpan().SequenceEqual(ours.Codes), Is.True, ours.Name);
                Assert.That(theirs.Reference, Is.EqualTo(ours.Reference));
            }
            Assert.That(loaded.Cohort.Flow.Dropped, Is.Empty);
        }
    }

    // Lines are where the file says it, which a plan made in memory cannot know.
    private static string Shown(AuditPlan plan) =>
        JsonSerializer.Serialize(plan with { Expectations = [.. plan.Expectations.Select(e => e with { Line = null })] }, Indented);

    private static string RepositoryRoot
    {
        get
        {
            var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "AuditHarness.sln"))) folder = folder.Parent!;
            return folder.FullName;
        }
    }
}
