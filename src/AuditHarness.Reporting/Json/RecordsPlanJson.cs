using System.Text.Json;
using AuditHarness.Audits;
using AuditHarness.Generative.SyntheticRecords;

namespace AuditHarness.Reporting.Json;

/// <summary>Records, generator and baselines of a plan in the words of a config.</summary>
internal static class RecordsPlanJson
{
    /// <summary>The sections that only a plan of a generator has.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="plan">The plan.</param>
    public static void Write(Utf8JsonWriter json, SyntheticRecordsPlan plan)
    {
        json.WriteStartObject("records");
        Write(json, "train", plan.Records.Train);
        if (plan.Records.Holdout is { } holdout) Write(json, "holdout", holdout);
        if (plan.Records.Columns.Count > 0) json.WriteTexts("columns", plan.Records.Columns);
        if (plan.Records.Kinds.Count > 0)
        {
            json.WriteStartObject("kinds");
            foreach (var (column, kind) in plan.Records.Kinds) json.WriteString(column, kind.ConfigText());
            json.WriteEndObject();
        }
        Write(json, plan.Roles);
        if (plan.Rules.Count > 0) json.WriteList("rules", plan.Rules, static (writer, rule) =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", rule.Name);
            writer.WriteString("rule", rule.Text);
            writer.WriteEndObject();
        });
        if (plan.Population.Count > 0) json.WriteList("population", plan.Population, static (writer, share) =>
        {
            writer.WriteStartObject();
            writer.Write("where", share.Group);
            writer.WriteNumber("share", share.Share);
            writer.WriteEndObject();
        });
        json.WriteEndObject();
        Write(json, plan.Generator, plan.Count, plan.Conditions);
        json.WriteTexts("baselines", plan.Baselines);
        json.WriteTexts("learners", plan.Learners);
    }

    // A path alone where that says it all.
    private static void Write(Utf8JsonWriter json, string name, RecordTablePlan table)
    {
        if (table.Query is null && table.Csv.IsDefault)
        {
            json.WriteString(name, table.File);
            return;
        }
        json.WriteStartObject(name);
        json.WriteIfSaid("file", table.File);
        DataJson.Write(json, table.Csv);
        if (table.Query is { } query) DataJson.Write(json, query);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RecordRoles roles)
    {
        if (roles.Outcome is { } outcome)
        {
            json.WriteStartObject("outcome");
            json.WriteString("column", outcome);
            json.WriteIfSaid("positive", roles.Positive);
            json.WriteEndObject();
        }
        if (roles.Time is { } time)
        {
            json.WriteStartObject("survival");
            json.WriteString("time", time);
            json.WriteIfSaid("event", roles.Event);
            json.WriteIfSaid("eventLevel", roles.EventLevel);
            json.WriteIfSaid("arm", roles.Arm);
            json.WriteEndObject();
        }
        json.WriteIfSaid("patient", roles.Patient);
        json.WriteIfSaid("order", roles.Order);
        if (roles.QuasiIdentifiers.Count > 0) json.WriteTexts("quasiIdentifiers", roles.QuasiIdentifiers);
        if (roles.Sensitive.Count > 0) json.WriteTexts("sensitive", roles.Sensitive);
    }

    private static void Write(Utf8JsonWriter json, GeneratorPlan generator, int? count, IReadOnlyList<KeyValuePair<string, string>> conditions)
    {
        json.WriteStartObject("generator");
        json.WriteString("kind", generator.Kind);
        json.WriteIfSaid("name", generator.Name);
        json.WriteIfSaid("version", generator.Version);
        json.WriteIfSaid("sha256", generator.Sha256);
        if (count is { } records) json.WriteNumber("count", records);
        if (conditions.Count > 0)
        {
            json.WriteStartObject("conditions");
            foreach (var (column, value) in conditions) json.WriteString(column, value);
            json.WriteEndObject();
        }
        if (generator.Records is { } made) Write(json, "file", made);
        if (generator.Onnx is { } onnx) json.WriteString("file", onnx.File);
        if (generator.Worker is { } worker) ModelJson.Write(json, worker);
        if (generator.Onnx is { } decoded) Write(json, decoded);
        if (generator.Reference is { } reference) Write(json, reference);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, OnnxGeneratorPlan onnx)
    {
        json.WriteStartObject("onnx");
        json.WriteList("columns", onnx.Columns, Write);
        json.WriteIfSaid("noiseInput", onnx.NoiseInput);
        json.WriteString("noise", onnx.Uniform ? "uniform" : "normal");
        json.WriteIfSaid("conditionInput", onnx.ConditionInput);
        if (onnx.Conditions.Count > 0) json.WriteList("conditions", onnx.Conditions, static (writer, condition) =>
        {
            writer.WriteStartObject();
            writer.WriteString("column", condition.Column);
            writer.WriteTexts("levels", condition.Levels);
            writer.WriteEndObject();
        });
        json.WriteNumber("batchRows", onnx.BatchRows);
        if (onnx.AllowedDomains.Count > 0) json.WriteTexts("allowedDomains", onnx.AllowedDomains);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DecodedColumnPlan column)
    {
        json.WriteStartObject();
        json.WriteString("column", column.Column);
        if (column.Levels.Count > 0) json.WriteTexts("levels", column.Levels);
        else
        {
            json.WriteNumber("scale", column.Scale);
            json.WriteNumber("shift", column.Shift);
            if (column.Decimals is { } decimals) json.WriteNumber("decimals", decimals);
            if (column.Minimum is { } least) json.WriteNumber("minimum", least);
            if (column.Maximum is { } most) json.WriteNumber("maximum", most);
        }
        json.WriteBoolean("missingFlag", column.MissingFlag);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReferencePlan reference)
    {
        json.WriteStartObject("reference");
        json.WriteString("method", reference.Method);
        json.WriteNumber("noise", reference.Noise);
        json.WriteNumber("flips", reference.Flips);
        json.WriteNumber("copied", reference.Copied);
        if (reference is { DroppedColumn: { } column, DroppedLevel: { } level })
        {
            json.WriteStartObject("drop");
            json.WriteString("column", column);
            json.WriteString("level", level);
            json.WriteNumber("share", reference.Dropped);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}
