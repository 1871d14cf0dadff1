using System.Text.Json;
using AuditHarness.Audits;

namespace AuditHarness.Reporting.Json;

/// <summary>What a model is measured at and how, in the words of a config.</summary>
internal static class SettingsJson
{
    /// <summary>The threshold: a number, or an object.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="threshold">What is written.</param>
    public static void Write(Utf8JsonWriter json, ThresholdPlan threshold)
    {
        if (threshold is ThresholdPlan.Fixed { Value: var value })
        {
            json.WriteNumberValue(value);
            return;
        }
        var (rule, target) = (ThresholdPlan.ByRule)threshold;
        json.WriteStartObject();
        if (target is { } reach) json.WriteNumber(rule.ConfigText(), reach);
        else json.WriteString("rule", rule.ConfigText());
        json.WriteEndObject();
    }

    /// <summary>The section of what metrics are measured at.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="measures">What is written.</param>
    public static void Write(Utf8JsonWriter json, MeasurePlan measures)
    {
        json.WriteStartObject("measures");
        json.WriteNumber("beta", measures.Beta);
        json.WriteNumber("falsePositiveLimit", measures.FalsePositiveLimit);
        json.WriteNumber("sensitivityTarget", measures.SensitivityTarget);
        json.WriteNumber("specificityTarget", measures.SpecificityTarget);
        json.WriteNumber("topShare", measures.TopShare);
        if (measures.LogitEpsilon is { } epsilon) json.WriteNumber("logitEpsilon", epsilon);
        if (measures.Costs is { } costs)
        {
            json.WriteStartObject("costs");
            json.WriteNumber("truePositive", costs.TruePositive);
            json.WriteNumber("falsePositive", costs.FalsePositive);
            json.WriteNumber("trueNegative", costs.TrueNegative);
            json.WriteNumber("falseNegative", costs.FalseNegative);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>The section of how intervals are made.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="intervals">What is written.</param>
    public static void Write(Utf8JsonWriter json, IntervalPlan intervals)
    {
        json.WriteStartObject("intervals");
        json.WriteString("proportions", intervals.Proportions.ConfigText());
        json.WriteNumber("resamples", intervals.Resamples);
        if (intervals.Bootstrap is { } bootstrap) json.WriteString("bootstrap", bootstrap.ConfigText());
        json.WriteEndObject();
    }

    /// <summary>The section of what groups are compared within.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="fairness">What is written.</param>
    public static void Write(Utf8JsonWriter json, FairnessPlan fairness)
    {
        json.WriteStartObject("fairness");
        json.WriteList("strata", fairness.Strata, PlanJson.Write);
        json.WriteList("caseMix", fairness.CaseMix, PlanJson.Write);
        json.WriteEndObject();
    }

    /// <summary>The section of how a model is explained.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="explanations">What is written.</param>
    public static void Write(Utf8JsonWriter json, ExplanationPlan explanations)
    {
        json.WriteStartObject("explanations");
        json.WriteNumber("rows", explanations.Rows);
        json.WriteNumber("background", explanations.Background);
        json.WriteString("valueFunction", explanations.ValueFunction.ConfigText());
        json.WriteString("output", explanations.Output.ConfigText());
        if (explanations.Players.Count > 0)
        {
            json.WriteStartObject("players");
            foreach (var (name, features) in explanations.Players) json.WriteTexts(name, features);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}
