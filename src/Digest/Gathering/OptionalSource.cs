namespace Digest.Gathering;

/// <summary>A source that comes with the program and may be off.</summary>
/// <param name="Setting">What turns it on.</param>
/// <param name="IsVerified">Whether it was tried against the live service or its recorded answers.</param>
internal sealed record OptionalSource(string Name, string Setting, bool IsVerified)
{
    public static IReadOnlyList<OptionalSource> All { get; } =
    [
        new("hf-daily", $"{GatheringOptions.Section}:HfDaily:Enabled", IsVerified: true),
        new("arxiv", $"{GatheringOptions.Section}:Arxiv:Categories", IsVerified: true),
        new("arxiv-oai", $"{GatheringOptions.Section}:Arxiv:Harvest", IsVerified: true),
        new("biorxiv", $"{GatheringOptions.Section}:Biorxiv:Enabled", IsVerified: false),
        new("medrxiv", $"{GatheringOptions.Section}:Medrxiv:Enabled", IsVerified: false),
        new("crossref", $"{GatheringOptions.Section}:Crossref:Enabled", IsVerified: false),
        new("folder", $"{GatheringOptions.Section}:Folder:Path", IsVerified: true),
    ];
}
