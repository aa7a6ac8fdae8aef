using System.CommandLine;
using System.Runtime.CompilerServices;
using System.CommandLine.Parsing;
using System.Globalization;
using Digest.Matching;
using Digest.Rendering;
using Digest.Storage;
using Digest.Subscribers;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>Subscribers, for the operator: add, list, show, import, export, pause, resume, remove.</summary>
internal static class SubscribersCommand
{
    const int PageSize = 500;

    public static Command Create(Launcher launcher) => new("subscribers", "Add, list, show, import, export, pause, resume, remove or erase subscribers.")
    {
        Add(launcher), List(launcher), Show(launcher), ImportCommand.Create(launcher), ExportCommand.Create(launcher),
        Change(launcher, "pause", "Send nothing until resumed.", (s, who, ct) => s.PauseAsync(who, ct)),
        Change(launcher, "resume", "Send again after a pause.", (s, who, ct) => s.ResumeAsync(who, "command", ct)),
        Change(launcher, "remove", "End the subscription; no goodbye is mailed. Only its reader can begin it again, on the page.", (s, who, ct) => s.RemoveAsync(who, ct)),
        Change(launcher, "erase", "Forget a person: all but the keyed hash of the address, by which it stays unmailed.", (s, who, ct) => s.EraseAsync(who, "command", ct)),
    };

    static Command Add(Launcher launcher)
    {
        var addresses = new Argument<string[]>("ADDRESS") { Description = "One or more e-mail addresses.", Arity = ArgumentArity.OneOrMore };
        var interests = new Option<string[]>("--interest")
        {
            Description = "A line of interest; repeat it for more. Without any, what trends is sent.",
            HelpName = "LINE",
        };
        var zone = new Option<string>("--zone") { Description = "IANA time zone.", HelpName = "ZONE", DefaultValueFactory = _ => Subscribers.Preferences.DefaultZone };
        var time = new Option<TimeOnly>("--time")
        {
            Description = "Local time of day.",
            HelpName = "HH:MM",
            DefaultValueFactory = _ => Subscriptions.DefaultTime,
            CustomParser = argument =>
            {
                if (TimeOnly.TryParseExact(argument.Tokens[0].Value, "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
                    return at;
                argument.AddError($"--time \"{argument.Tokens[0].Value}\" is no time of day; write it as 08:00.");
                return default;
            },
        };
        var days = new Option<string>("--days") { Description = "all, workdays, or a list such as mon,wed,fri.", HelpName = "DAYS", DefaultValueFactory = _ => "all" };
        var size = new Option<int>("--size") { Description = "Papers in an issue, at most.", HelpName = "N", DefaultValueFactory = _ => Subscribers.Preferences.DefaultSize };
        zone.Validators.Add(option => Refuse(option, !DeliveryTime.IsZone(option.GetValueOrDefault<string>()),
            "is no IANA time zone; write it as Europe/Berlin."));
        days.Validators.Add(option => Refuse(option, !WeekdayNames.TryRead(option.GetValueOrDefault<string>(), out _),
            "names no days; write all, workdays, or a list such as mon,wed,fri."));
        size.Validators.Add(option => Refuse(option,
            option.GetValueOrDefault<int>() is < Subscribers.Preferences.SmallestSize or > Subscribers.Preferences.LargestSize,
            string.Create(CultureInfo.InvariantCulture,
                $"is not {Subscribers.Preferences.SmallestSize} to {Subscribers.Preferences.LargestSize} papers.")));
        interests.Validators.Add(option =>
        {
            foreach (var fault in (option.GetValueOrDefault<string[]>() ?? []).SelectMany(line => Entered.Read(line).Faults))
                option.AddError($"{option.Option.Name}: {FaultSentence.InEnglish(fault)}");
        });
        interests.Validators.Add(option => Refuse(option, Entered.Follow(option.GetValueOrDefault<string[]>() ?? []).Count > Interest.MostInterests,
            string.Create(CultureInfo.InvariantCulture, $"are too many: a subscriber has at most {Interest.MostInterests} interests.")));
        var locale = new Option<string?>("--locale") { Description = "The language of their mails, a folder of the templates; Rendering:Locale without it.", HelpName = "TAG" };
        var trending = new Option<bool>("--trending") { Description = "Mail also on days when only trending papers are new." };
        var command = new Command("add", "Add subscribers you vouch for: active at once, without a confirmation.")
        {
            addresses, interests, zone, time, days, size, locale, trending, DigestCommand.Json,
        };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var preferences = ReadPreferences(
                parsed.GetValue(interests) ?? [], parsed.GetValue(zone)!, parsed.GetValue(time), parsed.GetValue(days)!,
                parsed.GetValue(size), parsed.GetValue(trending)) with
            {
                Locale = Spoken(services.GetRequiredService<Renderer>(), parsed.GetValue(locale)),
            };
            var subscriptions = services.GetRequiredService<Subscriptions>();
            var told = new List<object>();
            var refused = 0;
            foreach (var text in parsed.GetValue(addresses)!)
            {
                string why;
                if (!EmailAddress.TryParse(text, out var address, out var fault))
                    (refused, why) = (refused + 1, $"{text}: {FaultSentence.InEnglish(fault)}");
                else if (services.GetRequiredService<AllowedDomains>().FaultOf(address) is { } elsewhere)
                    (refused, why) = (refused + 1, $"{address}: {FaultSentence.InEnglish(elsewhere)} (Subscribers:AllowedDomains)");
                else if (await subscriptions.AddAsync(address, preferences, token) is var (added, suppressed) && added is not null)
                {
                    told.Add(new { address = address.Text, added.Id, added.NextIssueAt });
                    if (!parsed.GetValue(DigestCommand.Json))
                        Print.Line($"added {address}, first issue {added.NextIssueAt:yyyy-MM-dd HH:mm}Z");
                    continue;
                }
                else if (suppressed is not null)
                    (refused, why) = (refused + 1, $"{address} must not be mailed since {suppressed.Since:yyyy-MM-dd} ({suppressed.Reason}); "
                        + (suppressed.Strength == "never" ? "its owner said never, which stands" : "only its owner can lift that, by signing up on the page"));
                else
                    (refused, why) = (refused + 1, $"{address} is known already; digest subscribers show {address} says how");
                await Console.Error.WriteLineAsync($"digest: {why}");
            }
            if (parsed.GetValue(DigestCommand.Json))
                Print.Json(told);
            return refused == 0 ? Exit.Done : Exit.Failed;
        }, ct));
        return command;
    }

    static void Refuse(OptionResult option, bool isWrong, string why)
    {
        if (isWrong)
            option.AddError($"{option.Option.Name} {string.Join(' ', option.Tokens.Select(t => t.Value))} {why}");
    }

    static string Spoken(Renderer renderer, string? asked) => asked is null ? renderer.Locale
        : renderer.Current.Has(asked) ? asked
        : throw new UsageException($"--locale {asked} is no language there are templates of; there are {string.Join(", ", renderer.Current.Locales)}.");

    // What each option says was checked when it was read.
    static Preferences ReadPreferences(string[] lines, string zone, TimeOnly time, string days, int size, bool trending) => new()
    {
        Delivery = WeekdayNames.TryRead(days, out var weekdays) && DeliveryTime.TryCreate(zone, time, weekdays, out var delivery)
            ? delivery : throw new UsageException($"There is no {days} in {zone}."),
        Size = size,
        TrendingAlone = trending,
        Interests = Entered.Follow(lines),
    };

    static Command List(Launcher launcher)
    {
        var command = new Command("list", "List all subscribers.") { DigestCommand.Json };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var store = services.GetRequiredService<SubscriberStore>();
            if (parsed.GetValue(DigestCommand.Json))
                await Print.JsonAsync(AllAsync(store, token).Select(Tell), token);
            else
                await foreach (var subscriber in AllAsync(store, token))
                    Print.Line($"{subscriber.Address}  {Lower(subscriber.State)}  {subscriber.Preferences.Delivery.Time:HH:mm} {subscriber.Preferences.Delivery.Zone}  {string.Join("; ", subscriber.Preferences.Interests.Select(i => i.Name))}");
            return Exit.Done;
        }, ct));
        return command;
    }

    static async IAsyncEnumerable<Subscriber> AllAsync(SubscriberStore store, [EnumeratorCancellation] CancellationToken ct)
    {
        for (long after = 0; await store.PageAsync(after, PageSize, ct) is { Count: > 0 } page; after = page[^1].Id)
            foreach (var subscriber in page)
                yield return subscriber;
    }

    static Command Show(Launcher launcher)
    {
        var who = new Argument<string>("ADDRESS") { Description = "A subscriber's e-mail address." };
        var command = new Command("show", "Show one subscriber.") { who, DigestCommand.Json };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var subscriber = await services.GetRequiredService<SubscriberStore>().RequireAsync(parsed.GetValue(who)!, token);
            if (parsed.GetValue(DigestCommand.Json))
            {
                Print.Json(Tell(subscriber));
                return Exit.Done;
            }
            var delivery = subscriber.Preferences.Delivery;
            Print.Line($"{subscriber.Address}: {Lower(subscriber.State)}, known since {subscriber.CreatedAt:yyyy-MM-dd}");
            Print.Line($"  {delivery.Time:HH:mm} {delivery.Zone}, {WeekdayNames.Write(delivery.Days)}, {subscriber.Preferences.Size} papers, in {subscriber.Preferences.Locale}");
            if (delivery.Quiet.Lines.Count > 0)
                Print.Line($"  no letters on {delivery.Quiet}");
            Print.Line($"  next issue: {(subscriber.NextIssueAt is { } at ? at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + "Z" : "none")}");
            foreach (var interest in subscriber.Preferences.Interests)
                Print.Line($"  follows {interest.Name} ({interest.Slots} places)");
            return Exit.Done;
        }, ct));
        return command;
    }

    static Command Change(
        Launcher launcher, string verb, string description, Func<Subscriptions, Subscriber, CancellationToken, Task<bool>> change)
    {
        var who = new Argument<string>("ADDRESS") { Description = "A subscriber's e-mail address." };
        var command = new Command(verb, description) { who };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var store = services.GetRequiredService<SubscriberStore>();
            var subscriber = await store.RequireAsync(parsed.GetValue(who)!, token);
            var changed = await change(services.GetRequiredService<Subscriptions>(), subscriber, token);
            var now = await store.FindAsync(subscriber.Id, token);
            Print.Line($"{subscriber.Address} is {(verb == "erase" ? "erased" : Lower(now!.State))}{(changed ? "" : " (nothing to change)")}");
            return Exit.Done;
        }, ct));
        return command;
    }

    /// <summary>The subscriber of an address, or an error that says there is none.</summary>
    public static async Task<Subscriber> RequireAsync(this SubscriberStore store, string text, CancellationToken ct) =>
        EmailAddress.TryParse(text, out var address, out var why)
            ? await store.FindAsync(address, ct) ?? throw new RefusalException($"{address} is no subscriber.")
            : throw new UsageException($"{text}: {FaultSentence.InEnglish(why)}");

    static object Tell(Subscriber subscriber) => new
    {
        subscriber.Id,
        address = subscriber.Address.Text,
        subscriber.State,
        subscriber.Preferences.Locale,
        subscriber.Preferences.Delivery.Zone,
        time = subscriber.Preferences.Delivery.Time.ToString("HH:mm", CultureInfo.InvariantCulture),
        days = WeekdayNames.Write(subscriber.Preferences.Delivery.Days),
        quietDays = subscriber.Preferences.Delivery.Quiet.Lines,
        subscriber.Preferences.Size,
        trending = subscriber.Preferences.TrendingAlone,
        interests = subscriber.Preferences.Interests.Select((interest, i) => InterestsCommand.Document(interest, i + 1)),
        subscriber.NextIssueAt,
        subscriber.CreatedAt,
        subscriber.ConfirmedAt,
    };

    static string Lower(SubscriberState state) => state.ToString().ToLowerInvariant();
}
