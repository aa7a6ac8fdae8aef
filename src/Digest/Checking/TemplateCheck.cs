using Digest.Rendering;

namespace Digest.Checking;

/// <summary>Whether every mail and page can be rendered.</summary>
internal sealed class TemplateCheck(TemplateTrial trial, LiveTemplates live, RenderingOptions options)
{
    public Finding Look()
    {
        if (live.Fault is { } left)
            return Broken(left) with { Means = "Those of before stay in use, and the service would not start with these." };
        try
        {
            trial.Run();
            return Finding.Ok("templates", options.TemplatesFolder is { } own ? $"The templates work, those in {own} included." : "The templates work.");
        }
        catch (InvalidDataException fault)
        {
            return Broken(fault.Message);
        }
    }

    public static Finding Broken(string why) => Finding.Fault("templates", $"A template does not work: {why}",
        "The service does not start with it.", "Mend the file in Rendering:TemplatesFolder, or take it away so that the shipped one is used; digest template check tells all.");
}
