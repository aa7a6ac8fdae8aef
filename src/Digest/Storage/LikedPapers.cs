using System.Data.Common;
using System.Globalization;
using Dapper;
using Digest.Matching;
using Digest.Papers;
using Digest.Subscribers;

namespace Digest.Storage;

/// <summary>Papers that subscribers like, dislike or name as examples, read for a whole batch of them at once.</summary>
internal sealed class LikedPapers(Database database)
{
    /// <summary>Null when there are none. Papers merged meanwhile are those they were merged into;
    /// unknown ones are passed over, or stand for their title.</summary>
    public async Task<Likes?> OfAsync(
        EditionReading reading, IReadOnlyList<Interest> interests, IReadOnlyList<Feedback> feedback, CancellationToken ct)
    {
        var said = feedback.Select(f => f.Paper).Distinct().ToList();
        var named = interests.SelectMany(i => i.Papers).Distinct().ToList();
        if (said.Count + named.Count == 0)
            return null;
        var index = reading.Likeness.Value;
        var compared = new Dictionary<long, LikedPaper>();
        var missing = new HashSet<long>();
        foreach (var head in said.Select(reading.Aftermath.Head))
            Know(head);
        var heads = new Dictionary<string, long>(StringComparer.Ordinal);
        var read = await database.ReadAsync(db =>
        {
            heads = Heads(db, [.. named.Select(n => n.Key).Where(k => k.Length > 0).Distinct(StringComparer.Ordinal)]);
            foreach (var head in heads.Values)
                Know(head);
            return db.QueryByIds<PaperRow>(PaperRows.Select + " WHERE p.id IN {=ids}", missing).Select(row => row.ToPaper([])).ToList();
        }, ct);
        foreach (var paper in read)
            compared[paper.Id] = index.Compare(paper);

        return new Likes(index,
            said.Where(id => compared.ContainsKey(reading.Aftermath.Head(id))).ToDictionary(id => id, id => compared[reading.Aftermath.Head(id)]),
            named.Select(n => (n, Paper: Example(n))).Where(n => n.Paper is not null).ToDictionary(n => n.n, n => n.Paper!));

        void Know(long head)
        {
            if (index.Known(head) is { } known)
                compared[head] = known;
            else
                missing.Add(head);
        }

        LikedPaper? Example(ExamplePaper named) =>
            heads.TryGetValue(named.Key, out var head) && compared.TryGetValue(head, out var known) ? known
            : named.Title.Length > 0 ? index.Compare(new Paper { Title = named.Title }) : null;
    }

    /// <summary>The works that stand for these keys; unknown ones are passed over.</summary>
    internal static Dictionary<string, long> Heads(DbConnection db, IReadOnlyList<string> keys)
    {
        var heads = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var chunk in keys.Chunk(500))
        {
            var parameters = new DynamicParameters();
            foreach (var (i, key) in chunk.Index())
                parameters.Add(string.Create(CultureInfo.InvariantCulture, $"k{i}"), key);
            var list = string.Join(", ", parameters.ParameterNames.Select(name => "@" + name));
            foreach (var (key, head) in db.Query<(string, long)>(
                $"SELECT k.key, COALESCE(p.merged_into, p.id) FROM paper_keys k JOIN papers p ON p.id = k.paper WHERE k.key IN ({list})", parameters))
                heads[key] = head;
        }
        return heads;
    }
}
