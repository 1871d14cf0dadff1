using System.Reflection;
using System.Reflection.Emit;
using AuditHarness.Disparity;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Metrics;
using AuditHarness.Metrics.Calibration;

namespace AuditHarness;

/// <summary>
/// The ids that a test's code names, read from what it was compiled to: as text, as the metric that it makes, or in the cases it is given,
/// in the test itself and in those members of its fixture that it calls. What a comment says, or another test beside it, names nothing.
/// </summary>
internal sealed class NamedByTest
{
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => c.Value);

    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Type[] Measuring = [typeof(IMetric), typeof(IDisparity), typeof(ICalibrationTest), typeof(IRecordMeasure)];

    private readonly Type _fixture;
    private readonly HashSet<string> _names = [];
    private readonly HashSet<object> _seen = [];

    private NamedByTest(Type fixture) => _fixture = fixture;

    /// <summary>Every test of this assembly, as "Fixture.Test".</summary>
    public static IReadOnlyDictionary<string, MethodInfo> Tests { get; } = (
        from type in Assembly.GetExecutingAssembly().GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance)
        where method.GetCustomAttributes().Any(a => a is TestAttribute or TestCaseAttribute or TestCaseSourceAttribute)
        select method).DistinctBy(m => $"{m.DeclaringType!.Name}.{m.Name}").ToDictionary(m => $"{m.DeclaringType!.Name}.{m.Name}");

    /// <summary>What a test names.</summary>
    /// <param name="test">As "Fixture.Test"; one that does not exist names nothing.</param>
    public static IReadOnlySet<string> Of(string test)
    {
        if (!Tests.TryGetValue(test, out var method)) return new HashSet<string>();
        var named = new NamedByTest(method.DeclaringType!);
        foreach (var cases in method.GetCustomAttributes<TestCaseAttribute>()) named._names.UnionWith(cases.Arguments.OfType<string>());
        foreach (var source in method.GetCustomAttributes<TestCaseSourceAttribute>().Where(s => s.SourceType is null || s.SourceType == method.DeclaringType))
            foreach (var member in named._fixture.GetMember(source.SourceName!, Declared))
                named.Follow(member switch { PropertyInfo p => p.GetMethod, MethodInfo m => m, _ => null }, member as FieldInfo);
        named.Follow(method, null);
        return named._names;
    }

    private bool IsOwn(Type? type)
    {
        for (; type is not null; type = type.DeclaringType)
            if (type == _fixture) return true;
        return false;
    }

    private void Follow(MethodBase? method, FieldInfo? field)
    {
        if (field is not null && field.IsStatic && field.DeclaringType == _fixture && _seen.Add(field)) Initializer(field);
        if (method is null || !IsOwn(method.DeclaringType) || !_seen.Add(method)) return;
        // An iterator is made here and runs in a method of its own.
        if (method is ConstructorInfo && method.DeclaringType!.Name.Contains(">d__", StringComparison.Ordinal))
            foreach (var part in method.DeclaringType.GetMethods(Declared)) Follow(part, null);
        foreach (var step in Steps(method)) Take(step);
    }

    // What stands between the field before and this one.
    private void Initializer(FieldInfo field)
    {
        List<Step> steps = [];
        foreach (var step in _fixture.TypeInitializer is { } initializer ? Steps(initializer) : [])
        {
            if (step is not { Code: var code, Operand: FieldInfo into } || code != OpCodes.Stsfld || into.DeclaringType != _fixture) steps.Add(step);
            else if (into == field) steps.ForEach(Take);
            else steps.Clear();
        }
    }

    private void Take(Step step)
    {
        switch (step.Operand)
        {
            case string text: _names.Add(text); break;
            case ConstructorInfo made when Made(made, step.Constants) is { Length: > 0 } ids: _names.UnionWith(ids); break;
            case MethodBase method: Follow(method, null); break;
            case FieldInfo field: Follow(null, field); break;
        }
    }

    // The ids of what is made of constants, or of nothing: a metric, a disparity, a test, a measure of records.
    private static string[] Made(ConstructorInfo constructor, int[] constants)
    {
        if (constructor.DeclaringType is not { IsAbstract: false } type || !Array.Exists(Measuring, m => type.IsAssignableTo(m))) return [];
        var parameters = constructor.GetParameters();
        if (constants.Length < parameters.Length || !parameters.All(p => p.ParameterType.IsEnum || p.ParameterType == typeof(bool))) return [];
        object[] arguments = [.. parameters.Zip(constants[^parameters.Length..], (p, c) => p.ParameterType.IsEnum ? Enum.ToObject(p.ParameterType, c) : c != 0)];
        return constructor.Invoke(arguments) switch
        {
            IMetric metric => [metric.Info.Id],
            IDisparity disparity => [disparity.Info.Id],
            ICalibrationTest test => [test.Info.Id],
            IRecordMeasure { Infos: [var only] } => [only.Id],
            _ => [],
        };
    }

    /// <summary>One instruction, with the whole numbers put up right before it.</summary>
    private sealed record Step(OpCode Code, object? Operand, int[] Constants);

    private static IEnumerable<Step> Steps(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code) yield break;
        var (module, ofType, ofMethod) = (method.Module, method.DeclaringType!.GetGenericArguments(), method is MethodInfo { IsGenericMethod: true } ? method.GetGenericArguments() : []);
        List<int> constants = [];
        for (var at = 0; at < code.Length;)
        {
            var op = Codes[code[at] == 0xFE ? BitConverter.ToInt16([code[at + 1], code[at]]) : code[at]];
            at += op.Size;
            object? operand = null;
            int? number = op.Value >= OpCodes.Ldc_I4_M1.Value && op.Value <= OpCodes.Ldc_I4_8.Value ? op.Value - OpCodes.Ldc_I4_0.Value : op == OpCodes.Ldc_I4_S ? (sbyte)code[at] : op == OpCodes.Ldc_I4 ? BitConverter.ToInt32(code, at) : null;
            switch (op.OperandType)
            {
                case OperandType.InlineString: operand = module.ResolveString(BitConverter.ToInt32(code, at)); break;
                case OperandType.InlineMethod: operand = module.ResolveMethod(BitConverter.ToInt32(code, at), ofType, ofMethod); break;
                case OperandType.InlineField: operand = module.ResolveField(BitConverter.ToInt32(code, at), ofType, ofMethod); break;
            }
            at += op.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
            yield return new(op, operand, [.. constants]);
            if (number is { } put) constants.Add(put);
            else constants.Clear();
        }
    }
}
