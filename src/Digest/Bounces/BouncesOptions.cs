namespace Digest.Bounces;

/// <summary>Settings of section Bounces.</summary>
internal sealed class BouncesOptions
{
    /// <summary>A Maildir (a folder with new/ and cur/) that `serve` reads reports from; none when empty.</summary>
    public string Maildir { get; set; } = "";
}
