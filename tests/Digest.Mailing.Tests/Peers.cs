using System.Diagnostics;
using System.Text;
using Xunit;

namespace Digest.Mailing.Tests;

/// <summary>Programs that are not ours, each named by a variable; a test that needs one is skipped without it.</summary>
static class Peers
{
    public static string Need(string variable, string what)
    {
        var program = Environment.GetEnvironmentVariable(variable);
        Assert.SkipWhen(string.IsNullOrEmpty(program), $"{variable} does not say {what}");
        return program!;
    }

    public static string Aiosmtpd() => Need("DIGEST_PYTHON_AIOSMTPD", "which python3 knows the package aiosmtpd");

    public static string Dkim() => Need("DIGEST_PYTHON_DKIM", "which python3 knows the package dkim");

    public static string Python() => Need("DIGEST_PYTHON", "which python3 to ask");

    public static string Mailauth() => Need("DIGEST_MAILAUTH", "which node (20 or newer) to ask, npm ci being run in tests/Digest.Mailing.Tests/Judges");

    public static string SmtpSink() => Need("DIGEST_SMTP_SINK", "where smtp-sink is");

    /// <summary>A script of this project.</summary>
    public static string Script(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Digest.sln")))
                return Path.Combine(folder.FullName, "tests", "Digest.Mailing.Tests", path);
        throw new InvalidOperationException("Digest.sln was not found above the tests; run them from a clone.");
    }

    /// <summary>Runs a judge over lines.</summary>
    /// <returns>Its answers, a line each.</returns>
    public static async Task<string[]> AskAsync(string program, string[] arguments, IEnumerable<string> lines)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false, StandardInputEncoding = new UTF8Encoding(false),
        })!;
        var answers = process.StandardOutput.ReadToEndAsync(Some.Ct);
        foreach (var line in lines)
            await process.StandardInput.WriteLineAsync(line.AsMemory(), Some.Ct);
        process.StandardInput.Close();
        var read = (await answers).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync(Some.Ct);
        return read;
    }
}
