using Digest.Papers;

namespace Digest.Storage;

/// <summary>A paper with one of its revisions, as queries read it.</summary>
internal record PaperRow
{
    public long Id { get; init; }
    public int Revision { get; init; }
    public string Voice { get; init; } = "";
    public long FirstListedAt { get; init; }
    public long? WithdrawnAt { get; init; }
    public string Title { get; init; } = "";
    public string Abstract { get; init; } = "";
    public string OneLine { get; init; } = "";
    public string Authors { get; init; } = "[]";
    public string Categories { get; init; } = "[]";
    public string Links { get; init; } = "{}";
    public long? PublishedAt { get; init; }
    public int Version { get; init; }

    public Paper ToPaper(IEnumerable<PaperId> ids) => new()
    {
        Id = Id,
        Revision = Revision,
        Voice = Voice,
        Title = Title,
        Abstract = Abstract,
        OneLine = OneLine,
        Authors = Rows.FromJson<IReadOnlyList<string>>(Authors),
        Categories = Rows.FromJson<IReadOnlyList<string>>(Categories),
        Links = Rows.FromJson<PaperLinks>(Links),
        PublishedAt = PublishedAt.Instant(),
        FirstListedAt = FirstListedAt.Instant(),
        WithdrawnAt = WithdrawnAt.Instant(),
        Version = Version,
        Ids = [.. ids],
    };
}
