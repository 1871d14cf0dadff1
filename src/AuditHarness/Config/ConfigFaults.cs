using System.Globalization;

namespace AuditHarness.Config;

/// <summary>Everything that is wrong with a config, gathered so that all of it can be mended at once.</summary>
/// <param name="file">The config file, as messages name it.</param>
/// <param name="mend">The next move.</param>
/// <param name="subject">What has the faults, when it is not a file of its own.</param>
internal sealed class ConfigFaults(string file, string mend = "Correct the config; 'audit schema' writes what each key means.", string? subject = null)
{
    /// <summary>With so many, reading stops: the file is not what was meant, and a hostile one shall not take long.</summary>
    private const int Most = 1000;

    private readonly List<(int Line, string Text)> _faults = [];

    /// <summary>The config file, as messages name it.</summary>
    public string File => file;

    /// <summary>What has the faults, such as "The config 'audit.json'".</summary>
    public string Subject { get; } = subject ?? $"The config '{file}'";

    /// <summary>How many there are so far.</summary>
    public int Count => _faults.Count;

    /// <summary>Records a fault.</summary>
    /// <param name="node">Where it stands.</param>
    /// <param name="message">What is wrong and how to mend it, in sentences.</param>
    /// <exception cref="AuditInputException">There are too many.</exception>
    public void Add(ConfigNode node, string message) => Add(node.Place, message);

    /// <inheritdoc cref="Add(ConfigNode, string)"/>
    public void Add(ConfigPlace place, string message)
    {
        _faults.Add((place.Line, string.Create(CultureInfo.InvariantCulture, $"line {place.Line}, {place}: {message}")));
        if (Count == Most) ThrowIfAny();
    }

    /// <summary>Throws if there is any, in the order of the file.</summary>
    /// <exception cref="AuditInputException">There is at least one fault.</exception>
    public void ThrowIfAny()
    {
        if (Count == 0) return;
        throw AuditInputException.Of(
            string.Create(CultureInfo.InvariantCulture, $"{Subject} has {(Count == 1 ? "a fault" : Count == Most ? $"{Most} faults, after which reading stopped" : $"{Count} faults")}:"),
            [.. _faults.OrderBy(f => f.Line).Select(f => f.Text)], Count,
            mend);
    }
}
