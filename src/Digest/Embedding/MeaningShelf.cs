using System.Runtime.CompilerServices;
using Digest.Matching;
using Digest.Papers;
using Digest.Subscribers;
using Microsoft.Extensions.Logging;

namespace Digest.Embedding;

/// <summary>
/// What papers and interests mean, asked of the embedder once and kept. An issue never waits for it longer than
/// <see cref="EmbeddingOptions.Patience"/> and never fails with it: without an answer it goes out as if there were no embedder,
/// which is logged once, and the embedder is left alone for a while.
/// </summary>
internal sealed partial class MeaningShelf(ITextEmbedder embedder, EmbeddingOptions options, TimeProvider time, ILogger<MeaningShelf> log)
{
    /// <summary>Texts whose vectors are kept, of papers and of interests each; beyond, all are forgotten. At a thousand numbers a
    /// vector that is 80 MB.</summary>
    const int MostKept = 10_000;

    readonly Dictionary<string, float[]> _papers = new(StringComparer.Ordinal), _interests = new(StringComparer.Ordinal);
    readonly ConditionalWeakTable<IReadOnlyList<RankedPaper>, Meanings> _readings = [];
    readonly SemaphoreSlim _turn = new(1, 1);
    volatile Resting? _rest;

    public bool IsOn => options.Url.Length > 0;

    /// <summary>What these interests mean beside the papers.</summary>
    /// <param name="papers">A reading's, in its order; the same list for all who read it.</param>
    public async Task<InterestMeanings> OfAsync(IReadOnlyList<RankedPaper> papers, IReadOnlyList<Interest> interests, CancellationToken ct)
    {
        var texts = interests.Select(i => i.Text).Where(t => Cut(t).Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (!IsOn || papers.Count == 0 || texts.Count == 0)
            return InterestMeanings.None;
        if (_rest is { } resting && time.GetUtcNow() < resting.Until)
            return new(null, resting.Fault);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(options.Patience);
        try
        {
            await _turn.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(null, Slow);
        }
        try
        {
            return await AskAsync(papers, texts, patience.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Rest(Slow);
        }
        finally
        {
            _turn.Release();
        }
    }

    string Slow => $"it took longer than {options.Patience.TotalSeconds:0} s";

    async Task<InterestMeanings> AskAsync(IReadOnlyList<RankedPaper> papers, IReadOnlyList<string> texts, CancellationToken ct)
    {
        if (_rest is { } resting && time.GetUtcNow() < resting.Until)
            return new(null, resting.Fault);
        if (!_readings.TryGetValue(papers, out var meanings))
        {
            List<string> told = [.. papers.Select(p => Cut($"{p.Paper.Title}\n{p.Paper.Abstract}"))];
            if (await FaultAsync(_papers, told, ct) is { } fault)
                return Rest(fault);
            if (Meanings.Of([.. told.Select(t => _papers[t])]) is not { } made)
            {
                _papers.Clear(); // the model changed between two answers
                return Rest("its vectors are of different lengths");
            }
            _readings.AddOrUpdate(papers, meanings = made);
        }
        if (await FaultAsync(_interests, [.. texts.Select(Cut)], ct) is { } why)
            return Rest(why);
        if (_rest is not null)
            LogAnswers();
        _rest = null;
        return new(texts.ToDictionary(t => t, t => meanings.About(_interests[Cut(t)], options.Weight), StringComparer.Ordinal), null);
    }

    /// <summary>Asks for what is not known yet; what came before a fault is kept.</summary>
    async Task<string?> FaultAsync(Dictionary<string, float[]> kept, IReadOnlyList<string> texts, CancellationToken ct)
    {
        if (kept.Count > MostKept)
            kept.Clear();
        foreach (var batch in texts.Where(t => !kept.ContainsKey(t)).Distinct(StringComparer.Ordinal).Chunk(options.BatchSize))
        {
            var embedded = await embedder.EmbedAsync(batch, ct);
            if (embedded.Fault is { } fault)
                return fault;
            foreach (var (text, vector) in batch.Zip(embedded.Vectors))
                kept[text] = vector;
        }
        return null;
    }

    InterestMeanings Rest(string fault)
    {
        if (_rest is null)
            LogFails(fault, options.Rest);
        _rest = new(fault, time.GetUtcNow() + options.Rest);
        return new(null, fault);
    }

    string Cut(string text)
    {
        var end = Math.Min(text.Length, options.LongestText);
        return text[..(end > 0 && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)].Trim();
    }

    sealed record Resting(string Fault, DateTimeOffset Until);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The embedder fails: {Fault}. Issues go out without it; it is asked again after {Rest}, and this is not said again until it has answered")]
    partial void LogFails(string fault, TimeSpan rest);

    [LoggerMessage(Level = LogLevel.Information, Message = "The embedder answers again")]
    partial void LogAnswers();
}

/// <summary>What some interests mean, or why that is not known.</summary>
/// <param name="Known">By the interest's text.</param>
/// <param name="Fault">Null without an embedder, and when it answered.</param>
internal sealed record InterestMeanings(IReadOnlyDictionary<string, Meaning?>? Known, string? Fault)
{
    public static InterestMeanings None { get; } = new(null, null);

    public Meaning? About(Interest interest) => Known?.GetValueOrDefault(interest.Text);
}
