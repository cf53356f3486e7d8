using System;
using System.Management.Automation;
using System.Reflection;

namespace DdbBatch.Conversion;

/// <summary>
/// Asks PSObject whether members were added to an object. The public way makes a collection of members for every object
/// that it is asked of.
/// </summary>
internal abstract class InstanceMemberProbe
{
    /// <summary>The probe for this engine; null where the engine lacks the method.</summary>
    public static InstanceMemberProbe? Current { get; } = Create();

    /// <summary>Whether members were added to an object.</summary>
    public abstract bool HasAny(object value);

    private static InstanceMemberProbe? Create()
    {
        MethodInfo? method = typeof(PSObject).GetMethod("HasInstanceMembers", BindingFlags.Static | BindingFlags.NonPublic);
        ParameterInfo[] parameters = method?.GetParameters() ?? [];
        if (parameters.Length != 2 || method!.ReturnType != typeof(bool) || parameters[0].ParameterType != typeof(object)
            || !parameters[1].IsOut)
        {
            return null;
        }

        Type members = parameters[1].ParameterType.GetElementType()!;
        return (InstanceMemberProbe)Activator.CreateInstance(typeof(Of<>).MakeGenericType(members), method)!;
    }

    // The collection's type is internal to the engine: only reflection can name it.
    private sealed class Of<TMembers>(MethodInfo method) : InstanceMemberProbe
    {
        private readonly HasMembers _hasMembers = (HasMembers)method.CreateDelegate(typeof(HasMembers));

        private delegate bool HasMembers(object value, out TMembers members);

        public override bool HasAny(object value) => _hasMembers(value, out _);
    }
}
