namespace Digest.Rendering;

/// <summary>Renders the templates of one set. Two ship: <see cref="OwnTemplates"/> by Digest.Templating, and ScribanTemplates by
/// Scriban itself in builds that ask for it. Which one it is must show in nothing but the time it takes.</summary>
internal interface ITemplateEngine
{
    /// <param name="path">Of a file of the set ("en/digest.html"). In one that ends in .html every expression is escaped once.</param>
    /// <exception cref="InvalidDataException">The template does not work; the message says where.</exception>
    string Render(string path, object model);
}
