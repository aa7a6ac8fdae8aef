using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Digest.Gathering.Sources;

/// <summary>The parts of a feed or harvest, one by one as they arrive: what stands before a break counts, and a long answer
/// costs no more memory than its longest part, which is bounded. A document type is refused, for it can name files and unfold
/// without end.</summary>
internal static class XmlParts
{
    const long LongestDocument = 512L * 1024 * 1024;

    /// <summary>Levels of a part that are read; what is deeper belongs to no format there is.</summary>
    const int Deepest = 32;

    /// <summary>Levels after which the document is not read on: the parser remembers every one that is open.</summary>
    const int TooDeep = 250_000;

    static readonly string TooDeepWords = $"its elements are nested more than {TooDeep} deep";

    /// <summary>Elements and texts of a part that are read. The longest list of authors known is some thousands.</summary>
    const int MostNodes = 100_000;

    /// <summary>Elements whose children are parts themselves.</summary>
    static readonly HashSet<string> Containers = new(StringComparer.Ordinal) { "channel", "ListRecords", "GetRecord" };

    /// <param name="Root">The document's outermost element; null when there is none.</param>
    /// <param name="Element">The part; null with the root itself, and when Fault is set.</param>
    /// <param name="Line">Where it begins, or where the document breaks; 1 for the first.</param>
    /// <param name="Fault">Why reading ended here.</param>
    internal readonly record struct Part(XName? Root, XElement? Element, int Line, string? Fault)
    {
        /// <summary>What addresses in it are relative to (xml:base), as the elements around it say, the outer first.</summary>
        public IReadOnlyList<string> Bases { get; init; } = [];
    }

    /// <summary>Prefixes that some feeds use and do not declare.</summary>
    static readonly (string Prefix, string Namespace)[] Customary =
    [
        ("dc", "http://purl.org/dc/elements/1.1/"), ("content", "http://purl.org/rss/1.0/modules/content/"),
        ("prism", "http://prismstandard.org/namespaces/basic/2.0/"), ("media", "http://search.yahoo.com/mrss/"),
        ("atom", "http://www.w3.org/2005/Atom"), ("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
        ("slash", "http://purl.org/rss/1.0/modules/slash/"), ("sy", "http://purl.org/rss/1.0/modules/syndication/"),
        ("wfw", "http://wellformedweb.org/CommentAPI/"), ("feedburner", "http://rssnamespace.org/feedburner/ext/1.0"),
    ];

    /// <param name="utf8">Whatever the document declares: its charset was dealt with before.</param>
    public static async IAsyncEnumerable<Part> ReadAsync(Stream utf8, [EnumeratorCancellation] CancellationToken ct)
    {
        using var text = new MarkupText(new StreamReader(utf8, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true));
        if (text.IsPage())
        {
            yield return new Part(null, null, 1, "this is a web page (HTML), not a feed");
            yield break;
        }
        var names = new XmlNamespaceManager(new NameTable());
        foreach (var (prefix, name) in Customary) names.AddNamespace(prefix, name);
        using var reader = XmlReader.Create(text, new XmlReaderSettings
        {
            Async = true,
            CheckCharacters = false, // control characters are taken out of texts later; they must not cost the rest
            DtdProcessing = DtdProcessing.Prohibit,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersInDocument = LongestDocument,
            XmlResolver = null,
        }, new XmlParserContext(names.NameTable, names, null, XmlSpace.None));
        var around = new Around();
        while (await NextAsync(reader, around, ct) is { } part)
        {
            if (part.Root is null && part.Fault is null) continue;
            yield return part;
            if (part.Fault is not null) yield break;
        }
    }

    /// <summary>What the parts that come stand in.</summary>
    sealed class Around
    {
        public XName? Root;
        public string? RootBase, ContainerBase;
        public IReadOnlyList<string> Bases => [.. new[] { RootBase, ContainerBase }.OfType<string>()];
    }

    // Null at the end; a part without root and fault is nothing.
    static async Task<Part?> NextAsync(XmlReader reader, Around around, CancellationToken ct)
    {
        try
        {
            ct.ThrowIfCancellationRequested();
            var line = ((IXmlLineInfo)reader).LineNumber;
            if (reader.NodeType != XmlNodeType.Element)
                return await reader.ReadAsync() ? default(Part) : null;
            if (reader.Depth == 0)
            {
                around.Root = XName.Get(reader.LocalName, reader.NamespaceURI);
                around.RootBase = reader.GetAttribute("xml:base");
                await reader.ReadAsync();
                return new Part(around.Root, null, line, null);
            }
            if (Containers.Contains(reader.LocalName) && reader.Depth == 1)
            {
                around.ContainerBase = reader.GetAttribute("xml:base");
                await reader.ReadAsync();
                return default(Part);
            }
            var element = await ElementAsync(reader, ct);
            return new Part(around.Root, element, line, null) { Bases = around.Bases };
        }
        catch (XmlException e)
        {
            var fault = e.Message.Contains("DTD", StringComparison.Ordinal) ? "it declares a document type, which is not read"
                : e.Message == TooDeepWords ? TooDeepWords
                : $"this is not XML: {e.Message}";
            return new Part(around.Root, null, e.LineNumber > 0 ? e.LineNumber : ((IXmlLineInfo)reader).LineNumber, fault);
        }
    }

    // Not XNode.ReadFromAsync, whose time grows with the square of the depth.
    static async Task<XElement> ElementAsync(XmlReader reader, CancellationToken ct)
    {
        var (depth, nodes) = (reader.Depth, 0);
        var outer = Opened(reader);
        var current = outer;
        var more = !reader.IsEmptyElement;
        await reader.ReadAsync();
        while (more)
        {
            ct.ThrowIfCancellationRequested();
            if (reader.Depth > TooDeep)
                throw new XmlException(TooDeepWords);
            var level = reader.Depth - depth;
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when level <= Deepest && ++nodes <= MostNodes:
                    var inner = Opened(reader);
                    current.Add(inner);
                    if (!reader.IsEmptyElement) current = inner;
                    break;
                case XmlNodeType.Element when !reader.IsEmptyElement:
                    await PassAsync(reader, ct);
                    continue;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace
                    when ++nodes <= MostNodes:
                    current.Add(new XText(await reader.GetValueAsync()));
                    break;
                case XmlNodeType.EndElement:
                    more = level > 0;
                    current = current.Parent ?? outer;
                    break;
            }
            await reader.ReadAsync();
        }
        return outer;
    }

    // Past the element that the reader stands at; not SkipAsync, which goes down as deep as there is.
    static async Task PassAsync(XmlReader reader, CancellationToken ct)
    {
        var depth = reader.Depth;
        while (await reader.ReadAsync() && (reader.Depth > depth || reader.NodeType != XmlNodeType.EndElement))
        {
            ct.ThrowIfCancellationRequested();
            if (reader.Depth > TooDeep)
                throw new XmlException(TooDeepWords);
        }
        await reader.ReadAsync();
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
