using System.Globalization;
using Digest.Benchmarks;
using Digest.Benchmarks.Days;
using Digest.Benchmarks.Matching;
using Digest.Benchmarks.Replay;
using Digest.Benchmarks.Send;
using Digest.Benchmarks.Smtp;
using Digest.Benchmarks.Templating;
using Digest.Benchmarks.Trending;
using Digest.Ranking;
using Microsoft.Extensions.Configuration;

// Measures of quality and speed; `dotnet test` runs none of them.
//
//   trending VOTES.PY FROM TO [Setting=VALUE…]   the trending formula against its rivals, over the months of these seeds
//   ranking PAPERS                               how long an edition of so many papers takes to rank
//   matching --subscribers N --papers N [--terms N]
//                                                choosing the papers of so many issues: JSON, with each part's time apart
//   search [--papers N]                          how long one to five words take to find among so many papers: JSON
//   templating [--papers N] [--seconds N]        rendering an issue beside Handlebars.Net and a writer written by hand: JSON
//   replay LISTS READERS                         lives through a folder of daily lists twice with so many readers: JSON, and
//                                                1 as exit code where an issue breaks a rule or the two runs differ
//   send [--subscribers N] [--unsigned]           the whole way of so many mails beside the bare dialogue (needs smtp-sink): JSON, with
//                                                each step's processor time
//   smtp [--mails N] [--rounds N]                handing over so many mails (20,000) of 40 KB, signed and not, beside smtp-source: JSON
//   days [--subscribers N] [--days N] [--papers N] --port N
//                                                lives through so many days, mailing to a relay on that port of this machine: JSON,
//                                                and 1 as exit code where file, memory or log go on growing
//   words COUNTED.TSV.GZ TABLE                   makes the table of word counts that the program ships

switch (args)
{
    case ["trending", var script, var from, var to, .. var settings]:
        var options = new RankingOptions();
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => s.Split('=', 2))
            .Select(s => KeyValuePair.Create(s[0], (string?)s[^1]))).Build().Bind(options);
        var run = new VotesRun(options);
        var (first, last) = (int.Parse(from, CultureInfo.InvariantCulture), int.Parse(to, CultureInfo.InvariantCulture));
        for (var seed = first; seed <= last; seed++)
            run.Add(await VoteMonth.GenerateAsync(Environment.GetEnvironmentVariable("DIGEST_PYTHON") ?? "python3", script, seed));
        run.Print(Console.Out);
        return run.Holds() ? 0 : 1;
    case ["ranking", var papers]:
        LargeEdition.Run(int.Parse(papers, CultureInfo.InvariantCulture), Console.Out);
        return 0;
    case ["words", var counted, var table]:
        WordCounts.Make(counted, table);
        return 0;
    case ["matching", .. var asked]:
        return await MatchingRun.RunAsync(asked, Console.Out);
    case ["smtp", .. var asked]:
        await SmtpRun.RunAsync(asked, Console.Out);
        return 0;
    case ["search", .. var asked]:
        SearchRun.Run(asked, Console.Out);
        return 0;
    case ["send", .. var asked]:
        return await SendRun.RunAsync(asked, Console.Out);
    case ["days", .. var asked]:
        return await DaysRun.RunAsync(asked, Console.Out);
    case ["templating", .. var asked]:
        return TemplatingRun.Run(asked, Console.Out);
    case ["replay", var lists, var readers]:
        return await ReplayRun.RunAsync(lists, int.Parse(readers, CultureInfo.InvariantCulture), Console.Out);
    default:
        Console.Error.WriteLine("usage: trending VOTES.PY FROM TO [Setting=VALUE…] | ranking PAPERS | matching --subscribers N --papers N [--terms N] | search [--papers N] | templating [--papers N] [--seconds N] | smtp [--mails N] [--rounds N] | replay LISTS READERS | send [--subscribers N] [--unsigned] | days [--subscribers N] [--days N] [--papers N] --port N | words COUNTED.TSV.GZ TABLE");
        return 2;
}
