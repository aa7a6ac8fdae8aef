using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Digest.Composing;
using Digest.Papers;
using Digest.Subscribers;

namespace Digest.Rendering;

/// <summary>Makes mails and pages of what was decided. A mail is a pure function of what was planned: the same call gives
/// the same text, today or in a retry.</summary>
internal sealed class Renderer(TemplateSet templates, SiteOptions site, Links links, KeyRing keys, RenderingOptions options)
{
    volatile TemplateSet _templates = templates;
    volatile IReadOnlyList<LanguageModel> _languages = LanguagesOf(templates);
    readonly ConcurrentDictionary<string, TemplateSet> _older = new(StringComparer.Ordinal);
    readonly PaperModels _papers = new(links, options.OwnPages);
    readonly SiteModel _site = new(site.Service, links.Home, site.OperatorName, site.PostalAddress, site.Contact);

    /// <summary>The templates that new mails are planned with.</summary>
    public TemplateSet Current => _templates;

    /// <summary>The same with other templates.</summary>
    public Renderer With(TemplateSet others) => new(others, site, links, keys, options);

    /// <summary>From now on mails are planned with these; those planned before are rendered with what they were planned with.</summary>
    public void Use(TemplateSet newer)
    {
        Learn(_templates);
        Learn(newer);
        _languages = LanguagesOf(newer);
        _templates = newer;
    }

    public PaperModels Papers => _papers;

    /// <summary>The service's own language.</summary>
    public string Locale { get; } = templates.Has(options.Locale) ? options.Locale : throw new InvalidDataException(
        $"Rendering:Locale is {options.Locale}, and there are templates of {string.Join(", ", templates.Locales)} only.");

    /// <summary>What readers may choose from, in the order of their tags.</summary>
    public IReadOnlyList<LanguageModel> Languages => _languages;

    /// <summary>A language there are templates of, or else the service's own.</summary>
    public LanguageModel Language(string locale) =>
        Languages.FirstOrDefault(l => l.Tag == locale) ?? Languages.First(l => l.Tag == Locale);

    /// <summary>The same for pages and lines, by itself in another language.</summary>
    public Renderer Speaking(string locale) => locale == Locale || !_templates.Has(locale) ? this
        : new(_templates, site, links, keys, new() { Locale = locale, OwnPages = options.OwnPages });

    /// <summary>The key that new mails' links are signed with.</summary>
    public int KeyId => keys.CurrentId;

    public bool Knows(string version) => version == _templates.Version || _older.ContainsKey(version);

    /// <summary>Takes in an older set, for mails planned before the templates changed.</summary>
    public void Learn(TemplateSet older) => _older.TryAdd(older.Version, older);

    /// <summary>A digest; of one too large for mail programs, as much as they show.</summary>
    public Mail Digest(MailPlan plan, DateOnly date, Issue issue, AbsentSources absent) =>
        Render(plan, "digest", DigestOf(plan, date, issue, absent));

    public Mail Confirm(MailPlan plan, long signUp) => Render(plan, "confirm", new ConfirmModel(
        _site, Language(plan),
        links.Confirm(plan.Subscriber, signUp, plan.TokenVersion, plan.PlannedAt + Subscriptions.ConfirmWithin, plan.KeyId),
        links.NeverMail(plan.Subscriber, plan.TokenVersion, plan.KeyId), (int)Subscriptions.ConfirmWithin.TotalHours));

    public Mail Welcome(MailPlan plan, SignUp signUp) => Render(plan, "welcome", new WelcomeModel(
        _site, Language(plan), [.. signUp.Interests.Select(i => i.Name)],
        Subscriptions.DefaultTime.ToString("HH:mm", CultureInfo.InvariantCulture), signUp.Zone, UnsubscribeUrl(plan))
        {
            PreferencesUrl = PreferencesUrl(plan),
        });

    public Mail Goodbye(MailPlan plan) => Render(plan, "goodbye", new GoodbyeModel(_site, Language(plan)));

    /// <summary>A notice that tells what stands in it.</summary>
    public Mail Tell(MailPlan plan, Notice notice)
    {
        var (until, next) = (plan.PlannedAt + Subscriptions.ConfirmWithin, notice.Next);
        var name = JsonNamingPolicy.KebabCaseLower.ConvertName(notice.Kind.ToString());
        return Render(plan, name, new NoticeModel(_site, Language(plan.Locale), (int)Subscriptions.ConfirmWithin.TotalHours)
        {
            Shown = notice.Shown ?? "",
            At = plan.PlannedAt.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture),
            Day = DateOnly.FromDateTime(plan.PlannedAt.UtcDateTime),
            NextDay = next?.Day,
            NextTime = next?.Time ?? "",
            Zone = next?.Zone ?? "",
            MoveUrl = notice.Kind is NoticeKind.MoveHere or NoticeKind.MoveAway
                ? links.Move(plan.Subscriber, notice.Object, notice.Kind == NoticeKind.MoveHere, plan.TokenVersion, until, plan.KeyId) : "",
            NeverUrl = notice.Kind == NoticeKind.MoveHere ? links.NeverMove(plan.Subscriber, notice.Object, plan.TokenVersion, plan.KeyId) : "",
            // Who is not the reader, or not any more, is given nothing to change; the old end may still end it all.
            UnsubscribeUrl = notice.Kind == NoticeKind.MoveHere ? "" : UnsubscribeUrl(plan),
            PreferencesUrl = notice.Kind is NoticeKind.MoveHere or NoticeKind.MovedAway ? "" : PreferencesUrl(plan),
        });
    }

    /// <summary>What a template would see.</summary>
    public T Model<T>(Func<SiteModel, LanguageModel, T> model) => model(_site, Language(Locale));

    /// <summary>A mail to the people who run the service, in its own language; made once, and kept as it is.</summary>
    public Mail ToOperator(string name, Func<SiteModel, LanguageModel, object> model)
    {
        var (set, made) = (_templates, model(_site, Language(Locale)));
        return new(Joined(set.Render(Locale, $"{name}.subject.txt", made)), set.Render(Locale, $"{name}.html", made), set.Render(Locale, $"{name}.txt", made));
    }

    /// <param name="model">Makes the page's model of what stands on every page.</param>
    public string Page(string name, Func<SiteModel, LanguageModel, object> model) => Page(name, Language(Locale), model);

    /// <param name="language">One of <see cref="Languages"/>.</param>
    public string Page(string name, LanguageModel language, Func<SiteModel, LanguageModel, object> model) =>
        _templates.Render(language.Tag, $"pages/{name}.html", model(_site, language));

    /// <summary>A page for who runs the service, in the one language that those speak.</summary>
    /// <param name="name">Of a file of templates/admin/pages.</param>
    public string ForOperators(string name, Func<SiteModel, object> model) => _templates.Render("admin", $"pages/{name}.html", model(_site));

    /// <summary>Plain text that is made like a page, in one line: a title.</summary>
    public string Line(string name, Func<SiteModel, LanguageModel, object> model) =>
        Joined(_templates.Render(Locale, $"pages/{name}.txt", model(_site, Language(Locale))));

    string UnsubscribeUrl(MailPlan plan) => links.Unsubscribe(plan.Subscriber, plan.TokenVersion, plan.KeyId);

    DigestModel DigestOf(MailPlan plan, DateOnly date, Issue issue, AbsentSources absent)
    {
        var sections = _papers.Sections(issue.Sections, paper => links.Tune(plan.Subscriber, paper, plan.TokenVersion, plan.KeyId));
        return new(_site, Language(plan), date, issue.Count, sections,
            [.. absent.Failed, .. absent.Late], absent.Late, absent.Failed, UnsubscribeUrl(plan))
        {
            Best = PaperModels.Best(issue.Sections, sections),
            Updates = _papers.Updates(issue.Sections),
            WebUrl = links.Issue(plan.Subscriber, date, plan.TokenVersion, plan.KeyId),
            PreferencesUrl = PreferencesUrl(plan),
        };
    }

    string PreferencesUrl(MailPlan plan) => links.Preferences(plan.Subscriber, plan.TokenVersion, plan.KeyId);

    TemplateSet SetOf(MailPlan plan) => _templates is var current && plan.TemplateVersion == current.Version ? current : _older[plan.TemplateVersion];

    LanguageModel Language(MailPlan plan) => SetOf(plan) is var set && set == _templates ? Language(plan.Locale)
        : Language(set, set.Has(plan.Locale) ? plan.Locale : Locale);

    Mail Render(MailPlan plan, string name, object model)
    {
        var set = SetOf(plan);
        var locale = set.Has(plan.Locale) ? plan.Locale : Locale;
        var subject = set.Render(locale, $"{name}.subject.txt", model);
        var html = set.Render(locale, $"{name}.html", model);
        if (model is DigestModel whole && !MailSize.Fits(html))
        {
            model = Fitting.Fit(whole, smaller => MailSize.Fits(set.Render(locale, $"{name}.html", smaller)));
            html = set.Render(locale, $"{name}.html", model);
        }
        return new(Joined(subject), html, set.Render(locale, $"{name}.txt", model));
    }

    static string Joined(string text) => string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    static IReadOnlyList<LanguageModel> LanguagesOf(TemplateSet set) => [.. set.Locales.Select(locale => Language(set, locale))];

    static LanguageModel Language(TemplateSet set, string locale) =>
        new(locale, CultureInfo.GetCultureInfo(locale).TextInfo.IsRightToLeft ? "rtl" : "ltr") { Name = set.NameOf(locale) };
}

/// <summary>What was fixed when the mail was planned, as far as rendering needs it.</summary>
internal sealed record MailPlan(
    long Subscriber, string Locale, string TemplateVersion, int KeyId, int TokenVersion, DateTimeOffset PlannedAt);
