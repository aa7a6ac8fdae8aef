using System.ComponentModel.DataAnnotations;

namespace Digest.Composing;

/// <summary>Section "Composing": how much an issue holds.</summary>
internal sealed class ComposingOptions
{
    /// <summary>Papers that merely trend, at most, in an issue for someone with interests. 0 to 100.</summary>
    [Range(0, 100, ErrorMessage = "Composing:TrendingSlots must be 0 to 100 papers.")]
    public int TrendingSlots { get; set; } = 3;
}
