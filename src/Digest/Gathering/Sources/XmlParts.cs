using System.Runtime.CompilerServices;
using System.Xml;
using System.Xml.Linq;

namespace Digest.Gathering.Sources;

/// <summary>The parts of a feed or harvest, one by one as they arrive: what stands before a break counts, and a long answer
/// costs no more memory than its longest part. A document type is refused, for it can name files and unfold without end.</summary>
internal static class XmlParts
{
    const long LongestDocument = 512L * 1024 * 1024;

    /// <summary>Levels of a part that are read; what is deeper belongs to no format there is.</summary>
    const int Deepest = 32;

    /// <summary>Elements whose children are parts themselves.</summary>
    static readonly HashSet<string> Containers = new(StringComparer.Ordinal) { "channel", "ListRecords", "GetRecord" };

    /// <param name="Root">The document's outermost element; null when there is none.</param>
    /// <param name="Element">The part; null with the root itself, and when Fault is set.</param>
    /// <param name="Line">Where it begins, or where the document breaks; 1 for the first.</param>
    /// <param name="Fault">Why reading ended here.</param>
    internal readonly record struct Part(XName? Root, XElement? Element, int Line, string? Fault);

    public static async IAsyncEnumerable<Part> ReadAsync(Stream xml, [EnumeratorCancellation] CancellationToken ct)
    {
        using var reader = XmlReader.Create(xml, new XmlReaderSettings
        {
            Async = true,
            CheckCharacters = false, // control characters are taken out of texts later; they must not cost the rest
            CloseInput = false,
            DtdProcessing = DtdProcessing.Prohibit,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersInDocument = LongestDocument,
            XmlResolver = null,
        });
        var (root, more) = ((XName?)null, true);
        while (more)
        {
            (var part, more) = await NextAsync(reader, root, ct);
            if (part is not { } found) continue;
            root = found.Root;
            yield return found;
            if (found.Fault is not null) yield break;
        }
    }

    static async Task<(Part? Part, bool More)> NextAsync(XmlReader reader, XName? root, CancellationToken ct)
    {
        try
        {
            ct.ThrowIfCancellationRequested();
            var line = ((IXmlLineInfo)reader).LineNumber;
            if (reader.NodeType != XmlNodeType.Element)
                return (null, await reader.ReadAsync());
            if (reader.Depth == 0)
            {
                root = XName.Get(reader.LocalName, reader.NamespaceURI);
                await reader.ReadAsync();
                return (new Part(root, null, line, null), true);
            }
            if (Containers.Contains(reader.LocalName) && reader.Depth == 1)
                return (null, await reader.ReadAsync());
            var element = await ElementAsync(reader, ct);
            return (new Part(root, element, line, null), true);
        }
        catch (XmlException e)
        {
            var fault = e.Message.Contains("DTD", StringComparison.Ordinal)
                ? "it declares a document type, which is not read"
                : $"this is not XML: {e.Message}";
            return (new Part(root, null, e.LineNumber, fault), false);
        }
    }

    // Not XNode.ReadFromAsync, whose time grows with the square of the depth.
    static async Task<XElement> ElementAsync(XmlReader reader, CancellationToken ct)
    {
        var depth = reader.Depth;
        var outer = Opened(reader);
        var current = outer;
        var more = !reader.IsEmptyElement;
        await reader.ReadAsync();
        while (more)
        {
            ct.ThrowIfCancellationRequested();
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.Depth - depth > Deepest:
                    await reader.SkipAsync();
                    continue;
                case XmlNodeType.Element:
                    var inner = Opened(reader);
                    current.Add(inner);
                    if (!reader.IsEmptyElement) current = inner;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    current.Add(new XText(await reader.GetValueAsync()));
                    break;
                case XmlNodeType.EndElement:
                    more = reader.Depth > depth;
                    current = current.Parent ?? outer;
                    break;
            }
            await reader.ReadAsync();
        }
        return outer;
    }

    static XElement Opened(XmlReader reader)
    {
        var element = new XElement(XName.Get(reader.LocalName, reader.NamespaceURI));
        if (reader.HasAttributes)
        {
            while (reader.MoveToNextAttribute())
                if (reader.Prefix != "xmlns" && reader.Name != "xmlns")
                    element.Add(new XAttribute(XName.Get(reader.LocalName, reader.NamespaceURI), reader.Value));
            reader.MoveToElement();
        }
        return element;
    }
}
