using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace AuditHarness.Cli.Commands;

/// <summary>Whole numbers on the command line, refused in words that name the option and its range.</summary>
internal static class NumberOption
{
    /// <summary>The number, or null with an error added to the result.</summary>
    public static T? Parse<T>(ArgumentResult result, T least, T most) where T : struct, IBinaryInteger<T>
    {
        var text = result.Tokens[0].Value;
        if (T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        var option = (result.Parent as OptionResult)?.Option.Name;
        return Refuse<T?>(result, FormattableString.Invariant($"{option} takes a whole number from {least} to {most}, not '{text}'."));
    }

    /// <summary>Adds the error; the value does not matter then.</summary>
    public static T? Refuse<T>(ArgumentResult result, string message)
    {
        result.AddError(message);
        return default;
    }
}
