using System.Diagnostics;

namespace AuditHarness.Fixtures;

/// <summary>The server that ships, on a free port; gone when this is disposed of.</summary>
internal sealed class ExampleServer : IDisposable
{
    private readonly Process _process;

    public ExampleServer(params string[] more)
    {
        var folder = Repository.In("datasets", "models", "health_insurance_logistic");
        var start = new ProcessStartInfo(Interpreters.Python) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Path.Combine(folder, "server.py"), Path.Combine(folder, "coefficients.json"), "--port", "0", "--until-closed", .. more]) start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        var errors = _process.StandardError.ReadToEndAsync();
        var line = _process.StandardOutput.ReadLineAsync();
        if (!line.Wait(TimeSpan.FromMinutes(1)) || line.Result is not { Length: > 0 } url)
        {
            Dispose();
            throw new InvalidOperationException($"The server did not start: {errors.Result}");
        }
        Url = url;
    }

    public string Url { get; }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(20))) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        Assert.That(_process.HasExited);
        _process.Dispose();
    }
}
