using System.Net;
using System.Text;
using Digest.Subscribers;

namespace Digest.Tests.Life;

/// <summary>Something that is posted, as a page or a mail program does, and what becomes of it.</summary>
/// <param name="Pattern">The address as the program maps it.</param>
/// <param name="Mails">Kinds of mails that the address has got when it is over, in any order.</param>
sealed record Posting(string Pattern, string Name, (string Name, string Value)[] Fields, params string[] Mails)
{
    static readonly string[] Read = ["confirm", "issue", "welcome"];

    /// <summary>Every address that takes posts, with the ways to use it. The tests fail for one that is not named here.</summary>
    public static IReadOnlyList<Posting> All { get; } =
    [
        new("/subscribe", "subscribe", [("address", "ADDRESS"), ("line", "ocean tides"), ("zone", "UTC"), ("stamp", "STAMP")], "confirm"),
        new("/picks", "picks", [("address", "ADDRESS"), ("line", "ocean tides"), ("stamp", "STAMP")]),
        new("/confirm/{token}", "confirm", [], Read) { ActsOnAnything = true },
        new("/unsubscribe/{token}", "leave", [("leave", "page")], [.. Read, "goodbye"]) { ActsOnAnything = true },
        new("/unsubscribe/{token}", "one-click", [("List-Unsubscribe", "One-Click")], Read) { ActsOnAnything = true },
        new("/unsubscribe/{token}/undo", "undo", [], Read) { ActsOnAnything = true },
        new("/unsubscribe/{token}/undo", "weekly", [("instead", "weekly")], Read) { ActsOnAnything = true },
        new("/tune/{token}", "less", [("do", "less"), ("what", "")], Read),
        new("/tune/{token}", "mute", [("do", "mute-words"), ("what", "tides")], Read),
        new("/preferences/{token}", "add", [("do", "add"), ("line", "ocean tides; polar storms")], Read),
        new("/preferences/{token}", "edit", [("do", "edit"), ("interest", "1"), ("name", "Folds"), ("words", "folded proteins"), ("slots", "3")], Read),
        new("/preferences/{token}", "move", [("do", "move"), ("interest", "1"), ("to", "1")], Read),
        new("/preferences/{token}", "remove", [("do", "remove"), ("interest", "1")], Read),
        new("/preferences/{token}", "letter", [("do", "letter"), ("day", "1"), ("time", "09:30"), ("zone", "Asia/Tokyo"), ("size", "5")], Read),
        new("/preferences/{token}", "pause", [("do", "pause"), ("until", "2026-12-24")], [.. Read, "paused"]),
        new("/preferences/{token}", "quiet", [("do", "quiet"), ("quiet", "2026-12-24 to 2026-12-26")], Read),
        new("/preferences/{token}", "address", [("do", "address"), ("address", "elsewhere@example.org")], [.. Read, "move_away"]),
        new("/preferences/{token}", "stay", [("do", "stay")], [.. Read, "move_away"]),
        new("/move/{token}", "allow", [("do", "yes")], [.. Read, "move_away"]),
        new("/move/{token}", "call off", [("do", "no")], [.. Read, "move_away"]),
        new("/preferences/{token}", "resume", [("do", "resume")], [.. Read, "paused"]),
        new("/preferences/{token}", "erase", [("do", "erase")], Read),
    ];

    /// <summary>The button has no fields, or a mail program may post what it likes: whatever comes acts.</summary>
    public bool ActsOnAnything { get; init; }

    public bool HasToken => Pattern.Contains("{token}", StringComparison.Ordinal);

    public override string ToString() => Name;

    /// <summary>Brings somebody to where this can be posted.</summary>
    /// <returns>The address to post to, and the fields as a browser would have them.</returns>
    public async Task<(string Url, IReadOnlyList<KeyValuePair<string, string>> Fields)> ComeToItAsync(App app, string reader)
    {
        if (HasToken)
            await app.SubscribeAsync(reader, "protein folding; small models");
        if (HasToken)
            await app.PlanAndSendAsync();
        if (HasToken && Name != "confirm")
        {
            await app.ConfirmAsync(app.MailsTo(reader)[^1]);
            await app.PlanAndSendAsync();
        }
        if (Pattern.EndsWith("/undo", StringComparison.Ordinal))
            await app.LeaveByPageAsync(app.MailsTo(reader)[^1]);
        if (Name == "stay" || Pattern.StartsWith("/move/", StringComparison.Ordinal))
            await app.AskToMoveAsync(app.MailsTo(reader)[^1].PreferencesLink, Some.Address);
        if (Name == "resume")
        {
            await app.PauseAsync(reader);
            await app.PlanAndSendAsync();
        }
        var mail = app.MailsTo(reader).LastOrDefault(m => Name != "stay" || m.Kind == "issue");
        var url = Pattern.Split('/')[1] switch
        {
            "confirm" => mail!.ConfirmLink,
            "unsubscribe" => mail!.LeaveLink + (Pattern.EndsWith("/undo", StringComparison.Ordinal) ? "/undo" : ""),
            "tune" => mail!.TuneLink(mail.Titles[0], "Less like this").Split('?')[0],
            "preferences" => mail!.PreferencesLink,
            "move" => mail!.MoveLink,
            var path => app.PublicUrl + path,
        };
        var stamp = HasToken ? "" : ((AngleSharp.Html.Dom.IHtmlInputElement)(await app.GetAsync()).Form.Elements["stamp"]!).Value;
        return (url, [.. Fields.Select(f => KeyValuePair.Create(f.Name, f.Value == "ADDRESS" ? reader : f.Value == "STAMP" ? stamp : f.Value))]);
    }

    /// <summary>Bodies that are no form of ours, by what is wrong with them.</summary>
    public IReadOnlyDictionary<string, Func<HttpContent>> Broken(IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        var form = string.Join('&', fields.Select(f => $"{f.Key}={Uri.EscapeDataString(f.Value)}"));
        const string Form = "application/x-www-form-urlencoded";
        return new Dictionary<string, Func<HttpContent>>(StringComparer.Ordinal)
        {
            ["nothing"] = () => Body("", Form),
            ["json"] = () => Body("{\"do\":\"erase\"}", "application/json"),
            ["plain text"] = () => Body(form, "text/plain"),
            ["no type"] = () => Body(form, null),
            ["a type that is none"] = () => Body(form, "////;;=="),
            ["multipart without a boundary"] = () => Body("--x\r\n\r\n", "multipart/form-data"),
            ["multipart cut off"] = () => Body("--x\r\nContent-Disposition: form-data; name=\"do\"\r\n\r\nera", "multipart/form-data; boundary=x"),
            ["multipart of another boundary"] = () => Body("--y\r\nContent-Disposition: form-data; name=\"do\"\r\n\r\nerase\r\n--y--\r\n", "multipart/form-data; boundary=x"),
            ["ten megabytes of a field"] = () => Body("line=" + new string('a', 10_000_000), Form),
            ["ten megabytes of a part"] = () => new MultipartFormDataContent { { new StringContent(new string('a', 10_000_000)), "line" } },
            ["ten megabytes of a file"] = () => new MultipartFormDataContent { { new ByteArrayContent(new byte[10_000_000]), "line", "a.bib" } },
            ["ten thousand fields"] = () => Body(string.Join('&', Enumerable.Range(0, 10_000).Select(n => "a=1")), Form),
            ["a charset that is none"] = () => Body("do=%FF%FE", Form + "; charset=klingon"),
            ["sixteen bits a sign"] = () => new ByteArrayContent(Encoding.Unicode.GetBytes("do=dance")) { Headers = { { "Content-Type", Form + "; charset=utf-16" } } },
            ["bytes that are no UTF-8"] = () => Body("do=%FF%FE%80&line=%C3%28&what=%ED%A0%80&address=%F8%88%80%80%80", Form),
            ["controls"] = () => Body("do=%00%01%1B%7F&line=%00%0D%0A%1B&what=%00%08&address=a%00b%0D%0ABcc:x@y.example&name=%00&until=%00&size=%00", Form),
            ["percent signs that say nothing"] = () => Body("do=%&line=%zz&what=%4&address=%%%", Form),
        };
    }

    static HttpContent Body(string text, string? type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        if (type is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }
}
