using System.IO.Compression;
using AuditHarness.Audits;
using AuditHarness.Fixtures;
using AuditHarness.Models;
using AuditHarness.Statistics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace AuditHarness.Adapters.Models.MlNet;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class MlNetModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void A_calibrated_probability_is_the_one_that_ML_NET_gives()
    {
        var plan = Save(Trees, "Age", "Labs0", "Labs1", "Labs2");
        var ml = new MLContext();
        var loaded = ml.Model.Load(_folder.In("model.zip"), out _);
        var theirs = ml.Data.CreateEnumerable<Answer>(loaded.Transform(ml.Data.LoadFromEnumerable(Archives.Patients)), reuseRowObject: false).ToArray();
        using var probability = MlNetModel.Open(plan, _folder.FullPath);
        using var logit = MlNetModel.Open(plan with { Output = ModelOutput.Logit }, _folder.FullPath);
        var table = Archives.Table("Age", "Labs0", "Labs1", "Labs2");

        Assert.That(probability.Score(table), Is.EqualTo(theirs.Select(a => (double)a.Probability)).Within(0));
        Assert.That(logit.Score(table), Is.EqualTo(theirs.Select(a => 1 / (1 + Math.Exp(-(double)a.Score)))).Within(1e-15));
        Assert.That(probability.Identity.Sha256, Is.EqualTo(plan.Sha256));
        Assert.That(probability.Reading?.ToString(), Does.Contain("calibrated probability"));
    }

    [Test]
    public void The_class_that_is_named_gives_the_risk_of_a_model_of_several_classes()
    {
        var plan = Save(ml => ml.Transforms.Conversion.MapValueToKey("Label", "Stage").Append(Vector(ml)).Append(ml.Transforms.NormalizeMinMax("Features"))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy()).Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")), "Age", "Labs0", "Labs1", "Labs2");
        var risks = new[] { "none", "early", "late" }.Select(stage =>
        {
            using var model = MlNetModel.Open(plan with { PositiveClass = stage }, _folder.FullPath);
            Assert.That(model.Structure, Is.Null);
            Assert.That(model.Reading?.ToString(), Does.Contain($"'{stage}'"));
            return model.Score(Archives.Table("Age", "Labs0", "Labs1", "Labs2"));
        }).ToArray();

        Assert.That(risks[0].Select((r, i) => r + risks[1][i] + risks[2][i]), Is.All.EqualTo(1).Within(1e-5));
        // The class is the right one: those who are in it have it more often.
        Assert.That(risks[2].Where((_, i) => Archives.Patients[i].Stage == "late").Average(), Is.GreaterThan(risks[2].Where((_, i) => Archives.Patients[i].Stage == "none").Average() + 0.2));
        Refused(() => MlNetModel.Open(plan, _folder.FullPath), "model.positiveClass", "'late'");
        Refused(() => MlNetModel.Open(plan with { PositiveClass = "lat" }, _folder.FullPath), "no class 'lat'", "Did you mean 'late'?");
    }

    [Test]
    public void Slots_of_a_vector_are_taken_by_their_names_or_else_in_order()
    {
        var ordered = Save(ml => ml.Transforms.CopyColumns("Features", "Labs").Append(ml.BinaryClassification.Trainers.FastTree(numberOfTrees: 10)), "Labs0", "Labs1", "Labs2");
        using var model = MlNetModel.Open(ordered, _folder.FullPath);
        var straight = model.Score(Archives.Table("Labs0", "Labs1", "Labs2"));
        using var crossed = MlNetModel.Open(ordered with { Features = [.. ordered.Features.Reverse()] }, _folder.FullPath);
        Assert.That(crossed.Score(Archives.Table("Labs2", "Labs1", "Labs0")), Is.Not.EqualTo(straight));
        Refused(() => MlNetModel.Open(ordered with { Features = [.. ordered.Features.Take(2)] }, _folder.FullPath), "3 slots", "2 features");

        // The same model saved behind a vector whose slots have names: the order in the plan no longer matters.
        var ml = new MLContext(seed: 1);
        var named = ml.Transforms.Concatenate("Named", "Age", "Creatinine").Fit(ml.Data.LoadFromEnumerable(Archives.Patients)).Transform(ml.Data.LoadFromEnumerable(Archives.Patients));
        var columns = ml.Transforms.SelectColumns("Named", "Label").Fit(named).Transform(named);
        var trained = ml.Transforms.CopyColumns("Features", "Named").Append(ml.BinaryClassification.Trainers.FastTree(numberOfTrees: 10)).Fit(columns);
        ml.Model.Save(trained, columns.Schema, _folder.In("named.zip"));
        var plan = Archives.PlanOf(_folder.In("named.zip"), "Age", "Creatinine");
        using var forth = MlNetModel.Open(plan, _folder.FullPath);
        using var back = MlNetModel.Open(plan with { Features = [.. plan.Features.Reverse()] }, _folder.FullPath);
        Assert.That(back.Score(Archives.Table("Creatinine", "Age")), Is.EqualTo(forth.Score(Archives.Table("Age", "Creatinine"))));
    }

    [Test]
    public void An_archive_without_its_hash_or_with_another_is_not_opened()
    {
        var plan = Save(Trees, "Age", "Labs0", "Labs1", "Labs2");
        Refused(() => MlNetModel.Open(plan with { Sha256 = null }, _folder.FullPath), "'model.sha256'", "audit train", "sha256sum");
        Refused(() => MlNetModel.Open(plan with { Sha256 = new string('0', 64) }, _folder.FullPath), plan.Sha256!, "0000", "audit train", "sha256sum");
        // The hash is looked at before anything else: a file that is no archive at all gets the same answer.
        File.WriteAllText(_folder.In("model.zip"), "no archive");
        Refused(() => MlNetModel.Open(plan, _folder.FullPath), "is not the file that was vouched for");
        Refused(() => MlNetModel.Open(plan with { File = "modle.zip" }, _folder.FullPath), "does not exist");
    }

    [TestCase(10)]
    [TestCase(50)]
    [TestCase(95)]
    public void A_cut_archive_gives_one_clear_message(int percent)
    {
        var plan = Save(Trees, "Age", "Labs0", "Labs1", "Labs2");
        var bytes = File.ReadAllBytes(_folder.In("model.zip"));
        File.WriteAllBytes(_folder.In("cut.zip"), bytes[..(bytes.Length * percent / 100)]);
        Refused(() => MlNetModel.Open(Archives.PlanOf(_folder.In("cut.zip"), "Age"), _folder.FullPath), "cut.zip", "Model.Save");
        Assert.That(plan.Sha256, Is.Not.Null);
    }

    [Test]
    public void A_damaged_archive_gives_one_clear_message()
    {
        Save(Trees, "Age", "Labs0", "Labs1", "Labs2");
        foreach (var victim in new[] { "Schema", "Model.key", "TransformerChain" })
        {
            var copy = _folder.In($"damaged-{victim}.zip");
            File.Copy(_folder.In("model.zip"), copy, overwrite: true);
            using (var archive = ZipFile.Open(copy, ZipArchiveMode.Update))
            {
                var entry = archive.Entries.First(e => e.FullName.Contains(victim, StringComparison.Ordinal));
                var name = entry.FullName;
                entry.Delete();
                using var replaced = archive.CreateEntry(name).Open();
                replaced.Write([1, 2, 3]);
            }
            Refused(() => MlNetModel.Open(Archives.PlanOf(copy, "Age", "Labs0", "Labs1", "Labs2"), _folder.FullPath), $"damaged-{victim}.zip");
        }
    }

    [Test]
    public void Flipped_bytes_are_refused_or_give_another_model_and_never_anything_else()
    {
        Save(Columns, "Age", "Creatinine", "Pressure", "Visits", "Smoker", "Ward");
        var table = Archives.Table("Age", "Creatinine", "Pressure", "Visits", "Smoker", "Ward");
        var random = new Seed(3).Generator();
        var refused = 0;
        for (var k = 0; k < 150; k++)
        {
            var path = _folder.In("flipped.zip");
            File.Copy(_folder.In("model.zip"), path, overwrite: true);
            using (var archive = ZipFile.Open(path, ZipArchiveMode.Update))
            {
                var entry = archive.Entries[(int)(random.NextUniform() * archive.Entries.Count)];
                var (name, content) = (entry.FullName, new MemoryStream());
                using (var source = entry.Open()) source.CopyTo(content);
                var bytes = content.ToArray();
                if (bytes.Length == 0) continue;
                bytes[(int)(random.NextUniform() * bytes.Length)] ^= (byte)(1 << (int)(random.NextUniform() * 8));
                entry.Delete();
                using var replaced = archive.CreateEntry(name).Open();
                replaced.Write(bytes);
            }
            try
            {
                using var model = MlNetModel.Open(Archives.PlanOf(path, "Age", "Creatinine", "Pressure", "Visits", "Smoker", "Ward"), _folder.FullPath);
                model.Score(table);
            }
            catch (AuditInputException)
            {
                refused++;
            }
        }
        Assert.That(refused, Is.GreaterThan(10));
    }

    [Test]
    public void An_archive_that_would_unpack_without_bound_is_not_unpacked()
    {
        using (var archive = ZipFile.Open(_folder.In("bomb.zip"), ZipArchiveMode.Create))
        using (var entry = archive.CreateEntry("Model.key", CompressionLevel.SmallestSize).Open())
            entry.Write(new byte[20_000_000]);
        Refused(() => MlNetModel.Open(Archives.PlanOf(_folder.In("bomb.zip"), "Age"), _folder.FullPath), "200-fold");
        using (var archive = ZipFile.Open(_folder.In("many.zip"), ZipArchiveMode.Create))
            for (var i = 0; i <= 10_000; i++) archive.CreateEntry($"e{i}");
        Refused(() => MlNetModel.Open(Archives.PlanOf(_folder.In("many.zip"), "Age"), _folder.FullPath), "10,001 entries");
    }

    [Test]
    public void Features_that_do_not_fit_are_named_with_what_was_probably_meant()
    {
        var plan = Save(Columns, "Age", "Creatinine", "Pressure", "Visits", "Smoker", "Ward");
        FeaturePlan Of(string name) => Archives.Plans[name];
        ModelPlan With(params FeaturePlan[] features) => plan with { Features = features };
        Refused(() => MlNetModel.Open(With(Of("Age"), Of("Creatinine") with { Name = "Creatinin" }, Of("Pressure"), Of("Visits"), Of("Smoker"), Of("Ward")), _folder.FullPath), "'Creatinine'", "Did you mean 'Creatinin'?");
        Refused(() => MlNetModel.Open(With(Of("Age"), Of("Creatinine"), Of("Pressure"), Of("Visits"), Of("Smoker")), _folder.FullPath), "'Ward'");
        Refused(() => MlNetModel.Open(With(Of("Age"), Of("Creatinine"), Of("Pressure"), Of("Visits"), Of("Smoker"), Of("Ward"), new("Label", "event", FeatureKind.Number)), _folder.FullPath), "does not depend on 'Label'");
        Refused(() => MlNetModel.Open(With(Of("Age"), Of("Creatinine"), Of("Pressure"), Of("Visits"), Of("Smoker"), Of("Ward") with { Kind = FeatureKind.Number }), _folder.FullPath), "'Ward' is declared a number");
        Refused(() => MlNetModel.Open(With(Of("Age") with { Kind = FeatureKind.Text }, Of("Creatinine"), Of("Pressure"), Of("Visits"), Of("Smoker"), Of("Ward")), _folder.FullPath), "'Age' is declared a text");
    }

    [Test]
    public void Values_that_a_whole_number_or_a_yes_no_column_cannot_hold_are_refused()
    {
        var plan = Save(Columns, "Age", "Creatinine", "Pressure", "Visits", "Smoker", "Ward");
        using var model = MlNetModel.Open(plan, _folder.FullPath);
        FeatureTable With(string name, double value)
        {
            var table = Archives.Table([.. plan.Features.Select(f => f.Name)]);
            ((FeatureColumn.Numeric)table.Columns.Single(c => c.Name == name)).Values[3] = value;
            return table;
        }
        Refused(() => model.Score(With("Visits", double.NaN)), "'Visits' is missing in 1 rows");
        Refused(() => model.Score(With("Visits", 1.5)), "'Visits' is no whole number");
        Refused(() => model.Score(With("Smoker", 2)), "'Smoker' is neither 0 nor 1");
        Assert.That(model.Score(With("Creatinine", double.NaN)), Has.All.InRange(0, 1));
        Refused(() => model.Score(Archives.Table("Age")), "other columns");
    }

    [Test]
    public void An_uncalibrated_score_needs_a_word_about_its_scale()
    {
        var plan = Save(ml => Vector(ml).Append(ml.BinaryClassification.Trainers.FastForest(numberOfTrees: 5)), "Age", "Labs0", "Labs1", "Labs2");
        Refused(() => MlNetModel.Open(plan, _folder.FullPath), "'model.output'", "calibrate");
        using var declared = MlNetModel.Open(plan with { Output = ModelOutput.Probability }, _folder.FullPath);
        Refused(() => declared.Score(Archives.Table("Age", "Labs0", "Labs1", "Labs2")), "outside [0, 1]", "logit");
    }

    [Test]
    public void A_model_that_answers_NaN_is_refused()
    {
        var plan = Save(ml => ml.Transforms.Concatenate("Features", "Age", "Creatinine").Append(ml.BinaryClassification.Trainers.LbfgsLogisticRegression()), "Age", "Creatinine");
        using var model = MlNetModel.Open(plan, _folder.FullPath);
        var missing = Archives.Patients.Count(p => float.IsNaN(p.Creatinine));
        Refused(() => model.Score(Archives.Table("Age", "Creatinine")), $"NaN for {missing} of 600 rows");
    }

    [Test]
    public void An_archive_that_predicts_nothing_is_refused()
    {
        var plan = Save(Vector, "Age", "Labs0", "Labs1", "Labs2");
        Refused(() => MlNetModel.Open(plan, _folder.FullPath), "no column 'Score'");
    }

    private static IEstimator<ITransformer> Vector(MLContext ml) => ml.Transforms.Concatenate("Features", "Age", "Labs");

    private static IEstimator<ITransformer> Trees(MLContext ml) => Vector(ml).Append(ml.BinaryClassification.Trainers.FastTree(numberOfTrees: 10));

    private static IEstimator<ITransformer> Columns(MLContext ml)
    {
        IEstimator<ITransformer> chain = new EstimatorChain<ITransformer>().Append(ml.Transforms.Categorical.OneHotEncoding("w", "Ward"));
        foreach (var name in new[] { "Pressure", "Visits", "Smoker" }) chain = chain.Append(ml.Transforms.Conversion.ConvertType("n" + name, name, DataKind.Single));
        return chain.Append(ml.Transforms.Concatenate("Features", "Age", "Creatinine", "nPressure", "nVisits", "nSmoker", "w")).Append(ml.BinaryClassification.Trainers.FastTree(numberOfTrees: 10));
    }

    private ModelPlan Save(Func<MLContext, IEstimator<ITransformer>> pipeline, params string[] features) => Archives.Save(_folder.FullPath, pipeline, features);

    private static void Refused(Action act, params string[] says)
    {
        var message = Assert.Throws<AuditInputException>(act)!.Message;
        foreach (var words in says) Assert.That(message, Does.Contain(words));
    }

    private sealed class Answer
    {
        public float Probability { get; set; }

        public float Score { get; set; }
    }
}
