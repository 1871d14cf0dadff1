namespace AuditHarness.Audits;

public sealed class LogoImageTests
{
    [Test]
    public void A_png_is_told_by_its_content()
    {
        var bytes = TinyPictures.Png(4096, 2);
        Assert.That(LogoImage.Of(bytes), Is.EqualTo(new LogoImage("image/png", Convert.ToBase64String(bytes))));
    }

    [Test]
    public void A_jpeg_is_told_by_its_content() => Assert.That(LogoImage.Of(TinyPictures.Jpeg(300, 100)).MediaType, Is.EqualTo("image/jpeg"));

    [Test]
    public void A_picture_of_too_many_pixels_is_refused()
    {
        Assert.That(() => LogoImage.Of(TinyPictures.Png(4097, 1)), Throws.TypeOf<FormatException>().With.Message.Contains("4097 × 1"));
        Assert.That(() => LogoImage.Of(TinyPictures.Jpeg(1, 65535)), Throws.TypeOf<FormatException>().With.Message.Contains("1 × 65535"));
    }

    [Test]
    public void A_picture_without_extent_is_refused() =>
        Assert.That(() => LogoImage.Of(TinyPictures.Jpeg(0, 5)), Throws.TypeOf<FormatException>().With.Message.Contains("without width"));

    [Test]
    public void More_than_512_kilobytes_are_refused()
    {
        byte[] padded = [.. TinyPictures.Png(1, 1), .. new byte[LogoImage.LargestBytes]];
        Assert.That(() => LogoImage.Of(padded), Throws.TypeOf<FormatException>().With.Message.Contains("512 KB"));
        Assert.That(() => LogoImage.Of(padded.AsSpan(0, LogoImage.LargestBytes)), Throws.Nothing);
    }

    [TestCase("")]
    [TestCase("<svg onload=alert(1)>")]
    [TestCase("GIF89a")]
    [TestCase("\u0089PNG\r\n")]
    public void Anything_else_is_refused(string text) =>
        Assert.That(() => LogoImage.Of(System.Text.Encoding.Latin1.GetBytes(text)), Throws.TypeOf<FormatException>().With.Message.Contains("neither"));

    [Test]
    public void A_picture_cut_short_is_refused_wherever_it_ends()
    {
        foreach (var whole in new[] { TinyPictures.Png(2, 2), TinyPictures.Jpeg(2, 2) })
            for (var length = 0; length < 17; length++)
                Assert.That(() => LogoImage.Of(whole.AsSpan(0, length)), Throws.TypeOf<FormatException>(), $"{length} bytes");
    }
}
