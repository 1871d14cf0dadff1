using System.Text;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Datasets;

/// <summary>Files as other programs write them, and files that no program should.</summary>
public class CsvFileTests
{
    private static readonly double[] Scores = [0.1, 0.2, 0.3, 0.4, 0.5];

    [TestCase("\r\n")]
    [TestCase("\n")]
    [TestCase("\r")]
    public void Any_line_end_will_do(string lineEnd)
    {
        using var folder = new CohortFolder(
            CohortFolder.Data.Replace("\n", lineEnd, StringComparison.Ordinal), CohortFolder.Predictions.Replace("\n", lineEnd, StringComparison.Ordinal));

        Assert.That(folder.Load().Cohort.Scores, Is.EqualTo(Scores));
    }

    [Test]
    public void A_byte_order_mark_is_no_part_of_the_first_name()
    {
        using var folder = new CohortFolder("\ufeff" + CohortFolder.Data, "\ufeff" + CohortFolder.Predictions);

        Assert.That(folder.Load().Cohort.Scores, Is.EqualTo(Scores));
    }

    [TestCase("\n\n\n")]
    [TestCase("\r\n\r\n")]
    public void Blank_lines_at_the_end_are_not_rows(string end)
    {
        using var folder = new CohortFolder(CohortFolder.Data + end, CohortFolder.Predictions + end);

        Assert.That(folder.Load().Cohort.Flow.RowsRead, Is.EqualTo(8));
    }

    [Test]
    public void A_last_line_without_a_line_end_is_a_row()
    {
        using var folder = new CohortFolder(CohortFolder.Data.TrimEnd(), CohortFolder.Predictions.TrimEnd());

        Assert.That(folder.Load().Cohort.Flow.RowsRead, Is.EqualTo(8));
    }

    [Test]
    public void Quoted_fields_may_hold_commas_quotes_tabs_and_line_breaks()
    {
        using var folder = new CohortFolder(
            "\"id\",\"sex\",\"y\",\"part\",note\n\"a,1\",f,1,test,\"a\tb\"\n\"b\"\"2\",f,\"0\",\"test\",\"line\nbreak\"\n",
            "key,risk\n\"b\"\"2\",\"0.2\"\n\"a,1\",0.1\n");

        Assert.That(folder.Load().Cohort.Scores, Is.EqualTo(new[] { 0.1, 0.2 }));
    }

    [Test]
    public void Lines_are_counted_as_an_editor_counts_them()
    {
        using var folder = new CohortFolder(
            "id,note,sex,y,part\na,\"1\n2\n3\",f,1,test\n\nb,x,f,0,test\n", "key,risk\na,0.5\n");

        Assert.That(folder.Fault(), Does.Contain("has no prediction in predictions.csv (1 row):\n  line 6\n"));
    }

    [Test]
    public void A_very_long_field_that_is_not_used_does_no_harm()
    {
        using var folder = new CohortFolder(CohortFolder.Data.Replace("x,85", new string('x', 300_000) + ",85", StringComparison.Ordinal));

        Assert.That(folder.Load().Cohort.Scores, Is.EqualTo(Scores));
    }

    [Test]
    public void A_very_long_field_that_is_used_is_refused()
    {
        using var folder = new CohortFolder(CohortFolder.Data.Replace("c,f,", "c," + new string('f', 40_000) + ",", StringComparison.Ordinal));

        Assert.That(folder.Fault(), Does.Contain("data.csv, line 4, column 'sex': the field has 40,000 bytes").And.Length.LessThan(400));
    }

    [Test]
    public void Too_many_columns_are_refused()
    {
        using var folder = new CohortFolder(string.Join(',', Enumerable.Range(0, 10_001)) + "\n");

        Assert.That(folder.Fault(), Does.Contain("data.csv has 10,001 columns"));
    }

    [Test]
    public void Ragged_rows_are_told_by_line_and_their_ids_are_not_missed_as_well()
    {
        using var folder = new CohortFolder(CohortFolder.Data.Replace("x,60,", "60,", StringComparison.Ordinal) + "z\n",
            CohortFolder.Predictions.Replace("a,0.1", "a,0,1", StringComparison.Ordinal));

        var message = folder.Fault();

        Assert.Multiple(() =>
        {
            Assert.That(message, Does.Contain("data.csv: the header has 8 fields, but not every row has (2 rows):\n  line 5: 7 fields\n  line 10: 1 field\n"));
            Assert.That(message, Does.Contain("predictions.csv: the header has 2 fields, but not every row has (1 row):\n  line 9: 3 fields\n"));
            Assert.That(message, Does.Not.Contain("no prediction").And.Not.Contains("is not in data.csv"));
        });
    }

    [Test]
    public void A_quote_that_is_never_closed_is_told_with_the_line_that_opens_it()
    {
        using var folder = new CohortFolder(CohortFolder.Data.Replace("d,m,x", "d,m,\"x", StringComparison.Ordinal));

        Assert.That(folder.Fault(), Does.Contain("data.csv: a quote is opened and never closed (1 row):\n  line 5\n"));
    }

    [Test]
    public void A_quote_that_is_never_closed_in_a_large_file_does_not_fill_the_memory()
    {
        using var folder = new CohortFolder(
            CohortFolder.Data.Replace("d,m,x", "d,m,\"x", StringComparison.Ordinal) + string.Concat(Enumerable.Repeat("z,f,x,1,1,1,1,test\n", 600_000)));

        Assert.That(folder.Fault(), Does.Contain("data.csv, line 5: the row that begins here is larger than 4,194,304 bytes").And.Contains("never closed"));
    }

    [Test]
    public void Stray_quotes_are_told_by_line()
    {
        using var folder = new CohortFolder(CohortFolder.Data
            .Replace("c,f,x", "c,f,\"x\"y", StringComparison.Ordinal).Replace("e,f,x", "e,f,5\"", StringComparison.Ordinal));

        Assert.That(folder.Fault(), Does.Contain("text follows a closing quote (1 row):\n  line 4\n")
            .And.Contains("a quote stands inside a field that is not quoted (1 row):\n  line 6\n"));
    }

    [Test]
    public void Utf_16_without_a_mark_is_refused()
    {
        using var folder = new CohortFolder();

        folder.Write("data.csv", Encoding.Unicode.GetBytes(CohortFolder.Data));
        Assert.That(folder.Fault(), Does.Contain("data.csv, line 1 holds a zero byte").And.Contains("'data.csv.encoding'"));
    }

    [TestCase(10)]
    [TestCase(200_000)]
    public void Bytes_that_are_not_utf_8_are_told_by_line(int rowsBefore)
    {
        using var folder = new CohortFolder();
        var rows = string.Concat(Enumerable.Range(0, rowsBefore).Select(i => $"r{i},f,é,1,1,1,1,train\n"));
        folder.Write("data.csv", [.. Encoding.UTF8.GetBytes("id,sex,note,age,y,w,t,part\n" + rows), .. Encoding.Latin1.GetBytes("z,f,café,1,1,1,1,train\n")]);

        Assert.That(folder.Fault(), Does.Contain($"data.csv, line {rowsBefore + 2} is not valid UTF-8"));
    }

    [Test]
    public void A_character_that_is_cut_off_at_the_end_is_not_utf_8()
    {
        using var folder = new CohortFolder();
        folder.Write("predictions.csv", [.. Encoding.UTF8.GetBytes(CohortFolder.Predictions), (byte)'z', 0xC3]);

        Assert.That(folder.Fault(), Does.Contain("predictions.csv, line 10 is not valid UTF-8"));
    }

    [Test]
    public void A_spreadsheet_is_recognised()
    {
        using var folder = new CohortFolder();
        folder.Write("data.csv", [0x50, 0x4B, 3, 4, 20, 0, 6, 0]);

        Assert.That(folder.Fault(), Does.Contain("data.csv is a spreadsheet or an archive"));
    }

    [Test]
    public void Any_bytes_give_a_cohort_or_one_message()
    {
        // Every truncation of the file, and a hostile byte at every place: never another exception, never a hang.
        var text = Encoding.UTF8.GetBytes(CohortFolder.Data);
        using var folder = new CohortFolder();
        for (var i = 0; i < text.Length; i++)
        {
            Attempt(text[..i]);
            foreach (var odd in "\",\n\r\0\u00ff;"u8) Attempt([.. text[..i], odd, .. text[(i + 1)..]]);
        }

        void Attempt(byte[] bytes)
        {
            folder.Write("data.csv", bytes);
            try
            {
                var flow = folder.Load(CohortFolder.FullPlan).Cohort.Flow;
                Assert.That(flow.RowsRead, Is.EqualTo(flow.Dropped.Sum(d => d.Rows) + flow.RowsForCalibration + flow.RowsEvaluated));
            }
            catch (AuditInputException e)
            {
                Assert.That(e.Message.Contains('\0', StringComparison.Ordinal), Is.False);
            }
        }
    }
}
