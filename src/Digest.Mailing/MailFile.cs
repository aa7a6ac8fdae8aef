namespace Digest.Mailing;

/// <summary>A file in a mail: attached, or with a content id an image that the html shows.</summary>
public sealed record MailFile
{
    /// <param name="name">What it is called; one line, at most 200 characters, of which no path is made: slashes are refused.</param>
    /// <param name="type">"image/png", "text/csv; charset=utf-8".</param>
    public MailFile(string name, string type, ReadOnlyMemory<byte> content)
    {
        Name = HeaderText.OneLine(name, nameof(name));
        if (name.Length is 0 or > 200 || name.AsSpan().ContainsAny("/\\") || name.Trim(' ', '.').Length == 0 || HeaderText.HasLoneSurrogate(name))
            throw HeaderText.Refused("A file is called something of at most 200 characters, without slashes.");
        if (!HeaderText.IsPrintableAscii(type) || type.IndexOf('/', StringComparison.Ordinal) < 1)
            throw HeaderText.Refused($"'{type}' is no type of content.");
        (Type, Content) = (type, content);
    }

    public string Name { get; }

    public string Type { get; }

    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>By which the html names it, without brackets; null for something attached.</summary>
    public string? ContentId { get; init; }
}
