using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace DdbBatch.Module.Tests.Contract;

/// <summary>
/// Creates arguments for any method: names for parameters that are names, and a reason for texts of other components.
/// </summary>
/// <param name="reason">The words.</param>
internal sealed class SampleValues(string reason)
{
    private const string Whole = "The wolf.";
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    // Others are names of things, or parts of sentences.
    private static readonly string[] Reasons = ["message", "reason", "rule", "failureMessage"];

    /// <summary>Arguments for a method.</summary>
    public object?[] ArgumentsOf(MethodBase method) =>
        [.. method.GetParameters().Select(parameter => Create(parameter.ParameterType, parameter.Name!, 0))];

    private object? Create(Type type, string name, int depth)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        if (name == "advice")
            return Whole;
        if (plain == typeof(string))
            return Reasons.Contains(name, StringComparer.OrdinalIgnoreCase) ? reason : name;
        if (plain == typeof(Exception))
            return new IOException(reason);
        if (plain == typeof(object) || plain.IsAssignableTo(typeof(Delegate)) || depth > 4)
            return plain.IsValueType ? Activator.CreateInstance(plain) : null;
        if (plain.IsEnum)
            return Enum.GetValues(plain).GetValue(0);
        if (plain.IsPrimitive)
            return plain == typeof(bool) ? false : plain == typeof(char) ? '\u200B' : Convert.ChangeType(3, plain);
        if (plain.IsGenericType && plain.IsAssignableTo(typeof(System.Collections.IEnumerable)))
            return plain.IsInterface ? CreateArray(plain.GetGenericArguments()[0], name, depth) : Activator.CreateInstance(plain);
        if (plain.IsArray)
            return CreateArray(plain.GetElementType()!, name, depth);
        return CreateObject(plain.IsAbstract ? FindImplementation(plain) : plain, depth);
    }

    private Array CreateArray(Type element, string name, int depth)
    {
        Array made = Array.CreateInstance(element, 1);
        made.SetValue(Create(element, name, depth + 1), 0);
        return made;
    }

    // Of the answers to a call, one that is an error.
    private static Type FindImplementation(Type type) => type.Assembly.GetTypes()
        .Where(other => !other.IsAbstract && type.IsAssignableFrom(other))
        .OrderByDescending(other => other.Name.EndsWith("Error", StringComparison.Ordinal))
        .First();

    private object? CreateObject(Type type, int depth)
    {
        // Our own exceptions are made of whole sentences, by the factories that are tested too.
        if (reason != Whole && type.IsAssignableTo(typeof(Exception)) && type.Name != "FailedCallException")
            return new SampleValues(Whole).CreateObject(type, depth);
        foreach (ConstructorInfo constructor in type.GetConstructors(Instance).OrderByDescending(one => one.GetParameters().Length))
        {
            // A record's copying constructor.
            if (constructor.GetParameters() is [{ } only] && only.ParameterType == type)
                continue;
            try
            {
                return Fill(constructor.Invoke([.. constructor.GetParameters().Select(parameter => Create(parameter.ParameterType, parameter.Name!, depth + 1))]), depth);
            }
            catch (TargetInvocationException)
            {
                // Another one may do.
            }
        }

        return Fill(RuntimeHelpers.GetUninitializedObject(type), depth);
    }

    private object Fill(object made, int depth)
    {
        if (made is Exception)
            return made;
        foreach (PropertyInfo property in made.GetType().GetProperties(Instance).Where(property => property.CanWrite && property.GetIndexParameters().Length == 0))
        {
            if (property.PropertyType == typeof(string) || (!property.PropertyType.IsValueType && property.GetValue(made) is null))
                property.SetValue(made, Create(property.PropertyType, property.Name, depth + 1));
        }

        return made;
    }
}
