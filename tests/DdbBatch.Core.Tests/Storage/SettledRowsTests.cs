using System.Collections.Generic;
using System.Linq;
using CsCheck;
using DdbBatch.Storage;
using Xunit;

namespace DdbBatch.Tests.Storage;

public sealed class SettledRowsTests
{
    [Fact]
    public void The_mark_is_the_last_row_up_to_which_everything_is_settled() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Shuffle(Enumerable.Range(1, 3000).ToArray()), Gen.Int[1, 3000]).Sample(
            (first, order, count) =>
            {
                SettledRows rows = new(first, 7);
                for (int i = 1; i <= order.Length; i++)
                    rows.Take((ulong)i * 11);
                HashSet<int> settled = [];
                foreach (int row in order.Take(count))
                {
                    rows.Settle(first + row);
                    settled.Add(row);
                }

                int expected = Enumerable.Range(1, 3001).First(row => !settled.Contains(row)) - 1;
                Assert.Equal(first + expected, rows.Row);
                Assert.Equal(expected == 0 ? 7UL : (ulong)expected * 11, rows.Hash);
                Assert.Equal(3000 - expected, rows.Count);
            },
            iter: 200);

    [Fact]
    public void Rows_that_are_taken_while_others_are_settled_keep_their_hashes() =>
        Gen.Select(Gen.Int[1, 900], Gen.Int[1, 3000]).Sample(
            (settled, more) =>
            {
                SettledRows rows = new(0, 7);
                for (int row = 1; row <= settled + more; row++)
                {
                    rows.Take((ulong)row * 11);
                    if (row <= settled)
                        rows.Settle(row);
                }

                for (int row = settled + 1; row <= settled + more; row++)
                {
                    rows.Settle(row);
                    Assert.Equal((row, (ulong)row * 11), (rows.Row, rows.Hash));
                }
            },
            iter: 200);
}
