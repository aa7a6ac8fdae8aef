namespace Digest.Checking;

/// <summary>A record of the form "v=DKIM1; k=rsa; p=…" (RFC 6376 section 3.2), by tag; a tag that comes twice spoils it.</summary>
internal static class TagList
{
    public static IReadOnlyDictionary<string, string>? Read(string record)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in record.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is not [var name, var value] || !tags.TryAdd(name.ToLowerInvariant(), value))
                return null;
        return tags;
    }
}
