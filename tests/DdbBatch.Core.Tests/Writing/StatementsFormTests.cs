using System.Collections.Generic;
using System.Linq;
using CsCheck;
using DdbBatch.Items;
using DdbBatch.Tests.Items;
using DdbBatch.Writing;
using Xunit;

namespace DdbBatch.Tests.Writing;

public sealed class StatementsFormTests
{
    private static readonly TableSchema Schema = new("Music", [new KeyAttribute("it's", ScalarAttributeType.S)]);

    private static readonly Gen<List<RandomValue>> Values = RandomValue.Of(2).List[0, 6];

    // A statement repeats the names of the item, with each quote doubled.
    [Fact]
    public void A_body_of_inserts_has_at_most_as_many_bytes_as_it_was_packed_by() =>
        Values.List[1, 25].Sample(
            items =>
            {
                Lane lane = SampleOperations.OpenLane();
                BatchRequest request = new(lane, [.. items.Select((values, i) => Insert(i + 1, values))]);

                Assert.InRange(request.ToBody().Length, 1, request.WireBytes);
            },
            iter: 500);

    private static WriteOperation Insert(int position, List<RandomValue> values)
    {
        ItemWriter writer = new();
        writer.BeginItem();
        writer.BeginAttribute(AttributeName.Create("it's", Schema.FindUse("it's"), writer.Path));
        writer.WriteString($"{position}");
        RandomValue.WriteAttributes(writer, $"{new string('\'', 120)}ä\n", values);

        return new WriteOperation(position, OperationKind.Insert, writer.EndItem(Schema), null);
    }
}
