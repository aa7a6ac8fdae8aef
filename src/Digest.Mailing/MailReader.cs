namespace Digest.Mailing;

/// <summary>
/// Reads a mail of any bytes as a person would see it: headers unfolded and decoded, the first text and html parts, the names
/// of the rest. Never throws; what is broken is read as far as it makes sense, and bounded as <see cref="MailPart"/> is.
/// </summary>
public static class MailReader
{
    public static ReadMail Read(ReadOnlyMemory<byte> source)
    {
        var root = MailPart.Read(source);
        string? text = null, html = null;
        var attachments = new List<string>();
        See(root);
        return new ReadMail(root.Headers, text, html) { Attachments = attachments };

        void See(MailPart part)
        {
            if (part.IsDivided)
            {
                foreach (var inner in part.Parts)
                    See(inner);
                return;
            }

            var name = part.Name;
            var attached = name is not null || part.IsAttached;
            if (!attached && part.Type == "text/plain" && text is null)
                text = part.Text();
            else if (!attached && part.Type == "text/html" && html is null)
                html = part.Text();
            else
                attachments.Add(EncodedWordReader.Decode(name ?? part.Type));
        }
    }
}

/// <summary>A mail as a person would see it.</summary>
public sealed record ReadMail(IReadOnlyList<MailHeader> Headers, string? Text, string? Html)
{
    /// <summary>Names of what is attached.</summary>
    internal IReadOnlyList<string> Attachments { get; init; } = [];

    /// <summary>The first header of that name, decoded; null when there is none.</summary>
    public string? Header(string name) =>
        Headers.FirstOrDefault(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase))?.Value;
}
