using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using AuditHarness.Disparity;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Metrics;

namespace AuditHarness.Reporting.Language;

/// <summary>The resource file: every text that the sources say, in both languages, and no other.</summary>
internal sealed partial class TextsTests
{
    private static readonly JsonSerializerOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly IReadOnlyList<(string En, string De)> s_texts = Read();

    [Test]
    public void Every_template_of_the_sources_and_every_text_of_a_catalog_is_in_the_resource_file()
    {
        var known = s_texts.Select(t => t.En).ToHashSet(StringComparer.Ordinal);
        var missing = SourceTexts.Templates.Where(t => SourceTexts.HasWords(t.Key)).Concat(CatalogTexts.All)
            .Where(t => !known.Contains(t.Key)).DistinctBy(t => t.Key).OrderBy(t => t.Key, StringComparer.Ordinal).ToList();
        Assert.That(missing, Is.Empty, () =>
            $"{missing.Count} texts lack an entry in texts.json. Fill in the German, add the lines, and sort the file by its English:\n" +
            string.Join("\n", missing.Select(t => $"{Line(t.Key, "")},   {t.Value}")));
    }

    [Test]
    public void No_entry_is_left_that_nobody_says()
    {
        var unused = s_texts.Select(t => t.En)
            .Where(en => !SourceTexts.Templates.ContainsKey(en) && !CatalogTexts.All.ContainsKey(en) && !SourceTexts.Literals.Contains(en)).ToList();
        Assert.That(unused, Is.Empty, () => "Take these out of texts.json:\n" + string.Join("\n", unused));
    }

    [Test]
    public void Every_entry_has_both_languages_and_stands_once_in_the_order_of_the_English() => Assert.Multiple(() =>
    {
        Assert.That(s_texts.Where(t => string.IsNullOrWhiteSpace(t.En) || string.IsNullOrWhiteSpace(t.De)).Select(t => t.En), Is.Empty);
        Assert.That(s_texts.Select(t => t.En), Is.Unique.And.Ordered.Using((IComparer<string>)StringComparer.Ordinal));
    });

    [Test]
    public void Both_languages_have_the_same_places()
    {
        var wrong = s_texts.Where(t => !Places(t.En).SetEquals(Places(t.De))).Select(t => $"{t.En}\n  {t.De}");
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void A_place_keeps_its_format_but_for_the_words_of_a_plural()
    {
        var wrong = s_texts.Where(t => !Formats(t.De).IsSubsetOf(Formats(t.En).Union(Plain(t.En)))).Select(t => $"{t.En}\n  {t.De}");
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void German_says_every_text_without_failing()
    {
        using var _ = Wording.Use(Audits.ReportLanguage.German);
        Assert.Multiple(() =>
        {
            foreach (var (en, _) in s_texts)
                if (!CatalogTexts.All.ContainsKey(en))
                    Assert.That(() => Wording.Say(Phrase.Of(en, Enumerable.Range(0, 10).Select(k => (object?)(long)k))), Throws.Nothing, en);
        });
    }

    [Test]
    public void Names_of_figures_that_differ_in_English_differ_in_German()
    {
        var german = s_texts.ToDictionary(t => t.En, t => t.De, StringComparer.Ordinal);
        foreach (var titles in new[] { MetricCatalog.Infos.Select(m => m.Title), RecordMeasureCatalog.Infos.Select(m => m.Title), DisparityCatalog.All.Select(d => d.Title) })
            Assert.That(titles.Distinct().Select(t => german.GetValueOrDefault(t, t)), Is.Unique);
    }

    [Test]
    public void The_file_is_written_as_its_tests_write_it()
    {
        var lines = File.ReadAllText(Repository.In("src", "AuditHarness.Reporting", "Language", "texts.json"));
        Assert.That(lines, Is.EqualTo("[\n" + string.Join(",\n", s_texts.Select(t => Line(t.En, t.De))) + "\n]\n"));
    }

    private static string Line(string en, string de) =>
        $$"""  { "en": {{JsonSerializer.Serialize(en, s_readable)}}, "de": {{JsonSerializer.Serialize(de, s_readable)}} }""";

    private static HashSet<string> Places(string template) => [.. Place().Matches(template).Select(m => m.Groups[1].Value)];

    // A plural may take other words, or none at all where German has one form; a count may stand bare as a plural's own number.
    private static HashSet<string> Formats(string template) =>
        [.. Place().Matches(template).Select(m => m.Groups[2].Value.StartsWith("plural(", StringComparison.Ordinal) ? m.Groups[1].Value + ":plural" : m.Groups[1].Value + ":" + m.Groups[2].Value)];

    private static IEnumerable<string> Plain(string template) => Place().Matches(template).Select(m => m.Groups[1].Value + ":");

    private static List<(string En, string De)> Read()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Repository.In("src", "AuditHarness.Reporting", "Language", "texts.json")));
        return [.. file.RootElement.EnumerateArray().Select(t => (t.GetProperty("en").GetString()!, t.GetProperty("de").GetString()!))];
    }

    [GeneratedRegex(@"\{(\d+):?([^}]*)\}")]
    private static partial Regex Place();
}
