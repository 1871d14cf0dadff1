using System.Globalization;
using System.IO.Compression;
using System.Text;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Datasets;

/// <summary>CSV as programs of all countries write it is read as the config says, and refused with what it most likely is.</summary>
public class CsvDialectTests
{
    private static readonly double[] s_scores = [0.1, 0.2, 0.3, 0.4, 0.5];

    private static DiagnosticPlan With(CsvPlan data, CsvPlan? predictions = null) => CohortFolder.Plan with
    {
        Data = CohortFolder.Plan.Data with { Csv = data }, Model = CohortFolder.Plan.Model with { Csv = predictions ?? CsvPlan.Default },
    };

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize)) gzip.Write(bytes);
        return packed.ToArray();
    }

    [TestCase(';'), TestCase('\t'), TestCase('|'), TestCase('~')]
    public void Fields_may_be_separated_by_any_character(char delimiter)
    {
        // "one, two" needs its quotes no longer; a quoted delimiter does.
        using var folder = new CohortFolder(CohortFolder.Data.Replace(',', delimiter).Replace($"one{delimiter} two", $"one{delimiter} two, three", StringComparison.Ordinal));

        Assert.That(folder.Load(With(new() { Delimiter = delimiter })).Cohort.Scores, Is.EqualTo(s_scores));
    }

    [TestCase(',', ';', "no comma, and its fields seem to be separated by ';': set 'data.csv.delimiter' to \";\".")]
    [TestCase(',', '\t', "no comma, and its fields seem to be separated by tabs: set 'data.csv.delimiter' to \"\\t\".")]
    [TestCase(';', ',', "no semicolon, and its fields seem to be separated by ',': set 'data.csv.delimiter' to \",\".")]
    [TestCase('|', ',', "no '|', and its fields seem to be separated by ','")]
    public void A_refusal_names_the_likely_delimiter(char declared, char written, string expected)
    {
        using var folder = new CohortFolder(CohortFolder.Data.Replace(',', written));

        Assert.That(folder.Fault(With(new() { Delimiter = declared })), Does.Contain(expected));
    }

    [Test]
    public void The_refusal_of_predictions_names_their_own_key()
    {
        using var folder = new CohortFolder(predictions: CohortFolder.Predictions.Replace(',', ';'));

        Assert.That(folder.Fault(), Does.Contain("predictions.csv").And.Contains("set 'model.csv.delimiter' to \";\""));
        Assert.That(folder.Load(With(CsvPlan.Default, new() { Delimiter = ';' })).Cohort.Scores, Is.EqualTo(s_scores));
    }

    [Test]
    public void A_field_too_many_is_told_with_the_files_own_delimiter()
    {
        using var folder = new CohortFolder("id;sex;y;part\na;f;1;test\nb;m;0;test;\n");

        Assert.That(folder.Fault(With(new() { Delimiter = ';' })), Does.Contain("line 3: 5 fields").And.Contains("put a field that holds a semicolon in quotes"));
    }

    [Test]
    public void Another_quote_quotes_and_without_one_a_quote_is_a_letter()
    {
        using var folder = new CohortFolder("id,sex,y,part\n'a',f,1,test\nb,'f''s, \"',0,test\n", "key,risk\na,0.1\nb,0.2\n");
        Assert.That(folder.Load(With(new() { Quote = '\'' })).Cohort.Attributes[0].Levels, Is.EqualTo(new[] { "f", "f's, \"" }));

        folder.Write("data.csv", "id,sex,y,part\na,5\" tall,1,test\nb,\"x,0,test\n");
        Assert.That(folder.Load(With(new() { Quote = null })).Cohort.Attributes[0].Levels, Is.EqualTo(new[] { "\"x", "5\" tall" }));
    }

    [TestCase("utf-8", true, null)]
    [TestCase("utf-16le", true, null)]
    [TestCase("utf-16be", true, null)]
    [TestCase("utf-16", true, "utf-16")]
    [TestCase("utf-16be", true, "utf-16")]
    [TestCase("utf-16le", false, "utf-16le")]
    [TestCase("utf-16be", false, "UTF-16BE")]
    [TestCase("windows-1252", false, "windows-1252")]
    [TestCase("iso-8859-1", false, "iso-8859-1")]
    [TestCase("iso-8859-15", false, "ISO-8859-15")]
    [TestCase("windows-1250", false, "windows-1250")]
    [TestCase("macintosh", false, "macintosh")]
    public void A_file_is_read_in_the_encoding_that_its_mark_or_the_config_says(string encoding, bool marked, string? declared)
    {
        using var folder = new CohortFolder();
        // Beyond the buffers, and with a letter that every one of the encodings has.
        var rows = string.Concat(Enumerable.Range(0, 20_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"r{i},ö,x,1,1,1,1,train\n")));
        var written = TextEncodings.Find(encoding)!;
        folder.Write("data.csv", [.. marked ? written.GetPreamble() : [], .. written.GetBytes(CohortFolder.Data.Replace(",f,", ",für,", StringComparison.Ordinal) + rows)]);

        var attribute = folder.Load(With(new() { Encoding = declared })).Cohort.Attributes[0];

        Assert.That(attribute.Levels, Is.EqualTo(new[] { "für", "m" }));
    }

    [Test]
    public void A_mark_that_contradicts_the_config_is_told()
    {
        using var folder = new CohortFolder("\ufeff" + CohortFolder.Data);

        Assert.That(folder.Fault(With(new() { Encoding = "windows-1252" })), Does.Contain("data.csv begins with the mark of utf-8, but 'data.csv.encoding' says 'windows-1252'"));
    }

    [TestCase("us-ascii")]
    [TestCase("utf-16le")]
    public void Bytes_that_are_no_text_of_the_encoding_are_refused(string encoding)
    {
        using var folder = new CohortFolder();
        byte[] odd = encoding == "us-ascii" ? [0xE9] : [0x00, 0xD8, 0x61, 0x00];
        folder.Write("data.csv", [.. TextEncodings.Find(encoding)!.GetBytes(CohortFolder.Data), .. odd]);

        Assert.That(folder.Fault(With(new() { Encoding = encoding })), Does.Contain("data.csv, line ").And.Contains($"is not valid {encoding}").And.Contains("'data.csv.encoding'"));
    }

    [Test]
    public void A_windows_file_that_is_not_declared_names_the_key()
    {
        using var folder = new CohortFolder();
        folder.Write("data.csv", Encoding.Latin1.GetBytes(CohortFolder.Data.Replace(",m,", ",männlich,", StringComparison.Ordinal)));

        Assert.That(folder.Fault(), Does.Contain("line 3 is not valid UTF-8").And.Contains("windows-1252").And.Contains("'data.csv.encoding'"));
    }

    [Test, SetCulture("en-US")]
    public void Decimals_may_stand_behind_a_comma()
    {
        using var folder = new CohortFolder(
            CohortFolder.Data.Replace("one, two", "one two", StringComparison.Ordinal).Replace(',', ';').Replace('.', ','),
            "key;risk\na;,1\nb;2,00e-1\nc;+0,3\nd;0,4\ne;\"0,50\"\nf;0,6\ng;0,7\nh;1\n");
        var csv = new CsvPlan { Delimiter = ';', DecimalMark = ',' };
        var cohort = folder.Load(With(csv, csv) with { Data = CohortFolder.FullPlan.Data with { Csv = csv } }).Cohort;
        Assert.That(cohort.Scores, Is.EqualTo(s_scores));
        Assert.That(cohort.Weights, Is.EqualTo(new[] { 1.5, 2, 0.5, 1, 1 }));
    }

    [TestCase("0.5", ',', "a decimal point")]
    [TestCase("1.000,5", ',', "a decimal point")]
    [TestCase("\"0,5\"", '.', "a decimal comma")]
    public void The_other_mark_is_told_with_the_key(string score, char mark, string detail)
    {
        using var folder = new CohortFolder(predictions: CohortFolder.Predictions.Replace("0.", mark == ',' ? "0;" : "0.", StringComparison.Ordinal));
        folder.Write("predictions.csv", $"key;risk\na;{score}\n".Replace(';', mark == ',' ? ';' : ','));

        Assert.That(folder.Fault(With(CsvPlan.Default, new() { Delimiter = mark == ',' ? ';' : ',', DecimalMark = mark })), Does.Contain($"line 2: {detail}").And.Contains("'model.csv.decimal'"));
    }

    [Test]
    public void Declared_texts_are_missing_values_and_no_others()
    {
        using var folder = new CohortFolder(CohortFolder.Data.Replace("b,m,", "b,NA,", StringComparison.Ordinal).Replace("c,f,", "c,na,", StringComparison.Ordinal).Replace("d,m,", "d,?,", StringComparison.Ordinal));

        Assert.That(folder.Load(With(new() { Missing = ["NA", "?"] })).Cohort.Attributes[0].Levels, Is.EqualTo(new[] { "f", "na", "missing" }));
    }

    [Test]
    public void A_gzip_file_is_read_by_its_contents_and_known_by_its_own_bytes()
    {
        using var folder = new CohortFolder();
        var packed = Gzip(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(CohortFolder.Data)).ToArray());
        folder.Write("data.csv", packed);

        var loaded = folder.Load();

        Assert.That(loaded.Cohort.Scores, Is.EqualTo(s_scores));
        Assert.That(loaded.Inputs[0], Is.EqualTo(new InputFile("data", "data.csv", packed.Length, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(packed)))));
    }

    [Test]
    public void A_gzip_file_of_several_parts_is_read_only_where_its_end_can_be_told()
    {
        using var folder = new CohortFolder();
        byte[] parts = [.. Gzip(Encoding.UTF8.GetBytes(CohortFolder.Data[..60])), .. Gzip(Encoding.UTF8.GetBytes(CohortFolder.Data[60..]))];
        folder.Write("data.csv", parts);
        Assert.That(folder.Fault(), Does.Contain("of several parts"));
        // The empty part with which bgzip ends its files, for this very purpose.
        folder.Write("data.csv", [.. parts, .. Convert.FromHexString("1f8b08040000000000ff0600424302001b0003000000000000000000")]);
        Assert.That(folder.Load().Cohort.Scores, Is.EqualTo(s_scores));
    }

    [Test]
    public void A_gzip_file_that_is_cut_short_or_damaged_is_refused_wherever_it_is()
    {
        using var folder = new CohortFolder();
        var rows = string.Concat(Enumerable.Range(0, 3000).Select(i => string.Create(CultureInfo.InvariantCulture, $"r{i},f,{i * 7919 % 1013},1,1,1,1,train\n")));
        var packed = Gzip(Encoding.UTF8.GetBytes(CohortFolder.Data + rows));
        foreach (var length in new[] { 3, 12, packed.Length / 2, packed.Length - 9, packed.Length - 4, packed.Length - 1 })
        {
            folder.Write("data.csv", packed[..length]);
            Assert.That(folder.Fault(), Does.Contain("data.csv is compressed by gzip, but damaged, cut short"), $"{length} of {packed.Length}");
        }
        var damaged = (byte[])packed.Clone();
        damaged[packed.Length / 2] ^= 0x55;
        folder.Write("data.csv", damaged);
        Assert.That(folder.Fault(), Does.Contain("data.csv is compressed by gzip, but damaged"));
    }

    [TestCase(1_000_000)]
    [TestCase(300_000_000)]
    public void A_gzip_file_that_expands_a_thousandfold_is_refused_at_once(int bytes)
    {
        using var folder = new CohortFolder();
        using (var file = File.Create(Path.Combine(folder.Path, "data.csv")))
        using (var gzip = new GZipStream(file, CompressionLevel.SmallestSize))
        {
            gzip.Write("id,sex,y,part\n"u8);
            var rows = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a,f,1,test\n", 10_000)));
            for (var written = 0; written < bytes; written += rows.Length) gzip.Write(rows);
        }
        var before = Environment.TickCount64;
        Assert.That(folder.Fault(), Does.Contain("data.csv unpacks into more than 200 times its size"));
        Assert.That(Environment.TickCount64 - before, Is.LessThan(20_000));
    }

    [Test]
    public void A_database_and_a_pipe_are_no_csv()
    {
        using var folder = new CohortFolder();
        folder.Write("data.csv", [.. new byte[8], .. "DUCK"u8, .. new byte[40]]);
        Assert.That(folder.Fault(), Does.Contain("data.csv is a database").And.Contains("'data.database'"));
        folder.Write("data.csv", [.. "SQLite format 3\0"u8, .. new byte[40]]);
        Assert.That(folder.Fault(), Does.Contain("data.csv is a database"));
        if (!OperatingSystem.IsLinux()) return;
        Assert.That(folder.Fault(CohortFolder.Plan with { Data = CohortFolder.Plan.Data with { File = "/dev/zero" } }), Does.Contain("('data.file') is not a plain file"));
    }

    [TestCase("id;x\na;1,5\nb;2,25\n", ';', ',', null)]
    [TestCase("id\tx\na\t1.5\n", '\t', '.', null)]
    [TestCase("id,x\na,1.5\nb,\"2,5\"\n", ',', '.', null)]
    [TestCase("id|x\nä|1\n", '|', '.', null)]
    public void A_dialect_is_guessed_from_the_first_rows(string text, char delimiter, char mark, string? encoding)
    {
        using var folder = new CohortFolder(text);
        var guess = CsvDialect.Guess("data.csv", folder.Path);
        Assert.That((guess.Delimiter, guess.DecimalMark, guess.Encoding), Is.EqualTo((delimiter, mark, encoding)));
    }

    [TestCase("utf-16le", true, null)]
    [TestCase("utf-16le", false, "utf-16le")]
    [TestCase("utf-16be", false, "utf-16be")]
    [TestCase("windows-1252", false, "windows-1252")]
    public void An_encoding_is_guessed_from_the_first_rows_packed_or_not(string encoding, bool marked, string? expected)
    {
        using var folder = new CohortFolder();
        var written = TextEncodings.Find(encoding)!;
        byte[] bytes = [.. marked ? written.GetPreamble() : [], .. written.GetBytes("id;größe\na;1,5\nb;2,5\n")];
        foreach (var file in new[] { bytes, Gzip(bytes) })
        {
            folder.Write("data.csv", file);
            var guess = CsvDialect.Guess("data.csv", folder.Path);
            Assert.That((guess.Delimiter, guess.DecimalMark, guess.Encoding), Is.EqualTo((';', ',', expected)));
            Assert.That(TableInspection.Of("data.csv", folder.Path, guess).Columns.Select(c => (c.Name, c.Type)), Is.EqualTo(new[] { ("id", ColumnType.Text), ("größe", ColumnType.Number) }));
        }
    }
}
