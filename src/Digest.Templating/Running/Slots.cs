using System.Collections;
using System.Collections.Concurrent;

namespace Digest.Templating.Running;

/// <summary>
/// Named values in the order in which they were set. A few are looked through, many are found by a dictionary; who
/// remembers where a name was found last finds it there without either.
/// </summary>
internal sealed class Slots : IEnumerable<KeyValuePair<string, object?>>
{
    private const int Few = 8;
    private const int NamesKept = 4096;
    private static readonly ConcurrentDictionary<string, string> Names = new(StringComparer.Ordinal);
    private string[] _names = [];
    private object?[] _values = [];
    private Dictionary<string, int>? _places;

    public int Count { get; private set; }

    /// <summary>The same string for the same name, mostly, so that comparing is comparing references.</summary>
    public static string Named(string name)
    {
        if (Names.TryGetValue(name, out var kept)) return kept;
        return Names.Count < NamesKept ? Names.GetOrAdd(name, name) : name;
    }

    /// <param name="name">Which.</param>
    /// <param name="place">Where it was found last; now where it is.</param>
    /// <param name="value">Its value.</param>
    public bool TryGet(string name, ref int place, out object? value)
    {
        var known = place;
        if ((uint)known >= (uint)Count || !ReferenceEquals(_names[known], name))
        {
            known = Find(name);
            if (known < 0)
            {
                value = null;
                return false;
            }

            place = known;
        }

        value = _values[known];
        return true;
    }

    public bool Has(string name) => Find(name) >= 0;

    public void Set(string name, ref int place, object? value)
    {
        if ((uint)place >= (uint)Count || !ReferenceEquals(_names[place], name))
        {
            place = Find(name);
            if (place < 0)
            {
                place = Add(name, value);
                return;
            }
        }

        _values[place] = value;
    }

    public void Remove(string name)
    {
        // Mostly what came last goes first: the variable of a loop.
        var place = Count > 0 && ReferenceEquals(_names[Count - 1], name) ? Count - 1 : Find(name);
        if (place < 0) return;
        Count--;
        if (place < Count)
        {
            Array.Copy(_names, place + 1, _names, place, Count - place);
            Array.Copy(_values, place + 1, _values, place, Count - place);
            for (var i = place; _places is not null && i < Count; i++) _places[_names[i]] = i;
        }

        _values[Count] = null;
        _places?.Remove(name);
    }

    public void Clear()
    {
        Array.Clear(_values, 0, Count);
        _places?.Clear();
        Count = 0;
    }

    /// <summary>What is set while it is gone through comes too.</summary>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return KeyValuePair.Create(_names[i], _values[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int Find(string name)
    {
        if (Count > Few) return _places!.TryGetValue(name, out var place) ? place : -1;
        var names = _names.AsSpan(0, Count);
        for (var i = 0; i < names.Length; i++)
            if (ReferenceEquals(names[i], name)) return i;
        for (var i = 0; i < names.Length; i++)
            if (names[i].Length == name.Length && string.Equals(names[i], name, StringComparison.Ordinal)) return i;
        return -1;
    }

    private int Add(string name, object? value)
    {
        if (Count == _names.Length)
        {
            Array.Resize(ref _names, Math.Max(4, Count * 2));
            Array.Resize(ref _values, _names.Length);
        }

        (_names[Count], _values[Count]) = (name, value);
        Count++;
        if (_places is not null) _places[name] = Count - 1;
        else if (Count > Few)
        {
            _places = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var i = 0; i < Count; i++) _places[_names[i]] = i;
        }

        return Count - 1;
    }
}
