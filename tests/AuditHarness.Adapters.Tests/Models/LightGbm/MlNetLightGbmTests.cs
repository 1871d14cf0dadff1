using System.Security.Cryptography;
using AuditHarness.Adapters.Models.MlNet;
using AuditHarness.Audits;
using AuditHarness.Explanations;
using AuditHarness.Explanations.Trees;
using Microsoft.ML;
using Microsoft.ML.Trainers.LightGbm;

namespace AuditHarness.Adapters.Models.LightGbm;

/// <summary>The trees read out of a LightGBM model that ML.NET trained, asked about in LightGBM's own library.</summary>
public class MlNetLightGbmTests
{
    [Test]
    public void Attributions_of_a_model_that_ML_NET_trained_are_those_of_LightGBM()
    {
        NativeLightGbm.SkipWithoutLibrary();
        var file = Path.Combine(Path.GetTempPath(), $"audit-{Guid.NewGuid():N}.zip");
        try
        {
            var patients = Patients(3000);
            Train(patients, file);
            var plan = new ModelPlan("mlnet", file, null, null, "model", null)
            {
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))),
                Features = [.. ((string[])["Age", "Kappa", "Creatinine"]).Select(n => new FeaturePlan(n, n, FeatureKind.Number))],
            };
            using var model = MlNetModel.Open(plan, "");
            var rows = patients.Select(p => new double[] { p.Age, p.Kappa, p.Creatinine }).ToArray();
            var read = ((ModelStructure.TreeSum)model.Structure!).Ensemble;
            var ensemble = read with { Trees = [.. read.Trees.Select(t => Counted(t, rows))] };
            Assert.That(ensemble.Trees.Sum(t => t.Slot.Length), Is.GreaterThan(100), "splits");

            using var native = new NativeLightGbm(LightGbmTextWriter.Write(ensemble.Trees, 3));
            var encoded = rows.SelectMany(r => r).ToArray();
            var shap = TreeShap.PathDependent(ensemble, [0, 1, 2], 3);
            var phi = new double[encoded.Length];
            shap.Explain(encoded, rows.Length, phi, workers: 1, CancellationToken.None);
            var margins = native.Predict(rows, NativeLightGbm.Raw).Select(m => m + ensemble.Base).ToArray();
            var risks = model.Score(ModelFolder.TableOf(["Age", "Kappa", "Creatinine"], rows));

            Assert.Multiple(() =>
            {
                Assert.That(phi.Chunk(3).SelectMany(p => p.Append(shap.BaseValue - ensemble.Base)),
                    Is.EqualTo(native.Predict(rows, NativeLightGbm.Contributions)).Within(1e-9));
                Assert.That(risks, Is.EqualTo(margins.Select(m => 1 / (1 + Math.Exp(-m)))).Within(1e-6), "ML.NET scores in single precision");
            });
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Patient[] Patients(int count)
    {
        var random = new Random(17);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var (age, kappa) = (50 + (50 * random.NextSingle()), 3 * random.NextSingle());
            var risk = 1 / (1 + Math.Exp(-(0.1 * (age - 80)) - (kappa > 2 ? 1.5 : 0)));
            return new Patient { Age = age, Kappa = kappa, Creatinine = random.Next(6) == 0 ? float.NaN : random.NextSingle(), Label = random.NextDouble() < risk };
        })];
    }

    private static void Train(Patient[] patients, string file)
    {
        var context = new MLContext(seed: 1);
        var data = context.Data.LoadFromEnumerable(patients);
        var model = context.Transforms.Concatenate("Features", "Age", "Kappa", "Creatinine").Append(context.BinaryClassification.Trainers.LightGbm(
            new LightGbmBinaryTrainer.Options { NumberOfIterations = 20, NumberOfLeaves = 15, NumberOfThreads = 1, HandleMissingValue = true })).Fit(data);
        context.Model.Save(model, data.Schema, file);
    }

    // ML.NET does not keep how many rows reached each node: they are counted.
    private static Tree Counted(Tree tree, double[][] rows)
    {
        var (nodes, leaves) = (new double[tree.Slot.Length], new double[tree.Leaf.Length]);
        foreach (var row in rows)
        {
            var at = tree.Slot.Length == 0 ? -1 : 0;
            while (at >= 0)
            {
                nodes[at]++;
                at = tree.Takes(at, row[tree.Slot[at]]) ? tree.WhenTrue[at] : tree.WhenFalse[at];
            }
            leaves[~at]++;
        }
        return tree with { NodeCover = nodes, LeafCover = leaves };
    }

    private sealed class Patient
    {
        public float Age { get; set; }
        public float Kappa { get; set; }
        public float Creatinine { get; set; }
        public bool Label { get; set; }
    }
}
