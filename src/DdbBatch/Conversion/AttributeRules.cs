using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;

namespace DdbBatch.Conversion;

/// <summary>
/// A setting that may differ between attributes. An exact name takes precedence over a name in other letter case, that over
/// a wildcard pattern, and a longer pattern over a shorter one.
/// </summary>
/// <typeparam name="T">The setting.</typeparam>
internal sealed class AttributeRules<T>
{
    // Null if there are no rules, which is the usual case: then the code for such collections is not compiled.
    private readonly NamedRules? _rules;

    private AttributeRules(T fallback, NamedRules? rules = null)
    {
        Default = fallback;
        _rules = rules;
    }

    /// <summary>The value for attributes without a rule, and inside maps.</summary>
    public T Default { get; }

    /// <summary>
    /// Reads a parameter's value: null, one setting for all attributes, or a hashtable of names and settings.
    /// </summary>
    /// <param name="parameter">The parameter's name, for the error.</param>
    /// <param name="value">The parameter's value.</param>
    /// <param name="fallback">The value for attributes without a rule.</param>
    /// <param name="parse">Parses a setting; throws FormatException if it is invalid.</param>
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

    /// <summary>Returns the setting for an attribute; false if no rule matches it.</summary>
    public bool TryFind(string attributeName, out T value)
    {
        value = Default;
        return _rules is not null && _rules.TryFind(attributeName, ref value);
    }

    /// <summary>Returns the setting for an attribute.</summary>
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
            // A literal name may look like a pattern: `a[1]` also matches the attribute of that name.
            _names[name] = value;
        }
    }
}
