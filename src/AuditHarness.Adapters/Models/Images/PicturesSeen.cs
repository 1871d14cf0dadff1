using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Images;

/// <summary>The pictures that were read so far: what identifies them all, and what a reader should know of them.</summary>
/// <param name="plan">What pictures must be.</param>
/// <param name="folder">Their folder, as the config writes it.</param>
internal sealed class PicturesSeen(ImagesPlan plan, string folder)
{
    private readonly Dictionary<string, KnownPicture> _known = new(StringComparer.Ordinal);
    private int _rows, _repeats;

    /// <summary>Takes a picture that was read.</summary>
    /// <param name="name">Its path within the folder.</param>
    /// <param name="picture">What is known of it.</param>
    /// <exception cref="AuditInputException">It is another one than when it was read before.</exception>
    public void Add(string name, KnownPicture picture)
    {
        if (!_known.TryAdd(name, picture) && _known[name].Sha256 != picture.Sha256)
            throw new AuditInputException($"A picture in the folder {Quoted.Text(folder)} ('model.images.folder') was changed while the audit ran. Run it again when nothing writes there.");
    }

    /// <summary>Counts rows that show what another row shows too. Asked for all rows once and for some of them again: the most counts.</summary>
    /// <param name="rows">How many were scored.</param>
    /// <param name="column">Their pictures, all of which were added.</param>
    public void Count(int rows, FeatureColumn.Text column)
    {
        if (rows <= _rows) return;
        (_rows, _repeats) = (rows, rows - column.Codes.Select(code => _known[column.Levels[code]].Sha256).Distinct().Count());
    }

    /// <summary>All of them as one input; none before any was read.</summary>
    public IReadOnlyList<InputFile> Input()
    {
        if (_known.Count == 0) return [];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, picture) in _known.OrderBy(k => k.Key, StringComparer.Ordinal)) hash.AppendData(Encoding.UTF8.GetBytes($"{picture.Sha256}  {name}\n"));
        return [new("pictures", folder, _known.Values.Sum(k => k.Bytes), Convert.ToHexStringLower(hash.GetHashAndReset()))];
    }

    /// <summary>What a reader should know, one sentence each.</summary>
    public IReadOnlyList<Phrase> Notices()
    {
        var notices = new List<Phrase>();
        int Count(Func<KnownPicture, bool> which) => _known.Values.Count(which);
        if (_repeats > 0)
            notices.Add(Phrase.Of($"{_repeats:count} of {_rows:count} rows {_repeats:plural(shows|show)} the same picture, byte for byte, as another row: this says nothing new of the model, and intervals that take them for other patients are too narrow."));
        if (Count(k => k.Resized) is > 0 and var resized)
            notices.Add(Phrase.Of($"{resized:count} of {_known.Count:count} pictures had another size than {plan.Width:exact} × {plan.Height:exact} pixels and were brought to it; where groups have pictures of other sizes, that step may serve them differently."));
        if (Count(k => k.Converted) is > 0 and var converted)
            notices.Add(Phrase.Of($"{converted:count} of {_known.Count:count} pictures had other colours than declared and were converted."));
        if (Count(k => k.Turned) is > 0 and var turned)
            notices.Add(Phrase.Of($"{turned:count} of {_known.Count:count} pictures {turned:plural(carries|carry)} a tag (EXIF) that asks viewers to turn or mirror them; the model was given them as they are stored."));
        return notices;
    }
}
