using System.Text.RegularExpressions;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models;

/// <summary>
/// What every source of models keeps to, whatever runs behind it: one sealed class per source, beside the tests of that source, opens a
/// small model of the numbers "x" and "z" through it.
/// </summary>
public abstract class ModelContractTests
{
    private const int Rows = 2_500;

    /// <summary>Kind of the source.</summary>
    protected abstract string Kind { get; }

    /// <summary>How far a risk may lie from <see cref="Expected"/>: some runtimes compute in single precision.</summary>
    protected virtual double Tolerance => 1e-6;

    /// <summary>Opens the model, called "contract", version "7".</summary>
    protected abstract IDiagnosticModel Open();

    /// <summary>The risk that the model gives.</summary>
    /// <param name="x">From −2 to 2.</param>
    /// <param name="z">From 0 to 100.</param>
    protected abstract double Expected(double x, double z);

    /// <summary>Models that answer badly, each opened by its function, which may refuse already: NaN, outside [0, 1], too few rows.</summary>
    protected abstract IEnumerable<(string Name, Func<IDiagnosticModel> Open)> Broken();

    /// <summary>What the source is given of some patients; where these are no columns of numbers, whatever stands for them there.</summary>
    /// <param name="patients">Rows with the numbers "x" and "z".</param>
    protected virtual FeatureTable Given(FeatureTable patients) => patients;

    /// <summary>Tables that the source must refuse.</summary>
    protected virtual IEnumerable<(string Name, FeatureTable Table)> Misfits()
    {
        var (x, z) = ((FeatureColumn.Numeric)Table([0, 1]).Columns[0], (FeatureColumn.Numeric)Table([0, 1]).Columns[1]);
        yield return ("missing", new([x]));
        yield return ("another name", new([x, z with { Name = "zz" }]));
        yield return ("a text", new([x, new FeatureColumn.Text("z", ["a"], [0, 0])]));
    }

    [Test]
    public void It_says_what_it_is_and_the_same_each_time()
    {
        using var once = Open();
        using var again = Open();
        Assert.Multiple(() =>
        {
            Assert.That(once.Identity.Kind, Is.EqualTo(Kind));
            Assert.That((once.Identity.Name, once.Identity.Version), Is.EqualTo(("contract", "7")));
            Assert.That(once.Identity.Sha256, Does.Match("^[0-9a-f]{64}$"));
            Assert.That(again.Identity, Is.EqualTo(once.Identity));
            Assert.That(once.Reading.ToString(), Does.Match(@"^\S.*\.$"));
            Assert.That(once.Files.Select(f => f.Sha256), Has.All.Match("^[0-9a-f]{64}$"));
            Assert.That(again.Files, Is.EqualTo(once.Files));
        });
    }

    [Test]
    public void Every_row_gets_its_own_risk_in_its_place()
    {
        using var model = Open();
        var table = Given(Table(Enumerable.Range(0, Rows)));
        var risks = model.Score(table);
        Assert.That(risks, Has.Length.EqualTo(Rows));
        Assert.That(risks, Is.EqualTo(Enumerable.Range(0, Rows).Select(r => Expected(X(r), Z(r)))).Within(Tolerance));
        Assert.That(risks.Distinct().Count(), Is.GreaterThan(1), "a constant would be in order whatever happened");
    }

    [Test]
    public void A_row_gets_the_same_risk_in_any_company_and_any_order()
    {
        using var model = Open();
        var whole = model.Score(Given(Table(Enumerable.Range(0, Rows))));
        int[] others = [.. Enumerable.Range(0, Rows).Where(r => r % 7 == 0).Reverse()];
        Assert.That(model.Score(Given(Table(others))), Is.EqualTo(others.Select(r => whole[r])).Within(Tolerance));
        Assert.That(model.Score(Given(Table([3]))), Is.EqualTo(new[] { whole[3] }).Within(Tolerance), "one by itself");
        Assert.That(model.Score(Given(Table([]))), Is.Empty);
    }

    [Test]
    public void A_column_that_is_missing_of_another_name_or_of_another_kind_is_refused()
    {
        using var model = Open();
        foreach (var (name, table) in Misfits())
            IsOneMessage(Assert.Throws<AuditInputException>(() => model.Score(table), name)!);
    }

    [Test]
    public void What_is_cancelled_ends_at_once()
    {
        using var model = Open();
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.That(() => model.Score(Given(Table(Enumerable.Range(0, Rows))), source.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void A_bad_answer_is_refused_with_one_message()
    {
        var names = new List<string>();
        foreach (var (name, open) in Broken())
        {
            names.Add(name);
            var refusal = Assert.Throws<AuditInputException>(
                () =>
                {
                    using var model = open();
                    ModelScores.Of(model, "contract", Given(Table(Enumerable.Range(0, 40))), CancellationToken.None);
                },
                name)!;
            IsOneMessage(refusal);
        }
        Assert.That(names, Is.Not.Empty);
    }

    /// <summary>One line, ended by a full stop, that says what to do; and nothing of a stack.</summary>
    /// <param name="refusal">What was thrown.</param>
    protected static void IsOneMessage(AuditInputException refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        Assert.That(refusal.Message, Does.Match(@"^\S[^\r\n]*\.$"));
        Assert.That(Regex.IsMatch(refusal.Message, @"(^|\n)\s+at |Exception\b"), Is.False, refusal.Message);
    }

    /// <summary>Rows of the sample.</summary>
    /// <param name="rows">Their numbers.</param>
    protected static FeatureTable Table(IEnumerable<int> rows)
    {
        int[] taken = [.. rows];
        return new([new FeatureColumn.Numeric("x", [.. taken.Select(X)]), new FeatureColumn.Numeric("z", [.. taken.Select(Z)])]);
    }

    private static double X(int row) => (row * 37 % 401 / 100.0) - 2;

    private static double Z(int row) => row * 53 % 101;
}

/// <summary>No source is left out of the contract.</summary>
public sealed class ModelContractsTests
{
    [Test]
    public void Every_source_that_runs_is_held_to_the_contract()
    {
        var held = typeof(ModelContractTests).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(ModelContractTests)) && !t.IsAbstract)
            .Select(t => (string)t.GetProperty("Kind", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.GetValue(Activator.CreateInstance(t))!);
        Assert.That(held, Is.EquivalentTo(ModelCatalog.All.Where(s => s.Open is not null).Select(s => s.Kind)));
    }
}
