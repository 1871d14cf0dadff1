using System.Text;

namespace AuditHarness.Adapters.Datasets;

/// <summary>
/// The different texts of a column, numbered in the order in which they come. Fields are compared exactly, and no text is made for
/// a row whose text is known.
/// </summary>
internal sealed class TextLevels
{
    private const int MostCompared = 16;

    private readonly List<byte[]> _utf8 = [];
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<string> _texts = [];
    private readonly char[] _buffer = new char[TableFile.LargestField];
    private readonly int _most;

    /// <summary>Levels that begin with the given ones.</summary>
    /// <param name="most">How many are kept apart; at least the number of the given ones.</param>
    /// <param name="known">Texts that get the first numbers whether they come or not.</param>
    public TextLevels(int most, params ReadOnlySpan<string> known)
    {
        (_most, _lookup) = (most, _codes.GetAlternateLookup<ReadOnlySpan<char>>());
        foreach (var text in known)
        {
            if (!_codes.TryAdd(text, _texts.Count)) continue;
            if (_utf8.Count < MostCompared) _utf8.Add(Encoding.UTF8.GetBytes(text));
            _texts.Add(text);
        }
    }

    /// <summary>The texts by number.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>True when there were more different texts than are kept apart.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>The number of a text; −1 when it is new and there is no room for it.</summary>
    public int Code(ReadOnlySpan<byte> utf8)
    {
        // Most columns have few texts, and to compare bytes is several times as fast as to look up characters.
        for (var k = 0; k < _utf8.Count; k++)
            if (utf8.SequenceEqual(_utf8[k])) return k;
        var text = _buffer.AsSpan(0, Encoding.UTF8.GetChars(utf8, _buffer));
        if (_lookup.TryGetValue(text, out var code)) return code;
        if (_texts.Count == _most)
        {
            Overflowed = true;
            return -1;
        }
        var added = text.ToString();
        if (_utf8.Count == _texts.Count && _utf8.Count < MostCompared) _utf8.Add(utf8.ToArray());
        _codes.Add(added, _texts.Count);
        _texts.Add(added);
        return _texts.Count - 1;
    }
}
