using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Digest.Tests.Gathering;

/// <summary>A daily-papers API that lists so many papers each workday, in pages, with a validator for each answer.</summary>
sealed class HfHub(int perDay)
{
    /// <summary>Votes on each paper; when they change, so do the answers.</summary>
    public int Upvotes { get; set; } = 3;

    /// <summary>Answers that travelled, not counting those that were unchanged.</summary>
    public int Sent { get; private set; }

    public async Task AnswerAsync(HttpContext c)
    {
        var day = DateOnly.ParseExact(c.Request.Query["date"]!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var (page, limit) = (int.Parse(c.Request.Query["p"]!, CultureInfo.InvariantCulture), int.Parse(c.Request.Query["limit"]!, CultureInfo.InvariantCulture));
        var papers = IsWorkday(day) ? Enumerable.Range(0, perDay).Skip(page * limit).Take(limit).ToList() : [];
        var tag = string.Create(CultureInfo.InvariantCulture, $"\"{day:yyyyMMdd}-{page}-{Upvotes}\"");
        c.Response.Headers.ETag = tag;
        if (c.Request.Headers.IfNoneMatch == tag)
        {
            c.Response.StatusCode = 304;
            return;
        }
        Sent++;
        await c.Say("[" + string.Join(',', papers.Select(n => Item(day, n))) + "]");
    }

    /// <summary>A day that has a list.</summary>
    public static bool IsWorkday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>The day that a request asked for.</summary>
    public static DateOnly DayOf(string asked) =>
        DateOnly.ParseExact(asked.Split("date=")[1][..10], "yyyy-MM-dd", CultureInfo.InvariantCulture);

    string Item(DateOnly day, int n) => string.Create(CultureInfo.InvariantCulture, $$$"""
        {"paper":{"id":"{{{day:yyMM}}}.{{{(day.Day * 1000) + n:00000}}}","title":"Protein Folding on {{{day:d MMMM}}}, Part {{{n}}}","summary":"Protein folding, told by day.",
        "submittedOnDailyAt":"{{{day:yyyy-MM-dd}}}T00:00:00.000Z","upvotes":{{{Upvotes}}}},"numComments":1}
        """);
}
