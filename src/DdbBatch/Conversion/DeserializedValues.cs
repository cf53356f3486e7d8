using System;
using System.Management.Automation;

namespace DdbBatch.Conversion;

/// <summary>
/// Restores values that Import-Clixml and remoting return as a set of properties from which the value can be reconstructed:
/// large numbers from their text, times with an offset from their ticks.
/// </summary>
internal static class DeserializedValues
{
    /// <summary>Restores a value.</summary>
    /// <param name="originalType">The original type.</param>
    /// <param name="value">The set of properties.</param>
    /// <param name="restored">The value.</param>
    /// <returns>True if the value could be restored.</returns>
    public static bool TryRestore(string originalType, PSObject value, out object? restored)
    {
        restored = originalType switch
        {
            "System.Numerics.BigInteger" or "System.Int128" or "System.UInt128" or "DdbBatch.ExactNumber" => ReadNumber(value),
            "System.DateTimeOffset" => ReadTime(value),
            _ => null,
        };
        return restored is not null;
    }

    /// <summary>Restores a DateTimeOffset; null if a property is missing.</summary>
    public static DateTimeOffset? ReadTime(PSObject value)
    {
        object? ticks = value.Properties[nameof(DateTimeOffset.UtcTicks)]?.Value;
        object? offset = value.Properties[nameof(DateTimeOffset.Offset)]?.Value;
        return ticks is long utcTicks && offset is TimeSpan difference
            ? new DateTimeOffset(utcTicks, TimeSpan.Zero).ToOffset(difference)
            : null;
    }

    private static ExactNumber? ReadNumber(PSObject value)
    {
        try
        {
            return new ExactNumber(value.ToString());
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
