using System;
using System.Collections;
using System.Collections.Generic;
using Xunit;

namespace DdbBatch.Module.Tests.Conversion;

/// <summary>-AttributeType, -EmptyString, -NullValue, -Separator, -TypedHeader, -DynamoDBJson.</summary>
public sealed class ConversionParameterTests(ConversionSession session) : IClassFixture<ConversionSession>
{
    [Theory]
    [InlineData("'1999'", "S", """{"S":"1999"}""")]
    [InlineData("12.50d", "S", """{"S":"12.50"}""")]
    [InlineData("'007'", "N", """{"N":"7"}""")]
    [InlineData("1999", "N", """{"N":"1999"}""")]
    [InlineData("'AQID'", "B", """{"B":"AQID"}""")]
    [InlineData("[byte[]](1,2)", "B", """{"B":"AQI="}""")]
    [InlineData("'TRUE'", "BOOL", """{"BOOL":true}""")]
    [InlineData("$false", "bool", """{"BOOL":false}""")]
    [InlineData("''", "NULL", """{"NULL":true}""")]
    [InlineData("'null'", "NULL", """{"NULL":true}""")]
    [InlineData("'[\"a\",\"b\"]'", "SS", """{"SS":["a","b"]}""")]
    [InlineData("'a','b'", "SS", """{"SS":["a","b"]}""")]
    [InlineData("'[1,\"2\",3.0]'", "NS", """{"NS":["1","2","3.0"]}""")]
    [InlineData("5", "NS", """{"NS":["5"]}""")]
    [InlineData("'[\"AQ==\"]'", "BS", """{"BS":["AQ=="]}""")]
    [InlineData("'[1,[\"x\",null,true],{\"a\":1}]'", "L", """{"L":[{"N":"1"},{"L":[{"S":"x"},{"NULL":true},{"BOOL":true}]},{"M":{"a":{"N":"1"}}}]}""")]
    [InlineData("[Collections.Generic.HashSet[string]]('a')", "L", """{"L":[{"S":"a"}]}""")]
    [InlineData("'{\"a\":{\"b\":1e3}}'", "M", """{"M":{"a":{"M":{"b":{"N":"1e3"}}}}}""")]
    [InlineData("@{ b = 1 }", "M", """{"M":{"b":{"N":"1"}}}""")]
    [InlineData("'2030-01-31T18:00:00Z'", "Epoch", """{"N":"1896112800"}""")]
    [InlineData("'2030-01-31T18:00:00.999+02:00'", "Epoch", """{"N":"1896105600"}""")]
    [InlineData("'1896112800'", "Epoch", """{"N":"1896112800"}""")]
    [InlineData("1896112800", "Epoch", """{"N":"1896112800"}""")]
    [InlineData("[DateTimeOffset]'2030-01-31T18:00:00Z'", "Epoch", """{"N":"1896112800"}""")]
    [InlineData("[DateTime]::SpecifyKind([DateTime]'2030-01-31T18:00:00', 'Utc')", "Epoch", """{"N":"1896112800"}""")]
    [InlineData("$null", "N", """{"NULL":true}""")]
    public void A_type_given_by_name_is_how_the_value_is_read(string value, string type, string expected) => Assert.Equal(
        $$"""{"a":{{expected}}}""",
        session.Line($"@{{ a = {value} }} | ConvertTo-DdbJson -AttributeType @{{ a = '{type}' }}"));

    [Theory]
    [InlineData("'1 000'", "N", "NotANumber")]
    [InlineData("'1,5'", "N", "NotANumber")]
    [InlineData("''", "N", "NotANumber")]
    [InlineData("$true", "N", "AttributeTypeMismatch")]
    [InlineData("'no base64!'", "B", "NotBase64")]
    [InlineData("'1'", "BOOL", "AttributeTypeMismatch")]
    [InlineData("'x'", "NULL", "AttributeTypeMismatch")]
    [InlineData("'a|b'", "SS", "AttributeTypeMismatch")]
    [InlineData("'[]'", "SS", "EmptySet")]
    [InlineData("'[\"a\",\"a\"]'", "SS", "DuplicateSetMember")]
    [InlineData("'[1,1.0]'", "NS", "DuplicateSetMember")]
    [InlineData("'[1,true]'", "NS", "SetMemberInvalid")]
    [InlineData("'{}'", "L", "AttributeTypeMismatch")]
    [InlineData("'[]'", "M", "AttributeTypeMismatch")]
    [InlineData("'{\"a\":1,\"a\":2}'", "M", "DuplicateAttribute")]
    [InlineData("5", "M", "AttributeTypeMismatch")]
    [InlineData("'2030-01-31'", "Epoch", "AttributeTypeMismatch")]
    [InlineData("[DateTime]'2030-01-31'", "Epoch", "AttributeTypeMismatch")]
    public void A_value_that_cant_be_read_so_is_refused(string value, string type, string errorId)
    {
        (string id, string message) = session.Error($"@{{ a = {value} }} | ConvertTo-DdbJson -AttributeType @{{ a = '{type}' }}");
        Assert.Equal(errorId, id);
        Assert.StartsWith("Input 1: a", message);
    }

    [Theory]
    [InlineData("1700000000.0", """{"N":"1700000000"}""")]
    [InlineData("'1700000000.0'", """{"N":"1700000000"}""")]
    [InlineData("'1.7e9'", """{"N":"1700000000"}""")]
    [InlineData("1.7e9", """{"N":"1700000000"}""")]
    [InlineData("0", """{"N":"0"}""")]
    [InlineData("'253402300799'", """{"N":"253402300799"}""")]
    [InlineData("[DateTimeOffset]::MaxValue", """{"N":"253402300799"}""")]
    public void A_number_of_seconds_is_whole_in_any_form(string value, string expected) => Assert.Equal(
        $$"""{"a":{{expected}}}""",
        session.Line($"@{{ a = {value} }} | ConvertTo-DdbJson -AttributeType @{{ a = 'Epoch' }}"));

    [Theory]
    [InlineData("1700000000000", "divide it by 1000")]
    [InlineData("'1700000000000'", "divide it by 1000")]
    [InlineData("1.7e12", "divide it by 1000")]
    [InlineData("-1", "a time since 1970 is expected")]
    [InlineData("'-1'", "a time since 1970 is expected")]
    [InlineData("[DateTimeOffset]'1969-12-31T23:59:59Z'", "a time since 1970 is expected")]
    [InlineData("'1969-12-31T23:59:59Z'", "a time since 1970 is expected")]
    [InlineData("1.5", "a whole number of seconds")]
    [InlineData("'1.5'", "a whole number of seconds")]
    [InlineData("1e300", "a whole number of seconds")]
    [InlineData("'x'", "a whole number of seconds")]
    public void A_number_that_is_no_number_of_seconds_is_refused_in_any_form(string value, string expected)
    {
        (string id, string message) = session.Error($"@{{ a = {value} }} | ConvertTo-DdbJson -AttributeType @{{ a = 'Epoch' }}");
        Assert.Equal("AttributeTypeMismatch", id);
        Assert.Contains(expected, message);
    }

    [Theory]
    [InlineData("de-DE", "1.234.567,50", "1234567.50")]
    [InlineData("de-DE", "-0,5", "-0.5")]
    [InlineData("de-DE", "1.234", "1234")]
    [InlineData("de-DE", "1234567890123456789012345678901234,5678", "1234567890123456789012345678901234.5678")]
    [InlineData("de-DE", "1,5E+3", "1.5E+3")]
    [InlineData("fr-FR", "1 234 567,5", "1234567.5")]
    [InlineData("fr-FR", "1\u202F234,5", "1234.5")]
    [InlineData("de-CH", "1'234.5", "1234.5")]
    [InlineData("hi-IN", "12,34,567.8", "1234567.8")]
    [InlineData("en-US", "1,234,567.5", "1234567.5")]
    [InlineData("sv-SE", "\u22121,5", "-1.5")]
    [InlineData("", "1,234.5", "1234.5")]
    public void Numbers_are_read_as_the_culture_writes_them(string culture, string text, string expected) => Assert.Equal(
        $$$"""{"a":{"N":"{{{expected}}}"}}""",
        session.Line(
            "param($c, $t) [pscustomobject]@{ a = $t } | ConvertTo-DdbJson -AttributeType @{ a = 'N' } -Culture $c", culture, text));

    [Theory]
    [InlineData("de-DE", "1.5")]
    [InlineData("de-DE", "1.23.456")]
    [InlineData("de-DE", "1234.567,5")]
    [InlineData("de-DE", ".123")]
    [InlineData("de-DE", "1,")]
    [InlineData("de-DE", ",5")]
    [InlineData("de-DE", " 1")]
    [InlineData("de-DE", "1,5,5")]
    [InlineData("de-DE", "x")]
    [InlineData("de-DE", "")]
    [InlineData("en-US", "1,5")]
    [InlineData("hi-IN", "1,234,567")]
    public void A_text_that_is_no_number_of_the_culture_is_refused(string culture, string text)
    {
        (string id, string message) = session.Error(
            "param($c, $t) @{ a = $t } | ConvertTo-DdbJson -AttributeType @{ a = 'N' } -Culture $c", culture, text);
        Assert.Equal("AttributeTypeMismatch", id);
        Assert.Contains($"a number as {culture} writes it is expected", message);
    }

    [Fact]
    public void A_culture_changes_numbers_of_sets_and_times_and_nothing_else() => Assert.Equal(
        """{"set":{"NS":["1.5","1000"]},"epoch":{"N":"1700000000"},"text":{"S":"1,5"},"number":{"N":"1.5"},"list":{"L":[{"N":"2.5"}]}}""",
        session.Line(
            "[pscustomobject][ordered]@{ set = '1,5|1.000'; epoch = '1.700.000.000'; text = '1,5'; number = 1.5; list = '[2.5]' } | "
            + "ConvertTo-DdbJson -Culture de-DE -Separator @{ set = '|' } -AttributeType @{ set = 'NS'; epoch = 'Epoch'; number = 'N'; list = 'L' }"));

    [Theory]
    [InlineData("'31.01.2030 18:00'", "-DateFormat 'dd.MM.yyyy HH:mm'", "1896112800")]
    [InlineData("'31.01.2030 20:00 +02:00'", "-DateFormat 'dd.MM.yyyy', 'dd.MM.yyyy HH:mm zzz'", "1896112800")]
    [InlineData("'31. Januar 2030'", "-DateFormat 'd. MMMM yyyy' -Culture de-DE", "1896048000")]
    [InlineData("'20300131'", "-DateFormat yyyyMMdd", "1896048000")]
    public void Times_are_read_by_their_format_in_UTC_unless_they_have_an_offset(string value, string parameters, string expected) => Assert.Equal(
        $$$"""{"a":{"N":"{{{expected}}}"}}""",
        session.Line($"@{{ a = {value} }} | ConvertTo-DdbJson -AttributeType @{{ a = 'Epoch' }} {parameters}"));

    [Theory]
    [InlineData("'20300131'")]
    [InlineData("'2030-01-31T18:00:00Z'")]
    [InlineData("'32.01.2030'")]
    public void With_a_format_no_other_text_is_a_time(string value)
    {
        (string id, string message) = session.Error($"@{{ a = {value} }} | ConvertTo-DdbJson -AttributeType @{{ a = 'Epoch' }} -DateFormat dd.MM.yyyy");
        Assert.Equal("AttributeTypeMismatch", id);
        Assert.Contains("-DateFormat expects 'dd.MM.yyyy'", message);
    }

    [Theory]
    [InlineData("-DateFormat dd.MM.")]
    [InlineData("-Culture de-DE -DynamoDBJson")]
    [InlineData("-DateFormat yyyy -DynamoDBJson")]
    public void Formats_that_make_no_sense_end_the_command(string parameters)
    {
        var result = session.Invoke($"try {{ @{{ a = 1 }} | ConvertTo-DdbJson {parameters} }} catch {{ $_.FullyQualifiedErrorId }}");
        Assert.StartsWith("InvalidConversionParameter,", Assert.Single(result.Output).ToString());
    }

    // By what is allocated: an attribute whose name was forgotten is read and encoded as a new one.
    [Theory]
    [InlineData("-EmptyString Keep")]
    [InlineData("-AttributeType @{ 'c*' = 'N'; '*9' = 'S'; 'x?' = 'B' }")]
    public void An_attribute_of_thousands_costs_what_one_of_hundreds_costs(string parameters)
    {
        double few = Cost(1000);
        double many = Cost(3000);
        Assert.True(many < 1.5 * few, $"{few} bytes for each of 1,000 attributes, and {many} for each of 3,000");

        double Cost(int count) => double.Parse(
            session.Line(
                $"$row = [ordered]@{{}}; foreach ($i in 1..{count}) {{ $row[\"c$i\"] = '1' }}; $row = [pscustomobject] $row; $s = $null;"
                + "function note { process { if ($s -eq $null -and ++$script:n -eq 3) { $script:s = [GC]::GetAllocatedBytesForCurrentThread() } } };"
                + $"$script:n = 0; $script:s = $null; (@($row) * 23) | ConvertTo-DdbJson {parameters} | note;"
                + $"'{{0:r}}' -f (([GC]::GetAllocatedBytesForCurrentThread() - $script:s) / 20 / {count})"),
            System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Exact_names_count_before_other_letter_case_before_patterns() => Assert.Equal(
        """{"Year":{"N":"1"},"YEAR":{"BOOL":true},"year2":{"B":"AQID"},"other":{"S":"1"}}""",
        session.Line(
            "$h = [Collections.Specialized.OrderedDictionary]::new([StringComparer]::Ordinal);"
            + "$h['Year'] = '1'; $h['YEAR'] = 'true'; $h['year2'] = 'AQID'; $h['other'] = '1';"
            + "$t = [hashtable]::new([StringComparer]::Ordinal);"
            + "$t['Year'] = 'N'; $t['YEAR'] = 'BOOL'; $t['y*'] = 'S'; $t['year?'] = 'B';"
            + "$h | ConvertTo-DdbJson -AttributeType $t"));

    [Fact]
    public void Ignore_leaves_out_even_what_cant_be_read() => Assert.Equal(
        """{"a":{"N":"1"}}""",
        session.Line(
            "$o = [pscustomobject]@{ a = 1 };"
            + "$o.psobject.Properties.Add([psscriptproperty]::new('bad', { throw 'never' }));"
            + "$o | ConvertTo-DdbJson -AttributeType @{ bad = 'Ignore' }"));

    [Theory]
    [InlineData("-EmptyString Keep", """{"a":{"S":""},"m":{"M":{"x":{"S":""}}},"l":{"L":[{"S":""}]}}""")]
    [InlineData("-EmptyString Null", """{"a":{"NULL":true},"m":{"M":{"x":{"NULL":true}}},"l":{"L":[{"NULL":true}]}}""")]
    [InlineData("-EmptyString Omit", """{"m":{"M":{}},"l":{"L":[{"S":""}]}}""")]
    [InlineData("-EmptyString @{ A = 'Omit' }", """{"m":{"M":{"x":{"S":""}}},"l":{"L":[{"S":""}]}}""")]
    public void Empty_strings_are_kept_made_null_or_left_out(string parameter, string expected) => Assert.Equal(
        expected,
        session.Line($"[ordered]@{{ a = ''; m = @{{ x = '' }}; l = @('') }} | ConvertTo-DdbJson {parameter}"));

    [Theory]
    [InlineData("Keep")]
    [InlineData("Null")]
    [InlineData("Omit")]
    public void An_empty_string_in_a_set_stays_a_member(string handling) => Assert.Equal(
        """{"a":{"SS":[""]}}""",
        session.Line($"@{{ a = [System.Collections.Generic.HashSet[string]]@('') }} | ConvertTo-DdbJson -EmptyString {handling}"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_endless_object_of_which_everything_is_left_out_comes_to_an_end(bool isNested)
    {
        object endless = isNested ? new Hashtable { ["a"] = new EndlessNulls() } : new EndlessNulls();
        Assert.Equal("ItemTooLarge", session.Error("ConvertTo-DdbJson -InputObject $args[0] -NullValue Omit", endless).Id);
    }

    [Theory]
    [InlineData("-NullValue Null", """{"a":{"NULL":true},"m":{"M":{"x":{"NULL":true}}},"l":{"L":[{"NULL":true}]}}""")]
    [InlineData("-NullValue Omit", """{"m":{"M":{}},"l":{"L":[{"NULL":true}]}}""")]
    [InlineData("-NullValue @{ a = 'Omit' }", """{"m":{"M":{"x":{"NULL":true}}},"l":{"L":[{"NULL":true}]}}""")]
    public void Nulls_are_kept_or_left_out(string parameter, string expected) => Assert.Equal(
        expected,
        session.Line($"[ordered]@{{ a = $null; m = @{{ x = $null }}; l = @(, $null) }} | ConvertTo-DdbJson {parameter}"));

    [Fact]
    public void An_empty_text_of_a_typed_column_is_left_out_when_asked_so() => Assert.Equal(
        """{"b":{"N":"1"}}""",
        session.Line("[pscustomobject]@{ a = ''; b = '1' } | ConvertTo-DdbJson -AttributeType @{ a = 'N'; b = 'N' } -EmptyString Omit"));

    [Theory]
    [InlineData("SS", """{"SS":["x"," y"]}""")]
    [InlineData("L", """{"L":[{"S":"x"},{"S":" y"}]}""")]
    public void A_separator_cuts_and_changes_nothing_else(string type, string expected) => Assert.Equal(
        $$"""{"a":{{expected}}}""",
        session.Line($"@{{ a = 'x| y' }} | ConvertTo-DdbJson -AttributeType @{{ a = '{type}' }} -Separator '|'"));

    [Fact]
    public void Separators_may_differ_by_attribute() => Assert.Equal(
        """{"a":{"NS":["1","2"]},"b":{"L":[{"N":"1"}]},"c":{"L":[]}}""",
        session.Line(
            "[ordered]@{ a = '1;2'; b = '[1]'; c = '' } | ConvertTo-DdbJson -AttributeType @{ a = 'NS'; b = 'L'; c = 'L' } "
            + "-Separator @{ a = ';'; c = '|' }"));

    [Fact]
    public void Typed_headers_name_attribute_and_type_only_when_asked()
    {
        const string Row = "[pscustomobject]@{ 'Year:N' = '1999'; 'x:y' = '1'; 'Tags:SS' = '[\"a\"]'; 'Old:Ignore' = 'x' }";
        Assert.Equal(
            """{"Year":{"N":"1999"},"x:y":{"S":"1"},"Tags":{"SS":["a"]}}""",
            session.Line($"{Row} | ConvertTo-DdbJson -TypedHeader"));
        Assert.Equal(
            """{"Year:N":{"S":"1999"},"x:y":{"S":"1"},"Tags:SS":{"S":"[\"a\"]"},"Old:Ignore":{"S":"x"}}""",
            session.Line($"{Row} | ConvertTo-DdbJson"));
        (string id, _) = session.Error("[pscustomobject]@{ 'Year:N' = '1'; Year = 'x' } | ConvertTo-DdbJson -TypedHeader");
        Assert.Equal("DuplicateAttribute", id);
    }

    [Fact]
    public void Values_in_DynamoDB_shape_are_taken_so_only_when_asked()
    {
        const string Shape = "[ordered]@{ n = @{ N = '1' }; b = @{ B = [byte[]](1, 2) }; l = @{ L = @(@{ S = 'x' }, @{ NULL = $true }) };"
            + " m = [pscustomobject]@{ M = @{ y = @{ BOOL = $false } } }; s = @{ SS = 'a', 'b' } }";
        Assert.Equal(
            """{"n":{"N":"1"},"b":{"B":"AQI="},"l":{"L":[{"S":"x"},{"NULL":true}]},"m":{"M":{"y":{"BOOL":false}}},"s":{"SS":["a","b"]}}""",
            session.Line($"{Shape} | ConvertTo-DdbJson -DynamoDBJson"));
        Assert.Equal("""{"a":{"M":{"S":{"S":"x"}}}}""", session.Line("@{ a = @{ S = 'x' } } | ConvertTo-DdbJson"));
    }

    [Theory]
    [InlineData("'x'")]
    [InlineData("@{ s = 'x' }")]
    [InlineData("@{ S = 'x'; N = '1' }")]
    [InlineData("@{ S = 5 }")]
    [InlineData("@{ N = $true }")]
    [InlineData("@{ NULL = $false }")]
    [InlineData("@{ L = 'x' }")]
    [InlineData("@{ M = 'x' }")]
    [InlineData("@{ L = @('x') }")]
    [InlineData("@{ SS = @(1) }")]
    [InlineData("$null")]
    public void A_value_that_is_not_in_DynamoDB_shape_is_refused(string value)
    {
        (string id, string message) = session.Error($"@{{ a = {value} }} | ConvertTo-DdbJson -DynamoDBJson");
        Assert.Equal("NotDdbJson", id);
        Assert.StartsWith("Input 1: a", message);
    }

    [Theory]
    [InlineData("-AttributeType @{ a = 'Q' }", "AttributeType")]
    [InlineData("-EmptyString Drop", "EmptyString")]
    [InlineData("-NullValue @{ a = 'Keep' }", "NullValue")]
    [InlineData("-Separator ''", "Separator")]
    [InlineData("-DynamoDBJson -TypedHeader", "DynamoDBJson")]
    public void A_parameter_that_makes_no_sense_ends_the_command(string parameter, string name)
    {
        (string id, string message) = session.Error($"@{{ a = 1 }}, @{{ a = 2 }} | ConvertTo-DdbJson {parameter}");
        Assert.Equal("InvalidConversionParameter", id);
        Assert.Contains($"-{name}", message);
    }

    private sealed class EndlessNulls : IReadOnlyDictionary<string, object?>
    {
        public IEnumerable<string> Keys => throw new NotSupportedException();

        public IEnumerable<object?> Values => throw new NotSupportedException();

        public int Count => int.MaxValue;

        public object? this[string key] => null;

        public bool ContainsKey(string key) => true;

        public bool TryGetValue(string key, out object? value)
        {
            value = null;
            return true;
        }

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            for (long i = 0; ; i++)
                yield return new($"a{i}", null);
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
