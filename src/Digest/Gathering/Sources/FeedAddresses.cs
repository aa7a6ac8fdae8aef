using System.Xml.Linq;

namespace Digest.Gathering.Sources;

/// <summary>Makes a feed's addresses absolute: relative ones are meant from where the nearest element says (xml:base), and at
/// last from where the feed was got.</summary>
internal static class FeedAddresses
{
    static readonly XName Base = XNamespace.Xml + "base";

    /// <summary>The base within those elements.</summary>
    public static Uri? Within(Uri? address, IEnumerable<string> bases) =>
        bases.Aggregate(address, (outer, text) => Resolve(text, outer) ?? outer);

    /// <summary>The base at an element of an entry.</summary>
    public static Uri? At(XElement element, Uri? around) =>
        Within(around, element.AncestorsAndSelf().Reverse().Select(e => (string?)e.Attribute(Base)).OfType<string>());

    /// <summary>Null when it is no address, or relative to nothing.</summary>
    public static Uri? Resolve(string? text, Uri? from)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > 2048) return null;
        text = text.Trim();
        // On Unix a path is an absolute address of a file to Uri.
        if (!text.StartsWith('/') && Uri.TryCreate(text, UriKind.Absolute, out var absolute)) return absolute;
        return from is not null && Uri.TryCreate(from, text, out var resolved) ? resolved : null;
    }
}
