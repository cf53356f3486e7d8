using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.Conversion;

/// <summary>One error for one item, which names all its refused attributes.</summary>
public sealed class RefusedAttributeTests(ConversionSession session) : IClassFixture<ConversionSession>
{
    private const string Types = "-AttributeType @{ Price = 'N'; Year = 'N'; Tags = 'NS'; Photo = 'B' }";

    [Theory]
    [InlineData("@([pscustomobject]@{ Price = 'a'; Note = 'x'; Year = 'b'; Photo = '!' }) | ConvertTo-DdbJson " + Types)]
    [InlineData("[ordered]@{ Price = 'a'; Note = 'x'; Year = 'b'; Photo = '!' } | ConvertTo-DdbJson " + Types)]
    [InlineData("[ordered]@{ Price = @{ N = 'a' }; Note = @{ S = 'x' }; Year = @{ N = 'b' }; Photo = @{ B = '!' } } | ConvertTo-DdbJson -DynamoDBJson")]
    public void An_error_names_all_refused_attributes_of_an_item_and_has_the_id_of_the_first(string script)
    {
        (string id, string message) = session.Error(script);

        Assert.Matches("^(AttributeTypeMismatch|NotANumber)$", id);
        Assert.Matches(@"^Input 1: Price: 'a' [^!]+\. Also refused: Year: 'b' [^!]+\. Photo: '!' [^!]+\.$", message);
    }

    [Theory]
    [InlineData("a", "[double]::NaN")]
    [InlineData("a[0]", ", [double]::NaN")]
    [InlineData("a.x[1].y", "@{ x = 1, @{ y = [double]::NaN } }")]
    [InlineData("a", ", [Collections.Generic.HashSet[string]]::new()", "a[0]")]
    [InlineData("a", "& { $s = [Collections.Generic.HashSet[object]]::new(); $null = $s.Add(1), $s.Add('x'); , $s }", "a[1]")]
    [InlineData("a", "{ }")]
    public void Whatever_is_refused_in_an_attribute_the_next_ones_are_checked_from_their_beginning(string path, string value, string? other = null)
    {
        (_, string message) = session.Error(
            $"[ordered]@{{ a = {value}; ok = 'text', @{{ x = 1 }}; b = @{{ x = 1, [double]::NaN }}; c = [double]::NaN }} | ConvertTo-DdbJson");

        Assert.Matches($@"^Input 1: ({Regex.Escape(path)}|{Regex.Escape(other ?? path)}): .+ Also refused: b\.x\[1\]: .+ c: 'NaN' ", message);
    }

    // The value that remains of such an object is the name of its type.
    [Theory]
    [InlineData("[ordered]@{ a = $o; ok = 1 } | ConvertTo-DdbJson -AttributeType @{ a = 'S' }")]
    [InlineData("[ordered]@{ a = @($o); ok = 1 } | ConvertTo-DdbJson -AttributeType @{ a = 'SS' }")]
    [InlineData("[ordered]@{ a = @{ S = $o }; ok = @{ N = '1' } } | ConvertTo-DdbJson -DynamoDBJson")]
    public void An_object_whose_value_was_lost_on_its_way_is_refused_whatever_type_is_given(string convert)
    {
        PowerShellResult result = session.Invoke(
            "$o = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize([Half]1)); " + convert);

        Assert.Empty(result.ThrowIfTerminated().Output);
        Assert.Contains("a", Assert.Single(result.Errors).Exception.Message);
    }

    [Fact]
    public void Getters_that_throw_are_named_with_the_others()
    {
        (string id, string message) = session.Error(
            "$o = [pscustomobject]@{ a = 1; c = [double]::NaN }; "
            + "$o.PSObject.Properties.Add([psscriptproperty]::new('b', { throw 'no b' })); "
            + "$o.PSObject.Properties.Add([psscriptproperty]::new('d', { throw 'no d' })); $o | ConvertTo-DdbJson");

        Assert.Equal("NotANumber", id);
        Assert.Contains("c: 'NaN'", message);
        Assert.Matches(@" Also refused: b: .*no b.* d: .*no d", message);
    }

    [Fact]
    public void Missing_keys_are_named_too_and_a_refused_key_is_not_missing()
    {
        string check = "Write-DdbBatch -Table Music -KeyName Id:N,Sort -EndpointUrl http://127.0.0.1:1 -WhatIf " + Types;

        PowerShellResult missing = session.Invoke($"[pscustomobject]@{{ Id = 'x'; Price = 'a' }} | {check}").ThrowIfTerminated();
        PowerShellResult refused = session.Invoke($"[pscustomobject]@{{ Id = 'x'; Sort = 'y'; Price = 'a' }} | {check}").ThrowIfTerminated();

        string[] messages = [.. missing.Errors.Concat(refused.Errors).Select(error => error.ToString())];
        Assert.Equal(2, messages.Length);
        Assert.Matches(@"Id: .+ Also refused: Price: 'a' .+ the key attribute Sort is missing", messages[0]);
        Assert.Matches(@"Id: .+ Also refused: Price: 'a' ", messages[1]);
        Assert.DoesNotContain("missing", messages[1]);
    }

    [Fact]
    public void An_error_names_ten_attributes_at_most_and_says_that_the_rest_was_not_checked()
    {
        (_, string message) = session.Error(
            "$h = [ordered]@{}; 1..30 | ForEach-Object { $h[\"a$_\"] = [double]::NaN }; $h | ConvertTo-DdbJson");

        Assert.Equal(10, Regex.Count(message, @"\ba\d+: 'NaN'"));
        Assert.EndsWith(" The attributes after these were not checked.", message);
    }

    [Fact]
    public void Items_after_a_refused_one_are_whole()
    {
        PowerShellResult result = session.Invoke(
            $"[pscustomobject]@{{ Tags = '[1,2,2]'; Price = 'a' }}, [pscustomobject]@{{ Tags = '[1,2]'; Price = '1' }} | ConvertTo-DdbJson {Types}")
            .ThrowIfTerminated();

        Assert.Single(result.Errors);
        Assert.Equal("""{"Tags":{"NS":["1","2"]},"Price":{"N":"1"}}""", Assert.Single(result.Output).ToString());
    }

    [Fact]
    public void Import_DdbItem_names_all_refused_cells_of_a_row()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");
        File.WriteAllText(path, "Price,Note,Year\na,x,b\n1,y,2\n");
        try
        {
            PowerShellResult result = session.Invoke($"Import-DdbItem '{path}' {Types}").ThrowIfTerminated();

            Assert.Matches("Price: 'a' .+ Also refused: Year: 'b' ", Assert.Single(result.Errors).ToString());
            Assert.Single(result.Output);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
