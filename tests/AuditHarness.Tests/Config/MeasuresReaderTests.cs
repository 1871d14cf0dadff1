namespace AuditHarness.Config;

/// <summary>Every rule on settings, intervals and fairness, each broken once.</summary>
public class MeasuresReaderTests
{
    [TestCase("\"measures\": { \"beta\": 0 }", "$.measures.beta: expected a number above 0 and at most 1000, found the number 0.")]
    [TestCase("\"measures\": { \"falsePositiveLimit\": 1 }", "$.measures.falsePositiveLimit: expected a number above 0 and below 1")]
    [TestCase("\"measures\": { \"sensitivityTarget\": 0 }", "$.measures.sensitivityTarget: expected a number above 0 and below 1")]
    [TestCase("\"measures\": { \"specificityTarget\": \"high\" }", "$.measures.specificityTarget: expected a number, found the text \"high\".")]
    [TestCase("\"measures\": { \"topshare\": 0.1 }", "$.measures.topshare: there is no key 'topshare' here. Did you mean 'topShare'?")]
    [TestCase("\"measures\": { \"costs\": { \"truePositive\": 1, \"falsePositive\": 1, \"trueNegative\": 0 } }", "$.measures.costs: the key 'falseNegative' is missing.")]
    [TestCase("\"measures\": { \"costs\": { \"truePositive\": 5, \"falsePositive\": 1, \"trueNegative\": 1, \"falseNegative\": 5 } }", "$.measures.costs: these costs are the same whether a patient is flagged or not")]
    [TestCase("\"measures\": { \"costs\": { \"truePositive\": 5, \"falsePositive\": 1e10, \"trueNegative\": 1, \"falseNegative\": 5 } }", "$.measures.costs.falsePositive: expected a number at least -1000000000 and at most 1000000000")]
    [TestCase("\"measures\": { \"logitEpsilon\": 0 }", "$.measures.logitEpsilon: expected a number above 0 and at most 0.01, found the number 0.")]
    [TestCase("\"measures\": { \"costs\": 3 }", "$.measures.costs: expected an object")]
    [TestCase("\"intervals\": { \"proportions\": \"wald\" }", "$.intervals.proportions: 'wald' is not known here.")]
    [TestCase("\"intervals\": { \"resamples\": 199 }", "$.intervals.resamples: expected a number at least 200 and at most 100000, found the number 199.")]
    [TestCase("\"intervals\": { \"resamples\": 200.5 }", "$.intervals.resamples: expected a whole number")]
    [TestCase("\"intervals\": { \"bootstrap\": \"basic\" }", "$.intervals.bootstrap: 'basic' is not known here.")]
    [TestCase("\"fairness\": { \"strata\": \"triage\" }", "$.fairness.strata: expected a list")]
    [TestCase("\"fairness\": { \"strata\": [\"triage\", \"triage\"] }", "$.fairness.strata[1]: an attribute 'triage' is already declared.")]
    [TestCase("\"fairness\": { \"caseMix\": [{ \"column\": \"age\", \"bins\": [60, 50] }] }", "$.fairness.caseMix[0].bins[1]: 50 does not exceed the edge before it, 60.")]
    [TestCase("\"fairness\": { \"casemix\": [] }", "$.fairness.casemix: there is no key 'casemix' here. Did you mean 'caseMix'?")]
    public void A_setting_out_of_range_is_one_fault_with_its_path(string key, string words)
    {
        var lines = SampleConfig.Faults(SampleConfig.LeastWith(key));
        Assert.That(lines[0], Does.EndWith("has a fault:"));
        Assert.That(lines[1], Does.Contain(words));
    }

    [TestCase("cluster", "\"cluster\": \"y\"")]
    [TestCase("stratum", "\"cluster\": \"c\", \"stratum\": \"c\"")]
    public void A_column_that_is_the_outcome_or_another_part_is_no_cluster(string key, string columns)
    {
        var lines = SampleConfig.Faults(SampleConfig.LeastBut("\"label\"", columns + ", \"label\""));
        Assert.That(lines[1], Does.Contain($"$.data.{key}: column '").And.Contain("Each column plays one part."));
    }
}
