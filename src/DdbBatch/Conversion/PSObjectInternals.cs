using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Linq.Expressions;
using System.Management.Automation;
using System.Reflection;

namespace DdbBatch.Conversion;

/// <summary>
/// Internals of PSObject, used for speed: enumerating Properties looks every member up in the type table, which takes half
/// the time of converting a plain object. If an engine lacks them, Properties is used for all objects.
/// </summary>
internal static class PSObjectInternals
{
    private static readonly Func<PSObject, PSMemberInfoCollection<PSMemberInfo>>? InstanceMembers =
        FindGetter<PSObject, PSMemberInfoCollection<PSMemberInfo>>("InstanceMembers");

    private static readonly Func<PSObject, int, PSMemberInfoCollection<PSMemberInfo>>? MemberCreation = FindMemberCreation();

    private static readonly Func<PSObject, Collection<string>>? TypeNames =
        FindGetter<PSObject, Collection<string>>("InternalTypeNames");

    private static readonly Func<PSMemberInfo, bool>? Hidden = FindGetter<PSMemberInfo, bool>("IsHidden");

    // All plain objects share this instance until a type name is added to one of them.
    private static readonly Collection<string>? PlainTypeNames = TypeNames?.Invoke(new PSObject());

    /// <summary>True if a plain PSCustomObject can have no other properties than its own members.</summary>
    /// <remarks>Update-TypeData may add properties to all objects, in one runspace or in all.</remarks>
    public static bool CanReadPlainObjects() =>
        InstanceMembers is not null
        && PlainTypeNames is not null
        && Hidden is not null
        && !new PSObject().Properties.Any();

    /// <summary>Returns the members of a plain PSCustomObject; null for all other objects.</summary>
    public static PSMemberInfoCollection<PSMemberInfo>? FindPlainMembers(PSObject value) =>
        value.ImmediateBaseObject is PSCustomObject && ReferenceEquals(TypeNames!(value), PlainTypeNames)
            ? InstanceMembers!(value)
            : null;

    /// <summary>Returns the members of the object itself; null if the engine has no such property.</summary>
    public static PSMemberInfoCollection<PSMemberInfo>? FindInstanceMembers(PSObject value) => InstanceMembers?.Invoke(value);

    /// <summary>
    /// Gives a new object a collection for its own members. Otherwise the engine keeps the members in a table of weak references:
    /// that costs more than the members, and every garbage collection searches it.
    /// </summary>
    /// <param name="value">The object, which has no member of its own yet.</param>
    /// <param name="capacity">About how many members it will have.</param>
    public static PSMemberInfoCollection<PSMemberInfo> CreateInstanceMembers(PSObject value, int capacity) =>
        MemberCreation?.Invoke(value, capacity) ?? FindInstanceMembers(value) ?? value.Members;

    /// <summary>Returns the members of the object itself, without hidden ones and without those from type data.</summary>
    public static IEnumerable<PSMemberInfo> ReadInstanceMembers(PSObject value) => InstanceMembers is not null && Hidden is not null
        ? InstanceMembers(value).Where(member => !Hidden(member))
        : value.Members.Where(member => member.IsInstance);

    /// <summary>
    /// True for a member that is not shown: pstypenames and similar ones, which appear when they are accessed.
    /// </summary>
    public static bool IsHidden(PSMemberInfo member) => Hidden!(member);

    /// <summary>Returns the object's first type name.</summary>
    public static string? FirstTypeName(PSObject value) => ReadTypeNames(value).FirstOrDefault();

    /// <summary>
    /// True if one of the object's type names ends with a suffix. No type name of a plain PSCustomObject does.
    /// </summary>
    public static bool HasTypeNameEnding(PSObject value, string end)
    {
        Collection<string> names = ReadTypeNames(value);
        return !ReferenceEquals(names, PlainTypeNames) && names.Any(name => name.EndsWith(end, StringComparison.Ordinal));
    }

    /// <summary>True if the object itself has a member of that name.</summary>
    public static bool HasMember(PSObject value, string name) =>
        (InstanceMembers is null ? value.Members : InstanceMembers(value))[name] is not null;

    // TypeNames is intended for changes: the engine remembers each object whose TypeNames was read as long as the object
    // exists, and no longer treats it as a plain object.
    private static Collection<string> ReadTypeNames(PSObject value) => TypeNames?.Invoke(value) ?? value.TypeNames;

    // The engine's own PSObject(int) does the same, but Windows PowerShell does not have it.
    private static Func<PSObject, int, PSMemberInfoCollection<PSMemberInfo>>? FindMemberCreation()
    {
        const BindingFlags Flags = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        PropertyInfo? property = typeof(PSObject).GetProperty("InstanceMembers", Flags);
        ConstructorInfo? constructor = property?.PropertyType.GetConstructor(Flags, null, [typeof(int)], null);
        if (property?.GetSetMethod(nonPublic: true) is not { } setter || constructor is null
            || !typeof(PSMemberInfoCollection<PSMemberInfo>).IsAssignableFrom(property.PropertyType))
        {
            return null;
        }

        ParameterExpression value = Expression.Parameter(typeof(PSObject));
        ParameterExpression capacity = Expression.Parameter(typeof(int));
        ParameterExpression members = Expression.Variable(property.PropertyType);
        return Expression.Lambda<Func<PSObject, int, PSMemberInfoCollection<PSMemberInfo>>>(
            Expression.Block(
                [members],
                Expression.Assign(members, Expression.New(constructor, capacity)),
                Expression.Call(value, setter, members),
                members),
            value,
            capacity).Compile();
    }

    private static Func<TOwner, TValue>? FindGetter<TOwner, TValue>(string property)
    {
        MethodInfo? getter = typeof(TOwner)
            .GetProperty(property, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            ?.GetGetMethod(nonPublic: true);
        return getter is not null && typeof(TValue).IsAssignableFrom(getter.ReturnType)
            ? (Func<TOwner, TValue>)getter.CreateDelegate(typeof(Func<TOwner, TValue>))
            : null;
    }
}
