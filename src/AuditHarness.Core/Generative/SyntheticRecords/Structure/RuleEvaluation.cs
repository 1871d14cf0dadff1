using System.Globalization;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Structure;

/// <summary>Answers a rule column by column. Numbers that differ by less than 1 in 10¹² are equal; what is divided by 0 is missing.</summary>
internal sealed class RuleEvaluation(RecordRule rule, RecordTable table)
{
    private const double SameWithin = 1e-12;

    private abstract record Values(string Kind)
    {
        public sealed record Numbers(double[] Each, bool IsDay = false) : Values(IsDay ? "days" : "numbers");
        public sealed record Texts(IReadOnlyList<string> Levels, int[] Codes, string? Column) : Values("texts");
        public sealed record Keys(string?[] Each) : Values("keys");
        public sealed record Truths(sbyte[] Each) : Values("conditions");
    }

    /// <summary>The first category asked for that is no level of its column.</summary>
    public string? UnknownLevel { get; private set; }

    /// <summary>For each row 1, 0, or −1 for undecided.</summary>
    public sbyte[] Decide() => Truth(rule.Condition);

    private AuditInputException Fault(RuleNode node, string why) => RuleParser.Fault(rule.Text, node.Position, why);

    private sbyte[] Truth(RuleNode node)
    {
        var values = Of(node);
        if (values is Values.Truths truths) return truths.Each;
        throw Fault(node, node is RuleNode.Column column
            ? $"'{column.Name}' is a column of {values.Kind} and no condition: compare it, such as {column.Name} == {(values is Values.Texts texts && texts.Levels.Count > 0 ? $"\"{texts.Levels[^1]}\"" : "1")}."
            : $"a condition was expected here, not {values.Kind}.");
    }

    private Values Of(RuleNode node) => node switch
    {
        RuleNode.Number number => new Values.Numbers(Repeated(number.Value)),
        RuleNode.Text text => new Values.Texts([text.Value], new int[table.Count], null),
        RuleNode.Column column => Column(column),
        RuleNode.Arithmetic sum => Computed(sum),
        RuleNode.Comparison comparison => new Values.Truths(Compared(comparison, comparison.Sign, comparison.Left, comparison.Right)),
        RuleNode.Within within => new Values.Truths(Within(within)),
        RuleNode.Missing missing => new Values.Truths(Missing(missing)),
        RuleNode.Not not => new Values.Truths(Array.ConvertAll(Truth(not.Of), t => (sbyte)(t < 0 ? -1 : 1 - t))),
        RuleNode.And and => new Values.Truths(Joined(Truth(and.Left), Truth(and.Right), 0)),
        RuleNode.Or or => new Values.Truths(Joined(Truth(or.Left), Truth(or.Right), 1)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private double[] Repeated(double value)
    {
        var values = new double[table.Count];
        Array.Fill(values, value);
        return values;
    }

    private sbyte[] Each(Func<int, sbyte> of)
    {
        var truths = new sbyte[table.Count];
        for (var r = 0; r < truths.Length; r++) truths[r] = of(r);
        return truths;
    }

    private static sbyte[] Joined(sbyte[] left, sbyte[] right, sbyte decisive)
    {
        var truths = new sbyte[left.Length];
        for (var r = 0; r < truths.Length; r++)
            truths[r] = left[r] == decisive || right[r] == decisive ? decisive : left[r] < 0 || right[r] < 0 ? (sbyte)-1 : left[r];
        return truths;
    }

    private Values Column(RuleNode.Column node) => table.Find(node.Name) switch
    {
        RecordColumn.Number number => new Values.Numbers(number.Values),
        RecordColumn.Date date => new Values.Numbers(date.Days, true),
        RecordColumn.Category category => new Values.Texts(category.Levels, category.Codes, category.Name),
        RecordColumn.Key key => new Values.Keys(key.Values),
        _ => throw Fault(node, $"'{node.Name}' is no column of the records, which are {string.Join(", ", table.Columns.Select(c => c.Name))}. {(NearestName.Of(node.Name, table.Columns.Select(c => c.Name)) is { } near ? $"Did you mean '{near}'?" : "Put texts in quotes.")}"),
    };

    private sbyte[] Missing(RuleNode.Missing node)
    {
        static sbyte Truth(bool isTrue) => isTrue ? (sbyte)1 : (sbyte)0;
        return Of(node.Of) switch
        {
            Values.Numbers numbers => Each(r => Truth(double.IsNaN(numbers.Each[r]))),
            Values.Texts texts => Each(r => Truth(texts.Codes[r] < 0)),
            Values.Keys keys => Each(r => Truth(keys.Each[r] is null)),
            _ => throw Fault(node, "a condition is never missing: ask it of a column."),
        };
    }

    private Values.Numbers Computed(RuleNode.Arithmetic node)
    {
        Values.Numbers Operand(RuleNode of) => Of(of) switch
        {
            Values.Numbers numbers => numbers,
            var other => throw Fault(of, $"'{node.Sign}' takes numbers, not {other.Kind}."),
        };
        var (left, right) = (Operand(node.Left), Operand(node.Right));
        var isDay = (left.IsDay, right.IsDay, node.Sign) switch
        {
            (false, false, _) or (true, true, "-") => false,
            (true, false, "+" or "-") or (false, true, "+") => true,
            _ => throw Fault(node, $"days can be moved by a number (+ -) and subtracted from each other, not joined by '{node.Sign}' here."),
        };
        var values = new double[table.Count];
        for (var r = 0; r < values.Length; r++)
        {
            var (a, b) = (left.Each[r], right.Each[r]);
            var value = node.Sign switch { "+" => a + b, "-" => a - b, "*" => a * b, _ => a / b };
            values[r] = double.IsFinite(value) ? value : double.NaN;
        }
        return new(values, isDay);
    }

    private sbyte[] Within(RuleNode.Within node)
    {
        var (unknown, found) = (UnknownLevel, false);
        sbyte[]? any = null;
        string? lacking = null;
        foreach (var option in node.Options)
        {
            UnknownLevel = null;
            var same = Compared(node, "==", node.Of, option);
            (lacking, found) = (lacking ?? UnknownLevel, found || UnknownLevel is null);
            any = any is null ? same : Joined(any, same, 1);
        }
        // A list may hold categories that do not occur, as long as one does.
        UnknownLevel = unknown ?? (found ? null : lacking);
        return any!;
    }

    private sbyte[] Compared(RuleNode node, string sign, RuleNode leftNode, RuleNode rightNode)
    {
        var (left, right) = (Of(leftNode), Of(rightNode));
        if (left is Values.Numbers { IsDay: true } && rightNode is RuleNode.Text day) right = Day(day);
        if (right is Values.Numbers { IsDay: true } && leftNode is RuleNode.Text first) left = Day(first);
        if (left is Values.Numbers a && right is Values.Numbers b && a.IsDay == b.IsDay)
            return Each(r => double.IsNaN(a.Each[r]) || double.IsNaN(b.Each[r]) ? (sbyte)-1 : Holds(sign, a.Each[r], b.Each[r]) ? (sbyte)1 : (sbyte)0);
        if (left is not Values.Texts texts || right is not Values.Texts others)
            throw Fault(node, left is Values.Keys || right is Values.Keys
                ? "keys are not compared: only whether one is missing."
                : $"{left.Kind} are not compared with {right.Kind}.{(left.Kind == "days" || right.Kind == "days" ? " Write a day as \"2026-11-28\"." : "")}");
        if (sign is not ("==" or "!=")) throw Fault(node, $"texts have no order: only == and != compare them, not '{sign}'.");
        Note(texts, others);
        Note(others, texts);
        var places = texts.Levels.Select(level => IndexOf(others.Levels, level)).ToArray();
        return Each(r => texts.Codes[r] < 0 || others.Codes[r] < 0 ? (sbyte)-1 : (places[texts.Codes[r]] == others.Codes[r]) == (sign == "==") ? (sbyte)1 : (sbyte)0);
    }

    private void Note(Values.Texts column, Values.Texts literal)
    {
        if (column.Column is not null && literal.Column is null && IndexOf(column.Levels, literal.Levels[0]) < 0)
            UnknownLevel ??= $"{column.Column} = {literal.Levels[0]}";
    }

    private static int IndexOf(IReadOnlyList<string> levels, string level)
    {
        for (var i = 0; i < levels.Count; i++)
            if (levels[i] == level) return i;
        return -1;
    }

    private Values.Numbers Day(RuleNode.Text text) =>
        DateTime.TryParseExact(text.Value, ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new(Repeated((day - DateTime.UnixEpoch).TotalDays), true)
            : throw Fault(text, $"\"{text.Value}\" is no day: write it as \"2026-11-28\".");

    private static bool Holds(string sign, double a, double b)
    {
        var isSame = Math.Abs(a - b) <= SameWithin * Math.Max(Math.Abs(a), Math.Abs(b));
        return sign switch { "==" => isSame, "!=" => !isSame, "<" => a < b && !isSame, "<=" => a < b || isSame, ">" => a > b && !isSame, _ => a > b || isSame };
    }
}
