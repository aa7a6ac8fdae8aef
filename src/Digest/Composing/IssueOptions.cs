using System.ComponentModel.DataAnnotations;

namespace Digest.Composing;

/// <summary>Settings of section Issues: when an issue is still worth sending.</summary>
internal sealed class IssueOptions
{
    /// <summary>A service that was down sends each reader's last missed issue when it is no later than this, 1 h to 7 d. Older
    /// ones are let go; their papers come with the next.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "7.00:00:00", ErrorMessage = "Issues:CatchUp must be 01:00:00 to 7.00:00:00.")]
    public TimeSpan CatchUp { get; set; } = TimeSpan.FromHours(36);

    /// <summary>How far back an issue looks for editions its reader has not had, in days, 1 to 31.</summary>
    [Range(1, 31, ErrorMessage = "Issues:LookBackDays must be 1 to 31.")]
    public int LookBackDays { get; set; } = 14;
}
