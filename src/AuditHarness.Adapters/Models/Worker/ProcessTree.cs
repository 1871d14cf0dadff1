using System.ComponentModel;
using System.Diagnostics;

namespace AuditHarness.Adapters.Models.Worker;

/// <summary>
/// A process and all that it started, those included that outlived their parents: they are known by their parent, by a variable that the
/// first of them was given and each hands on, by the group or session that one of them leads, or because they were seen before.
/// Not safe for several threads.
/// </summary>
internal sealed class ProcessTree
{
    private readonly string _mark;
    private readonly HashSet<(int Id, long Started)> _others = [];
    private readonly HashSet<(int Id, long Started)> _members = [];

    // Groups and sessions that a member leads or led: a number is not given out again while one of them has it.
    private HashSet<int> _led = [];

    /// <summary>A tree of one.</summary>
    /// <param name="root">The first of them.</param>
    /// <param name="mark">The variable that it was given, as "NAME=value"; no other process has it.</param>
    public ProcessTree(int root, string mark)
    {
        _mark = mark;
        foreach (var process in RunningProcess.All())
            if (process.Id == root) _members.Add((process.Id, process.Started));
    }

    /// <summary>Bytes that they have in memory together; pages that several share count in each.</summary>
    public long Resident() => Living().Sum(p => p.Resident);

    /// <summary>Ends all of them, and those that they start meanwhile.</summary>
    /// <returns>True when none is left.</returns>
    public bool Kill()
    {
        // The variable of a process may have been read before it was there; now each is looked at once more.
        _others.Clear();
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var living = Living();
            if (living.Count == 0) return true;
            foreach (var process in living) Kill(process.Id);
            Thread.Sleep(attempt < 10 ? 5 : 30);
        }
        return false;
    }

    private List<RunningProcess> Living()
    {
        var all = RunningProcess.All();
        var ids = all.Where(p => _members.Contains((p.Id, p.Started))).Select(p => p.Id).ToHashSet();
        // A child may stand before its parent, so that one pass need not find all.
        for (var found = -1; found != ids.Count;)
        {
            found = ids.Count;
            foreach (var process in all)
            {
                if (ids.Contains(process.Id) || !Belongs(process, ids)) continue;
                ids.Add(process.Id);
                _members.Add((process.Id, process.Started));
            }
        }
        List<RunningProcess> living = [.. all.Where(p => ids.Contains(p.Id))];
        _led = [.. living.SelectMany(p => new[] { p.Group, p.Session }).Where(g => ids.Contains(g) || _led.Contains(g))];
        living.RemoveAll(p => p.Ended);
        return living;
    }

    private bool Belongs(RunningProcess process, HashSet<int> members)
    {
        if (process.Id == Environment.ProcessId) return false;
        if (members.Contains(process.Parent) || _led.Contains(process.Group) || _led.Contains(process.Session)) return true;
        var key = (process.Id, process.Started);
        if (_others.Contains(key)) return false;
        if (RunningProcess.WasGiven(process.Id, _mark)) return true;
        _others.Add(key);
        return false;
    }

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It ended by itself, or is not ours to end: whether any is left is looked at again.
        }
    }
}
