namespace AuditHarness.Adapters.Pictures;

/// <summary>A picture as it is stored: no colour profile, gamma or orientation is applied.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Channels">1 for grey; 3 for red, green and blue.</param>
/// <param name="Depth">Bits of a sample: 8 or 16.</param>
/// <param name="Samples">Row by row from the top, the channels of a pixel together; each from 0 to 2^depth − 1.</param>
internal sealed record Picture(int Width, int Height, int Channels, int Depth, ushort[] Samples)
{
    /// <summary>
    /// The picture in the other colours: grey three times, or the luma of red, green and blue by ITU-R BT.601 in whole numbers, as
    /// Pillow's mode L is made: (19595 R + 38470 G + 7471 B + 32768) / 65536.
    /// </summary>
    /// <param name="channels">1 or 3.</param>
    public Picture In(int channels)
    {
        if (channels == Channels) return this;
        var samples = new ushort[Width * Height * channels];
        if (channels == 3)
            for (var i = 0; i < Samples.Length; i++) samples.AsSpan(3 * i, 3).Fill(Samples[i]);
        else
            for (var i = 0; i < samples.Length; i++)
                samples[i] = (ushort)(((19595L * Samples[3 * i]) + (38470L * Samples[(3 * i) + 1]) + (7471L * Samples[(3 * i) + 2]) + 0x8000) >> 16);
        return this with { Channels = channels, Samples = samples };
    }
}

/// <summary>What the head of a file says of its picture, before any pixel is unpacked.</summary>
/// <param name="Width">Pixels; at least 1.</param>
/// <param name="Height">Pixels; at least 1.</param>
/// <param name="Channels">1 for grey; 3 for red, green and blue, also out of a palette.</param>
/// <param name="Depth">Bits of a sample; of a palette's colours 8.</param>
/// <param name="Turned">True when a tag asks for the picture to be shown turned or mirrored.</param>
internal readonly record struct PictureHead(int Width, int Height, int Channels, int Depth, bool Turned = false);

/// <summary>Why a picture is refused.</summary>
/// <param name="what">What is wrong, as the end of a sentence about the picture: the same for all pictures of which that is so.</param>
/// <param name="mend">The next move.</param>
/// <param name="detail">What is special about this picture; null for nothing. Never its name, which may be a patient's.</param>
internal sealed class PictureException(string what, string mend, string? detail = null) : Exception(what)
{
    /// <summary>The next move.</summary>
    public string Mend => mend;

    /// <summary>What is special about this picture.</summary>
    public string? Detail => detail;

    /// <summary>A picture whose bytes are not what its format says.</summary>
    /// <param name="detail">What is not.</param>
    public static PictureException Damaged(string detail) =>
        new("is damaged or was cut short", "Copy or export it again.", detail);

    /// <summary>A picture of a kind that is not read.</summary>
    /// <param name="detail">Which one.</param>
    public static PictureException NotRead(string detail) =>
        new("is of a kind that is not read", "Save it as PNG, or as a JPEG of 8 bits in grey or colours.", detail);
}
