using AuditHarness.Audits;

namespace AuditHarness.Adapters.Pictures;

/// <summary>Sizes and colours are changed as Pillow changes them, to the last bit: its answers stand in Samples.</summary>
public class ResamplingTests
{
    [TestCase("photo", "nearest", 13, 19), TestCase("photo", "box", 7, 9), TestCase("photo", "bilinear", 17, 21), TestCase("photo", "bilinear", 64, 51)]
    [TestCase("photo", "bicubic", 13, 8), TestCase("photo", "bicubic", 61, 40), TestCase("deep", "box", 7, 9), TestCase("deep", "bilinear", 17, 21), TestCase("deep", "bicubic", 61, 55)]
    public void A_size_is_changed_as_pillow_changes_it(string name, string filter, int width, int height) => PictureSample.AreSame(
        Resampling.To(PictureSample.Expected(name), width, height, Enum.Parse<PictureResize>(filter, ignoreCase: true)), PictureSample.Expected($"{name}-to-{filter}-{width}x{height}"));

    [Test]
    public void Colours_become_luma_as_in_pillow_and_grey_becomes_three()
    {
        PictureSample.AreSame(PictureSample.Expected("photo").In(1), PictureSample.Expected("photo-to-luma"));
        Assert.That(new Picture(2, 1, 1, 16, [65535, 3]).In(3).Samples, Is.EqualTo(new ushort[] { 65535, 65535, 65535, 3, 3, 3 }));
        Assert.That(new Picture(1, 1, 3, 16, [65535, 65535, 65535]).In(1).Samples, Is.EqualTo(new ushort[] { 65535 }));
    }

    [Test]
    public void A_constant_stays_constant_in_any_size()
    {
        foreach (var filter in Enum.GetValues<PictureResize>().Where(f => f != PictureResize.None))
            foreach (var depth in new[] { 8, 16 })
                foreach (var (width, height) in new[] { (1, 1), (3, 50), (64, 2) })
                    Assert.That(Resampling.To(new(9, 7, 1, depth, [.. Enumerable.Repeat((ushort)201, 63)]), width, height, filter).Samples, Has.All.EqualTo(201), $"{filter}, {depth} bits, {width} × {height}");
    }

    [Test]
    public void A_narrow_picture_is_not_stretched_beyond_memory() => Assert.That(
        Assert.Throws<PictureException>(() => Resampling.To(new(1, 60_000, 1, 8, new ushort[60_000]), 8192, 8, PictureResize.Bilinear))!.Message, Does.StartWith("would unpack to more than"));
}
