using System.Globalization;
using System.Text.Json;
using AuditHarness.Audits;

namespace AuditHarness.Reporting.Language;

/// <summary>
/// The language that pages are written in. Every text of ours goes through <see cref="Say(FormattableString)"/> or
/// <see cref="Term"/>; what it is in another language stands in the one resource file, texts.json. English is the key.
/// </summary>
internal sealed class Wording
{
    private static readonly AsyncLocal<Wording?> Speaking = new();

    private readonly Dictionary<string, string> _texts;

    private Wording(ReportLanguage language, CultureInfo culture, Dictionary<string, string> texts) =>
        (Language, Culture, _texts) = (language, culture, texts);

    /// <summary>The language in force where the caller runs; English unless <see cref="Use"/> says otherwise.</summary>
    public static Wording Current => Speaking.Value ?? English;

    /// <summary>English.</summary>
    public static Wording English { get; } = new(ReportLanguage.English, ReadOnly(",", "."), []);

    /// <summary>German.</summary>
    public static Wording German { get; } = new(ReportLanguage.German, ReadOnly(".", ","), Read("de"));

    /// <summary>The language.</summary>
    public ReportLanguage Language { get; }

    /// <summary>How it writes numbers: made here, so that no machine's own settings or library version changes a byte.</summary>
    public CultureInfo Culture { get; }

    /// <summary>Whether a text can be said.</summary>
    /// <param name="english">The English text or template.</param>
    public bool Knows(string english) => Language == ReportLanguage.English || _texts.ContainsKey(english);

    /// <summary>Makes a language that of everything done until the answer is disposed; also the current culture, for libraries.</summary>
    /// <param name="language">The language.</param>
    public static IDisposable Use(ReportLanguage language)
    {
        var (before, culture) = (Speaking.Value, CultureInfo.CurrentCulture);
        Speaking.Value = language == ReportLanguage.German ? German : English;
        CultureInfo.CurrentCulture = Speaking.Value.Culture;
        return new Until(() => (Speaking.Value, CultureInfo.CurrentCulture) = (before, culture));
    }

    /// <summary>A text of ours with its values, in the language in force.</summary>
    /// <param name="text">English; holes hold numbers, texts that are already said, or phrases.</param>
    public static string Say(FormattableString text) => Say(Phrase.Of(text));

    /// <summary>A phrase in the language in force; an empty text for none.</summary>
    /// <param name="phrase">The phrase.</param>
    public static string Say(Phrase? phrase) => phrase?.In(Current.Culture, Current.Translate) ?? "";

    /// <summary>A term of a catalog, such as a metric's title, in the language in force; what is not a term of ours comes back as it is.</summary>
    /// <param name="english">The English term.</param>
    public static string Term(string english) => Current.Translate(english);

    /// <summary>A day, such as 24 November 2026 or 24.11.2026.</summary>
    /// <param name="day">The day.</param>
    public static string Day(DateTime day) => Current.Language == ReportLanguage.German
        ? day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture) : day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    private string Translate(string english) => _texts.GetValueOrDefault(english, english);

    private static CultureInfo ReadOnly(string thousands, string point)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat.NumberGroupSeparator, culture.NumberFormat.NumberDecimalSeparator) = (thousands, point);
        (culture.NumberFormat.PercentGroupSeparator, culture.NumberFormat.PercentDecimalSeparator) = (thousands, point);
        return CultureInfo.ReadOnly(culture);
    }

    private static Dictionary<string, string> Read(string language)
    {
        using var stream = typeof(Wording).Assembly.GetManifestResourceStream("texts.json")!;
        using var file = JsonDocument.Parse(stream);
        return file.RootElement.EnumerateArray().ToDictionary(t => t.GetProperty("en").GetString()!, t => t.GetProperty(language).GetString()!);
    }

    private sealed class Until(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
