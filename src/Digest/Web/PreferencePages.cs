using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Digest.Matching;
using Digest.Rendering;
using Digest.Storage;
using Digest.Subscribers;
using Digest.Subscribers.Pasting;
using Microsoft.AspNetCore.Mvc;

namespace Digest.Web;

/// <summary>
/// All that a reader chose, behind the link of a letter: looking changes nothing, each form's button does one thing, and the
/// same page says what was done. The token in the path is all that is asked for; no cookie goes with it that another site
/// could use.
/// </summary>
internal static class PreferencePages
{
    /// <summary>Of what was typed into a field, at most so much stands in it again.</summary>
    const int LongestTyped = 4000;

    static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapPreferences(this IEndpointRouteBuilder app)
    {
        app.MapRead("/preferences/{token}", async (string token, Choosing choosing, PreferenceView view, Leaving leaving, CancellationToken ct) =>
            await choosing.OpenAsync(token, ct) is not { } reader ? Unknown(view)
                : IsGone(reader) ? await leaving.ShowAsync(reader, token, sought: true, ct) : await view.ShowAsync(reader, token, Chosen.Nothing, ct));

        app.MapRead("/preferences/{token}/erase", async (string token, Choosing choosing, PreferenceView view, CancellationToken ct) =>
            await choosing.OwnerAsync(token, ct) is not { } reader ? Unknown(view)
                : view.Pages.For(reader).Page("erase", (site, language) => new ErasePage(site, language, token, reader.Address.Shown)));

        app.MapRead("/preferences/{token}/export", async (string token, HttpResponse response, Choosing choosing, PreferenceView view, CancellationToken ct) =>
        {
            if (await choosing.OwnerAsync(token, ct) is not { } reader)
                return Unknown(view);
            response.Headers.ContentDisposition = "attachment; filename=\"my-subscription.json\"";
            return Results.Text((await choosing.TellAllAsync(reader, ct)).ToJsonString(Readable), "application/json", Encoding.UTF8);
        });

        app.MapPost("/preferences/{token}", async (
            string token, HttpRequest request, Choosing choosing, PreferenceView view, Subscriptions subscriptions, Moving moving, Leaving leaving,
            CancellationToken ct) =>
        {
            var form = await request.PastedFormAsync(ct);
            if (await choosing.OpenAsync(token, ct) is not { } reader)
                return Unknown(view);
            if (form is not null && form["do"] == "erase" && await choosing.OwnerAsync(token, ct) is not null)
            {
                await subscriptions.EraseAsync(reader, "page", ct);
                return view.Pages.For(reader).Message("erased");
            }
            if (IsGone(reader))
                return await leaving.ShowAsync(reader, token, sought: true, ct);
            var chosen = form is null ? Refused("too_large", StatusCodes.Status413PayloadTooLarge)
                : await DoAsync(reader, form, view, choosing, subscriptions, moving, ct);
            return await view.ShowAsync(await choosing.AgainAsync(reader, ct), token, chosen, ct);
        }).FromOwnPages().DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(Reading.LargestFlood));
    }

    static Task<Chosen> DoAsync(
        Subscriber reader, IFormCollection form, PreferenceView view, Choosing choosing, Subscriptions subscriptions, Moving moving, CancellationToken ct) =>
        form["do"].ToString() switch
        {
            "add" => AddAsync(reader, form, choosing, ct),
            "edit" => EditAsync(reader, form, choosing, ct),
            "remove" => RemoveAsync(reader, form, choosing, ct),
            "move" => MoveAsync(reader, form, choosing, ct),
            "letter" => LetterAsync(reader, form, view, choosing, ct),
            "quiet" => QuietAsync(reader, form, choosing, ct),
            "address" => MovingForms.AskAsync(reader, form, moving, ct),
            "stay" => MovingForms.StayAsync(reader, moving, ct),
            "pause" => PauseAsync(reader, form, choosing, subscriptions, ct),
            "resume" => ResumeAsync(reader, subscriptions, ct),
            _ => Task.FromResult(Refused("unknown")),
        };

    static async Task<Chosen> AddAsync(Subscriber reader, IFormCollection form, Choosing choosing, CancellationToken ct)
    {
        var line = form["line"].ToString();
        var entered = Entered.Read(line);
        var again = new Chosen("")
        {
            Line = Reading.Cut(line, Pasted.Longest), LineFaults = entered.Faults, Understood = [.. entered.Interests.Select(i => i.Name)],
            Status = StatusCodes.Status400BadRequest,
        };
        if (entered.Interests.Count == 0)
            return again with { LineFaults = entered.Faults.Count > 0 ? entered.Faults : [new(FaultKind.NothingTyped)] };
        if (form["try"].Count > 0)
            return again with
            {
                Done = "tried", About = again.Understood, Tried = await choosing.TryAsync(reader, entered.Interests, ct), Understood = [],
                Status = StatusCodes.Status200OK,
            };
        // What was not understood is told once; whoever sends the same again goes on with the rest.
        if (entered.Faults.Count > 0 && form["told"] != Reading.Mark(line))
            return again with { Told = Reading.Mark(line) };
        var (change, names) = await choosing.AddAsync(reader, entered.Interests, ct);
        return change != InterestChange.TooMany ? new(names.Count > 0 ? "added" : "already", names)
            : again with
            {
                Understood = [],
                LineFaults = [new(FaultKind.TooManyInterests, Most: Interest.MostInterests)],
            };
    }

    static async Task<Chosen> EditAsync(Subscriber reader, IFormCollection form, Choosing choosing, CancellationToken ct)
    {
        var edit = new InterestEdit(form["name"].ToString(), form["words"].ToString(), form["slots"].ToString().Trim())
        {
            Authors = Field("authors"), Categories = Field("categories"), Must = Field("must"), MustNot = Field("mustnot"),
        };
        if (Choosing.Find(reader, Id(form)) is not { } old)
            return new("gone");
        var (change, faults) = await choosing.EditAsync(reader, old.Id, edit, ct);
        if (change == InterestChange.NameTaken)
            faults = [new(FaultKind.NameTaken)];
        if (faults.Count == 0)
            return change == InterestChange.Gone ? new("gone") : new("edited", old.Name);
        return new("")
        {
            Edited = Again(PreferenceView.Model(old)),
            Status = StatusCodes.Status400BadRequest,
        };

        // A form of before these fields leaves them as they are.
        string? Field(string field) => form.ContainsKey(field) ? form[field].ToString() : null;

        InterestModel Again(InterestModel model) => model with
        {
            Name = Reading.Cut(edit.Name, Interest.LongestText), Words = Reading.Cut(edit.Words, LongestTyped), Slots = Reading.Cut(edit.Slots, 10),
            AuthorsText = Reading.Cut(edit.Authors ?? model.AuthorsText, LongestTyped), CategoriesText = Reading.Cut(edit.Categories ?? model.CategoriesText, LongestTyped),
            MustText = Reading.Cut(edit.Must ?? model.MustText, LongestTyped), MustNotText = Reading.Cut(edit.MustNot ?? model.MustNotText, LongestTyped),
            Faults = FaultModel.Of(faults),
        };
    }

    static async Task<Chosen> RemoveAsync(Subscriber reader, IFormCollection form, Choosing choosing, CancellationToken ct)
    {
        var name = Choosing.Find(reader, Id(form))?.Name ?? "";
        return await choosing.RemoveAsync(reader, Id(form), ct) == InterestChange.Done ? new("removed", name) : new("gone");
    }

    static async Task<Chosen> MoveAsync(Subscriber reader, IFormCollection form, Choosing choosing, CancellationToken ct) =>
        !int.TryParse(form["to"], NumberStyles.None, CultureInfo.InvariantCulture, out var to) ? Refused("unknown")
        : await choosing.MoveAsync(reader, Id(form), to, ct) == InterestChange.Done ? new("moved", Choosing.Find(reader, Id(form))?.Name ?? "") : new("gone");

    static async Task<Chosen> LetterAsync(Subscriber reader, IFormCollection form, PreferenceView view, Choosing choosing, CancellationToken ct)
    {
        var letter = LetterForm.Read(form, [.. view.Pages.Languages.Select(l => l.Tag)]);
        if (letter.Delivery is null)
            return new("") { Letter = letter, Status = StatusCodes.Status400BadRequest };
        await choosing.SetLetterAsync(reader, letter.Delivery, letter.Papers, letter.Trending, ct);
        if (letter.Locale.Length > 0 && letter.Locale != reader.Preferences.Locale)
            await choosing.SetLocaleAsync(reader, letter.Locale, ct);
        return new("letter");
    }

    static async Task<Chosen> QuietAsync(Subscriber reader, IFormCollection form, Choosing choosing, CancellationToken ct)
    {
        var quiet = QuietForm.Read(form["quiet"].ToString(), choosing.Today(reader));
        if (quiet.Days is null)
            return new("") { Quiet = quiet, Status = StatusCodes.Status400BadRequest };
        await choosing.SetQuietAsync(reader, quiet.Days, ct);
        return new("quiet");
    }

    static async Task<Chosen> PauseAsync(Subscriber reader, IFormCollection form, Choosing choosing, Subscriptions subscriptions, CancellationToken ct)
    {
        var pause = PauseForm.Read(form["until"].ToString(), choosing.Today(reader));
        if (pause.Fault.Length > 0)
            return new("") { Pause = pause, Status = StatusCodes.Status400BadRequest };
        await subscriptions.PauseUntilAsync(reader, pause.Day, ct);
        return new("paused");
    }

    static async Task<Chosen> ResumeAsync(Subscriber reader, Subscriptions subscriptions, CancellationToken ct)
    {
        await subscriptions.ResumeAsync(reader, "page", ct);
        return new("resumed");
    }

    static long Id(IFormCollection form) => long.TryParse(form["interest"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    static Chosen Refused(string error, int status = StatusCodes.Status400BadRequest) => new("") { Error = error, Status = status };

    static bool IsGone(Subscriber reader) => reader.State is SubscriberState.Left or SubscriberState.Pending;

    static IResult Unknown(PreferenceView view) => view.Pages.Message("unknown_link", StatusCodes.Status404NotFound);
}
