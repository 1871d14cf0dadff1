using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Expectations;

namespace AuditHarness.Config;

public class ConfigFileTests
{
    [Test, SetCulture("de-DE")]
    public void A_whole_config_becomes_the_plan_it_says()
    {
        var plan = SampleConfig.Load(SampleConfig.Whole).Plan.Diagnostic();
        Assert.Multiple(() =>
        {
            Assert.That(plan.Name, Is.EqualTo("Insurance gap 1996"));
            Assert.That(plan.IntendedUse, Is.EqualTo("Rank adults for outreach."));
            var whole = new DataPlan("../datasets/meps/test.csv", "row", "insured", "1", "w", "months", new SplitPlan("part", "test", "tune")) { Cluster = "site", Stratum = "region" };
            // How the file is written, and what its columns are: DataReaderTests.
            Assert.That(plan.Data with { Csv = whole.Csv, Schema = whole.Schema, Zone = null }, Is.EqualTo(whole));
            Assert.That(plan.Measures, Is.EqualTo(new MeasurePlan
            {
                Beta = 0.5, FalsePositiveLimit = 0.2, SensitivityTarget = 0.8, SpecificityTarget = 0.95, TopShare = 0.05, LogitEpsilon = 0.001, Costs = new(-2, 1, 0, 9.5),
            }));
            Assert.That(plan.Intervals, Is.EqualTo(new IntervalPlan { Proportions = ProportionMethod.ClopperPearson, Resamples = 500, Bootstrap = BootstrapMethod.Percentile }));
            Assert.That(plan.Fairness.Strata, Is.EqualTo(new[] { new AttributePlan("triage", "triage", null, null) }));
            Assert.That(plan.Fairness.CaseMix.Select(a => (a.Name, a.Column, a.Bins?[0])), Is.EqualTo(new[] { ("age", "age", 50d), ("acuity", "severity", (double?)null) }));
            var model = new ModelPlan("predictions", "scores.csv", "row_id", "risk", "logit", "2.1");
            Assert.That(plan.Model with { Csv = model.Csv, Classes = model.Classes }, Is.EqualTo(model));
            Assert.That(plan.Threshold, Is.EqualTo(new ThresholdPlan.ByRule(ThresholdRule.Sensitivity, 0.9)));
            Assert.That(plan.Subgroups.Attributes.Select(a => (a.Name, a.Column, a.Reference)), Is.EqualTo(new[]
            {
                ("ethnicity", "ethnicity", "cauc"), ("sex", "gender", null), ("age", "age", "40-<60.5"),
            }));
            Assert.That(plan.Subgroups.Attributes.Select(a => a.Bins), Is.EqualTo(new double[]?[] { null, null, [40, 60.5] }));
            Assert.That(plan.Subgroups.Attributes[2].BinLevels, Is.EqualTo(new[] { "<40", "40-<60.5", ">=60.5" }));
            Assert.That(plan.Subgroups.Intersections, Is.EqualTo(new[] { new[] { "ethnicity", "sex" } }), "in the order of the attributes");
            Assert.That((plan.Subgroups.MinimumSize, plan.Subgroups.MissingLevel), Is.EqualTo((50, "not said")));
            Assert.That(plan.Audits, Is.EqualTo(new[] { "performance", "disparity" }), "in the order of the catalog");
            Assert.That(plan.Seed, Is.EqualTo(ulong.MaxValue));
            Assert.That(plan.Report, Is.EqualTo(new ReportPlan("A title", ReportProfile.Public) { Language = ReportLanguage.German, Organisation = "Clinic & Sons", Logo = "../logo.png" }));
        });
    }

    [Test]
    public void Expectations_keep_their_order_their_line_and_their_groups_in_the_order_of_the_attributes()
    {
        var expectations = SampleConfig.Load(SampleConfig.Whole).Plan.Expectations;
        Assert.Multiple(() =>
        {
            Assert.That(expectations.Select(e => (e.Index, e.Line, e.Metric, e.Compare, e.Bound, e.Limit, e.Severity, e.Evidence)), Is.EqualTo(new[]
            {
                (0, 28, "AreaUnderRoc", (Comparison?)null, Bound.AtLeast, 0.7, Severity.Error, Evidence.Interval),
                (1, 29, "Sensitivity", null, Bound.AtLeast, 0.6, Severity.Warn, Evidence.Interval),
                (2, 30, "EqualOpportunityDifference", Comparison.Reference, Bound.AtMost, 0.1, Severity.Error, Evidence.Point),
                (3, 32, "DemographicParityRatio", Comparison.WorstPair, Bound.AtLeast, 0.8, Severity.Error, Evidence.Interval),
            }));
            Assert.That(expectations.Select(e => e.Against), Is.EqualTo(new[] { Claim.Equivalence, Claim.Equivalence, Claim.NonInferiority, Claim.Equivalence }));
            Assert.That(expectations[0].Where, Is.Empty);
            Assert.That(expectations[0].Why, Is.EqualTo("Below this the ranking is of no use."));
            Assert.That(expectations[1].Where, Is.EqualTo(new[] { new AttributeLevel("ethnicity", "*"), new AttributeLevel("sex", "*") }));
            Assert.That(expectations[2].Where, Is.EqualTo(new[] { new AttributeLevel("age", "<40") }));
        });
    }

    [Test]
    public void The_least_config_takes_the_documented_defaults()
    {
        var plan = SampleConfig.Load(SampleConfig.Least).Plan.Diagnostic();
        Assert.Multiple(() =>
        {
            Assert.That(plan.Model, Is.EqualTo(new ModelPlan("predictions", "data.csv", null, "score", "data", null)));
            Assert.That(plan.Threshold, Is.EqualTo(new ThresholdPlan.Fixed(0.5)));
            Assert.That((plan.Subgroups.MinimumSize, plan.Subgroups.MissingLevel), Is.EqualTo((30, "missing")));
            Assert.That(plan.Audits, Is.EqualTo(AuditCatalog.OfScores));
            Assert.That(plan.Expectations, Is.Empty);
            Assert.That(plan.Measures, Is.EqualTo(MeasurePlan.Default));
            Assert.That(plan.Intervals, Is.EqualTo(IntervalPlan.Default));
            Assert.That(plan.Fairness.Strata.Concat(plan.Fairness.CaseMix), Is.Empty);
            Assert.That(plan.Seed, Is.EqualTo(20260101));
            Assert.That(plan.Report, Is.EqualTo(new ReportPlan("least", ReportProfile.Internal)));
            Assert.That(plan.IntendedUse, Is.Empty);
        });
    }

    [Test]
    public void A_config_says_where_it_stands_and_what_its_bytes_were()
    {
        var folder = Directory.CreateTempSubdirectory("audit-config-");
        try
        {
            var path = Path.Combine(folder.FullName, "mine.json");
            var bytes = Encoding.UTF8.GetBytes(SampleConfig.Least);
            File.WriteAllBytes(path, bytes);
            var loaded = ConfigFile.Load(Path.Combine(folder.FullName, ".", "mine.json"));
            Assert.That(loaded.Folder, Is.EqualTo(folder.FullName));
            Assert.That(loaded.Input, Is.EqualTo(new InputFile("config", "mine.json", bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)))));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public void A_byte_order_mark_changes_nothing_but_the_hash() =>
        Assert.That(SampleConfig.Load([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(SampleConfig.Least)]).Plan.Name, Is.EqualTo("least"));

    [Test]
    public void Windows_line_ends_leave_the_lines_as_they_are() =>
        Assert.That(SampleConfig.Load(SampleConfig.Whole.ReplaceLineEndings("\r\n")).Plan.Expectations[3].Line, Is.EqualTo(32));

    [TestCase("missing/config.json", "There is no config file")]
    [TestCase("", "not the path of a config file")]
    [TestCase("a\0b", "not the path of a config file")]
    [TestCase(".", "is a folder")]
    public void A_path_that_is_no_file_is_refused_in_words(string path, string words) =>
        Assert.That(() => ConfigFile.Load(path), Throws.TypeOf<AuditInputException>().With.Message.Contains(words));

    [Test]
    public void A_mistyped_path_is_answered_with_the_neighbour()
    {
        var folder = Directory.CreateTempSubdirectory("audit-config-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "insurance.json"), SampleConfig.Least);
            Assert.That(() => ConfigFile.Load(Path.Combine(folder.FullName, "insurence.json")),
                Throws.TypeOf<AuditInputException>().With.Message.Contains("Did you mean 'insurance.json'?"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public void A_file_that_cannot_be_opened_is_refused_in_words()
    {
        var folder = Directory.CreateTempSubdirectory("audit-config-");
        try
        {
            var path = Path.Combine(folder.FullName, "config.json");
            using (new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None))
                Assert.That(() => ConfigFile.Load(path), Throws.TypeOf<AuditInputException>().With.Message.Contains("cannot be read"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public void A_file_of_more_than_4_MB_is_refused_and_one_of_4_MB_is_read()
    {
        var padding = new string(' ', ConfigFile.LargestBytes - SampleConfig.Least.Length);
        Assert.That(SampleConfig.Load(SampleConfig.Least + padding).Plan.Name, Is.EqualTo("least"));
        Assert.That(SampleConfig.Faults(SampleConfig.Least + padding + " ")[0], Does.Contain("larger than 4 MB"));
    }

    [Test]
    public void Bytes_that_are_not_UTF_8_are_refused_with_their_line()
    {
        var bytes = Encoding.Latin1.GetBytes(SampleConfig.LeastBut("\"yes\"", "\"genügt\""));
        Assert.That(SampleConfig.Faults(bytes)[0], Does.Contain("not UTF-8 text: line 3 holds the byte 0xFC"));
        Assert.That(SampleConfig.Faults(Encoding.Unicode.GetPreamble())[0], Does.Contain("not UTF-8"));
    }

    [TestCase("")]
    [TestCase(" \r\n\t")]
    public void An_empty_file_is_said_to_be_empty(string json) => Assert.That(SampleConfig.Faults(json)[0], Does.Contain("is empty"));

    [TestCase("{\n  \"näme\" \"x\"\n}", "line 2, column 10")]
    [TestCase("{\n\n  \"name\": \"x\n}", "line 3, column")]
    [TestCase("{} {}", "line 1, column 4")]
    [TestCase("{ \"threshold\": NaN }", "line 1, column 16")]
    [TestCase("{ \"threshold\": 0,5 }", "line 1, column 18")]
    [TestCase("{\n/* never closed", "line 2")]
    [TestCase("[", "line 1")]
    public void What_is_no_JSON_is_refused_once_with_line_and_column(string json, string place)
    {
        var lines = SampleConfig.Faults(json);
        Assert.That(lines, Has.Length.EqualTo(1));
        Assert.That(lines[0], Does.Contain("is not valid JSON at " + place).And.Not.Contain("BytePosition"));
    }

    [Test]
    public void A_config_cut_at_any_byte_is_refused_in_words_or_read()
    {
        var bytes = Encoding.UTF8.GetBytes(SampleConfig.Whole.Replace("outreach", "Öffentlichkeit 🩺", StringComparison.Ordinal));
        var read = 0;
        for (var length = 0; length < bytes.Length; length++)
        {
            try
            {
                SampleConfig.Load(bytes[..length]);
                read++;
            }
            catch (AuditInputException fault)
            {
                Assert.That(fault.Message, Does.Contain("config.json'"));
            }
        }
        Assert.That(read, Is.Zero, "the bracket that closes a config is its last byte");
    }

    [Test]
    public void A_config_with_a_byte_replaced_is_refused_in_words_or_read()
    {
        var bytes = Encoding.UTF8.GetBytes(SampleConfig.Whole);
        var start = 0;
        foreach (var wrong in "\"{]:\\0"u8.ToArray().Append((byte)0xFF))
        {
            // Each kind of damage at every seventh byte, together at all of them.
            for (var i = start++; i < bytes.Length; i += 7)
            {
                var right = bytes[i];
                bytes[i] = wrong;
                try
                {
                    SampleConfig.Load(bytes);
                }
                catch (AuditInputException fault)
                {
                    Assert.That(fault.Message, Does.Contain("config.json'"));
                }
                bytes[i] = right;
            }
        }
    }

    [TestCase("[", 100_000)]
    [TestCase("{\"a\":", 100_000)]
    [TestCase("[", 17)]
    [TestCase("{\"a\":[", 9)]
    public void Hostile_nesting_is_refused_in_words(string opening, int times) =>
        Assert.That(SampleConfig.Faults(string.Concat(Enumerable.Repeat(opening, times)))[0], Does.Contain("nested more than 16 levels deep"));

    [Test, CancelAfter(120_000)]
    public void A_hostile_file_of_4_MB_is_refused_in_seconds([Values] Hostility hostility)
    {
        var json = new StringBuilder("{");
        while (json.Length < 3_900_000)
        {
            json.Append(hostility switch
            {
                Hostility.UnknownKeys => $"\"nam{json.Length}\":0,",
                Hostility.SameKey => "\"name\":0,",
                _ => $"\"{new string('k', 1_000_000)}{json.Length}\":[{{\"metric\":\"{new string('m', 100_000)}\"}},[[[1]]]],",
            });
        }
        if (hostility == Hostility.Expectations)
            json.Clear().Append("{\"expectations\":[").Append(string.Concat(Enumerable.Repeat("{\"metric\":\"Sensitivitt\"},", 150_000))).Append(']');
        json.Append('}');
        Assert.That(SampleConfig.Faults(json.ToString()), Has.Length.LessThan(30));
    }

    public enum Hostility
    {
        UnknownKeys,
        SameKey,
        LongKeys,
        Expectations,
    }
}
