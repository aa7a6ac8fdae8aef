using System.Collections;
using Digest.Templating.Builtins;
using Digest.Templating.Checking;
using Digest.Templating.Running;

namespace Digest.Templating.Syntax;

/// <summary><c>target.name</c>, or <c>target?.name</c>, which is null where the target is.</summary>
internal sealed class Member(Expression target, string name, bool optional) : Target
{
    /// <summary>It, and what is asked of it, is null where its target is.</summary>
    public bool Optional => optional;

    // What was found last, and mostly is found again. Each is immutable, so renders at once may set it as they like.
    private Accessor? _known;
    private readonly Target? _plain = optional ? null : target as Variable ?? (Target?)(target is Local { Name: not "$" } local ? local : null);

    public override object? EvaluateAlias(RenderContext context)
    {
        if (_known is { } last && Plain(context) is { } plain && plain.GetType() == last.Owner) return last.Read(plain);
        var value = Owner(context);
        if (value is null) return optional || name is "empty?" or "blank?" ? null : throw new Fault($"Cannot get the member `{name}` of a null object");
        if (Known(value) is { } known) return known.Read(value);
        if (TryGet(context, value, name, out var member)) return member;
        var lenient = optional || !context.Strict || target is Local { IsArguments: true };
        if (lenient && !IsTyped(context, value)) return null;
        throw new Fault($"The member `{name}` was not found");
    }

    /// <summary>Text and numbers go from the model to the output without becoming objects.</summary>
    public override void Write(RenderContext context)
    {
        if (_known is { } last && Plain(context) is { } plain && last.TryWrite(context, plain)) return;

        var value = Owner(context);
        if (value is not null && Known(value) is { } known) known.Write(context, value);
        else context.Write(CallIfFunction(context, EvaluateAlias(context)));
    }

    /// <summary>The target's value where finding it does nothing else, so that it may be found twice.</summary>
    private object? Plain(RenderContext context)
    {
        context.Position = Position;
        return _plain?.EvaluateAlias(context);
    }

    private Accessor? Known(object owner)
    {
        var known = _known;
        if (known is not null && known.Owner == owner.GetType()) return known;
        if (Members.Plain(owner) is not { } members || !members.TryGetValue(name, out known)) return null;
        _known = known;
        return known;
    }

    private object? Owner(RenderContext context)
    {
        object? value;
        if (optional && target is Target path)
        {
            context.Lenient++;
            value = path.Evaluate(context);
            context.Lenient--;
        }
        else value = target.Evaluate(context);

        context.Position = Position;
        return value;
    }

    public override Shape? Check(Checker checker) => Check(checker, optional);

    public override Shape? CheckLeniently(Checker checker) => Check(checker, true);

    public override void CheckAssigned(Checker checker, Shape? value)
    {
        if (target.Check(checker) is { Type: { } type } && Members.IsPlain(type))
            checker.Fail(Position, $"Cannot set the member `{name}` of a readonly object");
    }

    private Shape? Check(Checker checker, bool lenient)
    {
        var owner = lenient ? target.CheckLeniently(checker) : target.Check(checker);
        Shape? member = null;
        if (owner is not null && !owner.TryGetMember(name, out member)) checker.Fail(Position, $"The member `{name}` was not found");
        return member;
    }

    /// <summary>The members of a plain object are known, so a wrong name is never just absent (where names matter).</summary>
    public static bool IsTyped(RenderContext context, object value) =>
        context.Options.StrictVariables && value is not ScriptObject and not IEnumerable && Members.IsPlain(value.GetType());

    public override void Assign(RenderContext context, object? value)
    {
        var owner = target.Evaluate(context);
        context.Position = Position;
        Set(context, owner, name, value);
    }

    public static void Set(RenderContext context, object? owner, string name, object? value)
    {
        context.ChargeItems(1);
        switch (owner)
        {
            case BuiltinObject { Name: "date" } when name == "format":
                context.DateFormat = Text.Of(context, value);
                break;
            case ScriptObject made:
                made.Set(name, value);
                break;
            case ScriptArray array:
                (array.Properties ??= new ScriptObject()).Set(name, value);
                break;
            case null:
                throw new Fault($"Cannot set the member `{name}` of a null object");
            default:
                throw new Fault($"Cannot set the member `{name}` of a readonly object");
        }
    }

    public static bool TryGet(RenderContext context, object owner, string name, out object? value)
    {
        switch (owner)
        {
            case BuiltinObject { Name: "date" } when name == "format":
                value = context.DateFormat;
                return true;
            case ScriptArray { Properties: { } properties } when properties.TryGet(name, out value):
                return true;
            case DateTime or DateTimeOffset or DateOnly:
                return DateFunctions.TryGetMember(owner, name, out value);
            case TimeSpan span:
                return TimeSpanFunctions.TryGetMember(span, name, out value);
            case Function:
                value = null;
                return false;
        }

        if (owner is not string and not Markup && Members.TryGet(owner, name, out value)) return true;
        value = name switch
        {
            "empty?" or "blank?" => Boxes.Of(Equality.IsEmpty(owner)),
            "size" => Size(owner),
            _ => null,
        };
        return value is not null;
    }

    private static object? Size(object owner) => owner switch
    {
        string text => Boxes.Of(text.Length),
        Markup markup => Boxes.Of(markup.Text.Length),
        IDictionary or IReadOnlyDictionary<string, object?> => null,
        ICollection items => Boxes.Of(items.Count),
        IReadOnlyCollection<object?> items => Boxes.Of(items.Count),
        IEnumerable items => Boxes.Of(items.Cast<object?>().Count()),
        _ => null,
    };
}

/// <summary><c>target[index]</c>: an item by number (negative: from the end) or a member by name.</summary>
internal sealed class Index(Expression target, Expression index) : Target
{
    public Expression Target => target;

    public override object? EvaluateAlias(RenderContext context)
    {
        var owner = target.Evaluate(context);
        if (owner is null)
        {
            if (IsOptional(target)) return null;
            context.Position = target.Start;
            throw new Fault("Cannot access an item of a null object");
        }

        var key = index.Evaluate(context);
        context.Position = index.Start;
        if (key is null) throw new Fault("Cannot access an item by a null index");
        if (!Members.IsObject(owner) && (key is not (string or Markup) || owner is string or Markup)) return Item(context, owner, Numbers.ToWhole(key));
        var name = Text.Of(context, key);
        if (Member.TryGet(context, owner, name, out var value)) return value;
        if (context.Strict && target is not Local { IsArguments: true })
            throw new Fault($"The member `{name}` was not found");
        return null;
    }

    public override void Assign(RenderContext context, object? value)
    {
        var owner = target.Evaluate(context);
        var key = index.Evaluate(context);
        context.Position = owner is null ? target.Start : index.Start;
        if (key is null) throw new Fault("Cannot set an item by a null index");
        if (owner is ScriptArray array && key is not (string or Markup)) SetItem(context, array, Numbers.ToWhole(key), value);
        else Member.Set(context, owner, Text.Of(context, key), value);
    }

    public override Shape? Check(Checker checker)
    {
        var owner = target.Check(checker);
        index.Check(checker);
        return owner?.Item;
    }

    public override Shape? CheckLeniently(Checker checker)
    {
        var owner = target.CheckLeniently(checker);
        index.Check(checker);
        return owner?.Item;
    }

    public override void CheckAssigned(Checker checker, Shape? value) => Check(checker);

    /// <summary>Setting beyond the end lengthens the array, with nulls between.</summary>
    public static void SetItem(RenderContext context, ScriptArray array, long index, object? value)
    {
        if (index < 0) index += array.Count;
        if (index < 0) throw new Fault($"The index `{index - array.Count}` is out of range");
        if (index >= array.Count) context.ChargeItems(index + 1 - array.Count);
        while (array.Count <= index) array.Items.Add(null);
        array.Items[(int)index] = value;
    }

    /// <summary>Null is passed on by what follows <c>?.</c></summary>
    public static bool IsOptional(Expression path) => path switch
    {
        Member member => member.Optional,
        Index item => IsOptional(item.Target),
        Parenthesised parenthesised => IsOptional(parenthesised.Inner),
        _ => false,
    };

    private object? Item(RenderContext context, object owner, long index)
    {
        switch (owner)
        {
            case string or Markup:
                var text = Text.Of(context, owner);
                if (index < 0) index += text.Length;
                return index >= 0 && index < text.Length ? text[(int)index].ToString() : null;
            case IReadOnlyList<object?> list:
                if (index < 0) index += list.Count;
                return index >= 0 && index < list.Count ? Members.Normalise(list[(int)index]) : null;
            case IList list:
                if (index < 0) index += list.Count;
                return index >= 0 && index < list.Count ? Members.Normalise(list[(int)index]) : null;
            case IEnumerable items when index >= 0 && index <= int.MaxValue:
                return Members.Normalise(items.Cast<object?>().ElementAtOrDefault((int)index));
            default:
                context.Position = target.Start;
                throw new Fault($"Cannot access an item of `{Kinds.Of(owner)}` by a number");
        }
    }
}
