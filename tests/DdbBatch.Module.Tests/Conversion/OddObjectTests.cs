using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Text.Json;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.Conversion;

/// <summary>Whatever is piped in: an item or an error that says why not, soon, and never anything else.</summary>
public sealed class OddObjectTests(ConversionSession session) : IClassFixture<ConversionSession>
{
    private static readonly HashSet<string> Rules = new(StringComparer.Ordinal)
    {
        "AttributeNameInvalid", "CyclicReference", "DuplicateAttribute", "DuplicateSetMember", "EmptySet", "InvalidSurrogate",
        "ItemTooLarge", "NestingTooDeep", "NotANumber", "NumberOutOfRange", "NumberTooPrecise", "ReadFailed", "SetMemberInvalid",
        "UnsupportedInput", "UnsupportedType",
    };

    public static TheoryData<int> Objects => [.. System.Linq.Enumerable.Range(0, OddObjects.All.Count)];

    [Fact]
    public void There_are_enough_of_them() => Assert.InRange(OddObjects.All.Count, 150, int.MaxValue);

    [Theory]
    [MemberData(nameof(Objects))]
    public void As_an_attribute_an_odd_object_becomes_an_item_or_an_error(int odd)
    {
        object input = new Hashtable { ["a"] = OddObjects.All[odd]() };
        PowerShellResult result = session.Invoke("ConvertTo-DdbJson -InputObject $args[0]", input).ThrowIfTerminated();
        AssertOneOutcome(result);
        Assert.Equal(1, result.Output.Count + result.Errors.Count);
    }

    // A collection is taken apart into inputs: the first error stops one without end.
    [Theory]
    [MemberData(nameof(Objects))]
    public void As_an_input_an_odd_object_becomes_items_or_errors(int odd) => AssertOneOutcome(session.Invoke(
        "param($odd) ConvertTo-DdbJson -InputObject $odd -ErrorAction Stop", OddObjects.All[odd]()));

    private static void AssertOneOutcome(PowerShellResult result)
    {
        foreach (object line in result.Output)
            JsonDocument.Parse(line.ToString()!, new JsonDocumentOptions { MaxDepth = 100 }).Dispose();
        foreach (ErrorRecord error in result.Terminating is { } terminating ? [.. result.Errors, terminating] : result.Errors)
            Assert.Contains(error.FullyQualifiedErrorId.Split(',')[0], Rules);
    }
}
