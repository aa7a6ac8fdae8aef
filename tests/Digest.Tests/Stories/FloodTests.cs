using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using AngleSharp.Html.Dom;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>The box on the front page in the hands of programmes: victims get one mail, people still get in, and the answers
/// tell nothing about an address.</summary>
public class FloodTests
{
    readonly string _address = Some.Address;

    [Fact]
    public async Task Ten_thousand_sign_ups_at_one_victim_bring_one_mail()
    {
        await using var app = await App.StartAsync();
        var stamp = Field(await app.GetAsync(), "stamp");
        var (local, domain) = (_address[.._address.IndexOf('@', StringComparison.Ordinal)], _address[_address.IndexOf('@', StringComparison.Ordinal)..]);
        await Parallel.ForEachAsync(Enumerable.Range(0, 10_000), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
        {
            // One mailbox, as such programmes spell it: with tags, dots and capitals.
            var spelt = (i % 4) switch { 0 => local, 1 => local.ToUpperInvariant(), 2 => $"{local}+{i}", _ => local.Insert(1, ".") };
            var page = await PostAsync(app, spelt + domain, stamp);
            Assert.Equal((HttpStatusCode.OK, "Look into your inbox"), (page.Status, page.Heading));
        });
        await app.PlanAndSendAsync();
        Assert.Single(app.Mails);
    }

    [Fact]
    public async Task Too_many_from_one_place_are_told_to_wait_and_others_get_in()
    {
        await using var app = await App.StartAsync(new() { Settings = { ["Web:SignUps:PerClient"] = "3" } });
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, (await FromAsync(app, "203.0.113.7")).Status);
        var refused = await FromAsync(app, "203.0.113.7");
        Assert.Equal((HttpStatusCode.TooManyRequests, "Too many tries"), (refused.Status, refused.Heading));
        Assert.InRange(int.Parse(refused.Header("Retry-After")!, CultureInfo.InvariantCulture), 1, 1200);
        Assert.Equal(HttpStatusCode.OK, (await FromAsync(app, "198.51.100.9")).Status);

        app.Clock.Advance(TimeSpan.FromMinutes(21));
        Assert.Equal(HttpStatusCode.OK, (await FromAsync(app, "203.0.113.7")).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await FromAsync(app, "203.0.113.7")).Status);
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::2")]
    [InlineData("203.0.113.1", "203.0.113.254")]
    public async Task Who_has_many_addresses_of_one_network_is_counted_as_one(string one, string other)
    {
        await using var app = await App.StartAsync(new() { Settings = { ["Web:SignUps:PerNetwork"] = "1" } });
        Assert.Equal(HttpStatusCode.OK, (await FromAsync(app, one)).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await FromAsync(app, other)).Status);
    }

    [Fact]
    public async Task Who_says_to_come_from_elsewhere_is_not_believed_without_a_proxy_of_ours()
    {
        await using var app = await App.StartAsync(new() { Settings = { ["Web:SignUps:PerClient"] = "1", ["Web:Proxies:0"] = "192.0.2.0/24", ["Web:Proxies:1"] = "192.0.2.1" } });
        Assert.Equal(HttpStatusCode.OK, (await FromAsync(app, "203.0.113.7")).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await FromAsync(app, "198.51.100.9")).Status);
    }

    [Fact]
    public async Task Mailboxes_of_one_domain_are_counted_together()
    {
        await using var app = await App.StartAsync(new() { Settings = { ["Web:SignUps:PerDomain"] = "2" } });
        var stamp = Field(await app.GetAsync(), "stamp");
        foreach (var who in new[] { "one", "two" })
            Assert.Equal(HttpStatusCode.OK, (await PostAsync(app, who + "@victims.example", stamp)).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await PostAsync(app, "three@Victims.example", stamp)).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(app, "three@others.example", stamp)).Status);
    }

    [Fact]
    public async Task A_flood_closes_the_box_for_everybody_and_health_tells_it()
    {
        await using var app = await App.StartAsync(new() { Settings = { ["Web:SignUps:Overall"] = "5" } });
        var stamp = Field(await app.GetAsync(), "stamp");
        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.OK, (await PostAsync(app, Some.Address, stamp)).Status);
        Assert.DoesNotContain("signUpsClosedAt\":\"", (await app.GetAsync("/health/ready")).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await PostAsync(app, Some.Address, stamp)).Status);
        Assert.Contains("signUpsClosedAt\":\"", (await app.GetAsync("/health/ready")).Body, StringComparison.Ordinal);
        await app.PlanAndSendAsync();
        Assert.Equal(5, app.Mails.Count);
    }

    [Fact]
    public async Task A_form_without_a_stamp_or_filled_in_at_once_has_to_be_sent_once_more()
    {
        await using var app = await App.StartAsync(new() { Settings = { ["Web:SignUps:LeastSeconds"] = "2" } });
        foreach (var stamp in new[] { "", "x", Field(await app.GetAsync(), "stamp")[..^1] + "_" })
        {
            var unknown = await PostAsync(app, _address, stamp);
            Assert.Equal(HttpStatusCode.BadRequest, unknown.Status);
            Assert.Equal((_address, Some.Line), (Field(unknown, "address"), unknown.Form.Elements.OfType<IHtmlTextAreaElement>().Single().Value));
        }
        var soon = await PostAsync(app, _address, Field(await app.GetAsync(), "stamp"));
        Assert.Equal(HttpStatusCode.BadRequest, soon.Status);
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("Look into your inbox", (await app.SubmitAsync(soon)).Heading);

        var old = await app.GetAsync();
        app.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(app, _address, Field(old, "stamp"))).Status);
        await app.PlanAndSendAsync();
        Assert.Single(app.Mails);
    }

    [Fact]
    public async Task Where_work_is_asked_for_only_its_result_is_taken_and_once()
    {
        await using var app = await App.StartAsync(new() { Settings = { ["Web:SignUps:WorkBits"] = "8" } });
        var page = await app.GetAsync();
        var stamp = Field(page, "stamp");
        var worked = Enumerable.Range(0, int.MaxValue).First(n => SHA256.HashData(Encoding.ASCII.GetBytes($"{stamp}:{n}"))[0] == 0);
        var idle = Enumerable.Range(0, int.MaxValue).First(n => SHA256.HashData(Encoding.ASCII.GetBytes($"{stamp}:{n}"))[0] != 0);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(app, _address, stamp)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(app, _address, stamp, $"{idle}")).Status);
        Assert.Equal("Look into your inbox", (await PostAsync(app, _address, stamp, $"{worked}")).Heading);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(app, Some.Address, stamp, $"{worked}")).Status);
    }

    /// <summary>Rank AUC of known against unknown addresses by the time of the answer: one half is no difference.</summary>
    [Fact]
    public async Task The_time_of_an_answer_does_not_tell_whether_an_address_is_known()
    {
        await using var app = await App.StartAsync();
        await app.BecomeReaderAsync(_address);
        var stamp = Field(await app.GetAsync(), "stamp");
        // Chance alone leaves the range once in two thousand; a difference that is there shows each time.
        for (var series = 1; ; series++)
        {
            var auc = await AucAsync(app, stamp, series);
            TestContext.Current.TestOutputHelper!.WriteLine(auc.ToString("F4", CultureInfo.InvariantCulture));
            if (auc is >= 0.48 and <= 0.52)
                return;
            Assert.True(series < 3, $"told apart three times over: {auc:F4}");
        }
    }

    async Task<double> AucAsync(App app, string stamp, int series)
    {
        var (known, unknown) = (new List<long>(), new List<long>());
        for (var i = -200; i < 5000; i++)
        {
            var stranger = string.Create(CultureInfo.InvariantCulture, $"nobody{series}{i:00000}@readers.example");
            foreach (var isKnown in i % 2 == 0 ? (bool[])[true, false] : [false, true])
            {
                var started = Stopwatch.GetTimestamp();
                var page = await PostAsync(app, isKnown ? _address : stranger, stamp);
                var took = Stopwatch.GetTimestamp() - started;
                Assert.Equal("Look into your inbox", page.Heading);
                if (i >= 0)
                    (isKnown ? known : unknown).Add(took);
            }
        }
        return Auc(known, unknown);
    }

    static double Auc(List<long> ones, List<long> others)
    {
        var sorted = others.Order().ToList();
        return ones.Average(one =>
        {
            var (below, upTo) = (Count(one), Count(one + 1));
            return (below + upTo) / 2.0 / sorted.Count;
        });

        int Count(long limit)
        {
            var at = sorted.BinarySearch(limit);
            for (at = at < 0 ? ~at : at; at > 0 && sorted[at - 1] >= limit;)
                at--;
            return at;
        }
    }

    static Task<AppPage> PostAsync(App app, string address, string stamp, string work = "") =>
        app.AskAsync(HttpMethod.Post, "/subscribe", new FormUrlEncodedContent(
            [new("address", address), new("line", Some.Line), new("zone", "UTC"), new("website", ""), new("stamp", stamp), new("work", work)]));

    static async Task<AppPage> FromAsync(App app, string client)
    {
        var content = new FormUrlEncodedContent(
            [new("address", Some.Address), new("line", ""), new("stamp", Field(await app.GetAsync(), "stamp"))]);
        return await app.AskAsync(HttpMethod.Post, "/subscribe", content, ("X-Forwarded-For", client));
    }

    static string Field(AppPage page, string name) =>
        page.Form.Elements.OfType<IHtmlInputElement>().Single(input => input.Name == name).Value;
}
