using System.Net;
using System.Text;
using Digest.Storage;
using Digest.Subscribers;

namespace Digest.Tests;

/// <summary>What readers do: visit pages, subscribe, open mails, follow their links, leave; and what the operator does for
/// them.</summary>
sealed partial class App
{
    public IReadOnlyList<AppMail> Mails => [.. Mailbox.Mails.Select(mail => new AppMail(mail))];

    /// <summary>An inbox as mail programs show it: in the order of the mails' dates, whichever connection was faster.</summary>
    public IReadOnlyList<AppMail> MailsTo(string address) =>
        [.. Mailbox.Mails.Where(mail => mail.EnvelopeTo == address).Select(mail => new AppMail(mail)).OrderBy(mail => mail.Date)];

    /// <summary>Opens an address of ours as a browser does. Addresses in mails and pages are public ones; a proxy would bring
    /// them here.</summary>
    public Task<AppPage> GetAsync(string url = "/") => AskAsync(HttpMethod.Get, url);

    /// <summary>What the browser says it likes to read (Accept-Language); null for nothing.</summary>
    public string? BrowserLikes { get; set; }

    public async Task<AppPage> AskAsync(HttpMethod method, string url, HttpContent? content = null, params (string Name, string Value)[] said)
    {
        var address = new Uri(new Uri(PublicUrl), url.TrimStart('/')).AbsoluteUri;
        var path = new Uri(address).PathAndQuery;
        if (_settings.ProxyStripsPath)
            path = path[(new Uri(PublicUrl).AbsolutePath.Length - 1)..];
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in said)
            request.Headers.Add(name, value);
        if (BrowserLikes is { } likes)
            request.Headers.TryAddWithoutValidation("Accept-Language", likes);
        using var response = await _http.SendAsync(request);
        var headers = response.Headers.Concat(response.Content.Headers).Concat(response.TrailingHeaders)
            .SelectMany(h => h.Value, (h, value) => (Name: h.Key.ToLowerInvariant(), Value: value))
            .ToLookup(h => h.Name, h => h.Value, StringComparer.Ordinal);
        return new(address, response.StatusCode, await response.Content.ReadAsStringAsync(), headers);
    }

    /// <summary>Presses the button of a page's form.</summary>
    public Task<AppPage> SubmitAsync(AppPage page, params (string Name, string Value)[] typed) => SubmitAsync(page, page.Form, typed);

    /// <summary>Presses the button of one of several forms.</summary>
    public Task<AppPage> SubmitAsync(AppPage page, AngleSharp.Html.Dom.IHtmlFormElement form, params (string Name, string Value)[] typed)
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var element in form.Elements)
            if (element switch
                {
                    AngleSharp.Html.Dom.IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false } => null,
                    AngleSharp.Html.Dom.IHtmlInputElement input => input.Value,
                    AngleSharp.Html.Dom.IHtmlTextAreaElement area => area.Value,
                    AngleSharp.Html.Dom.IHtmlSelectElement choice => choice.Value ?? "",
                    _ => null,
                } is { } value && element.GetAttribute("name") is { Length: > 0 } name)
                fields.Add(new(name, value));
        foreach (var (name, value) in typed)
        {
            if (!form.Elements.Any(element => element.GetAttribute("name") == name))
                throw new ArgumentException($"The form has no field {name}.", nameof(typed));
            fields.RemoveAll(field => field.Key == name);
            fields.Add(new(name, value));
        }
        return AskAsync(HttpMethod.Post, new Uri(new Uri(page.Url), form.GetAttribute("action")!).AbsoluteUri, new FormUrlEncodedContent(fields));
    }

    /// <summary>Signs up on the front page.</summary>
    public async Task<AppPage> SubscribeAsync(string address, string line = Some.Line, string zone = "UTC") =>
        await SubmitAsync(await GetAsync(), ("address", address), ("line", line), ("zone", zone));

    /// <summary>Opens the confirmation's page and presses its button.</summary>
    public async Task<AppPage> ConfirmAsync(AppMail confirmation) => await SubmitAsync(await GetAsync(confirmation.ConfirmLink));

    /// <summary>Signs up, finds the confirmation and confirms; the welcome and the first issue have come.</summary>
    public async Task BecomeReaderAsync(string address, string line = Some.Line, string zone = "UTC")
    {
        await SubscribeAsync(address, line, zone);
        await PlanAndSendAsync();
        await ConfirmAsync(MailsTo(address)[^1]);
        await PlanAndSendAsync();
    }

    /// <summary>Opens the link for leaving and presses the page's button.</summary>
    public async Task<AppPage> LeaveByPageAsync(AppMail mail) => await SubmitAsync(await GetAsync(mail.LeaveLink));

    /// <summary>What a mail program posts when its own button is pressed (RFC 8058).</summary>
    public Task<AppPage> OneClickAsync(AppMail mail, bool multipart = false) =>
        OneClickAsync(mail.Header("List-Unsubscribe")!.Split(',')[0].Trim('<', '>'), multipart);

    public Task<AppPage> OneClickAsync(string link, bool multipart = false) => AskAsync(HttpMethod.Post, link, multipart
        ? new MultipartFormDataContent { { new StringContent("One-Click", Encoding.ASCII), "List-Unsubscribe" } }
        : new StringContent("List-Unsubscribe=One-Click", Encoding.ASCII, "application/x-www-form-urlencoded"));

    /// <summary>Adds a reader the operator vouches for.</summary>
    public Task<Subscriber> AddAsync(string address, string line = Some.Line, DeliveryTime? at = null, int size = 10) =>
        AddAsync(address, new Preferences { Delivery = at ?? Some.Hour(), Size = size, Interests = InterestLine.Read(line) });

    public async Task<Subscriber> AddAsync(string address, Preferences preferences) =>
        (await Get<Subscriptions>().AddAsync(Parse(address), preferences, CancellationToken.None)).Added
            ?? throw new InvalidOperationException($"{address} is a subscriber already, or suppressed.");

    public async Task<bool> PauseAsync(string address) => await Get<Subscriptions>().PauseAsync(await FindAsync(address), CancellationToken.None);

    public async Task<bool> ResumeAsync(string address) => await Get<Subscriptions>().ResumeAsync(await FindAsync(address), "command", CancellationToken.None);

    public async Task<bool> RemoveAsync(string address) => await Get<Subscriptions>().RemoveAsync(await FindAsync(address), CancellationToken.None);

    public async Task<bool> EraseAsync(string address) => await EraseAsync(await FindAsync(address));

    public Task<bool> EraseAsync(Subscriber subscriber) => Get<Subscriptions>().EraseAsync(subscriber, "command", CancellationToken.None);

    /// <summary>What the program knows of an address.</summary>
    public async Task<Subscriber> FindAsync(string address) =>
        await Get<SubscriberStore>().FindAsync(Parse(address), CancellationToken.None)
            ?? throw new InvalidOperationException($"{address} is no subscriber.");

    /// <summary>What happened to the mails of an address, newest first.</summary>
    public async Task<IReadOnlyList<DeliveryStory.Told>> WhyAsync(string address) =>
        await Get<DeliveryStory>().TellAsync((await FindAsync(address)).Id, null, 1000, CancellationToken.None);

    /// <summary>What was asked, agreed and ended, in order: "asked", "confirmed", "left"…</summary>
    public async Task<IReadOnlyList<string>> ConsentsAsync(string address) =>
        [.. (await Get<DeliveryStory>().ConsentsAsync((await FindAsync(address)).Id, CancellationToken.None)).Select(c => c.Event)];

    /// <summary>The words that were agreed to, in order.</summary>
    public async Task<IReadOnlyList<string>> AgreedAsync(string address) =>
        [.. (await Get<PersonStory>().TellAsync((await FindAsync(address)).Id, CancellationToken.None))["consents"]!.AsArray().Select(c => (string)c!["wording"]!)];

    public async Task<bool> SpeakAsync(string address, string locale) =>
        await Get<PreferenceStore>().SetLocaleAsync((await FindAsync(address)).Id, locale, CancellationToken.None);

    public async Task<Preview.Previewed> PreviewAsync(string address, DateOnly? date = null) =>
        await Get<Preview>().MakeAsync(await FindAsync(address), date, CancellationToken.None);

    /// <summary>Says more or less of a paper, about the interest it stands under; of one of somebody who follows nothing, about
    /// none.</summary>
    public async Task<bool> SayAsync(Subscriber reader, PaperLine paper, Verdict verdict) => await Get<TasteStore>().SayAsync(reader.Id, new(
        (await Get<PaperStory>().ResolveAsync(paper.Id, CancellationToken.None))!.Value, verdict,
        (await FindAsync(reader.Address.Text)).Preferences.Interests.FirstOrDefault()?.Id, null, Now), CancellationToken.None);

    public async Task<bool> UnsayAsync(Subscriber reader, PaperLine paper) => await Get<TasteStore>().UnsayAsync(
        reader.Id, (await Get<PaperStory>().ResolveAsync(paper.Id, CancellationToken.None))!.Value, CancellationToken.None);

    /// <summary>The titles that an issue sent would have held for the subscriber as given.</summary>
    public async Task<IReadOnlyList<string>> ReconsiderAsync(Subscriber subscriber, DateOnly date)
    {
        var issue = await Get<IssueStore>().FindAsync(subscriber.Id, date, CancellationToken.None);
        var again = await Get<IssueRun>().ReconsiderAsync(subscriber, issue!, CancellationToken.None);
        return [.. again.Issue.Sections.SelectMany(s => s.Entries).Select(e => e.Paper.Paper.Title)];
    }

    static EmailAddress Parse(string address) => EmailAddress.TryParse(address, out var parsed, out var why)
        ? parsed : throw new ArgumentException(why.ToString(), nameof(address));
}
