using System.Text;
using Digest.Rendering;

namespace Digest.Web;

/// <summary>Answers with a page of the template set.</summary>
internal sealed class Pages(Renderer renderer, KeptPages kept)
{
    public PaperModels Papers => renderer.Papers;

    public IResult Page(string name, Func<SiteModel, LanguageModel, object> model, int status = StatusCodes.Status200OK) =>
        Results.Content(renderer.Page(name, model), "text/html", Encoding.UTF8, status);

    /// <summary>A page that reads the same for everybody but for one word, rendered once for as long as what it is made of stands.</summary>
    /// <param name="model">As for <see cref="Page"/>, with the given text where each answer has its own word.</param>
    public IResult Kept(string name, object of, Func<SiteModel, LanguageModel, string, object> model, string word) =>
        kept.Answer(name, of, () => renderer.Page(name, (site, language) => model(site, language, kept.Slot)), word);

    /// <summary>Says what happened and what to do; the kinds are listed at <see cref="MessagePage"/>.</summary>
    public IResult Message(string kind, int status = StatusCodes.Status200OK) =>
        Page("message", (site, language) => new MessagePage(site, language, kind), status);
}
