namespace Digest.Rendering;

/// <summary>Settings of section Rendering.</summary>
internal sealed class RenderingOptions
{
    /// <summary>A folder of templates that take the place of the shipped ones, file by file; none by default.</summary>
    public string? TemplatesFolder { get; set; }

    /// <summary>True: links of papers in mails and lists lead to our own page of the paper, which leads on; false (the default):
    /// straight to where the paper is.</summary>
    public bool OwnPages { get; set; }

    /// <summary>The language of who asks for none that there are templates of, and of the public feeds; a folder of the
    /// templates. en by default.</summary>
    public string Locale { get; set; } = "en";
}
