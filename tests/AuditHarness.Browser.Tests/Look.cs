namespace AuditHarness.Browser;

/// <summary>How somebody looks at a report. The default is a desk: 1,440 px wide, light, with JavaScript.</summary>
internal sealed record Look
{
    /// <summary>Width of the window in CSS pixels.</summary>
    public int Width { get; init; } = 1440;

    /// <summary>Height of the window in CSS pixels.</summary>
    public int Height { get; init; } = 900;

    /// <summary>Whether the system asks for dark.</summary>
    public bool Dark { get; init; }

    /// <summary>Whether the system asks for little motion.</summary>
    public bool ReducedMotion { get; init; }

    /// <summary>Whether scripts run.</summary>
    public bool JavaScript { get; init; } = true;

    /// <summary>Whether styles for print apply.</summary>
    public bool Print { get; init; }

    /// <summary>What follows the file in the address, such as "#summary".</summary>
    public string Fragment { get; init; } = "";

    /// <summary>A telephone.</summary>
    public static Look Phone { get; } = new() { Width = 390, Height = 844 };

    /// <summary>A small telephone, or a desk at 400 %: the narrowest that WCAG 1.4.10 asks for.</summary>
    public static Look Narrow { get; } = new() { Width = 320, Height = 640 };

    /// <summary>A desk.</summary>
    public static Look Desk { get; } = new();

    /// <summary>A wall.</summary>
    public static Look Wall { get; } = new() { Width = 2560, Height = 1440 };

    public override string ToString() =>
        $"{Width}px{(Dark ? " dark" : "")}{(ReducedMotion ? " still" : "")}{(JavaScript ? "" : " without JavaScript")}{(Print ? " print" : "")}{Fragment}";
}
