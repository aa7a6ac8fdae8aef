using System.Buffers;
using System.Security.Cryptography;
using Digest.Composing;
using Digest.Delivering;
using Digest.Mailing;
using Digest.Papers;
using Digest.Rendering;
using Digest.Storage;

namespace Digest.Benchmarks.Send;

/// <summary>What each step of sending a mail costs, one step after the other over a few thousand mails: processor time of the whole
/// process, so that what the runtime does in the background counts as well.</summary>
sealed class Steps(WaitingMails mailing, int mails)
{
    const int Together = 500, Connections = 16;

    readonly Dictionary<string, double> _microseconds = new(StringComparer.Ordinal);

    public static async Task<object> MeasureAsync(WaitingMails mailing, int mails, SmtpRelay relay)
    {
        var steps = new Steps(mailing, mails);
        var sample = await steps.RunAsync(relay);
        return new { microseconds = steps._microseconds, mailBytes = sample };
    }

    async Task<int> RunAsync(SmtpRelay relay)
    {
        var (ledger, issues, run, courier) = (mailing.Get<DeliveryLedger>(), mailing.Get<IssueStore>(), mailing.Get<DeliveryRun>(), mailing.Get<Courier>());
        var now = mailing.Get<TimeProvider>().GetUtcNow;
        var claimed = new List<Delivery>();
        await TakeAsync("claim", async () =>
        {
            for (var left = mails; left > 0; left -= Together)
                claimed.AddRange((await ledger.ClaimAsync(Math.Min(left, Together), now(), TimeSpan.FromMinutes(15), default)).Mails);
        });
        var saved = new Dictionary<(long, string), SavedIssue>();
        await TakeAsync("read the issue", async () =>
        {
            foreach (var some in claimed.Chunk(Together))
                foreach (var (key, issue) in await issues.ReadAsync(some, default))
                    saved[key] = issue;
        });
        var composed = new List<Issue>();
        await TakeAsync("find its papers", async () =>
        {
            foreach (var delivery in claimed)
                composed.Add(await run.IssueOfAsync(saved[(delivery.Subscriber, delivery.About)], default));
        });
        var renderer = mailing.Get<Renderer>();
        var rendered = new List<Mail>();
        await TakeAsync("render", () =>
        {
            for (var i = 0; i < claimed.Count; i++)
                rendered.Add(renderer.Digest(DeliveryRun.PlanOf(claimed[i]), saved[(claimed[i].Subscriber, claimed[i].About)].LocalDate, composed[i], AbsentSources.None));
            return Task.CompletedTask;
        });
        await TakeAsync("of which the size of the html", () =>
        {
            foreach (var mail in rendered)
                _ = MailSize.Fits(mail.Html);
            return Task.CompletedTask;
        });
        var buffer = new ArrayBufferWriter<byte>(128 * 1024);
        await TakeAsync("write and sign", () =>
        {
            for (var i = 0; i < claimed.Count; i++)
            {
                buffer.ResetWrittenCount();
                courier.Write(claimed[i], rendered[i], buffer);
            }
            return Task.CompletedTask;
        });
        await TakeAsync("hash", () =>
        {
            for (var i = 0; i < claimed.Count; i++)
                SHA256.HashData(buffer.WrittenSpan);
            return Task.CompletedTask;
        });
        await TakeAsync("record the hand-over", () => Parallel.ForEachAsync(claimed, Sixteen, async (delivery, ct) =>
            await ledger.HandOverAsync(delivery, new('0', 64), now(), TimeSpan.FromMinutes(15), ct)));
        var bytes = buffer.WrittenMemory.ToArray();
        await TakeAsync("the dialogue", () => Bare.SendAsync(relay, Connections, mails, bytes, null));
        await TakeAsync("record the outcome", () => Parallel.ForEachAsync(claimed, Sixteen, async (delivery, ct) =>
            await ledger.FinishAsync(delivery, new(OutcomeKind.Accepted, "final_dot", "250 2.0.0 Ok"), DeliveryState.Sent, null, now(), now(), ct)));
        return bytes.Length;
    }

    static ParallelOptions Sixteen => new() { MaxDegreeOfParallelism = Connections };

    async Task TakeAsync(string step, Func<Task> work)
    {
        var before = Environment.CpuUsage.TotalTime;
        await work();
        _microseconds[step] = Math.Round((Environment.CpuUsage.TotalTime - before).TotalMicroseconds / mails, 1);
    }
}
