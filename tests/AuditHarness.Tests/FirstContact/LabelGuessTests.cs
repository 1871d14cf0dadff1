namespace AuditHarness.FirstContact;

public sealed class LabelGuessTests
{
    [TestCase("label", "0 1", "1")]
    [TestCase("y", "0 1", "1")]
    [TestCase("Outcome", "no yes", "yes")]
    [TestCase("DEATH_EVENT", "0 1", "1")]
    [TestCase("hospital_expire_flag", "0 1", "1")]
    [TestCase("in-hospital mortality", "alive dead", "dead")]
    [TestCase("Verstorben", "ja nein", "ja")]
    [TestCase("Diagnose", "krank gesund", "krank")]
    [TestCase("fallecido", "si no", "si")]
    [TestCase("readmitted_30d", "N Y", "Y")]
    [TestCase("diagnosis", "benign malignant", "malignant")]
    [TestCase("disease", "present absent", "present")]
    [TestCase("event", "FALSE TRUE", "TRUE")]
    [TestCase("outcome", "0 2", "2")]
    [TestCase("outcome", "healthy CHF", "CHF")]
    [TestCase("outcome", "1 0 0 0", "1")]
    public void An_outcome_is_known_by_its_name_and_the_event_by_its_value(string name, string values, string positive)
    {
        var label = LabelGuess.Of(SmallTable.Of(("x", "#"), ("smoker", "0 1 1"), (name, values)), new HashSet<string>(), null, null);
        Assert.That((label.Column, label.Positive), Is.EqualTo((name, positive)));
        Assert.That(label.Guess.Why, Does.Not.Contain("nothing says"));
    }

    /// <summary>In NHANES 1 is yes and 2 is no; in R's 'lung' 1 is censored and 2 dead.</summary>
    [TestCase("2 2 2 1", "1")]
    [TestCase("1 1 1 2", "2")]
    [TestCase("A A B", "B")]
    public void Codes_that_say_nothing_give_the_rarer_one_and_a_doubt(string values, string positive)
    {
        var label = LabelGuess.Of(SmallTable.Of(("outcome", values)), new HashSet<string>(), null, null);
        Assert.That(label.Positive, Is.EqualTo(positive));
        Assert.That(label.Guess.Why, Does.Contain("nothing says which").And.Contain("check it"));
    }

    [Test]
    public void A_column_of_the_good_outcome_has_its_absence_as_the_event()
    {
        var label = LabelGuess.Of(SmallTable.Of(("survived", "1 1 0")), new HashSet<string>(), null, null);
        Assert.That(label.Positive, Is.EqualTo("0"));
        Assert.That(label.Guess.Why, Does.Contain("good outcome"));
    }

    [TestCase("death_5y", "death", "death_5y")]
    [TestCase("death", "diabetes", "death")]
    [TestCase("event", "event_recorded", "event")]
    [TestCase("poor_health", "healthy", "poor_health")]
    [TestCase("label", "died", "label")]
    public void Of_two_binary_columns_the_likelier_is_taken_and_the_other_told(string one, string other, string expected)
    {
        var label = LabelGuess.Of(SmallTable.Of((one, "0 1 0"), (other, "1 0 0")), new HashSet<string>(), null, null);
        Assert.That(label.Column, Is.EqualTo(expected));
        Assert.That(label.Guess.Why, Does.Contain($"Passed over: '{(expected == one ? other : one)}'"));
    }

    [Test]
    public void Two_that_are_as_likely_are_asked_about()
    {
        var message = Refused(SmallTable.Of(("readmitted_30d", "0 1"), ("readmitted_90d", "1 0 0")));
        Assert.That(message, Does.Contain("'readmitted_30d', 'readmitted_90d'").And.Contain("--label"));
    }

    [Test]
    public void Binary_columns_without_a_telling_name_are_asked_about_unless_there_is_only_one()
    {
        Assert.That(Refused(SmallTable.Of(("a", "0 1"), ("b", "1 0 0"))), Does.Contain("'a', 'b'").And.Contain("--label"));
        var only = LabelGuess.Of(SmallTable.Of(("a", "0 1"), ("b", "#")), new HashSet<string>(), null, null);
        Assert.That((only.Column, only.Guess.Why.Contains("check it", StringComparison.Ordinal)), Is.EqualTo(("a", true)));
        Assert.That(Refused(SmallTable.Of(("a", "0 1"), ("died", "1")), "a"), Does.Contain("No column can be the label").And.Contain("very many: 'died'."));
    }

    [Test]
    public void An_outcome_of_three_values_is_asked_about_and_made_binary_by_the_answer()
    {
        var table = SmallTable.Of(("readmitted", "NO <30 >30"), ("change", "Ch No"));
        Assert.That(Refused(table), Does.Contain("'<30', '>30', 'NO'").And.Contain("--positive VALUE"));
        var label = LabelGuess.Of(table, new HashSet<string>(), null, "<30");
        Assert.That((label.Column, label.Positive, string.Join(' ', label.Others)), Is.EqualTo(("readmitted", "<30", ">30 NO")));
    }

    [Test]
    public void Values_that_few_rows_have_are_not_told()
    {
        var message = Refused(SmallTable.Of(("diagnosis", "sepsis flu flu flu flu Miller_of_Oslo flu flu flu flu")));
        Assert.That(message, Does.Contain("'flu' and 2 that 10 rows or fewer have").And.Not.Contain("Miller"));
    }

    [Test]
    public void What_the_user_says_is_held_to_the_data()
    {
        var table = SmallTable.Of(("outcome", "0 1"), ("c", "1"), ("n", "#"));
        Assert.That(LabelGuess.Of(table, new HashSet<string>(), "outcome", "0").Positive, Is.EqualTo("0"));
        Assert.That(Assert.Throws<AuditInputException>(() => LabelGuess.Of(table, new HashSet<string>(), "outcom", null))!.Message, Does.Contain("Did you mean 'outcome'?"));
        Assert.That(Assert.Throws<AuditInputException>(() => LabelGuess.Of(table, new HashSet<string>(), "outcome", "2"))!.Message, Does.Contain("it has '0', '1'"));
        Assert.That(Assert.Throws<AuditInputException>(() => LabelGuess.Of(table, new HashSet<string>(), "c", null))!.Message, Does.Contain("one value only"));
    }

    private static string Refused(Adapters.Datasets.TableInspection table, params string[] taken) =>
        Assert.Throws<AuditInputException>(() => LabelGuess.Of(table, taken.ToHashSet(), null, null))!.Message;
}
