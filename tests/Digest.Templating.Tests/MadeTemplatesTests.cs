using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Digest.Templating.Tests;

/// <summary>Nothing that is made up crashes, hangs or eats memory. TEMPLATES says how many, SEED from which on.</summary>
public class MadeTemplatesTests(ITestOutputHelper output)
{
    /// <summary>All that a render ever asked for, whether it was let go at once or not; what it may hold is counted strictly (see the limits).</summary>
    private const long MostBytes = 512L * 1024 * 1024;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    public sealed record Paper(string Title, IReadOnlyList<string> Tags, int Votes, DateOnly? Day);

    public sealed record Model(string Text, IReadOnlyList<Paper> List, Paper Paper);

    [Fact]
    public void Whatever_is_made_up_ends_in_time_and_memory_with_output_or_an_error()
    {
        var count = Number("TEMPLATES", 2_000);
        var seed = Number("SEED", 1);
        var (rendered, failed, refused, longest, most) = (0, 0, 0, TimeSpan.Zero, 0L);
        foreach (var (text, n) in Hostile().Concat(Enumerable.Range(seed, count).Select(n => new MadeTemplates(n).Next())).Select((t, n) => (t, n)))
        {
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var began = Environment.CpuUsage.TotalTime; // Who else runs on the machine is not what is measured.
            try
            {
                switch (Tried(text, n % 2 == 0))
                {
                    case null: refused++; break;
                    case true: rendered++; break;
                    default: failed++; break;
                }
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"Number {n} from {seed}: {text}", fault);
            }

            var took = Environment.CpuUsage.TotalTime - began;
            bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
            if (took > longest) longest = took;
            if (bytes > most) most = bytes;
            Assert.True(took < Longest, $"{took} for number {n} from {seed}: {text}");
            Assert.True(bytes < MostBytes, $"{bytes} bytes for number {n} from {seed}: {text}");
        }

        output.WriteLine($"{rendered} rendered, {failed} failed while rendering, {refused} were no templates; the longest took "
            + $"{longest.TotalMilliseconds:0} ms, the most was {most >> 20} MB, the process at most {Environment.WorkingSet >> 20} MB");
        Assert.True(rendered > 0 && failed > 0 && refused > 0);
    }

    /// <summary>True: rendered; false: failed while rendering; null: no template.</summary>
    private static bool? Tried(string text, bool html)
    {
        var parsed = new Dictionary<string, Template>(StringComparer.Ordinal);
        var options = new TemplateOptions
        {
            Html = html, StrictVariables = false, Include = parsed.GetValueOrDefault, TimeLimit = TimeSpan.FromMilliseconds(500),
        };
        try
        {
            parsed["part"] = Template.Parse("<i>{{ x; $1; ret }}", "part", options);
            parsed["self"] = Template.Parse(text, "self", options);
        }
        catch (TemplateException)
        {
            return null;
        }

        parsed["self"].Check(typeof(Model));
        try
        {
            parsed["self"].Render(
                new Model(text, [new("<a>", ["b", "c"], 3, null), new("d", [], 99999, new DateOnly(2026, 1, 2))], new("<t>", ["x"], 1, null)),
                TestContext.Current.CancellationToken);
            return true;
        }
        catch (TemplateException)
        {
            return false;
        }
    }

    private static IEnumerable<string> Hostile()
    {
        if (Scripts.DataFile("hostile", "strings.json") is not { } path) yield break;
        using var json = JsonDocument.Parse(File.ReadAllText(path));
        foreach (var hostile in json.RootElement.EnumerateObject().SelectMany(p => p.Value.EnumerateArray()))
        {
            var text = hostile.ValueKind == JsonValueKind.String ? hostile.GetString()! : hostile.ToString();
            yield return text;
            yield return "{{ " + text + " }}";
            yield return "{{ x = '" + text + "'; x | string.upcase | regex.match x }}";
        }
    }

    private static int Number(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } said ? int.Parse(said, CultureInfo.InvariantCulture) : otherwise;
}
