using System;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DdbBatch.TestKit.Capacity;

/// <summary>
/// The rules of attribute values that do not depend on a table (docs/aws-behaviour.md). Written apart from the module's own
/// checks, so that each can show the other wrong.
/// </summary>
internal static partial class ValueRules
{
    private const string Invalid = "One or more parameter values were invalid: ";
    private const int DeepestLevel = 32;
    private const int MostDigits = 38;
    private const int LargestPower = 125;
    private const int SmallestPower = -130;

    /// <summary>Checks the values of an item.</summary>
    /// <exception cref="SimulatedErrorException">A value breaks a rule.</exception>
    public static void Check(JsonElement attributes)
    {
        foreach (JsonProperty attribute in attributes.EnumerateObject())
            Check(attribute.Value, level: 1);
    }

    private static void Check(JsonElement value, int level)
    {
        if (level > DeepestLevel)
        {
            throw SimulatedErrorException.Validation(
                "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit");
        }

        string type = ComparableValue.TypeOf(value);
        JsonElement content = value.GetProperty(type);
        switch (type)
        {
            case "NULL" when !content.GetBoolean():
                throw OfList($"{Invalid}Null attribute value types must have the value of true");
            case "N":
                CheckNumber(content.GetString()!);
                break;
            case "SS" or "NS" or "BS":
                CheckSet(type, [.. content.EnumerateArray().Select(member => member.GetString()!)]);
                break;
            case "L":
                foreach (JsonElement element in content.EnumerateArray())
                    Check(element, level + 1);
                break;
            case "M":
                foreach (JsonProperty member in content.EnumerateObject())
                    Check(member.Value, level + 1);
                break;
        }
    }

    private static void CheckSet(string type, string[] members)
    {
        if (members.Length == 0)
        {
            throw OfList(Invalid + (type == "BS"
                ? "Binary sets should not be empty"
                : $"An {(type == "SS" ? "string" : "number")} set  may not be empty"));
        }

        if (type == "NS")
        {
            foreach (string member in members)
                CheckNumber(member);
            if (members.Select(NumberText.Parse).Distinct().Count() < members.Length)
                throw OfList("Input collection contains duplicates");
        }
        else if (members.Distinct(StringComparer.Ordinal).Count() < members.Length)
        {
            string end = type == "BS" ? "of type BS contains duplicates." : " contains duplicates.";
            throw OfList($"{Invalid}Input collection [{string.Join(", ", members)}]{end}");
        }
    }

    private static void CheckNumber(string text)
    {
        if (!Number().IsMatch(text))
            throw SimulatedErrorException.Validation($"The parameter cannot be converted to a numeric value: {text}");
        NumberText number = NumberText.Parse(text);
        if (number.Digits.Length > MostDigits)
            throw SimulatedErrorException.Validation("Attempting to store more than 38 significant digits in a Number");
        if (number.Highest is > LargestPower or < SmallestPower)
        {
            (string flow, string size) = number.Highest > 0 ? ("overflow", "larger") : ("underflow", "smaller");
            throw SimulatedErrorException.Validation(
                $"Number {flow}. Attempting to store a number with magnitude {size} than supported range");
        }
    }

    private static SimulatedErrorException OfList(string message) => new("ValidationException", message) { IsOfList = true };

    [GeneratedRegex(@"\A[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\z")]
    private static partial Regex Number();
}
