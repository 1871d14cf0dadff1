namespace AuditHarness.FirstContact;

public sealed class ColumnWordsTests
{
    [TestCase("SEX_CD", "sex cd")]
    [TestCase("patientSex", "patient sex")]
    [TestCase("Geschlecht (m/w)", "geschlecht m w")]
    [TestCase("death_5y", "death 5 y")]
    [TestCase("RIDRETH3", "ridreth 3")]
    [TestCase("Âge à l'entrée", "age a l entree")]
    [TestCase("Größe", "grosse")]
    [TestCase("Płeć", "plec")]
    [TestCase("  ", "")]
    public void A_name_is_taken_apart_into_plain_words(string name, string words) =>
        Assert.That(string.Join(' ', ColumnWords.Of(name).All), Is.EqualTo(words));
}
