using System.Management.Automation;
using System.Threading;

namespace DdbBatch.Conversion;

/// <summary>
/// An attribute of an item as a property. The value is read from the item's bytes on first use; as long as it isn't
/// changed, the bytes are what is written.
/// </summary>
internal sealed class ItemProperty : PSNoteProperty
{
    private static readonly object Unread = new();

    private readonly AttributeSource _source;
    private object? _value = Unread;
    private bool _isSet;

    public ItemProperty(string name, in AttributeSource source)
        : base(name, null)
    {
        _source = source;
    }

    /// <summary>Where the attribute is in the item.</summary>
    public ref readonly AttributeSource Source => ref _source;

    /// <summary>Another attribute whose name differs only in case, which no property can show; null if there is none.</summary>
    public ItemProperty? SameName { get; set; }

    /// <summary>Whether the attribute is what was read. A list, a map, a set or binary may have been changed inside.</summary>
    public bool IsUnchanged
    {
        get
        {
            object? value = Volatile.Read(ref _value);
            return !_isSet
                && (ReferenceEquals(value, Unread) || !ViewValues.IsMutable(value) || ViewValues.AreSame(value, Read()));
        }
    }

    /// <inheritdoc/>
    public override object? Value
    {
        get
        {
            object? value = Volatile.Read(ref _value);
            if (!ReferenceEquals(value, Unread))
                return value;
            // Two runspaces may read at once: both get the same list or map.
            value = Read();
            object? first = Interlocked.CompareExchange(ref _value, value, Unread);
            return ReferenceEquals(first, Unread) ? value : first;
        }

        set
        {
            if (SameName is not null)
                throw new SetValueException(AmbiguousAttribute.Explain(Name, SameName.Name));
            _isSet = true;
            Volatile.Write(ref _value, value);
        }
    }

    /// <inheritdoc/>
    public override string TypeNameOfValue => (Value?.GetType() ?? typeof(object)).FullName!;

    /// <inheritdoc/>
    // Adding a member to an object copies it.
    public override PSMemberInfo Copy() =>
        new ItemProperty(Name, _source) { _value = Volatile.Read(ref _value), _isSet = _isSet, SameName = SameName };

    /// <inheritdoc/>
    public override string ToString() => $"{TypeNameOfValue} {Name}={LanguagePrimitives.ConvertTo<string>(Value)}";

    private object? Read() => SameName is null ? _source.Read() : new AmbiguousAttribute(this);
}
