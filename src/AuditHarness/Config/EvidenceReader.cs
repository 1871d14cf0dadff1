using AuditHarness.Audits;
using AuditHarness.Reporting.Requirements;

namespace AuditHarness.Config;

/// <summary>Resolves whose requirements the evidence is sorted by, what is attached, and what does not apply.</summary>
/// <param name="section">The section.</param>
/// <param name="folder">The config's folder, absolute; decides whether two paths mean the same file.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class EvidenceReader(ConfigSection<EvidenceConfig> section, string folder, ConfigFaults faults)
{
    private IReadOnlyList<string> _profiles = [];

    /// <summary>The plan; to be used only when there are no faults. Called once.</summary>
    public EvidencePlan Read()
    {
        if (section.Node is null) return EvidencePlan.None;
        _profiles = Profiles();
        var attachments = Attachments();
        return new EvidencePlan(_profiles, attachments, NotApplicable(attachments)) { TestData = section.Choice<TestData>(nameof(EvidenceConfig.TestData)) };
    }

    private List<string> Profiles()
    {
        string[] ids = [.. EvidenceProfiles.All.Select(p => p.Id)];
        var profiles = new List<string>();
        foreach (var node in section.List(nameof(EvidenceConfig.Profiles)))
        {
            if (node.AsText(faults) is not { } id) continue;
            if (!ids.Contains(id)) faults.Add(node, $"there is no profile '{ConfigText.Shown(id)}'.{ConfigText.DidYouMean(id, ids)}");
            else if (profiles.Contains(id)) faults.Add(node, $"'{id}' stands here twice. Keep one of them.");
            else profiles.Add(id);
        }
        return profiles;
    }

    private List<Attachment> Attachments()
    {
        var attachments = new List<Attachment>();
        var files = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in section.List(nameof(EvidenceConfig.Attachments)))
        {
            var attachment = new ConfigSection<AttachmentConfig>(node, faults);
            var (file, title) = (attachment.Text(nameof(AttachmentConfig.File)), attachment.Text(nameof(AttachmentConfig.Title)));
            var requirements = new List<string>();
            foreach (var item in attachment.List(nameof(AttachmentConfig.For)))
            {
                if (Requirement(item) is not { } name) continue;
                if (requirements.Contains(name)) faults.Add(item, $"'{name}' stands here twice. Keep one of them.");
                else requirements.Add(name);
            }
            if (file is null || title is null) continue;
            if (!files.Add(Path.GetFullPath(file, folder))) faults.Add(node, $"'{ConfigText.Shown(file)}' is already attached. Name all that it is evidence for in one 'for'.");
            attachments.Add(new(file, title, requirements));
        }
        return attachments;
    }

    private List<NotApplicable> NotApplicable(IReadOnlyList<Attachment> attachments)
    {
        var declared = new List<NotApplicable>();
        foreach (var node in section.List(nameof(EvidenceConfig.NotApplicable)))
        {
            var one = new ConfigSection<NotApplicableConfig>(node, faults);
            var place = one[nameof(NotApplicableConfig.Requirement)];
            var requirement = place is null ? null : Requirement(place);
            var (why, by) = (one.Text(nameof(NotApplicableConfig.Why)), one.Text(nameof(NotApplicableConfig.By)));
            var on = one[nameof(NotApplicableConfig.On)]?.AsDay(faults);
            if (requirement is null || why is null || by is null || on is null) continue;
            if (declared.Any(d => d.Requirement == requirement)) faults.Add(place!, $"'{requirement}' is already declared not applicable. Keep one of them.");
            else if (attachments.Any(a => a.Requirements.Contains(requirement))) faults.Add(place!, $"a document is attached for '{requirement}', so it applies. Take one of the two out.");
            else declared.Add(new(requirement, why, by, on.Value));
        }
        return declared;
    }

    /// <summary>A requirement of a profile that is shown, as "profile/item".</summary>
    private string? Requirement(ConfigNode node)
    {
        if (node.AsText(faults) is not { } name) return null;
        var parts = name.Split('/', 2);
        if (parts.Length < 2)
        {
            node.Expected("a requirement as \"profile/item\", such as \"tripod-ai/18c\"", faults);
            return null;
        }
        if (EvidenceProfiles.Find(parts[0]) is not { } profile)
            faults.Add(node, $"there is no profile '{ConfigText.Shown(parts[0])}'.{ConfigText.DidYouMean(parts[0], [.. EvidenceProfiles.All.Select(p => p.Id)])}");
        else if (profile.Find(parts[1]) is null)
            faults.Add(node, $"'{ConfigText.Shown(parts[1])}' is not an item of '{profile.Id}'.{ConfigText.DidYouMean(parts[1], [.. profile.Requirements.Select(r => r.Id)], "The report lists them.")}");
        else if (!_profiles.Contains(profile.Id))
            faults.Add(node, $"the profile '{profile.Id}' is not among 'evidence.profiles', so this would not be shown. Add it there, or take this out.");
        else
            return name;
        return null;
    }
}
