using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Amazon.DynamoDBv2.Model;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.Conversion;

public sealed class ConvertToDdbJsonTests(ConversionSession session) : IClassFixture<ConversionSession>
{
    [Fact]
    public void Objects_with_more_fewer_or_reordered_properties_lose_nothing() => Assert.Equal(
        ["""{"a":{"N":"1"},"b":{"N":"2"}}""", """{"b":{"N":"3"}}""", """{"c":{"N":"6"},"b":{"N":"5"},"a":{"N":"4"}}""", """{"a":{"N":"7"},"b":{"N":"8"}}"""],
        Lines(session.Invoke(
            "[pscustomobject]@{ a = 1; b = 2 }, [pscustomobject]@{ b = 3 }, [pscustomobject]@{ c = 6; b = 5; a = 4 }, "
            + "[pscustomobject]@{ a = 7; b = 8 } | ConvertTo-DdbJson")));

    [Fact]
    public void Names_may_be_any_text_and_differ_in_letter_case_only() => Assert.Equal(
        """{"a.b c":{"N":"1"},"A.B C":{"N":"2"},"\"😀\\":{"N":"3"}}""",
        session.Line(
            "$h = [Collections.Specialized.OrderedDictionary]::new([StringComparer]::Ordinal);"
            + "$h['a.b c'] = 1; $h['A.B C'] = 2; $h['\"😀\\'] = 3; $h | ConvertTo-DdbJson"));

    [Fact]
    public void An_error_names_position_path_and_rule_and_the_next_items_go_on()
    {
        PowerShellResult result = session.Invoke(
            "@{ a = 1 }, @{ Tags = @(1, 2, 3, @{ Name = [double]::NaN }) }, @{ b = 2 } | ConvertTo-DdbJson").ThrowIfTerminated();
        Assert.Equal(["""{"a":{"N":"1"}}""", """{"b":{"N":"2"}}"""], result.Output.Select(line => line.ToString()));
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith("Input 2: Tags[3].Name: 'NaN' ", error.ToString());
        Assert.StartsWith("NotANumber,", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidData, error.CategoryInfo.Category);
    }

    [Theory]
    [InlineData("'text'", "ConvertFrom-Json")]
    [InlineData("5", "@{ Name = $value }")]
    [InlineData("$null", "$null is no item")]
    [InlineData("\"$PSHOME/System.Management.Automation.dll\"", "Import-DdbItem")]
    [InlineData("[DateTime]::Now", "@{ Name = $value }")]
    [InlineData("[Guid]::NewGuid()", "@{ Name = $value }")]
    public void An_input_without_names_is_not_an_item(string input, string hint)
    {
        (string id, string message) = session.Error($"{input} | ConvertTo-DdbJson");
        Assert.Equal("UnsupportedInput", id);
        Assert.Contains(hint, message);
    }

    [Fact]
    public void An_array_as_argument_stands_for_its_elements() => Assert.Equal(
        ["""{"a":{"N":"1"}}""", """{"a":{"N":"2"}}""", """{"a":{"N":"3"}}"""],
        Lines(session.Invoke("ConvertTo-DdbJson -InputObject @(@{ a = 1 }, @(@{ a = 2 }, [pscustomobject]@{ a = 3 }))")));

    [Fact]
    public void Remoting_notes_are_dropped_and_columns_of_their_names_are_not()
    {
        PSObject remote = TypeTable.Custom(
            ("a", 1), ("PSComputerName", "host"), ("RunspaceId", Guid.NewGuid()), ("PSShowComputerName", true));
        Assert.Equal("""{"a":{"N":"1"}}""", session.Line("$args[0] | ConvertTo-DdbJson", remote));
        PSObject row = TypeTable.Custom(("PSComputerName", "host"), ("RunspaceId", "x"));
        Assert.Equal(
            """{"PSComputerName":{"S":"host"},"RunspaceId":{"S":"x"}}""", session.Line("$args[0] | ConvertTo-DdbJson", row));
    }

    [Fact]
    public void Members_that_PowerShell_adds_when_asked_for_are_no_attributes() => Assert.Equal(
        """{"a":{"N":"1"}}""",
        session.Line("$o = [pscustomobject]@{ a = 1 }; $null = $o.pstypenames, $o.psobject.Members.Count, $o.psadapted; $o | ConvertTo-DdbJson"));

    [Fact]
    public void A_hashtables_notes_are_no_attributes() => Assert.Equal(
        """{"a":{"N":"1"}}""",
        session.Line("$h = @{ a = 1 }; $h.psobject.Properties.Add([psnoteproperty]::new('note', 2)); $h | ConvertTo-DdbJson"));

    [Fact]
    public void Properties_that_type_data_give_to_all_objects_count()
    {
        TypeData type = new(typeof(PSCustomObject));
        type.Members.Add("b", new ScriptPropertyData("b", ScriptBlock.Create("$this.a + 1")));
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.Types.Add(new SessionStateTypeEntry(type, isRemove: false));
        state.ImportPSModule([Checkout.Manifest]);
        using PowerShell shell = PowerShell.Create(state);
        shell.AddScript("[pscustomobject]@{ a = 1 } | ConvertTo-DdbJson");
        Assert.Equal("""{"a":{"N":"1"},"b":{"N":"2"}}""", Assert.Single(shell.Invoke()).ToString());
    }

    [Fact]
    public void Numbers_and_dates_ignore_the_culture() => Assert.Equal(
        """{"a":{"N":"1.5"},"b":{"N":"-1.5"},"c":{"S":"2026-01-02T00:00:00.0000000"}}""",
        session.Line(
            "$old = [cultureinfo]::CurrentCulture; try { [cultureinfo]::CurrentCulture = 'de-DE';"
            + "[ordered]@{ a = 1.5; b = -1.5d; c = [datetime]'2026-01-02' } | ConvertTo-DdbJson } finally { [cultureinfo]::CurrentCulture = $old }"));

    [Fact]
    public void AttributeValues_of_another_copy_of_the_SDK_are_taken_as_they_are()
    {
        Dictionary<string, AttributeValue> item = new()
        {
            ["s"] = new() { S = "" },
            ["n"] = new() { N = "1.50" },
            ["b"] = new() { B = new MemoryStream([1, 2]) },
            ["t"] = new() { BOOL = false },
            ["0"] = new() { NULL = true },
            ["l"] = new() { L = [new() { S = "x" }] },
            ["el"] = new() { L = [], IsLSet = true },
            ["m"] = new() { M = new() { ["x"] = new() { NS = ["1", "2"] } } },
            ["em"] = new() { M = [], IsMSet = true },
            ["ss"] = new() { SS = ["a"] },
            ["bs"] = new() { BS = [new MemoryStream([1])] },
        };
        string json = session.Line("$args[0] | ConvertTo-DdbJson -EmptyString Omit -NullValue Omit", item);
        Assert.Equal(
            DdbJsonComparer.NormalizeItem(
                """{"s":{"S":""},"n":{"N":"1.5"},"b":{"B":"AQI="},"t":{"BOOL":false},"0":{"NULL":true},"l":{"L":[{"S":"x"}]},"el":{"L":[]},"m":{"M":{"x":{"NS":["1","2"]}}},"em":{"M":{}},"ss":{"SS":["a"]},"bs":{"BS":["AQ=="]}}"""),
            DdbJsonComparer.NormalizeItem(json));
        Assert.Equal("UnsupportedType", session.Error("$args[0] | ConvertTo-DdbJson", new Hashtable { ["a"] = new AttributeValue() }).Id);
    }

    [Fact]
    public void AttributeValues_of_the_former_SDK_say_which_of_their_properties_is_set()
    {
        OtherAwsSdk sdk = new();
        IDictionary item = sdk.Map(
            ("s", sdk.Value("S", "")),
            ("n", sdk.Value("N", "1.50")),
            ("b", sdk.Value("B", new MemoryStream([1, 2]))),
            ("t", sdk.Value("BOOL", false)),
            ("0", sdk.Value("NULL", true)),
            ("l", sdk.Value("L", new[] { sdk.Value("S", "x") })),
            ("el", sdk.Value("IsLSet", true)),
            ("m", sdk.Value("M", sdk.Map(("x", sdk.Value("NS", new List<string> { "1", "2" }))))),
            ("em", sdk.Value("IsMSet", true)),
            ("ss", sdk.Value("SS", new List<string> { "a" })),
            ("bs", sdk.Value("BS", new List<MemoryStream> { new([1]) })));
        Assert.Equal(
            """{"s":{"S":""},"n":{"N":"1.50"},"b":{"B":"AQI="},"t":{"BOOL":false},"0":{"NULL":true},"l":{"L":[{"S":"x"}]},"el":{"L":[]},"m":{"M":{"x":{"NS":["1","2"]}}},"em":{"M":{}},"ss":{"SS":["a"]},"bs":{"BS":["AQ=="]}}""",
            session.Line("$args[0] | ConvertTo-DdbJson", item));
        Assert.Equal("UnsupportedType", session.Error("$args[0] | ConvertTo-DdbJson", sdk.Map(("a", sdk.Value("IsBOOLSet", false)))).Id);
    }

    [Fact]
    public void Hashtables_and_indented_text_say_the_same_as_the_line()
    {
        const string Input = "[ordered]@{ a = 1; b = @{ c = 'é' } }";
        string line = session.Line($"{Input} | ConvertTo-DdbJson");
        string indented = session.Line($"{Input} | ConvertTo-DdbJson -Indented");
        Assert.Contains("\n", indented);
        Assert.Contains("é", indented);
        Assert.Equal(DdbJsonComparer.NormalizeItem(line), DdbJsonComparer.NormalizeItem(indented));
        Assert.Equal(
            DdbJsonComparer.NormalizeItem(line),
            DdbJsonComparer.NormalizeItem(session.Line($"{Input} | ConvertTo-DdbJson -AsHashtable | ConvertTo-DdbJson -DynamoDBJson")));
    }

    private static IEnumerable<string> Lines(PowerShellResult result) =>
        result.ThrowIfFailed().Output.Select(line => line.ToString());
}
