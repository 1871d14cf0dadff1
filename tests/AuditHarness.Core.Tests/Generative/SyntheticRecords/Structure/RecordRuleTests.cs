using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Structure;

public sealed class RecordRuleTests
{
    // Row 3 has nothing.
    private static readonly RecordTable Four = new(
        [
            new RecordColumn.Key("id", ["a", "b", "c", null]),
            new RecordColumn.Number("systolic", [120, 80, 140, double.NaN]), new RecordColumn.Number("diastolic", [80, 90, double.NaN, double.NaN]),
            new RecordColumn.Date("admission", [20000, 20010, 20020.5, double.NaN]), new RecordColumn.Date("discharge", [20003, 20009, 20020.5, double.NaN]),
            new RecordColumn.Category("sex", ["female", "male"], [0, 1, 1, -1]), new RecordColumn.Category("pregnant", ["no", "yes"], [1, 1, 0, -1]),
            new RecordColumn.Category("kind of stay", ["male", "short"], [1, 0, 0, -1]),
        ], 4);

    private const string Undecided = "?";

    [TestCase("systolic > diastolic", "10??")]
    [TestCase("systolic >= 120", "101?")]
    [TestCase("admission <= discharge", "101?")]
    [TestCase("discharge - admission < 2", "011?")]
    [TestCase("admission + 3 == discharge", "100?")]
    [TestCase("admission >= \"2024-10-14\"", "011?")]
    [TestCase("admission < \"2024-10-24T13:00\"", "111?")]
    [TestCase("not (sex == \"male\" and pregnant == \"yes\")", "101?")]
    [TestCase("sex == 'male' and diastolic > 85", "01??")]
    [TestCase("sex == 'male' or diastolic > 85", "011?")]
    [TestCase("sex != \"male\" or systolic is missing", "1001")]
    [TestCase("diastolic is not missing", "1100")]
    [TestCase("id is missing", "0001")]
    [TestCase("sex in (\"male\", \"other\")", "011?")]
    [TestCase("systolic in [80, 140, -1]", "011?")]
    [TestCase("sex not in (\"male\")", "100?")]
    [TestCase("sex == `kind of stay`", "011?")]
    [TestCase("systolic - 2 * 20 - 40 == 40", "100?")]
    [TestCase("systolic / (diastolic - 80) > 1", "?1??")]
    [TestCase("-systolic * 2 < -200", "101?")]
    [TestCase("0.1 + 0.2 == 0.3 and NOT 1e3 < 999.5", "1111")]
    [TestCase("1 < 2 or systolic > 0 and 2 < 1", "1111")]
    [TestCase("not systolic > 100 and diastolic > 85", "010?")]
    public void Rules_are_decided_row_by_row(string rule, string expected) =>
        Assert.That(string.Concat(RecordRule.Parse(rule).Decide(Four).Select(t => t < 0 ? Undecided : $"{t}")), Is.EqualTo(expected));

    [TestCase("", "empty")]
    [TestCase("systolic >", "character 11: the end is not expected here: a column, a number, a \"text\" or '(' was expected")]
    [TestCase("systolic = 5", "character 10: '=' is not known: write '==' to compare")]
    [TestCase("systolic & 5", "'&' is not known")]
    [TestCase("(systolic > 5", "')' was expected")]
    [TestCase("systolic > 5 diastolic", "character 14: 'diastolic' is not expected here: 'and', 'or' or the end was expected")]
    [TestCase("1 < systolic < 5", "two values are compared at a time")]
    [TestCase("sex == \"male", "character 8: the \" has no second one")]
    [TestCase("systolic > 1.2.3", "'1.2.3' is no number")]
    [TestCase("sex in \"male\"", "the values in parentheses were expected")]
    [TestCase("sex in (pregnant)", "'in' takes numbers and texts in quotes")]
    [TestCase("sex is gone", "'missing' was expected")]
    [TestCase("and > 5", "'and' is not expected here")]
    public void What_is_no_rule_is_refused_with_the_place(string rule, string message) =>
        Assert.That(() => RecordRule.Parse(rule), Throws.TypeOf<AuditInputException>().With.Message.Contains(message));

    [TestCase("sistolic > 5", "character 1: 'sistolic' is no column of the records, which are id, systolic, diastolic")]
    [TestCase("sistolic > 5", "Did you mean 'systolic'?")]
    [TestCase("sex > \"female\"", "texts have no order")]
    [TestCase("sex == 1", "texts are not compared with numbers")]
    [TestCase("admission > 5", "days are not compared with numbers. Write a day as \"2026-11-28\"")]
    [TestCase("admission > \"28.11.2026\"", "\"28.11.2026\" is no day")]
    [TestCase("admission * 2 > discharge", "days can be moved by a number")]
    [TestCase("sex + 1 > 2", "'+' takes numbers, not texts")]
    [TestCase("id == \"a\"", "keys are not compared")]
    [TestCase("pregnant", "'pregnant' is a column of texts and no condition: compare it, such as pregnant == \"yes\"")]
    [TestCase("not systolic", "no condition")]
    [TestCase("systolic + 1", "a condition was expected here, not numbers")]
    [TestCase("(systolic > 5) is missing", "a condition is never missing")]
    public void Rules_that_do_not_fit_the_columns_are_refused_with_the_place(string rule, string message) =>
        Assert.That(() => RecordRule.Parse(rule).Check(Four), Throws.TypeOf<AuditInputException>().With.Message.Contains(message));

    [Test]
    public void A_rule_nested_or_chained_without_end_is_refused_and_a_long_one_is_read() => Assert.Multiple(() =>
    {
        Assert.That(() => RecordRule.Parse(new string('(', 5000) + "1 < 2"), Throws.TypeOf<AuditInputException>().With.Message.Contains("nested"));
        Assert.That(() => RecordRule.Parse(string.Concat(Enumerable.Repeat("not ", 2000)) + "1 < 2"), Throws.TypeOf<AuditInputException>().With.Message.Contains("nested"));
        Assert.That(() => RecordRule.Parse("1 < 2" + string.Concat(Enumerable.Repeat("+1", 4000))), Throws.TypeOf<AuditInputException>().With.Message.Contains("parts"));
        Assert.That(RecordRule.Parse("1 < 2" + string.Concat(Enumerable.Repeat(" and 1 < 2", 900))).Decide(Four), Is.All.EqualTo((sbyte)1));
    });

    [Test]
    public void A_category_that_nobody_has_is_told() => Assert.Multiple(() =>
    {
        Assert.That(RecordRule.Parse("sex == \"Male\"").UnknownLevel(Four), Is.EqualTo("sex = Male"));
        Assert.That(RecordRule.Parse("sex in (\"male\", \"other\")").UnknownLevel(Four), Is.Null);
        Assert.That(RecordRule.Parse("sex in (\"Male\", \"other\")").UnknownLevel(Four), Is.EqualTo("sex = Male"));
    });
}
