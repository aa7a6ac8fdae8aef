using System.ComponentModel.DataAnnotations;

namespace Digest.Composing;

/// <summary>Section "Composing": how much an issue holds.</summary>
internal sealed class ComposingOptions
{
    /// <summary>Papers that merely trend, at most, in an issue for someone with interests. 0 to 100.</summary>
    [Range(0, 100, ErrorMessage = "Composing:TrendingSlots must be 0 to 100 papers.")]
    public int TrendingSlots { get; set; } = 3;

    /// <summary>Lines of news about papers a reader received (a new version, code, a withdrawal), at most, at the end of an
    /// issue. 0 to 20; 0 is none.</summary>
    [Range(0, 20, ErrorMessage = "Composing:UpdateSlots must be 0 to 20 lines.")]
    public int UpdateSlots { get; set; } = 3;
}
