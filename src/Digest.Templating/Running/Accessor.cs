using System.Reflection;

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

    private static Func<object, TValue> Reader<TOwner, TValue>(MethodInfo getter)
    {
        if (typeof(TOwner).IsValueType)
        {
            var read = getter.CreateDelegate<ByReference<TOwner, TValue>>();
            return target =>
            {
                var unboxed = (TOwner)target;
                return read(ref unboxed);
            };
        }

        var open = getter.CreateDelegate<Func<TOwner, TValue>>();
        return target => open((TOwner)target);
    }

    private sealed class OfText<TOwner>(MethodInfo getter) : Accessor(typeof(TOwner), typeof(string))
    {
        private readonly Func<object, string?> _read = Reader<TOwner, string?>(getter);

        public override object? Read(object target) => _read(target);

        public override void Write(RenderContext context, object target) => context.WriteText(_read(target));
    }

    private sealed class OfWhole<TOwner>(MethodInfo getter) : Accessor(typeof(TOwner), typeof(int))
    {
        private readonly Func<object, int> _read = Reader<TOwner, int>(getter);

        public override object Read(object target) => Boxes.Of(_read(target));

        public override void Write(RenderContext context, object target) => context.WriteNumber(_read(target));
    }

    private sealed class OfTruth<TOwner>(MethodInfo getter) : Accessor(typeof(TOwner), typeof(bool))
    {
        private readonly Func<object, bool> _read = Reader<TOwner, bool>(getter);

        public override object Read(object target) => Boxes.Of(_read(target));
    }

    private sealed class OfAny<TOwner, TValue>(MethodInfo getter) : Accessor(typeof(TOwner), typeof(TValue))
    {
        private readonly Func<object, TValue> _read = Reader<TOwner, TValue>(getter);

        public override object? Read(object target) => Members.Normalise(_read(target));
    }
}
