using Digest.Commands;
using Xunit;

namespace Digest.Tests.Commands;

public class LanguageCommandTests
{
    [Fact]
    public async Task A_reader_the_operator_adds_is_written_to_in_the_language_they_name()
    {
        await using var digest = new CommandLine();
        Assert.Equal(0, (await digest.RunAsync("subscribers", "add", "ada@readers.example", "--locale", "de", "--at", "2026-07-17T10:00Z")).Exit);
        Assert.Equal("de", (await digest.RunAsync("subscribers", "show", "ada@readers.example", "--json")).Json.GetProperty("locale").GetString());

        var unknown = await digest.RunAsync("subscribers", "add", "bo@readers.example", "--locale", "xx");
        Assert.Equal(2, unknown.Exit);
        Assert.Contains("--locale xx is no language there are templates of; there are de, en.", unknown.Errors, StringComparison.Ordinal);

        digest.Environment["Rendering__Locale"] = "de";
        await digest.RunAsync("subscribers", "add", "bo@readers.example");
        Assert.Contains("in de", (await digest.RunAsync("subscribers", "show", "bo@readers.example")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_service_does_not_start_in_a_language_that_is_not_there_or_has_a_hole_in_it()
    {
        await using var digest = new CommandLine();
        digest.Environment["Rendering__Locale"] = "xx";
        var none = await digest.RunAsync("send");
        Assert.Equal(1, none.Exit);
        Assert.Contains("Rendering:Locale is xx, and there are templates of de, en only.", none.Errors, StringComparison.Ordinal);

        using var own = new ScratchFolder();
        Directory.CreateDirectory(Path.Combine(own.Path, "fr", "parts"));
        File.WriteAllText(Path.Combine(own.Path, "fr", "parts", "words.txt"), "");
        digest.Environment["Rendering__Locale"] = "en";
        digest.Environment["Rendering__TemplatesFolder"] = own.Path;
        var hole = await digest.RunAsync("send");
        Assert.Equal(1, hole.Exit);
        Assert.Contains("There is no template fr/", hole.Errors, StringComparison.Ordinal);
    }
}
