namespace AuditHarness.Cli.Commands;

public sealed class ListCommandTests
{
    [Test]
    public void A_plan_is_shown_with_its_defaults_and_config_lines_and_no_data_is_read()
    {
        using var audit = new SmallAudit(expectations:
            SmallAudit.Passing + """, { "metric": "EqualOpportunityDifference", "where": { "sex": "*" }, "compare": "worstPair", "atMost": 0.1, "severity": "warn", "evidence": "point" }""");
        File.Delete(audit.In("data.csv"));
        File.Delete(audit.In("predictions.csv"));
        var ended = AuditProgram.RunIn(audit.Folder, "list", "audit.json");
        Assert.That((ended.ExitCode, ended.Error), Is.EqualTo((0, "")));
        string[] expected =
        [
            "small",
            "data          data.csv (id id; event when event = '1')",
            "threshold     flagged when the score is at least 0.5",
            "attribute     age, binned at 40, 60, compared with its largest level",
            "intersection  sex & age",
            "small groups  fewer than 10 rows",
            "missing       a level of its own",
            "audits        performance, calibration, utility, disparity",
            "seed          7",
            "line 8    AreaUnderRoc at least 0.6, overall: shown",
            "line 8    EqualOpportunityDifference at most 0.1 by its point estimate, every sex, worst pair (warns only)",
        ];
        foreach (var line in expected) Assert.That(ended.Output, Does.Contain(line));
    }

    [TestCase(null, "mid-P; 2000 resamples")]
    [TestCase("\"proportions\": \"midP\"", "mid-P; 2000 resamples")]
    [TestCase("\"proportions\": \"wilson\"", "Wilson; 2000 resamples")]
    [TestCase("\"proportions\": \"clopperPearson\", \"bootstrap\": \"bca\"", "Clopper-Pearson; bootstrap BCa, 2000 resamples")]
    [TestCase("\"bootstrap\": \"percentile\", \"resamples\": 300", "mid-P; bootstrap percentile, 300 resamples")]
    public void Intervals_are_named_as_they_are_made(string? intervals, string name)
    {
        using var audit = new SmallAudit();
        if (intervals is not null) audit.Edit("audit.json", t => t.Replace("\"seed\": 7", $$""" "intervals": { {{intervals}} }, "seed": 7""", StringComparison.Ordinal));
        var ended = AuditProgram.RunIn(audit.Folder, "list", "audit.json");
        Assert.That((ended.ExitCode, ended.Error), Is.EqualTo((0, "")));
        Assert.That(ended.Output, Does.Contain($"intervals     {name}"));
    }

    [Test]
    public void A_model_that_runs_is_shown_with_what_it_is_given_and_how_it_is_explained_and_is_not_opened()
    {
        using var audit = new SmallAudit(expectations: """{ "metric": "AttributionShare", "feature": "who", "atMost": 0.5 }""");
        audit.Edit("audit.json", t => t
            .Replace("""{ "kind": "predictions", "file": "predictions.csv", "score": "score" }""", """
                { "kind": "onnx", "file": "no/such.onnx", "version": "2", "output": "logit", "positiveClass": "ill", "allowDomains": ["com.microsoft"],
                  "features": ["age", { "column": "sex", "name": "male", "codes": { "male": 1, "female": -0.5 } }, { "column": "ward", "kind": "text" }] }
                """, StringComparison.Ordinal)
            .Replace("\"seed\": 7", """ "explanations": { "rows": 50, "players": { "who": ["male", "ward"] } }, "seed": 7""", StringComparison.Ordinal));
        var ended = AuditProgram.RunIn(audit.Folder, "list", "audit.json");
        Assert.That((ended.ExitCode, ended.Error), Is.EqualTo((0, "")));
        string[] expected =
        [
            "model         such 2, onnx: no/such.onnx; answers read as log-odds; the risk is that of class 'ill'; operators of com.microsoft allowed",
            "feature       age, a number",
            "feature       male (column sex), a number: 'male' = 1, 'female' = -0.5",
            "feature       ward, a text",
            "audits        performance, calibration, utility, disparity, explanations",
            "explanations  up to 50 rows on the margin, against up to 1000 background rows (interventional)",
            "player        who: male & ward",
            "AttributionShare of who at most 0.5, overall",
            "            ScorerParity at most 1E-06, overall: What is explained must be the model",
            "            LocalAccuracy at most 1E-09, overall: ",
        ];
        foreach (var line in expected) Assert.That(ended.Output, Does.Contain(line));
    }

    [Test]
    public void A_generator_is_shown_with_its_records_and_what_they_mean_and_nothing_is_read()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.In("audit.json"), """
            {
              "name": "made up",
              "records": {
                "train": { "query": "FROM t", "tables": { "t": "t.parquet" } }, "columns": ["age", "sex", "died", "months", "id", "visit"],
                "kinds": { "age": "number", "sex": "category", "visit": "date" }, "outcome": { "column": "died", "positive": 1 },
                "survival": { "time": "months", "event": "died", "eventLevel": 1, "arm": "sex" }, "patient": "id", "order": "visit", "quasiIdentifiers": ["age", "sex"], "sensitive": ["died"],
                "rules": [{ "name": "grown up", "rule": "age >= 18" }], "population": [{ "where": { "sex": "F" }, "share": 0.512 }]
              },
              "generator": {
                "kind": "onnx", "file": "gan.onnx", "version": "2", "count": 5000, "conditions": { "sex": "F" },
                "onnx": {
                  "columns": [{ "column": "age", "scale": 10.5, "decimals": 1, "minimum": 0, "missingFlag": true }, { "column": "died", "levels": [0, 1] }],
                  "conditionInput": "c", "conditions": [{ "column": "sex", "levels": ["F", "M"] }]
                }
              },
              "subgroups": { "attributes": ["sex", { "column": "age", "bins": [40] }] },
              "expectations": [{ "metric": "RuleViolationRate", "subject": "grown up", "where": { "sex": "*" }, "atMost": 0.01, "why": "Children are none." }]
            }
            """);
        var ended = AuditProgram.RunIn(folder.FullPath, "list", "audit.json");
        Assert.That((ended.ExitCode, ended.Error), Is.EqualTo((0, "")));
        string[] expected =
        [
            "  trained on    the result of a query", "  query         FROM t", "  table         t: t.parquet",
            "  held out      none: what needs real records that the generator never saw stays unknown",
            "  columns       age, sex, died, months, id, visit", "  numbers       age", "  dates         visit", "  categories    sex", "  keys          id",
            "  outcome       event when died = '1'", "  survival      months until died = '1', by sex", "  patient       id, rows in the order of visit",
            "  may be known  age, sex", "  sensitive     died", "  rule          grown up: age >= 18", "  population    51.2% sex = F",
            "  generator     gan 2, onnx", "  file          gan.onnx", "  noise         normal; 1000 rows at once", "  condition     sex, in input c: F, M",
            "  makes         age: times 10.5 plus 0, 1 decimals, at least 0; missing by a number of its own", "  makes         died: 0, 1",
            "  asked for     5000 records", "  given         sex = F", "  shown beside  real, memoriser", "  learns by     logisticRegression, fastTree",
            "  attribute     sex", "  attribute     age, binned at 40", "  audits        structure, fidelity, representation, utility, privacy",
            "  line 17   RuleViolationRate of grown up at most 0.01, every sex: Children are none.",
        ];
        var lines = ended.Output.Split('\n').Select(l => l.TrimEnd()).ToList();
        foreach (var line in expected) Assert.That(lines, Does.Contain(line));
        Assert.That(ended.Output, Does.Not.Contain("small groups").And.Not.Contain("compared with"));
    }

    [TestCase("\"kind\": \"file\", \"file\": \"made.csv\"", "  made up       made.csv", "  asked for     all of its records")]
    [TestCase("\"kind\": \"worker\", \"worker\": { \"command\": [\"python3\", \"g.py\"] }", "  worker        python3 g.py", "  asked for     as many records as it was trained on")]
    [TestCase("\"kind\": \"reference\", \"reference\": { \"method\": \"bootstrap\", \"noise\": 0.5, \"flips\": 0.1, \"copied\": 0.2, \"drop\": { \"column\": \"sex\", \"level\": \"F\" } }", "  generator     named by itself, reference",
        "  reference     bootstrap; noise of 0.5 standard deviations; 0.1 of categories exchanged; 0.2 of records copied; 1 of sex = F dropped")]
    public void Every_kind_of_generator_is_shown(string generator, string one, string other)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.In("audit.json"), $$"""{ "name": "made up", "records": { "train": "t.csv" }, "generator": { {{generator}} }, "subgroups": { "attributes": [] } }""");
        var lines = AuditProgram.RunIn(folder.FullPath, "list", "audit.json").Output.Split('\n').Select(l => l.TrimEnd()).ToList();
        Assert.That(lines, Does.Contain(one).And.Contain(other).And.Contain("  trained on    t.csv"));
    }

    [Test]
    public void A_model_of_pictures_is_shown_with_how_each_becomes_numbers_and_none_is_opened()
    {
        using var audit = new SmallAudit();
        audit.Edit("audit.json", t => t.Replace("""{ "kind": "predictions", "file": "predictions.csv", "score": "score" }""", """
            { "kind": "images", "file": "no/net.onnx", "positiveClasses": ["mel", "bcc"], "images": { "folder": "no/such", "column": "file", "color": "rgb", "width": 224, "height": 224,
              "resize": "bilinear", "convertColor": true, "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225] } }
            """, StringComparison.Ordinal));
        var ended = AuditProgram.RunIn(audit.Folder, "list", "audit.json");
        Assert.That((ended.ExitCode, ended.Error), Is.EqualTo((0, "")));
        foreach (var line in new[]
        {
            "model         net, images: no/net.onnx; the reading of its answers inferred; the risk is that of the classes 'mel', 'bcc' together", "pictures      in no/such, named by column file",
            "as numbers    Read as red, green and blue of 8 bits each, as it is stored: no colour profile, gamma or EXIF orientation is applied; grey is given three times; a picture of another depth is refused. "
            + "Brought to 224 × 224 pixels, stretched where its sides have another ratio: bilinear filter, widened when a picture shrinks, rounded to whole samples. "
            + "The model is given (sample / 255 − mean) / standard deviation, with mean 0.485, 0.456, 0.406 and standard deviation 0.229, 0.224, 0.225, channel by channel, each row by row (NCHW).",
            "audits        performance, calibration, utility, disparity",
        })
            Assert.That(ended.Output, Does.Contain(line));
        Assert.That(ended.Output, Does.Not.Contain("  feature "));
    }

    [Test]
    public void A_worker_is_shown_with_its_command_and_its_limits_and_is_not_started()
    {
        using var audit = new SmallAudit();
        audit.Edit("audit.json", t => t.Replace("""{ "kind": "predictions", "file": "predictions.csv", "score": "score" }""", """
            { "kind": "worker", "worker": { "command": ["touch", "started", "a b"], "files": ["w.json"], "batchRows": 50, "batchSeconds": 2.5, "environment": ["TOKEN"] }, "features": ["age"] }
            """, StringComparison.Ordinal));
        var ended = AuditProgram.RunIn(audit.Folder, "list", "audit.json");
        Assert.That((ended.ExitCode, ended.Error), Is.EqualTo((0, "")));
        foreach (var line in new[]
        {
            "model         named by itself, worker; the reading of its answers inferred", "worker        touch started a b",
            "its limits    50 rows at once; 60 s to start, 2.5 s to answer; started anew up to 1 times; 2048 MB; with w.json; given TOKEN",
        })
            Assert.That(ended.Output, Does.Contain(line));
        Assert.That(File.Exists(audit.In("started")), Is.False);
    }

    [Test]
    public void A_config_that_is_wrong_is_told_as_when_it_is_run()
    {
        using var audit = new SmallAudit();
        audit.Edit("audit.json", t => t.Replace("\"threshold\"", "\"treshold\"", StringComparison.Ordinal));
        var ended = AuditProgram.RunIn(audit.Folder, "list", "audit.json");
        Assert.That((ended.ExitCode, ended.Output), Is.EqualTo((2, "")));
        Assert.That(ended.Error, Does.StartWith("audit: ").And.Contain("treshold"));
    }
}
