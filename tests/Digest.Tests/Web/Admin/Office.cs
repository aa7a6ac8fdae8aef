using System.Net;
using System.Text.RegularExpressions;

namespace Digest.Tests.Web.Admin;

/// <summary>An operator at their pages, with the cookie that a browser would keep.</summary>
sealed class Office(App app) : IAsyncDisposable
{
    public const string Token = "the operators' own token";

    public App App => app;

    /// <summary>What the browser sends along; null before logging in.</summary>
    public string? Cookie { get; set; }

    public static async Task<Office> OpenAsync(AppSettings? settings = null, params (string Key, string? Value)[] more)
    {
        settings ??= new();
        settings.Settings["Web:Admin:Token"] = Token;
        settings.Settings["Web:Admin:Attempts"] = "1000";
        foreach (var (key, value) in more)
            settings.Settings[key] = value;
        return new(await App.StartAsync(settings));
    }

    /// <summary>With somebody logged in.</summary>
    public static async Task<Office> EnteredAsync(AppSettings? settings = null, params (string Key, string? Value)[] more)
    {
        var office = await OpenAsync(settings, more);
        await office.LogInAsync();
        return office;
    }

    public async Task<AppPage> LogInAsync(string token = Token)
    {
        var page = await PostAsync("/admin/login", ("token", token));
        if (page.Header("Set-Cookie") is { } set)
            Cookie = set.Split(';')[0];
        return page;
    }

    public Task<AppPage> GetAsync(string path) => app.AskAsync(HttpMethod.Get, path, null, Said());

    /// <summary>Posts as a browser does from our own page, with the fields it has.</summary>
    public Task<AppPage> PostAsync(string path, params (string Name, string Value)[] fields) => app.AskAsync(HttpMethod.Post, path,
        new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))), [.. Said(), ("Sec-Fetch-Site", "same-origin")]);

    /// <summary>Presses the button of a page that posts this.</summary>
    public async Task<AppPage> PressAsync(string path, string verb)
    {
        var form = (await GetAsync(path)).FormFor(verb);
        return await PostAsync(new Uri(form.GetAttribute("action")!).AbsolutePath[(new Uri(app.PublicUrl).AbsolutePath.Length - 1)..],
            [.. form.Elements.OfType<AngleSharp.Html.Dom.IHtmlInputElement>().Select(i => (i.Name!, i.Value))]);
    }

    /// <summary>The lines of the audit, as they read.</summary>
    public async Task<IReadOnlyList<string>> AuditAsync() =>
        [.. (await GetAsync("/admin/audit")).Says(".ledger li").Select(line => Regex.Replace(line, "[0-9-]{10} [0-9:]{8} ", ""))];

    public async Task<long> NumberOfAsync(string address) => (await app.FindAsync(address)).Id;

    /// <summary>Saves every page, as <see cref="App.SaveMarkupAsync"/> does with those of readers.</summary>
    public async Task SaveMarkupAsync(string folder)
    {
        var (reader, gone) = (Some.Address, Some.Address);
        await app.PublishAsync(Some.Papers(3));
        await app.BecomeReaderAsync(reader);
        await app.AddAsync(gone);
        app.Tamper("INSERT INTO suppressions (address_hash, strength, reason, evidence, since) SELECT address_hash, 'soft', 'mails came back', '', 1 FROM subscribers WHERE address = '" + gone + "'");
        app.Tamper("INSERT INTO fetch_log (source, about, asked_at, listed, added, updated, joined, skipped, late, error) VALUES ('a-source', '2026-07-17', 1784275200000, 0, 0, 0, 0, 0, 1, 'no list yet')");
        var id = await NumberOfAsync(reader);
        var person = $"/admin/subscribers/{id}";
        foreach (var (name, path) in new[]
        {
            ("today", "/admin"), ("editions", "/admin/editions"), ("edition", "/admin/editions/1"), ("sources", "/admin/sources"), ("deliveries", "/admin/deliveries"),
            ("deliveries-fault", "/admin/deliveries?day=soon"), ("delivery", $"/admin/deliveries/{app.Rows("SELECT CAST(MAX(id) AS TEXT) FROM deliveries")[0]}"),
            ("subscribers", "/admin/subscribers"), ("subscriber", person), ("suppressed", $"/admin/subscribers/{await NumberOfAsync(gone)}"),
            ("erase", person + "/erase"), ("preview", person + "/preview"), ("suppressions", "/admin/suppressions"), ("settings", "/admin/settings"), ("audit", "/admin/audit"),
        })
            await SaveAsync(name, await GetAsync(path));
        await SaveAsync("done", await PressAsync(person, "pause"));
        await SaveAsync("refused", await PostAsync(person, ("do", "erase"), ("stamp", Stamp(await GetAsync(person)))));
        await File.WriteAllTextAsync(Path.Combine(folder, "frame"), (await GetAsync(person + "/preview/frame")).Body);
        Cookie = null;
        await SaveAsync("login", await GetAsync("/admin/login"));
        await SaveAsync("login-wrong", await LogInAsync("something else altogether"));

        Task SaveAsync(string name, AppPage page) => File.WriteAllTextAsync(Path.Combine(folder, $"admin-{name}.html"), page.Body);
    }

    /// <summary>What goes with the forms of a page.</summary>
    public static string Stamp(AppPage page) => Regex.Match(page.Body, "name=\"stamp\" value=\"([^\"]+)\"").Groups[1].Value;

    public ValueTask DisposeAsync() => app.DisposeAsync();

    (string, string)[] Said() => Cookie is null ? [] : [("Cookie", Cookie)];
}
