using AuditHarness.Disparity;
using AuditHarness.Expectations;
using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Audits;

/// <summary>
/// The one immutable document from which every output is rendered; <c>results.json</c> is its exact form.
/// Small cells are already suppressed in it, so no output can show more than another.
/// Everything but <see cref="Run"/>'s id and times depends on plan and data alone.
/// </summary>
public sealed record AuditResult
{
    /// <summary>When and with what this was computed.</summary>
    public required RunInfo Run { get; init; }

    /// <summary>What was asked for, fully resolved.</summary>
    public required AuditPlan Plan { get; init; }

    /// <summary>What was audited.</summary>
    public required ModelIdentity Model { get; init; }

    /// <summary>Every file that went in, the config first.</summary>
    public required IReadOnlyList<InputFile> Inputs { get; init; }

    /// <summary>The threshold in force, in [0, 1]; null where nothing scores patients.</summary>
    public double? Threshold { get; init; }

    /// <summary>Worst verdict over the expectations of severity error; Pass when there is none.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Every metric on every subgroup: metric by metric in catalog order, overall first.</summary>
    public required IReadOnlyList<Measurement> Measurements { get; init; }

    /// <summary>Every gap and ratio, attribute by attribute, then intersections.</summary>
    public required IReadOnlyList<GroupDisparity> Disparities { get; init; }

    /// <summary>Things to look at.</summary>
    public required IReadOnlyList<Exhibit> Exhibits { get; init; }

    /// <summary>What was measured of made-up records; null where the audit is of something else.</summary>
    public RecordResults? Records { get; init; }

    /// <summary>The organisation's logo; null when the plan names none.</summary>
    public LogoImage? Logo { get; init; }

    /// <summary>Every expectation with its verdict, in config order; one with a "*" gives one finding per group.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }
}

/// <summary>When and with what a result was computed. Only <see cref="Id"/>, <see cref="StartedUtc"/> and <see cref="Seconds"/> differ between repeats.</summary>
/// <param name="Id">Name of the run, unique among the runs of a plan, safe as a folder name.</param>
/// <param name="StartedUtc">When the run began.</param>
/// <param name="Seconds">How long loading and measuring took.</param>
/// <param name="ToolVersion">Version of AuditHarness.</param>
public sealed record RunInfo(string Id, DateTimeOffset StartedUtc, double Seconds, string ToolVersion);
