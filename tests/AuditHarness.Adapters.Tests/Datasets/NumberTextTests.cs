using System.Globalization;
using System.Text;

namespace AuditHarness.Adapters.Datasets;

/// <summary>The quick way to read numbers gives what .NET's own parser gives, bit for bit.</summary>
public class NumberTextTests
{
    private static (bool, double) Read(string text, char mark = '.') => (NumberText.TryRead(Encoding.UTF8.GetBytes(text), mark, out var value), value);

    [Test]
    public void Numbers_are_those_of_the_platforms_parser()
    {
        var random = new Random(1);
        for (var k = 0; k < 300_000; k++)
        {
            var text = (k % 4) switch
            {
                0 => random.NextInt64(long.MinValue, long.MaxValue).ToString(CultureInfo.InvariantCulture),
                1 => BitConverter.Int64BitsToDouble(random.NextInt64()).ToString("R", CultureInfo.InvariantCulture),
                2 => (random.NextDouble() * 1000).ToString("F" + random.Next(0, 17), CultureInfo.InvariantCulture),
                _ => ((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-5, 12))).ToString("G" + random.Next(1, 18), CultureInfo.InvariantCulture),
            };
            var expected = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
            if (!double.IsFinite(expected)) continue;
            Assert.That(Read(text), Is.EqualTo((true, expected)), text);
            Assert.That(Read(text.Replace('.', ','), ','), Is.EqualTo((true, expected)), text);
        }
    }

    [TestCase("9007199254740993", 9007199254740992)]
    [TestCase("0.1", 0.1)]
    [TestCase(".5", 0.5)]
    [TestCase("5.", 5)]
    [TestCase(" 5 ", 5)]
    [TestCase("+5", 5)]
    [TestCase("-0", -0.0)]
    [TestCase("1e3", 1000)]
    [TestCase("0.0000000000000001", 1e-16)]
    public void Every_form_of_a_number_is_read(string text, double expected) => Assert.That(Read(text), Is.EqualTo((true, expected)));

    [TestCase(""), TestCase("."), TestCase("-"), TestCase("-."), TestCase("1.2.3"), TestCase("1,5"), TestCase("1 000"), TestCase("0x10"), TestCase("--1"), TestCase("1-"), TestCase("１")]
    public void What_is_no_number_is_none(string text) => Assert.That(Read(text), Is.EqualTo((false, 0.0)));

    [TestCase("1.5"), TestCase("1.000,5"), TestCase("1.000")]
    public void A_point_beside_decimal_commas_is_no_number(string text) => Assert.That(Read(text, ',').Item1, Is.False);

    [TestCase("007", true), TestCase("-7", true), TestCase("+7", true), TestCase("7.0", false), TestCase("1e3", false), TestCase("-", false), TestCase("", false)]
    public void A_whole_number_is_digits(string text, bool expected) => Assert.That(NumberText.IsWhole(Encoding.UTF8.GetBytes(text)), Is.EqualTo(expected));
}
