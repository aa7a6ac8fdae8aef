using System.Text;
using Digest.Bounces;
using Digest.Storage;
using Digest.Subscribers;

namespace Digest.Tests;

/// <summary>What comes back, and what the operator sees of it.</summary>
sealed partial class App
{
    public Task<BounceCounts> ComesBackAsync(string report) =>
        Get<BounceIntake>().ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(report)), CancellationToken.None);

    public Task<BounceCounts> ReadMaildirAsync(string path) => Get<BounceIntake>().ReadFolderAsync(path, alsoRead: false, CancellationToken.None);

    /// <summary>As the timetable does.</summary>
    public Task ReadWhatCameBackAsync() => Get<BounceIntake>().RunAsync(CancellationToken.None);

    public Task<BounceStanding> StandingAsync(string address) => Get<BounceStore>().FindAsync(HashOf(address), Now, CancellationToken.None);

    public Task<bool> ForgiveAsync(string address) => Get<BounceStore>().ForgiveAsync(HashOf(address), Now, CancellationToken.None);

    string HashOf(string address) => Get<KeyRing>().Hash(EmailAddress.TryParse(address, out var read, out _) ? read.Identity : address);
}
