namespace Digest.Papers;

/// <summary>A work: one identity across sources and versions, as the catalogue knows it now.</summary>
internal sealed record Paper
{
    /// <summary>The catalogue's own number; 0 until it has one.</summary>
    public long Id { get; init; }

    /// <summary>Counts the changes of what a reader sees. An edition keeps the revision it was made from, so that an
    /// issue renders to the same bytes however often the paper changes afterwards.</summary>
    public int Revision { get; init; }

    /// <summary>One line, white space repaired. Never empty.</summary>
    public required string Title { get; init; }

    /// <summary>One paragraph, white space repaired; empty when no source gave one.</summary>
    public string Abstract { get; init; } = "";

    /// <summary>One sentence about the paper, when a source gave one; else empty.</summary>
    public string OneLine { get; init; } = "";

    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>Subject codes or words as the sources gave them ("cs.CL").</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    public PaperLinks Links { get; init; } = new();

    /// <summary>When its first version was published. Some sources know only the day.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>The day or instant a source first listed it: daily-list date, announcement date, else first seen.</summary>
    public DateTimeOffset FirstListedAt { get; init; }

    /// <summary>1 for the first version; 0 when no source counts versions.</summary>
    public int Version { get; init; }

    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>The source whose words these are. At one version only that source corrects them: two sources that tell a work
    /// differently must not change it back and forth for ever.</summary>
    public string Voice { get; init; } = "";

    /// <summary>Every key this work is known by, the most telling first.</summary>
    public IReadOnlyList<PaperId> Ids { get; init; } = [];
}

/// <summary>Where a paper can be read. Every address is absolute and http or https, checked where it entered.</summary>
internal sealed record PaperLinks
{
    /// <summary>The page of the paper at its archive or publisher.</summary>
    public string? Page { get; init; }

    public string? Pdf { get; init; }
    public string? Code { get; init; }
    public string? Project { get; init; }

    /// <summary>Where it is talked about (its Hugging Face page, say).</summary>
    public string? Discussion { get; init; }

    public string? Thumbnail { get; init; }

    /// <summary>A picture or film of what it is about.</summary>
    public string? Media { get; init; }
}
