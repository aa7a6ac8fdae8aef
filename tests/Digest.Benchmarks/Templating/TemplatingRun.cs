using System.Reflection;
using System.Text;
using System.Text.Json;
using Digest.Templating;
using HandlebarsDotNet;

namespace Digest.Benchmarks.Templating;

/// <summary>An issue of so many papers, rendered by our templates, by Handlebars.Net and by a writer written by hand: the
/// same bytes, five rounds each, taking turns.</summary>
static class TemplatingRun
{
    const int Rounds = 5;

    public static int Run(string[] asked, TextWriter to)
    {
        var papers = Asked(asked, "--papers", 20);
        var seconds = Asked(asked, "--seconds", 3);
        var letter = Letter.Of(papers);
        var ways = new (string Name, Func<ReadOnlyMemory<byte>> Render)[]
        {
            ("ours", Ours(letter)), ("handlebars", Rival(letter)), ("handWritten", ByHand(letter)),
        };
        var bytes = ways[0].Render().ToArray();
        foreach (var (name, render) in ways)
            if (!render().Span.SequenceEqual(bytes))
            {
                Tell(to, bytes, name, render().Span);
                return 1;
            }

        foreach (var (_, render) in ways)
            Measure(render, seconds); // to get warm
        var rounds = ways.ToDictionary(w => w.Name, _ => new List<double>());
        for (var round = 0; round < Rounds; round++)
            foreach (var (name, render) in ways)
                rounds[name].Add(Measure(render, seconds));
        var median = rounds.ToDictionary(r => r.Key, r => r.Value.Order().ElementAt(Rounds / 2));
        to.WriteLine(JsonSerializer.Serialize(new
        {
            papers, bytes = bytes.Length,
            perSecond = rounds.ToDictionary(r => r.Key, r => r.Value.Select(v => Math.Round(v))),
            allocatedPerRender = ways.ToDictionary(w => w.Name, w => Allocated(w.Render)),
            timesHandlebars = Math.Round(median["ours"] / median["handlebars"], 2),
            timesSlowerThanByHand = Math.Round(median["handWritten"] / median["ours"], 2),
            spreadOfLastThree = rounds.ToDictionary(r => r.Key, r => Math.Round((r.Value[^3..].Max() / r.Value[^3..].Min()) - 1, 3)),
        }, new JsonSerializerOptions { WriteIndented = true }));
        return 0;
    }

    static Func<ReadOnlyMemory<byte>> Ours(Letter letter)
    {
        Template? entry = null;
        var options = new TemplateOptions { Html = true, Include = _ => entry };
        entry = Template.Parse(Text("entry.html"), "entry.html", options);
        var template = Template.Parse(Text("letter.html"), "letter.html", options);
        var output = new System.Buffers.ArrayBufferWriter<byte>(64 * 1024);
        return () =>
        {
            output.ResetWrittenCount();
            template.Render(letter, output);
            return output.WrittenMemory;
        };
    }

    // As its documentation shows it for speed: compiled once, writing to a writer that is used again.
    static Func<ReadOnlyMemory<byte>> Rival(Letter letter)
    {
        var handlebars = Handlebars.Create();
        handlebars.RegisterTemplate("entry", Text("entry.hbs.html"));
        using var source = new StringReader(Text("letter.hbs.html"));
        var template = handlebars.Compile(source);
        var stream = new MemoryStream(64 * 1024);
        var writer = new StreamWriter(stream, new UTF8Encoding(false), 16 * 1024);
        return () =>
        {
            stream.SetLength(0);
            template(writer, letter);
            writer.Flush();
            return stream.GetBuffer().AsMemory(0, (int)stream.Length);
        };
    }

    static Func<ReadOnlyMemory<byte>> ByHand(Letter letter)
    {
        var writer = new HandWritten();
        return () => writer.Write(letter);
    }

    static double Measure(Func<ReadOnlyMemory<byte>> render, int seconds)
    {
        GC.Collect();
        // Processor time, not the clock's: who else runs on the machine is not what is measured.
        var began = Environment.CpuUsage.TotalTime;
        var times = 0;
        while ((Environment.CpuUsage.TotalTime - began).TotalSeconds < seconds)
            for (var i = 0; i < 500; i++, times++)
                render();
        return times / (Environment.CpuUsage.TotalTime - began).TotalSeconds;
    }

    static long Allocated(Func<ReadOnlyMemory<byte>> render)
    {
        const int Times = 1000;
        render();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Times; i++)
            render();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Times;
    }

    static string Text(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    static int Asked(string[] asked, string name, int otherwise) =>
        Array.IndexOf(asked, name) is var i and >= 0 ? int.Parse(asked[i + 1], System.Globalization.CultureInfo.InvariantCulture) : otherwise;

    static void Tell(TextWriter to, ReadOnlySpan<byte> ours, string name, ReadOnlySpan<byte> other)
    {
        var at = ours.CommonPrefixLength(other);
        var from = Math.Max(0, at - 40);
        to.WriteLine($"{name} differs at byte {at} of {ours.Length}/{other.Length}:");
        to.WriteLine(Encoding.UTF8.GetString(ours[from..Math.Min(ours.Length, at + 60)]));
        to.WriteLine(Encoding.UTF8.GetString(other[from..Math.Min(other.Length, at + 60)]));
    }
}
