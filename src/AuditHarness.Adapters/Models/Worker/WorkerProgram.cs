using System.Security.Cryptography;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Models.Worker;

/// <summary>What is started, found on this machine, and the files that the model is made of.</summary>
/// <param name="Path">Absolute path of the program.</param>
/// <param name="Arguments">What it is given, one by one.</param>
/// <param name="Folder">Where it runs: the folder of the config.</param>
/// <param name="Files">Its scripts and what belongs to them, in order; at least one.</param>
/// <param name="Sha256">SHA-256 of their contents one after the other, 64 lower-case hexadecimal digits.</param>
/// <param name="Shown">The command in quotes, for messages.</param>
internal sealed record WorkerProgram(string Path, IReadOnlyList<string> Arguments, string Folder, IReadOnlyList<InputFile> Files, string Sha256, string Shown)
{
    /// <summary>Finds the program and reads its files.</summary>
    /// <param name="worker">The plan.</param>
    /// <param name="folder">Folder that its paths are relative to, absolute.</param>
    /// <param name="stop">Cancels the reading.</param>
    /// <exception cref="AuditInputException">The program or a file is not there, or nothing says which files the model is.</exception>
    public static WorkerProgram Find(WorkerPlan worker, string folder, CancellationToken stop)
    {
        var (program, arguments) = (worker.Command[0], worker.Command.Skip(1).ToList());
        var (key, filesKey) = ($"{worker.Key}.command", $"{worker.Key}.files");
        var isPath = program.Contains('/') || (OperatingSystem.IsWindows() && program.Contains('\\'));
        var path = isPath ? Beside(program, folder, key) : OnPath(program, key);
        // A program beside the config is the model's own; one by an absolute path, or behind a link as in a virtual environment, is the machine's.
        var isOwn = isPath && !System.IO.Path.IsPathFullyQualified(program) && new FileInfo(path).LinkTarget is null;
        List<(string Name, string Path, string Key)> files = isOwn ? [(program, path, key)] : [];
        foreach (var argument in arguments)
            if (FullPath(argument, folder) is { } script && File.Exists(script)) files.Add((argument, script, key));
        foreach (var file in worker.Files)
        {
            var full = FullPath(file, folder);
            if (full is null || !File.Exists(full)) throw new AuditInputException(
                $"The file {Quoted.Text(file)} ('{filesKey}') does not exist. Correct the path, which is relative to the config's folder.");
            files.Add((file, full, filesKey));
        }
        if (files.Count == 0 && arguments.Count > 0) throw new AuditInputException(
            $"No argument of the worker {Shows(worker)} ('{key}') is a file, so that nothing says which model it is. Correct its path, which is relative to the config's folder, or name the model's files in '{filesKey}'.");
        if (files.Count == 0) files.Add((program, path, key));
        var (inputs, sha256) = Read([.. files.DistinctBy(f => f.Path)], stop);
        return new(path, arguments, folder, inputs, sha256, Shows(worker));
    }

    private static string Shows(WorkerPlan worker) => Quoted.Text(string.Join(' ', worker.Command));

    private static string Beside(string program, string folder, string key)
    {
        var path = FullPath(program, folder);
        if (path is null || !File.Exists(path)) throw new AuditInputException(
            $"The program {Quoted.Text(program)} ('{key}') does not exist. Correct the path, which is relative to the config's folder, or give the name alone of a program on the PATH.");
        return Runs(path) ? path : throw new AuditInputException(OperatingSystem.IsWindows()
            ? $"The program {Quoted.Text(program)} ('{key}') is no .exe or .com file, and no shell is used. Name the interpreter first and the script as its argument."
            : $"The program {Quoted.Text(program)} ('{key}') may not be run. Make it executable, or name the interpreter first and the script as its argument.");
    }

    private static string OnPath(string program, string key)
    {
        var names = OperatingSystem.IsWindows() && !System.IO.Path.HasExtension(program) ? new[] { program + ".exe", program + ".com" } : [program];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var found = from folder in folders
                    where System.IO.Path.IsPathFullyQualified(folder)
                    from name in names
                    let file = FullPath(name, folder)
                    where file is not null && File.Exists(file) && Runs(file)
                    select file;
        return found.FirstOrDefault() ?? throw new AuditInputException(
            $"The program {Quoted.Text(program)} ('{key}') is not on the PATH. Install it, or give its path relative to the config's folder, such as \"./{Unprintable.Replace(program)}\".");
    }

    // Batch files go through a shell, which takes arguments apart.
    private static bool Runs(string path) => OperatingSystem.IsWindows()
        ? System.IO.Path.GetExtension(path).ToLowerInvariant() is ".exe" or ".com"
        : (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    private static string? FullPath(string name, string folder) => name.Contains('\0') ? null : System.IO.Path.GetFullPath(name, folder);

    private static (IReadOnlyList<InputFile> Files, string Sha256) Read(IReadOnlyList<(string Name, string Path, string Key)> files, CancellationToken stop)
    {
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var inputs = new List<InputFile>();
        var block = new byte[1 << 20];
        foreach (var (name, path, key) in files)
        {
            try
            {
                // Asked before it is opened: a pipe has no end to wait for.
                if (!PlainFile.NamesOf(new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path).Regular)
                    throw new AuditInputException($"{Quoted.Text(name)} ('{key}') is not a plain file. Name a file.");
                using var stream = File.OpenRead(path);
                using var own = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                var length = 0L;
                for (int count; (count = stream.Read(block)) > 0; length += count)
                {
                    stop.ThrowIfCancellationRequested();
                    whole.AppendData(block, 0, count);
                    own.AppendData(block, 0, count);
                }
                inputs.Add(new(inputs.Count == 0 ? "model" : "model-data", name, length, Convert.ToHexStringLower(own.GetHashAndReset())));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new AuditInputException($"{Quoted.Text(name)} ('{key}') cannot be read: it is in use, or may not be read. Make it readable.", e);
            }
        }
        return (inputs, Convert.ToHexStringLower(whole.GetHashAndReset()));
    }
}
