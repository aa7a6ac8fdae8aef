using System.Text;
using Digest.Rendering;
using Digest.Subscribers;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Digest.Web;

/// <summary>Answers with a page of the template set, in the language of who reads it: the one that a subscriber chose, behind a
/// link of theirs; else what ?lang= asks for, what the browser likes, the service's own.</summary>
internal sealed class Pages(Renderer renderer, Links links, KeptPages kept)
{
    /// <summary>Longer addresses are not told again in other languages.</summary>
    const int LongestQuery = 2000;

    readonly KeptPages _kept = kept;

    /// <summary>The language of the subscriber whose pages these are; null for anybody's.</summary>
    string? _chosen;

    public PaperModels Papers => renderer.Papers;

    public IReadOnlyList<LanguageModel> Languages => renderer.Languages;

    /// <summary>Pages behind a link of this subscriber.</summary>
    public Pages For(Subscriber reader) => new(renderer, links, _kept) { _chosen = reader.Preferences.Locale };

    public IResult Page(string name, Func<SiteModel, LanguageModel, object> model, int status = StatusCodes.Status200OK) =>
        new Answer(this, name, model, status);

    /// <summary>A page that reads the same for everybody but for one word, rendered once for as long as what it is made of stands.</summary>
    /// <param name="model">As for <see cref="Page"/>, with the given text where each answer has its own word.</param>
    public IResult Kept(string name, object of, Func<SiteModel, LanguageModel, string, object> model, string word) =>
        new KeptAnswer(this, name, of, model, word);

    /// <summary>Says what happened and what to do; the kinds are listed at <see cref="MessagePage"/>.</summary>
    public IResult Message(string kind, int status = StatusCodes.Status200OK) =>
        Page("message", (site, language) => new MessagePage(site, language, kind), status);

    /// <summary>What somebody reads on a button or above it before they agree; kept as evidence.</summary>
    /// <param name="what">"sign_up", "confirm", "return", "move_here" or "move_away".</param>
    public string Agreed(HttpContext context, string what) =>
        renderer.Speaking(LanguageOf(context).Tag).Line("agreed", (_, _) => new AgreedLine(what));

    /// <summary>The language in which the page is, with the same page in others.</summary>
    public LanguageModel LanguageOf(HttpContext context)
    {
        var request = context.Request;
        // A form that was read carries on the language that its page was in.
        var asked = context.Features.Get<IFormFeature>()?.Form is { } form && form["lang"] is [{ Length: > 0 } carried, ..] ? carried : request.Query["lang"].FirstOrDefault();
        IReadOnlyList<string> locales = [.. Languages.Select(l => l.Tag)];
        var liked = LanguageChoice.Pick(locales, null, request.Headers.AcceptLanguage.ToString(), renderer.Locale);
        var language = renderer.Language(_chosen ?? LanguageChoice.Pick(locales, asked, request.Headers.AcceptLanguage.ToString(), renderer.Locale));
        return language with { Stay = language.Tag == liked ? "" : "?lang=" + language.Tag, Others = Others(request, language) };
    }

    IReadOnlyList<OtherLanguage> Others(HttpRequest request, LanguageModel language)
    {
        if (_chosen is not null || SecurityHeaders.IsSecret(request.Path) || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            || request.QueryString.Value?.Length > LongestQuery)
            return [];
        var page = links.Home + request.Path.ToUriComponent().TrimStart('/');
        var rest = QueryString.Create(request.Query.Where(q => q.Key != "lang"));
        return [.. Languages.Where(l => l.Tag != language.Tag).Select(l => new OtherLanguage(l.Tag, l.Dir, l.Name, page + rest.Add("lang", l.Tag)))];
    }

    LanguageModel Tell(HttpContext context)
    {
        var language = LanguageOf(context);
        context.Response.Headers.ContentLanguage = language.Tag;
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
        return language;
    }

    /// <summary>Rendered when it is answered with: only then is it known who asks.</summary>
    sealed class Answer(Pages pages, string name, Func<SiteModel, LanguageModel, object> model, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext context)
        {
            var language = pages.Tell(context);
            // What is not here is not here in other languages.
            if (status != StatusCodes.Status200OK)
                language = language with { Others = [] };
            return Results.Content(pages.Render(name, language, model), "text/html", Encoding.UTF8, status).ExecuteAsync(context);
        }
    }

    sealed class KeptAnswer(Pages pages, string name, object of, Func<SiteModel, LanguageModel, string, object> model, string word) : IResult
    {
        public Task ExecuteAsync(HttpContext context)
        {
            var language = pages.Tell(context);
            // Links to other languages carry the rest of the address on; such a page is not everybody's.
            return context.Request.Query.Keys.Any(key => key != "lang")
                ? new Answer(pages, name, (site, spoken) => model(site, spoken, word), StatusCodes.Status200OK).ExecuteAsync(context)
                : pages._kept.Answer($"{name} {language.Tag}{language.Stay}", (of, pages.Version),
                    () => pages.Render(name, language, (site, spoken) => model(site, spoken, pages._kept.Slot)), word)
                    .ExecuteAsync(context);
        }
    }

    string Version => renderer.Current.Version;

    string Render(string name, LanguageModel language, Func<SiteModel, LanguageModel, object> model) => renderer.Page(name, language, model);
}
