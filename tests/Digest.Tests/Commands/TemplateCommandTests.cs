using Digest.Commands;
using Xunit;

namespace Digest.Tests.Commands;

public class TemplateCommandTests
{
    [Fact]
    public async Task The_shipped_templates_work()
    {
        await using var digest = new CommandLine();
        var checkedOnes = await digest.RunAsync("template", "check");
        Assert.Equal((0, ""), (checkedOnes.Exit, checkedOnes.Errors));
        Assert.Contains("The templates work", checkedOnes.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_fault_of_a_folder_is_told_with_file_line_and_column()
    {
        using var own = new ScratchFolder();
        Directory.CreateDirectory(Path.Combine(own.Path, "en"));
        await File.WriteAllTextAsync(Path.Combine(own.Path, "en", "goodbye.html"), """
            <p class={{ site.service }}>{{ site.nope }}
            {{ include 'parts/nowhere.html' }}
            """, TestContext.Current.CancellationToken);
        await using var digest = new CommandLine();

        var refused = await digest.RunAsync("template", "check", own.Path);

        Assert.Equal(1, refused.Exit);
        Assert.Contains("en/goodbye.html(1,18): An expression cannot stand as the value of an attribute without quotes", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("en/goodbye.html(1,37): The member `nope` was not found", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("en/goodbye.html(2,4): The template `parts/nowhere.html` to include was not found", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_template_is_rendered_with_any_model_and_includes_what_lies_beside_it()
    {
        await using var digest = new CommandLine();
        var model = digest.File("m.json", """{"name": "A & B", "list": [1, 2]}""");
        digest.File("part.txt", "({{ $1 }})");
        var file = digest.File("t.txt", "{{ name }}{{ for n in list; include 'part.txt' n; end }}");

        Assert.Equal((0, "A & B(1)(2)"), Came(await digest.RunAsync("template", "render", file, "--model", model)));
        Assert.Equal((0, "A &amp; B(1)(2)"), Came(await digest.RunAsync("template", "render", file, "--model", model, "--html")));
        var refused = await digest.RunAsync("template", "render", file);
        Assert.Equal(1, refused.Exit);
        Assert.Contains("t.txt(1,4): The variable or function `name` was not found", refused.Errors, StringComparison.Ordinal);

        static (int Exit, string Output) Came(Ran ran) => (ran.Exit, ran.Output);
    }

    [Theory]
    [InlineData("nowhere is no folder", "template", "check", "nowhere")]
    [InlineData("nowhere is no file", "template", "render", "nowhere")]
    public async Task Wrong_usage_is_told(string told, params string[] args)
    {
        await using var digest = new CommandLine();
        var refused = await digest.RunAsync(args);
        Assert.Equal(2, refused.Exit);
        Assert.Contains(told, refused.Errors, StringComparison.Ordinal);
    }
}
