using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Digest.Embedding;
using Digest.Matching;
using Digest.Papers;
using Digest.Subscribers;
using Digest.Tests.Gathering;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Digest.Tests.Embedding;

/// <summary>Embedders over HTTP, at a real server on loopback that answers well or badly.</summary>
public sealed class EmbedderTests
{
    const string Key = "sk-very-secret";

    [Theory]
    [InlineData("OpenAi", "/v1/embeddings")]
    [InlineData("Ollama", "/api/embed")]
    public async Task Both_protocols_give_a_vector_for_each_text_in_order(string protocol, string path)
    {
        await using var model = await ModelAsync();
        var embedded = await Embedder(Options(model, o => o.Protocol = Enum.Parse<EmbedderProtocol>(protocol)))
            .EmbedAsync(["a", "bb", "ccc"], TestContext.Current.CancellationToken);
        Assert.Null(embedded.Fault);
        Assert.Equal([[1, 1], [2, 1], [3, 1]], embedded.Vectors);
        Assert.Equal(path, Assert.Single(model.Asked));
    }

    [Theory]
    [InlineData(Key, "Bearer " + Key)]
    [InlineData("", "")]
    public async Task The_key_goes_with_the_request_when_there_is_one(string key, string header)
    {
        var seen = "none";
        await using var model = await FarEnd.StartAsync(context =>
        {
            seen = context.Request.Headers.Authorization.ToString();
            return AnswerAsync(context);
        });
        await Embedder(Options(model, o => o.ApiKey = key)).EmbedAsync(["a"], TestContext.Current.CancellationToken);
        Assert.Equal(header, seen);
    }

    [Theory]
    [InlineData(200, "", "not the JSON expected")]
    [InlineData(200, "<html>Sign in</html>", "not the JSON expected")]
    [InlineData(200, "null", "0 vectors for 2 texts")]
    [InlineData(200, "{}", "0 vectors for 2 texts")]
    [InlineData(200, """{"data": [{"index": 0, "embedding": [1, 2]}]}""", "0 vectors for 2 texts")]
    [InlineData(200, """{"data": [{"index": 0, "embedding": [1]}, {"index": 0, "embedding": [1]}]}""", "0 vectors for 2 texts")]
    [InlineData(200, """{"data": [{"index": 0, "embedding": [1]}, {"index": 7, "embedding": [1]}]}""", "0 vectors for 2 texts")]
    [InlineData(200, """{"data": [null, null]}""", "0 vectors for 2 texts")]
    [InlineData(200, """{"data": [{"embedding": [1, 2]}, {"embedding": [1]}]}""", "different lengths")]
    [InlineData(200, """{"data": [{"embedding": []}, {"embedding": []}]}""", "empty")]
    [InlineData(200, """{"data": [{"embedding": null}, {"embedding": [1]}]}""", "empty")]
    [InlineData(200, """{"data": [{"embedding": [1e99]}, {"embedding": [1]}]}""", "no number")]
    [InlineData(200, """{"data": [{"embedding": [0, 0]}, {"embedding": [1, 0]}]}""", "nothing")]
    [InlineData(200, """{"data": [{"embedding": ["NaN"]}, {"embedding": [1]}]}""", "no number")]
    [InlineData(200, """{"data": [{"embedding": ["one"]}, {"embedding": [1]}]}""", "not the JSON expected")]
    [InlineData(401, """{"error": "no such key"}""", "it answered 401")]
    [InlineData(500, "", "it answered 500")]
    public async Task A_wrong_answer_is_a_fault_in_words(int status, string body, string fault)
    {
        await using var model = await FarEnd.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return context.Say(body);
        });
        var embedded = await Embedder(Options(model)).EmbedAsync(["a", "b"], TestContext.Current.CancellationToken);
        Assert.Contains(fault, embedded.Fault, StringComparison.Ordinal);
        Assert.Empty(embedded.Vectors);
    }

    [Fact]
    public async Task No_answer_leads_to_another_address()
    {
        await using var model = await FarEnd.StartAsync(context =>
        {
            context.Response.Redirect("/elsewhere", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        Assert.Equal("it answered 307", (await Embedder(Options(model, o => o.ApiKey = Key)).EmbedAsync(["a"], TestContext.Current.CancellationToken)).Fault);
        Assert.Single(model.Asked);
    }

    [Fact]
    public async Task An_endless_answer_is_cut_off()
    {
        await using var model = await FarEnd.StartAsync(async context =>
        {
            var piece = new byte[1 << 20];
            for (var i = 0; i < 64 && !context.RequestAborted.IsCancellationRequested; i++)
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
        });
        Assert.Contains("longer than 32 MiB", (await Embedder(Options(model)).EmbedAsync(["a"], TestContext.Current.CancellationToken)).Fault,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Papers_are_asked_for_in_batches_and_each_text_once()
    {
        await using var model = await ModelAsync();
        var (shelf, _) = Shelf(Options(model, o => o.BatchSize = 10));
        var papers = Papers(25);
        Assert.NotNull((await OfAsync(shelf, papers, "one")).About(Interest("one")));
        Assert.Equal(4, model.Asked.Count); // 10 + 10 + 5 papers, one interest
        await OfAsync(shelf, papers, "one", "two");
        await OfAsync(shelf, [.. papers], "two"); // the same papers in another reading
        Assert.Equal(5, model.Asked.Count);
    }

    [Fact]
    public async Task A_failing_embedder_is_complained_of_once_and_left_alone_for_a_while()
    {
        var isUp = false;
        await using var model = await FarEnd.StartAsync(context =>
        {
            context.Response.StatusCode = isUp ? 200 : 503;
            return isUp ? AnswerAsync(context) : Task.CompletedTask;
        });
        var (shelf, log) = Shelf(Options(model, o => o.ApiKey = Key));
        for (var hour = 0; hour < 3; hour++)
        {
            for (var i = 0; i < 5; i++)
                Assert.Equal("it answered 503", (await OfAsync(shelf, Papers(3), "one")).Fault);
            log.Clock.Advance(TimeSpan.FromHours(1));
        }
        Assert.Equal(3, model.Asked.Count);
        Assert.Single(log.Lines);
        isUp = true;
        Assert.Null((await OfAsync(shelf, Papers(3), "one")).Fault);
        Assert.Equal(2, log.Lines.Count);
        Assert.All(log.Lines, line => Assert.DoesNotContain(Key, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_silent_embedder_is_not_waited_for_longer_than_patience()
    {
        await using var model = await FarEnd.StartAsync(context => context.HangUpAwaitedAsync());
        var (shelf, log) = Shelf(Options(model, o => o.Patience = TimeSpan.FromSeconds(1)));
        var began = Stopwatch.GetTimestamp();
        Assert.Equal("it took longer than 1 s", (await OfAsync(shelf, Papers(3), "one")).Fault);
        Assert.Equal("it took longer than 1 s", (await OfAsync(shelf, Papers(3), "two")).Fault);
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0.9, 20);
        Assert.Single(log.Lines);
    }

    [Fact]
    public async Task Who_stops_the_program_is_not_told_of_a_fault()
    {
        await using var model = await FarEnd.StartAsync(context => context.HangUpAwaitedAsync());
        var (shelf, log) = Shelf(Options(model));
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => shelf.OfAsync(Papers(3), [Interest("one")], stop.Token));
        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task An_embedder_that_is_not_there_is_a_fault()
    {
        var (shelf, _) = Shelf(new() { Url = "http://127.0.0.1:9/v1/embeddings", Model = "m" });
        Assert.Contains("cannot be reached", (await OfAsync(shelf, Papers(1), "one")).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_address_nothing_is_asked()
    {
        var (shelf, log) = Shelf(new());
        Assert.Equal(InterestMeanings.None, await OfAsync(shelf, Papers(3), "one"));
        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task Long_texts_are_cut_and_no_character_in_two()
    {
        var longest = 0;
        await using var model = await FarEnd.StartAsync(async context =>
        {
            var asked = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body, cancellationToken: context.RequestAborted);
            var inputs = asked.GetProperty("input").EnumerateArray().Select(t => t.GetString()!).ToList();
            longest = Math.Max(longest, inputs.Max(t => t.Length));
            Assert.All(inputs, t => Assert.DoesNotContain('\uFFFD', t));
            await context.Say(Data(inputs));
        });
        var (shelf, _) = Shelf(Options(model, o => o.LongestText = 101));
        Assert.Null((await OfAsync(shelf, Papers(1), string.Concat(Enumerable.Repeat("🐝", 500)))).Fault);
        Assert.Equal(100, longest);
    }

    static async Task<InterestMeanings> OfAsync(MeaningShelf shelf, IReadOnlyList<RankedPaper> papers, params string[] texts) =>
        await shelf.OfAsync(papers, [.. texts.Select(Interest)], TestContext.Current.CancellationToken);

    static Interest Interest(string text) => new() { Name = "it", Text = text };

    static IReadOnlyList<RankedPaper> Papers(int count) => [.. Enumerable.Range(1, count).Select(i => new RankedPaper(
        new Paper { Id = i, Title = new string('t', i) }, i, 1, new(RankReasonKind.New, 0), null))];

    static EmbeddingOptions Options(FarEnd model, Action<EmbeddingOptions>? change = null)
    {
        var options = new EmbeddingOptions { Model = "m" };
        change?.Invoke(options);
        options.Url = new Uri(model.Address, options.Protocol == EmbedderProtocol.Ollama ? "api/embed" : "v1/embeddings").AbsoluteUri;
        return options;
    }

    static ITextEmbedder Embedder(EmbeddingOptions options) =>
        options.Protocol == EmbedderProtocol.Ollama ? new OllamaEmbedder(options) : new OpenAiEmbedder(options);

    static (MeaningShelf Shelf, Complaints Log) Shelf(EmbeddingOptions options)
    {
        var log = new Complaints();
        return (new(Embedder(options), options, log.Clock, log), log);
    }

    /// <summary>Says of each text how long it is.</summary>
    static Task<FarEnd> ModelAsync() => FarEnd.StartAsync(AnswerAsync);

    static async Task AnswerAsync(HttpContext context)
    {
        var asked = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body, cancellationToken: context.RequestAborted);
        Assert.Equal("m", asked.GetProperty("model").GetString());
        var inputs = asked.GetProperty("input").EnumerateArray().Select(t => t.GetString()!).ToList();
        await context.Say(context.Request.Path == "/api/embed"
            ? $$"""{"model": "m", "embeddings": [{{string.Join(", ", inputs.Select(Vector))}}], "total_duration": 1}""" : Data(inputs));
    }

    // Last first, as the protocol allows.
    static string Data(IReadOnlyList<string> inputs) => $$"""
        {"object": "list", "data": [{{string.Join(", ", inputs.Index().Reverse().Select(i =>
            $$"""{"object": "embedding", "index": {{i.Index}}, "embedding": {{Vector(i.Item)}}}"""))}}]}
        """;

    static string Vector(string text) => string.Create(CultureInfo.InvariantCulture, $"[{text.Length}, 1]");

    sealed class Complaints : ILogger<MeaningShelf>
    {
        public AppClock Clock { get; } = new(Some.Morning);

        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception) + exception);
    }
}
