using AuditHarness.Audits;

namespace AuditHarness.Adapters.Pictures;

/// <summary>
/// Brings pictures to another size as Pillow's <c>Image.resize</c> does (Resample.c), to the last bit: weights over a window that widens
/// when a picture shrinks, first along the rows and then along the columns, rounded after each. Of 8 bits weights are whole numbers over
/// 2²², of 16 bits doubles.
/// </summary>
internal static class Resampling
{
    private const int Bits = 22;

    // For each new place the first old one and the weights of it and of those that follow.
    private readonly record struct Window(int First, double[] Weights);

    /// <summary>The picture at another size.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="filter">Any but none.</param>
    public static Picture To(Picture picture, int width, int height, PictureResize filter)
    {
        if (filter == PictureResize.Nearest) return Nearest(picture, width, height);
        // Stretched along one side only, a narrow picture can become larger than it was and than it will be.
        if ((long)width * picture.Height * picture.Channels > PictureReader.MostSamples) throw PictureReader.TooLarge(FormattableString.Invariant($"{width:N0} × {picture.Height:N0} pixels on the way to its new size"));
        if (width != picture.Width) picture = Along(picture, Windows(picture.Width, width, filter), rows: true);
        if (height != picture.Height) picture = Along(picture, Windows(picture.Height, height, filter), rows: false);
        return picture;
    }

    private static Picture Nearest(Picture picture, int width, int height)
    {
        var (channels, samples) = (picture.Channels, new ushort[width * height * picture.Channels]);
        var (columns, rows) = (Nearest(picture.Width, width), Nearest(picture.Height, height));
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                picture.Samples.AsSpan(((rows[y] * picture.Width) + columns[x]) * channels, channels).CopyTo(samples.AsSpan(((y * width) + x) * channels));
        return picture with { Width = width, Height = height, Samples = samples };
    }

    // The middle of each new pixel among the old ones; summed up step by step as Pillow does, which decides where it falls between two.
    private static int[] Nearest(int from, int to)
    {
        var step = (double)from / to;
        var places = new int[to];
        var at = step * 0.5;
        for (var place = 0; place < to; place++, at += step) places[place] = Math.Min(from - 1, (int)at);
        return places;
    }

    private static Picture Along(Picture picture, Window[] windows, bool rows)
    {
        var (width, height) = rows ? (windows.Length, picture.Height) : (picture.Width, windows.Length);
        var (channels, old, samples) = (picture.Channels, picture.Samples, new ushort[width * height * picture.Channels]);
        var (step, most) = (rows ? channels : picture.Width * channels, (1 << picture.Depth) - 1);
        var whole = picture.Depth == 8 ? Array.ConvertAll(windows, w => Array.ConvertAll(w.Weights, k => (int)((k < 0 ? -0.5 : 0.5) + (k * (1 << Bits))))) : null;
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var place = rows ? x : y;
                var (first, weights) = (windows[place].First, windows[place].Weights);
                for (var k = 0; k < channels; k++)
                {
                    var at = (((rows ? y * picture.Width : x) + (first * (rows ? 1 : picture.Width))) * channels) + k;
                    long sample;
                    if (whole is not null)
                    {
                        var sum = 1 << (Bits - 1);
                        foreach (var weight in whole[place])
                        {
                            sum += old[at] * weight;
                            at += step;
                        }
                        sample = sum >> Bits;
                    }
                    else
                    {
                        var sum = 0.0;
                        foreach (var weight in weights)
                        {
                            sum += old[at] * weight;
                            at += step;
                        }
                        sample = (long)Math.Floor(sum + 0.5);
                    }
                    samples[(((y * width) + x) * channels) + k] = (ushort)Math.Clamp(sample, 0, most);
                }
            }
        return picture with { Width = width, Height = height, Samples = samples };
    }

    private static Window[] Windows(int from, int to, PictureResize filter)
    {
        var scale = (double)from / to;
        var widened = Math.Max(scale, 1);
        var support = widened * filter switch { PictureResize.Box => 0.5, PictureResize.Bilinear => 1, _ => 2 };
        var windows = new Window[to];
        for (var place = 0; place < to; place++)
        {
            var center = (place + 0.5) * scale;
            var first = Math.Max(0, (int)(center - support + 0.5));
            var weights = new double[Math.Min(from, (int)(center + support + 0.5)) - first];
            var sum = 0.0;
            for (var k = 0; k < weights.Length; k++) sum += weights[k] = Weight((k + first - center + 0.5) * (1 / widened), filter);
            if (sum != 0)
                for (var k = 0; k < weights.Length; k++) weights[k] /= sum;
            windows[place] = new(first, weights);
        }
        return windows;
    }

    private static double Weight(double x, PictureResize filter)
    {
        if (filter == PictureResize.Box) return x is > -0.5 and <= 0.5 ? 1 : 0;
        x = Math.Abs(x);
        if (filter == PictureResize.Bilinear) return x < 1 ? 1 - x : 0;
        const double A = -0.5;
        return x < 1 ? (((((A + 2) * x) - (A + 3)) * x) * x) + 1 : x < 2 ? ((((((x - 5) * x) + 8) * x) - 4) * A) : 0;
    }
}
