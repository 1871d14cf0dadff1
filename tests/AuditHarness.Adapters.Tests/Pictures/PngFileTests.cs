using System.Buffers.Binary;

namespace AuditHarness.Adapters.Pictures;

/// <summary>PNG files of other writers come back to the last bit; what is no whole PNG is refused, and never hangs or crashes.</summary>
public class PngFileTests
{
    [TestCase("grey8"), TestCase("grey16"), TestCase("rgb8"), TestCase("rgb16")]
    [TestCase("grey8-interlaced"), TestCase("grey16-interlaced"), TestCase("rgb8-interlaced"), TestCase("rgb16-interlaced")]
    [TestCase("rgb8-one-pixel-interlaced"), TestCase("rgb16-one-pixel-interlaced"), TestCase("rgba8"), TestCase("rgba16")]
    [TestCase("palette1"), TestCase("palette2"), TestCase("palette4"), TestCase("palette8"), TestCase("photo"), TestCase("deep")]
    public void A_picture_of_another_writer_comes_back_as_it_was(string name) =>
        PictureSample.AreSame(PictureSample.Read(PictureSample.File(name + ".png")), PictureSample.Expected(name));

    [Test]
    public void The_samples_hold_every_filter_of_lines() =>
        Assert.That(new[] { "photo", "deep", "grey8", "rgb8", "rgb16" }.SelectMany(Filters).Distinct().Order(), Is.SupersetOf(new byte[] { 1, 2, 3, 4 }));

    [Test]
    public void Transparency_is_refused_and_opaque_pixels_are_taken()
    {
        Assert.That(PictureSample.Refusal(TinyPictures.Png(1, 2, 4, 8, [7, 255, 7, 254])).Message, Is.EqualTo("is transparent in places"));
        Assert.That(PictureSample.Read(TinyPictures.Png(1, 2, 4, 8, [7, 255, 9, 255])).Samples, Is.EqualTo(new ushort[] { 7, 9 }));
    }

    [Test]
    public void A_file_that_was_cut_short_is_refused_wherever_it_was_cut()
    {
        var whole = PictureSample.File("grey16.png");
        for (var length = 9; length < whole.Length; length++)
            Assert.That(PictureSample.Refusal(whole[..length]).Message, Is.EqualTo("is damaged or was cut short"), $"{length} bytes");
    }

    [Test]
    public void No_changed_byte_of_head_or_pixels_goes_unnoticed()
    {
        var whole = PictureSample.File("grey8.png");
        for (var at = 8; at < whole.Length; at++)
        {
            byte[] bent = [.. whole];
            bent[at] ^= 0x55;
            Assert.That(() => PictureSample.Read(bent), Throws.InstanceOf<PictureException>(), $"byte {at}");
        }
    }

    [Test]
    public void Pixels_that_are_too_few_or_too_many_for_the_size_are_refused()
    {
        Assert.That(PictureSample.Refusal(TinyPictures.Png(4, 4, 0, 8, new byte[12])).Detail, Is.EqualTo("it holds fewer pixels than its head says"));
        Assert.That(PictureSample.Refusal(TinyPictures.Png(4, 4, 0, 8, new byte[20])).Detail, Is.EqualTo("it holds more pixels than its head says"));
    }

    [TestCase(60_000, 60_000), TestCase(70_000, 1), TestCase(8001, 8001)]
    public void A_head_that_promises_too_much_is_refused_before_anything_is_unpacked(int width, int height)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = PictureSample.Refusal(TinyPictures.Png(width, height, 0, 8, new byte[10]));
        Assert.That(refusal.Message, Does.StartWith("would unpack to more than"));
        Assert.That(refusal.Detail, Is.EqualTo(FormattableString.Invariant($"{width:N0} × {height:N0} pixels")));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(2_000_000));
    }

    [Test]
    public void Pixels_that_expand_a_thousandfold_are_unpacked_no_further_than_the_size_says()
    {
        var bomb = TinyPictures.Png(8, 8, 0, 8, new byte[20_000_000]);
        Assert.That(bomb, Has.Length.LessThan(200_000));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(PictureSample.Refusal(bomb).Detail, Is.EqualTo("it holds more pixels than its head says"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(2_000_000));
    }

    [TestCase("GIF89a......", "a GIF"), TestCase("BM..........", "a BMP"), TestCase("II*\0........", "a TIFF"), TestCase("RIFF....WEBPVP8 ", "a WebP")]
    [TestCase("version https://git-lfs.github.com/spec/v1", "a pointer of Git LFS, in whose place the picture must be fetched"), TestCase("row_id,label\n1,1\n", null)]
    public void What_is_no_picture_is_called_what_it_is(string content, string? what)
    {
        var refusal = PictureSample.Refusal([.. content.Select(c => (byte)c)]);
        Assert.That((refusal.Message, refusal.Detail), Is.EqualTo(("is none: its content is neither PNG nor JPEG", what)));
        Assert.That(refusal.Mend, Does.StartWith("Export it as one of them"));
    }

    // The first byte of each line, once the pixels are unpacked.
    private static IEnumerable<byte> Filters(string name)
    {
        var (file, expected) = (PictureSample.File(name + ".png"), PictureSample.Expected(name));
        using var packed = new MemoryStream();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            if (file.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8)) packed.Write(file, at + 8, length);
            at += 12 + length;
        }
        packed.Position = 0;
        using var pixels = new System.IO.Compression.ZLibStream(packed, System.IO.Compression.CompressionMode.Decompress);
        var line = new byte[1 + (expected.Width * expected.Channels * expected.Depth / 8)];
        for (var row = 0; row < expected.Height; row++)
        {
            pixels.ReadExactly(line);
            yield return line[0];
        }
    }
}
