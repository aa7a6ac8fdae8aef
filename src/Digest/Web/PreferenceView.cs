using System.Globalization;
using Digest.Composing;
using Digest.Rendering;
using Digest.Subscribers;

namespace Digest.Web;

/// <summary>What was just done at the preferences, or why it was not.</summary>
internal sealed record Chosen(string Done, params IReadOnlyList<string> About)
{
    public static Chosen Nothing { get; } = new("");

    public string Error { get; init; } = "";
    public string Line { get; init; } = "";
    public IReadOnlyList<Fault> LineFaults { get; init; } = [];
    public IReadOnlyList<string> Understood { get; init; } = [];
    public string Told { get; init; } = "";
    public IReadOnlyList<Section> Tried { get; init; } = [];

    /// <summary>The interest whose form holds something to mend; null for none.</summary>
    public InterestModel? Edited { get; init; }

    public LetterForm? Letter { get; init; }
    public PauseForm? Pause { get; init; }

    /// <summary>Days without letters that were not understood; null for none.</summary>
    public QuietForm? Quiet { get; init; }

    /// <summary>The new address that was refused; null for none.</summary>
    public MoveForm? Move { get; init; }

    public int Status { get; init; } = StatusCodes.Status200OK;
}

/// <summary>The page of all preferences, as it stands after whatever was done.</summary>
internal sealed class PreferenceView(Pages pages, IssueArchive archive, Moving moving, TimeProvider time)
{
    public Pages Pages => pages;

    public async Task<IResult> ShowAsync(Subscriber reader, string token, Chosen chosen, CancellationToken ct)
    {
        var move = await moving.PendingAsync(reader, ct);
        var received = await archive.ReceivedAsync(reader, ct);
        var (now, delivery) = (time.GetUtcNow(), reader.Preferences.Delivery);
        var next = reader.NextIssueAt is { } due ? (due > now ? due : now) : (DateTimeOffset?)null;
        var letter = chosen.Letter ?? LetterForm.Of(reader.Preferences);
        var today = delivery.DateAt(now);
        return pages.For(reader).Page("preferences", (site, language) => new PreferencesPage(
            site, language, token, reader.Address.Shown, reader.State == SubscriberState.Paused ? "paused" : "active", chosen.Done, chosen.About)
        {
            Error = chosen.Error,
            NextDay = next is { } at ? delivery.DateAt(at) : null,
            NextTime = next is { } then ? delivery.LocalAt(then).ToString("HH:mm", CultureInfo.InvariantCulture) : "",
            Zone = delivery.Zone,
            AtomUrl = archive.FeedUrl(reader, "atom"),
            JsonUrl = archive.FeedUrl(reader, "json"),
            Received = received,
            NextMinutes = next is { } when ? (int)Math.Ceiling((when - now).TotalMinutes) : 0,
            Interests = [.. reader.Preferences.Interests.Select(i => chosen.Edited?.Id == i.Id ? chosen.Edited : Model(i))],
            MostInterests = Interest.MostInterests,
            Letter = new(letter.Days, letter.Time, letter.Zone, letter.Size, letter.Trending, letter.Faults)
            {
                Locale = letter.Locale,
            },
            Languages = pages.Languages,
            Line = chosen.Line,
            LineFaults = FaultModel.Of(chosen.LineFaults),
            Understood = chosen.Understood,
            Told = chosen.Told,
            Tried = pages.Papers.Sections(chosen.Tried),
            Until = chosen.Pause?.Typed ?? "",
            UntilFault = chosen.Pause?.Fault ?? "",
            UntilFirst = Iso(today.AddDays(1)),
            UntilLast = Iso(today.AddDays(PauseForm.MostDays)),
            UntilSoon = Iso(today.AddDays(3)),
            Quiet = chosen.Quiet?.Typed ?? delivery.Quiet.From(today).Text,
            QuietFaults = [.. (chosen.Quiet?.Faults ?? []).Select(f => new QuietFaultModel(f.Line, f.Kind))],
            MostQuiet = QuietDays.MostLines,
            MoveShown = move?.Shown ?? "",
            MoveAddress = chosen.Move?.Typed ?? "",
            MoveFault = chosen.Move is { } asked ? FaultModel.Of(asked.Fault) : null,
            Zones = DeliveryTime.Zones,
        }, chosen.Status);
    }

    /// <summary>As it stands in its form.</summary>
    public static InterestModel Model(Interest interest) => new(
        interest.Id, interest.Name, interest.Name, interest.Text, interest.Slots.ToString(CultureInfo.InvariantCulture), interest.Authors,
        interest.Categories, [.. interest.Papers.Select(p => p.Title.Length > 0 ? p.Title : p.Key)], interest.Must, interest.MustNot)
    {
        AuthorsText = string.Join('\n', interest.Authors),
        CategoriesText = string.Join('\n', interest.Categories),
        MustText = string.Join('\n', interest.Must),
        MustNotText = string.Join('\n', interest.MustNot),
    };

    static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
