using System.Globalization;
using Digest.Demo;
using Xunit;

namespace Digest.Tests.Commands;

/// <summary>digest init, by the built program: what it writes is what the program then runs on.</summary>
public sealed class InitCommandTests : IAsyncDisposable
{
    readonly CommandLine _digest = new();
    readonly string _settings;

    public InitCommandTests()
    {
        foreach (var set in new[] { "Storage__DataFolder", "Delivering__From", "Web__PublicUrl" })
            _digest.Environment.Remove(set); // to come from the settings file alone
        _settings = _digest.Name(Path.Combine("etc", "digest.json"));
    }

    string Folder => Path.GetDirectoryName(_settings)!;

    string Relay => _digest.Environment["Delivering__Relay__Port"];

    public ValueTask DisposeAsync() => _digest.DisposeAsync();

    [Fact]
    public async Task What_it_writes_is_private_and_the_program_starts_with_it()
    {
        var run = await InitAsync("--relay-user", "papers", "--relay-password-file", _digest.File("password", "hunter2\n"), "--untried");
        Assert.Equal((0, ""), (run.Exit, run.Errors));
        foreach (var words in new[] { "example.org. 3600 IN TXT \"v=spf1 ", "digest1._domainkey.example.org. 3600 IN TXT \"v=DKIM1;",
            "_dmarc.example.org. 3600 IN TXT \"v=DMARC1;", $"serve  --settings {_settings}" })
            Assert.Contains(words, run.Output, StringComparison.Ordinal);
        foreach (var file in new[] { _settings, Path.Combine(Folder, "digest1.example.org.pem"), Path.Combine(Folder, "data", "keys.json") })
        {
            Assert.True(File.Exists(file), file);
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
        Assert.DoesNotContain("hunter2", run.Output + run.Errors + await File.ReadAllTextAsync(_settings, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", run.Output, StringComparison.Ordinal);

        var doctor = await _digest.RunAsync("doctor", "--offline", "--settings", _settings);
        Assert.Equal((0, ""), (doctor.Exit, doctor.Errors));
    }

    [Fact]
    public async Task The_password_can_come_by_standard_input_and_goes_into_a_file_of_its_own()
    {
        var process = _digest.Start(["init", "--settings", _settings, .. Flags(), "--relay-user", "papers", "--relay-password-stdin", "--untried", "--no-dkim"]);
        await process.StandardInput.WriteLineAsync("hunter2");
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, "hunter2\n"), (process.ExitCode, await File.ReadAllTextAsync(Path.Combine(Folder, "relay-password"), TestContext.Current.CancellationToken)));
        Assert.Contains("Delivering:Relay:Password = ***", (await _digest.RunAsync("config", "--settings", _settings)).Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Folder, "*.pem"));
    }

    [Fact]
    public async Task A_relay_that_works_is_tried_and_no_mail_is_sent()
    {
        var run = await InitAsync("--json");
        Assert.Equal((0, ""), (run.Exit, run.Errors));
        Assert.Equal(["SPF", "DKIM", "DMARC"], run.Json.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("about").GetString()));
        Assert.Equal(0, _digest.Mailbox.Received);
    }

    [Fact]
    public async Task A_relay_that_does_not_work_leaves_nothing_behind()
    {
        _digest.Environment["Delivering__Relay__Port"] = Stage.FreePort().ToString(CultureInfo.InvariantCulture);
        var run = await InitAsync();
        Assert.Equal(1, run.Exit);
        Assert.Contains("refused", run.Errors, StringComparison.Ordinal);
        Assert.Contains("What to do:", run.Errors, StringComparison.Ordinal);
        Assert.Contains("Nothing was written.", run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public async Task Settings_that_are_there_stay_unless_they_may_be_written_over()
    {
        Assert.Equal(0, (await InitAsync("--untried")).Exit);
        await File.WriteAllTextAsync(_settings, "{}", TestContext.Current.CancellationToken);
        var run = await InitAsync("--untried");
        Assert.Equal(1, run.Exit);
        Assert.Contains("--force", run.Errors, StringComparison.Ordinal);
        Assert.Equal("{}", await File.ReadAllTextAsync(_settings, TestContext.Current.CancellationToken));
        Assert.Equal(0, (await InitAsync("--untried", "--force")).Exit);
        Assert.Contains("papers@example.org", await File.ReadAllTextAsync(_settings, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_terminal_what_is_missing_or_wrong_is_named_by_its_flag()
    {
        var run = await _digest.RunAsync("init", "--settings", _settings, "--url", "http://localhost/", "--name", "Example Library");
        Assert.Equal(2, run.Exit);
        Assert.Contains("--postal-address, --contact, --relay-host are missing", run.Errors, StringComparison.Ordinal);
        Assert.Contains("--url http://localhost/", run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public async Task What_serve_would_not_start_with_is_not_written()
    {
        var run = await InitAsync("--relay-user", "papers", "--untried");
        Assert.Equal(2, run.Exit);
        Assert.Contains("Delivering:Relay:UserName needs", run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folder));
    }

    Task<Ran> InitAsync(params string[] more) => _digest.RunAsync(["init", "--settings", _settings, .. Flags(), .. more]);

    string[] Flags() =>
    [
        "--url", "https://papers.example.org/", "--name", "Example Library", "--postal-address", "1 Example Street", "--contact", "papers@example.org",
        "--relay-host", "127.0.0.1", "--relay-port", Relay, "--data", Path.Combine(Folder, "data"),
    ];
}
