using System.Collections.Concurrent;
using System.Globalization;
using Digest.Composing;
using Digest.Papers;
using Digest.Subscribers;

namespace Digest.Rendering;

/// <summary>Makes mails and pages of what was decided. A mail is a pure function of what was planned: the same call gives
/// the same text, today or in a retry.</summary>
internal sealed class Renderer(TemplateSet templates, SiteOptions site, Links links, KeyRing keys, RenderingOptions options)
{
    volatile TemplateSet _templates = templates;
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
        _templates = newer;
    }

    public PaperModels Papers => _papers;

    /// <summary>The key that new mails' links are signed with.</summary>
    public int KeyId => keys.CurrentId;

    public bool Knows(string version) => version == _templates.Version || _older.ContainsKey(version);

    /// <summary>Takes in an older set, for mails planned before the templates changed.</summary>
    public void Learn(TemplateSet older) => _older.TryAdd(older.Version, older);

    /// <summary>A digest; of one too large for mail programs, as much as they show.</summary>
    public Mail Digest(MailPlan plan, DateOnly date, Issue issue, AbsentSources absent) =>
        Render(plan, "digest", DigestOf(plan, date, issue, absent));

    public Mail Confirm(MailPlan plan, long signUp) => Render(plan, "confirm", new ConfirmModel(
        _site, Language(plan.Locale),
        links.Confirm(plan.Subscriber, signUp, plan.TokenVersion, plan.PlannedAt + Subscriptions.ConfirmWithin, plan.KeyId),
        links.NeverMail(plan.Subscriber, plan.TokenVersion, plan.KeyId), (int)Subscriptions.ConfirmWithin.TotalHours));

    public Mail Welcome(MailPlan plan, SignUp signUp) => Render(plan, "welcome", new WelcomeModel(
        _site, Language(plan.Locale), [.. signUp.Interests.Select(i => i.Name)],
        Subscriptions.DefaultTime.ToString("HH:mm", CultureInfo.InvariantCulture), signUp.Zone, UnsubscribeUrl(plan))
        {
            PreferencesUrl = PreferencesUrl(plan),
        });

    public Mail Goodbye(MailPlan plan) => Render(plan, "goodbye", new GoodbyeModel(_site, Language(plan.Locale)));

    /// <param name="model">Makes the page's model of what stands on every page.</param>
    public string Page(string name, Func<SiteModel, LanguageModel, object> model) =>
        _templates.Render(options.Locale, $"pages/{name}.html", model(_site, Language(options.Locale)));

    /// <summary>Plain text that is made like a page, in one line: a title.</summary>
    public string Line(string name, Func<SiteModel, LanguageModel, object> model) => string.Join(' ',
        _templates.Render(options.Locale, $"pages/{name}.txt", model(_site, Language(options.Locale))).Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    string UnsubscribeUrl(MailPlan plan) => links.Unsubscribe(plan.Subscriber, plan.TokenVersion, plan.KeyId);

    DigestModel DigestOf(MailPlan plan, DateOnly date, Issue issue, AbsentSources absent)
    {
        var sections = _papers.Sections(issue.Sections, paper => links.Tune(plan.Subscriber, paper, plan.TokenVersion, plan.KeyId));
        return new(_site, Language(plan.Locale), date, issue.Count, sections,
            [.. absent.Failed, .. absent.Late], absent.Late, absent.Failed, UnsubscribeUrl(plan))
        {
            Best = PaperModels.Best(issue.Sections, sections),
            Updates = _papers.Updates(issue.Sections),
            WebUrl = links.Issue(plan.Subscriber, date, plan.TokenVersion, plan.KeyId),
            PreferencesUrl = PreferencesUrl(plan),
        };
    }

    string PreferencesUrl(MailPlan plan) => links.Preferences(plan.Subscriber, plan.TokenVersion, plan.KeyId);


    Mail Render(MailPlan plan, string name, object model)
    {
        var current = _templates;
        var set = plan.TemplateVersion == current.Version ? current : _older[plan.TemplateVersion];
        var locale = set.Has(plan.Locale) ? plan.Locale : options.Locale;
        var subject = set.Render(locale, $"{name}.subject.txt", model);
        var html = set.Render(locale, $"{name}.html", model);
        if (model is DigestModel whole && !MailSize.Fits(html))
        {
            model = Fitting.Fit(whole, smaller => MailSize.Fits(set.Render(locale, $"{name}.html", smaller)));
            html = set.Render(locale, $"{name}.html", model);
        }
        return new(
            string.Join(' ', subject.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)), html, set.Render(locale, $"{name}.txt", model));
    }

    static LanguageModel Language(string locale) =>
        new(locale, CultureInfo.GetCultureInfo(locale).TextInfo.IsRightToLeft ? "rtl" : "ltr");
}

/// <summary>What was fixed when the mail was planned, as far as rendering needs it.</summary>
internal sealed record MailPlan(
    long Subscriber, string Locale, string TemplateVersion, int KeyId, int TokenVersion, DateTimeOffset PlannedAt);
