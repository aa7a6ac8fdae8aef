using System.Text;
using Xunit;

namespace Digest.Mailing.Tests;

/// <summary>AUTH XOAUTH2, as Google and Microsoft describe it.</summary>
public class SmtpTokenTests
{
    const string Token = "ya29.a0Af_not-a-real-token~+/=";

    static readonly string Line = "AUTH XOAUTH2 " + Base64($"user=papers@example.org\u0001auth=Bearer {Token}\u0001\u0001");

    [Fact]
    public async Task A_token_logs_in_with_one_line()
    {
        List<string> heard = [];
        await using (var server = new ScriptedServer(async peer =>
        {
            heard = peer.Heard;
            await peer.GreetAsync("AUTH PLAIN LOGIN XOAUTH2");
            await peer.HearAsync();
            await peer.SayAsync("235 2.7.0 welcome\r\n");
            await peer.HearAllAsync();
        }))
        {
            var connect = await OpenAsync(server, Token);
            Assert.True(connect.Connection is not null, connect.Failure?.ToString());
            await connect.Connection!.DisposeAsync();
        }

        Assert.Equal(Line, heard[1]);
    }

    [Theory]
    [InlineData("{\"status\":\"400\",\"schemes\":\"Bearer\",\"scope\":\"https://mail.example/\"}",
        "535 5.7.8 not accepted (the relay's reason: status 400, schemes Bearer, scope https://mail.example/)")]
    [InlineData("{\"status\":\"400\\r\\nMAIL FROM:<x>\"}", "535 5.7.8 not accepted (the relay's reason: status 400  MAIL FROM:<x>)")]
    [InlineData("not json", "535 5.7.8 not accepted")]
    [InlineData("[1]", "535 5.7.8 not accepted")]
    public async Task A_refused_token_is_explained_by_what_the_relay_said(string challenge, string expected)
    {
        await using var server = new ScriptedServer(async peer =>
        {
            await peer.GreetAsync("AUTH XOAUTH2");
            await peer.HearAsync();
            await peer.SayAsync($"334 {Base64(challenge)}\r\n");
            Assert.Equal("", await peer.HearAsync());
            await peer.SayAsync("535 5.7.8 not accepted\r\n");
            await peer.HearAllAsync();
        });
        Assert.Equal((SmtpPhase.Auth, expected), Failed(await OpenAsync(server, Token)));
    }

    [Fact]
    public async Task Neither_the_token_nor_the_line_that_bears_it_stands_in_a_result()
    {
        await using var server = new ScriptedServer(async peer =>
        {
            await peer.GreetAsync("AUTH XOAUTH2");
            await peer.HearAsync();
            await peer.SayAsync($"334 {Base64($"{{\"status\":\"{Token}\"}}")}\r\n");
            await peer.HearAsync();
            await peer.SayAsync($"535 5.7.8 {Line} with {Token}\r\n");
            await peer.HearAllAsync();
        });
        Assert.Equal((SmtpPhase.Auth, "535 5.7.8 AUTH XOAUTH2 *** with *** (the relay's reason: status ***)"), Failed(await OpenAsync(server, Token)));
    }

    [Fact]
    public async Task A_token_is_not_given_where_it_is_not_asked_for()
    {
        await using var server = new ScriptedServer(async peer =>
        {
            await peer.GreetAsync("AUTH PLAIN LOGIN");
            await peer.HearAllAsync();
            Assert.Single(peer.Heard);
        });
        Assert.Contains("does not offer AUTH XOAUTH2", (await OpenAsync(server, Token)).Failure!.Fault);
    }

    [Theory]
    [InlineData(null, "nobody to ask")]
    [InlineData("", "what was given as a token is none")]
    [InlineData("two words", "what was given as a token is none")]
    [InlineData("a\u0001auth=Bearer b", "what was given as a token is none")]
    [InlineData("a\r\nMAIL FROM:<x@example.org>", "what was given as a token is none")]
    public async Task Without_a_token_no_connection_is_made(string? token, string fault)
    {
        var connect = await SmtpConnection.OpenAsync(new SmtpRelay
        {
            Host = "relay.invalid", UserName = "papers@example.org", AccessToken = _ => Task.FromResult((token, token is null ? "nobody to ask" : null)),
        }, TimeProvider.System, Some.Ct);
        Assert.Equal(SmtpPhase.Auth, connect.Failure!.Phase);
        Assert.StartsWith(fault, connect.Failure.Fault);
    }

    static (SmtpPhase Phase, string? Reply) Failed(SmtpConnect connect) => (connect.Failure!.Phase, connect.Failure.Reply?.ToString());

    static Task<SmtpConnect> OpenAsync(ScriptedServer server, string token) => SmtpConnection.OpenAsync(
        server.Relay with { UserName = "papers@example.org", AccessToken = _ => Task.FromResult<(string?, string?)>((token, null)) }, TimeProvider.System, Some.Ct);

    static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
