using System.Globalization;

namespace AuditHarness.Adapters.Pictures;

/// <summary>The lines of a picture as they were before PNG's filters, one after the other.</summary>
/// <param name="pixels">The unpacked pixels.</param>
/// <param name="bytes">Bytes of a line.</param>
/// <param name="back">Bytes from one pixel to the next; 1 where a pixel has less.</param>
internal sealed class PngLines(Stream pixels, int bytes, int back)
{
    // Before the line as many zeros as a pixel has bytes: what filters take for the pixel to its left.
    private byte[] _line = new byte[back + bytes];
    private byte[] _above = new byte[back + bytes];

    /// <summary>The next line; its bytes hold until the one after it is asked for.</summary>
    /// <exception cref="PictureException">There is none, or its filter is none of PNG's.</exception>
    public ReadOnlySpan<byte> Next()
    {
        (_line, _above) = (_above, _line);
        var filter = pixels.ReadByte();
        if (filter < 0 || pixels.ReadAtLeast(_line.AsSpan(back), bytes, throwOnEndOfStream: false) < bytes)
            throw PictureException.Damaged("it holds fewer pixels than its head says");
        switch (filter)
        {
            case 0:
                break;
            case 1:
                for (var i = back; i < _line.Length; i++) _line[i] += _line[i - back];
                break;
            case 2:
                for (var i = back; i < _line.Length; i++) _line[i] += _above[i];
                break;
            case 3:
                for (var i = back; i < _line.Length; i++) _line[i] += (byte)((_line[i - back] + _above[i]) / 2);
                break;
            case 4:
                for (var i = back; i < _line.Length; i++) _line[i] += Paeth(_line[i - back], _above[i], _above[i - back]);
                break;
            default:
                throw PictureException.Damaged(string.Create(CultureInfo.InvariantCulture, $"a line has the filter {filter}, which there is not"));
        }
        return _line.AsSpan(back);
    }

    // Whichever of left, above and above left lies nearest to left + above − above left.
    private static byte Paeth(byte left, byte above, byte corner)
    {
        var (toLeft, toAbove, toCorner) = (Math.Abs(above - corner), Math.Abs(left - corner), Math.Abs(left + above - (2 * corner)));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
