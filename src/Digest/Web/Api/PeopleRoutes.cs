using System.Text.Json;
using Digest.Papers;
using Digest.Storage;
using Digest.Subscribers;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Digest.Web.Api;

/// <summary>Subscribers: listed, told, added and changed.</summary>
internal static class PeopleRoutes
{
    static readonly Needs Look = new(IsChange: false, IsOfSubscribers: true), Change = new(IsChange: true, IsOfSubscribers: true);

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static void MapPeople(this IEndpointRouteBuilder app)
    {
        app.MapGet("subscribers", async (HttpContext context, string? address, string? state, string? after, string? limit, Registers registers, CancellationToken ct) =>
        {
            if (!Paging.TryLimit(limit, out var most))
                return Paging.WrongLimit;
            if (state is { Length: > 0 } && Admin.SubscriberDesk.State(state) is null)
                return ApiGate.Invalid("state", $"There is {string.Join(", ", Admin.SubscriberDesk.States)}.");
            if (!Paging.TryNumber(after, 0, out var from))
                return Paging.WrongAfter;
            if (address?.Any(char.IsControl) == true)
                return ApiGate.Invalid("address", "It holds a character that no address has.");
            var found = await registers.SubscribersAsync(address ?? "", Admin.SubscriberDesk.State(state), from, most + 1, ct);
            return Results.Ok(new ApiPage<ApiSubscriber>([.. found.Take(most).Select(ApiSubscriber.Of)], found.Count > most ? Admin.Turning.Written(found[most - 1].Id) : null));
        }).WithMetadata(Look).WithSummary("Subscribers in the order they came; address is one, or a part of some.")
            .Produces<ApiPage<ApiSubscriber>>().ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);

        app.MapGet("subscribers/{id:long}", async (long id, SubscriberStore subscribers, CancellationToken ct) =>
            await FindAsync(subscribers, id, ct) is { } subscriber ? Results.Ok(ApiSubscriber.Of(subscriber)) : ApiGate.NotFound("subscriber"))
            .WithMetadata(Look).WithSummary("One subscriber.").Produces<ApiSubscriber>().ProducesProblem(StatusCodes.Status404NotFound);

        app.MapPost("subscribers", async (HttpContext context, Asked asked, Operating operating, SubscriberStore subscribers, CancellationToken ct) =>
        {
            if (!context.Request.HasJsonContentType())
                return ApiGate.Problem(StatusCodes.Status415UnsupportedMediaType, "The body is told as application/json.");
            ApiNewSubscriber? body;
            try
            {
                var told = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body, Json, ct);
                if (ApiNewSubscriber.Unknown(told) is { } field)
                    return ApiGate.Invalid(field, $"There is no such field; there is {string.Join(", ", ApiNewSubscriber.Fields)}.");
                body = told.Deserialize<ApiNewSubscriber>(Json);
            }
            catch (Exception fault) when (fault is JsonException or InvalidOperationException) // of a name that is no text
            {
                return ApiGate.Problem(StatusCodes.Status400BadRequest, $"The body is no such JSON object{(fault is JsonException { Path: { Length: > 1 } path } ? $": look at {path}" : "")}.");
            }
            if (body is null || !asked.TryRead(body, out var address, out var preferences))
                return body is null ? ApiGate.Problem(StatusCodes.Status400BadRequest, "The body is no JSON object.") : ApiGate.Invalid(asked.Faults(body));
            var (deed, id) = await operating.AddAsync(ApiGate.Caller(context), address, preferences, body.State == "active", PaperText.Line(body.Consent, Asked.LongestConsent), ct);
            return id is null ? ApiGate.Problem(StatusCodes.Status409Conflict, deed == Deed.Known ? "The address is known already." : deed.Why)
                : Results.Created($"subscribers/{Admin.Turning.Written(id.Value)}", ApiSubscriber.Of((await subscribers.FindAsync(id.Value, ct))!));
        }).WithMetadata(Change).WithSummary("Adds a subscriber: active at once on your word, or asked first.").AddOpenApiOperationTransformer(TellBodyAsync)
            .Produces<ApiSubscriber>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status415UnsupportedMediaType).ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);

        foreach (var (verb, summary) in new[]
        {
            ("pause", "Sends nothing until resumed."), ("resume", "Sends again after a pause."),
            ("resend", "Mails the confirmation once more, within the limits that hold for everybody."),
            ("suppress", "Mails the address no more."), ("unsuppress", "Mails the address again, where that is an operator's to say."),
            ("erase", "Forgets a person: all but the keyed hash of the address, by which it stays unmailed."),
        })
            app.MapPost($"subscribers/{{id:long}}/{verb}", async (long id, HttpContext context, Operating operating, SubscriberStore subscribers, CancellationToken ct) =>
            {
                if (await FindAsync(subscribers, id, ct) is not { } subscriber)
                    return ApiGate.NotFound("subscriber");
                var deed = await operating.DoAsync(ApiGate.Caller(context), verb, subscriber, ct);
                return deed.Outcome == "refused" ? ApiGate.Problem(StatusCodes.Status409Conflict, deed.Why)
                    : Results.Ok(new ApiDone(deed.Outcome, await FindAsync(subscribers, id, ct) is { } now ? ApiSubscriber.Of(now) : null));
            }).WithMetadata(Change).WithSummary(summary).Produces<ApiDone>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    // By Accepts a request with another type would be for no route, before its key is looked at.
    static async Task TellBodyAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct) => operation.RequestBody = new OpenApiRequestBody
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            ["application/json"] = new() { Schema = await context.GetOrCreateSchemaAsync(typeof(ApiNewSubscriber), null, ct) },
        },
    };

    /// <summary>Whoever was erased is nobody.</summary>
    static async Task<Subscriber?> FindAsync(SubscriberStore subscribers, long id, CancellationToken ct) =>
        await subscribers.FindAsync(id, ct) is { } found && !Erasure.IsErased(found) ? found : null;
}
