using System.Globalization;
using System.Text.RegularExpressions;
using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>Resolves what every config says, whatever it audits.</summary>
/// <typeparam name="TConfig">The config type; its keys are called as those of <see cref="AuditConfig"/>.</typeparam>
/// <param name="config">The config.</param>
/// <param name="folder">The config's folder, absolute; decides whether two paths mean the same file.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class SharedReader<TConfig>(ConfigSection<TConfig> config, string folder, ConfigFaults faults)
{
    /// <summary>The name, which names the report's folder too.</summary>
    public string Name()
    {
        if (config[nameof(AuditConfig.Schema)] is { } schema and not ConfigNode.Text) schema.Expected("a text", faults);
        if (config.Text(nameof(AuditConfig.Name)) is not { } name) return "";
        var place = config[nameof(AuditConfig.Name)]!;
        if (!Regex.IsMatch(name, AuditConfig.NamePattern, RegexOptions.CultureInvariant))
            faults.Add(place, $"'{ConfigText.Shown(name)}' cannot name a folder. Use up to 100 letters, digits, spaces, '.', '_' and '-', with no '.' or space at either end.");
        else if (Regex.IsMatch(name.Split('.')[0].TrimEnd(), "^(con|prn|aux|nul|com[0-9]|lpt[0-9])$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant))
            faults.Add(place, $"'{name}' is a device on Windows and cannot name a folder there. Choose another name.");
        return name;
    }

    /// <summary>What it is meant for.</summary>
    public string IntendedUse() => config.Text(nameof(AuditConfig.IntendedUse)) ?? "";

    /// <summary>Which audits run, in the order of the catalog; all of it when a fault leaves that open.</summary>
    /// <param name="all">Those there are.</param>
    /// <param name="isWrong">Why one cannot run, or null.</param>
    public IReadOnlyList<string> Audits(IReadOnlyList<string> all, Func<string, string?> isWrong)
    {
        if (config[nameof(AuditConfig.Audits)] is null) return all;
        var before = faults.Count;
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in config.List(nameof(AuditConfig.Audits)))
        {
            if (node.AsText(faults) is not { } audit) continue;
            if (!all.Contains(audit)) faults.Add(node, $"there is no audit '{ConfigText.Shown(audit)}'.{ConfigText.DidYouMean(audit, all)}");
            else if (!named.Add(audit)) faults.Add(node, $"'{audit}' stands here twice. Keep one of them.");
            else if (isWrong(audit) is { } why) faults.Add(node, why);
        }
        return faults.Count > before ? all : [.. all.Where(named.Contains)];
    }

    /// <summary>What people declare.</summary>
    public ModelCard Card() => new ModelCardReader(faults).Read(config.Map(nameof(AuditConfig.ModelCard)));

    /// <summary>Whose requirements the evidence is sorted by.</summary>
    public EvidencePlan Evidence() => new EvidenceReader(config.Section<EvidenceConfig>(nameof(AuditConfig.Evidence)), folder, faults).Read();

    /// <summary>Seed of everything random.</summary>
    public ulong Seed()
    {
        if (config[nameof(AuditConfig.Seed)] is not { } node) return AuditConfig.DefaultSeed;
        if (node is ConfigNode.Number number && ulong.TryParse(number.Written, NumberStyles.None, CultureInfo.InvariantCulture, out var seed)) return seed;
        node.Expected(string.Create(CultureInfo.InvariantCulture, $"a whole number from 0 to {ulong.MaxValue}"), faults);
        return 0;
    }

    /// <summary>How results are shown.</summary>
    /// <param name="name">Name of the audit, which is its title when there is none.</param>
    public ReportPlan Report(string name)
    {
        var report = config.Section<ReportConfig>(nameof(AuditConfig.Report));
        return new(report.Text(nameof(ReportConfig.Title)) ?? name, report.Choice<ReportProfile>(nameof(ReportConfig.Profile)) ?? ReportProfile.Internal)
        {
            Language = report.Choice(nameof(ReportConfig.Language), [.. ReportLanguages.All.Select(l => l.Code)]) is { } code
                ? ReportLanguages.All.First(l => l.Code == code).Language : ReportLanguage.English,
            Organisation = report.Text(nameof(ReportConfig.Organisation)) ?? "",
            Logo = report.Text(nameof(ReportConfig.Logo)),
        };
    }
}
