namespace Digest.Demo;

/// <summary>A mail as the listener took it: one for each recipient of its envelope.</summary>
internal sealed record ReceivedMail(int Number, DateTimeOffset ReceivedAt, string EnvelopeFrom, string EnvelopeTo, byte[] Source);

/// <summary>What came in, in order. Keeps the newest <paramref name="capacity"/>; numbers go on.</summary>
internal sealed class Mailbox(TimeProvider time, int capacity = 1000)
{
    readonly Lock gate = new();
    readonly List<ReceivedMail> mails = [];
    TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int received;

    /// <summary>All that ever came, also what is no longer kept.</summary>
    public int Received
    {
        get
        {
            lock (gate)
                return received;
        }
    }

    /// <summary>A snapshot, oldest first.</summary>
    public IReadOnlyList<ReceivedMail> Mails
    {
        get
        {
            lock (gate)
                return [.. mails];
        }
    }

    public ReceivedMail? Find(int number)
    {
        lock (gate)
            return mails.Find(mail => mail.Number == number);
    }

    public void Add(string from, string to, byte[] source)
    {
        TaskCompletionSource before;
        lock (gate)
        {
            mails.Add(new ReceivedMail(++received, time.GetUtcNow(), from, to, source));
            if (mails.Count > capacity)
                mails.RemoveAt(0);
            before = changed;
            changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        before.SetResult();
    }

    /// <summary>Waits until so many mails have come in all.</summary>
    public Task<IReadOnlyList<ReceivedMail>> WaitForAsync(int count, TimeSpan timeout, CancellationToken ct = default) =>
        WaitAsync(() => Received >= count, $"{count} mails", timeout, ct);

    /// <summary>Waits until the mails kept are as wanted.</summary>
    public Task<IReadOnlyList<ReceivedMail>> WaitForAsync(
        Func<IReadOnlyList<ReceivedMail>, bool> wanted, TimeSpan timeout, CancellationToken ct = default) =>
        WaitAsync(() => wanted(Mails), "the mails awaited", timeout, ct);

    async Task<IReadOnlyList<ReceivedMail>> WaitAsync(Func<bool> done, string what, TimeSpan timeout, CancellationToken ct)
    {
        // Arrivals are real whatever clock the program lives by, so the patience is real time too.
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            Task next;
            lock (gate)
                next = changed.Task;
            if (done())
                return Mails;
            var left = timeout - TimeProvider.System.GetElapsedTime(start);
            try
            {
                await next.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, TimeProvider.System, ct);
            }
            catch (TimeoutException e)
            {
                throw new TimeoutException($"{what} did not come within {timeout}; {Received} came.", e);
            }
        }
    }
}
