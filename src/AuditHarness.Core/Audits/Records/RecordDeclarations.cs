using System.Globalization;
using AuditHarness.Cohorts;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Generative.SyntheticRecords.Structure;
using AuditHarness.Models;

namespace AuditHarness.Audits.Records;

/// <summary>What a plan says of the columns of records, held against the records: whatever does not fit is refused before anything is drawn or measured.</summary>
internal static class RecordDeclarations
{
    /// <summary>Checks names, roles, rules, conditions and declared shares.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="train">The training records, whose columns are those of all tables.</param>
    /// <exception cref="AuditInputException">Figures of two columns or pairs could not be told apart by name; or a share is none; or a column is not there or of the wrong kind, a level never occurs, a rule cannot be asked: one line for each.</exception>
    public static void Check(SyntheticRecordsPlan plan, RecordTable train)
    {
        CheckNames(train);
        CheckShares(plan);
        List<string> faults = [];
        var roles = plan.Roles;
        if (Find(roles.Outcome, "records.outcome.column") is { } outcome) Categories(outcome, roles.Positive, "records.outcome");
        if (Find(roles.Time, "records.survival.time") is { } time && time is not RecordColumn.Number) Wrong("records.survival.time", time, "numbers");
        if (Find(roles.Event, "records.survival.event") is { } status)
        {
            if (status is RecordColumn.Category) Categories(status, roles.EventLevel, "records.survival.event");
            else if (status is not RecordColumn.Number) Wrong("records.survival.event", status, "categories or numbers");
        }
        if (Find(roles.Arm, "records.survival.arm") is { } arm && arm is not RecordColumn.Category) Wrong("records.survival.arm", arm, "categories");
        if (Find(roles.Patient, "records.patient") is RecordColumn.Date patient) Wrong("records.patient", patient, "keys");
        if (Find(roles.Order, "records.order") is { } order and not (RecordColumn.Number or RecordColumn.Date)) Wrong("records.order", order, "numbers or dates");
        foreach (var name in roles.QuasiIdentifiers)
            if (Find(name, "records.quasiIdentifiers") is RecordColumn.Key key) Wrong("records.quasiIdentifiers", key, "values that are compared");
        foreach (var name in roles.Sensitive)
            if (Find(name, "records.sensitive") is RecordColumn.Key key) Wrong("records.sensitive", key, "values that are compared");
        foreach (var (name, _) in plan.Conditions) Find(name, "generator.conditions");
        foreach (var rule in plan.Rules)
        {
            try
            {
                RecordRule.Parse(rule.Text, rule.Name).Check(train);
            }
            catch (AuditInputException e)
            {
                faults.Add($"'records.rules', '{Unprintable.Replace(rule.Name)}': {e.Message}");
            }
        }
        if (faults.Count > 0) throw AuditInputException.Of(
            "What the config says of the columns does not fit the training records:", faults, faults.Count,
            $"Columns that are read are {List(train.Columns.Select(c => c.Name))}. Correct the config, or read further columns by 'records.columns'.");

        RecordColumn? Find(string? name, string key)
        {
            if (name is null) return null;
            var found = train.Find(name);
            if (found is null)
            {
                var near = NearestName.Of(name, train.Columns.Select(c => c.Name));
                faults.Add($"'{key}': the column '{Unprintable.Replace(name)}' is not there.{(near is null ? "" : $" Did you mean '{Unprintable.Replace(near)}'?")}");
            }
            return found;
        }

        void Wrong(string key, RecordColumn column, string wanted) =>
            faults.Add($"'{key}': the column '{Unprintable.Replace(column.Name)}' holds {Kind(column)}, and {wanted} are wanted there. Name another, or set its kind in 'records.kinds'.");

        void Categories(RecordColumn column, string? level, string key)
        {
            if (column is not RecordColumn.Category category) Wrong(key, column, "categories");
            else if (level is not null && !category.Codes.Any(c => c >= 0 && category.Levels[c] == level))
            {
                var levels = category.Codes.Where(c => c >= 0).Distinct().Order().Select(c => category.Levels[c]).ToList();
                faults.Add($"'{key}': no training record has '{Unprintable.Replace(level)}' in the column '{Unprintable.Replace(column.Name)}', whose categories are {List(levels)}.");
            }
        }
    }

    // Figures, and expectations of them, name a column, or a pair by both of its columns; in a config these may stand in either order.
    private static void CheckNames(RecordTable train)
    {
        var subjects = new Dictionary<string, (string First, string? Second)>(StringComparer.Ordinal);
        foreach (var column in train.Columns) Add(column.Name, (column.Name, null));
        string[] compared = [.. train.Columns.Where(c => c is not RecordColumn.Key).Select(c => c.Name)];
        for (var i = 0; i < compared.Length; i++)
            for (var j = i + 1; j < compared.Length; j++)
            {
                Add($"{compared[i]} × {compared[j]}", (compared[i], compared[j]));
                Add($"{compared[j]} × {compared[i]}", (compared[i], compared[j]));
            }

        void Add(string name, (string First, string? Second) subject)
        {
            if (!subjects.TryAdd(name, subject) && subjects[name] is var other && other != subject) throw new AuditInputException(
                $"'{Unprintable.Replace(name)}' names both {Shown(other)} and {Shown(subject)}: their figures could not be told apart. Rename one of these columns, or leave it out of 'records.columns'.");
        }

        static string Shown((string First, string? Second) subject) => subject.Second is null
            ? "a column" : $"the pair of '{Unprintable.Replace(subject.First)}' and '{Unprintable.Replace(subject.Second)}'";
    }

    private static void CheckShares(SyntheticRecordsPlan plan)
    {
        string Shown(double share) => share.ToString("0.#########", CultureInfo.InvariantCulture);
        List<string> faults =
        [
            .. from share in plan.Population
               where !(share.Share is > 0 and <= 1)
               select $"the share of {Unprintable.Replace(new Subgroup([.. share.Group]).ToString())} is {Shown(share.Share)}, and above 0 and at most 1 is wanted.",
        ];
        if (faults.Count == 0)
        {
            faults.AddRange(
                from share in plan.Population.Select(s => (Group: InOrder(plan, s), s.Share)).DistinctBy(s => s.Group)
                group share.Share by share.Group.Attributes into shares
                where shares.Sum() > 1 + PopulationSharePlan.Rounding
                select $"the shares of {Unprintable.Replace(shares.Key)} sum to {Shown(shares.Sum())}, and all of a population is 1.");
        }
        if (faults.Count > 0) throw AuditInputException.Of("The shares in 'records.population' are of no population:", faults, faults.Count, "Correct them.");
    }

    /// <summary>The declared shares by group.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="groups">The groups that occur.</param>
    /// <returns>Null when none is declared.</returns>
    /// <exception cref="AuditInputException">A share is of a group that is not compared, or is declared twice.</exception>
    public static IReadOnlyDictionary<Subgroup, double>? Population(SyntheticRecordsPlan plan, IReadOnlyList<Subgroup> groups)
    {
        if (plan.Population.Count == 0) return null;
        var shares = new Dictionary<Subgroup, double>();
        foreach (var share in plan.Population)
        {
            var group = InOrder(plan, share);
            var shown = Unprintable.Replace(new Subgroup([.. share.Group]).ToString());
            if (group.Conditions.Count != share.Group.Count || !groups.Contains(group)) throw new AuditInputException(
                $"'records.population' gives a share of {shown}, and such groups are not compared. Groups that are: {string.Join("; ", groups.Skip(1).Take(AuditInputException.ShownFaults).Select(g => Unprintable.Replace(g.ToString())))}. Correct it, or add the intersection to 'subgroups.intersections'.");
            if (!shares.TryAdd(group, share.Share)) throw new AuditInputException($"'records.population' gives two shares of {shown}. Keep one.");
        }
        return shares;
    }

    /// <summary>The groups that shares are declared of: they are compared even where no record is of them, since that is what a lost group is.</summary>
    /// <param name="plan">The plan.</param>
    public static IReadOnlyList<Subgroup> Declared(SyntheticRecordsPlan plan) => [.. plan.Population.Select(share => InOrder(plan, share))];

    // In the order of the attributes, as groups have it.
    private static Subgroup InOrder(SyntheticRecordsPlan plan, PopulationSharePlan share) =>
        new([.. plan.Subgroups.Attributes.SelectMany(a => share.Group.Where(l => l.Attribute == a.Name))]);

    /// <summary>The first names, for messages.</summary>
    public static string List(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return string.Join(", ", all.Take(AuditInputException.ShownFaults).Select(n => $"'{Unprintable.Replace(n)}'")) + (all.Length > AuditInputException.ShownFaults ? $" and {all.Length - AuditInputException.ShownFaults} more" : "");
    }

    private static string Kind(RecordColumn column) => column switch
    {
        RecordColumn.Number => "numbers",
        RecordColumn.Date => "dates",
        RecordColumn.Category => "categories",
        _ => "keys",
    };
}
