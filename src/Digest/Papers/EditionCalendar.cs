namespace Digest.Papers;

/// <summary>Which editions there are, for turning the pages from one to the next.</summary>
internal sealed class EditionCalendar
{
    readonly Dictionary<Period, List<Dated>> _editions;

    /// <param name="editions">In any order, each by its number, with the first day of its period.</param>
    public EditionCalendar(IEnumerable<(Period Period, DateOnly Date, long Id)> editions) => _editions = editions
        .GroupBy(e => e.Period, e => new Dated(e.Date, e.Id)).ToDictionary(g => g.Key, g => g.OrderBy(d => d.Date).ToList());

    /// <summary>The edition's number; null when there is none of that period.</summary>
    /// <param name="date">A day of the period.</param>
    public long? Find(Period period, DateOnly date) =>
        Of(period).Find(d => d.Date == period.FirstDay(date))?.Id;

    /// <summary>The last before a date's own.</summary>
    public DateOnly? Earlier(Period period, DateOnly date) => Of(period).FindLast(d => d.Date < period.FirstDay(date))?.Date;

    /// <summary>The first after a date's own.</summary>
    public DateOnly? Later(Period period, DateOnly date) => Of(period).Find(d => d.Date > period.FirstDay(date))?.Date;

    public DateOnly? Newest(Period period) => Of(period).LastOrDefault()?.Date;

    /// <summary>Where somebody at a date goes for another period: the edition that holds the date; where there is none, the last
    /// before, else the first after. Null when that period has no edition at all.</summary>
    public DateOnly? Near(Period period, DateOnly date) =>
        Find(period, date) is not null ? period.FirstDay(date) : Earlier(period, date) ?? Later(period, date);

    /// <summary>The newest editions' numbers, newest first.</summary>
    public IReadOnlyList<long> Newest(Period period, int most) => [.. Enumerable.Reverse(Of(period)).Take(most).Select(d => d.Id)];

    List<Dated> Of(Period period) => _editions.GetValueOrDefault(period) ?? [];

    sealed record Dated(DateOnly Date, long Id);
}
