namespace AuditHarness.Adapters.Pictures;

/// <summary>JPEG files come back as another reader's libjpeg-turbo gives them; other kinds of JPEG are refused by name.</summary>
public class JpegFileTests
{
    [TestCase("jpeg-grey"), TestCase("jpeg-444"), TestCase("jpeg-420-progressive")]
    public void A_picture_comes_back_as_pillow_reads_it(string name) =>
        PictureSample.AreSame(PictureSample.Read(PictureSample.File(name + ".jpg")), PictureSample.Expected(name));

    [Test]
    public void A_tag_that_asks_for_turning_is_seen_and_not_obeyed()
    {
        var file = PictureSample.File("jpeg-turned.jpg");
        Assert.That(PictureReader.Head(file).Turned, Is.True);
        PictureSample.AreSame(PictureSample.Read(file), PictureSample.Expected("jpeg-444"));
        Assert.That(PictureReader.Head(PictureSample.File("jpeg-444.jpg")).Turned, Is.False);
    }

    [Test]
    public void Four_channels_twelve_bits_and_other_codings_are_refused_by_name()
    {
        byte[] Frame(byte marker, byte bits) => [0xFF, 0xD8, 0xFF, marker, 0, 11, bits, 0, 8, 0, 8, 1, 1, 0x11, 0, 0xFF, 0xD9];
        Assert.That(PictureSample.Refusal(PictureSample.File("jpeg-cmyk.jpg")).Detail, Is.EqualTo("a JPEG of 4 channels"));
        Assert.That(PictureSample.Refusal(Frame(0xC1, 12)).Detail, Is.EqualTo("a JPEG of 12 bits"));
        Assert.That(PictureSample.Refusal(Frame(0xC3, 8)).Detail, Is.EqualTo("a lossless JPEG"));
        Assert.That(PictureSample.Refusal(Frame(0xC9, 8)).Detail, Is.EqualTo("a JPEG in hierarchical or arithmetic coding"));
        Assert.That(PictureSample.Refusal(Frame(0xC0, 8)).Message, Is.EqualTo("is damaged or was cut short"), "a head and nothing else");
    }

    [Test]
    public void A_file_with_scans_without_end_is_refused_before_it_is_unpacked()
    {
        var whole = PictureSample.File("jpeg-420-progressive.jpg");
        byte[] bomb = [.. whole[..^2], .. Enumerable.Repeat<byte[]>([0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0x10, 0], 10_000).SelectMany(s => s), 0xFF, 0xD9];
        Assert.That(PictureSample.Refusal(bomb).Detail, Is.EqualTo("a JPEG of more than 200 scans"));
    }

    [Test]
    public void A_file_that_was_cut_short_is_refused()
    {
        foreach (var name in new[] { "jpeg-444", "jpeg-grey", "jpeg-420-progressive" })
        {
            var whole = PictureSample.File(name + ".jpg");
            // The end mark alone may be missing: all pixels are there.
            for (var length = 6; length < whole.Length - 40; length += 13)
                Assert.That(PictureSample.Refusal(whole[..length]).Message, Is.EqualTo("is damaged or was cut short"), $"{name}, {length} of {whole.Length} bytes");
        }
    }
}
