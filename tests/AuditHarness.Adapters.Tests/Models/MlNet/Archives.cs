using System.Globalization;
using System.Security.Cryptography;
using AuditHarness.Audits;
using AuditHarness.Models;
using AuditHarness.Statistics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace AuditHarness.Adapters.Models.MlNet;

/// <summary>A made-up patient, as ML.NET's own loaders take one: names of columns are those of the properties.</summary>
internal sealed class Patient
{
    public bool Label { get; set; }

    public float Risk { get; set; }

    public string Stage { get; set; } = "";

    public float Age { get; set; }

    public float Creatinine { get; set; }

    public double Pressure { get; set; }

    public int Visits { get; set; }

    public bool Smoker { get; set; }

    public string Ward { get; set; } = "";

    [VectorType(3)]
    public float[] Labs { get; set; } = [];
}

/// <summary>ML.NET pipelines trained on made-up patients and saved to a folder, with the table of the same patients.</summary>
internal static class Archives
{
    public static IReadOnlyList<Patient> Patients { get; } = Draw(600);

    public static IReadOnlyDictionary<string, FeaturePlan> Plans { get; } = new FeaturePlan[]
    {
        new("Age", "age", FeatureKind.Number), new("Creatinine", "creatinine", FeatureKind.Number), new("Pressure", "pressure", FeatureKind.Number),
        new("Visits", "visits", FeatureKind.Number), new("Smoker", "smoker", FeatureKind.Number), new("Ward", "ward", FeatureKind.Text),
    }.ToDictionary(f => f.Name);

    /// <summary>The columns of the patients, by name, in the order given.</summary>
    public static FeatureTable Table(params string[] names) => new([.. names.Select(Column)]);

    /// <summary>Trains and saves a pipeline.</summary>
    /// <returns>A plan that names it by its hash.</returns>
    public static ModelPlan Save(string folder, Func<MLContext, IEstimator<ITransformer>> pipeline, params string[] features)
    {
        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromEnumerable(Patients);
        var path = Path.Combine(folder, "model.zip");
        ml.Model.Save(pipeline(ml).Fit(data), data.Schema, path);
        return PlanOf(path, features);
    }

    public static ModelPlan PlanOf(string path, params string[] features) =>
        new(ModelCatalog.MlNet, Path.GetFileName(path), null, null, "made up", null)
        {
            Features = [.. features.Select(f => Plans.GetValueOrDefault(f) ?? new(f, f, FeatureKind.Number))],
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))),
        };

    private static FeatureColumn Column(string name)
    {
        double[] Numbers(Func<Patient, double> of) => [.. Patients.Select(of)];
        switch (name)
        {
            case "Age": return new FeatureColumn.Numeric(name, Numbers(p => p.Age));
            case "Creatinine": return new FeatureColumn.Numeric(name, Numbers(p => p.Creatinine));
            case "Pressure": return new FeatureColumn.Numeric(name, Numbers(p => p.Pressure));
            case "Visits": return new FeatureColumn.Numeric(name, Numbers(p => p.Visits));
            case "Smoker": return new FeatureColumn.Numeric(name, Numbers(p => p.Smoker ? 1 : 0));
            case "Ward":
                string[] levels = ["north", "south", "west"];
                return new FeatureColumn.Text(name, levels, [.. Patients.Select(p => Array.IndexOf(levels, p.Ward))]);
            default:
                var slot = int.Parse(name[^1..], CultureInfo.InvariantCulture);
                return new FeatureColumn.Numeric(name, Numbers(p => p.Labs[slot]));
        }
    }

    private static Patient[] Draw(int count)
    {
        var random = new Seed(5).Generator();
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var patient = new Patient
            {
                Age = (float)Math.Round(20 + (60 * random.NextUniform())),
                Creatinine = random.NextUniform() < 0.2 ? float.NaN : (float)(80 + (25 * random.NextNormal())),
                Pressure = 130 + (15 * random.NextNormal()),
                Visits = (int)(5 * random.NextUniform()),
                Smoker = random.NextUniform() < 0.3,
                Ward = random.NextUniform() switch { < 0.1 => "", < 0.4 => "north", < 0.7 => "south", _ => "west" },
                Labs = [(float)random.NextNormal(), (float)random.NextNormal(), (float)random.NextNormal()],
            };
            var margin = ((patient.Age - 50) / 15) + (float.IsNaN(patient.Creatinine) ? 1 : (patient.Creatinine - 80) / 40) + (patient.Smoker ? 0.7 : 0) +
                (patient.Ward == "west" ? 1 : 0) + (0.3 * (patient.Visits - 2)) + patient.Labs[0] - 1;
            var risk = 1 / (1 + Math.Exp(-margin));
            (patient.Risk, patient.Label) = ((float)risk, random.NextUniform() < risk);
            patient.Stage = risk < 0.3 ? "none" : risk < 0.7 ? "early" : "late";
            return patient;
        })];
    }
}
