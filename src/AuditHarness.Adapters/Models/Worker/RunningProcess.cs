using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace AuditHarness.Adapters.Models.Worker;

/// <summary>A process of the machine at one moment: .NET says neither whose child it is nor what it was given.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Parent">That of the process that started it, or of the one that took it over.</param>
/// <param name="Group">That of the process that leads its group; 0 where groups are not known.</param>
/// <param name="Session">That of the process that leads its session; 0 where sessions are not known.</param>
/// <param name="Started">When, in units of the system; tells apart two that had the same number one after the other. 0 where it is not known.</param>
/// <param name="Resident">Bytes in memory; pages that several share count in each.</param>
/// <param name="Ended">True when it has ended and only its parent has not asked yet how.</param>
internal readonly record struct RunningProcess(int Id, int Parent, int Group, int Session, long Started, long Resident, bool Ended)
{
    /// <summary>Every process that can be seen, in no order.</summary>
    public static IReadOnlyList<RunningProcess> All() =>
        OperatingSystem.IsLinux() ? [.. Linux()] : OperatingSystem.IsWindows() ? [.. Windows()] : [.. Others()];

    /// <summary>True when a process was started with a variable of this name and value, and the system tells.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="variable">"NAME=value".</param>
    public static bool WasGiven(int id, string variable)
    {
        if (!OperatingSystem.IsLinux()) return false;
        return Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/environ")) is { } given && given.AsSpan().IndexOf(Encoding.UTF8.GetBytes(variable)) >= 0;
    }

    private static IEnumerable<RunningProcess> Linux()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) continue;
            if (Read(folder + "/stat") is not { } bytes) continue;
            var text = Encoding.Latin1.GetString(bytes);
            // The name, in parentheses, may hold anything, parentheses too; after the last of them come state, parent, group, session …
            var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 22) continue;
            long Number(int field) => long.TryParse(fields[field], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : 0;
            yield return new(id, (int)Number(1), (int)Number(2), (int)Number(3), Number(19), Number(21) * Environment.SystemPageSize, fields[0] is "Z" or "X");
        }
    }

    // A process that ended meanwhile, or is somebody else's, has no such file for us.
    private static byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // PROCESSENTRY32W: its size at 0, number at 8, parent at 32, in 568 bytes; of a 32-bit program parent at 24, in 556 bytes.
    private static IEnumerable<RunningProcess> Windows()
    {
        var (size, parent) = IntPtr.Size == 8 ? (568, 32) : (556, 24);
        var entry = new byte[size];
        BinaryPrimitives.WriteInt32LittleEndian(entry, size);
        var snapshot = CreateToolhelp32Snapshot(2, 0);
        if (snapshot == -1) yield break;
        try
        {
            for (var more = Process32FirstW(snapshot, entry); more; more = Process32NextW(snapshot, entry))
            {
                var id = BinaryPrimitives.ReadInt32LittleEndian(entry.AsSpan(8));
                var (started, resident) = Details(id);
                yield return new(id, BinaryPrimitives.ReadInt32LittleEndian(entry.AsSpan(parent)), 0, 0, started, resident, false);
            }
        }
        finally
        {
            CloseHandle(snapshot);
        }
    }

    private static (long Started, long Resident) Details(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return (process.StartTime.Ticks, process.WorkingSet64);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return (0, 0);
        }
    }

    /// <summary>The same as ps tells it, on systems that have neither /proc nor a call for it.</summary>
    internal static IEnumerable<RunningProcess> Others()
    {
        var start = new ProcessStartInfo("/bin/ps") { RedirectStandardOutput = true };
        foreach (var argument in new[] { "-A", "-o", "pid=,ppid=,pgid=,rss=,stat=" }) start.ArgumentList.Add(argument);
        using var ps = Process.Start(start)!;
        while (ps.StandardOutput.ReadLine() is { } line)
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 5) continue;
            int Number(int field) => int.TryParse(fields[field], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;
            yield return new(Number(0), Number(1), Number(2), 0, 0, Number(3) * 1024L, fields[4].StartsWith('Z'));
        }
        ps.WaitForExit();
    }

#pragma warning disable SYSLIB1054 // Generated marshalling would need unsafe code in the whole project for these few calls.
    [DllImport("kernel32", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint CreateToolhelp32Snapshot(uint what, uint process);

    [DllImport("kernel32", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool Process32FirstW(nint snapshot, [In, Out] byte[] entry);

    [DllImport("kernel32", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool Process32NextW(nint snapshot, [In, Out] byte[] entry);

    [DllImport("kernel32", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool CloseHandle(nint handle);
#pragma warning restore SYSLIB1054
}
