using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AuditHarness.Audits;
using AuditHarness.Cohorts;

namespace AuditHarness.Adapters.Datasets;

public class CohortFileTests
{
    [Test]
    public void Scores_are_joined_by_id_whatever_the_order_of_the_rows()
    {
        using var folder = new CohortFolder();

        var cohort = folder.Load().Cohort;

        Assert.Multiple(() =>
        {
            Assert.That(cohort.Labels, Is.EqualTo(new byte[] { 1, 0, 0, 1, 0 }));
            Assert.That(cohort.Scores, Is.EqualTo(new[] { 0.1, 0.2, 0.3, 0.4, 0.5 }));
            Assert.That(cohort.Weights, Is.Null);
            Assert.That(cohort.FollowUp, Is.Null);
            Assert.That(cohort.Calibration, Is.Null);
        });
    }

    [Test]
    public void Weights_times_bins_and_the_calibration_part_are_read_as_planned()
    {
        using var folder = new CohortFolder();

        var cohort = folder.Load(CohortFolder.FullPlan).Cohort;

        Assert.Multiple(() =>
        {
            Assert.That(cohort.Weights, Is.EqualTo(new[] { 1.5, 2, 0.5, 1, 1 }));
            Assert.That(cohort.FollowUp, Is.EqualTo(new double[] { 10, 20, 30, 40, 0 }));
            Assert.That(cohort.Calibration!.Scores, Is.EqualTo(new[] { 0.6, 0.7 }));
            Assert.That(cohort.Calibration.Labels, Is.EqualTo(new byte[] { 1, 0 }));
            Assert.That(cohort.Calibration.Weights, Is.EqualTo(new double[] { 1, 3 }));
            Assert.That(cohort.Attributes.Select(a => a.Name), Is.EqualTo(new[] { "sex", "age group" }));
            Assert.That(cohort.Attributes[0].Levels, Is.EqualTo(new[] { "f", "m" }));
            Assert.That(cohort.Attributes[0].Codes, Is.EqualTo(new[] { 0, 1, 0, 1, 0 }));
            Assert.That(cohort.Attributes[1].Levels, Is.EqualTo(new[] { "<40", "40-<60", ">=60" }));
            Assert.That(cohort.Attributes[1].Codes, Is.EqualTo(new[] { 0, 1, 1, 2, 2 }), "an edge belongs to the bin above it");
        });
    }

    [Test]
    public void Clusters_are_numbered_within_their_strata_over_the_rows_that_are_evaluated()
    {
        const string data = "id,sex,psu,str,y,risk,part\nz,f,9,9,1,0.5,train\na,f,1,n,1,0.5,test\nb,m,2,n,0,0.5,test\nc,f,1,s,0,0.5,test\nd,m,1,n,1,0.5,test\ne,f,2,s,1,0.5,test\n";
        using var folder = new CohortFolder(data, null);
        var plan = CohortFolder.Plan with { Model = CohortFolder.Plan.Model with { File = "data.csv", Id = "id" } };

        var both = folder.Load(plan with { Data = plan.Data with { Cluster = "psu", Stratum = "str" } }).Cohort;
        var clusters = folder.Load(plan with { Data = plan.Data with { Cluster = "psu" } }).Cohort;

        Assert.Multiple(() =>
        {
            Assert.That(both.Clusters, Is.EqualTo(new[] { 0, 1, 2, 0, 3 }), "1 in n and 1 in s are two clusters");
            Assert.That(both.Strata, Is.EqualTo(new[] { 0, 0, 1, 0, 1 }));
            Assert.That(clusters.Clusters, Is.EqualTo(new[] { 0, 1, 0, 0, 1 }));
            Assert.That(clusters.Strata, Is.Null);
        });
    }

    [Test]
    public void A_row_without_a_cluster_or_stratum_is_refused_and_one_that_is_not_evaluated_needs_none()
    {
        using var folder = new CohortFolder(
            "id,sex,psu,str,y,risk,part\nz,f,,,1,0.5,train\na,f,1,n,1,0.5,test\nb,m,,n,0,0.5,test\nc,m,1,,0,0.5,test\n", null);
        var plan = CohortFolder.Plan with { Model = CohortFolder.Plan.Model with { File = "data.csv", Id = "id" }, Data = CohortFolder.Plan.Data with { Cluster = "psu", Stratum = "str" } };

        Assert.That(() => folder.Load(plan), Throws.TypeOf<AuditInputException>()
            .With.Message.Contains("column 'psu': a cluster is missing").And.Message.Contains("'data.cluster'").And.Message.Contains("line 4")
            .And.Message.Contains("column 'str': a stratum is missing").And.Message.Contains("line 5").And.Message.Not.Contains("line 2"));
    }

    [Test]
    public void Strata_and_covariates_are_read_like_attributes_and_may_be_missing()
    {
        using var folder = new CohortFolder();
        var plan = CohortFolder.Plan with { Fairness = new([new("triage", "note", null, null)], [new("age", "age", [50.0], null)]) };

        var (cohort, notices) = (folder.Load(plan).Cohort, folder.Load(plan).Notices);

        Assert.Multiple(() =>
        {
            Assert.That(cohort.ParityStrata.Single().Levels, Is.EqualTo(new[] { "one, two", "x", "missing" }));
            Assert.That(cohort.ParityStrata.Single().Codes, Is.EqualTo(new[] { 0, 2, 1, 1, 1 }));
            Assert.That(cohort.CaseMix.Single().Codes, Is.EqualTo(new[] { 0, 0, 1, 1, 1 }));
            Assert.That(notices, Is.Empty);
            Assert.That(cohort.Attributes, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public void The_flow_tells_every_row_once()
    {
        using var folder = new CohortFolder(CohortFolder.Data + "i,f,x,1,,1,1,test\nj,f,x,1,,1,1,cal\nk,f,x,1,0,1,1,\n");

        var flow = folder.Load(CohortFolder.FullPlan).Cohort.Flow;

        Assert.Multiple(() =>
        {
            Assert.That(flow.RowsRead, Is.EqualTo(11));
            Assert.That(flow.Dropped, Is.EqualTo(new[]
            {
                new DroppedRows(Phrase.Of($"not in the evaluated part ('{"part"}' is empty)"), 1),
                new DroppedRows(Phrase.Of($"not in the evaluated part ('{"part"}' is {"'train'"})"), 1),
                new DroppedRows(Phrase.Of($"label '{"y"}' is missing"), 2),
            }));
            Assert.That(flow.RowsForCalibration, Is.EqualTo(2));
            Assert.That(flow.RowsEvaluated, Is.EqualTo(5));
            Assert.That(flow.RowsRead, Is.EqualTo(flow.Dropped.Sum(d => d.Rows) + flow.RowsForCalibration + flow.RowsEvaluated));
            Assert.That(flow.PredictionsRead, Is.EqualTo(8));
            Assert.That(flow.PredictionsUnused, Is.EqualTo(1));
        });
    }

    [Test]
    public void A_calibration_part_is_left_alone_when_the_threshold_is_a_value()
    {
        using var folder = new CohortFolder();

        var cohort = folder.Load(CohortFolder.FullPlan with { Threshold = new ThresholdPlan.Fixed(0.5) }).Cohort;

        Assert.Multiple(() =>
        {
            Assert.That(cohort.Calibration, Is.Null);
            Assert.That(cohort.Flow.RowsForCalibration, Is.Zero);
            Assert.That(cohort.Flow.Dropped, Has.Member(new DroppedRows(Phrase.Of($"not in the evaluated part ('{"part"}' is {"'cal'"})"), 2)));
        });
    }

    [Test]
    public void Many_other_parts_are_told_as_one()
    {
        using var folder = new CohortFolder(
            CohortFolder.Data + string.Concat(Enumerable.Range(0, 300).Select(i => string.Create(CultureInfo.InvariantCulture, $"p{i},f,x,1,0,1,1,part {i}\n"))));

        Assert.That(folder.Load().Cohort.Flow.Dropped, Is.EqualTo(new[] { new DroppedRows(Phrase.Of($"not in the evaluated part"), 303) }));
    }

    [Test]
    public void Without_a_split_every_row_is_evaluated()
    {
        using var folder = new CohortFolder();

        var cohort = folder.Load(CohortFolder.Plan with { Data = CohortFolder.Plan.Data with { Split = null } }).Cohort;

        Assert.Multiple(() =>
        {
            Assert.That(cohort.Count, Is.EqualTo(8));
            Assert.That(cohort.Flow.Dropped, Is.Empty);
        });
    }

    [Test]
    public void Scores_may_stand_in_the_data_and_then_need_no_id()
    {
        using var folder = new CohortFolder("y,risk,sex,part\n1,0.25,f,test\n0,0.5,m,test\n0,,m,train\n", predictions: null);
        var plan = CohortFolder.Plan with
        {
            Data = CohortFolder.Plan.Data with { Id = null },
            Model = CohortFolder.Plan.Model with { File = "./data.csv", Id = null },
        };

        var loaded = folder.Load(plan);

        Assert.Multiple(() =>
        {
            Assert.That(loaded.Cohort.Scores, Is.EqualTo(new[] { 0.25, 0.5 }));
            Assert.That(loaded.Cohort.Flow.PredictionsRead, Is.EqualTo(3));
            Assert.That(loaded.Cohort.Flow.PredictionsUnused, Is.EqualTo(1));
            Assert.That(loaded.Inputs.Select(i => i.Role), Is.EqualTo(new[] { "data" }));
            Assert.That(loaded.Model.Sha256, Is.EqualTo(loaded.Inputs[0].Sha256));
        });
    }

    [Test]
    public void Files_and_model_are_known_by_the_hash_of_their_bytes()
    {
        using var folder = new CohortFolder();

        var loaded = folder.Load();

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CohortFolder.Predictions)));
        Assert.Multiple(() =>
        {
            Assert.That(loaded.Inputs, Is.EqualTo(new[]
            {
                new InputFile("data", "data.csv", CohortFolder.Data.Length,
                    Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CohortFolder.Data)))),
                new InputFile("predictions", "predictions.csv", CohortFolder.Predictions.Length, hash),
            }));
            Assert.That(loaded.Model, Is.EqualTo(new AuditHarness.Models.ModelIdentity("predictions", "model", "2", hash)));
        });
    }

    [Test]
    public void Ids_are_compared_as_texts_also_when_they_are_long()
    {
        const string stem = "urn:hospital:patient:number:";
        using var folder = new CohortFolder(
            $"id,sex,y,part\n7,f,1,test\n07,f,0,test\n{stem}1,m,1,test\n{stem}2,m,0,test\n",
            $"key,risk\n{stem}2,0.4\n{stem}1,0.3\n07,0.2\n7,0.1\n");

        Assert.That(folder.Load().Cohort.Scores, Is.EqualTo(new[] { 0.1, 0.2, 0.3, 0.4 }));
    }

    [Test]
    public void Rows_that_are_not_used_need_neither_a_label_nor_a_score_nor_a_valid_weight()
    {
        using var folder = new CohortFolder(
            CohortFolder.Data + "u1,f,x,none,2,-1,-1,train\nu2,f,x,,,,,test\n");

        Assert.That(folder.Load(CohortFolder.FullPlan).Cohort.Count, Is.EqualTo(5));
    }

    [TestCase("de-DE")]
    [TestCase("tr-TR")]
    [TestCase("")]
    public void The_culture_of_the_machine_changes_nothing(string culture)
    {
        using var folder = new CohortFolder(CohortFolder.Data.Replace(",f,", ",Iİıi,", StringComparison.Ordinal));
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            var plan = CohortFolder.FullPlan with
            {
                Subgroups = CohortFolder.FullPlan.Subgroups with
                {
                    Attributes = [new AttributePlan("sex", "sex", null, "Iİıi"), new AttributePlan("age", "age", [40.5, 60], null)],
                },
            };
            var cohort = folder.Load(plan).Cohort;
            Assert.Multiple(() =>
            {
                Assert.That(cohort.Scores, Is.EqualTo(new[] { 0.1, 0.2, 0.3, 0.4, 0.5 }));
                Assert.That(cohort.Weights, Is.EqualTo(new[] { 1.5, 2, 0.5, 1, 1 }));
                Assert.That(cohort.Attributes[0].Levels, Is.EqualTo(new[] { "Iİıi", "m" }));
                Assert.That(cohort.Attributes[1].Levels, Is.EqualTo(new[] { "<40.5", "40.5-<60", ">=60" }));
            });
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void Scores_are_read_to_the_last_digit()
    {
        using var folder = new CohortFolder(
            "id,sex,y,part\na,f,1,test\nb,f,0,test\nc,f,0,test\nd,f,0,test\n",
            "key,risk\na,0.17816058712715961\nb,8.568980291345329e-05\nc,1\nd,-0\n");

        var scores = folder.Load().Cohort.Scores;
        Assert.That(scores, Is.EqualTo(new[] { 0.17816058712715961, 8.568980291345329e-05, 1, 0 }));
        Assert.That(double.IsNegative(scores[3]), Is.False);
    }

    [Test]
    public void Reading_can_be_cancelled()
    {
        using var folder = new CohortFolder(
            "id,sex,y,part\n" + string.Concat(Enumerable.Range(0, 10_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i},f,{i % 2},train\n"))),
            "key,risk\n1,0.5\n");

        Assert.Throws<OperationCanceledException>(() => CohortFile.Load(CohortFolder.Plan, folder.Path, stop: new CancellationToken(true)));
    }
}
