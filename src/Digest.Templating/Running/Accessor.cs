using System.Reflection;
using System.Runtime.CompilerServices;

namespace Digest.Templating.Running;

/// <summary>
/// Reads one property of one plain type, through a delegate made once: no reflection while rendering. What is written
/// at once (text, whole numbers) is written without becoming an object first.
/// </summary>
internal abstract class Accessor(Type owner, Type value)
{
    public Type Owner => owner;

    public Type Value => value;

    public abstract object? Read(object target);

    public virtual void Write(RenderContext context, object target) => context.Write(Read(target));

    /// <summary>Writes it when <paramref name="target"/> is of this type: asked and done in one step.</summary>
    public virtual bool TryWrite(RenderContext context, object target)
    {
        if (target.GetType() != owner) return false;
        Write(context, target);
        return true;
    }

    public static Accessor Of(Type owner, PropertyInfo property)
    {
        var made = property.PropertyType == typeof(string) ? typeof(OfText<>).MakeGenericType(owner)
            : property.PropertyType == typeof(int) ? typeof(OfWhole<>).MakeGenericType(owner)
            : property.PropertyType == typeof(bool) ? typeof(OfTruth<>).MakeGenericType(owner)
            : typeof(OfAny<,>).MakeGenericType(owner, property.PropertyType);
        return (Accessor)Activator.CreateInstance(made, property.GetMethod!)!;
    }

    /// <summary>A value type's own method takes it by reference.</summary>
    private delegate TValue ByReference<TOwner, out TValue>(ref TOwner target);

    private static Func<TOwner, TValue> Reader<TOwner, TValue>(MethodInfo getter)
    {
        if (!typeof(TOwner).IsValueType) return getter.CreateDelegate<Func<TOwner, TValue>>();
        var read = getter.CreateDelegate<ByReference<TOwner, TValue>>();
        return target => read(ref target);
    }

    // Whoever reads has looked the accessor up by the target's own type, so what it is need not be asked again.
    private static TOwner Known<TOwner>(object target) =>
        typeof(TOwner).IsValueType ? (TOwner)target : Unsafe.As<object, TOwner>(ref target);

    private sealed class OfText<TOwner>(MethodInfo getter) : Accessor(typeof(TOwner), typeof(string))
    {
        private readonly Func<TOwner, string?> _read = Reader<TOwner, string?>(getter);

        public override object? Read(object target) => _read(Known<TOwner>(target));

        public override void Write(RenderContext context, object target) => context.WriteText(_read(Known<TOwner>(target)));

        public override bool TryWrite(RenderContext context, object target)
        {
            if (target.GetType() != typeof(TOwner)) return false;
            context.WriteText(_read(Known<TOwner>(target)));
            return true;
        }
    }

    private sealed class OfWhole<TOwner>(MethodInfo getter) : Accessor(typeof(TOwner), typeof(int))
    {
        private readonly Func<TOwner, int> _read = Reader<TOwner, int>(getter);

        public override object Read(object target) => Boxes.Of(_read(Known<TOwner>(target)));

        public override void Write(RenderContext context, object target) => context.WriteNumber(_read(Known<TOwner>(target)));
    }

    private sealed class OfTruth<TOwner>(MethodInfo getter) : Accessor(typeof(TOwner), typeof(bool))
    {
        private readonly Func<TOwner, bool> _read = Reader<TOwner, bool>(getter);

        public override object Read(object target) => Boxes.Of(_read(Known<TOwner>(target)));
    }

    private sealed class OfAny<TOwner, TValue>(MethodInfo getter) : Accessor(typeof(TOwner), typeof(TValue))
    {
        private readonly Func<TOwner, TValue> _read = Reader<TOwner, TValue>(getter);

        public override object? Read(object target) => Members.Normalise(_read(Known<TOwner>(target)));
    }
}
