using Xunit;

namespace Digest.Mailing.Tests;

public class SmtpTraceTests
{
    [Fact]
    public async Task All_that_passes_is_told_in_order_and_what_logs_in_is_not()
    {
        await using var server = new ScriptedServer(async peer =>
        {
            await peer.GreetAsync("AUTH LOGIN", "SIZE 1000");
            foreach (var reply in new[] { "334 VXNlcm5hbWU6\r\n", "334 UGFzc3dvcmQ6\r\n", "235 2.7.0 welcome hunter22 aHVudGVyMjI=\r\n" })
            {
                await peer.HearAsync();
                await peer.SayAsync(reply);
            }

            foreach (var reply in new[] { "250 ok\r\n", "550 5.1.1 no such user\r\n", "221 bye\r\n" })
            {
                await peer.HearAsync();
                await peer.SayAsync(reply);
            }
        });
        var notes = new List<SmtpNote>();
        var relay = server.Relay with { UserName = "papers", Password = "hunter22", Listener = notes.Add };
        await using var connection = (await SmtpConnection.OpenAsync(relay, TimeProvider.System, Some.Ct)).Connection!;
        var refused = await connection.ProbeAsync(Some.Address(), Some.Address("nobody@example.org"), Some.Ct);
        await connection.QuitAsync(Some.Ct);

        Assert.Equal((SmtpPhase.Rcpt, 550), (refused!.Phase, refused.Reply!.Code));
        Assert.Equal(
            [
                "220 scripted", "EHLO localhost", "250-scripted\n250-AUTH LOGIN\n250 SIZE 1000", "AUTH LOGIN", "334 VXNlcm5hbWU6", "***", "334 UGFzc3dvcmQ6", "***",
                "235 2.7.0 welcome *** ***", $"MAIL FROM:<{Some.Address()}> SIZE=0", "250 ok", "RCPT TO:<nobody@example.org>", "550 5.1.1 no such user", "QUIT", "221 bye",
            ],
            notes.Skip(1).Select(note => note.Text));
        Assert.Equal(SmtpNoteKind.Connected, notes[0].Kind);
    }

    [Fact]
    public async Task A_mail_that_would_be_taken_is_taken_back()
    {
        await using var server = new ScriptedServer(async peer =>
        {
            await peer.GreetAsync();
            foreach (var _ in "1234")
            {
                await peer.HearAsync();
                await peer.SayAsync("250 ok\r\n");
            }

            Assert.StartsWith("RSET", peer.Heard[3], StringComparison.Ordinal);
        });
        await using var connection = (await SmtpConnection.OpenAsync(server.Relay, TimeProvider.System, Some.Ct)).Connection!;
        Assert.Null(await connection.ProbeAsync(Some.Address(), Some.Address(), Some.Ct));
        Assert.True(connection.IsUsable);
        await connection.QuitAsync(Some.Ct);
    }
}
