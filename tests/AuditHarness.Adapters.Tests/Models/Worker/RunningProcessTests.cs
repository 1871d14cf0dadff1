using System.Diagnostics;

namespace AuditHarness.Adapters.Models.Worker;

/// <summary>The processes of the machine, by what the system tells and by what ps tells.</summary>
public sealed class RunningProcessTests
{
    [Test]
    public void This_process_is_among_them_with_its_memory([Values] bool byPs)
    {
        if (byPs && !File.Exists("/bin/ps")) Assert.Ignore("no /bin/ps here");
        using var self = Process.GetCurrentProcess();
        var found = (byPs ? RunningProcess.Others() : RunningProcess.All()).Single(p => p.Id == self.Id);
        Assert.Multiple(() =>
        {
            Assert.That(found.Resident / (double)self.WorkingSet64, Is.InRange(0.5, 2));
            Assert.That(found.Parent, Is.GreaterThan(0));
            Assert.That(found.Ended, Is.False);
        });
    }
}
