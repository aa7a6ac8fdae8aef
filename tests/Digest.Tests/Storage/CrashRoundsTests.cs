using System.Diagnostics;
using Xunit;

namespace Digest.Tests.Storage;

/// <summary>A few rounds of tests/soak/run, which anybody can run for longer.</summary>
public class CrashRoundsTests
{
    [Fact]
    public async Task Killed_or_unable_to_record_while_sending_nobody_is_lost_and_duplicates_are_those_in_doubt()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "digest");
        Assert.SkipUnless(File.Exists("/bin/bash") && File.Exists(program), "the soak runs need bash");
        Assert.SkipUnless(Has("python3") && Has("sqlite3"), "the soak runs need python3 and sqlite3");

        using var run = new Process();
        run.StartInfo = new ProcessStartInfo("/bin/bash", [Path.Combine(Repository.Folder("tests/soak"), "run"), "crash", "broken"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in new[] { ("DIGEST_EXE", program), ("SUBSCRIBERS", "200"), ("KILLS", "3"), ("BROKEN_SUBSCRIBERS", "200"), ("WITHIN_MS", "300") })
            run.StartInfo.Environment[name] = value;
        run.Start();
        var told = Task.WhenAll(run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        try
        {
            await run.WaitForExitAsync(patience.Token);
        }
        finally
        {
            if (!run.HasExited)
                run.Kill(entireProcessTree: true);
        }
        var words = string.Join('\n', await told);
        Assert.True(run.ExitCode == 0, $"ended with {run.ExitCode}:\n{words}");
    }

    static bool Has(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
