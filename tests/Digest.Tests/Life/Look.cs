using Microsoft.Playwright;

namespace Digest.Tests.Life;

/// <summary>How somebody looks at us: on a phone or a desk, by day or by night, with scripts or without.</summary>
public sealed record Look(bool IsPhone, bool IsDark, bool HasScripts)
{
    public static Look Phone { get; } = new(true, false, true);

    public static Look Desk { get; } = new(false, false, true);

    public ViewportSize Size => IsPhone ? new() { Width = 390, Height = 844 } : new() { Width = 1280, Height = 900 };

    public ColorScheme Scheme => IsDark ? ColorScheme.Dark : ColorScheme.Light;

    public override string ToString() =>
        $"{(IsPhone ? "phone" : "desk")}-{(IsDark ? "dark" : "light")}-{(HasScripts ? "scripts" : "plain")}";
}

/// <summary>What is looked at wherever a visitor stands, beside that nothing is wider than the window.</summary>
[Flags]
public enum Eye
{
    Plain = 0,

    /// <summary>The narrowest windows and large print.</summary>
    Narrow = 1,

    /// <summary>axe-core, in light and in dark.</summary>
    Axe = 2,

    /// <summary>Colours of the reader's own (forced-colors), no movement, and print.</summary>
    Own = 4,
}
