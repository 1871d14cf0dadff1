using System.Text.Encodings.Web;
using System.Text.Json;
using AuditHarness.Cohorts;
using AuditHarness.Statistics;
using MathNet.Numerics;

namespace AuditHarness.Simulation;

/// <summary>The truth as a file: parameters first, then figures, then what was planted. Numbers have 6 significant digits.</summary>
internal static class TruthJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Render(SimulationTruth truth, Seed seed)
    {
        var plan = truth.Plan;
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("about", "Computed from the parameters alone; no patient enters. A group's figures are what metrics tend to as patients grow without bound.");
            json.WriteNumber("seed", seed.Value);
            json.WriteNumber("patients", plan.Patients);
            Number(json, "threshold", plan.Threshold);
            WriteRisk(json, plan);
            WriteScore(json, truth.Model);
            json.WriteStartArray("plants");
            foreach (var plant in truth.Plants) WritePlant(json, plant);
            json.WriteEndArray();
            json.WriteStartArray("cleanGroups");
            foreach (var group in truth.CleanGroups) WriteSubgroup(json, null, group);
            json.WriteEndArray();
            json.WriteStartArray("groups");
            foreach (var group in truth.Groups) WriteGroup(json, group);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void WriteRisk(Utf8JsonWriter json, SimulationPlan plan)
    {
        json.WriteStartObject("trueRisk");
        json.WriteString("formula", "logistic(intercept + Σ coefficient · value)");
        Number(json, "prevalence", plan.Prevalence);
        Number(json, "intercept", plan.TrueLogOdds(new double[plan.Laboratory.Count]));
        json.WriteStartArray("values");
        foreach (var (name, unit, mean, deviation, shift) in plan.Laboratory)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("unit", unit);
            Number(json, "meanWithoutEvent", mean);
            Number(json, "meanWithEvent", mean + (shift * deviation));
            Number(json, "deviation", deviation);
            Number(json, "coefficient", shift / deviation);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        Number(json, "areaUnderRoc", 0.5 * SpecialFunctions.Erfc(-plan.Separation / 2));
        json.WriteEndObject();
    }

    private static void WriteScore(Utf8JsonWriter json, SimulatedModel model)
    {
        var plan = model.Plan;
        json.WriteStartObject("score");
        json.WriteString("formula", "logit score = t + stretch · (logit(detection · true risk) + shift + weight · (proxy − mean) − t), with t = logit threshold");
        json.WriteStartObject("detection");
        foreach (var level in plan.Ethnicity.Levels) Number(json, level, level == plan.UnderDiagnosis.Level ? plan.UnderDiagnosis.Detection : 1);
        json.WriteEndObject();
        json.WriteStartObject("stretch");
        foreach (var band in plan.Age.Bands.Levels) Number(json, band, band == plan.StretchedRisk.Band ? plan.StretchedRisk.Factor : 1);
        json.WriteEndObject();
        json.WriteStartObject("proxy");
        json.WriteString("name", plan.Proxy.Feature);
        Number(json, "weight", plan.Proxy.Weight);
        Number(json, "mean", plan.Proxy.Mean);
        Number(json, "deviation", plan.Proxy.Deviation);
        json.WriteStartObject("meanByResidence");
        foreach (var level in plan.Residence.Levels) Number(json, level, plan.Proxy.MeanAt(level));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("shift");
        for (var r = 0; r < plan.Region.Levels.Count; r++)
        {
            json.WriteStartObject(plan.Region.Levels[r]);
            for (var c = 0; c < plan.Insurance.Levels.Count; c++) Number(json, plan.Insurance.Levels[c], model.Shift(r, c));
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WritePlant(Utf8JsonWriter json, PlantedTruth plant)
    {
        json.WriteStartObject();
        json.WriteString("kind", plant.Kind.ToString());
        WriteSubgroup(json, "subgroup", plant.Subgroup);
        json.WriteString("mechanism", plant.Mechanism);
        json.WriteStartObject("shows");
        foreach (var gap in plant.Shows) Number(json, gap.Disparity, gap.Value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteGroup(Utf8JsonWriter json, TrueGroup group)
    {
        json.WriteStartObject();
        WriteSubgroup(json, "subgroup", group.Subgroup);
        Number(json, "share", group.Share);
        foreach (var figure in group.Figures) Number(json, figure.Metric, figure.Value);
        json.WriteEndObject();
    }

    private static void WriteSubgroup(Utf8JsonWriter json, string? property, Subgroup subgroup)
    {
        if (property is null) json.WriteStartObject();
        else json.WriteStartObject(property);
        foreach (var condition in subgroup.Conditions) json.WriteString(condition.Attribute, condition.Level);
        json.WriteEndObject();
    }

    // What is 0 in truth comes out of the quadrature as 1e-16 or so, and not the same on every machine.
    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(Math.Abs(value) < 1e-9 ? "0" : SixDigits.Text(value));
    }
}
