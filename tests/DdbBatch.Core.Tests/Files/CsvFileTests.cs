using System;
using System.Linq;
using System.Text;
using DdbBatch.Files;
using Xunit;

namespace DdbBatch.Tests.Files;

public sealed class CsvFileTests
{
    [Fact]
    public void Rows_have_the_values_of_their_cells() => AssertRows(
        "Artist,Song\nAna,One\nBob,\"Two, \"\"live\"\"\"\n,\"\"\nZoë,ünïcode😀\n",
        "2: Ana|One",
        "3: Bob|Two, \"live\"",
        "4: |",
        "5: Zoë|ünïcode😀");

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Lines_end_with_LF_CRLF_or_CR(string end) => AssertRows(
        $"A,B{end}1,2{end}{end}3,4", "2: 1|2", "4: 3|4");

    [Fact]
    public void Newlines_in_quotes_belong_to_the_value_and_are_counted_as_lines() => AssertRows(
        "A,B\n\"1\n2\r\n3\",x\n4,5\n", "2: 1\n2\r\n3|x", "5: 4|5");

    [Fact]
    public void A_row_with_more_or_fewer_cells_is_an_error_and_the_others_are_read() => AssertRows(
        "A,B\n1,2\n1\n1,2,3\n4,5\n", "2: 1|2", "3: RaggedRow", "4: RaggedRow", "5: 4|5");

    [Fact]
    public void Text_behind_a_closing_quote_is_an_error_with_its_place() => AssertRows(
        "A,B\n1,2\n\"x\"y,2\n3,4\n", "2: 1|2", "3,4: CsvMalformed", "4: 3|4");

    [Fact]
    public void A_quote_that_is_never_closed_is_an_error_where_it_opens_and_the_lines_behind_it_are_read() => AssertRows(
        "A,B\n1,2\n\"x,2\n3,4\n5,6\n", "2: 1|2", "3: CsvMalformed", "4: 3|4", "5: 5|6");

    [Fact]
    public void A_quote_within_a_value_that_has_none_around_it_is_a_character() => AssertRows(
        "A,B\n5\" disk,x\n", "2: 5\" disk|x");

    [Fact]
    public void Blank_lines_are_nothing() => AssertRows("\n\nA,B\n\n1,2\n\n\n3,4\n\n", "5: 1|2", "8: 3|4");

    [Fact]
    public void A_NUL_is_a_character() => AssertRows("A,B\n\0,x\0y\n\0a,b\n", "2: \0|x\0y", "3: \0a|b");

    [Fact]
    public void A_hash_at_a_lines_beginning_is_a_character() => AssertRows("A\n#1\n#2\n", "2: #1", "3: #2");

    [Theory]
    [InlineData("A,B,A\n1,2,3\n", "1: HeaderInvalid")]
    [InlineData("A,,C\n1,2,3\n", "1: HeaderInvalid")]
    [InlineData("\"A\"x,B\n1,2\n", "1,4: CsvMalformed")]
    public void A_header_that_names_no_attributes_ends_the_file(string text, string expected) => AssertRows(text, expected);

    [Theory]
    [InlineData("")]
    [InlineData("A,B")]
    [InlineData("A,B\n")]
    [InlineData("\n\n")]
    public void A_file_without_rows_has_no_items(string text) => AssertRows(text);

    [Fact]
    public void Names_may_be_given_in_place_of_a_header() => Assert.Equal(
        ["1: 1|2", "2: RaggedRow"],
        FileReading.Read("1,2\n3\n", FileFormat.Csv, new FileReadOptions { Header = ["A", "B"] }));

    [Fact]
    public void Given_names_have_to_be_names() =>
        Assert.Throws<ArgumentException>(() => new FileReadOptions { Header = ["A", "A"] });

    [Fact]
    public void Tabs_separate_cells_in_TSV_and_any_character_may() => Assert.Equal(
        ["2: 1,5|2", "2: 1,5|2"],
        [
            .. FileReading.Read("A\tB\n1,5\t2\n", FileFormat.Tsv),
            .. FileReading.Read("A;B\n1,5;2\n", FileFormat.Csv, new FileReadOptions { Delimiter = ';' }),
        ]);

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-8", false)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-32", true)]
    [InlineData("utf-16", false)]
    [InlineData("iso-8859-1", false)]
    public void The_encoding_is_the_byte_order_marks_or_the_given(string encodingName, bool hasMark)
    {
        Encoding encoding = Encoding.GetEncoding(encodingName);
        byte[] bytes = [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes("Ä,B\nö,ß\n")];
        FileReadOptions options = new() { Encoding = hasMark ? Encoding.Latin1 : encoding };
        Assert.Equal(["2: ö|ß"], FileReading.Read(bytes, FileFormat.Csv, options));
    }

    [Fact]
    public void Bytes_that_are_no_characters_are_an_error_of_their_row_alone()
    {
        byte[] bytes = [.. "A,B\n1,2\n"u8, .. "x,a"u8, 0xFF, .. "b\n\uFDD0,\uFFFD\n3,4\n"u8];
        Assert.Equal(["2: 1|2", "3,4: InvalidEncoding"], FileReading.Read(bytes, FileFormat.Csv).Take(2));
        Assert.Contains("5: 3|4", FileReading.Read(bytes, FileFormat.Csv));
    }

    [Fact]
    public void Where_all_bytes_are_characters_every_character_is_taken() => AssertRows(
        "A,B\n\uFDD0,\uFFFD\n\uFEFF,x\n", "2: \uFDD0|\uFFFD", "3: \uFEFF|x");

    [Fact]
    public void A_row_longer_than_allowed_is_an_error_and_the_rows_behind_it_are_read()
    {
        string text = $"A,B\n1,2\n{new string('x', 500_000)},y\n3,4\n";
        FileReadOptions options = new() { MaxLineBytes = 2000 };
        Assert.Equal(["2: 1|2", "3: LineTooLong", "4: 3|4"], FileReading.Read(text, FileFormat.Csv, options));
    }

    [Fact]
    public void A_long_row_that_is_allowed_is_read()
    {
        string value = new('x', 300_000);
        Assert.Equal([$"2: {value}|y", "3: 3|4"], FileReading.Read($"A,B\n{value},y\n3,4\n", FileFormat.Csv));
    }

    [Fact]
    public void An_open_quote_before_a_large_file_does_not_hide_its_rows()
    {
        string rows = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i},x\n"));
        FileReadOptions options = new() { MaxLineBytes = 10_000 };
        var entries = FileReading.Read($"A,B\n\"open,1\n{rows}", FileFormat.Csv, options);
        Assert.Equal("2: LineTooLong", entries[0]);
        Assert.Equal(Enumerable.Range(0, 20_000).Select(i => $"{i + 3}: {i}|x"), entries.Skip(1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(5000)]
    public void The_size_of_the_pieces_in_which_a_file_comes_makes_no_difference(int largest)
    {
        string text = "A,B\r\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => (i % 50) switch
        {
            0 => $"\"{i}\r\n\"\"x\"\"\",y\r\n",
            7 => $"\"{i}\"bad,y\r\n",
            9 => $"{i}\r\n",
            _ => $"{i},é😀\r\n",
        }));
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        string[] whole = [.. FileReading.Read(bytes, FileFormat.Csv)];
        Assert.Equal(3000, whole.Length);
        Assert.Equal(60, whole.Count(entry => entry.EndsWith("CsvMalformed", StringComparison.Ordinal)));
        Assert.Equal(whole, FileReading.Entries(new ChoppedStream(bytes, 1, largest), FileFormat.Csv).Select(FileReading.Show));
    }

    private static void AssertRows(string text, params string[] expected) =>
        Assert.Equal(expected, FileReading.Read(text, FileFormat.Csv));
}
