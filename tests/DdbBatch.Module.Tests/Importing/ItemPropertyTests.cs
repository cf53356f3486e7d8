using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using CsCheck;
using DdbBatch.Module.Tests.Conversion;
using Xunit;

namespace DdbBatch.Module.Tests.Importing;

/// <summary>The attributes of imported items as properties.</summary>
public sealed class ItemPropertyTests(TemporaryFolder folder, ConversionSession session)
    : IClassFixture<TemporaryFolder>, IClassFixture<ConversionSession>
{
    private const string Number = "12345678901234567890.12345678901234567";

    [Fact]
    public void A_set_a_list_a_map_and_binary_that_are_changed_inside_are_written_as_they_are_now()
    {
        string import = Import("""{"k":{"N":"1.50"},"s":{"SS":["a"]},"l":{"L":[{"N":"1.5"},{"S":"x"}]},"m":{"M":{"c":{"S":"x"}}},"b":{"B":"AQI="}}""");

        Assert.Equal(
            """{"k":{"N":"1.50"},"s":{"SS":["a","b"]},"l":{"L":[{"N":"1.5"},{"S":"y"}]},"m":{"M":{"c":{"S":"y"}}},"b":{"B":"BQI="}}""",
            session.Line($"$i = {import}; $null = $i.s.Add('b'); $i.l[1] = 'y'; $i.m.c = 'y'; $i.b[0] = 5; $i | ConvertTo-DdbJson"));
    }

    [Fact]
    public void A_property_has_the_value_that_ConvertFrom_DdbJson_reads()
    {
        string[] edges =
        [
            """{"S":"a\"\u00e9\n"}""", """{"S":""}""", """{"N":"1.50"}""", """{"N":"1E+5"}""", """{"N":"\u0031"}""", $$"""{"N":"{{Number}}"}""",
            """{"BOOL":false}""", """{"NULL":true}""", """{"B":"AQI="}""",
        ];
        Gen.Select(RandomObjects.Nested(1).Array[1, 8], Gen.OneOf(edges)).Sample(
            (values, edge) =>
            {
                string[] all = [edge, .. values.Select(value => value.Json)];
                string import = Import("{" + string.Join(",", all.Select((json, i) => $"\"p{i}\":{json}")) + "}");
                Assert.Equal("", string.Join("; ", session.Invoke($$"""
                    function Show($value) { "$(if ($null -ne $value) { $value.GetType() }) $(ConvertTo-DdbJson -InputObject @{ v = $value })" }
                    $item = {{import}}
                    $read = $item | ConvertTo-DdbJson | ConvertFrom-DdbJson
                    foreach ($property in $item.PSObject.Properties) {
                        $value = Show $property.Value
                        $expected = Show $read.($property.Name)
                        if ($value -cne $expected) { "$value is not $expected" }
                    }
                    """).ThrowIfFailed().Output));
            },
            iter: 60,
            threads: 1);
    }

    [Fact]
    public void A_property_of_plain_JSON_and_of_a_row_can_be_set_and_the_others_stay_what_they_are()
    {
        string json = folder.Add("plain.json", $$"""[{"a":{{Number}},"b":[1.10],"p":"x"}]""");
        string csv = folder.Add("row.csv", "a,b,p\n007,,x\n");

        Assert.Equal(
            $$$"""{"a":{"N":"{{{Number}}}"},"b":{"L":[{"N":"1.10"}]},"p":{"S":"y"}}""",
            session.Line($"Import-DdbItem '{json}' | ForEach-Object {{ $null = $_.a, $_.b; $_.p = 'y'; $_ }} | ConvertTo-DdbJson"));
        Assert.Equal(
            """{"a":{"N":"007"},"p":{"N":"5"}}""".Replace("007", "7", StringComparison.Ordinal),
            session.Line($"Import-DdbItem '{csv}' | ForEach-Object {{ $_.p = 5; $_ }} | ConvertTo-DdbJson -AttributeType @{{ a = 'N' }} -EmptyString Omit"));
    }

    [Fact]
    public void An_item_keeps_its_properties_after_another_runspace_touched_one()
    {
        string csv = folder.Add("par.csv", "Id,Year\n1,1999\n");

        Assert.Equal("1999 1999 1999", session.Line($$"""
            $i = Import-DdbItem '{{csv}}'
            $there = $i | ForEach-Object -Parallel { $_.Year }
            "$there $($i.Year) $((Import-DdbItem '{{csv}}').Year)"
            """));
    }

    [Fact]
    public void An_item_has_its_properties_in_a_runspace_that_never_saw_the_module()
    {
        PSObject item = Assert.Single(session.Invoke(Import("""{"Year":{"N":"1999"}}""")).ThrowIfFailed().Output);
        using Runspace other = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        other.Open();
        using PowerShell shell = PowerShell.Create(other);

        Assert.Equal("1999 Year", shell.AddScript("\"$($args[0].Year) $($args[0].PSObject.Properties.Name)\"").AddArgument(item).Invoke<string>().Single());
    }

    [Fact]
    public void Attributes_whose_names_differ_only_in_case_are_written_both_and_refused_once_an_object_would_lose_one()
    {
        const string Item = """{"Id":{"N":"1"},"Year":{"N":"1999"},"year":{"S":"x"}}""";
        string import = Import(Item);

        Assert.Equal(Item, session.Line(import + " | ConvertTo-DdbJson"));
        Assert.Equal(
            """{"Id":{"N":"2"},"Year":{"N":"1999"},"year":{"S":"x"}}""",
            session.Line(import + " | ForEach-Object { $null = $_.Year; $_.Id = 2; $_ } | ConvertTo-DdbJson"));
        AssertNames(session.Error($"({import}).PSObject.Properties | % {{ $o = @{{}} }} {{ $o[$_.Name] = $_.Value }} {{ $o }} | ConvertTo-DdbJson"), "UnsupportedType");
        AssertNames(
            session.Error($"[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize(({import}))) | ConvertTo-DdbJson"),
            "UnsupportedType");
        PSObject item = Assert.Single(session.Invoke(import).Output);
        Assert.Contains("year", Assert.Throws<SetValueException>(() => item.Properties["YEAR"].Value = 5).Message);
    }

    [Fact]
    public void A_number_that_no_type_of_NET_holds_can_be_compared_and_cast()
    {
        string import = Import($$$"""{"n":{"N":"{{{Number}}}"}}""");

        Assert.Equal(
            "True False True False True True",
            session.Line($"$n = ({import}).n; \"$($n -gt 5) $($n -lt 5.5) $($n -gt '-1E-30') $($n -eq 5) $($n -eq '{Number}0') $([double]$n -eq 12345678901234567890.12345678901234567)\""));
    }

    [Fact]
    public void A_changed_item_that_is_refused_is_kept_as_it_was_changed()
    {
        string import = Import("""{"Wrong":{"N":"1"},"s":{"SS":["a"]}}""");
        string failed = System.IO.Path.Combine(folder.Path, Guid.NewGuid().ToString("n") + ".jsonl");

        session.Invoke($"{import} | ForEach-Object {{ $_.Wrong = 2; $_ }} | Write-DdbBatch -Table Table -KeyName Id:N -FailedPath '{failed}' -EndpointUrl http://127.0.0.1:1 -Region x -AccessKey a -SecretKey b -ErrorAction SilentlyContinue");

        Assert.Contains("""{"Wrong":{"N":"2"},"s":{"SS":["a"]}}""", System.IO.File.ReadAllText(failed), StringComparison.Ordinal);
    }

    /// <summary>Between two commands of the module an item gets its properties only if something else sees it.</summary>
    [Fact]
    public void An_item_has_its_properties_wherever_a_user_meets_it()
    {
        string csv = folder.Add("seen.csv", "Id,Wrong\nx,y\n");
        const string Write = "Write-DdbBatch -KeyName Id:N -EndpointUrl http://127.0.0.1:1 -Region x -AccessKey a -SecretKey b -ErrorAction SilentlyContinue";

        Assert.Equal(
            "y y y y y y",
            session.Line($$"""
                Import-DdbItem '{{csv}}' -OutVariable o | {{Write}} -Table Table -UnprocessedVariable left -ErrorVariable e
                Import-DdbItem '{{csv}}' -PipelineVariable p | {{Write}} -Table { $script:s = $_.Wrong; $script:q = $p.Wrong; 'Table' }
                function Read { [CmdletBinding()] param() Import-DdbItem '{{csv}}' }
                Read -OutVariable f | {{Write}} -Table Table
                "$($o.Wrong) $($left.InputObject.Wrong) $($e[0].TargetObject.InputObject.Wrong + $e[0].TargetObject.Wrong) $s $q $($f.Wrong)"
                """));
    }

    private static void AssertNames((string Id, string Message) error, string id)
    {
        Assert.Equal(id, error.Id);
        Assert.Contains("Year", error.Message);
        Assert.Contains("differ only in case", error.Message);
    }

    private string Import(string item) =>
        $"Import-DdbItem '{folder.Add(Guid.NewGuid().ToString("n") + ".jsonl", item)}' -Format DynamoDBJson";
}
