using System.Globalization;
using AuditHarness.Adapters.Models;

namespace AuditHarness.Adapters.Pictures;

/// <summary>What Samples/make.py wrote: pictures by pypng and Pillow, and what they hold.</summary>
internal static class PictureSample
{
    public static string PathOf(string file) => ModelFolder.Own("..", "Pictures", "Samples", file);

    public static byte[] File(string file) => System.IO.File.ReadAllBytes(PathOf(file));

    public static Picture Expected(string name)
    {
        var lines = System.IO.File.ReadAllLines(PathOf(name + ".txt"));
        var head = lines[0].Split(' ').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return new(head[0], head[1], head[2], head[3], [.. lines.Skip(1).SelectMany(l => l.Split(' ')).Select(n => ushort.Parse(n, CultureInfo.InvariantCulture))]);
    }

    public static Picture Read(byte[] file) => PictureReader.Read(file, PictureReader.Head(file));

    public static PictureException Refusal(byte[] file) => Assert.Throws<PictureException>(() => Read(file))!;

    public static void AreSame(Picture read, Picture expected)
    {
        Assert.That((read.Width, read.Height, read.Channels, read.Depth), Is.EqualTo((expected.Width, expected.Height, expected.Channels, expected.Depth)));
        Assert.That(read.Samples, Is.EqualTo(expected.Samples));
    }
}
