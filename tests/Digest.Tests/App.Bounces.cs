using System.Text;
using Digest.Bounces;
using Digest.Delivering;
using Digest.Storage;
using Digest.Subscribers;

namespace Digest.Tests;

/// <summary>What comes back, and what the operator sees of it.</summary>
sealed partial class App
{
    public Task<BounceCounts> ComesBackAsync(string report) =>
        Get<BounceIntake>().ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(report)), CancellationToken.None);

    /// <summary>Sends the mail by which leaving by mail is tested, and returns it as it came to the relay.</summary>
    public async Task<string> SendTrialAsync()
    {
        var route = Get<LeaveRoute>();
        await Get<RouteMail>().SendAsync(route.Address, $"unsubscribe {route.BeginTrial().Token}", CancellationToken.None);
        return MailsTo(route.Address)[^1].Source;
    }

    public Task<(long Count, DateTimeOffset LastAt)?> BareAsync() => Get<RouteStore>().BareAsync(CancellationToken.None);

    /// <summary>Where mail that comes back is taken by LMTP.</summary>
    public System.Net.EndPoint? Lmtp => Get<LmtpPort>().At;

    /// <summary>Nothing can be written down from now on, as when the database server is away.</summary>
    public Task LoseDatabaseAsync() => Get<Database>().WriteAsync(db => Dapper.SqlMapper.Execute(db, "ALTER TABLE bounces RENAME TO away"), CancellationToken.None);

    public Task<BounceCounts> ReadMaildirAsync(string path) => Get<BounceIntake>().ReadFolderAsync(path, alsoRead: false, CancellationToken.None);

    /// <summary>As the timetable does.</summary>
    public Task ReadWhatCameBackAsync() => Get<BounceIntake>().RunAsync(CancellationToken.None);

    public Task<BounceStanding> StandingAsync(string address) => Get<BounceStore>().FindAsync(HashOf(address), Now, CancellationToken.None);

    public Task<bool> ForgiveAsync(string address) => Get<BounceStore>().ForgiveAsync(HashOf(address), Now, CancellationToken.None);

    string HashOf(string address) => Get<KeyRing>().Hash(EmailAddress.TryParse(address, out var read, out _) ? read.Identity : address);
}
