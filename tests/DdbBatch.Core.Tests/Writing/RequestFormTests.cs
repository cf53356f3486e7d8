using System.Linq;
using System.Text;
using DdbBatch.Protocol;
using DdbBatch.Writing;
using Xunit;
using static DdbBatch.Tests.Writing.SampleOperations;

namespace DdbBatch.Tests.Writing;

public sealed class RequestFormTests
{
    [Fact]
    public void Each_form_is_at_its_index() => Assert.Equal([0, 1, 2], RequestForm.All.Select(form => form.Index));

    // Puts and inserts with the keys 1 to 3, of which one is left.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_batch_and_statements_say_which_of_their_operations_was_not_written(int index)
    {
        BatchRequest request = new(OpenLane(), [Put(1), Put(2), Put(3)]);
        string item = "{\"PutRequest\":{\"Item\":{\"id\":{\"N\":\"" + (index + 1) + "\"}}}}";
        string[] responses = [.. Enumerable.Range(0, 3).Select(i =>
            i == index ? """{"Error":{"Code":"DuplicateItem","Message":"it exists"}}""" : """{"TableName":"Music"}""")];

        CallAnswer? batch = Read(RequestForm.Batch, $$$"""{"UnprocessedItems":{"Music":[{{{item}}}]}}""", request);
        CallAnswer? statements = Read(RequestForm.Statements, $$"""{"Responses":[{{string.Join(',', responses)}}]}""", request);

        Assert.Equal(-1, request.IndexOf(OperationKind.Put, Put(4).Key));
        Assert.Equal([index], Assert.IsType<CallAnswer.Success>(batch).Unprocessed);
        Assert.Equal(index, Assert.Single(Assert.IsType<CallAnswer.Success>(statements).Failures).Index);
    }

    [Fact]
    public void A_single_operation_that_was_answered_is_written() => Assert.Empty(
        Assert.IsType<CallAnswer.Success>(Read(RequestForm.Single, "{}", new BatchRequest(OpenLane(), [Put(1)]))).Unprocessed);

    private static CallAnswer? Read(RequestForm form, string body, BatchRequest request) =>
        form.Read(Encoding.UTF8.GetBytes(body), isOfAws: true, request);
}
