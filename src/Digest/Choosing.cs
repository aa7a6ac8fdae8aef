using System.Globalization;
using System.Text.Json.Nodes;
using Digest.Composing;
using Digest.Matching;
using Digest.Papers;
using Digest.Storage;
using Digest.Subscribers;
using Digest.Subscribers.Pasting;

namespace Digest;

/// <summary>What readers choose by the link to their preferences: whose the link is, what they follow, when it comes, and what
/// is kept of them. Each change can be asked for again, and is then done already.</summary>
internal sealed class Choosing(
    SubscriberStore subscribers, InterestStore interests, PreferenceStore preferences, PersonStory story, IssueRun issues, KeyRing keys, TimeProvider time)
{
    /// <summary>Whose link this is; null for one that this service did not make, or that was mailed before its reader left and
    /// came back. Who is gone is told as such.</summary>
    public async Task<Subscriber?> OpenAsync(string? tokenText, CancellationToken ct) =>
        SubscriptionToken.TryRead(tokenText, keys, out var token) && token.Purpose == TokenPurpose.Preferences
            && await subscribers.FindAsync(token.Subscriber, ct) is { } reader
            && (reader.TokenVersion == token.TokenVersion || reader.State == SubscriberState.Left) ? reader : null;

    /// <summary>Whose link this is, for what even the gone may do: seeing and erasing what is kept. Null for a link of an earlier
    /// life, and for who is erased.</summary>
    public async Task<Subscriber?> OwnerAsync(string? tokenText, CancellationToken ct) =>
        await OpenAsync(tokenText, ct) is { } reader && SubscriptionToken.TryRead(tokenText, keys, out var token)
            && reader.TokenVersion == token.TokenVersion ? reader : null;

    public async Task<Subscriber> AgainAsync(Subscriber reader, CancellationToken ct) =>
        await subscribers.FindAsync(reader.Id, ct) ?? throw new InvalidOperationException($"Subscriber {reader.Id} is gone.");

    /// <summary>Follows more, but nothing a second time.</summary>
    /// <returns>The names of what is followed now that was not before.</returns>
    public async Task<(InterestChange Change, IReadOnlyList<string> Names)> AddAsync(Subscriber reader, IReadOnlyList<Interest> entered, CancellationToken ct)
    {
        var present = reader.Preferences.Interests;
        var added = new List<Interest>();
        foreach (var interest in entered.Where(i => !present.Any(p => InterestName.IsSame(p, i))))
            added.Add(interest with { Name = InterestName.Unused(interest.Name, [.. present, .. added]) });
        var change = added.Count == 0 ? InterestChange.Done : await interests.AddAsync(reader.Id, added, time.GetUtcNow(), ct);
        // Somebody who presses twice at once loses the race to themselves: it is there.
        return change == InterestChange.NameTaken ? (InterestChange.Done, []) : (change, [.. added.Select(i => i.Name)]);
    }

    /// <summary>Changes all that stands in an interest's form; its example papers stay.</summary>
    public async Task<(InterestChange Change, IReadOnlyList<Fault> Faults)> EditAsync(
        Subscriber reader, long id, InterestEdit edit, CancellationToken ct)
    {
        if (Find(reader, id) is not { } old)
            return (InterestChange.Gone, []);
        if (!int.TryParse(edit.Slots, NumberStyles.None, CultureInfo.InvariantCulture, out var places))
            return (InterestChange.Done, [new(FaultKind.Places, Most: InterestRule.MostSlots)]);
        if (edit.Words.Length > Interest.LongestText)
            return (InterestChange.Done, [new(FaultKind.WordsTooLong, Most: Interest.LongestText)]);
        var others = reader.Preferences.Interests.Where(i => i.Id != id).ToList();
        var edited = old with
        {
            Text = PaperText.Line(edit.Words, Interest.LongestText), Slots = places,
            Authors = InterestEdit.Terms(edit.Authors) ?? old.Authors, Categories = InterestEdit.Terms(edit.Categories) ?? old.Categories,
            Must = InterestEdit.Terms(edit.Must) ?? old.Must, MustNot = InterestEdit.Terms(edit.MustNot) ?? old.MustNot,
        };
        var given = PaperText.Line(edit.Name, Interest.LongestName);
        var wasMade = InterestName.WasMade(old, others);
        edited = edited with
        {
            Name = given.Length == 0 || (given == old.Name && wasMade) ? InterestName.Unused(InterestName.Of(edited), others) : given,
        };
        var faults = InterestRule.Faults(edited).ToList();
        if (faults.Count == 0 && Entered.Fault(edited) is { } fault)
            faults.Add(fault);
        return faults.Count > 0 ? (InterestChange.Done, faults) : (await interests.ReplaceAsync(reader.Id, edited, time.GetUtcNow(), ct), []);
    }

    public Task<InterestChange> RemoveAsync(Subscriber reader, long id, CancellationToken ct) => interests.RemoveAsync(reader.Id, id, ct);

    /// <param name="to">The place it goes to, from 0: asked for twice, it stays there.</param>
    public Task<InterestChange> MoveAsync(Subscriber reader, long id, int to, CancellationToken ct) => interests.MoveAsync(reader.Id, id, to, ct);

    public Task<bool> SetLetterAsync(Subscriber reader, DeliveryTime delivery, int size, bool trendingAlone, CancellationToken ct) =>
        preferences.SetLetterAsync(reader.Id, delivery, size, trendingAlone, time.GetUtcNow(), ct);

    /// <summary>Names the days that bring no letter; those that are over drop out.</summary>
    public Task<bool> SetQuietAsync(Subscriber reader, QuietDays quiet, CancellationToken ct) =>
        preferences.SetQuietAsync(reader.Id, quiet.From(Today(reader)), time.GetUtcNow(), ct);

    public Task<bool> SetLocaleAsync(Subscriber reader, string locale, CancellationToken ct) => preferences.SetLocaleAsync(reader.Id, locale, ct);

    /// <summary>What these interests would have brought from the papers of the last week; nothing is written.</summary>
    public async Task<IReadOnlyList<Section>> TryAsync(Subscriber reader, IReadOnlyList<Interest> tried, CancellationToken ct) =>
        tried.Count == 0 ? [] : [.. (await issues.PicksAsync(tried, reader.Id, ct)).Sections.Where(s => s.Kind == SectionKind.ForYou)];

    /// <summary>All that is kept about them.</summary>
    public Task<JsonObject> TellAllAsync(Subscriber reader, CancellationToken ct) => story.TellAsync(reader.Id, ct);

    /// <summary>The date where the reader is.</summary>
    public DateOnly Today(Subscriber reader) => reader.Preferences.Delivery.DateAt(time.GetUtcNow());

    public static Interest? Find(Subscriber reader, long id) => reader.Preferences.Interests.FirstOrDefault(i => i.Id == id);
}

/// <summary>An interest as its form says it.</summary>
/// <param name="Name">Empty, or a name that was made from the words: one is made from the new ones.</param>
internal sealed record InterestEdit(string Name, string Words, string Slots)
{
    /// <summary>One a line or with commas between; null: as they are. Likewise the three below.</summary>
    public string? Authors { get; init; }

    public string? Categories { get; init; }

    public string? Must { get; init; }

    public string? MustNot { get; init; }

    public static IReadOnlyList<string>? Terms(string? typed) =>
        typed is null ? null : TypedLine.Lines(typed.Split(['\n', '\r', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
