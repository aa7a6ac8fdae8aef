namespace Digest.Papers;

/// <summary>News about a paper after it was first told.</summary>
/// <param name="Detail">The number of the version, the address of the code, or nothing.</param>
internal sealed record PaperUpdate(PaperUpdateKind Kind, string Detail)
{
    /// <summary>What a telling added that a reader of the paper wants to know. A first count of versions is no new version,
    /// another address of the code no release.</summary>
    public static IEnumerable<PaperUpdate> Between(Paper known, Paper now)
    {
        if (now.WithdrawnAt is not null && known.WithdrawnAt is null)
            yield return new(PaperUpdateKind.Withdrawn, "");
        if (known.Version > 0 && now.Version > known.Version)
            yield return new(PaperUpdateKind.Version, now.Version.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (known.Links.Code is null && now.Links.Code is { } code)
            yield return new(PaperUpdateKind.Code, code);
    }
}

/// <summary>In the order of what matters to who was sent the paper.</summary>
internal enum PaperUpdateKind { Withdrawn, Version, Code }
