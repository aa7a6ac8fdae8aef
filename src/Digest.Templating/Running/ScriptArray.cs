using System.Collections;

namespace Digest.Templating.Running;

/// <summary>An array a template made. It may carry named properties beside its items.</summary>
internal sealed class ScriptArray(List<object?> items) : IReadOnlyList<object?>
{
    public ScriptArray()
        : this([])
    {
    }

    public List<object?> Items => items;

    public ScriptObject? Properties { get; set; }

    public int Count => items.Count;

    public object? this[int index] => items[index];

    public IEnumerator<object?> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();
}

/// <summary>The numbers of <c>a..b</c>, upwards or downwards, made only as they are asked for.</summary>
internal sealed class RangeValue : IReadOnlyList<object?>
{
    private readonly long _first;
    private readonly int _step;

    public RangeValue(long first, long last, int count)
    {
        _first = first;
        _step = first <= last ? 1 : -1;
        Count = count;
    }

    public int Count { get; }

    public object? this[int index] => Boxes.Of(_first + ((long)index * _step));

    public IEnumerator<object?> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
