using System.CommandLine;
using System.Globalization;
using Digest.Rendering;
using Digest.Storage;
using Digest.Subscribers;
using Digest.Subscribers.Pasting;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>What a subscriber follows: list, add, set, remove. Interests are numbered in their order, from 1.</summary>
internal static class InterestsCommand
{
    static readonly Argument<string> Who = new("ADDRESS") { Description = "A subscriber's e-mail address." };

    static readonly Argument<int> Number = new("N") { Description = "The interest's number in the list." };

    public static Command Create(Launcher launcher)
    {
        var command = new Command("interests", "List what a subscriber follows; add, set or remove one of it.")
        {
            Who, DigestCommand.Json, Add(launcher), Set(launcher), Remove(launcher),
        };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            Show(await SubscriberAsync(services, parsed, token), parsed);
            return Exit.Done;
        }, ct));
        return command;
    }

    static Command Add(Launcher launcher)
    {
        var line = new Argument<string?>("LINE")
        {
            Description = "What it is about, as in the box on the front page: words, fields, the address of a search, BibTeX, links.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("add", "Add an interest, or several between semicolons.") { line, DigestCommand.Json };
        var options = new InterestOptions(command);
        command.SetAction((parsed, ct) => ChangeAsync(launcher, parsed, async (store, subscriber, now, token) =>
        {
            var entered = Pasted.Read(parsed.GetValue(line));
            foreach (var fault in entered.Faults)
                await Console.Error.WriteLineAsync($"digest: {FaultSentence.InEnglish(fault)}");
            var added = entered.Interests;
            if (added.Count > 1 && options.AreGiven(parsed))
                throw new UsageException("The options are for one interest, and the line holds several.");
            if (added.Count == 0 && (entered.Faults.Count > 0 || !options.AreGiven(parsed)))
                throw new UsageException("Say what the interest is about: words, or --author, --category or --paper.");
            var present = subscriber.Preferences.Interests.ToList();
            var made = new List<Interest>();
            foreach (var interest in added.Count > 0 ? added : [new Interest { Name = "", Text = "" }])
                made.Add(options.Apply(parsed, interest with { Name = "" }, [.. present, .. made]));
            return await store.AddAsync(subscriber.Id, made, now, token);
        }, ct));
        return command;
    }

    static Command Set(Launcher launcher)
    {
        var text = new Option<string?>("--text") { Description = "What it is about, in words; an empty one takes the words away.", HelpName = "WORDS" };
        var command = new Command("set", "Change an interest. What no option names stays; an empty value takes a list away.") { Number, text, DigestCommand.Json };
        var options = new InterestOptions(command);
        command.SetAction((parsed, ct) => ChangeAsync(launcher, parsed, (store, subscriber, now, token) =>
        {
            if (!options.AreGiven(parsed) && parsed.GetValue(text) is null)
                throw new UsageException("Say what to change, such as --slots 3; see digest interests set --help.");
            var old = Numbered(subscriber, parsed.GetValue(Number));
            var others = subscriber.Preferences.Interests.Where(i => i.Id != old.Id).ToList();
            // A name that was made from the words is made from the new ones.
            var words = parsed.GetValue(text) is { } given ? Papers.PaperText.Line(given, Interest.LongestText) : old.Text;
            var isMade = InterestName.WasMade(old, others);
            return store.ReplaceAsync(subscriber.Id, options.Apply(parsed, old with { Text = words, Name = isMade ? "" : old.Name }, others), now, token);
        }, ct));
        return command;
    }

    static Command Remove(Launcher launcher)
    {
        var command = new Command("remove", "Take an interest away.") { Number, DigestCommand.Json };
        command.SetAction((parsed, ct) => ChangeAsync(launcher, parsed, (store, subscriber, _, token) =>
            store.RemoveAsync(subscriber.Id, Numbered(subscriber, parsed.GetValue(Number)).Id, token), ct));
        return command;
    }

    static Task<int> ChangeAsync(
        Launcher launcher, ParseResult parsed, Func<InterestStore, Subscriber, DateTimeOffset, CancellationToken, Task<InterestChange>> change, CancellationToken ct) =>
        launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var subscriber = await SubscriberAsync(services, parsed, token);
            var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
            switch (await change(services.GetRequiredService<InterestStore>(), subscriber, now, token))
            {
                case InterestChange.TooMany:
                    throw new RefusalException(string.Create(CultureInfo.InvariantCulture,
                        $"{subscriber.Address} would have more than {Interest.MostInterests} interests; remove one first."));
                case InterestChange.NameTaken:
                    throw new RefusalException("Another interest has that name; choose one with --name.");
                case InterestChange.Gone:
                    throw new RefusalException("The interest was taken away meanwhile.");
            }
            Show(await SubscriberAsync(services, parsed, token), parsed);
            return Exit.Done;
        }, ct);

    static Task<Subscriber> SubscriberAsync(IServiceProvider services, ParseResult parsed, CancellationToken ct) =>
        services.GetRequiredService<SubscriberStore>().RequireAsync(parsed.GetValue(Who)!, ct);

    static Interest Numbered(Subscriber subscriber, int number) =>
        number >= 1 && number <= subscriber.Preferences.Interests.Count ? subscriber.Preferences.Interests[number - 1]
            : throw new UsageException(string.Create(CultureInfo.InvariantCulture,
                $"There is no interest {number}; {subscriber.Address} has {subscriber.Preferences.Interests.Count}."));

    static void Show(Subscriber subscriber, ParseResult parsed)
    {
        var interests = subscriber.Preferences.Interests;
        if (parsed.GetValue(DigestCommand.Json))
        {
            Print.Json(new { address = subscriber.Address.Text, interests = interests.Select((interest, i) => Document(interest, i + 1)) });
            return;
        }
        if (interests.Count == 0)
            Print.Line($"{subscriber.Address} names no interests and gets what trends.");
        foreach (var (i, interest) in interests.Index())
        {
            Print.Line($"{i + 1}. {interest.Name}");
            foreach (var (what, said) in Said(interest))
                Print.Line($"   {what,-12} {said}");
        }
    }

    /// <summary>An interest as JSON tells it, here and of the subscriber.</summary>
    public static object Document(Interest interest, int number) => new
    {
        number,
        interest.Name,
        interest.Text,
        interest.Authors,
        interest.Categories,
        papers = interest.Papers.Select(p => new { p.Key, p.Title }),
        interest.Must,
        interest.MustNot,
        interest.Weight,
        interest.Slots,
        interest.Threshold,
    };

    static IEnumerable<(string What, string Said)> Said(Interest interest)
    {
        if (interest.Text.Length > 0 && interest.Text != interest.Name)
            yield return ("words", interest.Text);
        foreach (var (what, list) in new[]
        {
            ("authors", interest.Authors), ("categories", interest.Categories), ("papers", [.. interest.Papers.Select(p => $"{p.Key} {p.Title}".Trim())]),
            ("must", interest.Must), ("must not", interest.MustNot),
        })
            if (list.Count > 0)
                yield return (what, string.Join("; ", list));
        yield return ("in an issue", string.Create(CultureInfo.InvariantCulture, $"{interest.Slots} places, weight {interest.Weight}")
            + (interest.Threshold is { } least ? string.Create(CultureInfo.InvariantCulture, $", from a score of {least}") : ""));
    }
}
