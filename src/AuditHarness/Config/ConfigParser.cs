using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace AuditHarness.Config;

/// <summary>Turns the bytes of a config into a tree that knows its lines. Comments and trailing commas are allowed.</summary>
internal ref struct ConfigParser
{
    private const int DeepestLevel = 16;
    private readonly ReadOnlySpan<byte> _utf8;
    private readonly ConfigFaults _faults;
    private Utf8JsonReader _json;
    private int _counted;
    private int _line;

    private ConfigParser(ReadOnlySpan<byte> utf8, ConfigFaults faults, int firstLine)
    {
        _utf8 = utf8;
        _line = firstLine;
        _faults = faults;
        _json = new Utf8JsonReader(utf8, new JsonReaderOptions
        {
            CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = DeepestLevel + 8,
        });
    }

    /// <summary>Parses. Keys that stand twice and texts that are no Unicode are recorded; anything else that is no JSON throws.</summary>
    /// <param name="bytes">The file, with or without a byte order mark.</param>
    /// <param name="faults">Takes the faults; knows the file's name.</param>
    /// <param name="firstLine">Line on which the bytes begin, when they are part of a file.</param>
    /// <exception cref="AuditInputException">The bytes are not UTF-8 or not JSON, or nested too deeply.</exception>
    public static ConfigNode Parse(ReadOnlySpan<byte> bytes, ConfigFaults faults, int firstLine = 1)
    {
        var file = faults.File;
        var utf8 = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        if (!Utf8.IsValid(utf8)) throw NotUtf8(utf8, file);
        if (utf8.IndexOfAnyExcept(" \t\r\n"u8) < 0)
            throw new AuditInputException($"The config '{file}' is empty. Write an audit config there; 'audit schema' writes what belongs in it.");
        var parser = new ConfigParser(utf8, faults, firstLine);
        try
        {
            parser._json.Read();
            var root = parser.Value(null, null, 0, parser.LineOfToken());
            parser._json.Read();
            return root;
        }
        catch (JsonException fault)
        {
            throw NotJson(utf8, file, fault);
        }
    }

    private ConfigNode Value(ConfigNode? parent, string? key, int index, int line)
    {
        var place = new ConfigPlace(parent, key, index, line);
        switch (_json.TokenType)
        {
            case JsonTokenType.StartObject:
                return Members(new ConfigNode.Map(place));
            case JsonTokenType.StartArray:
                RefuseDepth();
                var list = new ConfigNode.List(place);
                while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
                    list.Items.Add(Value(list, null, list.Items.Count, LineOfToken()));
                return list;
            case JsonTokenType.String:
                return TextOfToken(place) is { } text ? new ConfigNode.Text(place, text) : new ConfigNode.Broken(place);
            case JsonTokenType.Number:
                return new ConfigNode.Number(place, Encoding.UTF8.GetString(_json.ValueSpan));
            case JsonTokenType.True or JsonTokenType.False:
                return new ConfigNode.Flag(place, _json.TokenType == JsonTokenType.True);
            default:
                return new ConfigNode.Null(place);
        }
    }

    private ConfigNode.Map Members(ConfigNode.Map map)
    {
        RefuseDepth();
        while (_json.Read() && _json.TokenType != JsonTokenType.EndObject)
        {
            var line = LineOfToken();
            var key = TextOfToken(map.Place);
            _json.Read();
            var value = Value(map, key ?? "", 0, line);
            if (key is not null && !map.Members.TryAdd(key, value))
                _faults.Add(value, string.Create(CultureInfo.InvariantCulture,
                    $"the key '{ConfigText.Shown(key)}' stands here a second time, after line {map.Members[key].Place.Line}. Keep one of them."));
        }
        return map;
    }

    private readonly string? TextOfToken(ConfigPlace place)
    {
        try
        {
            return _json.GetString();
        }
        catch (InvalidOperationException)
        {
            // An escape such as \uD800 without its other half.
            _faults.Add(place, "a text holds half of a surrogate pair (\\uD800 to \\uDFFF). Write the character itself.");
            return null;
        }
    }

    private void RefuseDepth()
    {
        if (_json.CurrentDepth < DeepestLevel) return;
        throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
            $"{_faults.Subject}, line {LineOfToken()}, is nested more than {DeepestLevel} levels deep. No config needs that; look for a bracket that is not closed."));
    }

    private int LineOfToken()
    {
        var at = (int)_json.TokenStartIndex;
        _line += _utf8[_counted..at].Count((byte)'\n');
        _counted = at;
        return _line;
    }

    private static AuditInputException NotJson(ReadOnlySpan<byte> utf8, string file, JsonException fault)
    {
        var (row, offset) = ((int)(fault.LineNumber ?? 0), (int)(fault.BytePositionInLine ?? 0));
        var start = 0;
        for (var i = 0; i < row; i++) start += utf8[start..].IndexOf((byte)'\n') + 1;
        var column = Encoding.UTF8.GetCharCount(utf8.Slice(start, Math.Min(offset, utf8.Length - start))) + 1;
        var what = fault.Message.Split(" LineNumber:")[0];
        return new AuditInputException(string.Create(CultureInfo.InvariantCulture,
            $"The config '{file}' is not valid JSON at line {row + 1}, column {column}: {ConfigText.Shown(what, 200)} Look there and just before for a missing bracket, comma, colon or quotation mark, or for a file that was cut short."), fault);
    }

    private static AuditInputException NotUtf8(ReadOnlySpan<byte> utf8, string file)
    {
        var (at, line) = (0, 1);
        while (Rune.DecodeFromUtf8(utf8[at..], out var rune, out var length) == System.Buffers.OperationStatus.Done)
            (at, line) = (at + length, line + (rune.Value == '\n' ? 1 : 0));
        return new AuditInputException(string.Create(CultureInfo.InvariantCulture,
            $"The config '{file}' is not UTF-8 text: line {line} holds the byte 0x{utf8[at]:X2} where none is possible. Save it as UTF-8."));
    }
}
