using System.Globalization;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Datasets;

public class AttributeReaderTests
{
    [Test]
    public void Texts_are_in_ordinal_order_and_the_missing_level_is_last()
    {
        using var folder = Sexes("b", "", "B", "a", " a", "");

        var attribute = folder.Load().Cohort.Attributes[0];

        Assert.Multiple(() =>
        {
            Assert.That(attribute.Levels, Is.EqualTo(new[] { " a", "B", "a", "b", "missing" }));
            Assert.That(attribute.Codes, Is.EqualTo(new[] { 3, 4, 1, 2, 0, 4 }));
        });
    }

    [Test]
    public void Only_bins_that_occur_are_levels()
    {
        using var folder = Sexes("-5", "", "1e2", "70");

        var attribute = folder.Load(CohortFolder.WithAttribute(new AttributePlan("age", "sex", [0, 40, 70], null))).Cohort.Attributes[0];

        Assert.Multiple(() =>
        {
            Assert.That(attribute.Levels, Is.EqualTo(new[] { "<0", ">=70", "missing" }));
            Assert.That(attribute.Codes, Is.EqualTo(new[] { 0, 2, 1, 1 }));
            Assert.That(attribute.Reference, Is.EqualTo(1));
        });
    }

    [Test]
    public void The_largest_level_is_the_reference_and_the_first_of_them_at_a_tie()
    {
        using var folder = Sexes("c", "b", "b", "c", "a");

        var loaded = folder.Load();

        Assert.Multiple(() =>
        {
            Assert.That(loaded.Cohort.Attributes[0].Reference, Is.EqualTo(1));
            Assert.That(loaded.Cohort.Attributes[0].ReferenceIsPinned, Is.False);
            Assert.That(loaded.Notices, Is.Empty);
        });
    }

    [Test]
    public void A_pinned_reference_that_is_not_the_largest_is_noticed_without_counts()
    {
        using var folder = Sexes("f", "m", "m", "m");

        var loaded = folder.Load(CohortFolder.WithAttribute(new AttributePlan("sex", "sex", null, "f")));

        Assert.Multiple(() =>
        {
            Assert.That(loaded.Cohort.Attributes[0].Reference, Is.Zero);
            Assert.That(loaded.Cohort.Attributes[0].ReferenceIsPinned, Is.True);
            Assert.That(loaded.Notices.Select(n => n.ToString()), Is.EqualTo(new[]
            {
                "The reference of 'sex' is pinned to 'f', which is not its largest level: that is 'm'.",
            }));
        });
    }

    [Test]
    public void A_pinned_reference_as_large_as_any_other_is_not_noticed()
    {
        using var folder = Sexes("f", "m", "m", "f");

        Assert.That(folder.Load(CohortFolder.WithAttribute(new AttributePlan("sex", "sex", null, "m"))).Notices, Is.Empty);
    }

    [Test]
    public void Missing_values_as_the_largest_level_are_noticed()
    {
        using var folder = Sexes("f", "", "");

        Assert.That(folder.Load().Notices.Single().ToString(), Does.Contain("'missing'").And.Contains("subgroups.reference"));
    }

    [Test]
    public void A_reference_that_does_not_occur_is_a_fault_that_offers_the_nearest_level()
    {
        using var folder = Sexes("female", "male", "female");

        Assert.That(folder.Fault(CohortFolder.WithAttribute(new AttributePlan("sex", "sex", null, "Femal"))),
            Does.Contain("'Femal'").And.Contains("'female', 'male'").And.Contains("Did you mean 'female'?").And.Contains("subgroups.reference"));
    }

    [Test]
    public void A_reference_that_occurs_in_another_part_only_is_a_fault()
    {
        using var folder = new CohortFolder(CohortFolder.Data + "z,x,x,1,1,1,1,train\n");

        Assert.That(folder.Fault(CohortFolder.WithAttribute(new AttributePlan("sex", "sex", null, "x"))), Does.Contain("does not occur"));
    }

    [Test]
    public void A_value_that_is_called_like_the_missing_level_is_a_fault()
    {
        using var folder = Sexes("f", "missing", "");

        Assert.That(folder.Fault(), Does.Contain("'missing'").And.Contains("subgroups.missing"));
    }

    [TestCase(200, false)]
    [TestCase(201, true)]
    public void An_attribute_has_at_most_200_levels(int levels, bool fault)
    {
        using var folder = Sexes([.. Enumerable.Range(0, levels).Select(i => i.ToString(CultureInfo.InvariantCulture))]);

        if (fault) Assert.That(folder.Fault(), Does.Contain("more than 200 levels").And.Contains("bins"));
        else Assert.That(folder.Load().Cohort.Attributes[0].Levels, Has.Count.EqualTo(levels));
    }

    [Test]
    public void A_level_is_kept_as_it_is_however_odd()
    {
        using var folder = Sexes("\"a\tb\"", "\"<script>\nx\"", "\u001b[31m", "\"say \"\"no\"\"\"");

        Assert.That(folder.Load().Cohort.Attributes[0].Levels, Is.EquivalentTo(new[] { "a\tb", "<script>\nx", "\u001b[31m", "say \"no\"" }));
    }

    [Test]
    public void An_attribute_may_be_named_otherwise_than_its_column_and_one_column_may_serve_twice()
    {
        using var folder = Sexes("10", "20", "20");
        var plan = CohortFolder.Plan with
        {
            Subgroups = CohortFolder.Plan.Subgroups with
            {
                Attributes = [new AttributePlan("exact", "sex", null, null), new AttributePlan("banded", "sex", [20], null)],
            },
        };

        var attributes = folder.Load(plan).Cohort.Attributes;

        Assert.That(attributes.Select(a => $"{a.Name}: {string.Join(' ', a.Levels)}"), Is.EqualTo(new[] { "exact: 10 20", "banded: <20 >=20" }));
    }

    /// <summary>As many patients as there are values of the column sex; the first has the event.</summary>
    private static CohortFolder Sexes(params string[] values)
    {
        var data = string.Concat(values.Select((sex, i) => string.Create(CultureInfo.InvariantCulture, $"{i},{sex},{(i == 0 ? 1 : 0)},test\n")));
        var predictions = string.Concat(values.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"{i},0.5\n")));
        return new CohortFolder("id,sex,y,part\n" + data, "key,risk\n" + predictions);
    }
}
