using AuditHarness.Adapters.Models;
using AuditHarness.Audits;

namespace AuditHarness.FirstContact;

public sealed class FeatureGuessTests
{
    private static readonly Adapters.Datasets.TableInspection s_table = SmallTable.Of(
        ("id", "#"), ("Age (years)", "age"), ("sex", "male female"), ("race", "black white other"), ("smoker", "yes no"), ("ward", "A B C"), ("creatinine", "%"), ("died", "0 1"));

    [Test]
    public void Inputs_find_their_columns_by_name_by_value_and_by_yes_and_no()
    {
        var features = Of(new("creatinine", false), new("age_years", false), new("male", false), new("race_black", false), new("smoker", false), new("ward", true));
        Assert.That(features.Select(f => (f.Name, f.Column, f.Kind)), Is.EqualTo(new[]
        {
            ("creatinine", "creatinine", FeatureKind.Number), ("age_years", "Age (years)", FeatureKind.Number), ("male", "sex", FeatureKind.Number),
            ("race_black", "race", FeatureKind.Number), ("smoker", "smoker", FeatureKind.Number), ("ward", "ward", FeatureKind.Text),
        }));
        Assert.That(features[2].Codes, Is.EquivalentTo(new Dictionary<string, double> { ["male"] = 1, ["female"] = 0 }));
        Assert.That(features[3].Codes, Is.EquivalentTo(new Dictionary<string, double> { ["black"] = 1, ["white"] = 0, ["other"] = 0 }));
        Assert.That(features[4].Codes, Is.EquivalentTo(new Dictionary<string, double> { ["yes"] = 1, ["no"] = 0 }));
    }

    [Test]
    public void All_that_is_missing_is_told_at_once()
    {
        var message = Assert.Throws<AuditInputException>(() => Of(new("creatinin", false), new("ward", false), new("died", false), new("bmi", false)))!.Message;
        Assert.That(message, Does.Contain("'creatinin' is no column of it. Is it 'creatinine'?").And.Contain("'ward' is a number for the model, and the column 'ward' holds texts")
            .And.Contain("'died' is no column of it. It is taken for the label").And.Contain("'bmi'").And.Contain("--features"));
    }

    [Test]
    public void Columns_that_the_user_names_are_as_many_as_the_model_takes()
    {
        Assert.That(FeatureGuess.Asked(["creatinine", "Age (years)"], null, s_table).Select(f => f.Name), Is.EqualTo(new[] { "creatinine", "Age (years)" }));
        Assert.That(FeatureGuess.Asked(["creatinine"], [new("crea", false)], s_table)[0], Has.Property("Name").EqualTo("crea").And.Property("Column").EqualTo("creatinine"));
        Assert.That(Assert.Throws<AuditInputException>(() => FeatureGuess.Asked(["creatinine"], [new("a", false), new("b", false)], s_table))!.Message, Does.Contain("names 1 columns, and the model asks for 2"));
        Assert.That(Assert.Throws<AuditInputException>(() => FeatureGuess.Asked(["creatinin"], null, s_table))!.Message, Does.Contain("Did you mean 'creatinine'?"));
        Assert.That(Assert.Throws<AuditInputException>(() => FeatureGuess.Asked(["ward"], null, s_table))!.Message, Does.Contain("holds texts"));
    }

    private static IReadOnlyList<FeaturePlan> Of(params ModelInput[] inputs) => FeatureGuess.Of(inputs, s_table, ["id", "died"], "'m.onnx'");
}
