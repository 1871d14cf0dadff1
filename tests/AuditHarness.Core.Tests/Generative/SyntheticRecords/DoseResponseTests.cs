using AuditHarness.Generative.SyntheticRecords.Fidelity;
using AuditHarness.Generative.SyntheticRecords.Privacy;
using AuditHarness.Generative.SyntheticRecords.References;
using AuditHarness.Generative.SyntheticRecords.Structure;

namespace AuditHarness.Generative.SyntheticRecords;

/// <summary>Every measure of made-up records follows a dial of a generator, in one of the tests of doses, or it is said here why none could move it.</summary>
public sealed class DoseResponseTests
{
    private const string Real = "about real records", PValue = "a p-value, which says how sure and not how much", Guesses = "what guessing gives", Others = "about people that nobody was trained on";

    private static readonly Dictionary<string, string> s_notTurned = new()
    {
        ["RealRuleViolationRate"] = Real, ["RealVisitOrderRate"] = Real, ["RealMissingFollowUpRate"] = Real, ["RealInventedCellRate"] = Real, ["RareCellsKeptByChance"] = Real, ["ConditionalFidelityFloor"] = Real,
        ["TrainRealTestRealAuroc"] = Real, ["TrainRealTestRealBrier"] = Real, ["TrainRealTestRealSensitivity"] = Real, ["TrainRealTestRealSpecificity"] = Real,
        ["SurvivalLogRank"] = PValue, ["MaximumMeanDiscrepancyPValue"] = PValue,
        ["UnivariateSinglingOutBaselineRate"] = Guesses, ["MultivariateSinglingOutBaselineRate"] = Guesses, ["LinkabilityBaselineRate"] = Guesses, ["AttributeInferenceBaselineRate"] = Guesses,
        ["UnivariateSinglingOutControlRate"] = Others, ["MultivariateSinglingOutControlRate"] = Others, ["LinkabilityControlRate"] = Others, ["AttributeInferenceControlRate"] = Others,
    };

    [Test]
    public void Every_measure_follows_a_dial_or_says_why_not()
    {
        string[] turned =
        [
            .. StructureDosesTests.Turned, .. FidelityDosesTests.Turned().Where(t => t.Direction != 0).Select(t => t.Metric), .. RecordDosesTests.Turned.Select(t => t.Metric),
            .. ReleaseDosesTests.Turned.Where(t => t.Direction != 0).Select(t => t.Metric), .. DialDosesTests.Turned().Select(t => t.Metric),
        ];
        Assert.That(turned.Distinct().Concat(s_notTurned.Keys), Is.EquivalentTo(RecordMeasureCatalog.Infos.Select(i => i.Id)));
    }
}
