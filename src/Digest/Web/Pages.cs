using System.Text;
using Digest.Rendering;

namespace Digest.Web;

/// <summary>Answers with a page of the template set.</summary>
internal sealed class Pages(Renderer renderer)
{
    public PaperModels Papers => renderer.Papers;

    public IResult Page(string name, Func<SiteModel, LanguageModel, object> model, int status = StatusCodes.Status200OK) =>
        Results.Content(renderer.Page(name, model), "text/html", Encoding.UTF8, status);

    /// <summary>Says what happened and what to do; the kinds are listed at <see cref="MessagePage"/>.</summary>
    public IResult Message(string kind, int status = StatusCodes.Status200OK) =>
        Page("message", (site, language) => new MessagePage(site, language, kind), status);
}
