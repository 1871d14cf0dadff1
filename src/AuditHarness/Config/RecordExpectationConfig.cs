using System.ComponentModel;
using AuditHarness.Expectations;

namespace AuditHarness.Config;

/// <summary>What must hold of made-up records.</summary>
internal sealed record RecordExpectationConfig
{
    [Description("Id of a metric of made-up records, such as \"KolmogorovSmirnovComplement\"; 'audit metrics' lists them.")]
    public required string Metric { get; init; }

    [Description("The column, the pair of columns such as \"age × sex\", the rule or, for utility, the further learner that it is about. Default: the records as a whole.")]
    public string? Subject { get; init; }

    [Description("Whom it is about: for each attribute a level, or \"*\" for every level. Several attributes must be a declared intersection. Default: everybody together.")]
    public IReadOnlyDictionary<string, string>? Where { get; init; }

    [Description("The figure must not exceed this.")]
    public double? AtMost { get; init; }

    [Description("The figure must reach this.")]
    public double? AtLeast { get; init; }

    [Description(ExpectationTexts.Severity)]
    [DefaultValue(Expectations.Severity.Error)]
    public Severity Severity { get; init; }

    [Description(ExpectationTexts.Evidence)]
    [DefaultValue(Expectations.Evidence.Interval)]
    public Evidence Evidence { get; init; }

    [Description(ExpectationTexts.Why)]
    public string? Why { get; init; }
}
