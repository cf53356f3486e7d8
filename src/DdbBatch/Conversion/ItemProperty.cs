using System.Management.Automation;
using System.Threading;

namespace DdbBatch.Conversion;

/// <summary>
/// An attribute of an item as a property. The value is read from the item's bytes on first use. The bytes are written
/// unchanged unless the value was changed.
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

    /// <summary>The location of the attribute in the item.</summary>
    public ref readonly AttributeSource Source => ref _source;

    /// <summary>
    /// Another attribute whose name differs only in case and that no property can show; null if there is none.
    /// </summary>
    public ItemProperty? SameName { get; set; }

    /// <summary>
    /// True if the attribute is unchanged. The content of a list, a map, a set or a binary value may have been modified.
    /// </summary>
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
            // Two runspaces may read at the same time: both get the same list or map.
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
    // Adding a member to an object copies the member.
    public override PSMemberInfo Copy() =>
        new ItemProperty(Name, _source) { _value = Volatile.Read(ref _value), _isSet = _isSet, SameName = SameName };

    /// <inheritdoc/>
    public override string ToString() => $"{TypeNameOfValue} {Name}={LanguagePrimitives.ConvertTo<string>(Value)}";

    private object? Read() => SameName is null ? _source.Read() : new AmbiguousAttribute(this);
}
