using System.Text.Json;

namespace Digest.Gathering.Sources;

/// <summary>Reads an item of JSON Feed 1 and 1.1.</summary>
internal static class JsonFeedEntries
{
    public static FeedEntry FromItem(JsonElement item, Uri? around)
    {
        var html = item.Text("content_html");
        return new FeedEntry
        {
            // A number where a text should be is the commonest slip.
            Id = item.Text("id") ?? (item.Field("id") is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : null),
            Title = item.Text("title"),
            Summary = item.Text("summary"),
            Content = item.Text("content_text") ?? (html is null ? null : HtmlText.Of(html)),
            Authors = item.Items("authors").Select(a => a.Text("name")).Append(item.Field("author")?.Text("name"))
                .Distinct(StringComparer.Ordinal),
            Categories = item.Items("tags").Select(t => t.AsText()),
            Links = [FeedAddresses.Resolve(item.Text("url"), around), FeedAddresses.Resolve(item.Text("external_url"), around)],
            Pdf = item.Items("attachments").Where(a => a.Text("mime_type") == "application/pdf")
                .Select(a => FeedAddresses.Resolve(a.Text("url"), around)).FirstOrDefault(),
            Identifiers = [item.Text("doi"), item.Field("_doi")?.AsText()],
            At = FeedDates.Read(item.Text("date_published")) ?? FeedDates.Read(item.Text("date_modified")),
        };
    }
}
