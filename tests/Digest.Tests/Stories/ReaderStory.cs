using Xunit;

namespace Digest.Tests.Stories;

/// <summary>A story that begins with one reader who has had a first letter.</summary>
public abstract class ReaderStory : IAsyncLifetime
{
    private protected readonly string _address = Some.Address;
    private protected App _app = null!;

    private protected AppMail Letter => _app.MailsTo(_address).Last(m => m.Kind == "issue");

    public async ValueTask InitializeAsync()
    {
        _app = await App.StartAsync();
        await _app.PublishAsync(Some.Papers(3));
        await _app.BecomeReaderAsync(_address);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
