using System.Diagnostics;
using Digest.Tests.Web.Admin;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>The html of every mail and page, before judges that are not ours: html-validate, caniemail's data and axe-core.</summary>
public sealed class MarkupTests(MarkupTests.Saved saved) : IClassFixture<MarkupTests.Saved>
{
    static readonly string Checks = Path.Combine(Repository.Folder("tests/Digest.Tests"), "Markup");

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    [InlineData(Mirrored.Locale)]
    public Task Every_mail_and_page_is_valid_and_meets_what_can_be_checked_of_accessibility(string locale) => NoFaultsAsync("html", locale);

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    [InlineData(Mirrored.Locale)]
    public Task What_a_mail_program_does_not_know_of_our_mails_has_a_fallback(string locale) => NoFaultsAsync("clients", locale);

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    [InlineData(Mirrored.Locale)]
    public Task In_a_browser_nothing_is_in_the_way_of_anybody_and_nothing_is_asked_of_another_host(string locale)
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DIGEST_CHROMIUM")), "DIGEST_CHROMIUM names no browser.");
        return NoFaultsAsync("browser", locale);
    }

    async Task NoFaultsAsync(string what, string locale)
    {
        var node = Environment.GetEnvironmentVariable("DIGEST_NODE");
        Assert.SkipWhen(string.IsNullOrEmpty(node), "DIGEST_NODE names no Node.js.");
        Assert.SkipWhen(!Directory.Exists(Path.Combine(Checks, "node_modules")), "The checks' packages are not there: run 'npm ci' in tests/Digest.Tests/Markup.");
        using var checking = Process.Start(new ProcessStartInfo(node!, [Path.Combine(Checks, "check.mjs"), what, Path.Combine(saved.Folder, locale)])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var (faults, trouble) = (checking.StandardOutput.ReadToEndAsync(), checking.StandardError.ReadToEndAsync());
        await checking.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5), TimeProvider.System);
        Assert.True((await faults).Length == 0, await faults);
        Assert.True(checking.ExitCode == 0, await trouble);
    }

    /// <summary>Mails and pages, made once for all checks.</summary>
    public sealed class Saved : IAsyncLifetime
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("digest-markup-").FullName;

        public async ValueTask InitializeAsync()
        {
            foreach (var locale in new[] { "en", "de", Mirrored.Locale })
            {
                await using var app = await Mirrored.StartAsync();
                await app.SaveMarkupAsync(Directory.CreateDirectory(Path.Combine(Folder, locale)).FullName, locale);
            }
            // These speak one language, whoever reads.
            await using var office = await Office.EnteredAsync();
            await office.SaveMarkupAsync(Path.Combine(Folder, "en"));
        }

        public ValueTask DisposeAsync()
        {
            Directory.Delete(Folder, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
