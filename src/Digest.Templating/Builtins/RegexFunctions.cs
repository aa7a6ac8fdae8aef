using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Digest.Templating.Running;

namespace Digest.Templating.Builtins;

/// <summary>regex.*, every match within a time limit.</summary>
internal static class RegexFunctions
{
    private const int CacheLimit = 100;
    private const int PatternLimit = 1000;
    private static readonly TimeSpan MatchLimit = TimeSpan.FromMilliseconds(900);
    private static readonly ConcurrentDictionary<(string Pattern, RegexOptions Options), Regex> Cache = new();

    public static readonly BuiltinObject Object = new Library("regex")
        .Add("escape", "pattern", (c, a) => c.Charge(Regex.Escape(Given(c, a, 0))))
        .Add("match", "text pattern options?", (c, a) => Groups(c, Pattern(c, a, 2).Match(Given(c, a, 0))))
        .Add("matches", "text pattern options?", Matches)
        .Add("replace", "text pattern replace options?", Replace)
        .Add("split", "text pattern options?", Split)
        .Add("unescape", "pattern", (c, a) => c.Charge(Regex.Unescape(Given(c, a, 0))))
        .Build();

    private static string Given(RenderContext context, ReadOnlySpan<object?> a, int argument) => a[argument] is { } value
        ? Text.Of(context, value)
        : throw new Fault("Expecting a text, not `null`") { Argument = argument };

    private static Regex Pattern(RenderContext context, ReadOnlySpan<object?> a, int options)
    {
        context.CheckTime();
        var text = Given(context, a, 1);
        if (text.Length > PatternLimit) throw new Fault($"The pattern is longer than the limit of {PatternLimit}");
        var key = (text, Options(Text.Of(context, a[options])));
        if (Cache.TryGetValue(key, out var regex)) return regex;
        regex = new Regex(key.text, key.Item2, MatchLimit);
        if (Cache.Count < CacheLimit) Cache.TryAdd(key, regex);
        return regex;
    }

    private static RegexOptions Options(string letters)
    {
        var options = RegexOptions.CultureInvariant;
        foreach (var letter in letters)
        {
            options |= letter switch
            {
                'i' => RegexOptions.IgnoreCase,
                'm' => RegexOptions.Multiline,
                's' => RegexOptions.Singleline,
                'x' => RegexOptions.IgnorePatternWhitespace,
                _ => throw new Fault($"Unknown regex option `{letter}`"),
            };
        }

        return options;
    }

    private static ScriptArray Groups(RenderContext context, Match match) => match.Success
        ? context.NewArray([.. match.Groups.Cast<Group>().Select(g => (object?)context.Charge(g.Value))])
        : new ScriptArray();

    private static ScriptArray Matches(RenderContext context, ReadOnlySpan<object?> a)
    {
        var all = new List<object?>();
        var match = Pattern(context, a, 2).Match(Given(context, a, 0));
        for (; match.Success; match = match.NextMatch())
        {
            context.Tick();
            context.ChargeItems(1);
            all.Add(Groups(context, match));
        }

        return new ScriptArray(all);
    }

    private static string Replace(RenderContext context, ReadOnlySpan<object?> a)
    {
        var text = Given(context, a, 0);
        var replacement = Given(context, a, 2);
        var replaced = new StringBuilder(text.Length);
        var from = 0;
        var match = Pattern(context, a, 3).Match(text);
        for (; match.Success; match = match.NextMatch())
        {
            context.Tick();
            replaced.Append(text, from, match.Index - from).Append(match.Result(replacement));
            if (replaced.Length > context.Options.OutputLimit) context.ChargeText(replaced.Length);
            from = match.Index + match.Length;
        }

        return from == 0 && replaced.Length == 0 ? text : context.Charge(replaced.Append(text, from, text.Length - from).ToString());
    }

    private static ScriptArray Split(RenderContext context, ReadOnlySpan<object?> a)
    {
        var text = Given(context, a, 0);
        var parts = new List<object?>();
        var from = 0;
        context.ChargeText(text.Length);
        var match = Pattern(context, a, 2).Match(text);
        for (; match.Success; match = match.NextMatch())
        {
            context.Tick();
            context.ChargeItems(match.Groups.Count);
            parts.Add(text[from..match.Index]);
            for (var g = 1; g < match.Groups.Count; g++)
                if (match.Groups[g].Success) parts.Add(match.Groups[g].Value);
            from = match.Index + match.Length;
        }

        parts.Add(text[from..]);
        return context.NewArray(parts);
    }
}
