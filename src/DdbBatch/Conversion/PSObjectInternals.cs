using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;
using System.Reflection;

namespace DdbBatch.Conversion;

/// <summary>
/// Some internals of PSObject, for speed: enumerating Properties looks every member up in the type table, which costs
/// half of a plain object's conversion. Where an engine lacks them, Properties is used for all objects.
/// </summary>
internal static class PSObjectInternals
{
    private static readonly Func<PSObject, PSMemberInfoCollection<PSMemberInfo>>? InstanceMembers =
        FindGetter<PSObject, PSMemberInfoCollection<PSMemberInfo>>("InstanceMembers");

    private static readonly Func<PSObject, Collection<string>>? TypeNames =
        FindGetter<PSObject, Collection<string>>("InternalTypeNames");

    private static readonly Func<PSMemberInfo, bool>? Hidden = FindGetter<PSMemberInfo, bool>("IsHidden");

    // All plain objects share this very instance until someone adds a type name to one of them.
    private static readonly Collection<string>? PlainTypeNames = TypeNames?.Invoke(new PSObject());

    /// <summary>Whether nothing but its own members can be a property of a plain PSCustomObject.</summary>
    /// <remarks>Update-TypeData may give properties to all objects, in one runspace or another.</remarks>
    public static bool CanReadPlainObjects() =>
        InstanceMembers is not null
        && PlainTypeNames is not null
        && Hidden is not null
        && !new PSObject().Properties.Any();

    /// <summary>The members of a plain PSCustomObject; null for all other objects.</summary>
    public static PSMemberInfoCollection<PSMemberInfo>? FindPlainMembers(PSObject value) =>
        value.ImmediateBaseObject is PSCustomObject && ReferenceEquals(TypeNames!(value), PlainTypeNames)
            ? InstanceMembers!(value)
            : null;

    /// <summary>The members of an object itself; null if the engine has no such property.</summary>
    public static PSMemberInfoCollection<PSMemberInfo>? FindInstanceMembers(PSObject value) => InstanceMembers?.Invoke(value);

    /// <summary>The members of an object itself, without hidden ones and without what type data gives it.</summary>
    public static IEnumerable<PSMemberInfo> ReadInstanceMembers(PSObject value) => InstanceMembers is not null && Hidden is not null
        ? InstanceMembers(value).Where(member => !Hidden(member))
        : value.Members.Where(member => member.IsInstance);

    /// <summary>Whether a member isn't shown: pstypenames and the like, which appear when they are asked for.</summary>
    public static bool IsHidden(PSMemberInfo member) => Hidden!(member);

    /// <summary>The object's first type name.</summary>
    public static string? FirstTypeName(PSObject value) => ReadTypeNames(value).FirstOrDefault();

    /// <summary>Whether one of an object's type names ends so. No name of a plain PSCustomObject does.</summary>
    public static bool HasTypeNameEnding(PSObject value, string end)
    {
        Collection<string> names = ReadTypeNames(value);
        return !ReferenceEquals(names, PlainTypeNames) && names.Any(name => name.EndsWith(end, StringComparison.Ordinal));
    }

    /// <summary>Whether an object itself has a member of that name.</summary>
    public static bool HasMember(PSObject value, string name) =>
        (InstanceMembers is null ? value.Members : InstanceMembers(value))[name] is not null;

    // TypeNames is for changing them: each object that it is asked of is remembered by the engine as long as it lives, and
    // is no plain object any more.
    private static Collection<string> ReadTypeNames(PSObject value) => TypeNames?.Invoke(value) ?? value.TypeNames;

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
