using System.ComponentModel.DataAnnotations;

namespace Digest.Composing;

/// <summary>Section "Composing": how much an issue holds.</summary>
internal sealed class ComposingOptions
{
    /// <summary>Papers that merely trend, at most, in an issue for someone with interests. 0 to 100.</summary>
    [Range(0, 100, ErrorMessage = "Composing:TrendingSlots must be 0 to 100 papers.")]
    public int TrendingSlots { get; set; } = 3;

    /// <summary>Papers about the same thing, at most, in one issue; the others come another day. Places that an interest was
    /// promised are filled with them where it has nothing else. 1 to 100.</summary>
    [Range(1, 100, ErrorMessage = "Composing:Alike must be 1 to 100 papers.")]
    public int Alike { get; set; } = 2;

    /// <summary>Trending papers unlike anything they follow, at most, in an issue for someone with interests where there is
    /// room. 0 or 1.</summary>
    [Range(0, 1, ErrorMessage = "Composing:Discoveries must be 0 or 1.")]
    public int Discoveries { get; set; } = 1;

    /// <summary>Lines of news about papers a reader received (a new version, code, a withdrawal), at most, at the end of an
    /// issue. 0 to 20; 0 is none.</summary>
    [Range(0, 20, ErrorMessage = "Composing:UpdateSlots must be 0 to 20 lines.")]
    public int UpdateSlots { get; set; } = 3;
}
