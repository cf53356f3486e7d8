using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Threading.Tasks;
using DdbBatch.Module.Tests.Commands;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Lifecycle;

/// <summary>That items go through the pipeline in bundles is seen by nobody.</summary>
public sealed class ItemPipeTests(DynamoDbLocalFixture fixture) : WriteTestBase(fixture)
{
    private const string Rows = "Import-DdbItem -InputStream (& $stream) -Format Csv";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Session.SetVariable("rows", Encoding.UTF8.GetBytes("Id,A\n" + string.Concat(Enumerable.Range(1, 250).Select(id => $"{id},a{id}\n"))));
        Run("$stream = { [IO.MemoryStream]::new($rows) }");
    }

    [Theory]
    [InlineData("(ROWS | Where-Object Id -EQ 3).A", "a3")]
    [InlineData("ROWS -OutVariable all | Write-DdbBatch; $all.Count; $all[249].A", "250 a250")]
    [InlineData("(ROWS -PipelineVariable row | Write-DdbBatch -PassThru | ForEach-Object { $row.A }).Count", "250")]
    [InlineData("(ROWS | Write-DdbBatch -PassThru).Count", "250")]
    // In any order: requests are answered in any.
    [InlineData("(ROWS | Write-DdbBatch -PassThru | Where-Object Id -EQ 250).A", "a250")]
    [InlineData("(ROWS | ConvertTo-DdbJson)[249]", "{\"Id\":{\"S\":\"250\"},\"A\":{\"S\":\"a250\"}}")]
    [InlineData("ROWS | Write-DdbBatch -Operation { if ([int]$_.Id -gt 248) { 'Put' } else { 'Delete' } }; (READ).Count", "2")]
    [InlineData("ROWS | Write-DdbBatch; (READ).Count; (READ | ConvertTo-DdbJson).Count", "250 250")]
    [InlineData("ROWS | Write-DdbBatch; (ROWS | Get-DdbBatch).Count", "250")]
    [InlineData("ROWS | Write-DdbBatch; (ROWS | Compare-DdbTable $table -AttributeType @{ Id = 'N' } -EndpointUrl $endpoint -SummaryVariable s); $s.Equal", "True")]
    public void Each_command_gets_each_item(string script, string output) =>
        Assert.Equal(output, string.Join(' ', Run(script.Replace("READ", "Read-DdbTable $table -EndpointUrl $endpoint", StringComparison.Ordinal).Replace("ROWS", Rows, StringComparison.Ordinal)).ThrowIfFailed().Output));

    [Fact]
    public void A_run_that_ends_in_the_middle_leaves_the_rest_unread()
    {
        Session.SetVariable("rows", Encoding.UTF8.GetBytes("Id,A\n" + string.Concat(Enumerable.Range(1, 250).Select(id => $"{(id > 20 ? "x" : id)},a\n"))));
        RunToFailure(Rows + " | Write-DdbBatch -MaxInvalid 5 -UnprocessedVariable left -SummaryVariable s");
        dynamic summary = PSObject.AsPSObject(Session.GetVariable("s")!).BaseObject;
        Assert.Equal((25, 5), ((long)summary.Total, (long)summary.Invalid));
        Assert.Equal($"{25 - (long)summary.Written}", Run("$left.Count").Output.Single().ToString());
    }

    [Fact]
    public void An_item_from_a_pipe_goes_on_before_the_next_line_is_there()
    {
        List<int> seen = [];
        Session.SetVariable("seen", seen);
        Session.SetVariable("live", new LiveStream(["{\"Id\":1}\n", "{\"Id\":2}\n", "{\"Id\":3}\n"], line => Assert.Equal(line, seen.Count)));
        Run("Import-DdbItem -InputStream $live -Format JsonLines | ConvertTo-DdbJson | ForEach-Object { $seen.Add($_.Length) }").ThrowIfFailed();
        Assert.Equal(3, seen.Count);
    }

    [Fact]
    public void A_bundle_holds_few_large_items()
    {
        string big = new('x', 100_000);
        Session.SetVariable("rows", Encoding.UTF8.GetBytes("Id,A\n" + string.Concat(Enumerable.Range(1, 8).Select(id => $"{id},{big}\n"))));
        PowerShellResult result = Run(Rows + " | Write-DdbBatch -PassThru | ForEach-Object { $_.A.Length }").ThrowIfFailed();
        Assert.Equal(Enumerable.Repeat(100_000, 8), result.Output.Select(length => (int)length.BaseObject));
    }

    // A line for each time that something is asked for.
    private sealed class LiveStream(string[] lines, Action<int> beforeLine) : MemoryStream
    {
        private readonly byte[] _bytes = Encoding.UTF8.GetBytes(string.Concat(lines));
        private readonly int[] _ends = [.. lines.Select((_, line) => lines.Take(line + 1).Sum(text => text.Length))];
        private int _at;

        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int end = _ends.FirstOrDefault(one => one > _at);
            int line = Array.IndexOf(_ends, _at) + 1;
            if (line > 0)
                beforeLine(line);
            int count = Math.Min(buffer.Length, Math.Max(0, end - _at));
            _bytes.AsSpan(_at, count).CopyTo(buffer);
            _at += count;
            return count;
        }
    }
}
