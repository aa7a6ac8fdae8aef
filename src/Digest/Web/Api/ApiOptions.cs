using System.ComponentModel.DataAnnotations;

namespace Digest.Web.Api;

/// <summary>Section "Web:Api": the interface for programs. Nobody gets in without a key (digest api-key new).</summary>
internal sealed class ApiOptions
{
    /// <summary>Requests by one key in an hour at this node; as many may come at once. 1 to 10000000.</summary>
    [Range(1, 10_000_000, ErrorMessage = "Web:Api:PerHour must be 1 to 10000000 an hour.")]
    public int PerHour { get; set; } = 36_000;
}
