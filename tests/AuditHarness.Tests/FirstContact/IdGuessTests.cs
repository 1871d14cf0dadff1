namespace AuditHarness.FirstContact;

public sealed class IdGuessTests
{
    [TestCase("id")]
    [TestCase("patient_id")]
    [TestCase("SEQN")]
    [TestCase("rownames")]
    [TestCase("MRN")]
    [TestCase("encounterId")]
    [TestCase("Fallnummer")]
    [TestCase("sno")]
    public void A_unique_column_with_such_a_name_is_the_id(string name) =>
        Assert.That(IdGuess.Of(SmallTable.Of(("charges", "#"), (name, "#"), ("x", "%")), null)?.Column, Is.EqualTo(name));

    [Test]
    public void A_column_that_comes_twice_or_is_named_otherwise_is_no_id()
    {
        Assert.That(IdGuess.Of(SmallTable.Of(("patient_id", "1 2 3"), ("creatinine", "#"), ("admission_type_id", "1 2")), null), Is.Null);
        Assert.That(Assert.Throws<AuditInputException>(() => IdGuess.Of(SmallTable.Of(("patient_id", "1 2 3")), "patient_id"))!.Message, Does.Contain("does not identify a row"));
        Assert.That(Assert.Throws<AuditInputException>(() => IdGuess.Of(SmallTable.Of(("patient_id", "#")), "patient"))!.Message, Does.Contain("--id").And.Contain("'patient_id'"));
    }

    [Test]
    public void Patients_with_several_rows_are_clusters()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.In("data.csv"), "patient_nbr,encounter_id,discharge_disposition_id\n" + string.Concat(Enumerable.Range(0, 600).Select(k => FormattableString.Invariant($"{k / 2},{k},{k % 3}\n"))));
        var table = Adapters.Datasets.TableInspection.Of("data.csv", folder.FullPath);
        Assert.That((IdGuess.Of(table, null)?.Column, IdGuess.Cluster(table)?.Column), Is.EqualTo(("encounter_id", "patient_nbr")));
    }
}
