using System.Text;
using DdbBatch.Bulk;
using DdbBatch.Bulk.Report;
using Xunit;

namespace DdbBatch.Tests.Bulk;

public sealed class BulkRecordTests
{
    private const string Item = """{"Id":{"S":"1"},"Tags":{"SS":["a"]}}""";

    [Theory]
    [InlineData("""{"Item":ITEM,"ErrorCode":"ValidationException","ErrorMessage":"Too large","S3Key":"a/b","LineNumber":7}""")]
    [InlineData("""{"item":ITEM,"error_code":"ValidationException","message":"Too large","s3_object_key":"a/b","line":7}""")]
    [InlineData("""{"Item":ITEM,"Error":{"Code":"ValidationException","Message":"Too large"},"ObjectKey":"s3://bucket/a/b","LineNumber":7}""")]
    [InlineData("""{"RawRecord":"{\"Item\":QUOTED}","Code":"ValidationException","Reason":"Too large","File":"a/b","Row":7}""")]
    [InlineData("""{"Record":{"Item":ITEM},"errorCode":"ValidationException","errorMessage":"Too large","key":1,"S3Key":"a/b","Line":7}""")]
    [InlineData("""{"AttemptedItem":ITEM,"ExistingItem":{"Id":{"S":"2"}},"Type":"ValidationException","Error":"Too large","Object":"a/b","Line":7}""")]
    public void An_item_is_found_under_every_usual_name(string record)
    {
        BulkFailure failure = Read(record.Replace("ITEM", Item).Replace("QUOTED", Item.Replace("\"", "\\\"")));

        Assert.Equal(Item, Encoding.UTF8.GetString(failure.Item!));
        Assert.Equal(("ValidationException", "Too large", "a/b", 7L), (failure.Code, failure.Message, failure.ObjectKey, failure.Line));
        Assert.False(failure.IsOfObject);
    }

    [Fact]
    public void A_record_may_be_the_item_itself() => Assert.Equal(Item, Encoding.UTF8.GetString(Read(Item).Item!));

    [Theory]
    [InlineData("""{"RawRecord":"{\"Id\":","ErrorCode":"Malformed","S3Key":"a/b","LineNumber":7}""", "{\"Id\":")]
    [InlineData("""{"RawRecord":"7","ErrorCode":"Malformed"}""", "7")]
    [InlineData("""{"Something":["else"]}""", """{"Something":["else"]}""")]
    [InlineData("no json at all", "no json at all")]
    [InlineData("[1]", "[1]")]
    [InlineData("""{"Item":{"Id":"1"},"ErrorCode":"Malformed"}""", """{"Item":{"Id":"1"},"ErrorCode":"Malformed"}""")]
    public void An_invalid_item_is_kept_unchanged(string record, string raw)
    {
        BulkFailure failure = Read(record);

        Assert.Null(failure.Item);
        Assert.Equal(raw, failure.Raw);
    }

    [Fact]
    public void A_record_with_only_the_name_of_an_object_applies_to_the_whole_object()
    {
        BulkFailure failure = Read("""{"ErrorCode":"InvalidCompression","ErrorMessage":"Bad header","S3Key":"a/b"}""");

        Assert.True(failure.IsOfObject);
        Assert.Equal(("InvalidCompression", "a/b"), (failure.Code, failure.ObjectKey));
    }

    [Theory]
    [InlineData("s3://bucket", "bucket", "")]
    [InlineData("s3://bucket/", "bucket", "")]
    [InlineData("S3://my-bucket.eu/a/b", "my-bucket.eu", "a/b/")]
    [InlineData("s3://bucket/a/b/", "bucket", "a/b/")]
    public void A_place_in_S3_is_a_bucket_and_a_folder(string uri, string bucket, string prefix) =>
        Assert.Equal(new S3Location(bucket, prefix), S3Location.Parse(uri));

    [Theory]
    [InlineData("bucket/prefix")]
    [InlineData("https://bucket/prefix")]
    [InlineData("s3://")]
    [InlineData("s3://ab")]
    [InlineData("s3://My_Bucket/x")]
    public void A_URI_that_is_not_in_S3_is_refused(string uri) =>
        Assert.Equal("S3UriInvalid", Assert.Throws<BulkException>(() => S3Location.Parse(uri)).ErrorId);

    private static BulkFailure Read(string record) => BulkRecord.Read(Encoding.UTF8.GetBytes(record));
}
