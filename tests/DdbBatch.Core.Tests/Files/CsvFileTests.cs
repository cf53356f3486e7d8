using System;
using System.IO;
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
    public void Text_after_a_closing_quote_is_an_error_with_its_position() => AssertRows(
        "A,B\n1,2\n\"x\"y,2\n3,4\n", "2: 1|2", "3,4: CsvMalformed", "4: 3|4");

    [Fact]
    public void A_quote_that_is_never_closed_is_an_error_at_its_position_and_the_lines_after_it_are_read() => AssertRows(
        "A,B\n1,2\n\"x,2\n3,4\n5,6\n", "2: 1|2", "3: CsvMalformed", "4: 3|4", "5: 5|6");

    [Fact]
    public void A_quote_within_a_value_that_has_none_around_it_is_a_character() => AssertRows(
        "A,B\n5\" disk,x\n", "2: 5\" disk|x");

    [Fact]
    public void Blank_lines_are_nothing() => AssertRows("\n\nA,B\n\n1,2\n\n\n3,4\n\n", "5: 1|2", "8: 3|4");

    [Fact]
    public void A_NUL_is_an_error_that_names_the_encoding_and_a_character_if_the_encoding_is_given()
    {
        const string Text = "A,B\n\0,x\0y\na,b\0\n\"\0\",2\n";
        AssertRows(Text, "2,1: InvalidEncoding", "3,4: InvalidEncoding", "4: \0|2");
        Assert.Contains("-Encoding unicode", ErrorsOf(Text)[0].Message);
        FileReadOptions given = new() { Encoding = Encoding.UTF8 };
        Assert.Equal(["2: \0|x\0y", "3: a|b\0", "4: \0|2"], FileReading.Read(Text, FileFormat.Csv, given));
    }

    [Fact]
    public void A_hash_at_a_lines_beginning_is_a_character() => AssertRows("A\n#1\n#2\n", "2: #1", "3: #2");

    [Theory]
    [InlineData("A,B,A\n1,2,3\n", "1: HeaderInvalid")]
    [InlineData("A,,C\n1,2,3\n", "1: HeaderInvalid")]
    [InlineData("\"A\"x,B\n1,2\n", "1,4: CsvMalformed")]
    [InlineData("1,B\n1,2\n", "1: HeaderInvalid")]
    [InlineData("A,B\u200B\n1,2\n", "1: HeaderInvalid")]
    [InlineData("A,B\u00A0\n1,2\n", "1: HeaderInvalid")]
    [InlineData("A;B\n1;2\n", "1: HeaderInvalid")]
    [InlineData("A\tB\n1\t2\n", "1: HeaderInvalid")]
    [InlineData("A,\"B\n1,2\n", "1: CsvMalformed")]
    [InlineData("A,B\0\n1,2\n", "1,4: InvalidEncoding")]
    [InlineData("A,\"\"\n1,2\n", "1: HeaderInvalid")]
    public void A_header_that_names_no_attributes_ends_the_file(string text, string expected) => AssertRows(text, expected);

    [Theory]
    [InlineData("A,B")]
    [InlineData("A,B\n")]
    [InlineData("A,B\n\n , \n")]
    [InlineData("\n")]
    [InlineData("\uFEFF\n\n")]
    public void A_file_without_rows_has_no_items(string text) => AssertRows(text);

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("#TYPE X\n")]
    public void A_file_without_a_header_line_is_an_error(string text) => AssertRows(text, "1: HeaderMissing");

    [Fact]
    public void Bytes_that_are_no_characters_in_a_header_end_the_file() => Assert.Equal(
        ["1,2: InvalidEncoding"], FileReading.Read([(byte)'A', 0xFF, .. ",B\n1,2\n"u8], FileFormat.Csv));

    [Theory]
    [InlineData("a, b ,c\n1, \"x, y\" , z \n", "2: 1|x, y|z ")]
    [InlineData("a,b\n\"x\" , y\n", "2: x|y")]
    [InlineData("a,b\n\t1 ,\t 2\n", "2: 1 |2")]
    [InlineData("a,b\n\" 1 \",\"\t2\"\n", "2:  1 |\t2")]
    [InlineData("a,b\n   ,x\n", "2: |x")]
    public void Blanks_before_a_value_and_around_a_quoted_one_are_skipped_as_by_Import_Csv(string text, string expected)
    {
        AssertRows(text, expected);
        FileEntry row = FileReading.Entries(new MemoryStream(Encoding.UTF8.GetBytes(text)), FileFormat.Csv)[0];
        Assert.Equal(["a", "b"], ((ItemContent.Row)row.Content!).Names.Take(2));
    }

    [Fact]
    public void Names_in_quotes_are_taken_as_they_are()
    {
        FileEntry row = FileReading.Entries(new MemoryStream(Encoding.UTF8.GetBytes("\"1\",\" a \", b ,\"\u200B\"\n1,2,3,4\n")), FileFormat.Csv)[0];
        Assert.Equal(["1", " a ", "b", "\u200B"], ((ItemContent.Row)row.Content!).Names);
    }

    [Fact]
    public void Blanks_are_values_if_they_are_the_delimiter() => Assert.Equal(
        ["2: |1|", "3: x y|2|3"],
        FileReading.Read("A B C\n 1 \n\"x y\" 2 3\n", FileFormat.Csv, new FileReadOptions { Delimiter = ' ' }));

    [Theory]
    [InlineData("#TYPE Selected.System.Object\r\n\"A\",\"B\"\r\n\"1\",\"2\"\r\n", "3: 1|2")]
    [InlineData("sep=;\nA;B\n1;2,5\n", "3: 1|2,5")]
    [InlineData("\"sep=\t\"\rA\tB\r1\t2\r", "3: 1|2")]
    [InlineData("\n\nSEP=|\n#type X\nA|B\n1|2\n", "6: 1|2")]
    public void Lines_that_programs_write_before_the_header_are_understood(string text, string expected) => AssertRows(text, expected);

    [Fact]
    public void Rows_of_nothing_but_delimiters_are_ignored() => AssertRows(
        "A,B\n1,2\n,\n , \n\"\",\n,,,\n", "2: 1|2", "5: |");

    [Theory]
    [InlineData("A,B\n1,2\n\uFEFFA,B\n3,4\n")]
    [InlineData("\"A\",\"B\"\n\"1\",\"2\"\n\uFEFF\"A\",\"B\"\n\"3\",\"4\"\n")]
    [InlineData("\uFEFFA,B\n1,2\n\uFEFF\n3,4\n")]
    public void Files_that_were_joined_are_read_through_their_byte_order_marks(string text) => AssertRows(
        text, "2: 1|2", "4: 3|4");

    [Fact]
    public void A_header_that_is_repeated_without_a_mark_is_an_error() =>
        AssertRows("A,B\n1,2\nA,B\n3,4\n", "2: 1|2", "3: RepeatedHeader", "4: 3|4");

    [Fact]
    public void One_column_may_have_its_name_as_a_value() => AssertRows("A\nx\nA\n", "2: x", "3: A");

    [Theory]
    [InlineData("utf-16", "-Encoding unicode")]
    [InlineData("utf-16BE", "-Encoding bigendianunicode")]
    public void UTF_16_without_a_mark_is_an_error_that_names_the_encoding(string encoding, string expected)
    {
        byte[] bytes = Encoding.GetEncoding(encoding).GetBytes("A,B\n1,2\n");
        foreach (FileFormat format in new[] { FileFormat.Csv, FileFormat.Json, FileFormat.JsonLines })
        {
            FileException error = Assert.Single(FileReading.Entries(new MemoryStream(bytes), format)).Error!;
            Assert.Equal(("InvalidEncoding", true), (error.ErrorId, error.EndsFile));
            Assert.Contains(expected, error.Message);
        }
    }

    [Fact]
    public void Errors_say_whether_the_rest_of_the_file_was_read()
    {
        Assert.All(ErrorsOf("A,B\n1\n\"x\"y\n\"z"), error => Assert.False(error.EndsFile));
        Assert.All(ErrorsOf("A,A\n1,2\n"), error => Assert.True(error.EndsFile));
        Assert.All(ErrorsOf(""), error => Assert.True(error.EndsFile));
    }

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
    public void If_all_bytes_are_characters_every_character_is_kept() => AssertRows(
        "A,B\n\uFDD0,\uFFFD\nx,\uFEFF\n", "2: \uFDD0|\uFFFD", "3: x|\uFEFF");

    [Fact]
    public void A_row_longer_than_allowed_is_an_error_and_the_rows_after_it_are_read()
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

    private static FileException[] ErrorsOf(string text) =>
    [
        .. FileReading.Entries(new MemoryStream(Encoding.UTF8.GetBytes(text)), FileFormat.Csv)
            .Where(entry => entry.Error is not null)
            .Select(entry => entry.Error!),
    ];

    private static void AssertRows(string text, params string[] expected) =>
        Assert.Equal(expected, FileReading.Read(text, FileFormat.Csv));
}
