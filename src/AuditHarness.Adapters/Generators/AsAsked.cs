using System.Security.Cryptography;
using System.Text.Json;
using AuditHarness.Adapters.Datasets.Records;
using AuditHarness.Audits;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Generators;

/// <summary>
/// A generator as a config asks it: all that can change its records and is neither its artefact nor the request. Told from the plan and the
/// training records alone, so that a kept draw is known without the generator. What is called otherwise, given more time or more memory,
/// is asked the same.
/// </summary>
public static class AsAsked
{
    /// <summary>SHA-256 of the <see cref="Json"/>, 64 lower-case hexadecimal digits.</summary>
    /// <param name="plan">The generator.</param>
    /// <param name="train">The training records.</param>
    public static string Sha256(GeneratorPlan plan, RecordTable train) => Convert.ToHexStringLower(SHA256.HashData(Json(plan, train)));

    /// <summary>What is asked, in one form: the same keys in the same order, no spaces. Of the training records there are names and kinds of columns, and a hash.</summary>
    /// <param name="plan">The generator.</param>
    /// <param name="train">The training records.</param>
    public static byte[] Json(GeneratorPlan plan, RecordTable train)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(train);
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("kind", plan.Kind);
            List(json, "columns", train.Columns, c =>
            {
                json.WriteString("name", c.Name);
                json.WriteString("kind", RecordKinds.Of(c).ToString());
            });
            json.WriteString("train", RecordFingerprint.Of(train));
            Part(json, "records", plan.Records, Write);
            Part(json, "worker", plan.Worker, Write);
            Part(json, "onnx", plan.Onnx, Write);
            Part(json, "reference", plan.Reference, Write);
            json.WriteEndObject();
        }
        return text.ToArray();
    }

    // Where the file lies says nothing: its contents, which say how it is read, are in the hash of the artefact.
    private static void Write(Utf8JsonWriter json, RecordTablePlan plan)
    {
        Part(json, "csv", plan.Csv, Write);
        Part(json, "query", plan.Query, Write);
    }

    private static void Write(Utf8JsonWriter json, CsvPlan plan)
    {
        json.WriteString("delimiter", plan.Delimiter.ToString());
        json.WriteString("quote", plan.Quote?.ToString());
        json.WriteString("encoding", plan.Encoding);
        json.WriteString("decimalMark", plan.DecimalMark.ToString());
        Texts(json, "missing", plan.Missing);
    }

    private static void Write(Utf8JsonWriter json, QueryPlan plan)
    {
        json.WriteString("sql", plan.Sql);
        // Which file is which table: their hashes alone do not say.
        List(json, "tables", plan.Tables, t =>
        {
            json.WriteString("name", t.Key);
            json.WriteString("file", t.Value);
        });
        json.WriteString("database", plan.Database);
    }

    // The number of rows of a request decides which seed a row comes from. Of variables there are the names: values may be secrets.
    private static void Write(Utf8JsonWriter json, WorkerPlan plan)
    {
        Texts(json, "command", plan.Command);
        Texts(json, "files", plan.Files);
        Texts(json, "environment", plan.Environment);
        json.WriteNumber("batchRows", plan.BatchRows);
    }

    // A pass of another size may add floats up in another order.
    private static void Write(Utf8JsonWriter json, OnnxGeneratorPlan plan)
    {
        json.WriteString("noiseInput", plan.NoiseInput);
        json.WriteBoolean("uniform", plan.Uniform);
        json.WriteString("conditionInput", plan.ConditionInput);
        List(json, "conditions", plan.Conditions, c =>
        {
            json.WriteString("column", c.Column);
            Texts(json, "levels", c.Levels);
        });
        List(json, "columns", plan.Columns, c =>
        {
            json.WriteString("column", c.Column);
            Texts(json, "levels", c.Levels);
            json.WriteNumber("scale", c.Scale);
            json.WriteNumber("shift", c.Shift);
            Number(json, "decimals", c.Decimals);
            Number(json, "minimum", c.Minimum);
            Number(json, "maximum", c.Maximum);
            json.WriteBoolean("missingFlag", c.MissingFlag);
        });
        json.WriteNumber("batchRows", plan.BatchRows);
    }

    private static void Write(Utf8JsonWriter json, ReferencePlan plan)
    {
        json.WriteString("method", plan.Method);
        json.WriteNumber("noise", plan.Noise);
        json.WriteNumber("flips", plan.Flips);
        json.WriteNumber("copied", plan.Copied);
        json.WriteString("droppedColumn", plan.DroppedColumn);
        json.WriteString("droppedLevel", plan.DroppedLevel);
        json.WriteNumber("dropped", plan.Dropped);
    }

    private static void Part<T>(Utf8JsonWriter json, string name, T? part, Action<Utf8JsonWriter, T> write) where T : class
    {
        if (part is null) return;
        json.WriteStartObject(name);
        write(json, part);
        json.WriteEndObject();
    }

    private static void List<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter json, string name, double? number)
    {
        if (number is { } value) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }
}
