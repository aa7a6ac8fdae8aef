using Digest.Checking;
using Digest.Delivering;
using Digest.Rendering;
using Digest.Storage;

namespace Digest.Web.Api;

/// <summary>Deliveries, editions, sources and figures: only to be looked at.</summary>
internal static class WorkRoutes
{
    const int DaysTold = 30, MostRanks = 1000;

    static readonly Needs Look = new(IsChange: false, IsOfSubscribers: false);

    public static void MapWork(this IEndpointRouteBuilder app)
    {
        app.MapGet("today", async (Figures figures, RecentDays days, Registers registers, SourceStandings sources, IMailTransport transport, TimeProvider time,
            CancellationToken ct) =>
        {
            var now = time.GetUtcNow();
            var counted = await figures.CountAsync(now, ct);
            return Results.Ok(new ApiToday(
                now, await registers.EditionsAsync(long.MaxValue, 1, ct) is [var newest] ? ApiEdition.Of(newest) : null, counted.Due, Math.Max(0, counted.OldestDue.TotalSeconds),
                counted.Owed, counted.InDoubt, counted.Empty, counted.Ended, counted.Subscribers, counted.Suppressions,
                [.. (await sources.TellAsync(ct)).Sources.Select(ApiSource.Of)], [.. transport.Standings.Select(r => new ApiRelay(r.Name, r.Fault, r.RestsUntil))],
                [.. (await days.CountAsync(DaysTold, now, ct)).Select(d => ApiDay.Of(d.Date, d.Day))]));
        }).WithMetadata(Look).WithSummary("Today's figures, and those of each of the last 30 days.").Produces<ApiToday>();

        app.MapGet("sources", async (SourceStandings sources, CancellationToken ct) =>
            Results.Ok(new ApiPage<ApiSource>([.. (await sources.TellAsync(ct)).Sources.Select(ApiSource.Of)], null)))
            .WithMetadata(Look).WithSummary("How fresh each source is, what it brought, and its last error.").Produces<ApiPage<ApiSource>>();

        app.MapGet("deliveries", async (string? state, string? day, string? after, string? limit, Registers registers, CancellationToken ct) =>
        {
            if (!Paging.TryLimit(limit, out var most))
                return Paging.WrongLimit;
            if (state is { Length: > 0 } && !Registers.MailStates.Contains(state, StringComparer.Ordinal))
                return ApiGate.Invalid("state", $"There is {string.Join(", ", Registers.MailStates)}.");
            var on = Admin.Turning.Day(day);
            if (day is { Length: > 0 } && on is null)
                return ApiGate.Invalid("day", "A day is written as 2026-07-17.");
            var before = Admin.Turning.Mail(after);
            if (after is { Length: > 0 } && before is null)
                return Paging.WrongAfter;
            var mails = await registers.MailsAsync(state is { Length: > 0 } ? state : null, on, before, most + 1, ct);
            return Results.Ok(new ApiPage<ApiDelivery>([.. mails.Take(most).Select(ApiDelivery.Of)],
                mails.Count > most ? Admin.Turning.Written(mails[most - 1].PlannedAt, Admin.Turning.Written(mails[most - 1].Id)) : null));
        }).WithMetadata(Look).WithSummary("Mails, the newest first, by state and the day (UTC) they were planned on.")
            .Produces<ApiPage<ApiDelivery>>().ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);

        app.MapGet("deliveries/{id:long}", async (long id, Registers registers, DeliveryStory story, CancellationToken ct) =>
            await registers.MailAsync(id, ct) is not { } mail
                || (await story.TellAsync(mail.Subscriber, mail.About, 5, ct)).FirstOrDefault(t => t.Kind == mail.Kind) is not { } told
                ? ApiGate.NotFound("delivery")
                : Results.Ok(new ApiStory(ApiDelivery.Of(mail), told.MessageId, [.. Words.Story(told).Select(s => new ApiEvent(s.At, s.Says))])))
            .WithMetadata(Look).WithSummary("A mail's story.").Produces<ApiStory>().ProducesProblem(StatusCodes.Status404NotFound);

        app.MapGet("editions", async (string? after, string? limit, Registers registers, CancellationToken ct) =>
        {
            if (!Paging.TryLimit(limit, out var most))
                return Paging.WrongLimit;
            if (!Paging.TryNumber(after, long.MaxValue, out var before))
                return Paging.WrongAfter;
            var editions = await registers.EditionsAsync(before, most + 1, ct);
            return Results.Ok(new ApiPage<ApiEdition>([.. editions.Take(most).Select(ApiEdition.Of)], editions.Count > most ? Admin.Turning.Written(editions[most - 1].Id) : null));
        }).WithMetadata(Look).WithSummary("Editions, the newest first, and what each source answered for them.")
            .Produces<ApiPage<ApiEdition>>().ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);

        app.MapGet("editions/{id:long}", async (long id, EditionStore editions, Links links, CancellationToken ct) =>
            await editions.ReadTopAsync(id, MostRanks, ct) is not ({ } edition, var papers) ? ApiGate.NotFound("edition")
                : Results.Ok(new ApiRanked(ApiEdition.Of(new(id, edition.Period, edition.Date, edition.PreparedAt, papers, edition.Sources)),
                    [.. edition.Papers.Select(p => new ApiRank(p.Rank, p.Score, p.Paper.Title, links.Paper(p.Paper), Words.Why(p)))])))
            .WithMetadata(Look).WithSummary("An edition with its ranks and reasons, up to the thousandth.").Produces<ApiRanked>().ProducesProblem(StatusCodes.Status404NotFound);
    }
}
