using System.Globalization;
using System.Text;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models.Trees;

namespace AuditHarness.Adapters.Models.LightGbm;

/// <summary>
/// LightGBM's text format taken apart: a header and one block per tree, both of lines "key=value". What follows the trees
/// (importances, training parameters) is not read.
/// </summary>
internal sealed class LightGbmText
{
    private readonly TreeModelFile _file;
    private readonly Dictionary<string, string> _header = new(StringComparer.Ordinal);
    private readonly List<Dictionary<string, Range>> _trees = [];

    /// <summary>Takes a file apart.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="AuditInputException">It is no LightGBM text, or it ends before its trees do.</exception>
    public LightGbmText(TreeModelFile file)
    {
        _file = file;
        var (at, ended) = (0, false);
        if (NextLine(ref at, out var first) && !file.Bytes[first].SequenceEqual("tree"u8))
            throw file.NotThis("does not begin with the line 'tree', so it is no LightGBM text model");
        while (!ended && NextLine(ref at, out var line))
        {
            var text = file.Bytes[line];
            if (text.IsEmpty) continue;
            if (text.StartsWith("Tree="u8)) Begin(text["Tree=".Length..]);
            // Old versions have no end marker, but importances after the trees.
            else if (text.SequenceEqual("end of trees"u8) || text.StartsWith("feature importances:"u8) || text.StartsWith("feature_importances:"u8)) ended = true;
            else Add(line);
        }
        if (!ended) throw file.Damaged("the mark 'end of trees' is missing");
        if (Header("tree_sizes") is { } sizes && sizes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length is var count && count != _trees.Count)
            throw file.Damaged($"'tree_sizes' announces {Number(count)} trees, and there are {Number(_trees.Count)}");
    }

    /// <summary>Number of trees.</summary>
    public int Trees => _trees.Count;

    /// <summary>A value of the header; null when the key is not there, empty for a key without value.</summary>
    public string? Header(string key) => _header.GetValueOrDefault(key);

    /// <summary>A whole number of the header.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="lowest">Lowest that makes sense.</param>
    /// <param name="otherwise">Taken when the key is not there; null makes it a fault.</param>
    public int Whole(string key, int lowest, int? otherwise = null)
    {
        if (Header(key) is not { } text) return otherwise ?? throw _file.Damaged($"'{key}' is missing");
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= lowest
            ? value : throw _file.Damaged($"'{key}' is {Quoted.Text(text)}, and a whole number from {Number(lowest)} is expected");
    }

    /// <summary>True when a tree has a key with a value.</summary>
    public bool Has(int tree, string key) => _trees[tree].TryGetValue(key, out var range) && !_file.Bytes[range].IsEmpty;

    /// <summary>The numbers of a line of a tree.</summary>
    /// <param name="tree">Number of the tree, from 0.</param>
    /// <param name="key">Key of the line.</param>
    /// <param name="count">How many there must be.</param>
    /// <exception cref="FormatException">The line is missing, has another count, or holds something else; the message says which.</exception>
    public T[] Numbers<T>(int tree, string key, long count) where T : struct, IUtf8SpanParsable<T>
    {
        if (!_trees[tree].TryGetValue(key, out var range)) throw new FormatException($"'{key}' is missing");
        var text = _file.Bytes[range];
        if (count > (text.Length + 1) / 2) throw new FormatException($"'{key}' has fewer than {Number(count)} numbers");
        var numbers = new T[count];
        var found = 0;
        foreach (var part in text.Split((byte)' '))
        {
            var word = text[part];
            if (word.IsEmpty) continue;
            if (found == count) throw new FormatException($"'{key}' has more than {Number(count)} numbers");
            // A comma would be passed over as one that groups digits.
            if (word.Contains((byte)',') || !T.TryParse(word, CultureInfo.InvariantCulture, out numbers[found++]))
                throw new FormatException($"'{key}' holds {Quoted.Text(Encoding.UTF8.GetString(word[..Math.Min(word.Length, 100)]))}, which is no such number");
        }
        return found == count ? numbers : throw new FormatException($"'{key}' has {Number(found)} numbers, and {Number(count)} are expected");
    }

    /// <summary>Whole numbers, as messages show them.</summary>
    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void Begin(ReadOnlySpan<byte> number)
    {
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index != _trees.Count)
            throw _file.Damaged($"tree {Number(_trees.Count)} is expected, and 'Tree={Quoted.Text(Encoding.UTF8.GetString(number[..Math.Min(number.Length, 20)]))[1..^1]}' follows");
        _trees.Add(new Dictionary<string, Range>(StringComparer.Ordinal));
    }

    private void Add(Range line)
    {
        var text = _file.Bytes[line];
        var equals = text.IndexOf((byte)'=');
        var key = Encoding.UTF8.GetString(equals < 0 ? text : text[..equals]);
        var value = new Range(equals < 0 ? line.End : line.Start.Value + equals + 1, line.End);
        var added = _trees.Count == 0 ? _header.TryAdd(key, Encoding.UTF8.GetString(_file.Bytes[value])) : _trees[^1].TryAdd(key, value);
        if (!added) throw _file.Damaged($"{Quoted.Text(key)} is there twice {(_trees.Count == 0 ? "in the header" : "in tree " + Number(_trees.Count - 1))}");
    }

    private bool NextLine(ref int at, out Range line)
    {
        line = default;
        if (at >= _file.Bytes.Length) return false;
        var length = _file.Bytes[at..].IndexOf((byte)'\n');
        var end = length < 0 ? _file.Bytes.Length : at + length;
        line = at..(end > at && _file.Bytes[end - 1] == '\r' ? end - 1 : end);
        at = end + 1;
        return true;
    }
}
