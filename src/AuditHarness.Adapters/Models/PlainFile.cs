using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace AuditHarness.Adapters.Models;

/// <summary>What a path names: a pipe or a device would keep whoever opens it waiting, and a second name hides where a file is.</summary>
public static class PlainFile
{
    /// <summary>How many names a file has, and whether it is a plain file: .NET does not say.</summary>
    public static (long Names, bool Regular) NamesOf(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            // struct statx: stx_nlink at 16, stx_mode at 28; the same on every architecture.
            var answer = new byte[256];
            if (statx(-100, Encoding.UTF8.GetBytes(path + "\0"), 0x100, 0x7, answer) != 0) return (0, false);
            return (BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(16)), (BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(28)) & 0xF000) == 0x8000);
        }
        if (OperatingSystem.IsWindows())
        {
            // BY_HANDLE_FILE_INFORMATION: nNumberOfLinks at 40.
            using var handle = File.OpenHandle(path);
            var answer = new byte[52];
            return GetFileInformationByHandle(handle, answer) ? (BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(40)), true) : (0, false);
        }
        return (1, true);
    }

#pragma warning disable SYSLIB1054 // Generated marshalling would need unsafe code in the whole project for these two calls.
    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int statx(int directory, byte[] path, int flags, uint mask, byte[] answer);

    [DllImport("kernel32", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetFileInformationByHandle(SafeFileHandle file, byte[] answer);
#pragma warning restore SYSLIB1054
}
