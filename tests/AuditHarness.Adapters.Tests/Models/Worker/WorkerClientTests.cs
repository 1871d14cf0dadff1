using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Worker;

/// <summary>The whole protocol, with a worker that answers all of it.</summary>
public sealed class WorkerClientTests
{
    [Test]
    public void A_worker_that_can_all_says_what_it_is_and_samples_generates_and_acts()
    {
        using var sample = new WorkerSample("all");
        using var client = sample.Client();
        var rows = client.Sample(5, 7, CancellationToken.None);
        var description = client.Describe(CancellationToken.None)!;
        var (actions, probabilities) = client.Act(new([new FeatureColumn.Numeric("x", [0.25, double.NaN])]), CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(client.Hello, Is.EqualTo(new WorkerHello("its own name", "its own version", "act,describe,generate,sample")));
            Assert.That(description.Inputs, Is.EqualTo(new[] { ("z", FeatureKind.Number), ("x", FeatureKind.Number) }));
            Assert.That(description.Output, Is.EqualTo(ModelOutput.Probability));
            Assert.That(rows.Columns.Select(c => c.Name), Is.EqualTo(new[] { "age", "sex" }));
            Assert.That(((FeatureColumn.Numeric)rows.Columns[0]).Values, Is.EqualTo(new[] { 3.5, 4, double.NaN, 5, 5.5 }));
            Assert.That(((FeatureColumn.Text)rows.Columns[1]).Levels, Is.EqualTo(new[] { "female", "male" }));
            Assert.That(((FeatureColumn.Text)rows.Columns[1]).Codes, Is.EqualTo(new[] { 1, 0, -1, 1, 0 }));
            Assert.That(client.Generate(["a \"b\"\n", "refuse", "c"], WorkerClient.LargestSeed, CancellationToken.None), Is.EqualTo(new[] { "a \"b\"\n #9007199254740991", null, "c #9007199254740991" }));
            Assert.That((actions, probabilities), Is.EqualTo((new[] { "wait", "treat" }, new[] { new[] { 0.75, 0.25 }, [1, 0] })));
            Assert.That(() => client.Sample(1, -1, CancellationToken.None), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
    }

    [Test]
    public void What_it_does_not_list_it_is_not_asked()
    {
        using var sample = new WorkerSample("score-only");
        using var client = sample.Client();
        Assert.Multiple(() =>
        {
            Assert.That(client.Describe(CancellationToken.None), Is.Null);
            Assert.That(() => client.Sample(1, 0, CancellationToken.None), Throws.TypeOf<AuditInputException>().With.Message.Contains("cannot 'sample': it lists only 'score' in 'capabilities'. Give it the capability \"sample\""));
            Assert.That(() => client.Generate(["a"], 0, CancellationToken.None), Throws.TypeOf<AuditInputException>().With.Message.Contains("cannot 'generate'"));
        });
    }

    [TestCase("""{"id":0}""", "says none in 'protocol'")]
    [TestCase("""{"id":0,"protocol":1}""", "does not say in 'capabilities'")]
    [TestCase("""{"id":0,"protocol":1,"capabilities":[1]}""", "does not say in 'capabilities'")]
    [TestCase("""{"id":0,"protocol":1,"capabilities":[],"name":"a\nb"}""", "gave 'name' that is no text of 1 to 200 characters on one line")]
    [TestCase("""{"id":0,"protocol":1.5,"capabilities":[]}""", "but version 1.5")]
    [TestCase("""{"id":"0"}""", "its 'id' is not 0")]
    [TestCase("""{"id":0,"id":0}""", "no message of the protocol")]
    [TestCase("""[[[[[[[[[[[[]]]]]]]]]]]]""", "no message of the protocol")]
    [TestCase("""7""", "no message of the protocol")]
    public void A_greeting_that_is_not_answered_as_it_should_be_is_refused(string line, string says) => Assert.That(
        () =>
        {
            var answer = new WorkerAnswer(new("'w'", "model.worker"));
            using var message = answer.Parse(System.Text.Encoding.UTF8.GetBytes(line), 0, "hello");
            answer.Hello(message.RootElement);
        }, Throws.TypeOf<AuditInputException>().With.Message.Contains(says));

    [TestCase("""{"id":3}""", "without a list 'columns'")]
    [TestCase("""{"id":3,"columns":[]}""", "without a column")]
    [TestCase("""{"id":3,"columns":[7]}""", "without a text 'name'")]
    [TestCase("""{"id":3,"columns":[{"name":"a","kind":"date","values":[]}]}""", "whose 'kind' is neither")]
    [TestCase("""{"id":3,"columns":[{"name":"a","kind":"number","values":[1]}]}""", "gave the column 'a' 1 values for 2 rows")]
    [TestCase("""{"id":3,"columns":[{"name":"a","kind":"number","values":[1,"2"]}]}""", "gave the column 'a' values that are not of its kind")]
    [TestCase("""{"id":3,"columns":[{"name":"a","kind":"number","values":[1,2]},{"name":"a","kind":"number","values":[1,2]}]}""", "two columns of one name")]
    public void Rows_that_are_not_as_they_should_be_are_refused(string line, string says) => Assert.That(
        () =>
        {
            var answer = new WorkerAnswer(new("'w'", "model.worker"));
            using var message = answer.Parse(System.Text.Encoding.UTF8.GetBytes(line), 3, "sample");
            answer.Columns(message.RootElement, 2);
        }, Throws.TypeOf<AuditInputException>().With.Message.Contains(says));

    [TestCase("""{"id":3}""", "without a list 'actions'")]
    [TestCase("""{"id":3,"actions":["a","a"],"probabilities":[[0,1],[0,1]]}""", "does not say in 'actions'")]
    [TestCase("""{"id":3,"actions":["a","b"],"probabilities":[[0,1]]}""", "did not answer 2 states with a number for each of 2 actions")]
    [TestCase("""{"id":3,"actions":["a","b"],"probabilities":[[0,1],[1]]}""", "did not answer 2 states with a number for each of 2 actions")]
    [TestCase("""{"id":3,"actions":["a","b"],"probabilities":[[0,1],[0.5,0.4]]}""", "do not sum to 1")]
    [TestCase("""{"id":3,"actions":["a","b"],"probabilities":[[0,1],[1.5,-0.5]]}""", "not between 0 and 1")]
    public void Actions_that_are_not_as_they_should_be_are_refused(string line, string says) => Assert.That(
        () =>
        {
            var answer = new WorkerAnswer(new("'w'", "model.worker"));
            using var message = answer.Parse(System.Text.Encoding.UTF8.GetBytes(line), 3, "act");
            answer.Actions(message.RootElement, 2);
        }, Throws.TypeOf<AuditInputException>().With.Message.Contains(says));

    [Test]
    public void Texts_are_as_many_as_prompts()
    {
        var answer = new WorkerAnswer(new("'w'", "model.worker"));
        using var message = answer.Parse("""{"id":3,"texts":["a"]}"""u8.ToArray(), 3, "generate");
        Assert.That(() => answer.Texts(message.RootElement, 2), Throws.TypeOf<AuditInputException>().With.Message.Contains("did not answer 2 prompts with 2 texts"));
    }
}
