using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;

namespace DdbBatch.Conversion;

/// <summary>
/// A setting that may differ from attribute to attribute. A name counts before a name in other letter case, that
/// before a wildcard pattern, and a longer pattern before a shorter.
/// </summary>
/// <typeparam name="T">The setting.</typeparam>
internal sealed class AttributeRules<T>
{
    // Null without any rule, as most scripts want it: then no collection of such settings need be compiled.
    private readonly NamedRules? _rules;

    private AttributeRules(T fallback, NamedRules? rules = null)
    {
        Default = fallback;
        _rules = rules;
    }

    /// <summary>What holds where no rule names the attribute, and inside maps.</summary>
    public T Default { get; }

    /// <summary>Reads a parameter's value: nothing, one setting for all, or a hashtable of names and settings.</summary>
    /// <param name="parameter">The parameter's name, for the error.</param>
    /// <param name="value">The parameter's value.</param>
    /// <param name="fallback">What holds where nothing is said.</param>
    /// <param name="parse">Reads a setting; throws FormatException where it is none.</param>
    /// <exception cref="ArgumentException">The value is neither.</exception>
    public static AttributeRules<T> Parse(string parameter, object? value, T fallback, Func<object?, T> parse)
    {
        object? plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        try
        {
            if (plain is not IDictionary settings)
                return new AttributeRules<T>(plain is null ? fallback : parse(plain));
            return new AttributeRules<T>(fallback, new NamedRules(settings, parse));
        }
        catch (FormatException exception)
        {
            throw new ArgumentException($"-{parameter}: {exception.Message}", exception);
        }
    }

    /// <summary>The setting for an attribute; false where no rule names it.</summary>
    public bool TryFind(string attributeName, out T value)
    {
        value = Default;
        return _rules is not null && _rules.TryFind(attributeName, ref value);
    }

    /// <summary>The setting for an attribute.</summary>
    public T Find(string attributeName) => TryFind(attributeName, out T value) ? value : Default;

    private sealed class NamedRules
    {
        private readonly Dictionary<string, T> _names = new(StringComparer.Ordinal);
        private readonly List<(string Pattern, WildcardPattern Matcher, T Value)> _patterns = [];

        public NamedRules(IDictionary settings, Func<object?, T> parse)
        {
            foreach (DictionaryEntry setting in settings)
                Add(Convert.ToString(setting.Key, CultureInfo.InvariantCulture)!, parse(Unwrap(setting.Value)));
            _patterns.Sort((a, b) => b.Pattern.Length.CompareTo(a.Pattern.Length));
        }

        public bool TryFind(string attributeName, ref T value)
        {
            if (_names.TryGetValue(attributeName, out T? named))
            {
                value = named;
                return true;
            }

            foreach (KeyValuePair<string, T> rule in _names)
            {
                if (string.Equals(rule.Key, attributeName, StringComparison.OrdinalIgnoreCase))
                {
                    value = rule.Value;
                    return true;
                }
            }

            int i = _patterns.FindIndex(pattern => pattern.Matcher.IsMatch(attributeName));
            if (i >= 0)
                value = _patterns[i].Value;
            return i >= 0;
        }

        private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

        private void Add(string name, T value)
        {
            if (WildcardPattern.ContainsWildcardCharacters(name))
                _patterns.Add((name, WildcardPattern.Get(name, WildcardOptions.IgnoreCase), value));
            // A literal name may look like a pattern: `a[1]` names that attribute too.
            _names[name] = value;
        }
    }
}
