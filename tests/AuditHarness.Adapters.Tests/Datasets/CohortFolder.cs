using System.Text;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Datasets;

/// <summary>A folder with a data file and a predictions file, gone after the test.</summary>
internal sealed class CohortFolder : IDisposable
{
    /// <summary>Eight patients in no particular order; columns that no plan names stand between those it does.</summary>
    public const string Data =
        """
        id,sex,note,age,y,w,t,part
        a,f,"one, two",39,1,1.5,10,test
        b,m,,40,0,2,20,test
        c,f,x,59.9,0,0.5,30,test
        d,m,x,60,1,1,40,test
        e,f,x,85,0,1,0,test
        f,m,x,20,1,1,60,cal
        g,f,x,30,0,3,70,cal
        h,f,x,31,1,1,80,train

        """;

    /// <summary>A prediction for each of them, in another order.</summary>
    public const string Predictions =
        """
        key,risk
        h,0.8
        g,0.7
        f,0.6
        e,0.5
        d,0.4
        c,0.3
        b,0.2
        a,0.1

        """;

    public CohortFolder(string data = Data, string? predictions = Predictions)
    {
        Write("data.csv", data);
        if (predictions is not null) Write("predictions.csv", predictions);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("audit-cohort-").FullName;

    public static DiagnosticPlan Plan { get; } = new()
    {
        Name = "test",
        Data = new DataPlan("data.csv", "id", "y", "1", null, null, new SplitPlan("part", "test", null)),
        Model = new ModelPlan("predictions", "predictions.csv", "key", "risk", "model", "2"),
        Threshold = new ThresholdPlan.Fixed(0.5),
        Subgroups = new SubgroupPlan([new AttributePlan("sex", "sex", null, null)], [], 1, "missing"),
        Audits = AuditCatalog.OfScores,
        Expectations = [],
        Report = new ReportPlan("test", ReportProfile.Internal),
    };

    /// <summary>The plan with a weight, a time, a threshold rule on the calibration part, and age in bins.</summary>
    public static DiagnosticPlan FullPlan { get; } = Plan with
    {
        Data = Plan.Data with { Weight = "w", Time = "t", Split = new SplitPlan("part", "test", "cal") },
        Threshold = new ThresholdPlan.ByRule(ThresholdRule.Youden, null),
        Subgroups = Plan.Subgroups with
        {
            Attributes = [new AttributePlan("sex", "sex", null, "f"), new AttributePlan("age group", "age", [40, 60], null)],
        },
    };

    public static DiagnosticPlan WithAttribute(AttributePlan attribute) =>
        Plan with { Subgroups = Plan.Subgroups with { Attributes = [attribute] } };

    public void Write(string file, string text) => Write(file, Encoding.UTF8.GetBytes(text));

    public void Write(string file, byte[] bytes) => File.WriteAllBytes(System.IO.Path.Combine(Path, file), bytes);

    public LoadedCohort Load(DiagnosticPlan? plan = null) => CohortFile.Load(plan ?? Plan, Path);

    /// <summary>The message that loading ends with.</summary>
    public string Fault(DiagnosticPlan? plan = null) => Assert.Throws<AuditInputException>(() => Load(plan))!.Message;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
