using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Web;

/// <summary>What programs may ask and change, by which key.</summary>
public sealed class ApiTests : IAsyncLifetime
{
    readonly string _address = Some.Address;
    App _app = null!;

    public async ValueTask InitializeAsync() => _app = await App.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("read", 200, 403, 200)]
    [InlineData("subscribers", 200, 200, 403)]
    [InlineData("all", 200, 200, 200)]
    [InlineData(null, 401, 401, 401)]
    [InlineData("revoked", 401, 401, 401)]
    public async Task A_key_does_what_its_scope_says(string? scope, int looking, int changing, int elsewhere)
    {
        await _app.PublishAsync(Some.Papers(1));
        await _app.BecomeReaderAsync(_address);
        var key = scope switch { null => null, "revoked" => await _app.RevokedKeyAsync(), _ => await _app.KeyAsync(scope) };
        var seen = new List<string>();
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
            foreach (var pattern in _app.Patterns(method.Method).Where(p => p.StartsWith("/api/v1/", StringComparison.Ordinal)
                && !p.EndsWith("openapi.json", StringComparison.Ordinal)))
            {
                var isAdd = method == HttpMethod.Post && pattern.EndsWith("/subscribers", StringComparison.Ordinal);
                var expected = !pattern.Contains("/subscribers", StringComparison.Ordinal) ? elsewhere : method == HttpMethod.Post ? changing : looking;
                var answer = await AskAsync(method, pattern.Replace("{id:long}", "1", StringComparison.Ordinal), key);
                seen.Add($"{method} {pattern}");
                var status = (int)answer.Status;
                Assert.True(expected == 200 ? status is 200 or 201 || (method == HttpMethod.Post && status is 409 or 404) || (isAdd && status == 415) : status == expected,
                    $"{method} {pattern}: {status}");
                Assert.Equal(status < 400 ? "application/json" : "application/problem+json", answer.Header("Content-Type")!.Split(';')[0]);
                if (expected is 401 or 403)
                    Assert.StartsWith("Bearer", answer.Header("WWW-Authenticate"), StringComparison.Ordinal);
            }
        Assert.Equal(15, seen.Count);
    }

    [Fact]
    public async Task Subscribers_are_added_changed_and_erased_and_all_of_it_is_written_down()
    {
        var key = await _app.KeyAsync("subscribers");
        var made = await AskAsync(HttpMethod.Post, "/api/v1/subscribers", key, new
        {
            address = _address, state = "active", consent = "signed at the conference desk", interests = new[] { "protein folding", "author:\"Ada Marsh\"" },
            zone = "Europe/Berlin", time = "07:30", days = "workdays", size = 5,
        });
        Assert.Equal(HttpStatusCode.Created, made.Status);
        var told = JsonNode.Parse(made.Body)!;
        var id = (long)told["id"]!;
        Assert.Equal(("active", "07:30", "Europe/Berlin", 2), ((string)told["state"]!, (string)told["time"]!, (string)told["zone"]!, told["interests"]!.AsArray().Count));
        Assert.Equal(["added api signed at the conference desk"], _app.Rows($"SELECT event || ' ' || channel || ' ' || wording FROM consents WHERE subscriber = {id}"));
        var odd = await AskAsync(HttpMethod.Post, "/api/v1/subscribers", key,
            new StringContent("""{"address":"odd@mail.example","state":"active","consent":"agreed\u0000 at\n the \u001bdesk"}""", System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.Created, odd.Status);
        Assert.DoesNotContain(_app.Rows($"SELECT wording FROM consents WHERE subscriber = {(long)JsonNode.Parse(odd.Body)!["id"]!}"), wording => wording.Any(char.IsControl));
        foreach (var (verb, state) in new[] { ("pause", "paused"), ("resume", "active"), ("suppress", "active"), ("unsuppress", "active") })
        {
            var done = JsonNode.Parse((await AskAsync(HttpMethod.Post, $"/api/v1/subscribers/{id}/{verb}", key)).Body)!;
            Assert.Equal(("done", state), ((string)done["outcome"]!, (string)done["subscriber"]!["state"]!));
        }
        Assert.Equal("nothing to change", (string)JsonNode.Parse((await AskAsync(HttpMethod.Post, $"/api/v1/subscribers/{id}/resume", key)).Body)!["outcome"]!);
        Assert.Equal(["add", "pause", "resume", "suppress", "unsuppress", "resume"],
            _app.Rows($"SELECT what FROM audit WHERE subscriber = {id} AND who = 'key subscribers' ORDER BY id"));

        var erased = JsonNode.Parse((await AskAsync(HttpMethod.Post, $"/api/v1/subscribers/{id}/erase", key)).Body)!;
        Assert.Equal(("done", null), ((string)erased["outcome"]!, erased["subscriber"]));
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(HttpMethod.Get, $"/api/v1/subscribers/{id}", key)).Status);
        Assert.Empty(_app.Rows($"SELECT what FROM audit WHERE subscriber = {id}"));
    }

    [Fact]
    public async Task Who_is_to_confirm_gets_a_mail_with_a_button_and_no_letter_before()
    {
        var key = await _app.KeyAsync("subscribers");
        var asked = new { address = _address, state = "pending", consent = "asked for it on the phone", interests = new[] { "ocean weather" } };
        var made = await AskAsync(HttpMethod.Post, "/api/v1/subscribers", key, asked);
        Assert.Equal((HttpStatusCode.Created, "pending"), (made.Status, (string)JsonNode.Parse(made.Body)!["state"]!));
        Assert.Equal(HttpStatusCode.Conflict, (await AskAsync(HttpMethod.Post, "/api/v1/subscribers", key, asked)).Status);
        await _app.PlanAndSendAsync();
        Assert.Equal("confirm", Assert.Single(_app.MailsTo(_address)).Kind);
        await _app.ConfirmAsync(_app.MailsTo(_address)[0]);
        var reader = await _app.FindAsync(_address);
        Assert.Equal((SubscriberState.Active, "ocean weather"), (reader.State, reader.Preferences.Interests[0].Name));
    }

    [Fact]
    public async Task What_is_wrong_with_a_new_subscriber_is_told_by_field()
    {
        var key = await _app.KeyAsync("all");
        foreach (var (body, status, field) in new (string, int, string?)[]
        {
            ("""{"address":"nobody","state":"active","consent":"x"}""", 422, "address"),
            ("""{"address":"a@mail.example","state":"left","consent":"x"}""", 422, "state"),
            ("""{"address":"a@mail.example","state":"active"}""", 422, "consent"),
            ("""{"address":"a@mail.example","state":"active","consent":"x","zone":"Mars/Olympus"}""", 422, "zone"),
            ("""{"address":"a@mail.example","state":"active","consent":"x","time":"25:00"}""", 422, "time"),
            ("""{"address":"a@mail.example","state":"active","consent":"x","days":"never"}""", 422, "days"),
            ("""{"address":"a@mail.example","state":"active","consent":"x","size":0}""", 422, "size"),
            ("""{"address":"a@mail.example","state":"active","consent":"x","timezone":"Europe/Berlin"}""", 422, "timezone"),
            ("""{"address":"a@mail.example","state":"active","consent":"x","locale":"tlh"}""", 422, "locale"),
            ("""{"address":"a@mail.example","state":"active","consent":"x","interests":["author:\"\""]}""", 422, "interests"),
            ("""["address"]""", 400, null),
            ("""{"\ud800":1}""", 400, null),
            ("""{"address":"a@mail.example","size":"many"}""", 400, null),
            ($$"""{"address":"{{new string('a', 3_000_000)}}"}""", 413, null),
            ("null", 400, null),
        })
        {
            var answer = await AskAsync(HttpMethod.Post, "/api/v1/subscribers", key, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
            Assert.Equal((body[..Math.Min(body.Length, 200)], status), (body[..Math.Min(body.Length, 200)], (int)answer.Status));
            Assert.Equal(status, (int)JsonNode.Parse(answer.Body)!["status"]!);
            if (field is not null)
                Assert.Equal([field], JsonNode.Parse(answer.Body)!["errors"]!.AsObject().Select(e => e.Key));
        }
        Assert.Equal(415, (int)(await AskAsync(HttpMethod.Post, "/api/v1/subscribers", key, new StringContent("address"))).Status);
        Assert.Empty(_app.Rows("SELECT address FROM subscribers"));
    }

    [Fact]
    public async Task What_cannot_be_answered_is_told_as_a_problem()
    {
        var key = await _app.KeyAsync("all");
        foreach (var (path, status) in new[]
        {
            ("/api/v1/subscribers?limit=0", 422),
            ("/api/v1/subscribers?state=gone", 422),
            ("/api/v1/subscribers?after=x", 422),
            ("/api/v1/deliveries?state=lost", 422),
            ("/api/v1/subscribers?address=%00", 422),
            ("/api/v1/deliveries?day=yesterday", 422),
            ("/api/v1/deliveries?day=9999-12-31", 422),
            ("/api/v1/deliveries?after=1", 422),
            ("/api/v1/editions?after=-1", 422),
            ("/api/v1/subscribers/7", 404),
            ("/api/v1/deliveries/7", 404),
            ("/api/v1/editions/7", 404),
            ("/api/v1/nothing", 404),
            ("/api/v2/today", 404),
        })
        {
            var answer = await AskAsync(HttpMethod.Get, path, key);
            Assert.Equal((path, status, "application/problem+json"), (path, (int)answer.Status, answer.Header("Content-Type")!.Split(';')[0]));
            Assert.Equal(status, (int)JsonNode.Parse(answer.Body)!["status"]!);
        }
    }

    [Fact]
    public async Task Lists_go_on_page_by_page_each_line_once()
    {
        await _app.PublishAsync(Some.Papers(2));
        var addresses = Enumerable.Range(0, 7).Select(_ => Some.Address).ToList();
        foreach (var address in addresses)
            await _app.AddAsync(address);
        await _app.AtAsync(_app.Now.AddDays(1));
        var key = await _app.KeyAsync("read");
        foreach (var (path, name, count) in new[] { ("/api/v1/subscribers?", "address", 7), ("/api/v1/deliveries?state=sent&", "id", 7),
            ($"/api/v1/deliveries?day={_app.Now:yyyy-MM-dd}&", "id", 7) })
        {
            var (seen, after, pages) = (new List<string>(), "", 0);
            do
            {
                var page = JsonNode.Parse((await AskAsync(HttpMethod.Get, $"{path}limit=3&after={after}", key)).Body)!;
                seen.AddRange(page["items"]!.AsArray().Select(i => i![name]!.ToString()));
                (after, pages) = ((string?)page["next"], pages + 1);
            }
            while (after is not null);
            Assert.Equal((count, count, 3), (seen.Count, seen.Distinct(StringComparer.Ordinal).Count(), pages));
        }
        var part = addresses[3][..addresses[3].IndexOf('@', StringComparison.Ordinal)].ToUpperInvariant();
        Assert.Equal(addresses[3], (string)JsonNode.Parse((await AskAsync(HttpMethod.Get, $"/api/v1/subscribers?address={part}%40", key)).Body)!["items"]![0]!["address"]!);
        Assert.Empty(JsonNode.Parse((await AskAsync(HttpMethod.Get, "/api/v1/subscribers?address=%25", key)).Body)!["items"]!.AsArray());
    }

    [Fact]
    public async Task Too_many_requests_are_told_when_to_come_again()
    {
        await _app.RestartAsync(("Web:Api:PerHour", "2"));
        var (one, other) = (await _app.KeyAsync("read"), await _app.KeyAsync("all"));
        foreach (var status in new[] { 200, 200, 429 })
            Assert.Equal(status, await StatusAsync(one));
        Assert.Equal(200, await StatusAsync(other));
        for (var i = 0; i < 60; i++)
            Assert.Equal(401, await StatusAsync("digest_nothing"));
        var limited = await AskAsync(HttpMethod.Get, "/api/v1/sources", "digest_nothing");
        Assert.Equal(HttpStatusCode.TooManyRequests, limited.Status);
        Assert.NotNull(limited.Header("Retry-After"));

        async Task<int> StatusAsync(string key) => (int)(await AskAsync(HttpMethod.Get, "/api/v1/sources", key)).Status;
    }

    /// <summary>The document names every route that there is and no other, and every actual answer is what it says.</summary>
    [Fact]
    public async Task The_document_is_true()
    {
        await _app.PublishAsync(Some.Papers(2));
        await _app.BecomeReaderAsync(_address, "protein folding");
        var key = await _app.KeyAsync("all");
        var answer = await _app.GetAsync("/api/v1/openapi.json");
        Assert.Equal("application/json", answer.Header("Content-Type")!.Split(';')[0]);
        var document = JsonNode.Parse(answer.Body)!;
        Assert.StartsWith("3.1", (string)document["openapi"]!, StringComparison.Ordinal);
        Assert.Equal("bearer", (string)document["components"]!["securitySchemes"]!["key"]!["scheme"]!);
        Assert.NotEmpty(document["security"]![0]!["key"]!.ToJsonString());
        Assert.Equal(_app.PublicUrl.TrimEnd('/'), (string)document["servers"]![0]!["url"]!);

        var told = document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Select(o => $"{o.Key.ToUpperInvariant()} {p.Key}"));
        var there = new[] { "GET", "POST" }.SelectMany(method => _app.Patterns(method).Where(p => p.StartsWith("/api/v1/", StringComparison.Ordinal)
            && !p.EndsWith("openapi.json", StringComparison.Ordinal))
            .Select(p => $"{method} {Regex.Replace(p, ":long", "")}"));
        Assert.Equal(there.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));

        var asked = 0;
        foreach (var (path, operations) in document["paths"]!.AsObject())
            foreach (var (method, operation) in operations!.AsObject())
            {
                var responses = operation!["responses"]!.AsObject();
                Assert.All(new[] { "401", "403", "429" }, status => Assert.True(responses.ContainsKey(status), path));
                Assert.False(string.IsNullOrEmpty((string?)operation["summary"]), path);
                var number = path.Contains("/deliveries/", StringComparison.Ordinal) ? _app.Rows("SELECT CAST(MAX(id) AS TEXT) FROM deliveries")[0] : "1";
                var given = path.EndsWith("/subscribers", StringComparison.Ordinal) && method == "post" ? new { address = Some.Address, state = "active", consent = "x" } : null;
                foreach (var (asking, with) in new[] { (key, path), (key, path.Replace("{id}", "99", StringComparison.Ordinal)), ("none", path) })
                {
                    var actual = await AskAsync(new HttpMethod(method.ToUpperInvariant()), with.Replace("{id}", number, StringComparison.Ordinal), asking, given);
                    var status = ((int)actual.Status).ToString(System.Globalization.CultureInfo.InvariantCulture);
                    Assert.True(responses.ContainsKey(status), $"{method} {path} answers {status}, which it does not tell");
                    var (type, content) = responses[status]!["content"]!.AsObject().Single();
                    Assert.Equal(type, actual.Header("Content-Type")!.Split(';')[0]);
                    Schema.Hold(document, content!["schema"]!, JsonNode.Parse(actual.Body), $"{method} {path} {status}");
                    asked++;
                }
            }
        Assert.Equal(45, asked);
        var body = document["paths"]!["/api/v1/subscribers"]!["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]!;
        Schema.Hold(document, body, JsonNode.Parse("""{"address":"a@b","state":"active","consent":"x","interests":["x"],"zone":"UTC","time":"08:00","days":"all","size":3,"locale":"en"}"""), "a new subscriber");
    }

    Task<AppPage> AskAsync(HttpMethod method, string path, string? key, object? body = null) => _app.AskAsync(method, path,
        body as HttpContent ?? (body is null ? null : JsonContent.Create(body)), key is null ? [] : [("Authorization", "Bearer " + key)]);

    /// <summary>As much of JSON Schema as the document uses.</summary>
    static class Schema
    {
        public static void Hold(JsonNode document, JsonNode schema, JsonNode? value, string where)
        {
            if ((string?)schema["$ref"] is { } named)
                schema = document["components"]!["schemas"]![named.Split('/')[^1]] ?? throw new InvalidDataException($"{where}: there is no {named}");
            if (schema["oneOf"] is JsonArray any)
            {
                schema = any.FirstOrDefault(s => ((string?)s!["type"] == "null") == (value is null)) ?? throw new InvalidDataException($"{where}: {value} is none of them");
                if (value is not null)
                    Hold(document, schema, value, where);
                return;
            }
            if (schema["type"] is { } types)
                Assert.True((types is JsonArray several ? several.Select(t => (string)t!) : [(string)types!]).Any(type => Is(type, value)),
                    $"{where}: {value?.ToJsonString() ?? "null"} is no {types.ToJsonString()}");
            if (value is JsonObject members)
            {
                foreach (var required in schema["required"]?.AsArray() ?? [])
                    Assert.True(members.ContainsKey((string)required!), $"{where} lacks {required}");
                foreach (var (name, member) in members)
                    if ((schema["properties"]?[name] ?? schema["additionalProperties"]) is { } of)
                        Hold(document, of, member, $"{where}.{name}");
                    else
                        Assert.Fail($"{where} has {name}, which is not told");
            }
            if (value is JsonArray items)
                foreach (var item in items)
                    Hold(document, schema["items"]!, item, where + "[]");
        }

        static bool Is(string type, JsonNode? value) => type switch
        {
            "null" => value is null,
            "object" => value is JsonObject,
            "array" => value is JsonArray,
            "string" => value is JsonValue text && text.GetValueKind() == System.Text.Json.JsonValueKind.String,
            "boolean" => value is JsonValue flag && flag.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False,
            "integer" => value is JsonValue whole && whole.TryGetValue<long>(out _),
            "number" => value is JsonValue number && number.GetValueKind() == System.Text.Json.JsonValueKind.Number,
            _ => throw new InvalidDataException($"There is no type {type}."),
        };
    }
}
