using Digest.Tests.Bounces;
using Xunit;

namespace Digest.Tests.Commands;

/// <summary>Reports through a pipe, as a mail server hands them over, and what the operator sees of them.</summary>
public sealed class BouncesCommandTests : IAsyncDisposable
{
    readonly CommandLine _digest = new();

    public ValueTask DisposeAsync() => _digest.DisposeAsync();

    [Fact]
    public async Task A_report_is_piped_in_shown_told_by_why_and_forgiven()
    {
        Assert.Equal(0, (await _digest.RunAsync("subscribers", "add", "ada@reader.example")).Exit);
        await _digest.RunAsync("gather", "--file", _digest.File("papers.jsonl", """{"id":"2607.10001","title":"Folding laundry","published":"2026-07-16"}"""), "--at", "2026-07-17T11:00Z");
        await _digest.RunAsync("edition", "--at", "2026-07-17T12:30Z");
        await _digest.RunAsync("send", "--at", "2030-07-18T12:00Z");

        var none = await PipeAsync(Reports.Fill("vacation", says: "Away"), "bounces", "ingest", "--json");
        Assert.Equal((0, 1, 1), (none.Exit, none.Json.GetProperty("read").GetInt32(), none.Json.GetProperty("ignored").GetInt32()));
        var unknown = await PipeAsync("From MAILER-DAEMON Tue Jun  2 08:00:31 2026\n" + Reports.Fill("postfix"), "bounces", "ingest", "-", "--json");
        Assert.Equal((0, 1), (unknown.Exit, unknown.Json.GetProperty("unknown").GetInt32()));
        foreach (var count in new[] { "bounces", "complaints", "unsubscribes", "alreadyKnown" })
            Assert.Equal(0, unknown.Json.GetProperty(count).GetInt32());

        Assert.Contains("Nothing came back", (await _digest.RunAsync("bounces", "show", "ada@reader.example")).Output, StringComparison.Ordinal);
        Assert.Contains("nothing to forgive", (await _digest.RunAsync("bounces", "forgive", "ada@reader.example")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await _digest.RunAsync("bounces", "list", "--json")).Json.GetArrayLength());
        Assert.StartsWith("Nothing came back", (await _digest.RunAsync("bounces", "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_file_and_no_Maildir_is_said()
    {
        var missing = await _digest.RunAsync("bounces", "ingest", "nowhere.mbox");
        Assert.Equal((1, "digest: There is no nowhere.mbox."), (missing.Exit, missing.Errors.Trim()));
        var folder = await _digest.RunAsync("bounces", "ingest", ".");
        Assert.Equal((1, "digest: . is no Maildir: there must be new and cur in it."), (folder.Exit, folder.Errors.Trim()));
        _digest.Environment["Bounces__Maildir"] = "/nowhere";
        var setting = await _digest.RunAsync("bounces", "list");
        Assert.Equal(1, setting.Exit);
        Assert.Contains("Bounces:Maildir", setting.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_way_back_is_tested_by_a_mail_that_has_to_come_in()
    {
        Assert.Contains("Bounces:UnsubscribeAddress is not set", (await _digest.RunAsync("bounces", "test-route")).Errors, StringComparison.Ordinal);
        _digest.Environment["Bounces__UnsubscribeAddress"] = "leave@bounce.papers.example";
        var maildir = Path.GetDirectoryName(_digest.File("x", ""))!;
        foreach (var folder in new[] { "new", "cur" })
            Directory.CreateDirectory(Path.Combine(maildir, folder));
        _digest.Environment["Bounces__Maildir"] = maildir;
        var late = await _digest.RunAsync("bounces", "test-route", "--wait", "1", "--json");
        Assert.Equal((1, false), (late.Exit, late.Json.GetProperty("arrived").GetBoolean()));

        var testing = _digest.Start("bounces", "test-route", "--wait", "60");
        var mail = (await _digest.Mailbox.WaitForAsync(2, TimeSpan.FromSeconds(60)))[^1];
        Assert.Equal("leave@bounce.papers.example", mail.EnvelopeTo);
        await File.WriteAllBytesAsync(Path.Combine(maildir, ".1"), mail.Source);
        File.Move(Path.Combine(maildir, ".1"), Path.Combine(maildir, "new", "1"));
        await testing.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
        Assert.Equal(0, testing.ExitCode);
        Assert.Contains("letters name the address", (await _digest.RunAsync("doctor", "--offline")).Output, StringComparison.Ordinal);
        Assert.Contains("no test mail", (await _digest.RunAsync("doctor", "--offline", "--settings", _digest.File("more.json", """{"Bounces":{"Lmtp":"127.0.0.1:2424"}}"""))).Output, StringComparison.Ordinal);
    }

    async Task<Ran> PipeAsync(string mail, params string[] arguments)
    {
        var process = _digest.Start(arguments);
        await process.StandardInput.WriteAsync(mail);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
        return new(process.ExitCode, await output, await errors);
    }
}
