using System.Collections.Concurrent;
using System.Text.Json;
using Digest.Tests.Gathering;
using Xunit;

namespace Digest.Tests.Commands;

/// <summary>digest alarms test: an operator sees whether alarms arrive.</summary>
public class AlarmsCommandTests
{
    [Fact]
    public async Task A_test_alarm_goes_every_way_that_is_set_and_each_is_told()
    {
        var posted = new ConcurrentQueue<JsonElement>();
        await using var hook = await FarEnd.StartAsync(async http => posted.Enqueue((await JsonDocument.ParseAsync(http.Request.Body)).RootElement.Clone()));
        await using var digest = new CommandLine();
        digest.Environment["Watching__AlarmTo__0"] = "ops@operators.example";
        digest.Environment["Watching__Webhook"] = hook.Address + "hook";
        var ran = await digest.RunAsync("alarms", "test");
        Assert.Equal(0, ran.Exit);
        Assert.Contains("sent  to ops@operators.example: ", ran.Output, StringComparison.Ordinal);
        Assert.Contains("sent  to the webhook: 200", ran.Output, StringComparison.Ordinal);
        Assert.Contains("A test: alarms arrive here", new AppMail(Assert.Single(digest.Mailbox.Mails)).Text, StringComparison.Ordinal);
        Assert.Equal("test", Assert.Single(posted).GetProperty("alarms")[0].GetProperty("alarm").GetString());

        await digest.StopRelayAsync();
        Assert.Equal(1, (await digest.RunAsync("alarms", "test")).Exit);
        Assert.Equal(2, posted.Count);
        Assert.Contains("No alarm is open.", (await digest.RunAsync("alarms")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_is_told_it_says_what_to_set()
    {
        await using var digest = new CommandLine();
        var ran = await digest.RunAsync("alarms", "test");
        Assert.Equal(1, ran.Exit);
        Assert.Contains("Watching:AlarmTo and Watching:Webhook are empty", ran.Errors, StringComparison.Ordinal);
    }
}
