namespace AuditHarness.Config;

/// <summary>Every rule on attributes, bins, references and intersections, each broken once.</summary>
public class SubgroupReaderTests
{
    private const string Attributes = "\"attributes\": [\"sex\", \"race\", { \"column\": \"age\", \"bins\": [40, 60] }]";
    private const string Intersections = "\"intersections\": [[\"sex\", \"race\"]]";
    private const string Reference = "\"reference\": { \"sex\": \"male\" }";

    [TestCase("\"attributes\": [\"sex\", \"race\", 3]", "$.subgroups.attributes[2]: expected a column's name, or an object")]
    [TestCase("\"attributes\": [\"sex\", \"race\", \"sex\"]", "$.subgroups.attributes[2]: an attribute 'sex' is already declared.")]
    [TestCase("\"attributes\": [\"sex\", \"race\", { \"column\": \"x\", \"name\": \"sex\" }]", "$.subgroups.attributes[2]: an attribute 'sex' is already declared.")]
    [TestCase("\"attributes\": [\"sex\", \"race\", { \"name\": \"x\" }]", "$.subgroups.attributes[2]: the key 'column' is missing.")]
    [TestCase("\"attributes\": [\"sex\", \"race\", { \"colum\": \"x\", \"column\": \"x\" }]", "$.subgroups.attributes[2].colum: there is no key 'colum' here. Did you mean 'column'?")]
    [TestCase("\"attributes\": [\"sex\", \"race\", { \"column\": \"x\", \"bins\": [] }]", "$.subgroups.attributes[2].bins: the list is empty.")]
    [TestCase("\"attributes\": [\"sex\", \"race\", { \"column\": \"x\", \"bins\": [1, 1] }]", "$.subgroups.attributes[2].bins[1]: 1 does not exceed the edge before it, 1.")]
    [TestCase("\"attributes\": [\"sex\", \"race\", { \"column\": \"x\", \"bins\": [\"1\"] }]", "$.subgroups.attributes[2].bins[0]: expected a number, without quotes")]
    [TestCase("\"attributes\": \"sex\"", "$.subgroups.attributes: expected a list [ … ], found the text \"sex\".")]
    public void Attributes_are_columns_declared_once_with_ascending_bins(string attributes, string words) =>
        PlanReaderTests.Fault(SampleConfig.LeastBut(Attributes, attributes), words);

    [TestCase("\"intersections\": [[\"sex\"]]", "$.subgroups.intersections[0]: an intersection is of at least two attributes")]
    [TestCase("\"intersections\": [[\"sex\", \"sex\"]]", "$.subgroups.intersections[0][1]: 'sex' stands here twice.")]
    [TestCase("\"intersections\": [[\"sex\", \"rase\"]]", "$.subgroups.intersections[0][1]: 'rase' is not among 'subgroups.attributes'. Did you mean 'race'? Valid here: 'sex', 'race', 'age'.")]
    [TestCase("\"intersections\": [[\"sex\", \"age\"], [\"age\", \"sex\"]]", "$.subgroups.intersections[1]: this intersection is already declared")]
    [TestCase("\"intersections\": [\"sex\", [\"sex\", \"age\"]]", "$.subgroups.intersections[0]: expected a list")]
    public void Intersections_are_of_declared_attributes_and_declared_once(string intersections, string words) =>
        PlanReaderTests.Fault(SampleConfig.LeastBut(Intersections, intersections), words);

    [TestCase("\"reference\": { \"sx\": \"male\" }", "$.subgroups.reference.sx: 'sx' is not among 'subgroups.attributes'. Did you mean 'sex'?")]
    [TestCase("\"reference\": { \"sex\": \"*\" }", "$.subgroups.reference.sex: '*' means every level.")]
    [TestCase("\"reference\": { \"age\": \"<=40\" }", "$.subgroups.reference.age: '<=40' is not a level of 'age'. Did you mean '<40'? Valid here: '<40', '40-<60', '>=60', 'missing'.")]
    [TestCase("\"reference\": { \"age\": \"40-60\" }", "Did you mean '40-<60'?")]
    [TestCase("\"reference\": [\"male\"]", "$.subgroups.reference: expected an object")]
    [TestCase("\"minimumSize\": 30.5", "$.subgroups.minimumSize: expected a whole number, found the number 30.5.")]
    [TestCase("\"minimumSize\": 3000000000", "$.subgroups.minimumSize: expected a number at least 1 and at most 2147483647")]
    [TestCase("\"missing\": \"*\"", "$.subgroups.missing: '*' already means something else")]
    [TestCase("\"missing\": \">=60\"", "$.subgroups.missing: '>=60' already means something else")]
    [TestCase("\"missing\": \"\"", "$.subgroups.missing: the text is empty.")]
    public void References_and_sizes_are_possible_ones(string part, string words) =>
        PlanReaderTests.Fault(SampleConfig.LeastBut(Reference, part), words);

    [TestCase("{ \"age\": \">=60\" }", ">=60")]
    [TestCase("{ \"age\": \"missing\" }", "missing")]
    public void A_reference_may_be_a_bin_or_the_missing_level(string reference, string level) =>
        Assert.That(SampleConfig.Load(SampleConfig.LeastBut("{ \"sex\": \"male\" }", reference)).Plan.Subgroups.Attributes[2].Reference, Is.EqualTo(level));

    [TestCase("[-0.0]", new[] { "<0", ">=0" })]
    [TestCase("[-1.5, 1e3, 1e21]", new[] { "<-1.5", "-1.5-<1000", "1000-<1E+21", ">=1E+21" })]
    [TestCase("[0.1]", new[] { "<0.1", ">=0.1" })]
    [SetCulture("de-DE")]
    public void Bins_are_named_alike_in_every_culture(string bins, string[] levels) =>
        Assert.That(SampleConfig.Load(SampleConfig.LeastBut("[40, 60]", bins)).Plan.Subgroups.Attributes[2].BinLevels, Is.EqualTo(levels));

    [Test]
    public void A_fault_in_a_declaration_does_not_make_every_use_of_it_a_fault() =>
        PlanReaderTests.Fault(
            SampleConfig.LeastBut("\"column\": \"age\"", "\"colum\": \"age\", \"column\": \"age\"")
                .Replace("\n}", ",\n\"expectations\": [{ \"metric\": \"Sensitivity\", \"where\": { \"age\": \"*\" }, \"atLeast\": 0.5 }]\n}", StringComparison.Ordinal),
            "there is no key 'colum' here");

    [Test]
    public void No_attributes_at_all_is_a_declared_choice() =>
        Assert.That(SampleConfig.Load(SampleConfig.LeastBut($"{Attributes}, {Intersections}, {Reference}", "\"attributes\": []")).Plan.Subgroups.Attributes, Is.Empty);

    [Test]
    public void A_list_of_more_than_can_be_meant_is_refused() =>
        PlanReaderTests.Fault(SampleConfig.LeastBut("[40, 60]", $"[{string.Join(',', Enumerable.Range(0, 101))}]"), "bins: the list has 101 items, and at most 100");
}
