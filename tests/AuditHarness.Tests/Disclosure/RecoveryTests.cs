using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Config;
using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Reporting;
using AuditHarness.Reporting.Json;

namespace AuditHarness.Disclosure;

/// <summary>Nothing withheld can be worked out from everything published together.</summary>
public sealed class RecoveryTests
{
    [TestCase("health_insurance_meps1996")]
    [TestCase("simulated")]
    [TestCase("flchain")]
    [TestCase("nhanes_cholesterol")]
    public void No_hidden_count_of_a_shipped_audit_is_recovered([Values] ReportProfile profile, string config)
    {
    }
}
