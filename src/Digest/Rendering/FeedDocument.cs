using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;

namespace Digest.Rendering;

/// <summary>A feed, to be written as Atom (RFC 4287) or JSON Feed 1.1. All addresses are absolute.</summary>
/// <param name="Id">Never changes, whatever the feed's address.</param>
/// <param name="Home">The page that it is a feed of.</param>
internal sealed record FeedDocument(string Id, string Title, string Author, string Language, string Home, IReadOnlyList<FeedItem> Items)
{
    public const string AtomType = "application/atom+xml; charset=utf-8", JsonType = "application/feed+json; charset=utf-8";

    // Read as JSON and not as html: signs need no second escape.
    static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>When its newest item was; a feed without any has always been so.</summary>
    public DateTimeOffset Updated => Items.Count > 0 ? Items.Max(i => i.At) : DateTimeOffset.UnixEpoch;

    /// <param name="self">Where this feed is.</param>
    public byte[] Atom(string self)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(false) }))
        {
            xml.WriteStartElement("feed", "http://www.w3.org/2005/Atom");
            xml.WriteAttributeString("xml", "lang", null, Language);
            Head(xml, Id, Title, Updated);
            Link(xml, "self", "application/atom+xml", self);
            Link(xml, "alternate", "text/html", Home);
            xml.WriteStartElement("author");
            xml.WriteElementString("name", Plain(Author));
            xml.WriteEndElement();
            foreach (var item in Items)
            {
                xml.WriteStartElement("entry");
                Head(xml, item.Id, item.Title, item.At);
                xml.WriteElementString("published", Instant(item.At));
                Link(xml, "alternate", "text/html", item.Url);
                xml.WriteStartElement("content");
                xml.WriteAttributeString("type", "html");
                xml.WriteString(Plain(item.Html));
                xml.WriteEndElement();
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        return bytes.ToArray();
    }

    /// <param name="self">Where this feed is.</param>
    public byte[] JsonFeed(string self) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        version = "https://jsonfeed.org/version/1.1",
        title = Plain(Title),
        home_page_url = Home,
        feed_url = self,
        language = Language,
        authors = new[] { new { name = Plain(Author) } },
        items = Items.Select(item => new
        {
            id = item.Id,
            url = item.Url,
            title = Plain(item.Title),
            content_html = Plain(item.Html),
            date_published = Instant(item.At),
            date_modified = Instant(item.At),
        }),
    }, Json);

    static void Head(XmlWriter xml, string id, string title, DateTimeOffset updated)
    {
        xml.WriteElementString("id", id);
        xml.WriteElementString("title", Plain(title));
        xml.WriteElementString("updated", Instant(updated));
    }

    static void Link(XmlWriter xml, string rel, string type, string to)
    {
        xml.WriteStartElement("link");
        xml.WriteAttributeString("rel", rel);
        xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("href", to);
        xml.WriteEndElement();
    }

    static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Without the signs that XML cannot say, however they are escaped; one of them would make the whole feed unreadable.</summary>
    static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (rune.Value > 0xFFFF || XmlConvert.IsXmlChar((char)rune.Value))
                plain.Append(rune.ToString());
        return plain.ToString();
    }
}

/// <param name="Id">Never changes.</param>
/// <param name="Html">Escaped where it has to be.</param>
internal sealed record FeedItem(string Id, string Title, string Url, DateTimeOffset At, string Html);
