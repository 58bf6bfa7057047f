"""What was read once is not read again, as long as there is room for it."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from fakes import HashEmbedder, OverlapCrossEncoder

from rag.models.memo import Memo, MemoCrossEncoder, MemoEmbedder

BAN, PACT, RULING = "Korea bans seafood", "The pact has a new member", "The WTO rules on seafood"


def test_the_value_not_used_for_longest_goes_first() -> None:
    memo: Memo[str, int] = Memo(2)
    memo.put("a", 1)
    memo.put("b", 2)
    assert memo.get("a") == 1  # now b is the oldest
    memo.put("c", 3)
    assert [memo.get(key) for key in "abc"] == [1, None, 3]
    memo.put("a", 4)
    assert (memo.get("a"), len(memo)) == (4, 2)


def test_a_memo_without_room_keeps_nothing() -> None:
    memo: Memo[str, int] = Memo(0)
    memo.put("a", 1)
    assert (memo.get("a"), len(memo)) == (None, 0)


def test_threads_may_share_a_memo() -> None:
    memo: Memo[int, int] = Memo(50)
    wrong: list[int] = []

    def use(start: int) -> None:
        for number in range(start, start + 2000):
            key = number % 80
            if memo.get(key) not in (None, key * 2):
                wrong.append(key)
            memo.put(key, key * 2)

    threads = [threading.Thread(target=use, args=(37 * place,)) for place in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (wrong, len(memo)) == ([], 50)


def test_only_new_pairs_are_read() -> None:
    inner = OverlapCrossEncoder()
    memo = MemoCrossEncoder(inner, 10)
    assert memo.score("seafood ban", [BAN, PACT]).tolist() == [-1, -2]
    assert memo.score("seafood ban", [PACT, RULING, BAN]).tolist() == [-2, -1, -1]
    assert memo.score("pact", [PACT]).tolist() == [-1]
    assert inner.pairs == [
        ("seafood ban", BAN), ("seafood ban", PACT), ("seafood ban", RULING), ("pact", PACT)
    ]  # fmt: skip


def test_the_same_passage_twice_is_read_once() -> None:
    inner = OverlapCrossEncoder()
    assert MemoCrossEncoder(inner, 10).score("seafood", [BAN, BAN]).tolist() == [-1, -1]
    assert inner.pairs == [("seafood", BAN)]


@pytest.mark.parametrize("room", [0, 1])
def test_logits_are_right_where_there_is_no_room_for_them(room: int) -> None:
    memo = MemoCrossEncoder(OverlapCrossEncoder(), room)
    for _ in range(2):
        assert memo.score("seafood ban", [BAN, PACT, RULING]).tolist() == [-1, -2, -1]


def test_no_passage_gives_no_logit() -> None:
    inner = OverlapCrossEncoder()
    logits = MemoCrossEncoder(inner, 10).score("seafood", [])
    assert (logits.shape, logits.dtype.name, inner.pairs) == ((0,), "float32", [])


def test_a_query_is_embedded_once_and_passages_each_time() -> None:
    inner = HashEmbedder()
    memo = MemoEmbedder(inner, 1)
    first = memo.embed_query("seafood")
    assert np.array_equal(memo.embed_query("seafood"), first)
    assert np.array_equal(first, HashEmbedder().embed_query("seafood"))
    memo.embed_query("pact")
    memo.embed_query("seafood")
    assert inner.queries == ["seafood", "pact", "seafood"]
    memo.embed_passages([BAN])
    memo.embed_passages([BAN])
    assert inner.embedded == [BAN, BAN]
    assert (memo.name, memo.digest, memo.dimension) == (inner.name, inner.digest, inner.dimension)


def test_a_vector_that_is_handed_out_again_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        MemoEmbedder(HashEmbedder(), 1).embed_query("seafood")[0] = 1
