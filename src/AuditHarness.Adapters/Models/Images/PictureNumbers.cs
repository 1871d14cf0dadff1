using AuditHarness.Adapters.Pictures;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Models.Images;

/// <summary>Turns pictures into the numbers that a model takes. For every channel what each sample becomes is worked out once.</summary>
/// <typeparam name="T">What the model takes.</typeparam>
internal sealed class PictureNumbers<T>
{
    private readonly ImagesPlan _plan;
    private readonly T[][] _numbers;

    /// <param name="plan">How a sample becomes a number, and their order.</param>
    /// <param name="convert">From a number to what the model takes.</param>
    public PictureNumbers(ImagesPlan plan, Func<double, T> convert)
    {
        _plan = plan;
        _numbers = [.. Enumerable.Range(0, plan.Channels).Select(c =>
            Enumerable.Range(0, 1 << plan.Depth).Select(sample => convert(((sample / plan.DivideBy) - plan.Mean[c]) / plan.Std[c])).ToArray())];
    }

    /// <summary>Writes the numbers of one picture.</summary>
    /// <param name="picture">A picture of the size, the colour and the depth of the plan.</param>
    /// <param name="numbers">Takes them; as many as the plan's <see cref="ImagesPlan.Numbers"/>.</param>
    public void Write(Picture picture, Span<T> numbers)
    {
        var (samples, channels) = (picture.Samples, picture.Channels);
        if (channels == 1)
        {
            for (var i = 0; i < samples.Length; i++) numbers[i] = _numbers[0][samples[i]];
            return;
        }
        var (byPixel, byChannel) = _plan.Layout == PictureLayout.Nchw ? (1, picture.Width * picture.Height) : (channels, 1);
        for (var c = 0; c < channels; c++)
            for (int from = c, to = c * byChannel; from < samples.Length; from += channels, to += byPixel) numbers[to] = _numbers[c][samples[from]];
    }
}
