using System.Text;
using System.Text.Json;
using Xunit;

namespace Digest.Templating.Tests;

/// <summary>The language as its own project tests it: text mode, unknown variables are null, 1000 iterations.</summary>
public class LanguageCasesTests(ITestOutputHelper output)
{
    private static readonly TemplateOptions AsScriban = new() { StrictVariables = false, LoopLimit = 1000 };

    [Fact]
    public void Every_case_of_the_language_gives_its_output_or_its_error()
    {
        var path = Scripts.DataFile("scriban-language", "cases.json");
        Assert.SkipUnless(path is not null, "DIGEST_DATA does not say where the cases are");
        using var cases = JsonDocument.Parse(File.ReadAllText(path));
        using var modelJson = JsonDocument.Parse(File.ReadAllText(Scripts.DataFile("scriban-language", "model.json")!));
        var model = Scripts.Plain(modelJson.RootElement);

        var wrong = new StringBuilder();
        var right = 0;
        var count = 0;
        foreach (var one in cases.RootElement.EnumerateArray())
        {
            count++;
            var told = Told(one.GetProperty("template").GetString()!, model);
            var expected = one.GetProperty("expected").GetString();
            if (expected is null ? told.Error is not null : told.Text == expected) right++;
            else wrong.AppendLine($"{one.GetProperty("name")}\n--- expected\n{expected ?? "(an error)"}\n--- was\n{told.Text ?? told.Error}");
        }

        output.WriteLine($"{right} of {count} cases");
        Assert.True(right == count, wrong.ToString());
        Assert.True(count > 0);
    }

    private static (string? Text, string? Error) Told(string template, object? model)
    {
        try
        {
            return (Template.Parse(template, "case", AsScriban).Render(model, TestContext.Current.CancellationToken), null);
        }
        catch (TemplateException failure)
        {
            return (null, failure.Message);
        }
    }
}
