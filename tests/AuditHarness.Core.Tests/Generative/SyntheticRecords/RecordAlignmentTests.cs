using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords;

/// <summary>Tables come into one form, whatever order and levels they have; those that cannot get one message.</summary>
public sealed class RecordAlignmentTests
{
    private static RecordColumn.Category Texts(string name, params string?[] values)
    {
        // Levels in the order in which they come, with one that nobody has.
        string[] levels = [.. values.OfType<string>().Distinct(), "unused"];
        return new(name, levels, Array.ConvertAll(values, v => v is null ? -1 : Array.IndexOf(levels, v)));
    }

    private static RecordTable Table(params RecordColumn[] columns) => new(columns, columns[0].Count);

    private static string?[] TextsOf(RecordTable table, string column) =>
        table.Find(column) is RecordColumn.Category c ? Array.ConvertAll(c.Codes, k => k < 0 ? null : c.Levels[k]) : [];

    [Test]
    public void Columns_come_in_training_order_and_levels_by_who_has_them_first()
    {
        var train = Table(Texts("sex", "m", "f", null), new RecordColumn.Number("age", [1, 2, 3]));
        var holdout = Table(new RecordColumn.Number("age", [4, 5]), Texts("sex", "x", "f"));
        var made = Table(Texts("sex", "z", "a", "x", null, "m"), new RecordColumn.Number("age", [1, 2, 3, 4, double.NaN]), new RecordColumn.Number("more", [1, 2, 3, 4, 5]));
        var aligned = RecordAlignment.Of(train, holdout, made);
        Assert.Multiple(() =>
        {
            foreach (var table in new[] { aligned.Train, aligned.Holdout!, aligned.Synthetic! })
            {
                Assert.That(table.Columns.Select(c => c.Name), Is.EqualTo(new[] { "sex", "age" }));
                Assert.That(((RecordColumn.Category)table.Columns[0]).Levels, Is.EqualTo(new[] { "f", "m", "x", "a", "z" }));
            }
            Assert.That(TextsOf(aligned.Train, "sex"), Is.EqualTo(new[] { "m", "f", null }));
            Assert.That(TextsOf(aligned.Holdout!, "sex"), Is.EqualTo(new[] { "x", "f" }));
            Assert.That(TextsOf(aligned.Synthetic!, "sex"), Is.EqualTo(new[] { "z", "a", "x", null, "m" }), "categories never seen are let in: measures count them");
            Assert.That(aligned.Notices.Select(n => n.ToString()), Is.EqualTo(new[] { "The made-up records have a column 'more' that the training records lack: it is not compared." }));
        });
    }

    [Test]
    public void Another_text_of_the_same_number_is_the_same_level()
    {
        var aligned = RecordAlignment.Of(Table(Texts("ill", "0", "1", "1")), null, Table(Texts("ill", "1.0", "0.0", "1", "2.0")));
        Assert.That(TextsOf(aligned.Synthetic!, "ill"), Is.EqualTo(new[] { "1", "0", "1", "2.0" }));
        aligned = RecordAlignment.Of(Table(Texts("code", "01", "1")), null, Table(Texts("code", "1.0")));
        Assert.That(TextsOf(aligned.Synthetic!, "code"), Is.EqualTo(new[] { "1.0" }), "01 and 1 are two codes");
    }

    [Test]
    public void What_does_not_fit_is_refused_with_one_message()
    {
        var train = Table(Texts("sex", "m"), new RecordColumn.Number("age", [1]));
        string Refusal(Func<RecordAlignment> align) => Assert.Throws<AuditInputException>(() => align())!.Message;
        Assert.Multiple(() =>
        {
            Assert.That(Refusal(() => RecordAlignment.Of(train, null, Table(Texts("age", "m"), new RecordColumn.Number("sexx", [1])))),
                Does.StartWith("The made-up records have not the columns of the training records:\n  'sex' is not there. Did you mean 'sexx'?\n  'age' holds categories, and numbers in the training records.\n").And.EndsWith("."));
            Assert.That(Refusal(() => RecordAlignment.Of(train, train.Take([]), null)), Is.EqualTo("The held-out records have no rows. Give at least one."));
            Assert.That(Refusal(() => RecordAlignment.Of(train, null, train.Take([]))), Is.EqualTo("The made-up records have no rows. Give at least one."));
            Assert.That(Refusal(() => RecordAlignment.Of(train.Take([]), null, null)), Is.EqualTo("The training records have no rows. Give at least one."));
            Assert.That(Refusal(() => RecordAlignment.Of(Table(new RecordColumn.Number("x", [double.NaN])), null, null)), Does.Contain("no value in the column 'x'"));
        });
    }

    [Test]
    public void A_column_without_a_made_up_value_is_told_and_let_in()
    {
        var aligned = RecordAlignment.Of(Table(new RecordColumn.Number("x", [1])), null, Table(new RecordColumn.Number("x", [double.NaN, double.NaN])));
        Assert.That(aligned.Notices.Single().ToString(), Is.EqualTo("The made-up records have no value in the column 'x'."));
    }
}
